"""One part of the facts judged by two lawbooks: what each says, and where the one says otherwise than the other.

Many cells by the columnar kernel (`in_columns.py`), few by the live check; both give the same answers. What they add up to: `counting.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from importlib import import_module
from typing import Any, NamedTuple

from hengjian.core.evaluate import evaluate
from hengjian.core.evaluation import Breach, Duty, Mark
from hengjian.core.lawbook.differing import differing, narrowed
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import CLOCK_CHECKS, Rule
from hengjian.watch.rehearsal.facts import Part

KERNEL_PAYS = 1_000_000  # cells (matters times rules) from which loading the kernel is worth its second
COLUMNS = "hengjian.watch.rehearsal.in_columns"  # looked up only where it pays


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
    def columns(self) -> Any:
        """Their tables for the kernel (`bulk.two_laws.TwoLaws`)."""
        return import_module(COLUMNS).tables_of(self)

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
    import_module(COLUMNS).judge_in_columns(said, part, trial, now)
    return said


def judge_live(said: Said, part: Part, matters: Iterable[int], laws: tuple[Lawbook, Lawbook], now: datetime) -> None:
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
