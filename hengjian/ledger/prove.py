"""Proofs out of the tree: that an event is in the log, that a later log continues an earlier one. Outsiders check them with `verifier/`."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from hengjian.core.tree import consistency_ranges, inclusion_ranges
from hengjian.ledger.charter import digest
from hengjian.ledger.models import Checkpoint, Event, Place
from hengjian.ledger.tiles import Tiles


class NotInLog(LookupError):
    """No such event, or one that has no place yet."""


@dataclass(frozen=True, slots=True)
class Inclusion:
    """`proof` leads from the leaf of the event at `place` (from 1) to the root that `checkpoint` states."""

    event: Event
    place: int
    proof: list[bytes]
    checkpoint: Checkpoint


def inclusion(event: Event, checkpoint: Checkpoint) -> Inclusion:
    """The proof that the event stands in the log of that checkpoint."""
    row = Place.objects.filter(event=event.id).first()
    if row is None or row.place > checkpoint.size:
        raise NotInLog(_("事件 %(event)s 尚未进入检查点 %(size)d") % {"event": event.id, "size": checkpoint.size})
    tiles = Tiles(digest())
    proof = [tiles.subtree(start, end) for start, end in inclusion_ranges(row.place - 1, checkpoint.size)]
    return Inclusion(event, row.place, proof, checkpoint)


def consistency(old: int, new: int) -> list[bytes]:
    """The proof that the log of `old` events is the beginning of the log of `new` ones."""
    tiles = Tiles(digest())
    return [tiles.subtree(start, end) for start, end in consistency_ranges(old, new)]
