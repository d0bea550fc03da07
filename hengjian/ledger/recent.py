"""What this process lately read of streams, so that a step reads only what is new. The record is append-only: what was read stays true.

Each stream is held as far as one leaf, and the leaf is asked of the database every time. What a rolled back transaction left here, or
another database of the same name, therefore does not pass. Nothing sealed is held, and no key.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

from hengjian.ledger.models import Event
from hengjian.ledger.ready import JsonRows

STREAMS = 256
LONGEST = 200
"""Streams held at once, and events of one: a longer stream is read whole each time."""

EVENTS = JsonRows(Event, without={"sealed"})
EVENTS_AFTER = f"""SELECT json_agg({EVENTS.asked("e")} ORDER BY e.version)
FROM ledger_event e WHERE e.stream = {{stream}} AND e.version > {{version}}"""  # noqa: S608
"""PostgreSQL's events of a stream after a version, without what is sealed, as JSON for `EVENTS`."""

_held: OrderedDict[str, tuple[Event, ...]] = OrderedDict()
_turn = threading.Lock()


def held(stream: str) -> tuple[Event, ...]:
    """The first events of a stream as this process knows them; empty where it knows none."""
    with _turn:
        found = _held.get(stream, ())
        if found:
            _held.move_to_end(stream)
        return found


def joined(known: Sequence[Event], new: Sequence[Event], leaf: str) -> list[Event] | None:
    """A stream from what was held, what was read after it, and the leaf at which it stands; None where they are not of one piece."""
    first = new[0].previous if new else leaf
    if known and known[-1].leaf != first:
        return None
    return [*known, *new]


def hold(events: Sequence[Event]) -> None:
    """Keeps a stream that was read from its first event on."""
    if not events or len(events) > LONGEST:
        return
    with _turn:
        _held[events[0].stream] = tuple(events)
        _held.move_to_end(events[0].stream)
        while len(_held) > STREAMS:
            _held.popitem(last=False)


def drop(stream: str) -> None:
    """Forgets what was held of a stream."""
    with _turn:
        _held.pop(stream, None)
