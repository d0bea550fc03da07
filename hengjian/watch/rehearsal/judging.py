"""One part of the facts judged by two lawbooks: what each says, and where the one says otherwise than the other.

Many cells by the columnar kernel, few by the live check; both give the same answers. What they add up to: `counting.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

import numpy as np

from hengjian.bulk.layout import LAST_DAY, MISSING, NONE, STATE_BITS
from hengjian.bulk.patrol import narrowed
from hengjian.bulk.table.assemble import Names
from hengjian.bulk.times import EPOCH
from hengjian.bulk.two_laws import Rows, TwoLaws, both, differing, two_laws
from hengjian.core.evaluate import evaluate
from hengjian.core.evaluation import Breach, Duty, Mark
from hengjian.core.facts import Fact
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import CLOCK_CHECKS, Rule
from hengjian.watch.rehearsal.facts import Part, log_of

KERNEL_PAYS = 1_000_000  # cells (matters times rules) from which loading the kernel is worth its second
FIRST = date(1970, 1, 1).toordinal()
WORDS = {bit: word for word, bit in STATE_BITS.items() if word != "passed"}
STATE, DUE, RULE, MATTER, KEY, EVENT = 4, 5, 1, 0, 2, 3


class Answer(NamedTuple):
    """What one lawbook says of one duty or act. `matter`: its place in the part; `event`: its start, or the act."""

    matter: int
    rule: str
    key: str
    event: str
    state: str
    due: date | datetime | None
    at: datetime

    @property
    def identity(self) -> tuple[int, str, str, str]:
        return self[:4]


@dataclass
class Said:
    """What both lawbooks say of a part. `counts[rule, state]` of every answer; `gone` and `come` are the answers that only the one
    gives, or gives otherwise; `unclear`: matters and rules that the new one cannot decide."""

    old: Counter[tuple[str, str]] = field(default_factory=Counter)
    new: Counter[tuple[str, str]] = field(default_factory=Counter)
    gone: list[Answer] = field(default_factory=list)
    come: list[Answer] = field(default_factory=list)
    unclear: set[tuple[int, str]] = field(default_factory=set)


@dataclass(frozen=True)
class Trial:
    """A lawbook and a draft of its successor: only the rules in which they differ are judged."""

    old: Lawbook
    new: Lawbook

    @cached_property
    def rules(self) -> tuple[list[Rule], list[Rule]]:
        return differing(self.old, self.new)

    @cached_property
    def all_rules(self) -> list[Rule]:
        return [*self.rules[0], *self.rules[1]]

    @cached_property
    def changed(self) -> list[str]:
        """Ids of the rules that differ, in the order of the draft, then those that it takes away."""
        return list(dict.fromkeys([*(rule.id for rule in self.rules[1]), *(rule.id for rule in self.rules[0])]))

    @cached_property
    def acts(self) -> frozenset[str]:
        """Ids of those that are no clocks."""
        return frozenset(rule.id for rule in self.all_rules if rule.check not in CLOCK_CHECKS)

    @cached_property
    def columns(self) -> TwoLaws:
        return two_laws(self.old, self.new, self.rules)

    @cached_property
    def laws(self) -> tuple[Lawbook, Lawbook]:
        """Both with none but the rules that differ."""
        return narrowed(self.old, {one.id for one in self.rules[0]}), narrowed(self.new, {one.id for one in self.rules[1]})

    @cached_property
    def live_laws(self) -> tuple[Lawbook, Lawbook]:
        """Both with those of them that columns cannot hold."""
        return narrowed(self.old, set(self.columns.live)), narrowed(self.new, set(self.columns.live))

    @cached_property
    def column_laws(self) -> tuple[Lawbook, Lawbook]:
        return without(self.laws[0], self.columns.live), without(self.laws[1], self.columns.live)


def without(law: Lawbook, ids: frozenset[str]) -> Lawbook:
    return narrowed(law, set(law.rules) - ids)


def judged(part: Part, trial: Trial, now: datetime, *, columnar: bool) -> Said:
    """Both lawbooks over one part; `columnar` where there is enough of it for the kernel."""
    said = Said()
    if not columnar:
        judge_live(said, part, range(len(part.matters)), trial.laws, now)
        return said
    laws = trial.columns
    log = log_of(part, {*laws.old.fields})
    old, new = both(log, laws, (now - EPOCH) // timedelta(microseconds=1))
    live = old.live | new.live
    compare_rows(said, part, trial, (old, new), live)
    judge_live(said, part, np.flatnonzero(live).tolist(), trial.column_laws, now)
    judge_live(said, part, range(len(part.matters)), trial.live_laws, now)
    return said


def judge_live(said: Said, part: Part, matters: Sequence[int], laws: tuple[Lawbook, Lawbook], now: datetime) -> None:
    """These matters by the live check."""
    if not laws[0].rules and not laws[1].rules:
        return
    for matter in matters:
        before, after = (answers(part, matter, law, now) for law in laws)
        said.old.update((one.rule, one.state) for one in before)
        said.new.update((one.rule, one.state) for one in after)
        known, come = set(before), set(after)
        said.gone += [one for one in before if one not in come]
        said.come += [one for one in after if one not in known]
        said.unclear |= {(matter, one.rule) for one in after if one.state == "undetermined"}


def answers(part: Part, matter: int, law: Lawbook, now: datetime) -> list[Answer]:
    found = evaluate(part.facts[matter], law, now, attributes=part.attributes[matter])
    return [*(of_duty(matter, duty) for duty in found.duties), *(of_act(matter, one) for one in found.judgements)]


def of_duty(matter: int, duty: Duty) -> Answer:
    return Answer(matter, duty.rule, duty.key, duty.started.id, duty.state, plain_due(duty.due), moment_of(duty.started))


def of_act(matter: int, one: Breach) -> Answer:
    return Answer(matter, one.rule, one.key, one.act.id, one.verdict, None, moment_of(one.act))


def moment_of(mark: Mark) -> datetime:
    return mark.at.astimezone(UTC)


def plain_due(due: date | datetime | None) -> date | datetime | None:
    return due.astimezone(UTC) if isinstance(due, datetime) else due


def compare_rows(said: Said, part: Part, trial: Trial, sides: tuple[Rows, Rows], live: np.ndarray) -> None:
    """The kernel's answers of both sides, their rules numbered through in common; only those that differ become words."""
    places = {name: place for place, name in enumerate(trial.changed)}
    rows = []
    for side, table in zip(sides, (trial.columns.old, trial.columns.new), strict=True):
        own = side.rows[~live[side.rows[:, MATTER]]][:, : DUE + 1].copy()
        own[:, RULE] = np.array([places[rule.id] for rule in table.rules] or [0], np.int64)[own[:, RULE]]
        rows.append(own)
    old, new = rows
    said.old.update(tallied(old, trial))
    said.new.update(tallied(new, trial))
    keys = Names.of(key for fact in part.flat for key in fact.about).words
    said.gone += worded(old[~among(old, new)], part, trial, keys)
    said.come += worded(new[~among(new, old)], part, trial, keys)
    unclear = new[new[:, STATE] == STATE_BITS["undetermined"]]
    said.unclear |= {(int(row[MATTER]), trial.changed[row[RULE]]) for row in unclear}


