"""A new release of the calendar library (X2): open duties keep their due times until its days were proposed and approved."""

from datetime import date

import chinese_calendar
import pytest

from hengjian.core.calendar_library import FILE
from hengjian.watch.supervision.messages import inbox, sentence
from hengjian.work.matters.actions_law import adopt_first_law, approve_law, propose_law, standing
from hengjian.work.matters.law_notice import changes_of, law_notice
from hengjian.work.matters.lawbook import forget_law, law_folder, law_in_force, law_of
from hengjian.work.matters.models import DutyRow
from tests.amending import amend, law_here
from tests.journeys.watching import keep_watch
from tests.world import assert_replays

__all__ = ["law_here"]
RULE = "public-security.closing-period"


@pytest.fixture
def case(world, law_here):
    adopt_first_law(law_here, now=world.now)
    case = world.case("S1.officer")
    world.step(case, "accept", "S1.officer")
    world.step(case, "open", "S1.station_chief", offence="assault", reasons="有违法事实需要追究")
    keep_watch(world.now)
    return case


@pytest.fixture
def new_release(case, monkeypatch):
    """The library is upgraded: it now says that 2026-12-16 is a holiday, and knows 2027."""
    spring = chinese_calendar.Holiday.spring_festival.value
    more = {date(2026, 12, 16): spring, date(2027, 2, 5): spring}
    monkeypatch.setattr(chinese_calendar, "holidays", chinese_calendar.holidays | more)
    forget_law()


def due(case):
    return DutyRow.objects.get(matter=case.id, rule=RULE).data["due"]["on"]


def test_its_days_count_only_once_they_were_adopted(world, case, new_release, law_here):
    old = standing().adopted.body["digest"]
    assert (law_folder() / FILE).is_file() and law_in_force().digest == old
    keep_watch(world.later(minutes=2))
    assert due(case) == "2026-12-16"
    assert_replays(case, world.now)
    assert (law_notice().code, law_notice().values["years"]) == ("law.calendar", "2026、2027")
    assert "日历库（chinesecalendar" in sentence(inbox(world.viewer("C.system_admin")).first())

    (part,) = changes_of(standing())
    assert {(one.name, one.since, one.before, one.after) for one in part.changes} >= {
        ("2026.holidays", date(2026, 12, 16), "", "春节"),
        ("2027.holidays", date(2027, 2, 5), "", "春节"),
    }
    pack = propose_law(law_here, by=world.viewer("C.system_admin"), now=world.now).body["pack"]
    approve_law(pack, effective=date(2026, 11, 16), by=world.viewer("C.city_chief"), now=world.now)
    keep_watch(world.later(minutes=2))
    assert (due(case), law_notice(), law_in_force().calendar("china").is_published(2027)) == ("2026-12-17", None, True)
    assert (law_of(old).calendar("china").is_working(date(2026, 12, 16)), law_of(old).digest) == (True, old)


def test_a_change_of_the_folder_beside_it_is_told_as_one(world, case, new_release, law_here):
    amend(law_here, "  2026-01-01: {days: 30,", "  2026-11-01: {days: 20, source: 测试修正 第一条}\n  2026-01-01: {days: 30,")
    assert law_notice().code == "law.unproposed"
    assert [part.file for part in changes_of(standing())] == [FILE, "statutes/public-security/closing-period.yaml"]
