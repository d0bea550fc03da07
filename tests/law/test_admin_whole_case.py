"""A whole administrative case, an assault by a man and a youth of 17: handled lawfully it raises nothing; each fault is seen once."""

from datetime import datetime

import pytest

from hengjian.core.evaluate import evaluate, would_breach
from hengjian.core.facts import Fact
from hengjian.core.flow import read_flows
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.terms import read_terms
from tests.core.rules import CHINA_TIME, HOUSE_LAW

BOOK = read_lawbook(HOUSE_LAW)
OTHERS = BOOK.of_others("police")
CASE = {"matter": "case/admin", "category": "public_security", "level": "station"}
VICTIM, MAN, YOUTH, PHONE = ("party:1",), ("party:2",), ("party:3",), ("item:1",)
STATION = {"by_role": "station_chief", "by_level": "station"}
BUREAU = {"by_role": "district_chief", "by_level": "district"}
LEGAL = {"by_role": "district_legal", "by_level": "district"}
TALK = {"officers": 2, "place": "case_area", "recorded": True, "person_role": "suspect", "remote": False}
GROWN = {"age_band": "18_69", "minor": False}
YOUNG = {"age_band": "16_17", "minor": True}
ARRIVAL = {"manner": "summoned", "many_or_unidentified": False, "complex_and_detention": True, "signed": True}
DECISION = {
    "outcome": "penalty", "offence": "assault", "organisation": False, "complex_or_grave": False, "review_ground": "none", "victim": True,
    "delivered_on_spot": False,
}  # fmt: skip
REPORT = {"channel": "walk_in", "category": "public_security", "offence": "assault", "complex": False, "jurisdiction_unclear": False}
SEIZED = {"kind": "phone", "officers": 2, "place": "case_area", "recorded": True, "on_spot": False}
MANS = DECISION | GROWN | {"penalties": ["detention", "fine"], "fine": 50000, "detention_days": 5}
YOUTHS = DECISION | YOUNG | {"penalties": ["detention"], "detention_days": 3, "bar_exception": "grave", "detention_bar": "first_16_17"}
HELD = {"first_offence": True, "pregnant_or_nursing": False}
TOLD = {"result": "told", "manner": "phone"}
WHOLE = [
    ("2026-03-02T09:00", "case.reported", (), REPORT),
    ("2026-03-02T09:05", "party.added", VICTIM, {"role": "victim", "sex": "male", **GROWN}),
    ("2026-03-02T09:10", "party.added", MAN, {"role": "suspect", "sex": "male", **GROWN}),
    ("2026-03-02T09:12", "party.added", YOUTH, {"role": "suspect", "sex": "male", **YOUNG}),
    ("2026-03-02T09:20", "case.accepted", (), {"injury": True, "examination_needed": True, "by_role": "officer"}),
    ("2026-03-02T09:25", "receipt.issued", VICTIM, {}),
    ("2026-03-02T09:30", "case.opened", (), {"offence": "assault"} | STATION),
    ("2026-03-02T11:00", "examination.commissioned", VICTIM, {"kind": "injury"}),
    ("2026-03-02T14:00", "summons.approved", MAN, {"manner": "written"} | STATION),
    ("2026-03-02T14:10", "summons.approved", YOUTH, {"manner": "written"} | STATION),
    ("2026-03-02T14:30", "person.summoned", MAN, {"manner": "written", "grounds_told": True}),
    ("2026-03-02T14:35", "person.summoned", YOUTH, {"manner": "written", "grounds_told": True}),
    ("2026-03-02T15:00", "examination.submitted", (), {"kind": "injury"}),
    ("2026-03-02T15:30", "person.arrived", MAN, ARRIVAL),
    ("2026-03-02T15:40", "person.arrived", YOUTH, ARRIVAL),
    ("2026-03-02T15:50", "family.notified", MAN, {"occasion": "summons"} | TOLD),
    ("2026-03-02T15:55", "family.notified", YOUTH, {"occasion": "summons"} | TOLD),
    ("2026-03-02T15:58", "guardian.notified", YOUTH, TOLD),
    ("2026-03-02T16:00", "questioning.held", MAN, TALK | {"minor": False, "under_16": False, "guardian": "not_needed"}),
    ("2026-03-02T16:30", "questioning.held", YOUTH, TALK | {"minor": True, "under_16": False, "guardian": "present"}),
    ("2026-03-02T17:00", "seizure.approved", PHONE, STATION),
    ("2026-03-02T17:10", "item.seized", PHONE, SEIZED),
    ("2026-03-02T19:00", "item.handed_in", PHONE, {"keeper": "p9"}),
    ("2026-03-02T20:00", "person.left", MAN, {"signed": True}),
    ("2026-03-02T20:10", "person.left", YOUTH, {"signed": True}),
    ("2026-03-16T10:00", "examination.received", (), {"kind": "injury", "used_as_evidence": True}),
    ("2026-03-17T10:00", "opinion.served", VICTIM + MAN + YOUTH, {}),
    ("2026-03-20T09:00", "item.found_unrelated", PHONE, {"ground": "unrelated"}),
    ("2026-03-20T09:30", "item.returned", PHONE, {}),
    ("2026-03-20T09:35", "seizure.ended", PHONE, {"outcome": "returned"}),
    ("2026-03-23T09:00", "notice.given", MAN, {"heard": "none"}),
    ("2026-03-23T09:30", "notice.given", YOUTH, {"heard": "none"}),
    ("2026-03-23T09:40", "notice.given_to_guardian", YOUTH, {"heard": "none"}),
    ("2026-03-23T09:50", "hearing.told", YOUTH, {"guardian_told": True}),
    ("2026-03-24T09:00", "hearing.waived", YOUTH, {}),
    ("2026-03-24T10:00", "approval.requested", (), {"proposal": "penalty", "by_role": "officer", "by_level": "station"}),
    ("2026-03-25T10:00", "legal_review.done", (), {"result": "passed", "first_qualified": True} | LEGAL),
    ("2026-03-25T15:00", "unit_review.done", (), {"result": "passed"}),
    ("2026-03-26T10:00", "case.decided", MAN, MANS | BUREAU),
    ("2026-03-26T10:10", "case.decided", YOUTH, YOUTHS | BUREAU),
    ("2026-03-26T15:00", "decision.served", MAN, {"manner": "handed_over"}),
    ("2026-03-26T15:10", "decision.served", YOUTH, {"manner": "handed_over"}),
    ("2026-03-26T15:20", "family.notified", MAN, {"occasion": "detention_decision"} | TOLD),
    ("2026-03-26T15:25", "family.notified", YOUTH, {"occasion": "detention_decision"} | TOLD),
    ("2026-03-26T16:00", "detention.executed", MAN, HELD | {"age_band": "18_69"}),
    ("2026-03-26T16:10", "detention.executed", YOUTH, HELD | {"age_band": "16_17", "exception": "grave"}),
    ("2026-03-27T09:00", "decision.copied_to_victim", VICTIM, {"manner": "handed_over"}),
    ("2026-04-01T09:00", "fine.paid", MAN, {"amount": 50000}),
    ("2026-04-02T09:00", "penalty.executed", MAN, {}),
    ("2026-04-02T09:05", "penalty.executed", YOUTH, {}),
    ("2026-04-03T09:00", "case.closed", (), {"result": "executed"}),
]  # fmt: skip
NOW = datetime(2026, 5, 8, tzinfo=CHINA_TIME)
OTHER_HANDS = {
    "legal_review.done": "p7",
    "unit_review.done": "p6",
    "case.decided": "p8",
    "summons.approved": "p6",
    "seizure.approved": "p6",
}


