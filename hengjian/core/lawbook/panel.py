"""Which rules look at which facts, worked out once for all matters with the same attributes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any
from zoneinfo import ZoneInfo

from hengjian.core.calendar import Calendar
from hengjian.core.lawbook.acts import Separation
from hengjian.core.lawbook.clocks import Clock
from hengjian.core.lawbook.rule import CLOCK_CHECKS, JudgedBy, Rule
from hengjian.core.lawbook.saying import Says
from hengjian.core.lawbook.values import Condition, Dated, Path, Patterns, Test

Tests = tuple[tuple[str, Says], ...]  # a field of a fact, and what its value must not fail


@dataclass(frozen=True, slots=True)
class Panel:
    """The rules that apply to matters with the same attributes, indexed by kind of fact; `places`: where each stands in `rules`, by id.

    `triggered_by`: kind → the rules it can make answer, by the tests that every version of them asks of such a fact. `read_by`: by the
    zone of the calendars, kind → all that read it. `touched_by`: kind → all whose answer it can change, what they look up included.
    """

    rules: tuple[Rule, ...]
    places: Mapping[str, int]
    triggered_by: Mapping[str, tuple[tuple[Tests, frozenset[int]], ...]]
    read_by: tuple[tuple[ZoneInfo, Mapping[str, tuple[int, ...]]], ...]
    touched_by: Mapping[str, frozenset[int]]


def panel_of(rules: tuple[Rule, ...], calendars: Mapping[str, Calendar]) -> Panel:
    triggered: dict[str, dict[str, tuple[Tests, frozenset[int]]]] = {}
    read_by: dict[str, dict[str, tuple[int, ...]]] = {}
    touched: dict[str, frozenset[int]] = {}
    zones = {calendars[rule.calendar].zone.key: calendars[rule.calendar].zone for rule in rules}
    for place, rule in enumerate(rules):
        for kind in rule.triggers:
            tests, groups = always_asked(rule, kind), triggered.setdefault(kind, {})
            _tests, places = groups.get(repr(tests), ((), frozenset()))
            groups[repr(tests)] = tuple((test.field, test.says) for test in tests), places | {place}
        readers = read_by.setdefault(calendars[rule.calendar].zone.key, {})
        for kind in rule.kinds:
            readers[kind] = (*readers.get(kind, ()), place)
        for kind in rule.kinds | looked_up((rule.shape, rule.judged_by)):
            touched[kind] = touched.get(kind, frozenset()) | {place}
    triggered_by = {kind: tuple(groups.values()) for kind, groups in triggered.items()}
    places_of = {rule.id: place for place, rule in enumerate(rules)}
    return Panel(rules, places_of, triggered_by, tuple((zones[key], readers) for key, readers in read_by.items()), touched)


def looked_up(part: Any) -> frozenset[str]:
    """Kinds of the facts that a rule reads by a path, such as `party.added.age_band`, or for its day."""
    found: frozenset[str] = frozenset()
    if isinstance(part, (Test, Path)):
        return frozenset({part.kind}) if part.scope == "fact" else found
    if isinstance(part, JudgedBy):
        found = frozenset({part.kind} if part.what == "event" else ())
    parts: Iterable[Any] = part if isinstance(part, tuple) else ()
    if is_dataclass(part):
        parts = [getattr(part, one.name) for one in fields(part)]
    return found.union(*(looked_up(one) for one in parts))


def always_asked(rule: Rule, kind: str) -> Condition:
    """Tests on the body of a fact of this kind that every version of the rule asks before it says anything."""
    if rule.check not in CLOCK_CHECKS and rule.judged_by.what != "act":
        return ()  # it may say that the day is missing which picks its version
    conditions = [one.when for patterns in opened_by(rule).in_force() for one in patterns.any_of if one.kind == kind]
    return tuple(test for test in conditions[0] if test.plain and all(asks(one, test) for one in conditions))


def opened_by(rule: Rule) -> Dated[Patterns]:
    """The facts that start a clock, or that a check judges."""
    shape = rule.shape
    if isinstance(shape, Clock):
        return shape.starts
    return shape.second if isinstance(shape, Separation) else shape.act


def asks(condition: Condition, test: Test) -> bool:
    """Whether a condition holds this test, the value of the same sort: 1 is not true."""
    return any(one == test and repr(one.value) == repr(test.value) for one in condition)
