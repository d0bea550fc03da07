"""Secrecy reaches every matter of one archive (RP-05): a case that arises inherits it, and what is asked for later is recorded in each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hengjian.ledger.models import Event
from hengjian.ledger.read import events_in
from hengjian.ledger.record import Draft, StreamHead, record
from hengjian.work.matters import secrecy
from hengjian.work.matters.linking import ARISES_FROM
from hengjian.work.matters.models import Matter
from hengjian.work.matters.rebuild import rewrite


def inherited(body: dict[str, Any]) -> dict[str, Any]:
    """What a new matter takes over from the call that it arises from."""
    other = body.get("linked_to", "") if body.get("relation") == ARISES_FROM else ""
    asked = other and Matter.objects.filter(id=other, secrecy="reporter").exists()
    return {"reporter_confidential": True} if asked else {}


def spread(row: Matter, event: Event, now: datetime) -> None:
    """Records in the other matters of the archive that secrecy was asked for, by the same person at the same moment."""
    for other in secrecy.archive(row)[1:]:
        if other.secrecy == "reporter":
            continue
        last = events_in(other.id)[-1]
        body = {name: value for name, value in event.body.items() if name.startswith("by_")} | {"asked_in": row.id}
        draft = Draft(other.id, other.id, secrecy.ASKED, event.at, event.by, body)
        record([draft], now=now, expected=StreamHead(last.version, last.leaf))
        rewrite(events_in(other.id), now)
