"""The statement of a police day: what it says, in canonical form, and its hash. Read from the record, recorded when the day closes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F

from hengjian.ledger.canonical import encode
from hengjian.ledger.charter import charter, digest
from hengjian.ledger.models import Event
from hengjian.ledger.read import events_in, last_checkpoint
from hengjian.work.findings.days import Span, taken_up_in
from hengjian.work.findings.models import DayCase, DayStatement, FindingRow
from hengjian.work.matters.models import OPEN_STATES, DutyRow


def listed(row: DayStatement) -> list[dict[str, Any]]:
    """The cases that the opening of this day named: from the record, so that no row can leave one out."""
    return events_in(row.stream)[0].body["cases"]


def dropped(day: date) -> list[str]:
    """Matters whose acceptance stands in the day's part of the log but on no unit's list. Always empty, or something is wrong."""
    rows = list(DayStatement.objects.filter(day=day))
    named = {case["matter"] for row in rows for case in listed(row)}
    span = Span(day, rows[0].from_place, rows[0].to_place)
    return sorted({event.matter for event in taken_up_in(span)} - named)


def waiting(row: DayStatement) -> list[str]:
    """Matters of this day that nobody has reviewed yet."""
    reviewed = last_reviews([case["matter"] for case in listed(row)])
    return [case["matter"] for case in listed(row) if case["matter"] not in reviewed]


def open_districts(row: DayStatement) -> list[str]:
    """Units whose day is still open, for the city's statement that rests on theirs."""
    rows = DayStatement.objects.filter(day=row.day, level="district", closed_at=None)
    return list(rows.values_list("unit", flat=True))


def last_reviews(matters: Sequence[str]) -> dict[str, Event]:
    """The standing review of each of these cases, from the record."""
    found = Event.objects.filter(stream__in=[f"review/{matter}" for matter in matters], kind="day.case_reviewed")
    return {event.matter: event for event in found.order_by("stream", "version")}


def compose(row: DayStatement) -> dict[str, Any]:
    """The statement: the range of the log, the checkpoint it rests on, every case with its acceptance and its review."""
    cases = listed(row)
    reviews = last_reviews([case["matter"] for case in cases])
    checkpoint = last_checkpoint()
    return {
        "day": row.day.isoformat(),
        "unit": row.unit,
        "from_place": row.from_place,
        "to_place": row.to_place,
        "checkpoint": {"origin": charter().origin, "size": checkpoint.size, "root": checkpoint.root},
        "accepted": len(cases),
        "reviewed": len(reviews),
        "late": sum(case["late"] for case in cases),
        "imported": sum(bool(case.get("origin")) for case in cases),
        "cases": [case | said(reviews[case["matter"]]) for case in cases],
        "districts": districts(row),
    }


def said(review: Event) -> dict[str, Any]:
    return {"review": review.id, "leaf": review.leaf, "answer": review.body["answer"], "findings": review.body["findings"]}


def districts(row: DayStatement) -> list[dict[str, Any]]:
    """For the city: each district's count and the hash of its statement."""
    if row.level != "city":
        return []
    rows = DayStatement.objects.filter(day=row.day, level="district").order_by("unit")
    return [{"unit": one.unit, "accepted": one.accepted, "digest": one.digest} for one in rows]


def digest_of(said: dict[str, Any]) -> str:
    """The hash of a statement's canonical form, named by its algorithm."""
    return f"{charter().suite}:{digest()(encode(said)).hex()}"


def holds(row: DayStatement) -> bool:
    """Whether a closed day's statement still has the hash that was recorded."""
    closing = events_in(row.stream)[-1]
    return closing.kind == "day.closed" and digest_of(row.statement) == closing.body["digest"]


def seen_by_machine(matter: str) -> dict[str, Any]:
    """What the watch knows of a case at this moment: open findings, and the next legal steps by rule and due time."""
    findings = FindingRow.objects.filter(matter=matter).exclude(state="closed").count()
    open_duties = DutyRow.objects.filter(matter_id=matter, state__in=OPEN_STATES)
    duties = open_duties.order_by(F("due_at").asc(nulls_last=True), "rule", "key", "start_event")[:20]
    steps = [{"rule": d.rule, "key": d.key, "due": d.due_at.isoformat() if d.due_at else None, "state": d.state} for d in duties]
    return {"findings": findings, "steps": steps}


def case_rows(row: DayStatement) -> list[DayCase]:
    """The cases of a day with their reviews, in the order of the log."""
    return list(DayCase.objects.filter(matter__in=[case["matter"] for case in listed(row)]))
