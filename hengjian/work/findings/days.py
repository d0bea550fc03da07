"""Which case belongs to which police day: by the place of its acceptance in the log, so to exactly one. Reviews: `actions_day`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from hengjian.ledger.models import Event, Place
from hengjian.ledger.read import events_after, head
from hengjian.work.findings import policeday, routes
from hengjian.work.findings.models import DayCase, DayStatement
from hengjian.work.matters.models import Matter
from hengjian.work.people.models import Unit

ACCEPTING = frozenset({"case.accepted", "case.opened"})
PAGE = 2000
AT_ONCE = 500


@dataclass(frozen=True)
class Span:
    """The part of the log that a police day answers for: places after `after`, up to and including `upto`."""

    day: date
    after: int
    upto: int

    def holds(self, place: int) -> bool:
        return self.after < place <= self.upto


def note_acceptances(events: Iterable[Event], late_after: timedelta) -> None:
    """Derives a row for each case that these placed events take up for the first time. May be run again at will."""
    accepting = (event for event in events if event.kind in ACCEPTING)
    while portion := list(islice(accepting, AT_ONCE)):
        note_first(portion, late_after)


def note_first(events: Sequence[Event], late_after: timedelta) -> None:
    """Notes those of these acceptances whose case stands in no row yet."""
    taken_up = {event.matter: event for event in reversed(events)}
    for known in DayCase.objects.filter(matter__in=taken_up).values_list("matter", flat=True):
        del taken_up[known]
    units = {row.id: row.unit for row in Matter.objects.filter(id__in=taken_up).select_related("unit__parent")}
    rows = [DayCase(matter=matter, **row_of(event, units[matter], late_after)) for matter, event in taken_up.items()]
    DayCase.objects.bulk_create(rows, ignore_conflicts=True)


def row_of(event: Event, unit: Unit, late_after: timedelta) -> dict[str, Any]:
    """What the acceptance says. History brought in from another system bears its `origin` and is never named as entered late."""
    return {
        "event": event.id,
        "place": event.place,
        "unit": unit.code,
        "district": routes.district_of(unit).code,
        "at": event.at,
        "recorded_at": event.recorded_at,
        "late": event.recorded_at - event.at > late_after and not event.body.get("origin"),
        "origin": event.body.get("origin", ""),
    }


def next_span(day: date) -> Span:
    """What the log holds of `day`, after the day before it: up to the first event that was recorded once the day had ended.

    Whatever gets its place later belongs to a later day, whenever it was recorded. The first day that is ever opened begins after the
    last event that was recorded before it.
    """
    last = DayStatement.objects.filter(day__lt=day).order_by("-day").first()
    after = last.to_place if last else place_before(policeday.begins(day))
    beyond = placed(Event.objects.filter(recorded_at__gte=policeday.ends(day))).filter(place__gt=after).order_by("place").first()
    return Span(day, after, beyond.place - 1 if beyond else max(head(), after))


def place_before(moment: datetime) -> int:
    last = placed(Event.objects.filter(recorded_at__lt=moment)).order_by("-place").first()
    return last.place if last else 0


def placed(events: QuerySet[Event]) -> QuerySet[Place]:
    return Place.objects.filter(Exists(events.filter(id=OuterRef("event"))))


def days_to_open(now: datetime) -> list[date]:
    """The police days that have ended and have no statement yet, oldest first; on a new installation only the last one."""
    last = DayStatement.objects.order_by("-day").first()
    first = last.day + timedelta(days=1) if last else policeday.police_day(now) - timedelta(days=1)
    count = (policeday.police_day(now) - first).days
    return [first + timedelta(days=number) for number in range(count)]


def taken_up_in(span: Span) -> list[Event]:
    """Every acceptance in this part of the log, read from the record itself and not from any row; one per case, the first."""
    found: dict[str, Event] = {}
    place = span.after
    while place < span.upto:
        events = events_after(place, min(PAGE, span.upto - place))
        for event in events:
            if event.kind in ACCEPTING:
                found.setdefault(event.matter, event)
        place = events[-1].place
    before = Exists(Place.objects.filter(event=OuterRef("id"), place__lte=span.after))
    earlier = set(Event.objects.filter(before, matter__in=list(found), kind__in=ACCEPTING).values_list("matter", flat=True))
    return [event for event in found.values() if event.matter not in earlier]


def reviewing_units(span: Span) -> list[Unit]:
    """The units whose legal teams review the day: every district and the city, and a dissolved one that still has a case in it."""
    with_cases = DayCase.objects.filter(place__gt=span.after, place__lte=span.upto).values("district")
    standing = Unit.objects.filter(level__in=["district", "city"], is_active=True)
    return list((standing | Unit.objects.filter(code__in=with_cases)).order_by("path"))


def cases_in(span: Span, unit: str) -> Sequence[DayCase]:
    return list(DayCase.objects.filter(place__gt=span.after, place__lte=span.upto, district=unit))
