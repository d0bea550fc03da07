"""The columns of a file of facts, and rows laid out in them. Files stand in `writing.py` and `reading.py`.

One row an event, as it was recorded; corrections are rows too and act when facts are read. `matter`, `unit`, `stage` and `of:NAME` (what
the rules choose by) say the same on every row of a matter. `text:NAME`, `number:NAME`, `boolean:NAME` hold the fields of the clear body by
their sort, `json:NAME` what is none of these.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pyarrow as pa

from hengjian.bulk.times import EPOCH
from hengjian.core.corrections import Recorded

MICROSECOND = timedelta(microseconds=1)
FIXED = {
    "matter": pa.string(),
    "unit": pa.string(),
    "stage": pa.string(),
    "seq": pa.int32(),
    "id": pa.string(),
    "kind": pa.string(),
    "at": pa.int64(),
    "date_only": pa.bool_(),
    "by": pa.string(),
    "about": pa.list_(pa.string()),
}
OF = "of:"
SORTS: dict[type, tuple[str, pa.DataType]] = {
    str: ("text:", pa.string()),
    int: ("number:", pa.int64()),
    bool: ("boolean:", pa.bool_()),
}
OTHER = "json:"
BODY = (*(prefix for prefix, _type in SORTS.values()), OTHER)


@dataclass(frozen=True, slots=True)
class Heading:
    """What is the same for all events of a matter. `attributes`: what the rules choose by, texts alone; `unit`: its code."""

    matter: str
    unit: str
    stage: str
    attributes: Mapping[str, str]


@dataclass(slots=True)
class Rows:
    """Events of some matters while they are gathered: columns that every event fills, and the others as (row, value)."""

    fixed: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in FIXED})
    sparse: dict[str, list[tuple[int, Any]]] = field(default_factory=dict)
    types: dict[str, pa.DataType] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.fixed["at"])

    def add(self, heading: Heading, event: Recorded) -> None:
        """One more event."""
        fixed, row = self.fixed, len(self)
        fixed["matter"].append(heading.matter)
        fixed["unit"].append(heading.unit)
        fixed["stage"].append(heading.stage)
        fixed["seq"].append(event.version)
        fixed["id"].append(event.id)
        fixed["kind"].append(event.kind)
        fixed["at"].append((event.at - EPOCH) // MICROSECOND)
        fixed["date_only"].append(event.date_only)
        fixed["by"].append(event.by or None)
        fixed["about"].append(list(event.about) or None)
        for name, value in heading.attributes.items():
            self.put(row, OF + name, pa.string(), value)
        for name, value in event.body.items():
            if value is not None:
                self.put(row, *cell(name, value))

    def put(self, row: int, column: str, kind: pa.DataType, value: Any) -> None:
        """A value in a column that not every event has."""
        self.types.setdefault(column, kind)
        self.sparse.setdefault(column, []).append((row, value))

    def table(self) -> pa.Table:
        """All of it in columns."""
        found = {name: pa.array(values, FIXED[name]) for name, values in self.fixed.items()}
        for name in sorted(self.sparse):
            whole: list[Any] = [None] * len(self)
            for row, value in self.sparse[name]:
                whole[row] = value
            found[name] = pa.array(whole, self.types[name])
        return pa.table(found)


def cell(name: str, value: Any) -> tuple[str, pa.DataType, Any]:
    """The column of a value of a body, its type, and what stands there."""
    known = SORTS.get(type(value))
    if known is None:
        return OTHER + name, pa.string(), json.dumps(value, ensure_ascii=False, sort_keys=True)
    return known[0] + name, known[1], value


def body_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The clear body in a row."""
    found: dict[str, Any] = {}
    for column, value in row.items():
        prefix, _colon, name = column.partition(":")
        if value is not None and f"{prefix}:" in BODY:
            found[name] = json.loads(value) if f"{prefix}:" == OTHER else value
    return found


def in_order(events: Sequence[Recorded]) -> list[Recorded]:
    """The events of a matter as the law reads them."""
    return sorted(events, key=lambda event: (event.at, event.version))
