"""Whether a condition holds: yes, no, or the name of the field that is missing to say so."""

from __future__ import annotations

from collections.abc import Iterable
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
    for test in condition:
        answer = test_holds(test, moment.fact.body.get(test.field) if test.plain else value_at(test, moment, key, case))
        if answer is False:
            return False
        if answer is None:
            missing = missing or test.path
    return missing or True


def test_holds(test: Test, value: Any) -> bool | None:
    """None: cannot be said, because the value is missing or of another sort."""
    if test.operation == "present":
        return (value is not None) is test.value
    if value is None:
        return test.absent
    if test.operation == "equal":
        return any(same(one, test.value) for one in value) if isinstance(value, (list, tuple)) else same(value, test.value)
    if test.operation == "in":
        return any(same(one, wanted) for one in each(value) for wanted in test.value)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return bool(value >= test.value if test.operation == "at_least" else value < test.value)


def each(value: Any) -> Iterable[Any]:
    """The members of a list of codes, or the value itself."""
    return value if isinstance(value, (list, tuple)) else (value,)


def same(one: Any, other: Any) -> bool:
    """Equal and of one sort: 1 is not true, and \"1\" is not 1."""
    return type(one) is type(other) and bool(one == other)


def matches(patterns: Patterns, moment: Moment, key: str, case: Case) -> Answer:
    """Whether any of the patterns fits the moment."""
    if moment.kind in patterns.plain:
        return True
    answer: Answer = False
    for pattern in patterns.any_of:
        if pattern.kind == moment.kind:
            found = holds(pattern.when, moment, key, case)
            if found is True:
                return True
            answer = answer or found
    return answer


def fits(pattern: Pattern, moment: Moment, key: str, case: Case) -> Answer:
    """Whether a moment of the pattern's kind fulfils its condition."""
    return holds(pattern.when, moment, key, case) if pattern.when else True
