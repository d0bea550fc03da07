"""`required_step`: B needs A before it, optionally at least or at most so long before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hengjian.core.case import Case, Moment
from hengjian.core.checks.judging import acts_judged, breached, excused, passed, undetermined
from hengjian.core.conditions import fits, matches
from hengjian.core.evaluation import Breach
from hengjian.core.lawbook.acts import Needs, RequiredStep
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.values import Length, Pattern
from hengjian.core.period import add_months, days_before

Distance = bool | str


def judge(rule: Rule, moments: Sequence[Moment], key: str, case: Case, found: list[Breach]) -> None:
    """One judgement for each act."""
    shape = rule.shape
    assert isinstance(shape, RequiredStep)
    for act, day in acts_judged(rule, shape.act, moments, key, case, found):
        needs = shape.needs.on(day)
        assert needs is not None
        stands = needs.is_plain and stands_plainly(needs, act, moments)
        if stands:
            found.append(passed(rule, key, act, "step_stands", act.kind, act.shown, needs.source))
            continue
        if needs.is_plain and not shape.unless.days:
            kinds = tuple(pattern.kind for pattern in needs.events.any_of)
            found.append(breached(rule, key, act, "step_missing", act.kind, act.shown, kinds, needs.source))
            continue
        earlier = [moment for moment in moments if moment is not act and moment.at <= act.at]
        excuse = excused(shape.unless, day, act, earlier, key, case)
        if excuse is True:
            found.append(passed(rule, key, act, "excused", act.kind, act.shown))
        else:
            found.append(weigh(rule, shape, needs, act, earlier, key, case, excuse or ""))


def stands_plainly(needs: Needs, act: Moment, moments: Sequence[Moment]) -> bool:
    """Whether one of the events stands at or before the act, where nothing else is asked."""
    kinds, at = needs.events.plain, act.at
    return any(moment.kind in kinds and moment is not act and moment.at <= at for moment in moments)


def weigh(rule: Rule, shape: RequiredStep, needs: Needs, act: Moment, earlier: list[Moment], key: str, case: Case, doubt: str) -> Breach:
    """Whether the steps stand; a missing field, of a step or of an excuse, leaves a doubt that only a fault needs."""
    steps = since_last(needs, earlier, key, case)
    wanted = needs.events.any_of
    groups = [(pattern,) for pattern in wanted] if needs.each else [wanted]
    answers = [(group, *standing(group, needs, act, steps, key, case, shape.calendar)) for group in groups]
    lacking = [(group, near) for group, answer, near in answers if answer is False]
    missing = doubt or next((answer for _, answer, _ in answers if isinstance(answer, str)), "")
    if all(answer is True for _, answer, _ in answers):
        return passed(rule, key, act, "step_stands", act.kind, act.shown, needs.source)
    if doubt or not lacking:
        return undetermined(rule, key, act, missing)
    group, near = lacking[0]
    if near is not None:
        return breached(rule, key, act, "step_too_near", act.kind, act.shown, near.kind, near.shown, needs.source)
    return breached(rule, key, act, "step_missing", act.kind, act.shown, tuple(pattern.kind for pattern in group), needs.source)


def since_last(needs: Needs, earlier: list[Moment], key: str, case: Case) -> list[Moment]:
    """The facts after the last of `after`, if the rule names one."""
    for place in range(len(earlier) - 1, -1, -1):
        if earlier[place].kind in needs.after.kinds and matches(needs.after, earlier[place], key, case) is True:
            return earlier[place + 1 :]
    return earlier


def standing(
    group: tuple[Pattern, ...], needs: Needs, act: Moment, steps: list[Moment], key: str, case: Case, calendar: str
) -> tuple[Distance, Moment | None]:
    """Whether one of the group stands in the right distance; else the last that stood too near or too far."""
    doubt, near = "", None
    for moment in reversed(steps):
        for pattern in group:
            if pattern.kind != moment.kind:
                continue
            answer = fits(pattern, moment, key, case)
            distance = far_enough(needs, moment, act, case, calendar) if answer is True else answer
            if distance is True:
                return True, moment
            if isinstance(distance, str):
                doubt = doubt or distance
            elif answer is True:
                near = near or moment
    return doubt or False, near


def far_enough(needs: Needs, step: Moment, act: Moment, case: Case, calendar: str) -> Distance:
    """At least and at most so long before; `time` where hours are asked and only days are known."""
    for length, least in ((needs.at_least_before, True), (needs.at_most_before, False)):
        if length is None:
            continue
        if length.hours and (step.fact.date_only or act.fact.date_only):
            return "time"
        if not distance_fits(length, least, step, act, case, calendar):
            return False
    return True


def distance_fits(length: Length, least: bool, step: Moment, act: Moment, case: Case, calendar: str) -> bool:
    if length.hours:
        apart, wanted = act.minute - step.minute, length.hours * 60
        return apart >= wanted if least else apart <= wanted
    if length.months:
        edge: date = add_months(step.day, length.months, "same_day")
        return act.day >= edge if least else act.day <= edge
    apart = days_before(step.day, act.day, case.law.calendar(calendar) if length.working_days else None)
    wanted = length.working_days or length.days
    return apart >= wanted if least else apart <= wanted
