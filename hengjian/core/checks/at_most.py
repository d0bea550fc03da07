"""`at_most`: no more than n times; counting begins anew after `since`."""

from __future__ import annotations

from collections.abc import Sequence

from hengjian.core.case import Case, Moment
from hengjian.core.checks.judging import acts_judged, breached, passed
from hengjian.core.conditions import matches
from hengjian.core.evaluation import Breach
from hengjian.core.lawbook.acts import AtMost
from hengjian.core.lawbook.rule import Rule


def judge(rule: Rule, moments: Sequence[Moment], key: str, case: Case, found: list[Breach]) -> None:
    """One judgement for each act, by its place in the count."""
    shape = rule.shape
    assert isinstance(shape, AtMost)
    resets = [one.place for one in moments if one.kind in shape.since.kinds and matches(shape.since, one, key, case) is True]
    counted: list[int] = []
    for act, day in acts_judged(rule, shape.act, moments, key, case, found, shape.limit):
        counted.append(act.place)
        limit = shape.limit.on(day)
        if limit is None:
            continue
        reset = max((place for place in resets if place < act.place), default=-1)
        number = sum(1 for place in counted if place > reset)
        answer = breached if number > limit.times else passed
        code = "too_often" if number > limit.times else "not_too_often"
        found.append(answer(rule, key, act, code, act.kind, act.shown, number, limit.times, limit.source))
