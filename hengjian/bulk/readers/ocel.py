"""Object-centric logs (OCEL 2.0) as rows: one for each event and each object of the type that the mapping names as the matter.

Columns: `ocel_id`, `ocel_type`, `ocel_time`; the event's attributes by name; `object:TYPE` the objects of a type that the event refers to,
`object:TYPE/QUALIFIER` those it refers to so; `object:TYPE.NAME` an attribute of the matter as it stood at the time of the event.
Files stand in `ocel_json.py` and `ocel_sqlite.py`. An event that refers to no matter gives no row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa

from hengjian.bulk.readers.names import check_named
from hengjian.bulk.readers.source import Columns
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.words import gettext as _

OBJECT = "object:"
OF_EVENTS = ("ocel_id", "ocel_type", "ocel_time")


@dataclass(frozen=True, slots=True)
class OcelEvent:
    """`refers`: (object, qualifier)."""

    id: str
    type: str
    time: str
    values: dict[str, str | None]
    refers: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class OcelObject:
    """`states[name]`: (time from which it holds, value), in the order of time."""

    type: str
    states: dict[str, list[tuple[datetime, str | None]]] = field(default_factory=dict)

    def at(self, name: str, moment: datetime) -> str | None:
        """The value that holds at a moment; before the first, the first."""
        states = self.states.get(name, [])
        past = [value for since, value in states if since <= moment]
        return past[-1] if past else states[0][1] if states else None


@dataclass(frozen=True, slots=True)
class Ocel:
    """`events` in the order of the file; `types` of objects, `names` of the attributes of events."""

    path: Path
    events: list[OcelEvent]
    objects: dict[str, OcelObject]
    types: list[str]
    names: list[str]

    def refers(self, event: OcelEvent, kind: str, qualifier: str | None = None) -> list[str]:
        """The objects of a type that an event refers to, each once."""
        found = [one for one, said in event.refers if self.objects[one].type == kind and qualifier in (None, said)]
        return list(dict.fromkeys(found))


Cell = Callable[[OcelEvent, str], str | None]


def rows_of(log: Ocel, names: dict[str, str]) -> Columns:
    """The columns `names` (column → the mapping's key that names it); rows are numbered by event."""
    matter = next(column for column, key in names.items() if key == "matter")
    kind, qualifier = type_and_qualifier(log, matter)
    cells = {column: cell_of(log, column, kind) for column in names}
    known = [column for column, cell in cells.items() if cell is not None]
    check_named(log.path, names, [*known, *columns_there(log)])
    pairs = [(number, event, one) for number, event in enumerate(log.events) for one in log.refers(event, kind, qualifier)]
    if not pairs:
        raise BadLog(_("没有一个事件涉及“%(kind)s”类的对象。") % {"kind": kind}, path=log.path)
    table = {column: pa.array([cell(event, one) for _n, event, one in pairs], pa.string()) for column, cell in cells.items() if cell}
    table[matter] = pa.array([one for _number, _event, one in pairs], pa.string())
    return Columns(pa.table(table), first_row=1, rows=np.array([number + 1 for number, _event, _one in pairs], np.int64))


def type_and_qualifier(log: Ocel, column: str) -> tuple[str, str | None]:
    """The type of object that is the matter, and how events refer to it where that is asked."""
    named = column.removeprefix(OBJECT)
    kind, _slash, qualifier = named.rpartition("/")
    if named in log.types:
        return named, None
    if kind in log.types:
        return kind, qualifier
    said = {"column": column, "there": "、".join(OBJECT + one for one in log.types)}
    raise BadLog(_("映射文件的 matter 应指向一类对象，文件没有“%(column)s”；现有：%(there)s。") % said, path=log.path)


def columns_there(log: Ocel) -> Iterator[str]:
    yield from OF_EVENTS
    yield from log.names
    yield from (OBJECT + kind for kind in log.types)


def cell_of(log: Ocel, column: str, matter: str) -> Cell | None:
    """What stands in a column; None where the log has no such column."""
    if column in OF_EVENTS:
        part = column.removeprefix("ocel_")
        return lambda event, _one: str(getattr(event, part))
    named = column.removeprefix(OBJECT)
    if named == column:
        return (lambda event, _one: event.values.get(column)) if column in log.names else None
    if named.startswith(f"{matter}.") and named not in log.types:
        name = named.removeprefix(f"{matter}.")
        known = any(name in one.states for one in log.objects.values() if one.type == matter)
        return (lambda event, one: log.objects[one].at(name, moment(log.path, event.time))) if known else None
    kind, _slash, qualifier = named.rpartition("/")
    if named in log.types:
        return lambda event, _one: joined(log, log.refers(event, named))
    return (lambda event, _one: joined(log, log.refers(event, kind, qualifier))) if kind in log.types else None


def joined(log: Ocel, ids: list[str]) -> str | None:
    if any(";" in one for one in ids):
        raise BadLog(_("对象编号里不能有分号：%(ids)s。") % {"ids": "、".join(ids)}, path=log.path)
    return ";".join(ids) or None


def moment(path: Path, text: str) -> datetime:
    """A time of the file, for comparing; one without a zone is taken as UTC on both sides."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadLog(_("“%(value)s”不是时间。") % {"value": text}, path=path) from error
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def check_refers(log: Ocel) -> Ocel:
    """Refuses events of one id and references to objects that the file does not have."""
    seen: set[str] = set()
    for number, event in enumerate(log.events, start=1):
        if event.id in seen:
            raise BadLog(_("事件编号“%(id)s”出现了两次。") % {"id": event.id}, path=log.path, row=number)
        seen.add(event.id)
        for one, _qualifier in event.refers:
            if one not in log.objects:
                raise BadLog(_("事件涉及的对象“%(id)s”不在文件里。") % {"id": one}, path=log.path, row=number)
    return log


def as_text(value: object) -> str | None:
    """A value of any type as the text of a cell."""
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)
