"""The flow of a criminal case: what may follow what, who decides, what is sealed."""

import pytest

from hengjian.core.flow import read_flows
from hengjian.core.form import fill
from hengjian.core.terms import read_terms
from tests.core.rules import HOUSE_LAW

FLOW = read_flows(HOUSE_LAW / "flows")["case/criminal"]
TERMS = read_terms(HOUSE_LAW / "terms")
CHIEFS = {"district_chief", "city_chief"}
DECISIONS = [
    "open", "refuse", "extend_opening_review", "transfer", "detain", "extend_arrest_request", "request_arrest", "release", "impose_bail",
    "impose_residence", "recount_custody", "send_to_procuratorate", "cancel", "freeze", "decide_reconsideration", "extend_compelled",
]  # fmt: skip


def reachable():
    stages = {move.to for move in FLOW.starting()}
    while True:
        more = {move.to for move in FLOW.moves.values() if move.to and set(move.sources) & stages} - stages
        if not more:
            return stages
        stages |= more


def test_every_stage_can_be_reached_and_every_stage_but_the_last_left():
    assert reachable() == set(FLOW.stages)
    stuck = [stage for stage in FLOW.stages if not any(move.to and move.to != stage for move in FLOW.open_from(stage))]
    assert stuck == []


def test_a_closed_case_can_be_taken_up_again():
    assert FLOW.moves["take_back"].to == "opening_review" and "closed" in FLOW.moves["take_back"].sources


@pytest.mark.parametrize("name", DECISIONS)
def test_decisions_of_the_county_chief_are_taken_by_no_one_else(name):
    assert set(FLOW.moves[name].roles) <= CHIEFS


def test_no_coercive_measure_can_be_taken_before_the_case_is_opened():
    early = {"reported", "accepted", "opening_review", "refused"}
    kinds = {
        "detention.imposed",
        "arrest.executed",
        "bail.imposed",
        "residence.imposed",
        "compelled.arrived",
        "item.seized",
        "funds.frozen",
    }
    assert [move.name for move in FLOW.moves.values() if move.event in kinds and early & set(move.sources)] == []


def test_every_step_on_a_person_names_the_person():
    unnamed = [
        move.name
        for move in FLOW.moves.values()
        if move.event.split(".")[0] in {"detention", "arrest", "bail", "residence", "custody", "interrogation", "compelled", "person"}
        and move.about != "party"
    ]
    assert unnamed == []


def test_every_list_of_codes_that_a_move_names_stands_in_the_terms():
    lists = {field.codes for move in FLOW.moves.values() for field in move.fields.values() if field.codes}
    assert sorted(name for name in lists if not TERMS.has_list(name)) == []


def test_every_stage_is_labelled_in_both_languages():
    labels = TERMS.codes["stages"]
    assert [stage for stage in FLOW.stages if not (labels.get(stage, {}).get("zh") and labels[stage].get("en"))] == []


def test_names_and_narratives_are_sealed():
    unsealed = [
        f"{move.name}.{field.name}"
        for move in FLOW.moves.values()
        for field in move.fields.values()
        if field.type in {"text", "name", "document_number", "birth_date", "address", "contact", "attachment"} and not field.sealed
    ]
    assert sorted(unsealed) == ["compare_clock.device", "correct.corrects", "register_recording.device", "report_recording_loss.device"]


def test_the_reviewer_is_not_the_handler_and_the_keeper_not_the_investigator():
    assert "interrogation.held" in FLOW.moves["review_legally"].not_after_own
    assert {"item.seized", "interrogation.held"} <= set(FLOW.moves["keep_item"].not_after_own)


def test_a_filled_detention_keeps_its_reasons_sealed_and_refuses_an_unknown_ground():
    move = FLOW.moves["detain"]
    filled = fill(move, {"ground": "flight", "reasons": "企图逃跑"}, TERMS, "zh")
    assert filled.clear == {"ground": "flight"} and filled.sealed == {"reasons": "企图逃跑"} and not filled.faults
    assert set(fill(move, {"ground": "whim"}, TERMS, "zh").faults) == {"ground", "reasons"}
