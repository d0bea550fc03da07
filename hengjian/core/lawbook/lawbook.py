"""The law as read: rules, policies, calendars, statutes and one digest; and, once per kind of matter, which rules look at which facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from hengjian.core.calendar import Calendar
from hengjian.core.lawbook.rule import Policy, Rule, Statute
from hengjian.core.terms import Terms


@dataclass(frozen=True, slots=True)
class Panel:
    """The rules that apply to matters with the same attributes, indexed by kind of fact.

    `by_kind`: kind → (place of the rule in `rules`, whether the kind can make it answer).
    """

    rules: tuple[Rule, ...]
    by_kind: Mapping[str, tuple[tuple[int, bool], ...]]


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

    def policy(self, name: str) -> Any:
        """The value of a policy; KeyError where the folder has none (the reader has checked those that rules need)."""
        return self.policies[name].value

    def calendar(self, name: str) -> Calendar:
        return self.calendars[name]

    @cached_property
    def attributes(self) -> tuple[str, ...]:
        """Names of the attributes by which rules choose their matters."""
        return tuple(sorted({name for rule in self.rules.values() for name, _ in rule.applies_to}))

    def panel(self, attributes: Mapping[str, Any]) -> Panel:
        """The rules for matters with these attributes; made once."""
        key = tuple(attributes.get(name) for name in self.attributes)
        panel = self._panels.get(key)
        if panel is None:
            panel = self._panels[key] = panel_of(tuple(rule for rule in self.rules.values() if rule.applies(attributes)))
        return panel


def panel_of(rules: tuple[Rule, ...]) -> Panel:
    by_kind: dict[str, list[tuple[int, bool]]] = {}
    for place, rule in enumerate(rules):
        for kind in rule.kinds:
            by_kind.setdefault(kind, []).append((place, kind in rule.triggers))
    return Panel(rules, {kind: tuple(entries) for kind, entries in by_kind.items()})
