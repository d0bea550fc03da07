"""A mistake is corrected by a new event that names the old one; what stands follows, and nothing is edited away."""

from datetime import UTC

import pytest

from hengjian.ledger.models import Event
from hengjian.ledger.read import facts_of
from hengjian.work.matters import actions
from hengjian.work.matters.correcting import Changes
from hengjian.work.matters.models import Matter, PartyRow
from hengjian.work.matters.page import matter_page
from hengjian.work.people.refusal import Refused
from tests.work.test_take_step import opened
from tests.world import ADULT, assert_replays


def event_of(matter, kind):
    return Event.objects.get(matter=matter.id, kind=kind)


def correct(world, matter, event, changes, seat="S1.officer"):
    return actions.correct(matter.id, event.id, changes, reasons="录入错误", by=world.viewer(seat), at=world.now, now=world.now)


def test_a_corrected_time_moves_the_clock_and_the_old_event_stays(world):
    case = opened(world)
    old = event_of(case, "case.opened")
    world.later(days=2)
    earlier = old.at.replace(hour=0)
    correct(world, case, old, Changes(at=earlier))
    assert next(fact for fact in facts_of(case.id) if fact.kind == "case.opened").at == earlier
    assert event_of(case, "case.opened").at == old.at
    assert_replays(case, world.now)


def test_a_corrected_birth_date_changes_band_and_sight(world):
    case = world.case()
    world.step(case, "add_party", "S1.officer", role="suspect", name="小满", **ADULT)
    correct(world, case, event_of(case, "party.added"), Changes(body={"birth_date": "2011-05-02"}))
    row = PartyRow.objects.get(matter=case)
    assert (row.age_band, row.minor, Matter.objects.get(id=case.id).sensitivity) == ("14_15", True, "minor")
    assert_replays(case, world.now)


def test_an_age_is_counted_by_the_day_in_china_also_before_eight_in_the_morning(world):
    world.now = world.now.replace(day=20, hour=18, minute=30)
    assert world.now.tzinfo is UTC
    case = world.case()
    world.step(case, "add_party", "S1.officer", role="suspect", name="小满", **ADULT)
    correct(world, case, event_of(case, "party.added"), Changes(body={"birth_date": f"{world.now.year - 14}-11-20"}))
    assert PartyRow.objects.get(matter=case).age_band == "14_15", "it is 21 November in China, the day after the birthday"


def test_a_corrected_name_is_found_and_the_old_one_is_not(world):
    case = world.case()
    world.step(case, "add_party", "S1.officer", role="suspect", name="王安兰", **ADULT)
    before = PartyRow.objects.get(matter=case).name_print
    correct(world, case, event_of(case, "party.added"), Changes(body={"name": "王安澜"}))
    assert PartyRow.objects.get(matter=case).name_print != before
    assert matter_page(world.viewer("S1.officer"), case.id).parties[0].masked == "王某某"
    assert "王安澜" not in str(list(Event.objects.values_list("body", flat=True)))
    assert_replays(case, world.now)


def test_a_voided_step_never_happened_and_the_stage_goes_back(world):
    case = opened(world)
    correct(world, case, event_of(case, "case.opened"), Changes(void=True))
    assert Matter.objects.get(id=case.id).stage == "accepted"
    page = matter_page(world.viewer("S1.officer"), case.id)
    assert [moment.correction.void for moment in page.moments if moment.event.kind == "case.opened"] == [True]
    assert_replays(case, world.now)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (Changes(), "请写明更正后的内容"),
        (Changes(body={"offence": "no_such"}), "请改正"),
        (Changes(body={"nothing": "x"}), "请改正"),
    ],
)
def test_a_correction_says_what_and_keeps_to_the_fields_of_the_step(world, changes, said):
    case = opened(world)
    with pytest.raises(Refused, match=said):
        correct(world, case, event_of(case, "case.opened"), changes)


def test_what_is_no_event_of_the_matter_cannot_be_corrected(world):
    case, other = opened(world), world.case()
    with pytest.raises(Refused, match="没有编号为"):
        correct(world, case, event_of(other, "case.reported"), Changes(void=True))


def test_the_first_record_of_a_matter_cannot_be_voided(world):
    case = world.case()
    with pytest.raises(Refused, match="第一条记录"):
        correct(world, case, event_of(case, "case.reported"), Changes(void=True))
