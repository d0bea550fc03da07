"""Rules made simpler by what is known of a whole log: kinds that never occur, fields and attributes that it does not have.

A simpler rule gives the same answers on that log, and on no other. What an answer is stands in `core/conditions.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from hengjian.bulk.layout import NO, UNKNOWN, YES
from hengjian.bulk.table.assemble import ACTOR
from hengjian.core.lawbook.acts import (
    AgeGate,
    AtMost,
    Authority,
    Excuse,
    Needs,
    NotAfter,
    Paper,
    Presence,
    RequiredDocument,
    RequiredStep,
    Separation,
)  # fmt: skip
from hengjian.core.lawbook.clocks import Clock, Interval, Limit, Terms
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.values import NOTHING, Condition, Dated, Path, Pattern, Patterns, Test

Value = TypeVar("Value")
Shape = TypeVar("Shape", RequiredStep, RequiredDocument, NotAfter, Presence, AgeGate)


@dataclass(frozen=True)
class Known:
    """What a log has: kinds of its events, fields with a value somewhere (`ACTOR` for the one who acted), attributes with a value."""

    kinds: frozenset[str]
    fields: frozenset[str]
    attributes: frozenset[str]

    def there(self, where: Test | Path) -> bool:
        """Whether a value may stand at the end of the path."""
        if where.scope == "matter":
            return where.field in self.attributes
        if where.scope == "fact" and where.kind not in self.kinds:
            return False
        return (ACTOR if where.scope == "event" and where.field == "by" else where.field) in self.fields

    def test(self, test: Test) -> int | None:
        """What a test says of every event of the log; None where that depends on the event."""
        if self.there(test):
            return None
        if test.operation == "present":
            return NO if test.value else YES
        return UNKNOWN if test.absent is None else YES if test.absent else NO

    def answer(self, condition: Condition) -> int | None:
        """What a condition says of every event; None where that depends on the event."""
        said = [self.test(test) for test in condition]
        if NO in said:
            return NO
        if None in said:
            return None
        return UNKNOWN if UNKNOWN in said else YES

    def condition(self, condition: Condition) -> Condition:
        """The tests that do not always hold."""
        return tuple(test for test in condition if self.test(test) != YES)

    def patterns(self, patterns: Patterns) -> Patterns:
        """The patterns that some event may fit."""
        kept = [one for one in patterns.any_of if one.kind in self.kinds and self.answer(one.when) != NO]
        return replace(patterns, any_of=tuple(Pattern(one.kind, self.condition(one.when)) for one in kept))


def each_value(dated: Dated[Value], simpler: Callable[[Value], Value]) -> Dated[Value]:
    return Dated(dated.days, tuple(None if value is None else simpler(value) for value in dated.values))


def folded(rule: Rule, known: Known) -> Rule:
    """The rule as far as a log of this sort can tell; its triggers and kinds are those that occur."""
    shape: Any = FOLDS[type(rule.shape)](rule.shape, known)
    return replace(rule, shape=shape, triggers=triggers_of(shape), kinds=rule.kinds & known.kinds)


def triggers_of(shape: Any) -> frozenset[str]:
    """The kinds that can still make the rule answer."""
    if isinstance(shape, Clock):
        return shape.triggers
    acts: Dated[Patterns] = shape.second if isinstance(shape, Separation) else shape.act
    return frozenset(kind for patterns in acts.in_force() for kind in patterns.kinds)


def fold_clock(clock: Clock, known: Known) -> Clock:
    return Clock(each_value(clock.starts, known.patterns), each_value(clock.versions, lambda terms: fold_terms(terms, known)))


def fold_terms(terms: Terms, known: Known) -> Terms:
    """What explains an overdue duty changes none of its states."""
    return replace(
        terms,
        limits=fold_limits(terms.limits, known),
        met_by=known.patterns(terms.met_by),
        steps=terms.steps if any(step.kind in known.kinds for step in terms.steps) else (),
        intervals=fold_intervals(terms.intervals, known),
        restarted_by=known.patterns(terms.restarted_by),
        released_by=known.patterns(terms.released_by),
        explained_by=NOTHING,
    )


def fold_limits(limits: tuple[Limit, ...], known: Known) -> tuple[Limit, ...]:
    """The variants that may hold, up to the first that always does; where none may, there is no duty."""
    kept: list[Limit] = []
    for limit in limits:
        answer = known.answer(limit.when)
        if answer != NO:
            kept.append(replace(limit, when=known.condition(limit.when)))
        if answer in (YES, UNKNOWN):
            break
    return tuple(kept) or (Limit((), limits[0].source, none=True),)


def fold_intervals(intervals: tuple[Interval, ...], known: Known) -> tuple[Interval, ...]:
    """The intervals that can begin, and those whose end may leave a doubt."""
    simpler = (replace(one, start=known.patterns(one.start), end=known.patterns(one.end)) for one in intervals)
    return tuple(one for one in simpler if one.start.any_of or one.end.kinds != one.end.plain)


def fold_excuse(excuse: Excuse, known: Known) -> Excuse:
    return replace(excuse, events=known.patterns(excuse.events))


def fold_needs(needs: Needs, known: Known) -> Needs:
    """Where each of the events is asked for, none may be left out."""
    return replace(needs, events=needs.events if needs.each else known.patterns(needs.events), after=known.patterns(needs.after))


def fold_paper(paper: Paper, known: Known) -> Paper:
    return replace(paper, events=known.patterns(paper.events))


def fold_step(shape: RequiredStep, known: Known) -> RequiredStep:
    return replace(fold_act(shape, known), needs=each_value(shape.needs, lambda one: fold_needs(one, known)))


def fold_document(shape: RequiredDocument, known: Known) -> RequiredDocument:
    return replace(fold_act(shape, known), needs=each_value(shape.needs, lambda one: fold_paper(one, known)))


def fold_after(shape: NotAfter, known: Known) -> NotAfter:
    return replace(fold_act(shape, known), after=each_value(shape.after, known.patterns), until=known.patterns(shape.until))


def fold_count(shape: AtMost, known: Known) -> AtMost:
    return replace(shape, act=each_value(shape.act, known.patterns), since=known.patterns(shape.since))


def fold_separation(shape: Separation, known: Known) -> Separation:
    return replace(shape, first=each_value(shape.first, known.patterns), second=each_value(shape.second, known.patterns))


def fold_authority(shape: Authority, known: Known) -> Authority:
    return replace(shape, act=each_value(shape.act, known.patterns))


def fold_act(shape: Shape, known: Known) -> Shape:
    """The act and what excuses it."""
    return replace(
        shape, act=each_value(shape.act, known.patterns), unless=each_value(shape.unless, lambda excuse: fold_excuse(excuse, known))
    )


FOLDS: Mapping[type, Callable[[Any, Known], Any]] = {
    Clock: fold_clock,
    RequiredStep: fold_step,
    RequiredDocument: fold_document,
    NotAfter: fold_after,
    Presence: fold_act,
    AgeGate: fold_act,
    AtMost: fold_count,
    Separation: fold_separation,
    Authority: fold_authority,
}