def among(rows: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Which rows stand among the others word for word."""
    whole = np.dtype((np.void, rows.dtype.itemsize * rows.shape[1]))
    return np.isin(np.ascontiguousarray(rows).view(whole).ravel(), np.ascontiguousarray(others).view(whole).ravel())


def tallied(rows: np.ndarray, trial: Trial) -> Mapping[tuple[str, str], int]:
    pairs, counts = np.unique(rows[:, [RULE, STATE]], axis=0, return_counts=True)
    return {(trial.changed[rule], word(trial, rule, bit)): int(count) for (rule, bit), count in zip(pairs, counts, strict=True)}


def word(trial: Trial, rule: int, bit: int) -> str:
    """The state as the live check says it: an act that is in order has passed."""
    act = bit == STATE_BITS["met"] and trial.changed[rule] in trial.acts
    return "passed" if act else WORDS[int(bit)]


def worded(rows: np.ndarray, part: Part, trial: Trial, keys: Sequence[str]) -> Iterator[Answer]:
    facts: Sequence[Fact] = part.flat
    for row in rows.tolist():
        fact = facts[row[EVENT]]
        key = keys[row[KEY]] if row[KEY] != NONE else ""
        state, at = word(trial, row[RULE], row[STATE]), fact.at.astimezone(UTC)
        yield Answer(row[MATTER], trial.changed[row[RULE]], key, fact.id, state, due_of(row[DUE]), at)


def due_of(said: int) -> date | datetime | None:
    """A day, or a minute, as numbers since 1970 of a size that no day has."""
    if said == MISSING:
        return None
    return date.fromordinal(said + FIRST) if said <= LAST_DAY else EPOCH + timedelta(minutes=said)
