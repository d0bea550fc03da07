"""A case merged into another ends with the merge; what is left to do of it and its open findings go to the case that stays."""

from datetime import timedelta

import pytest

from hengjian.ledger.read import events_in
from hengjian.work.findings.actions import issue_opinion, raise_finding
from hengjian.work.findings.models import FindingRow
from hengjian.work.matters.models import DutyRow, Matter
from hengjian.work.matters.page import matter_page
from hengjian.work.matters.queries import counts, duties_of
from hengjian.work.people.refusal import Refused
from tests.journeys.watching import keep_watch
from tests.world import ADULT, assert_replays

PHONE = {
    "kind": "phone", "description": "黑色手机一部", "officers": 2, "place": "case_area", "recorded": True, "on_spot": True,
}  # fmt: skip
WHY = "同一违法行为"


def opened(world, seat, chief):
    case = world.case(seat)
    world.step(case, "accept", seat)
    world.step(case, "open", chief, offence="assault", reasons="有违法事实")
    return case


@pytest.fixture
def cases(world):
    """A case of one station with a phone seized, and that of another into which it is to be merged."""
    case, stays = opened(world, "S1.officer", "S1.station_chief"), opened(world, "S2.officer", "S2.station_chief")
    world.step(case, "add_party", "S1.officer", role="suspect", name="周敏", **ADULT)
    world.step(case, "seize", "S1.officer", **PHONE)
    return case, stays


def now_of(case):
    return Matter.objects.select_related("unit").get(id=case.id)


def states(case):
    return {duty.rule.partition(".")[2]: duty.state for duty in DutyRow.objects.filter(matter=case.id)}


def merge(world, case, stays, seat="D1.district_chief"):
    world.later(days=1)
    return world.step(case, "merge", seat, into=stays.number, reasons=WHY)


def test_it_ends_and_what_is_left_goes_on_with_who_handles_the_case_that_stays(world, cases):
    case, stays = cases
    merge(world, case, stays)
    row = now_of(case)
    assert (row.stage, row.closed_at, row.unit.code) == ("merged", world.now, "S2")
    assert row.handler_id == now_of(stays).handler_id == world.accounts["S2.officer"].person
    assert states(case)["closing-period"] == "released" and states(case)["seizure-period"] == "pending"
    assert counts(world.viewer("D1.district_chief"))["open"] == 1
    last = events_in(stays.id)[-1]
    assert (last.kind, last.by, last.body["merged"]) == ("case.taken_in", world.accounts["D1.district_chief"].person, case.id)
    assert "public-security.seizure-period" in {one["rule"] for one in last.body["duties"]}
    page = matter_page(world.viewer("S2.officer"), stays.id)
    assert {(duty.matter_id, duty.key) for duty in page.taken_over if duty.rule.endswith("seizure-period")} == {(case.id, "item:1")}
    assert [one.id for one in page.merged] == [case.id]
    assert any(duty.matter_id == case.id for duty in duties_of(world.viewer("S2.officer"), own=True))
    world.step(case, "end_seizure", "S2.officer", about="item:1", outcome="returned")
    assert states(case)["seizure-period"] == "met"
    for one in cases:
        assert_replays(one, world.now)


def test_a_new_handler_of_the_case_that_stays_has_the_merged_ones_too(world, cases):
    case, stays = cases
    merge(world, case, stays)
    world.step(stays, "assign", "S2.station_chief", handler=world.accounts["S2.station_legal"].person)
    assert now_of(case).handler_id == now_of(stays).handler_id == world.accounts["S2.station_legal"].person
    for one in cases:
        assert_replays(one, world.now)


def test_its_open_findings_are_answered_by_the_unit_of_the_case_that_stays(world, cases):
    case, stays = cases
    legal = world.viewer("D1.district_legal")
    found = raise_finding(case.id, "level_review", "未见清单", by=legal, now=world.now)
    issue_opinion(found.id, "请补清单", by=legal, now=world.now)
    own = raise_finding(case.id, "self_check", "未见回执", by=world.viewer("S1.station_legal"), now=world.now)
    merge(world, case, stays)
    for _round in range(2):
        keep_watch(world.later(seconds=2))
    rows = {row.id: row for row in FindingRow.objects.filter(id__in=[found.id, own.id])}
    assert (rows[found.id].unit, rows[found.id].handled_by, rows[found.id].state) == ("S2", "D1", "asked")
    assert rows[found.id].opinions.get().to_unit == "S2"
    assert (rows[own.id].unit, rows[own.id].handled_by, rows[own.id].level) == ("S2", "S2", "station")
    moved = [event for event in events_in(found.id) if event.kind == "finding.moved"]
    assert [(event.by, event.body["to_matter"]) for event in moved] == [("machine", stays.id)]


def test_it_may_be_merged_only_into_an_open_case_of_its_kind_that_is_in_sight(world, cases):
    case, stays = cases
    with pytest.raises(Refused, match="没有编号") as unseen:
        merge(world, case, stays, "S1.station_chief")
    assert set(unseen.value.fields) == {"into"}
    with pytest.raises(Refused, match="同类案件"):
        merge(world, case, world.crime())
    world.step(stays, "transfer", "S2.station_chief", unit="S1", ground="place")
    with pytest.raises(Refused, match="已经办结"):
        merge(world, case, stays)
    assert now_of(case).stage == "investigating"


def test_taken_up_again_it_is_open_and_counts_for_itself(world, cases):
    case, stays = cases
    merge(world, case, stays)
    world.later(days=1)
    world.step(case, "reopen", "S2.station_chief", ground="new_evidence", reasons="系另一行为")
    row = now_of(case)
    assert (row.stage, row.closed_at) == ("investigating", None)
    assert matter_page(world.viewer("S2.officer"), stays.id).merged == []
    assert world.now - row.opened_at > timedelta(days=1), "no clock begins anew"
    assert_replays(case, world.now)
