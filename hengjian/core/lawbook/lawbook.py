"""The law as read: rules, policies, calendars, statutes and one digest; and, once per kind of matter, which rules look at which facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from hengjian.core.calendar import Calendar
from hengjian.core.lawbook.acts import Separation
from hengjian.core.lawbook.clocks import Clock
from hengjian.core.lawbook.rule import CLOCK_CHECKS, Policy, Rule, Statute
from hengjian.core.lawbook.saying import Says
from hengjian.core.lawbook.values import Condition, Dated, Patterns, Test
from hengjian.core.terms import Terms


@dataclass(frozen=True, slots=True)
class Panel:
    """The rules that apply to matters with the same attributes, indexed by kind of fact.

    `triggered_by`: kind → places in `rules` of those it can make answer, by the tests that every version of them asks of such a fact,
    each a field and what its value must not fail. `read_by`: by the zone of the calendars, kind → places of all that read it.
    """

    rules: tuple[Rule, ...]
    triggered_by: Mapping[str, tuple[tuple[tuple[tuple[str, Says], ...], frozenset[int]], ...]]
    read_by: tuple[tuple[ZoneInfo, Mapping[str, frozenset[int]]], ...]


@dataclass(frozen=True)
class Lawbook:
    """`digest`: SHA-256 over the content of all rules, policies and calendars; comments and blanks do not matter."""

    rules: Mapping[str, Rule]
    policies: Mapping[str, Policy]
    calendars: Mapping[str, Calendar]
    statutes: Mapping[str, Statute]
    terms: Terms
    digest: str
    folder: str = ""
    _panels: dict[tuple[Any, ...], Panel] = field(default_factory=dict, repr=False, compare=False)
    _others: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def policy(self, name: str) -> Any:
        """The value of a policy; KeyError where the folder has none (the reader has checked those that rules need)."""
        return self.policies[name].value

    def calendar(self, name: str) -> Calendar:
        return self.calendars[name]

    @cached_property
    def attributes(self) -> tuple[str, ...]:
        """Names of the attributes by which rules choose their matters."""
        return tuple(sorted({name for rule in self.rules.values() for name, _ in rule.applies_to}))

    def of_others(self, institution: str) -> frozenset[str]:
        """Ids of the rules that an institution's units do not answer for: they bind another institution, or are a citizen's time."""
        found = self._others.get(institution)
        if found is None:
            found = self._others[institution] = frozenset(rule.id for rule in self.rules.values() if not rule.binds(institution))
        return found

    def panel(self, attributes: Mapping[str, Any]) -> Panel:
        """The rules for matters with these attributes; made once."""
        key = tuple(attributes.get(name) for name in self.attributes)
        panel = self._panels.get(key)
        if panel is None:
            panel = self._panels[key] = panel_of(tuple(rule for rule in self.rules.values() if rule.applies(attributes)), self.calendars)
        return panel


def panel_of(rules: tuple[Rule, ...], calendars: Mapping[str, Calendar]) -> Panel:
    triggered: dict[str, dict[str, tuple[Condition, frozenset[int]]]] = {}
    read_by: dict[str, dict[str, frozenset[int]]] = {}
    zones = {calendars[rule.calendar].zone.key: calendars[rule.calendar].zone for rule in rules}
    for place, rule in enumerate(rules):
        for kind in rule.triggers:
            tests, groups = always_asked(rule, kind), triggered.setdefault(kind, {})
            _tests, places = groups.get(repr(tests), (tests, frozenset()))
            groups[repr(tests)] = tests, places | {place}
        readers = read_by.setdefault(calendars[rule.calendar].zone.key, {})
        for kind in rule.kinds:
            readers[kind] = readers.get(kind, frozenset()) | {place}
    groups_of = {
        kind: tuple((tuple((test.field, test.says) for test in tests), places) for tests, places in groups.values())
        for kind, groups in triggered.items()
    }
    return Panel(rules, groups_of, tuple((zones[key], readers) for key, readers in read_by.items()))


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
