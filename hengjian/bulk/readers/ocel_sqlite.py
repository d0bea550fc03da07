"""OCEL 2.0 in SQLite, opened for reading alone. What the columns are stands in `ocel.py`."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from hengjian.bulk.readers.ocel import Ocel, OcelEvent, OcelObject, as_text, check_refers, moment, rows_of
from hengjian.bulk.readers.source import Columns, Tick
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.words import gettext as _

NO_ATTRIBUTES = {"ocel_id", "ocel_time", "ocel_changed_field"}
Rows = list[dict[str, Any]]


def read_ocel_sqlite(path: Path, names: dict[str, str], tick: Tick) -> Columns:
    """The columns `names`, one row per event and matter. Raises `BadLog`."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            base.row_factory = sqlite3.Row
            log = Ocel(path, *events_and_objects(path, base))
    except sqlite3.Error as error:
        raise BadLog(_("不是 OCEL 2.0 的 SQLite 文件，或已损坏：%(why)s") % {"why": error}, path=path) from error
    tick(1, 1)
    return rows_of(check_refers(log), names)


def events_and_objects(path: Path, base: sqlite3.Connection) -> tuple[list[OcelEvent], dict[str, OcelObject], list[str], list[str]]:
    types = {row["ocel_type"]: row["ocel_type_map"] for row in rows(base, "object_map_type")}
    objects = {str(row["ocel_id"]): OcelObject(str(row["ocel_type"])) for row in rows(base, "object")}
    for table in types.values():
        states_of(path, rows(base, f"object_{table}"), objects)
    said: dict[str, dict[str, Any]] = {}
    for row in rows(base, "event_map_type"):
        said |= {str(one["ocel_id"]): one for one in rows(base, f"event_{row['ocel_type_map']}")}
    refers: dict[str, list[tuple[str, str]]] = {}
    for row in rows(base, "event_object"):
        refers.setdefault(str(row["ocel_event_id"]), []).append((str(row["ocel_object_id"]), str(row["ocel_qualifier"] or "")))
    events = [event_of(path, str(row["ocel_id"]), str(row["ocel_type"]), said, refers) for row in rows(base, "event")]
    names = dict.fromkeys(name for one in said.values() for name in one if name not in NO_ATTRIBUTES)
    return events, objects, list(types), list(names)


def rows(base: sqlite3.Connection, table: str) -> Rows:
    """A table in the order in which it was written."""
    quoted = '"' + table.replace('"', '""') + '"'
    return [dict(row) for row in base.execute(f"select * from {quoted}")]  # noqa: S608


def event_of(path: Path, name: str, kind: str, said: dict[str, dict[str, Any]], refers: dict[str, list[tuple[str, str]]]) -> OcelEvent:
    own = said.get(name)
    if own is None:
        raise BadLog(_("事件“%(id)s”没有时间：它不在 event_… 的任何一张表里。") % {"id": name}, path=path)
    values = {key: as_text(value) for key, value in own.items() if key not in NO_ATTRIBUTES}
    return OcelEvent(name, kind, str(own["ocel_time"]), values, refers.get(name, []))


def states_of(path: Path, table: Rows, objects: dict[str, OcelObject]) -> None:
    """Adds what the objects of a type were from when on: a row says one value where it names a changed field, else all of them."""
    for row in sorted(table, key=lambda row: moment(path, str(row["ocel_time"]))):
        changed, since = row.get("ocel_changed_field"), moment(path, str(row["ocel_time"]))
        found = objects.get(str(row["ocel_id"]))
        if found is None:
            raise BadLog(_("对象“%(id)s”不在 object 表里。") % {"id": row["ocel_id"]}, path=path)
        for name in [changed] if changed else [name for name in row if name not in NO_ATTRIBUTES]:
            if row[name] is not None or changed:
                found.states.setdefault(name, []).append((since, as_text(row[name])))
