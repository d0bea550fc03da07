"""`presence`: who must be there at an act, how many, of which quality."""

from __future__ import annotations

from collections.abc import Sequence

from hengjian.core.case import Case, Moment
from hengjian.core.checks.judging import acts_judged, breached, excused, passed, undetermined
from hengjian.core.conditions import Answer, holds
from hengjian.core.evaluation import Breach
from hengjian.core.lawbook.acts import Attendance, Presence
from hengjian.core.lawbook.rule import Rule


def judge(rule: Rule, moments: Sequence[Moment], key: str, case: Case, found: list[Breach]) -> None:
    """One judgement for each act."""
    shape = rule.shape
    assert isinstance(shape, Presence)
    for act, day in acts_judged(rule, shape.act, moments, key, case, found):
        needs = shape.needs.on(day)
        assert needs is not None
        excuse = excused(shape.unless, day, act, moments, key, case) if shape.unless.days else False
        answers = [] if excuse is True else [attended(one, act, key, case) for one in needs.each]
        if False in answers and not isinstance(excuse, str):
            wrong = needs.each[answers.index(False)]
            found.append(breached(rule, key, act, "presence_lacking", act.kind, act.shown, wrong.asked, needs.source))
            continue
        doubts = [answer for answer in (excuse, *answers) if isinstance(answer, str)]
        if doubts:
            found.append(undetermined(rule, key, act, doubts[0]))
        else:
            found.append(passed(rule, key, act, "presence_kept", act.kind, act.shown, needs.source))


def attended(need: Attendance, act: Moment, key: str, case: Case) -> Answer:
    """Whether one need is met; True where it is not asked, a text for what is missing to say."""
    asked_now = holds(need.when, act, key, case) if need.when else True
    if asked_now is False:
        return True
    answers = [holds(one, act, key, case) for one in need.any_of]
    if True in answers:
        return True
    if need.unclear and holds(need.unclear, act, key, case) is True:
        return need.unclear_missing
    missing = next((answer for answer in answers if isinstance(answer, str)), "")
    return missing or (asked_now if isinstance(asked_now, str) else False)
