"""The law as read: rules, policies, calendars, statutes and one digest. Which rules look at which facts is `panel.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from hengjian.core.calendar import Calendar
from hengjian.core.lawbook.panel import Panel, panel_of
from hengjian.core.lawbook.rule import Policy, Rule, Statute
from hengjian.core.terms import Terms


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
        key = tuple(map(attributes.get, self.attributes))
        panel = self._panels.get(key)
        if panel is None:
            panel = self._panels[key] = panel_of(tuple(rule for rule in self.rules.values() if rule.applies(attributes)), self.calendars)
        return panel
