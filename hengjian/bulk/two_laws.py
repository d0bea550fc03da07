"""Two lawbooks over the same columns: the facts are read and coded once, and both rule tables run over them. Nothing is compiled.

What the differences mean to somebody stands in `watch/rehearsal/`; which rules differ is said here, by what the law counts with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hengjian.bulk.event_log import EventLog
from hengjian.bulk.frame import Frame, frames_of
from hengjian.bulk.layout import ROW_WIDTH
from hengjian.bulk.spread import run, space
from hengjian.bulk.table.assemble import Names
from hengjian.bulk.table.columns import WHO, RuleTable, rule_table
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import Rule

ROOM = 2  # answers a matter and rule are given room for at first; where there are more, the kernel runs once more
SILENT_POLICIES = frozenset({"warnings", "supervision"})  # they warn and demand, and count nothing


@dataclass(frozen=True)
class TwoLaws:
    """The rules in which two lawbooks differ, as tables that share their words. `old` and `new` hold rules of one side each."""

    old: RuleTable
    new: RuleTable

    @property
    def live(self) -> frozenset[str]:
        """Ids of the rules that columns cannot hold on one side or the other."""
        return frozenset({*self.old.live, *self.new.live})


def differing(old: Lawbook, new: Lawbook) -> tuple[list[Rule], list[Rule]]:
    """The rules of each that may answer otherwise than the other's; all of them where policies or calendars count otherwise."""
    if counts_by(old) != counts_by(new):
        return list(old.rules.values()), list(new.rules.values())
    same = {name for name, rule in old.rules.items() if name in new.rules and says(rule) == says(new.rules[name])}
    return [rule for name, rule in old.rules.items() if name not in same], [rule for name, rule in new.rules.items() if name not in same]


def counts_by(law: Lawbook) -> tuple[Any, ...]:
    """What bears on every rule: the policies that count, and the calendars."""
    policies = {name: policy.value for name, policy in law.policies.items() if name not in SILENT_POLICIES}
    return policies, dict(law.calendars)


def says(rule: Rule) -> tuple[Any, ...]:
    """All of a rule that bears on its answers, and nothing that only describes it."""
    return rule.check, rule.applies_to, rule.per, rule.bearer, rule.shape, rule.judged_by, rule.calendar


def two_laws(old: Lawbook, new: Lawbook, rules: tuple[Sequence[Rule], Sequence[Rule]]) -> TwoLaws:
    """The tables of these rules of each side, in the words of both."""
    before, after = rule_table(old, rules[0]), rule_table(new, rules[1])
    return TwoLaws(in_words_of(before, after), in_words_of(after, before, first=before))


def in_words_of(table: RuleTable, other: RuleTable, first: RuleTable | None = None) -> RuleTable:
    """The table with the other's words beside its own, in one order for both: those of `first` (else its own) come first."""
    one, two = (first, table) if first else (table, other)
    kinds, fields, attributes, texts = (
        Names.of([*getattr(one, name), *getattr(two, name)]) for name in ("kinds", "fields", "attributes", "texts")
    )
    who = np.array([*(fields.code(name) for name in WHO), attributes.code("level")], np.int64)
    return replace(
        table, kinds=tuple(kinds.words), fields=tuple(fields.words), attributes=tuple(attributes.words), texts=tuple(texts.words), who=who
    )  # fmt: skip


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
