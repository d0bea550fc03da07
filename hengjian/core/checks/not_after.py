"""`not_after`: once A, no B (until C); or no B later than so long after A."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hengjian.core.case import Case, Moment
from hengjian.core.checks.judging import acts_judged, breached, excused, passed, undetermined
from hengjian.core.conditions import Answer, matches
from hengjian.core.evaluation import Breach
from hengjian.core.lawbook.acts import NotAfter
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.values import Length, Patterns
from hengjian.core.period import add_months, days_before


def judge(rule: Rule, moments: Sequence[Moment], key: str, case: Case, found: list[Breach]) -> None:
    """One judgement for each act that the rule forbids after A."""
    shape = rule.shape
    assert isinstance(shape, NotAfter)
    for act, day in acts_judged(rule, shape.act, moments, key, case, found):
        after = shape.after.on(day)
        assert after is not None
        earlier = moments[: moments.index(act)]
        answer, bar = barred(shape, after, day, act, earlier, key, case)
        excuse = excused(shape.unless, day, act, earlier, key, case) if answer is not False else False
        if answer is False or excuse is True or bar is None:
            found.append(passed(rule, key, act, "not_barred", act.kind, act.shown))
        elif isinstance(answer, str) or isinstance(excuse, str):
            found.append(undetermined(rule, key, act, answer if isinstance(answer, str) else str(excuse)))
        else:
            found.append(breached(rule, key, act, "barred", act.kind, act.shown, bar.kind, bar.shown, after.source))


def barred(
    shape: NotAfter, after: Patterns, day: date, act: Moment, earlier: Sequence[Moment], key: str, case: Case
) -> tuple[Answer, Moment | None]:
    """Whether a standing A forbids the act, and which one (the first since the last C)."""
    beyond = shape.beyond.on(day)
    standing: list[tuple[Answer, Moment]] = []
    for place, moment in enumerate(earlier):
        if moment.kind in shape.until.kinds and matches(shape.until, moment, key, case) is True:
            standing = []
        if moment.kind in after.kinds:
            answer = matches(after, moment, key, case)
            if answer is not False and soon_enough(shape, moment, earlier[:place], key, case):
                standing.append((answer, moment))
    if not standing:
        return False, None
    if beyond is not None:
        standing = [(both(answer, later(beyond.length, moment, act, shape, case)), moment) for answer, moment in standing]
    sure = [(answer, moment) for answer, moment in standing if answer is not False]
    return next(((True, moment) for answer, moment in sure if answer is True), sure[0] if sure else (False, None))


def both(one: Answer, other: Answer) -> Answer:
    """Two answers that must both be yes."""
    if one is False or other is False:
        return False
    return other if one is True else one


def soon_enough(shape: NotAfter, moment: Moment, earlier: Sequence[Moment], key: str, case: Case) -> bool:
    """Whether A came within `soon_after` of such a fact (or none is asked)."""
    soon = shape.soon_after
    if soon is None:
        return True
    before = [one for one in earlier if one.kind in soon.events.kinds and matches(soon.events, one, key, case) is True]
    return any(later(soon.length, one, moment, shape, case) is False for one in before)


def later(length: Length, first: Moment, second: Moment, shape: NotAfter, case: Case) -> Answer:
    """Whether `second` comes later than `first` plus the length; `time` where hours are asked and only days are known."""
    if length.hours:
        if first.fact.date_only or second.fact.date_only:
            return "time"
        return second.minute > first.minute + length.hours * 60
    if length.months:
        return second.day > add_months(first.day, length.months, "same_day")
    calendar = case.law.calendar(shape.calendar) if length.working_days else None
    return days_before(first.day, second.day, calendar) > (length.working_days or length.days)
