"""What a step reads before it is decided: the matter, its record, its key and the rows beside it. One exchange with PostgreSQL.

Nothing is locked. What is written afterwards tells whether all this still stands (`Reading.mark`, `Reading.head`); on SQLite the
transaction has the file to itself.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import TextField
from django.db.models.expressions import RawSQL

from hengjian.ledger import recent
from hengjian.ledger.models import Event
from hengjian.ledger.read import stream_of
from hengjian.ledger.ready import Ready
from hengjian.ledger.record import StreamHead
from hengjian.ledger.sealed import WRAPPED, key_in
from hengjian.work.matters.duties import Stood, stood_beside
from hengjian.work.matters.models import Matter

ID = "matters_matter.id"
BESIDE = {
    "mark": "matters_matter.xmin::text",
    "leaf": f"SELECT h.leaf FROM ledger_head h WHERE h.stream = {ID}",
    "key": WRAPPED.format(matter=ID),
    "duties_told": (
        "SELECT json_agg(json_build_array(d.rule, d.key, d.start_event, d.id, d.digest))::text "
        f"FROM matters_dutyrow d WHERE d.matter_id = {ID}"
    ),
    "breaches_told": (
        "CASE WHEN matters_matter.breaches + matters_matter.undetermined > 0 THEN "
        "(SELECT json_agg(json_build_array(b.rule, b.key, b.state, b.event, b.data) ORDER BY b.id)::text "
        f"FROM matters_breachrow b WHERE b.matter_id = {ID}) END"
    ),
}  # fmt: skip


@dataclass
class Reading:
    """A matter as it stood at one instant: its row, its events in order, the head to record on with its key, the rows beside it.

    `before` are the row's values as read; `mark` is PostgreSQL's mark of this very writing of the row, empty on SQLite.
    """

    row: Matter
    events: Sequence[Event]
    head: StreamHead
    stood: Stood
    before: dict[str, Any]
    mark: str = ""


def with_all(matter: str, after: str) -> Any:
    asked = {name: RawSQL(sql, (), TextField()) for name, sql in BESIDE.items()}  # noqa: S611 (texts of this module)
    record = RawSQL(recent.EVENTS_AFTER.format(stream=ID), (after,), TextField())  # noqa: S611
    return Matter.objects.select_related("unit").filter(id=matter).annotate(record=record, **asked).order_by()


ROW = Ready(lambda matter: Matter.objects.select_related("unit").filter(id=matter).order_by())
WHOLE = Ready(with_all, 2)


def read(matter: str) -> Reading | None:
    """A matter with all that a step needs of it; None where there is no such matter."""
    return _in_one(matter) if connection.vendor == "postgresql" else _in_turn(matter)


def _in_one(matter: str) -> Reading | None:
    known = recent.held(matter)
    found: list[Any] = WHOLE(matter, str(known[-1].version if known else 0))
    if not found:
        return None
    row = found[0]
    events = recent.joined(known, recent.as_events(row.record), row.leaf)
    if events is None:
        recent.drop(matter)
        return _in_one(matter)
    recent.hold(events)
    head = StreamHead(events[-1].version, events[-1].leaf, key_in(matter, row.key))
    duties = {(rule, key, start): (number, digest) for rule, key, start, number, digest in json.loads(row.duties_told or "[]")}
    breaches = [tuple(one) for one in json.loads(row.breaches_told or "[]")]
    return Reading(row, events, head, Stood(duties, breaches), values_of(row), row.mark)


def _in_turn(matter: str) -> Reading | None:
    found = ROW(matter)
    if not found:
        return None
    events, head = stream_of(matter)
    return Reading(found[0], events, head, stood_beside(found[0]), values_of(found[0]))


def values_of(row: Matter) -> dict[str, Any]:
    """The values of a matter's columns."""
    return {field.attname: row.__dict__[field.attname] for field in Matter._meta.concrete_fields}
