"""Each running due time that a newly adopted lawbook moves is recorded once beside its matter; what did not move leaves no trace."""

import pytest

from hengjian.ledger.models import Event
from hengjian.ledger.read import facts_of
from hengjian.work.matters import recounting
from hengjian.work.matters.actions_law import adopt_first_law, approve_law, propose_law, standing
from hengjian.work.matters.lawbook import follow_law
from hengjian.work.matters.models import Matter
from hengjian.work.matters.page import matter_page
from hengjian.work.matters.recounting import RECOUNTED, note_recounted
from tests.amending import CLOSING, amend, law_here

__all__ = ["law_here"]
RULE = "public-security.closing-period"
OLD = "  2026-01-01: {days: 30,"
SHORTER = f"  2026-11-01: {{days: 20, source: 测试修正 第一条}}\n{OLD}"


@pytest.fixture
def case(world, law_here):
    adopt_first_law(law_here, now=world.now)
    case = world.case("S1.officer")
    world.step(case, "accept", "S1.officer")
    world.step(case, "open", "S1.station_chief", offence="assault", reasons="有违法事实需要追究")
    return case


def adopt(world, law_here):
    propose_law(law_here, by=world.viewer("C.system_admin"), now=world.now)
    approve_law(standing().proposed.body["pack"], effective=world.now.date(), by=world.viewer("C.city_chief"), now=world.now)
    follow_law()


def noted(world, case):
    return note_recounted(Matter.objects.get(id=case.id), facts_of(case.id), world.now)


def told(world, case, language):
    viewer = world.viewer("C.city_chief")
    page = matter_page(type(viewer)(viewer.account, viewer.posts, language), case.id)
    return next(one.values for one in page.moments if one.event.kind == RECOUNTED)


def test_what_moved_is_noted_once_and_told_with_why_in_both_languages(world, case, law_here):
    assert noted(world, case) is None
    amend(law_here, OLD, SHORTER)
    adopt(world, law_here)
    first, again = noted(world, case), noted(world, case)
    assert (first.id, first.stream, Event.objects.filter(kind=RECOUNTED).count()) == (again.id, f"review/{case.id}", 1)
    ((title, text),) = told(world, case, "zh-hans")
    assert title == "办理治安案件的期限" and text.startswith("到期日由 2026-12-16（星期三） 改为 2026-12-07（星期一）。因为：")
    assert "测试修正 第一条" in text
    ((title, _text),) = told(world, case, "en")
    assert title == "Time limit for closing a public-security case"


def test_a_rule_that_goes_takes_its_due_time_with_it(world, case, law_here):
    (law_here / CLOSING).unlink()
    adopt(world, law_here)
    assert noted(world, case).body["changes"][0] | {"start": ""} == {"rule": RULE, "key": "", "start": "", "from": "2026-12-16", "to": ""}
    ((title, text),) = told(world, case, "zh-hans")
    assert (title, text) == ("办理治安案件的期限", "到期日由 2026-12-16（星期三） 改为 无")


def test_a_law_that_moves_nothing_here_leaves_no_trace(world, case, law_here):
    amend(law_here, OLD, f"  2030-01-01: {{days: 20, source: 测试修正 第一条}}\n{OLD}")
    adopt(world, law_here)
    assert noted(world, case) is None and not Event.objects.filter(kind=RECOUNTED).exists()


def test_where_the_law_before_cannot_be_read_the_rows_say_what_stood(world, case, law_here, monkeypatch):
    amend(law_here, OLD, SHORTER)
    before = Matter.objects.get(id=case.id).law
    adopt(world, law_here)
    readable = recounting.law_of
    monkeypatch.setattr(recounting, "law_of", lambda digest: None if digest == before else readable(digest))
    recounting.differing_part_of.cache_clear()
    changes = noted(world, case).body["changes"]
    assert [(one["from"], one["to"]) for one in changes if one["rule"] == RULE] == [("2026-12-16", "2026-12-07")]
    assert len(changes) == 1
    ((_title, text),) = told(world, case, "zh-hans")
    assert "到期日由 2026-12-16" in text
