"""A stream read on from where it was read before: only the events after. The record is append-only: what was read stays true.

What was held goes as far as one leaf, and the leaf is asked of the database every time. What a rolled back transaction left, or another
database of the same name, therefore does not pass. Who holds the events stands elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from hengjian.ledger.models import Event
from hengjian.ledger.ready import JsonRows, made

EVENTS = JsonRows(Event, without={"sealed"})
EVENTS_AFTER = f"""SELECT json_agg({EVENTS.asked("e")} ORDER BY e.version)
FROM ledger_event e WHERE e.stream = {{stream}} AND e.version > {{version}}"""  # noqa: S608
"""PostgreSQL's events of a stream after a version, without what is sealed, as JSON for `EVENTS`."""


def joined(known: Sequence[Event], new: Sequence[Event], leaf: str) -> list[Event] | None:
    """A stream from what was held, what was read after it, and the leaf at which it stands; None where they are not of one piece."""
    first = new[0].previous if new else leaf
    if known and known[-1].leaf != first:
        return None
    return [*known, *new]


def as_read(event: Event) -> Event:
    """An event that was just written, as `EVENTS` reads it: what is sealed is left to be fetched, moments are in UTC."""
    return made(Event, EVENTS.values(event))
