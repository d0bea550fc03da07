"""Two lawbooks over the same columns: the facts are read and coded once, and both rule tables run over them. Nothing is compiled.

Which rules differ: `core/lawbook/differing.py`; what the differences mean to somebody stands in `watch/rehearsal/`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil

import numpy as np

from hengjian.bulk.event_log import EventLog
from hengjian.bulk.frame import Frame, frames_of
from hengjian.bulk.layout import Out
from hengjian.bulk.spread import run, space
from hengjian.bulk.table.assemble import Names
from hengjian.bulk.table.columns import WHO, RuleTable, rule_table
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import Rule

WORDS = ("kinds", "fields", "attributes", "texts")
ROOM = 2  # answers a matter and rule are given room for at first; where there are more, the kernel runs once more
WIDTH = 6  # words of a row that are compared: all but the event that ended a duty, which its due time and state say enough of


@dataclass(frozen=True)
class TwoLaws:
    """Rules of two lawbooks as tables that share their words. `live`: ids of the rules that columns cannot hold on one side or the other;
    they stand in neither."""

    old: RuleTable
    new: RuleTable
    live: frozenset[str]

    @property
    def tables(self) -> tuple[RuleTable, RuleTable]:
        return self.old, self.new

    @cached_property
    def ids(self) -> list[str]:
        """The ids of the rules of both, by which answers are numbered in common."""
        return list(dict.fromkeys(rule.id for table in (self.new, self.old) for rule in table.rules))

    def places(self, table: RuleTable) -> np.ndarray:
        """Number in `ids` of each rule of a table."""
        return np.array([self.ids.index(rule.id) for rule in table.rules], np.int64)


def two_laws(old: Lawbook, new: Lawbook, rules: tuple[Sequence[Rule], Sequence[Rule]]) -> TwoLaws:
    """The tables of these rules of each side, in the words of both."""
    before, after = rule_table(old, rules[0]), rule_table(new, rules[1])
    live = frozenset({*before.live, *after.live})
    if live:
        before, after = (rule_table(law, [rule for rule in own if rule.id not in live]) for law, own in ((old, rules[0]), (new, rules[1])))
    words = {name: Names.of([*getattr(before, name), *getattr(after, name)]) for name in WORDS}
    return TwoLaws(in_words(before, words), in_words(after, words), live)


def in_words(table: RuleTable, words: Mapping[str, Names]) -> RuleTable:
    """The table in these words, among which are all of its own."""
    who = np.array([*(words["fields"].code(name) for name in WHO), words["attributes"].code("level")], np.int64)
    kinds, fields, attributes, texts = (tuple(words[name].words) for name in WORDS)
    return replace(table, kinds=kinds, fields=fields, attributes=attributes, texts=texts, who=who)


@dataclass(frozen=True)
class Compared:
    """What both sides say of some matters. `old` and `new`: cells and tally of each, by the rules of its table. `gone` and `come`: the
    answers that only the one gives, as rows (matter, rule, key, event, bit, due) with rules numbered by `TwoLaws.ids`. `live`: matters
    left out of everything, to be judged live."""

    old: Out
    new: Out
    gone: np.ndarray
    come: np.ndarray
    live: np.ndarray


def both(log: EventLog, laws: TwoLaws, now: int) -> Compared:
    """Both sides at `now` (microseconds) over a log that is coded once."""
    return compared(frames_of(log, (laws.old, laws.new)), laws, now)


def compared(frames: Sequence[Frame], laws: TwoLaws, now: int) -> Compared:
    """Both sides over the same columns; only matters of which they say different things are told answer by answer."""
    unfit = frames[0].unfit
    outs = [summed(frame, table, now, unfit) for frame, table in zip(frames, laws.tables, strict=True)]
    live = (outs[0].given_up | outs[1].given_up).astype(bool)
    if not np.array_equal(outs[0].given_up, outs[1].given_up):
        outs = [summed(frame, table, now, live) for frame, table in zip(frames, laws.tables, strict=True)]
    cells: np.ndarray = differ(laws, outs) & ~live[:, None]
    old, new = (rows_of(frame, laws, table, now, cells) for frame, table in zip(frames, laws.tables, strict=True))
    return Compared(outs[0], outs[1], old[~among(old, new)], new[~among(new, old)], live)


def summed(frame: Frame, rules: RuleTable, now: int, left_out: np.ndarray) -> Out:
    """One side with the sums of its answers."""
    count = len(frame.columns.starts) - 1
    out = space(count, len(rules.rules), left_out, sums=np.zeros((count, len(rules.rules)), np.int64))
    if len(rules.rules):
        run(frame.table, frame.columns, rules, now, out)
    return out


def differ(laws: TwoLaws, outs: Sequence[Out]) -> np.ndarray:
    """The cells (matters by `ids`) in which the sides say different things."""
    sums = [out.sums for out in outs]
    if not np.array_equal(laws.places(laws.old), laws.places(laws.new)):
        sums = [spread_out(out.sums, laws.places(table), len(laws.ids)) for out, table in zip(outs, laws.tables, strict=True)]
    found: np.ndarray = sums[0] != sums[1]
    return found


def spread_out(sums: np.ndarray, places: np.ndarray, width: int) -> np.ndarray:
    """The columns of one side at their places among those of both."""
    found = np.zeros((len(sums), width), np.int64)
    found[:, places] = sums
    return found


def rows_of(frame: Frame, laws: TwoLaws, rules: RuleTable, now: int, cells: np.ndarray) -> np.ndarray:
    """The answers of one side in these cells, run again with more room where there were more than expected."""
    left_out = np.logical_not(cells.any(axis=1))
    room = ceil(ROOM * int((~left_out).sum()) * len(rules.rules))
    while room:
        out = space(len(left_out), len(rules.rules), left_out, room)
        number = run(frame.table, frame.columns, rules, now, out)
        if number <= room:
            rows = out.rows[:number, :WIDTH]
            rows[:, 1] = laws.places(rules)[rows[:, 1]]
            asked: np.ndarray = rows[cells[rows[:, 0], rows[:, 1]]]
            return asked
        room = number
    return np.empty((0, WIDTH), np.int64)


def among(rows: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Which rows stand among the others word for word."""
    return np.isin(as_bytes(rows), as_bytes(others))


def as_bytes(rows: np.ndarray) -> np.ndarray:
    """Each row as one text of bytes of the same width, which sort fast and are equal where the rows are."""
    return np.ascontiguousarray(rows).view(f"S{rows.dtype.itemsize * rows.shape[1]}").ravel()
