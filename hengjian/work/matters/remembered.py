"""What this process last knew of matters, on PostgreSQL: a step reads, judges and compares only what is new since.

It is taken up only where PostgreSQL says that the rows of the matter and of its unit are the very writings it was read from or written
with, and that the record stands at the same leaf. The record is append-only: events that were read stay true whatever else was written.
What a rolled back transaction left, or another database of the same name, does not pass. Nothing sealed is held, and no key.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hengjian.core.evaluation import Evaluation
from hengjian.core.facts import Fact
from hengjian.ledger.models import Event
from hengjian.work.matters.duties import NOTHING, Stood

MATTERS = 256
LONGEST = 200
"""Matters held at once, and events of one: a longer one is read whole each time."""
Marks = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """A matter as it stood: the values of its row and of its unit's, its events and what they state, the rows beside it.

    `found` is what the law last said of these facts with this row, where a step asked it. `marks` are PostgreSQL's of this very writing
    of the row and of the unit's row, and the leaf of the last event; empty on SQLite.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    unit: Mapping[str, Any] = field(default_factory=dict)
    events: Sequence[Event] = ()
    facts: Sequence[Fact] = ()
    stood: Stood = NOTHING
    found: Evaluation | None = None
    marks: Marks = ("", "", "")


UNKNOWN = Known()
_held: OrderedDict[str, Known] = OrderedDict()
_turn = threading.Lock()


def held(matter: str) -> Known:
    """What this process last knew of a matter; `UNKNOWN` where nothing."""
    with _turn:
        found = _held.get(matter, UNKNOWN)
        if found is not UNKNOWN:
            _held.move_to_end(matter)
        return found


def hold(matter: str, known: Known) -> None:
    """Keeps what was read or written in no transaction of one's own: inside one, marks do not tell one writing from the next."""
    with _turn:
        _held.pop(matter, None)
        if len(known.events) > LONGEST:
            return
        _held[matter] = known
        while len(_held) > MATTERS:
            _held.popitem(last=False)


def drop(matter: str) -> None:
    """Forgets what was held of a matter."""
    with _turn:
        _held.pop(matter, None)
