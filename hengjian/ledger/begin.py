"""Beginning many streams at once: thought out before anything is locked, then written in one short transaction. For imports of history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from hengjian.ledger import append
from hengjian.ledger.models import Event
from hengjian.ledger.record import Draft, chained
from hengjian.ledger.sealed import new_keys
from hengjian.ledger.together import Part, write


@dataclass(frozen=True)
class Beginning:
    """The events of streams that nobody has begun yet, as they are to stand, and what writes the keys of their matters."""

    events: Sequence[Event]
    keys: Sequence[Part]


def beginning(drafts: Sequence[Draft], *, now: datetime) -> Beginning:
    """The events of drafts whose streams and matters are all new, each sealed under a new key. Nothing is written, nobody has to wait."""
    keys, written = new_keys(dict.fromkeys(draft.matter for draft in drafts if draft.sealed), now)
    return Beginning(chained(drafts, {}, now, keys), written)


def write_beginning(begun: Beginning) -> None:
    """Writes them, all or none. `StaleStream` where one of the streams, or one of the sources, stands by now."""
    with transaction.atomic(savepoint=False):
        write(begun.keys)
        append.many_streams(connection, begun.events)
