"""XES logs (IEEE 1849) by streaming: one row per event, the trace's own attributes as columns named `case:…`.

Entities are never expanded and nothing outside the file is opened. Only the columns that the mapping names are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from lxml import etree

from hengjian.bulk.readers.names import check_named
from hengjian.bulk.readers.source import Columns, Tick, open_log
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.words import gettext as _

CASE = "case:"


def read_xes(path: Path, names: dict[str, str], tick: Tick) -> Columns:
    """The attributes `names` as text columns, one row per event; rows are counted over all traces from 1."""
    kept: dict[str, list[str | None]] = {name: [] for name in names}
    seen: set[str] = set()
    for values in events(path, tick, seen):
        for name, column in kept.items():
            column.append(values.get(name))
    if not seen:
        raise BadLog(_("XES 文件里没有任何事件。"), path=path)
    check_named(path, names, sorted(seen))
    return Columns(pa.table({name: pa.array(column, pa.string()) for name, column in kept.items()}), first_row=1)


def events(path: Path, tick: Tick, seen: set[str]) -> Iterator[dict[str, str]]:
    """Each event's attributes with those of its trace; `seen` gathers every name there is."""
    with open_log(path, tick) as stream:
        steps = etree.iterparse(stream, events=("end",), tag="{*}trace", resolve_entities=False, no_network=True, load_dtd=False)
        try:
            for _step, trace in steps:
                yield from of_trace(trace, seen)
                forget(trace)
        except etree.XMLSyntaxError as error:
            raise BadLog(_("XML 不完整或有错：%(why)s") % {"why": error.msg}, path=path, row=error.lineno) from error


def of_trace(trace: etree._Element, seen: set[str]) -> Iterator[dict[str, str]]:
    shared = {CASE + key: value for key, value in attributes(trace)}
    for child in trace.iterchildren("{*}event"):
        values = shared | dict(attributes(child))
        seen.update(values)
        yield values


def attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    """(key, value) of an element's own attributes; nested ones and lists are no columns."""
    for child in element.iterchildren(tag=etree.Element):
        key, value = child.get("key"), child.get("value")
        if key is not None and value is not None:
            yield key, value


def forget(element: etree._Element) -> None:
    """Frees a trace that has been read and everything before it."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]
