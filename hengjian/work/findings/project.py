"""Events of findings and police days become rows. Called in the transaction that records them, and again by `rebuild`; decides nothing."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F

from hengjian.ledger.models import Event
from hengjian.work.findings import numbers
from hengjian.work.findings.faults import OBSERVED
from hengjian.work.findings.models import DayCase, DayStatement, DirectionRow, FindingRow, OpinionRow
from hengjian.work.findings.sources import BYPASSES_THE_UNIT
from hengjian.work.findings.states import State, Verdict, after
from hengjian.work.people.models import Unit


def apply(event: Event) -> None:
    """Brings the rows up to this event. Kinds of other rooms are left alone."""
    project = PROJECTIONS.get(event.kind)
    if project:
        project(event)


def apply_all(events: Iterable[Event]) -> None:
    for event in events:
        apply(event)


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def advance(event: Event, **changes) -> None:
    """Moves the finding to the state that follows from the event, with these columns changed."""
    row = FindingRow.objects.get(id=event.stream)
    state = after(event.kind, State(row.state), event.body)
    FindingRow.objects.filter(id=row.id).update(state=state, version=event.version, **changes)


def raised(event: Event) -> None:
    body = event.body
    FindingRow.objects.create(
        id=event.stream,
        identity=body["identity"],
        matter=event.matter,
        rule=body.get("rule", ""),
        key=body.get("key", ""),
        start_event=body.get("start", ""),
        breach=body["breach"],
        since=moment(body.get("since")) or event.at,
        unit=body["unit"],
        handled_by=body["handled_by"],
        level=body["level"],
        loop=body["loop"],
        source=body["source"],
        self_reported=body["self_reported"],
        withheld=body["source"] in BYPASSES_THE_UNIT,
        state=State.RAISED,
        raised_at=event.at,
        raised_by=event.by,
        due=moment(body["due"]),
        reasons=body.get("reasons", []),
        verdict=Verdict.NOT_BY_MACHINE if body["breach"] == OBSERVED else Verdict.STANDS,
        version=event.version,
    )


def reference_before(body: Mapping[str, Any]) -> str:
    """The number of an opinion recorded before its number stood in the record as a text."""
    organ = Unit.objects.select_related("parent__parent").get(code=body["by_unit"])
    return numbers.text(organ, body["type"], body["year"], body["number"])


def opinion_issued(event: Event) -> None:
    body = event.body
    OpinionRow.objects.update_or_create(
        event=event.id,
        defaults={
            "finding_id": event.stream,
            "matter": event.matter,
            "unit": body["by_unit"],
            "to_unit": body["to_unit"],
            "type": body["type"],
            "year": body["year"],
            "number": body["number"],
            "paper": body.get("paper", ""),
            "reference": body.get("reference") or reference_before(body),
            "issued_at": event.at,
            "due": moment(body["due"]),
        },
    )
    advance(event, due=moment(body["due"]), withheld=False)


def replied(event: Event) -> None:
    OpinionRow.objects.filter(finding_id=event.stream, answered_at=None).update(answered_at=event.at)
    advance(event, replied_at=event.at, replied_by=event.body.get("answered_by", event.by), due=moment(event.body["due"]))


def contested(event: Event) -> None:
    advance(event, contested_by=event.by, contested_from=event.body["from"], due=moment(event.body["due"]))


def contest_decided(event: Event) -> None:
    advance(event, due=moment(event.body["due"]))


def rechecked(event: Event) -> None:
    advance(event, verdict=event.body["verdict"], rechecked_at=event.at)


def remedy_accepted(event: Event) -> None:
    advance(event, accepted_by=event.by, due=None)


def escalated(event: Event) -> None:
    """At the highest level it is urged again, which is no further climb."""
    body = event.body
    climbs = int(body["from"] != body["to"])
    advance(event, handled_by=body["to"], level=body["level"], due=moment(body["due"]), escalations=F("escalations") + climbs)


def moved(event: Event) -> None:
    """Along with a merged case: another unit answers, and judges at the same level."""
    body = event.body
    OpinionRow.objects.filter(finding_id=event.stream, answered_at=None).update(to_unit=body["to"])
    advance(event, unit=body["to"], handled_by=body["handled_by"], level=body["level"])


def closed(event: Event) -> None:
    advance(event, closed_at=event.at, closed_how=event.body["how"], due=None)


def day_opened(event: Event) -> None:
    body = event.body
    DayStatement.objects.update_or_create(
        stream=event.stream,
        defaults={
            "day": date.fromisoformat(body["day"]),
            "unit": body["unit"],
            "level": body["level"],
            "from_place": body["from_place"],
            "to_place": body["to_place"],
            "accepted": body["accepted"],
            "opened_at": event.at,
            "version": event.version,
        },
    )
    for case in body["cases"]:
        DayCase.objects.filter(matter=case["matter"]).update(
            unit=case["unit"], district=body["unit"], late=case["late"], origin=case.get("origin", "")
        )


def case_reviewed(event: Event) -> None:
    DayCase.objects.filter(matter=event.matter).update(
        reviewed_at=event.at, reviewed_by=event.by, answer=event.body["answer"], review_event=event.id
    )
    if event.body.get("due"):
        DirectionRow.objects.create(
            event=event.id, matter=event.matter, unit=event.body["unit"], sent_at=event.at, due=moment(event.body["due"])
        )


def direction_acknowledged(event: Event) -> None:
    sent = DirectionRow.objects.filter(event=event.body["direction"])
    sent.update(acknowledged_at=event.at, acknowledged_by=event.by, due=None)


def direction_escalated(event: Event) -> None:
    body = event.body
    sent = DirectionRow.objects.filter(event=body["direction"])
    sent.update(handled_by=body["to"], level=body["level"], due=moment(body["due"]), climbs=F("climbs") + 1)


def day_closed(event: Event) -> None:
    DayStatement.objects.filter(stream=event.stream).update(
        closed_at=event.at,
        closed_by=event.by,
        digest=event.body["digest"],
        statement=event.body["statement"],
        version=event.version,
    )


PROJECTIONS: Mapping[str, Callable[[Event], None]] = {
    "finding.raised": raised,
    "opinion.issued": opinion_issued,
    "finding.replied": replied,
    "finding.contested": contested,
    "contest.decided": contest_decided,
    "finding.rechecked": rechecked,
    "remedy.accepted": remedy_accepted,
    "finding.escalated": escalated,
    "finding.moved": moved,
    "finding.closed": closed,
    "day.opened": day_opened,
    "day.case_reviewed": case_reviewed,
    "direction.acknowledged": direction_acknowledged,
    "direction.escalated": direction_escalated,
    "day.closed": day_closed,
}
