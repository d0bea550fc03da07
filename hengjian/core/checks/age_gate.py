"""`age_gate`: what age forbids or requires at an act. Age comes as whole years or as a band, recorded for the day that matters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from hengjian.core.case import Case, Moment
from hengjian.core.checks.judging import acts_judged, breached, excused, passed, undetermined
from hengjian.core.conditions import Answer, holds, value_at
from hengjian.core.evaluation import Breach
from hengjian.core.lawbook.acts import AgeGate, AgeRange
from hengjian.core.lawbook.rule import Rule

BAND = re.compile(r"under_(?P<under>\d+)|(?P<low>\d+)_(?P<high>\d+)|(?P<plus>\d+)_plus|from_(?P<from>\d+)")
OLDEST = 1000


def judge(rule: Rule, moments: Sequence[Moment], key: str, case: Case, found: list[Breach]) -> None:
    """One judgement for each act."""
    shape = rule.shape
    assert isinstance(shape, AgeGate)
    for act, day in acts_judged(rule, shape.act, moments, key, case, found):
        ranges = shape.ages.on(day)
        assert ranges is not None
        answer = gated(shape, ranges.any_of, act, key, case)
        if answer is not False:
            excuse = excused(shape.unless, day, act, moments, key, case)
            answer = False if excuse is True else excuse or answer
        if isinstance(answer, str):
            found.append(undetermined(rule, key, act, answer))
        elif answer:
            code = "age_requires" if shape.requires else "age_forbids"
            found.append(breached(rule, key, act, code, act.kind, act.shown, str(value_at(shape.age, act, key, case)), ranges.source))
        else:
            found.append(passed(rule, key, act, "age_allows", act.kind, act.shown, ranges.source))


def gated(shape: AgeGate, ranges: Sequence[AgeRange], act: Moment, key: str, case: Case) -> Answer:
    """Whether the age is one of the ranges and, where something is required, that is lacking."""
    years = years_of(value_at(shape.age, act, key, case))
    answers = [within(one, years, act, key, case, str(shape.age)) for one in ranges]
    answer: Answer = True if True in answers else next((one for one in answers if one is not False), False)
    if answer is False or not shape.requires:
        return answer
    kept = holds(shape.requires, act, key, case)
    if kept is True:
        return False
    return kept if isinstance(kept, str) else answer


def within(one: AgeRange, years: tuple[int, int] | None, act: Moment, key: str, case: Case, path: str) -> Answer:
    """Whether all of `years` lie in the range; its path where only some do, or where no age is known."""
    when = holds(one.when, act, key, case)
    if when is False or (years is not None and (years[1] <= one.low or years[0] >= one.high)):
        return False
    if years is None or years[0] < one.low or years[1] > one.high:
        return path
    return when


def years_of(value: Any) -> tuple[int, int] | None:
    """First age, and first age beyond, from whole years or a band such as under_14, 14_15, 70_plus."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value, value + 1
    band = BAND.fullmatch(value) if isinstance(value, str) else None
    if band is None:
        return None
    found = {name: int(number) for name, number in band.groupdict().items() if number is not None}
    if "under" in found:
        return 0, found["under"]
    return found.get("low", found.get("plus", found.get("from", 0))), found.get("high", OLDEST - 1) + 1
