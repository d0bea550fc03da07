"""A clock as operations of the short way (`kernel/ticking.py`), from a folded rule (`table/folding.py`).

Clocks in hours or working days that are lengthened or stand still, and those with several kinds of extension, go the long way.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hengjian.bulk.layout import IN_DAYS, IN_HOURS, MOST_BITS, NONE, OP_CLOSE, OP_OPEN, WITHOUT_DUTY, WITHOUT_FIGURE
from hengjian.bulk.table.assemble import Sheet
from hengjian.bulk.table.clock_rows import MONTHS, length_words, steps_record
from hengjian.bulk.table.quick_acts import Plan, Words, asked_of, eras
from hengjian.core.lawbook.clocks import EXTENDS, Clock, Interval, Limit, Step, Terms
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.values import Length, Patterns


def is_quick(clock: Clock, calendar: str) -> bool:
    """Whether the short way can run the clock."""
    return all(plain_terms(terms, calendar) for terms in clock.versions.in_force())


def plain_terms(terms: Terms, calendar: str) -> bool:
    if terms.counting.calendar != calendar or any(one.field is not None for one in terms.limits):
        return False
    if terms.runs_straight:
        return True
    return all(in_days(one) for one in terms.limits) and plain_steps(terms.steps) and plain_intervals(terms.intervals)


def in_days(limit: Limit) -> bool:
    return limit.none or (limit.length is not None and not (limit.length.hours or limit.length.working_days or limit.policy))


def plain_steps(steps: tuple[Step, ...]) -> bool:
    """At most one, and it adds days."""
    return not steps or (len(steps) == 1 and steps[0].add is not None and steps[0].add == Length(days=steps[0].add.days))


def plain_intervals(intervals: tuple[Interval, ...]) -> bool:
    return len(intervals) <= MOST_BITS and all(one.start.kinds == one.start.plain and one.end.kinds == one.end.plain for one in intervals)


def counts_hours(rule: Rule) -> bool:
    """Whether an event that knows its day alone is too coarse for the clock."""
    if not isinstance(rule.shape, Clock):
        return False
    return any(one.length is not None and one.length.hours > 0 for terms in rule.shape.versions.in_force() for one in terms.limits)


def stands_still(rule: Rule) -> bool:
    """Whether the clock has intervals, which are paired by what they are about."""
    return isinstance(rule.shape, Clock) and any(terms.intervals for terms in rule.shape.versions.in_force())


def clock_operations(plan: Plan, clock: Clock, law: Lawbook, place: int) -> dict[str, list[tuple[date, Words]]]:
    """For each kind: what it ends and what it opens, from each day on."""
    records = {id(terms): terms_record(plan.sheet, terms, law) for terms in clock.versions.in_force()}
    closing = {kind for terms in clock.versions.in_force() for kind in terms.roles}
    found: dict[str, list[tuple[date, Words]]] = {kind: [] for kind in closing | clock.triggers}
    for day, (starts, terms) in eras(clock.starts, clock.versions):
        record = NONE if terms is None else records[id(terms)]
        for kind, operations in found.items():
            opened = opening(plan, starts, kind, place, record)
            words = ending(place, record, opened) if kind in closing else ()
            operations.append((day, words + opened))
    return found


def ending(place: int, record: int, opened: Words) -> Words:
    """It asks nothing; so that what comes after it is asked once for several rules, it names the same conditions."""
    return OP_CLOSE, place, opened[2] if opened else NONE, record, 0, 0


def opening(plan: Plan, starts: Patterns | None, kind: str, place: int, record: int) -> Words:
    asked = asked_of(plan, starts, kind)
    return () if asked is None or record < 0 else (OP_OPEN, place, asked, record)


def marks(sheet: Sheet, terms: Terms) -> int:
    return sheet.put(*(terms.roles.get(kind, 0) for kind in sheet.kinds.words), 0)


def asking(sheet: Sheet, patterns: Patterns) -> int:
    """The patterns where one asks a condition."""
    return NONE if patterns.kinds == patterns.plain else sheet.patterns(patterns)


def terms_record(sheet: Sheet, terms: Terms, law: Lawbook) -> int:
    ends = (asking(sheet, one) for one in (terms.met_by, terms.released_by, terms.restarted_by))
    variants = [word for limit in terms.limits for word in variant(sheet, limit, terms, law)]
    steps = steps_record(sheet, terms.steps) if any(role & EXTENDS for role in terms.roles.values()) else NONE
    begins = interval_bits(sheet, [one.start for one in terms.intervals])
    stops = interval_bits(sheet, [one.end for one in terms.intervals])
    plain = int(is_plain(terms))
    return sheet.append([marks(sheet, terms), *ends, steps, begins, stops, plain, len(terms.limits), *variants])


def is_plain(terms: Terms) -> bool:
    """One length in days or working days for all, and nothing lengthens or stops it."""
    first, only = terms.limits[0], len(terms.limits) == 1 and terms.runs_straight
    return only and not first.when and first.length is not None and not (first.length.hours or first.length.months)


def interval_bits(sheet: Sheet, patterns: Sequence[Patterns]) -> int:
    """By kind, a bit for each of these that names it."""
    if not patterns:
        return NONE
    bits = (sum(1 << place for place, one in enumerate(patterns) if kind in one.kinds) for kind in sheet.kinds.words)
    return sheet.put(*bits, 0)


def variant(sheet: Sheet, limit: Limit, terms: Terms, law: Lawbook) -> Words:
    counting = terms.counting
    length = limit.length or Length()
    if limit.policy and law.policy(limit.policy):
        length = Length(working_days=length.days)
    rolls = law.policy(counting.rolls_policy) if counting.rolls_policy else counting.rolls
    full_hours = bool(length.hours) and not counting.exact and not law.policy("starting_hour_counts")
    how = WITHOUT_DUTY if limit.none else WITHOUT_FIGURE if limit.threshold else IN_HOURS if length.hours else IN_DAYS
    return (sheet.condition(limit.when), how, *length_words(length), int(bool(rolls)), MONTHS[counting.months], int(full_hours))
