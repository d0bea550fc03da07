"""OCEL 2.0 in JSON. What the columns are stands in `ocel.py`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from hengjian.bulk.readers.ocel import Ocel, OcelEvent, OcelObject, as_text, check_refers, moment, rows_of
from hengjian.bulk.readers.source import Columns, Tick, open_log
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.words import gettext as _

Read = TypeVar("Read")
Content = dict[str, list[dict[str, Any]]]
PARTS = ("objectTypes", "eventTypes", "objects", "events")


def read_ocel_json(path: Path, names: dict[str, str], tick: Tick) -> Columns:
    """The columns `names`, one row per event and matter. Raises `BadLog`."""
    return rows_of(check_refers(log_in(path, content_of(path, tick))), names)


def content_of(path: Path, tick: Tick) -> Content:
    with open_log(path, tick) as stream:
        try:
            found = json.load(stream)
        except json.JSONDecodeError as error:
            raise BadLog(_("JSON 不完整或有错：%(why)s") % {"why": error.msg}, path=path, row=error.lineno) from error
        except UnicodeDecodeError as error:
            raise BadLog(_("JSON 文件应当是 UTF-8 编码。"), path=path) from error
    if not isinstance(found, dict) or any(not isinstance(found.get(part), list) for part in PARTS):
        raise BadLog(_("不是 OCEL 2.0 的 JSON：应有 %(parts)s 四个列表。") % {"parts": "、".join(PARTS)}, path=path)
    return found


def log_in(path: Path, content: Content) -> Ocel:
    objects = dict(each(path, content, "objects", lambda one: (str(one["id"]), object_of(path, one))))
    names = each(path, content, "eventTypes", lambda one: [str(name["name"]) for name in one.get("attributes", [])])
    return Ocel(
        path=path,
        events=list(each(path, content, "events", event_of)),
        objects=objects,
        types=list(each(path, content, "objectTypes", lambda one: str(one["name"]))),
        names=list(dict.fromkeys(name for of_type in names for name in of_type)),
    )


def each(path: Path, content: Content, part: str, read: Callable[[dict[str, Any]], Read]) -> Iterator[Read]:
    """Every item of a part of the file; one that is not as it should be is named by its number."""
    for number, one in enumerate(content[part], start=1):
        try:
            yield read(one)
        except (KeyError, TypeError, AttributeError) as error:
            said = {"part": part, "number": number, "why": error}
            raise BadLog(_("OCEL 的 %(part)s 第 %(number)d 项不完整或写法不对：%(why)s") % said, path=path) from error


def event_of(one: dict[str, Any]) -> OcelEvent:
    return OcelEvent(
        id=str(one["id"]),
        type=str(one["type"]),
        time=str(one["time"]),
        values={str(said["name"]): as_text(said["value"]) for said in one.get("attributes", [])},
        refers=[(str(said["objectId"]), str(said.get("qualifier", ""))) for said in one.get("relationships", [])],
    )


def object_of(path: Path, one: dict[str, Any]) -> OcelObject:
    found = OcelObject(str(one["type"]))
    said = [(moment(path, str(state["time"])), str(state["name"]), as_text(state["value"])) for state in one.get("attributes", [])]
    for since, name, value in sorted(said, key=lambda state: state[0]):
        found.states.setdefault(name, []).append((since, value))
    return found
