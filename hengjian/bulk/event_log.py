"""A log in the house's own terms: events sorted by matter, time and file order, with everything odd about the file counted.

Reading files stands in `readers/`, the law in `core/`. Nothing is dropped without a note.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from hengjian.bulk.mapping import Mapping
from hengjian.bulk.times import EPOCH, MICROSECOND
from hengjian.core.facts import Fact

Values = list[Any]
FIRST_ROWS = 5  # how many rows a note names


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the file that a reader of the findings must know: a code, a count, and the first rows."""

    code: str
    count: int
    rows: tuple[int, ...] = ()


@dataclass(slots=True)
class EventLog:
    """Events in the order in which the law reads them. `starts[i]:starts[i + 1]` are the events of `matters[i]`."""

    path: Path
    mapping: Mapping
    matters: list[str]
    units: list[str]
    attributes: list[dict[str, Any]]
    starts: np.ndarray
    matter: np.ndarray
    kinds: list[str]
    kind: np.ndarray
    at: np.ndarray
    date_only: np.ndarray
    row: np.ndarray
    about: list[tuple[str, ...]]
    by: list[str]
    fields: dict[str, Values]
    notes: list[Note] = field(default_factory=list)

    @classmethod
    def none(cls, path: Path, mapping: Mapping) -> EventLog:
        """A log of which nothing is held here: it is read elsewhere."""
        whole, flags = np.empty(0, np.int64), np.empty(0, bool)
        return cls(path, mapping, [], [], [], np.zeros(1, np.int64), whole, [], whole, whole, flags, whole, [], [], {})

    def __len__(self) -> int:
        return len(self.at)

    def facts(self, matter: int) -> list[Fact]:
        """The facts of one matter. `id` is the file's row."""
        return [self.fact(place) for place in range(int(self.starts[matter]), int(self.starts[matter + 1]))]

    def fact(self, place: int) -> Fact:
        return Fact(
            kind=self.kinds[self.kind[place]],
            at=self.moment(place),
            body={name: values[place] for name, values in self.fields.items() if values[place] is not None},
            about=self.about[place],
            by=self.by[place],
            seq=place - int(self.starts[self.matter[place]]),
            id=str(self.row[place]),
            date_only=bool(self.date_only[place]),
        )

    def is_left_out(self, _matter: int) -> bool:
        """Whether a matter is told elsewhere: never here."""
        return False

    def moment(self, place: int) -> datetime:
        return (EPOCH + int(self.at[place]) * MICROSECOND).astimezone(self.mapping.zone)

    def every_matter(self) -> Iterator[tuple[int, list[Fact]]]:
        for matter in range(len(self.matters)):
            yield matter, self.facts(matter)


def first_rows(row: np.ndarray, chosen: np.ndarray) -> tuple[int, ...]:
    """The first file rows of those chosen."""
    return tuple(int(r) for r in np.sort(row[chosen])[:FIRST_ROWS])


def codes_of(values: pa.Array) -> tuple[np.ndarray, list[str]]:
    """Dictionary codes (-1 for null) and the words, in order of first appearance."""
    encoded = values.dictionary_encode()
    return np.asarray(encoded.indices.fill_null(-1)).astype(np.int64), encoded.dictionary.to_pylist()
