"""The flows of a call and of an administrative case: what may follow what, who decides, what is sealed, how each word is labelled."""

import json
import os
from pathlib import Path

import pytest

from hengjian.core.flow import read_flows
from hengjian.core.form import fill
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.terms import read_terms
from tests.core.rules import HOUSE_LAW

FLOWS = {kind: flow for kind, flow in read_flows(HOUSE_LAW / "flows").items() if kind != "case/criminal"}
CALL, CASE = FLOWS["incident"], FLOWS["case/admin"]
TERMS = read_terms(HOUSE_LAW / "terms")
CHIEFS = {"station_chief", "district_chief", "city_chief"}
SEALED = {"text", "name", "document_number", "birth_date", "address", "contact", "attachment"}
OUTSIDE = os.environ.get("HENGJIAN_OUTSIDE_DATA", "")
both = pytest.mark.parametrize("flow", FLOWS.values(), ids=FLOWS)


def reachable(flow, start, without=""):
    """Stages that can be reached from `start`, leaving out moves of one event."""
    stages = set(start)
    while True:
        more = {m.to for m in flow.moves.values() if m.to and m.event != without and set(m.sources) & stages} - stages
        if not more:
            return stages
        stages |= more


@both
def test_every_stage_can_be_reached(flow):
    assert reachable(flow, {move.to for move in flow.starting()}) == set(flow.stages)


@both
def test_what_was_closed_can_be_taken_up_again(flow):
    assert any("closed" in move.sources and move.to not in (None, "closed") for move in flow.moves.values())


def test_a_withdrawn_call_is_closed_from_no_stage_but_after_its_review_reopening_or_taking_up():
    assert "withdrawn" not in CALL.moves["close"].sources
    assert {move.event for move in CALL.open_from("withdrawn") if move.to not in (None, "withdrawn")} == {
        "withdrawal.reviewed",
        "incident.reopened",
        "incident.case_opened",
    }


def test_who_entered_a_withdrawal_does_not_review_it():
    assert CALL.moves["review_withdrawal"].not_after_own == ("incident.withdrawn",)
    assert not {"officer", "dispatcher"} & set(CALL.moves["review_withdrawal"].roles)


def test_reasons_of_a_withdrawal_are_structured_and_its_account_sealed():
    move = CALL.moves["review_withdrawal"]
    body = {"reason": "fear", "reporter_reached": True, "earlier_incidents_checked": True, "conclusion": "take_up", "reasons": "当面核实"}
    filled = fill(move, body, TERMS, "zh")
    assert not filled.faults and filled.sealed == {"reasons": "当面核实"} and filled.clear["reason"] == "fear"
    assert set(fill(move, body | {"reason": "whim"}, TERMS, "zh").faults) == {"reason"}
    assert {"settled", "fear", "threat", "shame", "third_party_pressure", "other"} <= set(TERMS.codes["withdrawal_reasons"])


@pytest.mark.parametrize("name", ["decide", "refuse", "transfer", "approve_summons", "approve_seizure", "approve_extension", "convert"])
def test_what_the_law_gives_to_the_head_is_taken_by_no_one_else(name):
    assert set(CASE.moves[name].roles) <= CHIEFS


@pytest.mark.parametrize("name", ["extend_check", "extend_seizure", "approve_extension", "approve_reexamination", "refuse_reexamination"])
def test_what_needs_the_county_level_is_never_taken_at_a_station(name):
    assert "station" not in CASE.moves[name].levels


def test_nobody_reviews_decides_or_extends_what_they_asked_for():
    assert "approval.requested" in CASE.moves["review"].not_after_own
    assert {"approval.requested", "legal_review.done", "unit_review.done", "questioning.held"} <= set(CASE.moves["decide"].not_after_own)
    assert {"questioning.held", "legal_review.done"} <= set(CASE.moves["head_review"].not_after_own)
    assert CASE.moves["approve_extension"].not_after_own == ("extension.requested",)


def test_every_step_on_a_person_names_the_person():
    persons = {"person", "questioning", "check_detention", "detention", "body", "area", "notice", "guardian", "family", "decision", "fine"}
    assert [m.name for m in CASE.moves.values() if m.event.split(".")[0] in persons and m.about != "party"] == []


def test_every_step_on_a_thing_names_the_thing():
    assert [m.name for m in CASE.moves.values() if m.event.split(".")[0] in {"item", "seizure", "preservation"} and m.about != "item"] == []


@both
def test_names_and_narratives_are_sealed(flow):
    clear = {f"{m.name}.{f.name}" for m in flow.moves.values() for f in m.fields.values() if f.type in SEALED and not f.sealed}
    devices = {"register_recording.device", "report_recording_loss.device", "compare_clock.device"} & clear
    assert clear - devices == {"correct.corrects"}


@both
def test_every_stage_role_level_event_and_code_is_labelled_in_both_languages(flow):
    named = [("stages", stage) for stage in flow.stages] + [("matters", flow.kind)]
    named += [("roles", role) for move in flow.moves.values() for role in move.roles]
    named += [("levels", level) for move in flow.moves.values() for level in move.levels]
    named += [
        (f.codes, code) for m in flow.moves.values() for f in m.fields.values() if f.codes for code in TERMS.codes.get(f.codes, {"": 0})
    ]
    unlabelled = [
        (codes, code) for codes, code in named if not all(TERMS.codes.get(codes, {}).get(code, {}).get(tongue) for tongue in ("zh", "en"))
    ]
    assert (unlabelled, [m.event for m in flow.moves.values() if m.event not in TERMS.words]) == ([], [])


@both
def test_what_a_step_alone_may_choose_stands_in_its_list(flow):
    fields = [(move.name, one) for move in flow.moves.values() for one in move.fields.values() if one.only]
    assert [(name, one.name) for name, one in fields if not set(one.only) <= set(TERMS.codes[one.codes])] == []


def test_every_way_in_which_a_call_may_end_has_one_step_that_records_it():
    ends = [one.fields["outcome"] for one in CALL.by_event("incident.disposed")]
    recorded = [code for field in ends for code in field.only]
    assert len(recorded) == len(set(recorded))
    assert set(recorded) == set(TERMS.codes["disposals"]) - {"taken_up", "handed_over"}  # these two have events of their own


@pytest.mark.outside
@pytest.mark.skipif(not OUTSIDE, reason="HENGJIAN_OUTSIDE_DATA is not set: wordings not looked up")
def test_a_rule_that_rests_on_a_wording_seen_in_one_place_says_so():
    lines = (Path(OUTSIDE) / "law" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    retyped = {row["id"] for row in map(json.loads, lines) if row["verified"].startswith("retyped")}
    rules = [rule for rule in read_lawbook(HOUSE_LAW).rules.values() if rule.statute in {"public-security", "incident-supervision"}]
    resting = {rule.id: rule.note[0] for rule in rules if retyped & {key for keys in rule.text.in_force() for key in keys}}
    assert len(resting) >= 10 and [name for name, note in resting.items() if "条文未核对" not in note] == []
