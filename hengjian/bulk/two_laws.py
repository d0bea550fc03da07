"""Two lawbooks over the same columns: the facts are read and coded once, and both rule tables run over them. Nothing is compiled.

Which rules differ: `core/lawbook/differing.py`; what the differences mean to somebody stands in `watch/rehearsal/`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from hengjian.bulk.event_log import EventLog
from hengjian.bulk.frame import Frame, frames_of
from hengjian.bulk.layout import Out
from hengjian.bulk.spread import Side, run_both, space
from hengjian.bulk.table.assemble import Names
from hengjian.bulk.table.columns import WHO, RuleTable, rule_table
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import Rule

WORDS = ("kinds", "fields", "attributes", "texts")
SAID = 1_024  # answers of one law on one matter that there is room for at first
ROOM = 24  # answers a matter that differ; where there are more of either, the kernel runs once more


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
    answers that only the one gives, in order of their matters, as rows (matter, rule, key, event, bit, due) with rules numbered by
    `TwoLaws.ids`. `live`: matters left out of everything, to be judged live."""

    old: Out
    new: Out
    gone: np.ndarray
    come: np.ndarray
    live: np.ndarray


def both(log: EventLog, laws: TwoLaws, now: int) -> Compared:
    """Both sides at `now` (microseconds) over a log that is coded once."""
    return compared(frames_of(log, (laws.old, laws.new)), laws, now)


def compared(frames: Sequence[Frame], laws: TwoLaws, now: int) -> Compared:
    """Both sides over the same columns, told apart matter by matter while each is at hand; run once more where there were more answers
    than there was room for."""
    columns, unfit = frames[0].columns, frames[0].unfit
    said, room = SAID, ROOM * len(unfit)
    while True:
        given_up = unfit.astype(np.uint8)
        sides = [side(frame, table, laws, given_up, said) for frame, table in zip(frames, laws.tables, strict=True)]
        told = run_both(sides, columns, now, room)
        if told.most <= said and max(told.goes, told.comes) <= room:
            return Compared(sides[0].out, sides[1].out, told.gone, told.come, given_up.astype(bool))
        said, room = max(said, told.most), max(room, told.goes, told.comes)


def side(frame: Frame, table: RuleTable, laws: TwoLaws, given_up: np.ndarray, said: int) -> Side:
    """One side with room for so many answers of one matter. Both leave out what either gives up."""
    out = space(len(given_up), len(table.rules), given_up, said)._replace(given_up=given_up)
    return Side(frame.table, table, out, laws.places(table))
