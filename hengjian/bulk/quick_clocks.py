"""A clock that nothing lengthens or stops as operations of the short way (`kernel_quick.py`), from a folded rule (`folding.py`)."""

from __future__ import annotations

from datetime import date

from hengjian.bulk.assemble import Sheet
from hengjian.bulk.clock_rows import MONTHS, length_words
from hengjian.bulk.layout import IN_DAYS, IN_HOURS, NONE, OP_CLOSE, OP_OPEN, WITHOUT_DUTY, WITHOUT_FIGURE
from hengjian.bulk.quick_acts import Plan, Words, asked_of, eras
from hengjian.core.lawbook.clocks import Clock, Limit, Terms
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.values import Length, Patterns


def is_quick(clock: Clock, calendar: str) -> bool:
    """Whether the short way can run the clock."""
    return all(plain_terms(terms, calendar) for terms in clock.versions.in_force())


def plain_terms(terms: Terms, calendar: str) -> bool:
    if terms.steps or terms.intervals or terms.counting.calendar != calendar:
        return False
    return all(one.field is None for one in terms.limits)


def clock_operations(plan: Plan, clock: Clock, law: Lawbook, place: int) -> dict[str, list[tuple[date, Words]]]:
    """For each kind: what it ends and what it opens, from each day on."""
    records = {id(terms): terms_record(plan.sheet, terms, law) for terms in clock.versions.in_force()}
    closing = {kind for terms in clock.versions.in_force() for kind in terms.roles}
    found: dict[str, list[tuple[date, Words]]] = {kind: [] for kind in closing | clock.triggers}
    for day, (starts, terms) in eras(clock.starts, clock.versions):
        record = NONE if terms is None else records[id(terms)]
        for kind, operations in found.items():
            words = (*ending(place, record), 0, 0) if kind in closing else ()
            operations.append((day, words + opening(plan, starts, kind, place, record)))
    return found


def ending(place: int, record: int) -> Words:
    return OP_CLOSE, place, NONE, record


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
    return sheet.append([marks(sheet, terms), *ends, len(terms.limits), *variants])


def variant(sheet: Sheet, limit: Limit, terms: Terms, law: Lawbook) -> Words:
    counting = terms.counting
    length = limit.length or Length()
    if limit.policy and law.policy(limit.policy):
        length = Length(working_days=length.days)
    rolls = law.policy(counting.rolls_policy) if counting.rolls_policy else counting.rolls
    full_hours = bool(length.hours) and not counting.exact and not law.policy("starting_hour_counts")
    how = WITHOUT_DUTY if limit.none else WITHOUT_FIGURE if limit.threshold else IN_HOURS if length.hours else IN_DAYS
    return (sheet.condition(limit.when), how, *length_words(length), int(bool(rolls)), MONTHS[counting.months], int(full_hours))
