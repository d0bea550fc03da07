"""An object-centric log as a file: JSON or SQLite, by its suffix; whole or not at all."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO

from hengjian.bulk.outputs.ocel import MATTER, Logs, OutEvent, OutObject, Shape, as_kind, shape_of, things
from hengjian.bulk.outputs.write import in_place_of
from hengjian.bulk.refusal import CannotWrite
from hengjian.bulk.words import gettext as _

Things = Callable[[], Iterator[OutObject | OutEvent]]
SQL_TYPES = {"string": "TEXT", "integer": "INTEGER", "boolean": "BOOLEAN"}
AT_ONCE = 5_000


def write_ocel(logs: Logs, path: Path, hidden: frozenset[str]) -> Shape:
    """Writes the matters of these logs, which are gone through twice. `hidden`: fields that are left out because they name a person."""
    if path.suffix.lower() not in WRITERS:
        raise CannotWrite(_("OCEL 只能写成 %(kinds)s。") % {"kinds": "、".join(WRITERS)}, path=path)
    if not path.parent.is_dir():
        raise CannotWrite(_("输出文件所在的文件夹不存在。"), path=path)

    def every() -> Iterator[OutObject | OutEvent]:
        return things(logs, hidden)

    shape = shape_of(every())
    with in_place_of(path) as part:
        WRITERS[path.suffix.lower()](every, shape, part)
    return shape


def write_json(every: Things, shape: Shape, path: Path) -> None:
    """Objects and events in turn, each on a line, so that none is held."""
    with path.open("w", encoding="utf-8") as file:
        file.write(f'{{"objectTypes":{said(types(shape.objects))},\n"eventTypes":{said(types(shape.events))},\n"objects":[')
        lines(file, (object_line(one, shape) for one in every() if isinstance(one, OutObject)))
        file.write('],\n"events":[')
        lines(file, (event_line(one, shape) for one in every() if isinstance(one, OutEvent)))
        file.write("]}\n")


def lines(file: IO[str], found: Iterable[str]) -> None:
    for number, line in enumerate(found):
        file.write(("," if number else "") + "\n" + line)


def said(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def types(found: dict[str, dict[str, str]]) -> list[dict[str, object]]:
    return [{"name": name, "attributes": [{"name": key, "type": kind} for key, kind in kinds.items()]} for name, kinds in found.items()]


def object_line(one: OutObject, shape: Shape) -> str:
    kinds = shape.objects[one.type]
    values = [{"name": name, "time": one.since, "value": as_kind(value, kinds[name])} for name, value in one.values.items()]
    of = [{"objectId": one.of, "qualifier": MATTER}] if one.of else []
    return said({"id": one.id, "type": one.type, "attributes": values, "relationships": of})


def event_line(one: OutEvent, shape: Shape) -> str:
    kinds = shape.events[one.type]
    values = [{"name": name, "value": as_kind(value, kinds[name])} for name, value in one.values.items()]
    refers = [{"objectId": name, "qualifier": qualifier} for name, qualifier in one.refers]
    return said({"id": one.id, "type": one.type, "time": one.time, "attributes": values, "relationships": refers})


def write_sqlite(every: Things, shape: Shape, path: Path) -> None:
    """The tables of OCEL 2.0; every type has one of its own, named by its number."""
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA journal_mode=OFF")
        base.execute("PRAGMA synchronous=OFF")  # the file takes its place only when it is whole and synced
        tables = made(base, shape)
        held: dict[str, list[tuple[object, ...]]] = {}
        for number, one in enumerate(every(), start=1):
            for table, row in rows_of(one, shape, tables):
                held.setdefault(table, []).append(row)
            if number % AT_ONCE == 0:
                put(base, held)
        put(base, held)
        base.commit()


def made(base: sqlite3.Connection, shape: Shape) -> dict[tuple[str, str], str]:
    """The tables, and which belongs to which type."""
    base.execute("CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT)")
    base.execute("CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT)")
    base.execute("CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT)")
    base.execute("CREATE TABLE object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT)")
    tables: dict[tuple[str, str], str] = {}
    for sort, found, changed in (("event", shape.events, ""), ("object", shape.objects, ", ocel_changed_field TEXT")):
        base.execute(f"CREATE TABLE {sort}_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT)")
        for number, (name, kinds) in enumerate(found.items(), start=1):
            table = tables[sort, name] = f"{sort}_T{number}"
            columns = "".join(f", {quoted(key)} {SQL_TYPES[kind]}" for key, kind in kinds.items())
            base.execute(f"CREATE TABLE {table} (ocel_id TEXT, ocel_time TIMESTAMP{changed}{columns})")
            base.execute(f"INSERT INTO {sort}_map_type VALUES (?, ?)", (name, f"T{number}"))  # noqa: S608
    return tables


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def rows_of(one: OutObject | OutEvent, shape: Shape, tables: dict[tuple[str, str], str]) -> Iterator[tuple[str, tuple[object, ...]]]:
    """The rows of an object or an event, each with its table."""
    if isinstance(one, OutObject):
        yield "object", (one.id, one.type)
        yield tables["object", one.type], (one.id, one.since, None, *cells(one, shape.objects[one.type]))
        if one.of:
            yield "object_object", (one.id, one.of, MATTER)
        return
    yield "event", (one.id, one.type)
    yield tables["event", one.type], (one.id, one.time, *cells(one, shape.events[one.type]))
    for name, qualifier in one.refers:
        yield "event_object", (one.id, name, qualifier)


def cells(one: OutObject | OutEvent, kinds: dict[str, str]) -> Iterator[object]:
    for name, kind in kinds.items():
        value = one.values.get(name)
        yield None if value is None else as_kind(value, kind)


def put(base: sqlite3.Connection, held: dict[str, list[tuple[object, ...]]]) -> None:
    for table, rows in held.items():
        base.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608
    held.clear()


WRITERS: dict[str, Callable[[Things, Shape, Path], None]] = {".jsonocel": write_json, ".json": write_json, ".sqlite": write_sqlite}
