"""What a step reads before it is decided: the matter, its record, its key and the rows beside it. One exchange with PostgreSQL.

Nothing is locked. What is written afterwards tells whether all this still stands (`Known.marks`, `Reading.head`); on SQLite the
transaction has the file to itself. Of a matter that this process knows as it stands, only that is asked: whether it does.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from hengjian.core.evaluation import Evaluation
from hengjian.ledger import direct, recent
from hengjian.ledger.corrections import fact
from hengjian.ledger.corrections import facts as facts_of_events
from hengjian.ledger.engine import POSTGRESQL
from hengjian.ledger.models import Event
from hengjian.ledger.read import stream_of
from hengjian.ledger.ready import JsonRows, Ready, made
from hengjian.ledger.record import StreamHead
from hengjian.ledger.sealed import WRAPPED, key_in
from hengjian.work.matters import remembered
from hengjian.work.matters.duties import Stood, stood_beside
from hengjian.work.matters.models import Matter
from hengjian.work.matters.remembered import UNKNOWN, Known, Marks
from hengjian.work.people.models import Unit

MATTERS, UNITS = JsonRows(Matter), JsonRows(Unit)
STANDING = """FROM matters_matter m JOIN people_unit u ON u.id = m.unit_id JOIN ledger_head h ON h.stream = m.id
LEFT JOIN ledger_matterkey k ON k.matter = m.id WHERE m.id = $1"""
SAME = f"SELECT {WRAPPED} {STANDING} AND m.xmin = $2::xid AND u.xmin = $3::xid AND h.leaf = $4"  # noqa: S608
"""The key of a matter that stands as its marks say: no row where it does not."""
WHOLE = f"""SELECT {WRAPPED}, m.xmin::text, u.xmin::text, h.leaf::text,
json_build_array({MATTERS.asked("m")}, {UNITS.asked("u")},
({recent.EVENTS_AFTER.format(stream="m.id", version="$2")}),
(SELECT json_agg(json_build_array(d.rule, d.key, d.start_event, d.digest)) FROM matters_dutyrow d WHERE d.matter_id = m.id),
CASE WHEN m.breaches + m.undetermined > 0 THEN
(SELECT json_agg(json_build_array(b.rule, b.key, b.state, b.event, b.data) ORDER BY b.id) FROM matters_breachrow b WHERE b.matter_id = m.id)
END)::text {STANDING}"""  # noqa: S608
ROW = Ready(lambda matter: Matter.objects.select_related("unit").filter(id=matter).order_by())


@dataclass
class Reading:
    """A matter as it stood at one instant: all that is known of it, its row to be worked on, the head to record on with its key."""

    row: Matter
    head: StreamHead
    known: Known


def read(matter: str) -> Reading | None:
    """A matter with all that a step needs of it; None where there is no such matter."""
    return _in_one(matter) if POSTGRESQL else _in_turn(matter)


def remember(found: Reading, event: Event, said: Evaluation, stood: Stood) -> None:
    """Keeps what a step left that was written alone: its row as it now is, its event, what the law says, the rows that stand beside it."""
    known, row = found.known, found.row
    if not event.mark or row.unit_id != known.values["unit_id"]:
        return
    new = recent.as_read(event)
    marks = (event.mark, known.marks[1], event.leaf)
    events, facts = [*known.events, new], [*known.facts, fact(new)]
    remembered.hold(row.id, Known(MATTERS.values(row), known.unit, events, facts, stood, said, marks))


def _in_one(matter: str) -> Reading | None:
    last = remembered.held(matter)
    same = direct.rows(SAME, (matter, *last.marks)) if last.events else ()
    return _reading(last, same[0]) if same else _whole(matter, last)


def _whole(matter: str, last: Known) -> Reading | None:
    """The matter read whole, but for the events that are known."""
    asked = direct.rows(WHOLE, (matter, last.events[-1].version if last.events else 0))
    if not asked:
        return None
    master, wrapped, row_mark, unit_mark, leaf, told = asked[0]
    known = _told(last, told or "", (row_mark or "", unit_mark or "", leaf or ""))
    if known is None:
        remembered.drop(matter)
        return _whole(matter, UNKNOWN)
    if not connection.in_atomic_block:
        remembered.hold(matter, known)
    return _reading(known, (master, wrapped))


def _reading(known: Known, key: Sequence[str | None]) -> Reading:
    row = made(Matter, dict(known.values))
    row.unit = made(Unit, dict(known.unit))
    return Reading(row, StreamHead(known.events[-1].version, known.events[-1].leaf, key_in(row.id, key)), known)


def _told(last: Known, told: str, marks: Marks) -> Known | None:
    """What PostgreSQL told, behind the events that were known; None where it does not follow upon them."""
    row, unit, new, duties, breaches = json.loads(told)
    events = recent.joined(last.events, [recent.EVENTS.row(one) for one in new or ()], marks[2])
    if events is None:
        return None
    stood = Stood({(rule, key, start): digest for rule, key, start, digest in duties or ()}, list(map(tuple, breaches or ())))
    return Known(MATTERS.told(row), UNITS.told(unit), events, facts_of_events(events), stood, marks=marks)


def _in_turn(matter: str) -> Reading | None:
    found = ROW(matter)
    if not found:
        return None
    events, head = stream_of(matter)
    return Reading(found[0], head, Known(MATTERS.values(found[0]), {}, events, facts_of_events(events), stood_beside(found[0])))
