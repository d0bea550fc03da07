"""`field`: a card's field: required, coded, in range, of a form, compared with another, unique in the matter."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from hengjian.core.case import Case, Moment
from hengjian.core.checks.judging import acts_judged, breached, passed, undetermined
from hengjian.core.conditions import Answer, holds, value_at
from hengjian.core.evaluation import Breach
from hengjian.core.lawbook.acts import Demand, Field
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.saying import same
from hengjian.core.lawbook.values import Path

EMPTY: tuple[Any, ...] = (None, "", (), [])


def judge(rule: Rule, moments: Sequence[Moment], key: str, case: Case, found: list[Breach]) -> None:
    """One judgement for each act whose card has the field; the reason names the first demand it fails."""
    shape = rule.shape
    assert isinstance(shape, Field)
    for act, day in acts_judged(rule, shape.act, moments, key, case, found):
        demand = shape.must.on(day)
        assert demand is not None
        applies = holds(shape.when, act, key, case)
        if applies is False:
            continue
        value = value_at(shape.field, act, key, case)
        others = [value_at(shape.field, one, key, case) for one in moments if one is not act and one.kind == act.kind]
        answer, failed = weigh(demand, value, others, partial(look_up, act, key, case), act.day)
        if isinstance(applies, str) and answer is not True:
            found.append(undetermined(rule, key, act, applies))
        elif isinstance(answer, str):
            found.append(undetermined(rule, key, act, answer))
        elif answer:
            found.append(passed(rule, key, act, "field_right", act.kind, act.shown, str(shape.field)))
        else:
            shown = "" if value in EMPTY else str(value)
            found.append(breached(rule, key, act, "field_wrong", act.kind, act.shown, str(shape.field), failed, shown, demand.source))


def look_up(act: Moment, key: str, case: Case, where: Path) -> Any:
    return value_at(where, act, key, case)


def weigh(demand: Demand, value: Any, others: Sequence[Any], look: Callable[[Any], Any], day: date) -> tuple[Answer, str]:
    """Whether every demand is met, and the name of the first that is not. An empty field meets all but `required`."""
    if value in EMPTY:
        return not demand.required, "required"
    doubt = ""
    for name, answer in (*answers(demand, value, others, look), *ahead(demand, value, day)):
        if answer is False:
            return False, name
        if isinstance(answer, str):
            doubt = doubt or answer
    return doubt or True, ""


def answers(demand: Demand, value: Any, others: Sequence[Any], look: Callable[[Any], Any]) -> list[tuple[str, Answer]]:
    number = value if isinstance(value, int) and not isinstance(value, bool) else None
    found: list[tuple[str, Answer]] = []
    if demand.codes:
        found.append(("codes", any(same(value, code) for code in demand.codes)))
    if demand.at_least is not None:
        found.append(("at_least", number is not None and number >= demand.at_least))
    if demand.at_most is not None:
        found.append(("at_most", number is not None and number <= demand.at_most))
    if demand.pattern:
        found.append(("pattern", re.fullmatch(demand.pattern, str(value)) is not None))
    if demand.unique:
        found.append(("unique", not any(same(value, other) for other in others)))
    if demand.equal_to is not None:
        other = look(demand.equal_to)
        found.append(("equal_to", str(demand.equal_to) if other is None else same(value, other)))
    for name, where, sign in (("not_before", demand.not_before, 1), ("not_after", demand.not_after, -1)):
        if where is not None:
            found.append((name, in_order(value, look(where), sign, str(where))))
    return found


def ahead(demand: Demand, value: Any, day: date) -> list[tuple[str, Answer]]:
    """Whether the date in the field lies so many days after the day of the act."""
    if demand.days_ahead is None:
        return []
    found = moment_of(value)
    last = found.date() if isinstance(found, datetime) else found
    return [("days_ahead", last is not None and (last - day).days >= demand.days_ahead)]


def in_order(value: Any, other: Any, sign: int, path: str) -> Answer:
    """Whether a date or time is not before (sign 1) or not after (sign -1) another; by day where one of them is a day."""
    first, second = moment_of(value), moment_of(other)
    if second is None:
        return path
    if first is None:
        return False
    if not (isinstance(first, datetime) and isinstance(second, datetime)):
        first, second = (one.date() if isinstance(one, datetime) else one for one in (first, second))
    if first == second:
        return True
    return (first > second) is (sign > 0)


def moment_of(value: Any) -> date | datetime | None:
    """A date or an aware time from an ISO text; None for anything else."""
    try:
        text = str(value)
        found = date.fromisoformat(text) if len(text) == len("2026-01-01") else datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if not isinstance(found, datetime) or found.tzinfo else found.date()
