"""The registers of property and of the case area: each thing and each stay from its beginning to its end, and what still waits."""

import pytest

from hengjian.ledger.read import events_in
from hengjian.work.matters.actions import correct
from hengjian.work.matters.correcting import Changes
from hengjian.work.matters.models import ItemRow, StayRow
from hengjian.work.matters.queries import matter_list
from hengjian.work.matters.registers.queries import open_items, stays_now
from hengjian.work.people.refusal import Refused
from tests.world import ADULT, assert_replays

ENTRY = {"ground": "summoned", "paper": "summons", "searched": True, "injuries": False}
ARRIVAL = {"manner": "summoned", "many_or_unidentified": False, "complex_and_detention": False, "signed": True}


@pytest.fixture
def case(world):
    case = world.case()
    world.step(case, "add_party", "S1.officer", role="suspect", name="卢朝", **ADULT)
    world.step(case, "accept", "S1.officer")
    world.step(case, "open", "S1.station_chief", offence="assault", reasons="有证人和伤情照片")
    return case


@pytest.fixture
def inside(world, case):
    world.step(case, "arrive", "S1.officer", "party:1", **ARRIVAL)
    world.step(case, "enter_area", "S1.officer", "party:1", brought_by=world.accounts["S1.officer"].person, **ENTRY)
    return case


def item(case, key="item:1"):
    return ItemRow.objects.get(matter=case, key=key)


def test_a_thing_is_followed_from_its_taking_to_its_end(world, case):
    world.step(case, "take_item", "S1.officer", kind="phone", description="手机一部", remote_place=False, examined_first=False)
    assert (item(case).state, item(case).how, item(case).ended_at) == ("in_hand", "item.taken", None)
    keeper = world.accounts["S1.station_legal"].person
    world.step(case, "hand_in_item", "S1.officer", keeper=keeper)
    world.later(minutes=10)
    world.step(case, "store_item", "S1.station_legal", store="unit_room", keeper=keeper, location="二号柜")
    assert (item(case).state, item(case).store) == ("stored", "unit_room")
    chief = world.accounts["S1.station_chief"].person
    world.step(case, "move_item", "S1.officer", errand="examination", approved_by=chief, back_by="2026-11-20", location="市局鉴定中心")
    assert (item(case).state, str(item(case).back_by)) == ("out", "2026-11-20")
    world.step(case, "move_item", "S1.officer", errand="back", approved_by=chief, location="二号柜")
    assert (item(case).state, item(case).back_by) == ("stored", None)
    end = {"end": "destroyed", "reference": "城公销字〔2026〕1号", "approved_by": chief, "officers": 3, "account": "集中销毁"}
    world.step(case, "dispose_item", "S1.officer", **end)
    assert (item(case).state, item(case).end) == ("ended", "destroyed") and item(case).ended_at == world.now
    assert_replays(case, world.now)


def test_who_may_see_the_matter_sees_its_open_things_and_nobody_else(world, case):
    world.step(case, "take_item", "S1.officer", kind="cash", description="现金", remote_place=False, examined_first=False)
    assert [one.row.key for one in open_items(world.viewer("S1.officer"))] == ["item:1"]
    assert [one.row.key for one in open_items(world.viewer("D1.district_legal"), "S1")] == ["item:1"]
    assert open_items(world.viewer("D1.district_legal"), "S2") == open_items(world.viewer("S2.officer")) == []


def test_a_case_is_not_closed_on_a_thing_without_an_end(world, case):
    world.step(case, "take_item", "S1.officer", kind="cash", description="现金", remote_place=False, examined_first=False)
    with pytest.raises(Refused, match="涉案财物没有处理完的不得结案") as refusal:
        world.step(case, "close", "S1.station_legal", result="no_penalty")
    assert {one.key for one in refusal.value.reasons if one.rule == "public-security.property-before-closing"} == {"item:1"}
    world.step(case, "return_item", "S1.officer", to="party:1")
    world.step(case, "close", "S1.station_legal", result="no_penalty")
    assert item(case).end == "returned" and open_items(world.viewer("S1.officer")) == []


