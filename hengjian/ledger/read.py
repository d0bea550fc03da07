"""Reading the record: events, facts, streams, places. Rights are not checked here. The stream of a matter bears the matter's id."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, Max, OuterRef, QuerySet, Subquery

from hengjian.core.facts import Fact
from hengjian.ledger.corrections import facts
from hengjian.ledger.models import Checkpoint, Event, Head, Place
from hengjian.ledger.ready import Ready
from hengjian.ledger.record import StreamHead
from hengjian.ledger.sealed import KEY, unwrapped

ZONE = ZoneInfo("Asia/Shanghai")

EVENTS_IN = Ready(lambda stream: Event.objects.filter(stream=stream).order_by("version"))
PLACED = """SELECT e.*, p.place AS place FROM ledger_place p JOIN ledger_event e ON e.id = p.event
WHERE p.place > %s ORDER BY p.place LIMIT %s"""


def events_of(matter: str) -> list[Event]:
    """Everything recorded about a matter in any stream, in the order in which it was recorded."""
    return list(Event.objects.filter(matter=matter).order_by("recorded_at", "id"))


def events_in(stream: str) -> list[Event]:
    """The events of one stream, in order."""
    return EVENTS_IN(stream)


def stream_of(matter: str) -> tuple[list[Event], StreamHead]:
    """The events of a matter's stream in order, and the head to record the next one on, its key read along; none: version 0."""
    events = EVENTS_IN(matter)
    key = next((unwrapped(row) for row in KEY(matter)), None)
    return events, StreamHead(events[-1].version, events[-1].leaf, key) if events else StreamHead(0, "")


def facts_of(matter: str) -> list[Fact]:
    """What the law reads of a matter: the events of its own stream after corrections, in order."""
    return facts(events_in(matter))


def facts_of_many(matters: Iterable[str]) -> dict[str, list[Fact]]:
    """`facts_of` for many matters with one query; a matter without events has an empty list."""
    wanted = list(matters)
    events = Event.objects.filter(stream__in=wanted).order_by("stream", "version")
    found = {stream: facts(group) for stream, group in groupby(events, key=lambda event: event.stream)}
    return {matter: found.get(matter, []) for matter in wanted}


def facts_up_to(place: int, matters: Iterable[str]) -> dict[str, list[Fact]]:
    """`facts_of_many` from the events that stand in the log up to a place. Sealed values are not read."""
    wanted = list(matters)
    placed = Place.objects.filter(event=OuterRef("id"), place__lte=place)
    events = Event.objects.filter(Exists(placed), stream__in=wanted).defer("sealed").order_by("stream", "version")
    found = {stream: facts(group) for stream, group in groupby(events, key=lambda event: event.stream)}
    return {matter: found.get(matter, []) for matter in wanted}


def facts_as_of(matter: str, day: date) -> list[Fact]:
    """The facts as the house knew them at the end of `day` (Asia/Shanghai): from the events that had a place in the log by then."""
    last = place_at(datetime.combine(day + timedelta(days=1), time(), ZONE) - timedelta(microseconds=1))
    placed = Place.objects.filter(event=OuterRef("id"), place__lte=last)
    return facts(Event.objects.filter(Exists(placed), stream=matter).order_by("version"))


def events_after(place: int, limit: int) -> list[Event]:
    """The next events of the log after `place`, at most `limit`, in order; each bears its `place`."""
    return list(Event.objects.raw(PLACED, [place, limit]))


def with_places(events: QuerySet[Event]) -> list[Event]:
    """Events of one stream in order; each bears its place, None where it has none yet."""
    place = Place.objects.filter(event=OuterRef("id")).values("place")
    found = list(events.order_by("version").annotate(at_place=Subquery(place)))
    for event in found:
        event.place = event.at_place
    return found


def beside(*kinds: str) -> QuerySet[Event]:
    """Events of these kinds that stand in streams of their own, not in a matter's: looks, searches, exports."""
    return Event.objects.filter(kind__in=kinds).exclude(stream=F("matter"))


def event_by_id(identity: str) -> Event | None:
    """The event of this id."""
    return Event.objects.filter(id=identity).first()


def stream_head(stream: str) -> StreamHead:
    """Where a stream stands; give it to `record` as `expected`."""
    row = Head.objects.filter(stream=stream).values_list("version", "leaf").first()
    return StreamHead(*row) if row else StreamHead(0, "")


def stream_version(stream: str) -> int:
    """The version of a stream's last event; 0 where there is none."""
    return stream_head(stream).version


def head() -> int:
    """The last place given in the log; 0 for an empty log."""
    return Place.objects.aggregate(last=Max("place"))["last"] or 0


def place_at(moment: datetime) -> int:
    """The last place that had been given at `moment`."""
    return Checkpoint.objects.filter(at__lte=moment).aggregate(last=Max("size"))["last"] or 0


def last_checkpoint() -> Checkpoint | None:
    """The newest checkpoint."""
    return Checkpoint.objects.order_by("-size").first()
