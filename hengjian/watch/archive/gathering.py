"""The events of a stretch of the log, stream by stream in the order of their names, some hundreds of streams at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db import connection

from hengjian.bulk.facts.columns import Heading
from hengjian.bulk.facts.heading import heading_of
from hengjian.ledger.canonical import encode, form
from hengjian.ledger.models import Event
from hengjian.work.matters.lawbook import flows

AT_ONCE = 400
STREAMS = """SELECT DISTINCT e.stream FROM ledger_place p JOIN ledger_event e ON e.id = p.event WHERE p.place BETWEEN %s AND %s"""
EVENTS = """SELECT e.*, p.place AS place FROM ledger_event e JOIN ledger_place p ON p.event = e.id
WHERE e.stream IN ({}) AND p.place <= %s AND (p.place >= %s OR e.stream = e.matter) ORDER BY e.stream, e.version"""


@dataclass(frozen=True, slots=True)
class Stream:
    """The events of a stream in the stretch, with its heading as of its end. `own`: it is what the law reads of a matter."""

    heading: Heading
    events: Sequence[Event]
    own: bool


def streams(first: int, last: int, levels: Mapping[str, str]) -> Iterator[Stream]:
    """Every stream that has an event from place `first` to `last`. `levels`: the level of each unit by its code."""
    with connection.cursor() as cursor:
        cursor.execute(STREAMS, [first, last])
        names = sorted(name for (name,) in cursor.fetchall())
    for start in range(0, len(names), AT_ONCE):
        chosen = names[start : start + AT_ONCE]
        read = Event.objects.raw(EVENTS.format(", ".join(["%s"] * len(chosen))), [*chosen, last, first])
        found = {name: list(events) for name, events in groupby(read, key=lambda event: event.stream)}
        yield from (stream_of(name, found[name], first, levels) for name in chosen)


def stream_of(name: str, events: Sequence[Event], first: int, levels: Mapping[str, str]) -> Stream:
    here = [event for event in events if (event.place or 0) >= first]
    for event in here:
        event.canonical = encode(form(event)).decode()  # type: ignore[attr-defined]
    own = events[0].matter == name and events[0].version == 1 and "kind_of_matter" in events[0].body
    return Stream(heading_of(name, events, levels, flows()) if own else Heading(name, "", "", {}), here, own)