def facts(rows):
    """Facts in order. The reviewer, the chief of the bureau and the chief of the station are not the officer."""
    return [
        Fact(kind, china(at), body, about, body.get("by", OTHER_HANDS.get(kind, "p1")), seq, f"e{seq}")
        for seq, (at, kind, about, body) in enumerate(rows)
    ]


def china(at):
    return datetime.fromisoformat(at).replace(tzinfo=CHINA_TIME)


def faults(rows):
    """Rule and key of everything that is late, overdue, unclear or breached."""
    found = evaluate(facts(rows), BOOK, NOW, attributes=CASE)
    own = [duty for duty in found.duties if duty.rule not in OTHERS]
    late = {(duty.rule, duty.key) for duty in own if duty.state in {"overdue", "met_late", "undetermined", "pending"}}
    return late | {(breach.rule, breach.key) for breach in found.breaches if breach.rule not in OTHERS}


def without(kind, key=""):
    return [row for row in WHOLE if not (row[1] == kind and (not key or key in row[2]))]


def changed(kind, key="", **body):
    return [(at, name, about, node | body if name == kind and (not key or key in about) else node) for at, name, about, node in WHOLE]


def moved(kind, key, to):
    rows = [(to if name == kind and key in about else at, name, about, node) for at, name, about, node in WHOLE]
    return sorted(rows, key=lambda row: row[0])


