"""The hand of somebody who has full rights over the database and tampers with the record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection

from hengjian.ledger import charter, guard, note, read
from hengjian.ledger.canonical import leaf_of
from hengjian.ledger.models import Checkpoint, Event, Head, Place, Tile
from hengjian.ledger.tiles import Tiles
from tests.ledger.make import NOW


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


def cut_after(size: int) -> None:
    """Cut the log off after `size` events as if the rest had never been: only a checkpoint kept outside can tell."""
    with guards_off():
        gone = Place.objects.filter(place__gt=size)
        Event.objects.filter(id__in=list(gone.values_list("event", flat=True))).delete()
        gone.delete()
        Checkpoint.objects.filter(size__gt=size).delete()
    rebuild_tiles()
    rebuild_heads()


def rebuild_tiles() -> None:
    Tile.objects.all().delete()
    Tiles(charter.digest()).extend(0, [bytes.fromhex(e.leaf) for e in read.events_after(0, 1000)])


def rebuild_heads() -> None:
    Head.objects.all().delete()
    for event in Event.objects.order_by("version"):
        Head.objects.update_or_create(stream=event.stream, defaults={"version": event.version, "leaf": event.leaf})


def rewrite(place: int) -> None:
    """Date one event back and make everything after it again, with the signing key: a forger who knows the house."""
    with guards_off():
        ends: dict[str, str] = {}
        for event in read.events_after(0, 1000):
            event.at = NOW - timedelta(days=9) if event.place == place else event.at
            event.previous = ends.get(event.stream, "")
            ends[event.stream] = event.leaf = leaf_of(event, charter.digest())
            Event.objects.filter(id=event.id).update(leaf=event.leaf, previous=event.previous, at=event.at)
        rebuild_tiles()
        rebuild_heads()
        tiles, founded = Tiles(charter.digest()), charter.charter()
        for row in Checkpoint.objects.all():
            top = tiles.subtree(0, row.size)
            text = note.write(origin=founded.origin, size=row.size, root=top, suite=founded.suite, now=row.at)
            Checkpoint.objects.filter(size=row.size).update(root=top.hex(), note=text)
