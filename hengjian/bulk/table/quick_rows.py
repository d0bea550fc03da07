"""The short way's lists: for each sort of matter and each kind of event, what it makes every rule do, by the day (`kernel/quick.py`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from hengjian.bulk.layout import COARSE, KEYED, NEVER, NONE, OP_WIDTH
from hengjian.bulk.table.assemble import FIRST, Sheet
from hengjian.bulk.table.quick_acts import Plan, Words, act_operations
from hengjian.bulk.table.quick_clocks import clock_operations, counts_hours, is_quick, stands_still
from hengjian.core.lawbook.acts import AtMost
from hengjian.core.lawbook.clocks import Clock
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.values import ALWAYS

ByDay = list[tuple[date, Words]]
Operations = dict[str, ByDay]
SORTS_OF_MATTER = 4


def goes_quickly(rule: Rule, calendar: str) -> bool:
    """Whether the short way can judge the rule, a folded one; `calendar` is the one in whose days it counts."""
    own_day = rule.judged_by.what in ("start", "act") and rule.calendar == calendar
    if isinstance(rule.shape, Clock):
        return own_day and is_quick(rule.shape, calendar)
    return not isinstance(rule.shape, AtMost) or (own_day and not rule.shape.since.any_of)


def quick_in(rule: Rule, calendar: str) -> frozenset[int]:
    """The sorts of matter (sums of COARSE and KEYED) in which the short way judges the rule."""
    if not goes_quickly(rule, calendar):
        return frozenset()
    by_key = stands_still(rule)
    return frozenset(
        sort for sort in range(SORTS_OF_MATTER) if not (sort & COARSE and counts_hours(rule)) and not (sort & KEYED and by_key)
    )  # fmt: skip


def operations_of(plan: Plan, rule: Rule, law: Lawbook, place: int, calendar: str) -> Operations:
    """By kind; none of a rule that never goes quickly."""
    if not goes_quickly(rule, calendar):
        return {}
    if isinstance(rule.shape, Clock):
        return clock_operations(plan, rule.shape, law, place)
    own_day = rule.judged_by.what == "act" and rule.calendar == calendar
    return act_operations(plan, rule, place, own_day)


def wide(words: Words) -> list[Words]:
    """Operations of one width."""
    cut = [words[first : first + OP_WIDTH] for first in range(0, len(words), OP_WIDTH)]
    return [one + (0,) * (OP_WIDTH - len(one)) for one in cut]


def joined(sheet: Sheet, several: Sequence[ByDay]) -> int:
    """The operations of several rules at one kind of event, by the day: [how many, (day, where)…]; NONE on days without any."""
    words: list[int] = []
    for day in sorted({ALWAYS, *(day for one in several for day, _ in one)}):
        of_rules = sorted((wide(in_force(one, day)) for one in several), key=what_is_asked)
        found = [operation for operations in of_rules for operation in operations]
        place = sheet.put(len(found), *(word for operation in found for word in operation)) if found else NONE
        if not words or words[-1] != place:
            words += [NEVER if day == ALWAYS else day.toordinal() - FIRST, place]
    return 0 if words[1:] == [NONE] else sheet.put(len(words) // 2, *words)


def what_is_asked(operations: Sequence[Words]) -> int:
    """Rules that ask the same of an event are judged one after the other."""
    return operations[-1][2] if operations else NONE


def in_force(by_day: ByDay, day: date) -> Words:
    found: Words = ()
    for since, words in by_day:
        if since <= day:
            found = words
    return found


def lists(sheet: Sheet, operations: Iterable[Operations]) -> int:
    """Where the operations at each kind stand, 0 for none."""
    by_kind: dict[str, list[ByDay]] = {}
    for one in operations:
        for kind, by_day in one.items():
            by_kind.setdefault(kind, []).append(by_day)
    return sheet.put(*(joined(sheet, by_kind[kind]) if kind in by_kind else 0 for kind in sheet.kinds.words), 0)
