"""Events as parallel columns while a log is being read: chosen, joined and compared as whole arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from hengjian.bulk.mapping import Mapping, TimeColumn
from hengjian.bulk.per_matter import one_of_each
from hengjian.bulk.times import read_moments


@dataclass(frozen=True, slots=True)
class Rows:
    """`source` is the place of the record that an event comes from; one record may give several milestones."""

    matter: np.ndarray
    kinds: list[str]
    kind: np.ndarray
    at: np.ndarray
    date_only: np.ndarray
    row: np.ndarray
    source: np.ndarray
    first_milestone: int | None = None

    @classmethod
    def none(cls) -> Rows:
        whole = np.empty(0, np.int64)
        return cls(whole, [], whole, whole, np.empty(0, bool), whole, whole, 0)

    def __len__(self) -> int:
        return len(self.at)

    def chosen(self, which: np.ndarray) -> Rows:
        """The rows that a mask or a list of places picks, in that order."""
        return Rows(
            self.matter[which], self.kinds, self.kind[which], self.at[which], self.date_only[which], self.row[which], self.source[which]
        )

    def joined(self, other: Rows) -> Rows:
        kinds = self.kinds + other.kinds
        return Rows(
            np.concatenate([self.matter, other.matter]),
            kinds,
            np.concatenate([self.kind, other.kind + len(self.kinds)]),
            np.concatenate([self.at, other.at]),
            np.concatenate([self.date_only, other.date_only]),
            np.concatenate([self.row, other.row]),
            np.concatenate([self.source, other.source]),
            len(self),
        ).one_code_per_kind()

    def one_code_per_kind(self) -> Rows:
        """Two names of the log that mean one kind get one code."""
        kinds = list(dict.fromkeys(self.kinds))
        codes = np.array([kinds.index(kind) for kind in self.kinds] + [0], np.int64)
        return Rows(self.matter, kinds, codes[self.kind], self.at, self.date_only, self.row, self.source, self.first_milestone)

    def is_milestone(self, place: int) -> bool:
        return self.first_milestone is not None and place >= self.first_milestone

    def same(self, one: int, other: int) -> bool:
        return all(column[one] == column[other] for column in (self.matter, self.kind, self.at))


def milestone_rows(
    table: pa.Table, row: np.ndarray, matter: np.ndarray, matters: list[str], mapping: Mapping, row_of: Callable[[int], int]
) -> Rows:
    """Events that stand as columns of the matter (`milestones`): one per matter and filled column, at the matter's first record."""
    found = Rows.none()
    first = np.unique(matter, return_index=True)[1]
    for kind, spec in mapping.milestones.items():
        moments = read_moments(table[spec.column], TimeColumn(spec.column, date_only=spec.type == "date"), mapping.zone, row_of)
        pairs = zip(moments.at.tolist(), moments.date_only.tolist(), moments.there.tolist(), strict=True)
        values = one_of_each([(at, day) if there else None for at, day, there in pairs], matter, matters, row, spec.column)
        filled = np.array([code for code, value in enumerate(values) if value is not None], np.int64)
        at = np.array([values[code][0] for code in filled], np.int64)
        days = np.array([values[code][1] for code in filled], bool)
        source = first[filled]
        found = found.joined(Rows(filled, [kind], np.zeros(len(filled), np.int64), at, days, row[source], source))
    return found
