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

from hengjian.ledger import direct, recent
from hengjian.ledger.models import Event
from hengjian.ledger.read import stream_of
from hengjian.ledger.ready import JsonRows, Ready
from hengjian.ledger.record import StreamHead
from hengjian.ledger.sealed import WRAPPED, key_in
from hengjian.work.matters.duties import Stood, stood_beside
from hengjian.work.matters.models import Matter
from hengjian.work.people.models import Unit

MATTERS, UNITS = JsonRows(Matter), JsonRows(Unit)
WHOLE = f"""SELECT json_build_array({MATTERS.asked("m")}, {UNITS.asked("u")}, m.xmin::text, h.leaf, ({WRAPPED.format(matter="m.id")}),
({recent.EVENTS_AFTER.format(stream="m.id", version="$2")}),
(SELECT json_agg(json_build_array(d.rule, d.key, d.start_event, d.id, d.digest)) FROM matters_dutyrow d WHERE d.matter_id = m.id),
CASE WHEN m.breaches + m.undetermined > 0 THEN
(SELECT json_agg(json_build_array(b.rule, b.key, b.state, b.event, b.data) ORDER BY b.id) FROM matters_breachrow b WHERE b.matter_id = m.id)
END)::text
FROM matters_matter m JOIN people_unit u ON u.id = m.unit_id JOIN ledger_head h ON h.stream = m.id WHERE m.id = $1"""  # noqa: S608
ROW = Ready(lambda matter: Matter.objects.select_related("unit").filter(id=matter).order_by())


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


def read(matter: str) -> Reading | None:
    """A matter with all that a step needs of it; None where there is no such matter."""
    return _in_one(matter) if connection.vendor == "postgresql" else _in_turn(matter)


def _in_one(matter: str) -> Reading | None:
    known = recent.held(matter)
    found = direct.rows(WHOLE, (matter, known[-1].version if known else 0))
    if not found:
        return None
    row, unit, mark, leaf, key, new, duties, breaches = json.loads(found[0][0])
    events = recent.joined(known, [recent.EVENTS.row(one) for one in new or ()], leaf)
    if events is None:
        recent.drop(matter)
        return _in_one(matter)
    recent.hold(events)
    row = MATTERS.row(row)
    row.unit = UNITS.row(unit)
    head = StreamHead(events[-1].version, events[-1].leaf, key_in(matter, key))
    stood = Stood(
        {(rule, about, start): (number, digest) for rule, about, start, number, digest in duties or ()}, list(map(tuple, breaches or ()))
    )
    return Reading(row, events, head, stood, dict(row.__dict__), mark)


def _in_turn(matter: str) -> Reading | None:
    found = ROW(matter)
    if not found:
        return None
    events, head = stream_of(matter)
    return Reading(found[0], events, head, stood_beside(found[0]), dict(found[0].__dict__))
