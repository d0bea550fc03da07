"""Some matters out of files of facts: their heads and narrow columns at once, all of an event where somebody asks for its reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hengjian.bulk.event_log import Note
from hengjian.bulk.facts.columns import MICROSECOND, OF, body_of
from hengjian.bulk.mapping import Mapping
from hengjian.bulk.times import EPOCH
from hengjian.core.corrections import CORRECTED
from hengjian.core.corrections import facts as facts_of
from hengjian.core.facts import Fact

HEADS = ("matter", "unit", "kind", "at", "date_only", "about")
HOUSE = Mapping(matter="matter", event="kind", time=None)
Load = Callable[[Sequence[str] | None], pa.Table]


@dataclass
class Entry:
    """An event read back."""

    id: str
    version: int
    kind: str
    at: datetime
    date_only: bool
    about: Sequence[str]
    by: str
    body: dict[str, Any]


def entry(row: dict[str, Any]) -> Entry:
    at = EPOCH + row["at"] * MICROSECOND
    return Entry(row["id"], row["seq"], row["kind"], at, row["date_only"], row["about"] or (), row["by"] or "", body_of(row))


@dataclass
class FactsLog:
    """Matters in columns up to a moment. `table`: the events not later than it; `of`: where each of its rows stands in what `load` gives.

    `left_out[matter]`: judged elsewhere. `identity`: the column by which findings name an event.
    """

    path: Path
    load: Load
    table: pa.Table
    of: np.ndarray
    left_out: np.ndarray
    notes: list[Note] = field(default_factory=list)
    identity: str = "id"
    mapping: Mapping = HOUSE

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @cached_property
    def starts(self) -> np.ndarray:
        return starts_of(self.table["matter"])

    @cached_property
    def matters(self) -> list[str]:
        return self.heads("matter")

    @cached_property
    def units(self) -> list[str]:
        return self.heads("unit")

    def heads(self, column: str) -> list[Any]:
        """What the first row of each matter says."""
        found: list[Any] = self.table[column].take(pa.array(self.starts[:-1])).to_pylist()
        return found

    @cached_property
    def attributes(self) -> list[dict[str, Any]]:
        """What the rules choose by, for each matter."""
        names = [name for name in self.table.column_names if name.startswith(OF)]
        columns = [self.heads(name) for name in names]
        bare = [name.removeprefix(OF) for name in names]
        return [dict(zip(bare, values, strict=True)) for values in zip(*columns, strict=True)] if names else [{} for _ in self.matters]

    def is_left_out(self, matter: int) -> bool:
        """Whether a matter is told elsewhere."""
        return bool(self.left_out[matter])

    @cached_property
    def kinds(self) -> list[str]:
        found: list[str] = self.table["kind"].chunk(0).dictionary.to_pylist()
        return found

    @cached_property
    def kind(self) -> np.ndarray:
        codes: np.ndarray = self.table["kind"].chunk(0).indices.to_numpy(zero_copy_only=False)
        return codes

    @cached_property
    def matter(self) -> np.ndarray:
        """The place of the matter of each event."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    @cached_property
    def corrected(self) -> np.ndarray:
        """The matters in which something was corrected: their rows are not yet facts."""
        there = np.zeros(len(self.starts) - 1, bool)
        if CORRECTED in self.kinds:
            there[self.matter[self.kind == self.kinds.index(CORRECTED)]] = True
        return there

    @cached_property
    def whole(self) -> tuple[pa.Table, np.ndarray]:
        """Every column of every event, and where its matters begin."""
        table = self.load(None)
        return table, starts_of(table["matter"])

    def rows(self, matter: int) -> list[dict[str, Any]]:
        """Everything that the file says of one matter, in the order of recording."""
        table, starts = self.whole
        place = int(np.searchsorted(starts, self.of[self.starts[matter]], "right"))
        rows = table.slice(int(starts[place - 1]), int(starts[place] - starts[place - 1])).to_pylist()
        return sorted(rows, key=lambda row: int(row["seq"]))

    def facts(self, matter: int) -> list[Fact]:
        """The facts of one matter after corrections, named by `identity`."""
        rows = self.rows(matter)
        names = {row["id"]: str(row[self.identity]) for row in rows}
        return [renamed(fact, names[fact.id]) for fact in facts_of([entry(row) for row in rows])]


def renamed(fact: Fact, name: str) -> Fact:
    if fact.id == name:
        return fact
    return Fact(fact.kind, fact.at, fact.body, fact.about, fact.by, fact.seq, name, fact.date_only)


def starts_of(names: pa.ChunkedArray) -> np.ndarray:
    """Where each matter begins, and the end. The rows of a matter stand together."""
    if not len(names):
        return np.zeros(1, np.int64)
    codes = names.chunk(0).indices.to_numpy(zero_copy_only=False)
    return np.concatenate([[0], np.flatnonzero(codes[1:] != codes[:-1]) + 1, [len(codes)]]).astype(np.int64)


def log_of(
    path: Path, load: Load, fields: Sequence[str], now: datetime, identity: str = "id", left_out: pa.Array | None = None
) -> FactsLog:
    """The matters that `load` gives, as they stood at `now`; of the bodies the columns `fields`. `left_out`: names of matters."""
    table = load(fields)
    late = np.asarray(pc.greater(table["at"].chunk(0), (now - EPOCH) // MICROSECOND)) if table.num_rows else np.empty(0, bool)
    late &= ~changed_later(table)
    elsewhere = among(table["matter"].chunk(0), left_out) if left_out is not None and table.num_rows else np.zeros(len(late), bool)
    there = np.arange(len(late))
    notes: list[Note] = []
    if late.any():
        notes = [Note("future", int((late & ~elsewhere).sum()))]
        table, there, elsewhere = flat(table.filter(pa.array(~late))), there[~late], elsewhere[~late]
    return FactsLog(path, load, table, there, elsewhere[starts_of(table["matter"])[:-1]], [note for note in notes if note.count], identity)


def changed_later(table: pa.Table) -> np.ndarray:
    """The events of matters in which something was corrected, whenever that was: what happened when is known from all of them alone."""
    if not table.num_rows:
        return np.empty(0, bool)
    corrections: np.ndarray = np.asarray(pc.equal(table["kind"].chunk(0).dictionary, CORRECTED))[codes_in(table["kind"])]
    if not corrections.any():
        return corrections
    names = codes_in(table["matter"])
    return np.isin(names, np.unique(names[corrections]))


def codes_in(column: pa.ChunkedArray) -> np.ndarray:
    codes: np.ndarray = column.chunk(0).indices.to_numpy(zero_copy_only=False)
    return codes


def among(names: pa.DictionaryArray, chosen: pa.Array) -> np.ndarray:
    """Which rows are of the chosen matters."""
    words = np.asarray(pc.is_in(names.dictionary, chosen))
    found: np.ndarray = words[names.indices.to_numpy(zero_copy_only=False)]
    return found


def flat(table: pa.Table) -> pa.Table:
    """Each column in one piece, texts by dictionary."""
    return table.unify_dictionaries().combine_chunks()
