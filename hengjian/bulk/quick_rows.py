"""Which rules are plain enough for the short way through the kernel, and their records (`kernel_quick.py`)."""

from __future__ import annotations

from hengjian.bulk.assemble import Sheet
from hengjian.bulk.clock_rows import MONTHS, length_words
from hengjian.bulk.layout import NONE, Q_ACT, Q_AFTER, Q_CLOCK, Q_COUNT, Q_STEP
from hengjian.core.lawbook.acts import AtMost, Needs, NotAfter, RequiredStep
from hengjian.core.lawbook.clocks import Clock, Terms
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.values import Dated, Length, Patterns


def quick_record(sheet: Sheet, rule: Rule, law: Lawbook, calendar: str, machine: int) -> int:
    """Where the record of a rule stands that goes the short way, or NONE. `calendar`: the one whose days the short way counts in."""
    shape = rule.shape
    own_day = rule.judged_by.what in ("start", "act") and rule.calendar == calendar
    if isinstance(shape, Clock):
        return clock(sheet, shape, law) if own_day and plain_clock(shape, calendar) else NONE
    if isinstance(shape, AtMost):
        return plain_count(sheet, shape) if own_day and bare(shape.act) and not shape.since.any_of else NONE
    if own_day and isinstance(shape, RequiredStep) and plain_step(shape):
        needs = sheet.dated(shape.needs, lambda one: sheet.patterns(one.events))
        return sheet.append([Q_STEP, sheet.dated(shape.act, sheet.patterns), needs])
    if own_day and isinstance(shape, NotAfter) and plain_after(shape):
        return sheet.append([Q_AFTER, sheet.dated(shape.act, sheet.patterns), sheet.dated(shape.after, sheet.patterns)])
    return sheet.put(Q_ACT, machine)


def plain_count(sheet: Sheet, shape: AtMost) -> int:
    limit = sheet.dated(shape.limit, lambda one: sheet.put(one.times))
    return sheet.append([Q_COUNT, sheet.dated(shape.act, sheet.patterns), limit])


def unconditional(patterns: Patterns) -> bool:
    return all(not one.when for one in patterns.any_of)


def bare(dated: Dated[Patterns]) -> bool:
    """No value of these asks a condition."""
    return all(unconditional(patterns) for patterns in dated.in_force())


def plain_clock(clock: Clock, calendar: str) -> bool:
    return bare(clock.starts) and all(plain_terms(terms, calendar) for terms in clock.versions.in_force())


def plain_terms(terms: Terms, calendar: str) -> bool:
    """One length for all, nothing that lengthens, stops or restarts it."""
    if len(terms.limits) != 1 or terms.steps or terms.intervals or terms.restarted_by.any_of or terms.counting.calendar != calendar:
        return False
    only = terms.limits[0]
    return not only.when and only.length is not None and unconditional(terms.met_by) and unconditional(terms.released_by)


def plain_step(shape: RequiredStep) -> bool:
    return bare(shape.act) and not shape.unless.days and all(plain_needs(needs, shape) for needs in shape.needs.in_force())


def plain_needs(needs: Needs, shape: RequiredStep) -> bool:
    acts = {kind for patterns in shape.act.in_force() for kind in patterns.kinds}
    apart = needs.at_least_before is None and needs.at_most_before is None and not needs.after.any_of
    return apart and unconditional(needs.events) and (not needs.each or len(needs.events.any_of) == 1) and not acts & needs.events.kinds


def plain_after(shape: NotAfter) -> bool:
    free = not shape.until.any_of and not shape.beyond.days and shape.soon_after is None and not shape.unless.days
    return free and bare(shape.act) and bare(shape.after)


def clock(sheet: Sheet, shape: Clock, law: Lawbook) -> int:
    """[Q_CLOCK, starts by day as marks by kind, terms by day]"""
    starts = sheet.dated(shape.starts, lambda patterns: marks(sheet, dict.fromkeys(patterns.kinds, 1)))
    return sheet.append([Q_CLOCK, starts, sheet.dated(shape.versions, lambda terms: terms_record(sheet, terms, law))])


def marks(sheet: Sheet, by_kind: dict[str, int]) -> int:
    return sheet.append([by_kind.get(kind, 0) for kind in sheet.kinds.words] + [0])


def terms_record(sheet: Sheet, terms: Terms, law: Lawbook) -> int:
    counting, only = terms.counting, terms.limits[0]
    length = only.length or Length()
    if only.policy and law.policy(only.policy):
        length = Length(working_days=length.days)
    rolls = law.policy(counting.rolls_policy) if counting.rolls_policy else counting.rolls
    full_hours = bool(length.hours) and not counting.exact and not law.policy("starting_hour_counts")
    roles = marks(sheet, dict(terms.roles))
    return sheet.append([*length_words(length), int(bool(rolls)), MONTHS[counting.months], int(full_hours), roles])
