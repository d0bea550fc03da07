"""Withdrawal, return, transfer, reopening, merging and splitting are events; nothing that stood is edited, and every row replays."""

import pytest

from hengjian.ledger.read import events_in
from hengjian.work.matters.lawbook import flows
from hengjian.work.matters.models import Matter
from hengjian.work.matters.rights import matter_in_sight
from hengjian.work.people.refusal import Refused
from tests.world import ADULT, CRIME, assert_replays

TURNS = {
    "incident": {"incident.withdrawn", "incident.returned", "incident.transferred", "incident.reopened", "incident.merged"},
    "case/admin": {"report.withdrawn", "case.returned", "case.transferred", "case.reopened", "case.merged", "case.split"},
    "case/criminal": {"report.withdrawn", "case.returned", "case.transferred", "case.reopened", "case.merged", "case.split"},
}


@pytest.mark.parametrize("kind", TURNS)
def test_every_flow_declares_its_turns_and_its_corrections_as_steps_with_reasons(db, kind):
    by_event = {move.event: move for move in flows()[kind].moves.values()}
    assert TURNS[kind] | {"event.corrected"} <= by_event.keys()
    spoken = {"reasons", "account"}
    assert [event for event in TURNS[kind] if not any(by_event[event].fields.get(name) for name in spoken)] == []


def take(world, matter, steps):
    """Takes the steps, each a minute after the other; gives back how the matter then stands."""
    for move, seat, body in steps:
        world.later(minutes=1)
        before = [event.leaf for event in events_in(matter.id)]
        world.step(matter, move, seat, **body)
        assert [event.leaf for event in events_in(matter.id)][: len(before)] == before
    row = Matter.objects.get(id=matter.id)
    assert_replays(row, world.now)
    return row


def test_a_call_is_sent_on_returned_merged_and_taken_up_again(world):
    call, other = world.incident("D1.dispatcher", unit="S1"), world.incident("D1.dispatcher", unit="S2")
    row = take(world, call, [
        ("dispatch", "D1.dispatcher", {"unit": "S1"}),
        ("transfer", "S1.station_chief", {"unit": "S2", "ground": "place"}),
    ])  # fmt: skip
    assert (row.stage, row.unit.code) == ("called", "S2")
    matter_in_sight(world.viewer("S2.officer"), call.id)
    with pytest.raises(Refused):
        matter_in_sight(world.viewer("S1.officer"), call.id)
    row = take(world, call, [
        ("dispatch", "D1.dispatcher", {"unit": "S2"}),
        ("arrive", "S2.officer", {"officers": 2, "recorder_on": True}),
        ("dispose", "S2.officer", {"outcome": "dispute_advised", "offence_marked": False, "account": "当场调解"}),
        ("return", "S2.station_legal", {"reasons": "未记录现场情况"}),
    ])  # fmt: skip
    assert row.stage == "on_scene"
    row = take(world, call, [
        ("dispose", "S2.officer", {"outcome": "dispute_advised", "offence_marked": False, "account": "当场调解"}),
        ("merge", "D1.dispatcher", {"into": other.number, "reasons": "同一起纠纷重复报警"}),
        ("reopen", "S2.station_chief", {"reasons": "当事人再次争吵"}),
    ])  # fmt: skip
    assert row.stage == "dispatched" and row.links.get(relation="incident.merged").other == other.id


def test_an_administrative_case_takes_every_turn(world):
    case, other = world.case(), world.case()
    row = take(world, case, [
        ("accept", "S1.officer", {}),
        ("withdraw_report", "S1.officer", {"stated_reason": "misunderstanding", "account": "称双方已经和好"}),
        ("open", "S1.station_chief", {"offence": "assault", "reasons": "撤回不影响查处"}),
        ("return", "S1.station_legal", {"reasons": "询问笔录缺签名"}),
        ("merge", "S1.station_chief", {"into": other.number, "reasons": "同一违法行为"}),
        ("reopen", "S1.station_chief", {"ground": "new_evidence", "reasons": "系另一行为"}),
        ("split", "S1.station_chief", {"other": other.number, "reasons": "另一行为人在逃"}),
        ("transfer", "S1.station_chief", {"unit": "S2", "ground": "place"}),
    ])  # fmt: skip
    assert row.stage == "transferred" and {link.relation for link in row.links.all()} == {"case.merged", "case.split"}
    row = take(world, case, [("reopen", "S1.station_chief", {"ground": "new_evidence", "reasons": "接收单位退回"})])
    assert row.stage == "investigating"


def test_a_criminal_case_takes_every_turn(world):
    crime, other = world.crime(), world.crime()
    row = take(world, crime, [
        ("accept", "S1.officer", CRIME | {"offence": "theft"}),
        ("add_party", "S1.officer", {"role": "reporter", "name": "周敏", **ADULT}),
        ("withdraw_report", "S1.officer", {"reasons": "称财物已找回"}),
        ("return_for_correction", "S1.station_legal", {"reasons": "笔录不全"}),
        ("issue_receipt", "S1.officer", {"outcome": "handed_over", "signed": True}),
        ("open", "D1.district_chief", {"offence": "theft", "reasons": "有犯罪事实"}),
        ("merge", "D1.district_chief", {"other": other.number, "reasons": "同一人所为"}),
        ("take_back", "D1.district_chief", {"ground": "sent_back", "reasons": "系另一人所为"}),
        ("open", "D1.district_chief", {"offence": "theft", "reasons": "有犯罪事实"}),
        ("split", "D1.district_chief", {"reasons": "一人在逃"}),
        ("transfer", "D1.district_chief", {"to_organ": "police", "receiver": "邻市公安局", "reasons": "犯罪地在邻市"}),
        ("take_back", "D1.district_chief", {"ground": "sent_back", "reasons": "移送被退回"}),
    ])  # fmt: skip
    assert row.stage == "opening_review"
