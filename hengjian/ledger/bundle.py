"""What an outsider gets: a file of JSON lines that `verifier/verify.py` checks. Sealed fields stand in it as commitments alone.

First a header, then checkpoints, then consistency proofs between them, then events in their canonical form. A whole bundle holds every
event; one of single events carries an inclusion proof for each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from hengjian.ledger import note
from hengjian.ledger.canonical import encode, form
from hengjian.ledger.charter import charter
from hengjian.ledger.models import Checkpoint, Event
from hengjian.ledger.prove import NotInLog, consistency, inclusion
from hengjian.ledger.read import events_after, events_of, last_checkpoint
from hengjian.ledger.signing import rotations
from hengjian.ledger.witnesses import note_with_cosignatures, retirements

AT_ONCE = 2000
Line = dict[str, Any]


def whole() -> Iterator[Line]:
    """The whole log up to its last checkpoint, with every checkpoint."""
    last = _last()
    yield _header("all")
    for row in Checkpoint.objects.order_by("size").iterator(chunk_size=AT_ONCE):
        yield _checkpoint(row)
    place = 0
    while place < last.size:
        events = events_after(place, min(AT_ONCE, last.size - place))
        if not events:
            raise NotInLog(_("第 %(place)d 位之后的事件已不存在：请运行 hengjian verify") % {"place": place})
        yield from map(_event, events)
        place = events[-1].place or 0


def of_matter(matter: str, *, from_size: int | None = None) -> Iterator[Line]:
    """The events of one matter in every stream, each proven; `from_size` names a checkpoint that the receiver holds."""
    return of_events(events_of(matter), from_size=from_size)


def of_events(events: Iterable[Event], *, from_size: int | None = None) -> Iterator[Line]:
    """These events, each proven under the last checkpoint, and that this continues the checkpoint of `from_size`."""
    last = _last()
    yield _header("some")
    if from_size is not None and from_size != last.size:
        yield _checkpoint(_of_size(from_size))
    yield _checkpoint(last)
    if from_size is not None and from_size != last.size:
        yield {"type": "consistency", "old": from_size, "new": last.size, "proof": [n.hex() for n in consistency(from_size, last.size)]}
    for event in with_signers(events, last.size):
        proven = inclusion(event, last)
        event.place = proven.place
        yield _event(event) | {"size": last.size, "proof": [node.hex() for node in proven.proof]}


def with_signers(events: Iterable[Event], size: int) -> list[Event]:
    """These events behind all up to that size that tell who signed: rotations of the signing key, witnesses that were retired."""
    told = [event for event in (*rotations(), *retirements()) if event.place and event.place <= size]
    known = {event.id for event in told}
    return [*told, *(event for event in events if event.id not in known)]


def write(path: str, lines: Iterable[Line]) -> int:
    """Write a bundle to a new file; gives back the number of its events. An existing file is refused."""
    events = 0
    with open(path, "x", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            events += line["type"] == "event"
    return events


def _header(extent: str) -> Line:
    founded = charter()
    key = note.verifier_key(founded.origin)
    return {"type": "bundle", "form": 1, "whole": extent == "all", "origin": founded.origin, "hash": founded.suite, "key": key}


def _checkpoint(row: Checkpoint) -> Line:
    return {"type": "checkpoint", "note": note_with_cosignatures(row)}


def _event(event: Event) -> Line:
    return {"type": "event", "place": event.place, "id": event.id, "leaf": event.leaf, "canonical": encode(form(event)).decode()}


def _last() -> Checkpoint:
    last = last_checkpoint()
    if last is None:
        raise NotInLog(_("账本还没有检查点：请先运行 hengjian ledger integrate"))
    return last


def _of_size(size: int) -> Checkpoint:
    row = Checkpoint.objects.filter(size=size).first()
    if row is None:
        raise NotInLog(_("没有规模为 %(size)d 的检查点") % {"size": size})
    return row
