"""Small histories for tests of the record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

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
