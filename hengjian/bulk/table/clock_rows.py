"""A clock (`deadline`, `custody_limit`) as words of the rule table: its versions, limits, extension steps and intervals."""

from __future__ import annotations

from collections.abc import Sequence

from hengjian.bulk.layout import (
    ADDS,
    BY_GIVEN,
    BY_LENGTH,
    BY_THRESHOLD,
    DAY_BEFORE,
    NO_DUTY,
    NONE,
    READS,
    S_DAYS,
    S_HOURS,
    S_MONTHS,
    S_WORKING,
    SAME_DAY,
    SETS,
    STICKY_END,
    T_ROLES,
)  # fmt: skip
from hengjian.bulk.table.assemble import NotColumnar, Sheet
from hengjian.core.checks.extending import LEVELS
from hengjian.core.lawbook.clocks import AddFromEvent, Approver, Clock, Interval, Limit, Step, Terms
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.values import Length

MONTHS = {"same_day": SAME_DAY, "sticky_end": STICKY_END, "day_before": DAY_BEFORE}
UNITS = {"hours": S_HOURS, "days": S_DAYS, "working_days": S_WORKING, "months": S_MONTHS}


def clock_record(sheet: Sheet, rule: Rule, law: Lawbook, calendars: Sequence[str]) -> int:
    """[starts by day, versions by day]"""
    clock = rule.shape
    assert isinstance(clock, Clock)
    if any(law.calendars[terms.counting.calendar].zone.key != law.calendars[rule.calendar].zone.key for terms in clock.versions.in_force()):
        raise NotColumnar("zones differ")
    starts = sheet.dated(clock.starts, sheet.patterns)
    versions = sheet.dated(clock.versions, lambda terms: terms_record(sheet, terms, law, calendars))
    return sheet.append([starts, versions])


def terms_record(sheet: Sheet, terms: Terms, law: Lawbook, calendars: Sequence[str]) -> int:
    counting = terms.counting
    rolls = law.policy(counting.rolls_policy) if counting.rolls_policy else counting.rolls
    in_hours = any(one.length is not None and one.length.hours for one in terms.limits) or any(
        one.to and one.to.hours for one in terms.steps
    )
    full_hours = in_hours and not counting.exact and not law.policy("starting_hour_counts")
    words = [
        sheet.append([len(terms.limits), *(word for limit in terms.limits for word in limit_words(sheet, limit, law))]),
        sheet.patterns(terms.met_by),
        steps_record(sheet, terms.steps),
        intervals_record(sheet, terms.intervals),
        sheet.patterns(terms.restarted_by),
        sheet.patterns(terms.released_by),
        sheet.patterns(terms.explained_by),
        calendars.index(counting.calendar),
        int(bool(rolls)),
        MONTHS[counting.months],
        int(full_hours),
        NONE,
    ]
    place = sheet.append(words)
    sheet.by_kind.append((place + T_ROLES, terms.roles))
    return place


def limit_words(sheet: Sheet, limit: Limit, law: Lawbook) -> list[int]:
    when = sheet.condition(limit.when)
    if limit.none:
        return [when, NO_DUTY, 0, 0, 0, 0, NONE, NONE, NONE]
    if limit.field is not None:
        return [when, BY_GIVEN, 0, 0, 0, 0, *sheet.path(limit.field)]
    if limit.threshold:
        return [when, BY_THRESHOLD, 0, 0, 0, 0, NONE, NONE, NONE]
    length = limit.length or Length()
    if limit.policy and law.policy(limit.policy):
        length = Length(working_days=length.days)
    return [when, BY_LENGTH, *length_words(length), NONE, NONE, NONE]


def length_words(length: Length) -> tuple[int, int, int, int]:
    return length.hours, length.days, length.working_days, length.months


def steps_record(sheet: Sheet, steps: tuple[Step, ...]) -> int:
    return sheet.put(len(steps), *(word for step in steps for word in step_words(sheet, step)))


def step_words(sheet: Sheet, step: Step) -> list[int]:
    how = SETS if step.to is not None else READS if step.read is not None else ADDS
    length = step.to or step.add or Length()
    approver = step.approver
    return [
        sheet.kinds.code(step.kind),
        sheet.condition(step.when),
        how,
        *length_words(length),
        step.times,
        int(step.after_previous),
        relations_record(sheet, approver) if approver.relations else NONE,
        sheet.texts.code(approver.organ) if approver.organ else NONE,
        sheet.codes(approver.roles),
        *(read_words(sheet, step.read) if step.read else (NONE, NONE, 0, 0)),
    ]


def read_words(sheet: Sheet, read: AddFromEvent) -> tuple[int, int, int, int]:
    return sheet.fields.code(read.field), UNITS[read.unit], read.at_least, read.at_most


def relations_record(sheet: Sheet, approver: Approver) -> int:
    """[level that must approve, by level that handles]; NONE where any may."""
    relations = dict(approver.relations)
    return sheet.put(*(wanted_level(own, relations.get(level, relations.get("default"))) for own, level in enumerate(LEVELS)))


def wanted_level(own: int, relation: str | None) -> int:
    if relation is None:
        return NONE
    wanted = {"same_level": own, "next_level": own + 1, "two_levels_up": own + 2, "own_bureau": max(own, 1)}[relation]
    return min(wanted, len(LEVELS) - 1)


def intervals_record(sheet: Sheet, intervals: tuple[Interval, ...]) -> int:
    pairs = [(sheet.patterns(one.start), sheet.patterns(one.end)) for one in intervals]
    return sheet.put(len(pairs), *(part for pair in pairs for part in pair))
