"""`separation`: the same person must not do both; in either order, within one matter. Persons are opaque ids, only ever compared."""

from __future__ import annotations

from collections.abc import Sequence

from hengjian.core.case import Case, Moment
from hengjian.core.checks.judging import acts_judged, breached, passed, undetermined
from hengjian.core.conditions import matches, value_at
from hengjian.core.evaluation import Breach
from hengjian.core.lawbook.acts import Separation
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.values import Patterns


def judge(rule: Rule, moments: Sequence[Moment], key: str, case: Case, found: list[Breach]) -> None:
    """One judgement for each of the second acts."""
    shape = rule.shape
    assert isinstance(shape, Separation)
    for act, day in acts_judged(rule, shape.second, moments, key, case, found):
        first = shape.first.on(day)
        assert first is not None
        found.append(compare(rule, shape, first, act, moments, key, case))


def compare(rule: Rule, shape: Separation, first: Patterns, act: Moment, moments: Sequence[Moment], key: str, case: Case) -> Breach:
    """The act against every first act of the matter."""
    person = value_at(shape.who, act, key, case)
    others = [one for one in moments if one is not act and one.kind in first.kinds and matches(first, one, key, case) is not False]
    if not others:
        return passed(rule, key, act, "persons_differ", act.kind, act.shown, shape.source)
    persons = [value_at(shape.who, one, key, case) for one in others]
    if person is not None and person in persons:
        other = others[persons.index(person)]
        return breached(rule, key, act, "same_person", act.kind, act.shown, other.kind, other.shown, shape.source)
    if person is None or None in persons:
        return undetermined(rule, key, act, str(shape.who))
    return passed(rule, key, act, "persons_differ", act.kind, act.shown, shape.source)
