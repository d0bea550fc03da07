"""Small histories for tests of the record, and the hand of somebody who tampers with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from hengjian.ledger import guard
from hengjian.ledger.integrate import integrate_all
from hengjian.ledger.models import Event
from hengjian.ledger.record import Draft, record_many

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def draft(stream: str = "m1", **given: Any) -> Draft:
    return Draft(**{"stream": stream, "matter": stream, "kind": "note.added", "at": NOW, "by": "p1", **given})


def history(events: int = 12, *, matters: int = 3, now: datetime = NOW) -> list[Event]:
    """Events of some matters in turn, each with a sealed name, placed in the log by three checkpoints."""
    drafts = [draft(f"m{n % matters}", body={"n": n}, sealed={"name": f"李某{n}"}) for n in range(events)]
    made = []
    for part in range(3):
        moment = now + timedelta(minutes=part)
        made += record_many(drafts[part * events // 3 : (part + 1) * events // 3], now=moment)
        integrate_all(moment)
    return made


@contextmanager
def guards_off() -> Iterator[None]:
    """What somebody with full rights over the database can do: take the guards away, act, and put them back."""
    run(*_disable())
    yield
    guard.install()


def _disable() -> list[str]:
    if connection.vendor == "postgresql":
        return [f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in guard.APPEND_ONLY]
    return [f"DROP TRIGGER {name}" for name in sqlite_triggers()]


def sqlite_triggers() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger%%'")
        return [name for (name,) in cursor.fetchall()]


def run(*statements: str, values: tuple[Any, ...] | None = None) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, values)
