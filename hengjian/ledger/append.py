"""The SQL by which events enter the database, per engine. Only `record.py` calls it; nothing is decided here but who came first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import IntegrityError
from django.db.backends.base.base import BaseDatabaseWrapper

from hengjian.ledger.errors import StaleStream
from hengjian.ledger.models import Event
from hengjian.ledger.ready import Table
from hengjian.ledger.together import Overtaken, Part, write

EVENTS = Table(Event)
ROWS_AT_ONCE = 300

SET_FIRST_HEAD = "INSERT INTO ledger_head (stream, version, leaf) VALUES (%s, %s, %s) ON CONFLICT (stream) DO NOTHING"
SET_ARRIVALS = "INSERT INTO ledger_arrival (event) VALUES "
SET_NEXT_HEAD = "UPDATE ledger_head SET version = %s, leaf = %s WHERE stream = %s AND version = %s"


def one_stream(events: Sequence[Event], expected: int, along: Sequence[Part] = ()) -> None:
    """Write the next events of one stream and what goes along; `StaleStream` if its head is not at `expected` any more."""
    stream, last = events[0].stream, events[-1]
    if expected == 0:
        head = Part(SET_FIRST_HEAD, [stream, last.version, last.leaf], 1)
    else:
        head = Part(SET_NEXT_HEAD, [last.version, last.leaf, stream, expected], 1)
    arrivals = Part(SET_ARRIVALS + ", ".join(["(%s)"] * len(events)), [event.id for event in events])
    try:
        mark = write([head, EVENTS.insert(events), arrivals, *along])
    except Overtaken as problem:
        raise StaleStream(stream, expected) from problem
    except IntegrityError as problem:
        raise _told(problem, stream, expected) from problem
    for event in events:
        event.mark = mark


def _told(problem: IntegrityError, stream: str, expected: int) -> Exception:
    """A source that another writer recorded in the same instant means: read again. Anything else stays what it is."""
    return StaleStream(stream, expected) if "source" in str(problem) else problem


def locked_heads(connection: BaseDatabaseWrapper, streams: Collection[str]) -> dict[str, tuple[int, str]]:
    """Version and leaf of each stream, (0, "") for a new one, all held until the transaction ends (SQLite holds the whole file)."""
    lock = " ORDER BY stream FOR UPDATE" if connection.vendor == "postgresql" else ""
    heads: dict[str, tuple[int, str]] = {}
    with connection.cursor() as cursor:
        for part in _parts(sorted(streams)):
            rows = ", ".join(["(%s, 0, '')"] * len(part))
            cursor.execute(f"INSERT INTO ledger_head (stream, version, leaf) VALUES {rows} ON CONFLICT (stream) DO NOTHING", part)  # noqa: S608
            slots = ", ".join(["%s"] * len(part))
            cursor.execute(f"SELECT stream, version, leaf FROM ledger_head WHERE stream IN ({slots}){lock}", part)  # noqa: S608
            heads |= {stream: (version, leaf) for stream, version, leaf in cursor.fetchall()}
    return heads


def many_streams(connection: BaseDatabaseWrapper, events: Sequence[Event]) -> None:
    """Write events of many streams whose heads `locked_heads` holds."""
    ends = {event.stream: event for event in events}
    try:
        with connection.cursor() as cursor:
            _set_heads(cursor, list(ends.values()))
            rows = [EVENTS.values(event, EVENTS.own) for event in events]
            if connection.vendor == "postgresql":
                with connection.wrap_database_errors:
                    _copy_rows(cursor, rows)
            else:
                _insert_rows(cursor, rows)
    except IntegrityError as problem:
        raise _told(problem, events[0].stream, events[0].version - 1) from problem


def _set_heads(cursor: Any, ends: Sequence[Event]) -> None:
    for part in _parts(ends):
        rows = ", ".join(["(%s, %s, %s)"] * len(part))
        values = [value for event in part for value in (event.stream, event.version, event.leaf)]
        cursor.execute(
            f"INSERT INTO ledger_head (stream, version, leaf) VALUES {rows} "  # noqa: S608 (slots alone)
            "ON CONFLICT (stream) DO UPDATE SET version = excluded.version, leaf = excluded.leaf",
            values,
        )


def _insert_rows(cursor: Any, rows: Sequence[Sequence[Any]]) -> None:
    cursor.executemany(EVENTS.insertion(1, ""), rows)
    cursor.executemany(SET_ARRIVALS + "(%s)", [(row[0],) for row in rows])


def _copy_rows(cursor: Any, rows: Sequence[Sequence[Any]]) -> None:
    with cursor.copy(f"COPY {EVENTS.named} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    with cursor.copy("COPY ledger_arrival (event) FROM STDIN") as copy:
        for row in rows:
            copy.write_row((row[0],))


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[start : start + ROWS_AT_ONCE] for start in range(0, len(values), ROWS_AT_ONCE))
