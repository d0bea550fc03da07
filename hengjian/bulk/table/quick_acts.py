"""What is said of an act of a kind, as one operation of the short way (`kernel/quick.py`), from a folded rule (`table/folding.py`).

A rule that asks more of an act than which kinds stand is left to the long way, but only where a kind stands that it asks about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hengjian.bulk.layout import (
    BREACHED,
    DOUBTED,
    MOST_BITS,
    NO,
    NONE,
    OP_ACT,
    OP_ANYWHERE,
    OP_BEFORE,
    OP_COUNT,
    OP_TEST,
    OP_UP_TO,
    PASSED,
    SILENT,
    UNDETERMINED,
    UNKNOWN,
    YES,
)
from hengjian.bulk.table.assemble import Sheet
from hengjian.bulk.table.folding import Known, triggers_of
from hengjian.core.lawbook.acts import AgeGate, AtMost, Attendance, Excuse, NotAfter, Presence, RequiredStep, Separation
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.values import ALWAYS, Condition, Dated, Patterns

Words = tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """What operations are written with. `bits`: the bit of each kind that some rule asks about, as far as there are bits."""

    sheet: Sheet
    known: Known
    bits: dict[str, int]

    def can_mark(self, kinds: Iterable[str]) -> bool:
        """Whether there is a bit for each of these kinds; those that have none yet get one."""
        for kind in kinds:
            if kind not in self.bits and len(self.bits) < MOST_BITS:
                self.bits[kind] = len(self.bits)
        return all(kind in self.bits for kind in kinds)

    def mask(self, kinds: Iterable[str]) -> int:
        return sum(1 << self.bits[kind] for kind in set(kinds))


@dataclass(frozen=True)
class Standing:
    """The answer by which kinds stand: `sure` settles it, else one to `ask` about does on the long way, else `open`, else `none`."""

    where: int
    none: int
    sure: frozenset[str] = frozenset()
    sure_bit: int = PASSED
    open: frozenset[str] = frozenset()
    ask: frozenset[str] = frozenset()

    @property
    def kinds(self) -> frozenset[str]:
        return self.sure | self.open | self.ask


@dataclass(frozen=True)
class Tested:
    """The answer by one condition on the act."""

    when: Condition
    no: int
    yes: int


LONG = "the long way"
Saying = int | Standing | Tested | str
Version = tuple[Any, ...]


def eras(*dated: Dated[Any]) -> Iterator[tuple[date, Version]]:
    """The days on which any of these values changes, and their values from then on."""
    for day in sorted({ALWAYS, *(day for one in dated for day in one.days)}):
        yield day, tuple(one.on(day) for one in dated)


def by_answer(patterns: Patterns, known: Known) -> Mapping[int | None, frozenset[str]]:
    """The kinds of the patterns by what their conditions say of every event; None: it depends on the event."""
    found: dict[int | None, set[str]] = {YES: set(), UNKNOWN: set(), None: set(), NO: set()}
    for one in patterns.any_of:
        found[known.answer(one.when)].add(one.kind)
    return {answer: frozenset(kinds) for answer, kinds in found.items()}


def excuse_kinds(excuse: Excuse | None) -> frozenset[str]:
    return excuse.events.kinds if excuse else frozenset()


def always_excused(excuse: Excuse | None, known: Known) -> int | None:
    """What the condition on the act says of every act."""
    return known.answer(excuse.when) if excuse and excuse.when else NO


def say_step(kind: str, version: Version, known: Known) -> Saying:
    needs, excuse = version
    if needs is None:
        return SILENT
    excused = always_excused(excuse, known)
    if excused in (YES, None):
        return PASSED if excused == YES else LONG
    lacking = UNDETERMINED if excused == UNKNOWN else BREACHED
    ask = needs.events.kinds | excuse_kinds(excuse)
    if kind in ask or needs.each or needs.at_least_before or needs.at_most_before or needs.after.any_of:
        return Standing(OP_UP_TO, lacking, ask=ask)
    needed, excusing = by_answer(needs.events, known), by_answer(excuse.events if excuse else Patterns(()), known)
    sure, unclear = needed[YES] | excusing[YES], needed[UNKNOWN] | excusing[UNKNOWN]
    return Standing(OP_UP_TO, lacking, sure, PASSED, unclear, ask=needed[None] | excusing[None])


def say_after(_kind: str, version: Version, known: Known) -> Saying:
    after, beyond, excuse, soon, until = version
    if after is None:
        return PASSED
    if beyond or soon or until.any_of or excuse:
        return Standing(OP_BEFORE, PASSED, ask=after.kinds)
    barring = by_answer(after, known)
    return Standing(OP_BEFORE, PASSED, barring[YES], BREACHED, barring[UNKNOWN], barring[None])


def say_separation(kind: str, version: Version, known: Known) -> Saying:
    first, who = version
    if first is None:
        return SILENT
    if known.there(who) or kind in first.kinds:
        return Standing(OP_ANYWHERE, PASSED, ask=first.kinds)
    others = by_answer(first, known)
    return Standing(OP_ANYWHERE, PASSED, others[YES] | others[UNKNOWN], UNDETERMINED, ask=others[None])


def say_presence(_kind: str, version: Version, known: Known) -> Saying:
    needs, excuse = version
    if needs is None:
        return SILENT
    if always_excused(excuse, known) != NO or excuse_kinds(excuse):
        return LONG
    asked = [one for one in needs.each if met_by_all(one, known) != YES]
    answers = [met_by_all(one, known) for one in asked]
    if None not in answers:
        return BREACHED if NO in answers else UNDETERMINED if UNKNOWN in answers else PASSED
    return attended(asked[0], known) if len(asked) == 1 else LONG


def met_by_all(need: Attendance, known: Known) -> int | None:
    """What a need says of every act; None where that depends on the act."""
    asked = known.answer(need.when)
    offered = [known.answer(one) for one in need.any_of]
    if asked == NO or YES in offered:
        return YES
    if asked is None or None in offered or (need.unclear and known.answer(need.unclear) != NO):
        return None
    return UNKNOWN if UNKNOWN in (asked, *offered) else NO


def attended(need: Attendance, known: Known) -> Saying:
    """A need that hangs on one condition."""
    offered = [known.answer(one) for one in need.any_of]
    if need.unclear and known.answer(need.unclear) != NO:
        return LONG
    if None not in offered:
        return Tested(need.when, PASSED, UNDETERMINED if UNKNOWN in offered else BREACHED)
    if known.answer(need.when) == YES and len(offered) == 1:
        return Tested(need.any_of[0], BREACHED, PASSED)
    return LONG


def say_age(_kind: str, version: Version, known: Known) -> Saying:
    ages, excuse, age, requires = version
    if ages is None:
        return SILENT
    if known.there(age) or requires or excuse or any(known.answer(one.when) is None for one in ages.any_of):
        return LONG
    return UNDETERMINED if any(known.answer(one.when) != NO for one in ages.any_of) else PASSED


def always(value: Any) -> Dated[Any]:
    return Dated((ALWAYS,), (value,))


def parts(shape: Any) -> tuple[tuple[Dated[Any], ...], Callable[[str, Version, Known], Saying]]:
    """The dated values that bear on an act, and what says it."""
    if isinstance(shape, RequiredStep):
        return (shape.act, shape.needs, shape.unless), say_step
    if isinstance(shape, NotAfter):
        return (shape.act, shape.after, shape.beyond, shape.unless, always(shape.soon_after), always(shape.until)), say_after
    if isinstance(shape, Separation):
        return (shape.second, shape.first, always(shape.who)), say_separation
    if isinstance(shape, Presence):
        return (shape.act, shape.needs, shape.unless), say_presence
    if isinstance(shape, AgeGate):
        return (shape.act, shape.ages, shape.unless, always(shape.age), always(shape.requires)), say_age
    return (shape.act,), lambda _kind, _version, _known: LONG


def act_operations(plan: Plan, rule: Rule, place: int, own_day: bool) -> dict[str, list[tuple[date, Words]]]:
    """For each kind that the rule judges: the operation from each day on (empty where there is none)."""
    if not own_day:
        return {kind: [(ALWAYS, (OP_ACT, place, NONE))] for kind in triggers_of(rule.shape)}
    if isinstance(rule.shape, AtMost) and not rule.shape.since.any_of:
        return {kind: count_operations(plan, rule.shape, place, kind) for kind in triggers_of(rule.shape)}
    dated, saying = parts(rule.shape)
    found: dict[str, list[tuple[date, Words]]] = {kind: [] for kind in triggers_of(rule.shape)}
    for day, (act, *version) in eras(*dated):
        for kind, operations in found.items():
            operations.append((day, operation(plan, act, kind, saying(kind, tuple(version), plan.known), place)))
    return found


def asked_of(plan: Plan, patterns: Patterns | None, kind: str) -> int | None:
    """The conditions of which one must hold for an event of the kind: NONE if it always fits, DOUBTED; None if it never does."""
    conditions = [one.when for one in patterns.any_of if one.kind == kind] if patterns else []
    answers = [plan.known.answer(condition) for condition in conditions]
    if not conditions:
        return None
    if YES in answers or None not in answers:
        return NONE if YES in answers else DOUBTED
    return plan.sheet.put(len(conditions), *(plan.sheet.condition(condition) for condition in conditions))


def operation(plan: Plan, act: Patterns | None, kind: str, saying: Saying, place: int) -> Words:
    asked = asked_of(plan, act, kind)
    if asked is None:
        return ()
    if isinstance(saying, int):
        return OP_TEST, place, asked, SILENT, saying, UNDETERMINED
    if asked == DOUBTED:
        return OP_TEST, place, asked, SILENT, SILENT, UNDETERMINED
    if isinstance(saying, Standing) and plan.can_mark(saying.kinds):
        return saying.where, place, asked, standing_record(plan, saying)
    if isinstance(saying, Tested) and asked == NONE:
        return OP_TEST, place, plan.sheet.put(1, plan.sheet.condition(saying.when)), saying.no, saying.yes, UNDETERMINED
    return OP_ACT, place, NONE


def standing_record(plan: Plan, saying: Standing) -> int:
    return plan.sheet.put(
        plan.mask(saying.sure), saying.sure_bit, plan.mask(saying.open), UNDETERMINED, plan.mask(saying.ask), saying.none
    )  # fmt: skip


def count_operations(plan: Plan, shape: AtMost, place: int, kind: str) -> list[tuple[date, Words]]:
    """at_most, counted from the first act on."""
    found: list[tuple[date, Words]] = []
    for day, (act, limit) in eras(shape.act, shape.limit):
        asked = asked_of(plan, act, kind)
        found.append((day, () if asked is None else (OP_COUNT, place, asked, NONE if limit is None else limit.times)))
    return found
