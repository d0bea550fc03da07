"""Which day picks the dated values, and what every judgement of an act needs: the excuse, the answer as a Breach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from hengjian.core.case import Case, Moment, acts_on
from hengjian.core.conditions import Answer, holds, matches, value_at
from hengjian.core.evaluation import Breach, Reason, made
from hengjian.core.lawbook.acts import Excuse
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.values import Dated, Patterns


def judging_day(rule: Rule, moment: Moment, key: str, case: Case) -> date | str:
    """The day that a field or another event names, which picks the dated values; a text names what is missing."""
    by = rule.judged_by
    if by.path is None:
        found = next((fact for fact in case.facts if fact.kind == by.kind and acts_on(fact, key)), None)
        return by.kind if found is None else case.law.calendar(rule.calendar).day_of(found.at)
    try:
        return date.fromisoformat(str(value_at(by.path, moment, key, case))[:10])
    except ValueError:
        return str(by.path)


def passed(rule: Rule, key: str, act: Moment, code: str, *values: object) -> Breach:
    return Breach(rule.id, key, "passed", act.mark, code, "", (made(Reason, (code, values)),))


def breached(rule: Rule, key: str, act: Moment, code: str, *values: object) -> Breach:
    return Breach(rule.id, key, "breached", act.mark, code, "", (made(Reason, (code, values)),))


def undetermined(rule: Rule, key: str, act: Moment, missing: str) -> Breach:
    """The answer names what is missing to give one."""
    reason = Reason("undetermined", (act.kind, act.shown, missing))
    return Breach(rule.id, key, "undetermined", act.mark, "undetermined", missing, (reason,))


def excused(unless: Dated[Excuse], day: date, act: Moment, moments: Sequence[Moment], key: str, case: Case) -> Answer:
    """Whether one of these facts at or before the act, or a condition on it, excuses."""
    excuse = unless.on(day) if unless.days else None
    if excuse is None:
        return False
    answer: Answer = holds(excuse.when, act, key, case) if excuse.when else False
    for moment in moments:
        if answer is True:
            return True
        if moment.kind in excuse.events.kinds and moment.at <= act.at:
            answer = matches(excuse.events, moment, key, case) or answer
    return answer


def acts_judged(
    rule: Rule, acts: Dated[Patterns], moments: Sequence[Moment], key: str, case: Case, found: list[Breach], asks: Dated[Any] | None = None
) -> Iterator[tuple[Moment, date]]:
    """Each act that the rule speaks of, with the day that picks its values; what cannot be told is added to `found`, and where `asks` is
    given, only on days on which it has a value."""
    triggers, own_day = rule.triggers, rule.judged_by.what == "act"
    for act in moments:
        if act.kind not in triggers:
            continue
        day = act.day if own_day else judging_day(rule, act, key, case)
        if isinstance(day, str):
            found.append(undetermined(rule, key, act, day))
            continue
        patterns = acts.on(day)
        answer = patterns is not None and matches(patterns, act, key, case)
        if answer is True:
            yield act, day
        elif answer and (asks is None or asks.on(day) is not None):
            found.append(undetermined(rule, key, act, answer))