def test_a_case_handled_lawfully_raises_nothing():
    assert faults(WHOLE) == set()


def test_no_step_of_a_lawful_case_is_blocked():
    rows = facts(WHOLE)
    answers = [(step.kind, would_breach(rows[:at], step, BOOK, step.at, attributes=CASE).answer) for at, step in enumerate(rows)]
    assert [kind for kind, answer in answers if answer == "blocked"] == []


FAULTS = {
    "summons": (without("summons.approved", "party:2"), {("summons-approved", "party:2")}),
    "held too long": (moved("person.left", "party:2", "2026-03-03T15:31"), {("questioning-limit", "party:2")}),
    "no guardian": (changed("questioning.held", "party:3", guardian="absent"), {("guardian-at-questioning", "")}),
    "opinion late": (moved("opinion.served", "party:1", "2026-03-24T10:00"), {("opinion-copy", f"party:{n}") for n in (1, 2, 3)}),
    "notice": (without("notice.given", "party:2"), {("notice-before-decision", "party:2")}),
    "parents": (without("notice.given_to_guardian"), {("guardian-notice", "party:3")}),
    "served late": (moved("decision.served", "party:2", "2026-03-31T15:00"), {("decision-served", "party:2")}),
    "victim": (without("decision.copied_to_victim"), {("copy-to-victim", "")}),
    "youth detained": (
        [(a, k, o, {n: v for n, v in b.items() if n != "exception"}) for a, k, o, b in WHOLE],
        {("detention-not-enforced", "party:3")},
    ),
    "own review": (changed("legal_review.done", by="p1"), {("reviewer-not-handler", "")}),
    "station detains": (changed("case.decided", "party:3", **STATION), {("grave-penalty-authority", "")}),
    "property kept": (without("item.handed_in"), {("item-hand-in", "item:1")}),
    "not executed": (without("penalty.executed"), {("closing-after-execution", f"party:{n}") for n in (2, 3)}),
    "one not executed": (without("penalty.executed", "party:3"), {("closing-after-execution", "party:3")}),
}


@pytest.mark.parametrize(("rows", "wanted"), FAULTS.values(), ids=FAULTS)
def test_each_fault_is_seen_and_nothing_else(rows, wanted):
    assert faults(rows) == {(f"public-security.{name}", key) for name, key in wanted}


def test_the_flow_can_record_every_step_of_the_case():
    flow, terms = read_flows(HOUSE_LAW / "flows")["case/admin"], read_terms(HOUSE_LAW / "terms")
    stage, unknown = "", []
    for at, kind, _about, body in WHOLE:
        fitting = [move for move in flow.by_event(kind) if (move.start if not stage else stage in move.sources)]
        if not fitting:
            unknown.append((at, kind, stage))
            continue
        asked = {name: value for name, value in body.items() if not name.startswith("by_")}
        unknown += [(kind, name) for name in asked if name not in fitting[0].fields]
        unknown += [(kind, name, code) for name, value in asked.items() for code in outside_list(fitting[0].fields.get(name), value, terms)]
        stage = fitting[0].to or stage
    assert (unknown, stage) == ([], "closed")


def outside_list(field, value, terms):
    """Codes that the field's list does not hold."""
    if field is None or field.type not in {"code", "codes"}:
        return []
    return [code for code in (value if isinstance(value, list) else [value]) if code not in terms.codes[field.codes]]
