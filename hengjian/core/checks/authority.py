"""`authority`: an act only by this role, this level, this organ, up to this amount; by the day of the decision (notes 11)."""

from __future__ import annotations

from collections.abc import Sequence

from hengjian.core.case import Case, Moment
from hengjian.core.checks.judging import acts_judged, breached, passed, undetermined
from hengjian.core.conditions import Answer, holds, value_at
from hengjian.core.evaluation import Breach
from hengjian.core.lawbook.acts import Authority, Competence
from hengjian.core.lawbook.rule import Rule


def judge(rule: Rule, moments: Sequence[Moment], key: str, case: Case, found: list[Breach]) -> None:
    """One judgement for each act."""
    shape = rule.shape
    assert isinstance(shape, Authority)
    for act, day in acts_judged(rule, shape.act, moments, key, case, found):
        allowed = shape.allowed.on(day)
        assert allowed is not None
        answers = [competent(one, act, key, case) for one in allowed.any_of]
        missing = next((answer for answer in answers if isinstance(answer, str)), "")
        if True in answers:
            found.append(passed(rule, key, act, "authority_held", act.kind, act.shown, allowed.source))
        elif missing:
            found.append(undetermined(rule, key, act, missing))
        else:
            level, role = (str(act.fact.body.get(name) or "") for name in ("by_level", "by_role"))
            found.append(breached(rule, key, act, "authority_lacking", act.kind, act.shown, level, role, allowed.source))


def competent(one: Competence, act: Moment, key: str, case: Case) -> Answer:
    """Whether this entry covers the act; a text names the first missing field, unless another already excludes it."""
    body = act.fact.body
    answers: list[Answer] = [holds(one.when, act, key, case)]
    for name, wanted in (("by_level", one.levels), ("by_role", one.roles), ("by_organ", one.organs)):
        if wanted:
            answers.append(name if body.get(name) is None else body[name] in wanted)
    for where, most in one.up_to:
        value = value_at(where, act, key, case)
        answers.append(str(where) if not isinstance(value, int) or isinstance(value, bool) else value <= most)
    if False in answers:
        return False
    return next((answer for answer in answers if answer is not True), True)
