"""Whether a condition holds: yes, no, or the name of the field that is missing to say so."""

from __future__ import annotations

from typing import Any

from hengjian.core.case import Case, Moment
from hengjian.core.lawbook.values import Condition, Path, Pattern, Patterns, Test

Answer = bool | str  # a text names the missing field


def value_at(where: Test | Path, moment: Moment, key: str, case: Case) -> Any:
    """The value a path leads to, or None."""
    if where.scope == "event":
        return (moment.fact.by or None) if where.field == "by" else moment.fact.body.get(where.field)
    if where.scope == "matter":
        return case.attributes.get(where.field)
    fact = case.last(where.kind, key, moment)
    return None if fact is None else fact.body.get(where.field)


def holds(condition: Condition, moment: Moment, key: str, case: Case) -> Answer:
    """All tests must hold; one that fails decides, else the first missing field is named."""
    missing = ""
    body = moment.fact.body
    for test in condition:
        answer = test.says(body.get(test.field) if test.plain else value_at(test, moment, key, case))
        if answer is False:
            return False
        if answer is None:
            missing = missing or test.path
    return missing or True


def matches(patterns: Patterns, moment: Moment, key: str, case: Case) -> Answer:
    """Whether any of the patterns fits the moment."""
    asked = patterns.asked.get(moment.kind)
    if not asked:
        return asked is not None
    if isinstance(asked, Test):
        said = asked.says(moment.fact.body.get(asked.field))
        return asked.path if said is None else said
    answer: Answer = False
    for condition in asked:
        found = holds(condition, moment, key, case)
        if found is True:
            return True
        answer = answer or found
    return answer


def fits(pattern: Pattern, moment: Moment, key: str, case: Case) -> Answer:
    """Whether a moment of the pattern's kind fulfils its condition."""
    return holds(pattern.when, moment, key, case) if pattern.when else True
