"""Two lawbooks over the same columns: the facts are read and coded once, and both rule tables run over them. Nothing is compiled.

Which rules differ: `core/lawbook/differing.py`; what the differences mean to somebody stands in `watch/rehearsal/`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hengjian.bulk.event_log import EventLog
from hengjian.bulk.frame import Frame, frames_of
from hengjian.bulk.layout import ROW_WIDTH
from hengjian.bulk.spread import run, space
from hengjian.bulk.table.assemble import Names
from hengjian.bulk.table.columns import WHO, RuleTable, rule_table
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import Rule

WORDS = ("kinds", "fields", "attributes", "texts")
ROOM = 2  # answers a matter and rule are given room for at first; where there are more, the kernel runs once more


@dataclass(frozen=True)
class TwoLaws:
    """Rules of two lawbooks as tables that share their words. `live`: ids of the rules that columns cannot hold on one side or the other;
    they stand in neither."""

    old: RuleTable
    new: RuleTable
    live: frozenset[str]


def two_laws(old: Lawbook, new: Lawbook, rules: tuple[Sequence[Rule], Sequence[Rule]]) -> TwoLaws:
    """The tables of these rules of each side, in the words of both."""
    live = frozenset({*rule_table(old, rules[0]).live, *rule_table(new, rules[1]).live})
    before, after = (rule_table(law, [rule for rule in own if rule.id not in live]) for law, own in zip((old, new), rules, strict=True))
    words = {name: Names.of([*getattr(before, name), *getattr(after, name)]) for name in WORDS}
    return TwoLaws(in_words(before, words), in_words(after, words), live)


def in_words(table: RuleTable, words: Mapping[str, Names]) -> RuleTable:
    """The table in these words, among which are all of its own."""
    who = np.array([*(words["fields"].code(name) for name in WHO), words["attributes"].code("level")], np.int64)
    kinds, fields, attributes, texts = (tuple(words[name].words) for name in WORDS)
    return replace(table, kinds=kinds, fields=fields, attributes=attributes, texts=texts, who=who)


@dataclass(frozen=True)
class Rows:
    """What one side answers: `rows` as the kernel writes them (`layout.ROW_WIDTH`), without those of matters that are to be judged live."""

    rows: np.ndarray
    live: np.ndarray


def both(log: EventLog, laws: TwoLaws, now: int) -> tuple[Rows, Rows]:
    """Every answer of both sides at `now` (microseconds) over a log that is coded once."""
    old, new = frames_of(log, (laws.old, laws.new))
    return rows_of(old, laws.old, now), rows_of(new, laws.new, now)


def rows_of(frame: Frame, rules: RuleTable, now: int) -> Rows:
    """The answers of one side, run again with more room where there were more than expected."""
    count = len(frame.columns.starts) - 1
    room = ROOM * count * len(rules.rules)
    while True:
        out = space(count, len(rules.rules), frame.unfit, room)
        number = run(frame.table, frame.columns, rules, now, out) if len(rules.rules) else 0
        if number <= room:
            live = out.given_up.astype(bool)
            rows = out.rows[:number].reshape(number, ROW_WIDTH)
            return Rows(rows[~live[rows[:, 0]]], live)
        room = number


def among(rows: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Which rows stand among the others word for word."""
    whole = np.dtype((np.void, rows.dtype.itemsize * rows.shape[1]))
    return np.isin(np.ascontiguousarray(rows).view(whole).ravel(), np.ascontiguousarray(others).view(whole).ravel())
