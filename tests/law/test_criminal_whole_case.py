"""A whole criminal case with two suspects, one of them a girl of sixteen: handled lawfully it raises nothing; each fault is seen once."""

from datetime import datetime

import pytest

from hengjian.core.evaluate import evaluate, would_breach
from hengjian.core.facts import Fact
from hengjian.core.lawbook.reader import read_lawbook
from tests.core.rules import CHINA_TIME, HOUSE_LAW

BOOK = read_lawbook(HOUSE_LAW)
OTHERS = BOOK.of_others("police")
CASE = {"matter": "case/criminal", "level": "station"}
CHIEF = {"by_role": "district_chief", "by_level": "district"}
TALK = {"officers": 2, "recording_required": False, "recorded": True, "rights_told": True, "place": "case_area"}
ADULT = TALK | {"guardian": "not_needed", "female_staff": False}
INSIDE = ADULT | {"place": "detention_house"}
GIRL = TALK | {"guardian": "suitable_adult", "female_staff": True}
WHOLE = [
    ("2025-03-03T09:00", "case.reported", (), {"source": "accused"}),
    ("2025-03-03T09:05", "party.added", ("party:1",), {"role": "complainant", "sex": "female", "minor": False, "age_band": "18_69"}),
    ("2025-03-03T09:30", "case.accepted", (), {"source": "accused", "offence": "theft"}),
    ("2025-03-03T09:40", "receipt.issued", ("party:1",), {"outcome": "handed_over", "signed": True}),
    ("2025-03-05T15:00", "case.opened", (), {"offence": "theft"} | CHIEF),
    ("2025-03-05T15:10", "party.added", ("party:2",), {"role": "suspect", "sex": "male", "minor": False, "age_band": "18_69"}),
    ("2025-03-05T15:20", "party.added", ("party:3",), {"role": "suspect", "sex": "female", "minor": True, "age_band": "16_17"}),
    ("2025-03-06T08:00", "person.summoned", ("party:2",), {"way": "written"}),
    ("2025-03-06T09:10", "person.arrived", ("party:2",), {"way": "summoned", "signed": True}),
    ("2025-03-06T10:00", "interrogation.held", ("party:2",), ADULT),
    ("2025-03-06T16:00", "detention.imposed", ("party:2",), {"ground": "evidence_found"} | CHIEF),
    ("2025-03-06T16:05", "person.left", ("party:2",), {"reason": "detained", "signed": True}),
    ("2025-03-06T19:00", "detention_house.entered", ("party:2",), {"elsewhere": False}),
    ("2025-03-06T19:30", "family.notified", ("party:2",), {"cause": "detention", "how": "by_phone"}),
    ("2025-03-07T09:00", "interrogation.held", ("party:2",), INSIDE),
    ("2025-03-07T10:00", "legal_aid.needed", ("party:3",), {"ground": "minor"}),
    ("2025-03-07T11:00", "legal_aid.notified", ("party:3",), {}),
    ("2025-03-07T14:00", "person.arrived", ("party:3",), {"way": "summoned", "signed": True}),
    ("2025-03-07T14:30", "interrogation.held", ("party:3",), GIRL),
    ("2025-03-07T16:00", "bail.imposed", ("party:3",), {"surety": "guarantor"} | CHIEF),
    ("2025-03-07T16:10", "person.left", ("party:3",), {"reason": "bail", "signed": True}),
    ("2025-03-08T10:00", "item.seized", ("item:1",), {"witness": True, "list_signed": True, "kind": "electronics"}),
    ("2025-03-08T12:00", "item.received", ("item:1",), {}),
    ("2025-03-09T10:00", "arrest.requested", ("party:2",), {"detained": True, "grave": False} | CHIEF),
    ("2025-03-14T10:00", "arrest.approved", ("party:2",), {}),
    ("2025-03-14T10:30", "arrest.executed", ("party:2",), {"identity_unknown": False}),
    ("2025-03-14T11:00", "family.notified", ("party:2",), {"cause": "arrest", "how": "by_phone"}),
    ("2025-03-14T15:00", "interrogation.held", ("party:2",), INSIDE),
    ("2025-03-15T09:00", "arrest.receipt_sent", ("party:2",), {}),
    ("2025-03-17T09:00", "item.found_unrelated", ("item:1",), {}),
    ("2025-03-18T09:00", "item.returned", ("item:1",), {"signed": True}),
    ("2025-05-09T10:00", "case.sent_to_procuratorate", ("party:2",), {"held": True, "expedited": False} | CHIEF),
    ("2025-05-09T10:05", "case.sent_to_procuratorate", ("party:3",), {"held": False, "expedited": False} | CHIEF),
    ("2025-05-09T11:00", "sending.told", ("party:2", "party:3"), {}),
    ("2025-06-05T10:00", "prosecution.decided", ("party:2",), {"result": "prosecuted"}),
    ("2025-06-05T10:05", "prosecution.decided", ("party:3",), {"result": "conditional"}),
    ("2025-06-06T10:00", "bail.ended", ("party:3",), CHIEF),
]  # fmt: skip
NOW = datetime(2025, 6, 30, tzinfo=CHINA_TIME)


def facts(rows):
    """Facts in order; the keeper of items is another person than the officer."""
    return [
        Fact(
            kind,
            datetime.fromisoformat(at).replace(tzinfo=CHINA_TIME),
            body,
            about,
            "p9" if kind == "item.received" else "p1",
            seq,
            f"e{seq}",
        )
        for seq, (at, kind, about, body) in enumerate(rows)
    ]


def faults(rows):
    """Rule and key of everything that is late, overdue, unclear or breached."""
    found = evaluate(facts(rows), BOOK, NOW, attributes=CASE)
    own = [duty for duty in found.duties if duty.rule not in OTHERS]
    late = {(duty.rule, duty.key) for duty in own if duty.state in {"overdue", "met_late", "undetermined"}}
    return late | {(breach.rule, breach.key) for breach in found.breaches if breach.rule not in OTHERS}


def without(kind, key=None):
    return [row for row in WHOLE if not (row[1] == kind and (key is None or key in row[2]))]


def changed(kind, key, **body):
    return [(at, name, about, node | body) if name == kind and key in about else (at, name, about, node) for at, name, about, node in WHOLE]


def test_a_case_handled_lawfully_raises_nothing():
    assert faults(WHOLE) == set()


def test_no_step_of_a_lawful_case_is_blocked():
    rows = facts(WHOLE)
    blocked = [
        step.kind for at, step in enumerate(rows) if would_breach(rows[:at], step, BOOK, step.at, attributes=CASE).answer == "blocked"
    ]
    assert blocked == []


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (without("receipt.issued"), {("receipt-before-decision", "")}),
        (without("detention_house.entered"), {("detention-house", "party:2")}),
        (without("legal_aid.notified"), {("legal-aid-notice", "party:3")}),
        (without("item.returned"), {("unrelated-property", "item:1")}),
        (without("arrest.receipt_sent"), {("arrest-receipt", "party:2")}),
        (changed("interrogation.held", "party:3", guardian="absent"), {("minor-guardian", "")}),
        (changed("interrogation.held", "party:3", female_staff=False), {("girl-female-staff", "")}),
        (changed("case.sent_to_procuratorate", "party:2", by_role="officer"), {("county-chief-decisions", "")}),
    ],
    ids=["receipt", "detention house", "legal aid", "property", "arrest receipt", "guardian", "female staff", "chief"],
)  # fmt: skip
def test_each_fault_is_seen_and_nothing_else(rows, wanted):
    assert faults(rows) == {(f"criminal-procedure.{name}", key) for name, key in wanted}
