"""Sequence, integrate, publish: the worker gives new events their places, extends the tree, signs a checkpoint. One at a time."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from hengjian.ledger import note
from hengjian.ledger.charter import DIGESTS, charter
from hengjian.ledger.models import Arrival, Checkpoint, Event, Place
from hengjian.ledger.tiles import Tiles

LOCK = 0x68656E676A69616E  # "hengjian": the advisory lock of the integrator on PostgreSQL


class BrokenLedger(RuntimeError):
    """The record does not hold together; `hengjian verify` says where."""


def integrate(now: datetime, *, limit: int = 5000) -> Checkpoint | None:
    """Give the next events (at most `limit`) their places and sign a checkpoint, all in one transaction. None when nothing waits.

    Safe to run from several processes: one works, the others wait. An event whose transaction is still open is simply not there yet; it
    gets a later place, and no place is ever skipped.
    """
    with transaction.atomic():
        be_the_only_one()
        waiting = list(Arrival.objects.order_by("id").values_list("id", "event")[:limit])
        if not waiting:
            return None
        last = Checkpoint.objects.order_by("-size").first()
        checkpoint = _extend(last.size if last else 0, [event for _number, event in waiting], now)
        _take_away([number for number, _event in waiting])
        return checkpoint


def integrate_all(now: datetime, *, limit: int = 5000) -> Checkpoint | None:
    """Integrate until nothing waits; the newest checkpoint, or None when nothing waited."""
    newest = None
    while checkpoint := integrate(now, limit=limit):
        newest = checkpoint
    return newest


def be_the_only_one() -> None:
    """Nobody else integrates until the transaction ends: by a lock on PostgreSQL; on SQLite the transaction has the file to itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _extend(size: int, events: list[str], now: datetime) -> Checkpoint:
    founded = charter()
    leaves = _leaves(events)
    Place.objects.bulk_create(
        [Place(place=size + n, event=event, placed_at=now) for n, event in enumerate(events, start=1)], batch_size=300
    )
    top = Tiles(DIGESTS[founded.suite]).extend(size, [leaves[event] for event in events])
    reached = size + len(events)
    text = note.write(origin=founded.origin, size=reached, root=top, suite=founded.suite, now=now)
    return Checkpoint.objects.create(size=reached, root=top.hex(), note=text, at=now)


def _leaves(events: list[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for start in range(0, len(events), 500):
        rows = Event.objects.filter(id__in=events[start : start + 500]).values_list("id", "leaf")
        found |= {identity: bytes.fromhex(leaf) for identity, leaf in rows}
    if len(found) != len(events):
        raise BrokenLedger(_("有 %(count)d 个待入账的事件已不存在：请运行 hengjian verify") % {"count": len(events) - len(found)})
    return found


def _take_away(numbers: list[int]) -> None:
    for start in range(0, len(numbers), 500):
        Arrival.objects.filter(id__in=numbers[start : start + 500]).delete()