def test_a_thing_that_was_entered_by_mistake_leaves_the_register(world, case):
    taken = world.step(case, "take_item", "S1.officer", kind="cash", description="现金", remote_place=False, examined_first=False).events[0]
    act = {"by": world.viewer("S1.officer"), "at": world.now, "now": world.now}
    correct(case.id, taken.id, Changes(void=True), reasons="录到别的案件里了", **act)
    assert not ItemRow.objects.filter(matter=case).exists()


def test_who_is_in_the_area_stands_there_with_their_clocks(world, inside):
    (stay,) = stays_now(world.viewer("S1.officer2"))
    assert (stay.row.key, stay.row.area, stay.row.ground, stay.row.left_at) == ("party:1", "S1", "summoned", None)
    assert [one.rule for one in stay.clocks] == [
        "public-security.questioning-limit", "case-area.left-in-time", "case-area.fed", "case-area.rested", "case-area.watched",
    ]  # fmt: skip
    assert stays_now(world.viewer("S2.officer")) == [] and len(stays_now(world.viewer("D1.district_chief"), "S1")) == 1


def test_what_is_done_for_somebody_in_the_area_is_on_the_record(world, inside):
    step = {"by_same_sex": True, "injuries": False, "drunk": False, "ill": False, "doctor_called": False}
    world.step(inside, "check_safety", "S1.officer", "party:1", **step)
    world.later(minutes=40)
    world.step(inside, "watch_person", "S1.officer2", "party:1", state="calm")
    world.later(minutes=5)
    world.step(inside, "give_meal", "S1.officer2", "party:1", meal="water", taken=True)
    rest = {"started_at": "2026-11-16 10:20", "ended_at": "2026-11-16 10:40"}
    world.step(inside, "give_rest", "S1.officer2", "party:1", **rest)
    world.step(inside, "take_out", "S1.officer", "party:1", errand="hospital", officers=2)
    row = StayRow.objects.get(matter=inside)
    assert row.checked_at < row.watched_at < row.meal_at == row.rest_at == row.out_since == world.now
    assert not [one for one in stays_now(world.viewer("S1.officer"))[0].clocks if one.rule == "case-area.watched"]
    world.later(minutes=30)
    world.step(inside, "bring_back", "S1.officer", "party:1", searched=True, injuries=False)
    assert [one.rule for one in stays_now(world.viewer("S1.officer"))[0].clocks if one.rule == "case-area.watched"]
    assert StayRow.objects.get(matter=inside).out_since is None
    assert_replays(inside, world.now)


def test_belongings_are_returned_before_the_person_leaves(world, inside):
    world.step(inside, "list_belongings", "S1.officer", "party:1", count=2, belongings="手机、钥匙", signed=True)
    with pytest.raises(Refused, match="出区前返还随身物品"):
        world.step(inside, "leave_area", "S1.officer", "party:1", destination="released")
    world.step(inside, "return_belongings", "S1.officer", "party:1", receiver="person", complete=True, signed=True)
    world.later(hours=1)
    world.step(inside, "leave_area", "S1.officer", "party:1", destination="released")
    row = StayRow.objects.get(matter=inside)
    assert (row.belongings_kept, row.left_at, row.destination) == (False, world.now, "released")
    assert stays_now(world.viewer("S1.officer")) == []


def test_who_enters_again_stays_anew(world, inside):
    world.step(inside, "leave_area", "S1.officer", "party:1", destination="hospital")
    world.later(hours=2)
    world.step(inside, "enter_area", "S1.officer", "party:1", brought_by=world.accounts["S1.officer"].person, **ENTRY)
    assert [row.left_at is None for row in StayRow.objects.filter(matter=inside)] == [False, True]
    assert_replays(inside, world.now)


def test_matters_are_counted_by_how_they_ended(world, inside):
    call = world.incident()
    world.step(call, "dispatch", "D1.dispatcher", unit="S1")
    body = {"offence_marked": False, "conduct": "noise", "education_ground": "minor_corrected", "law_explained": True}
    world.step(call, "educate", "S1.officer", account="音响扰民", reasons="当场改正", **body)
    found = matter_list(world.viewer("S1.station_chief"), {"outcome": "education_only"})
    assert (found.total, found.rows[0].id) == (1, call.id) and events_in(call.id)[-1].body["outcome"] == "education_only"
    world.step(call, "reopen", "S1.station_legal", reasons="另有情况")
    assert matter_list(world.viewer("S1.station_chief"), {"outcome": "education_only"}).total == 0
