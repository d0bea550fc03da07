"""In which rules two lawbooks may answer otherwise, and a lawbook with some of its rules. What differs in their files: `difference.py`."""

from __future__ import annotations

from typing import Any

from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import Rule

SILENT_POLICIES = frozenset({"warnings", "supervision", "discretion"})  # they warn and demand, and count nothing


def narrowed(law: Lawbook, ids: set[str]) -> Lawbook:
    """The lawbook with some of its rules; it keeps the digest of the whole."""
    rules = {name: rule for name, rule in law.rules.items() if name in ids}
    return Lawbook(rules, law.policies, law.calendars, law.statutes, law.terms, law.digest, law.folder)


def differing(old: Lawbook, new: Lawbook) -> tuple[list[Rule], list[Rule]]:
    """The rules of each that may answer otherwise than the other's; all of them where policies or calendars count otherwise."""
    if counts_by(old) != counts_by(new):
        return list(old.rules.values()), list(new.rules.values())
    same = {name for name, rule in old.rules.items() if name in new.rules and says(rule) == says(new.rules[name])}
    return [rule for name, rule in old.rules.items() if name not in same], [rule for name, rule in new.rules.items() if name not in same]


def counts_by(law: Lawbook) -> tuple[Any, ...]:
    """What bears on every rule: the policies that count, and the calendars."""
    policies = {name: policy.value for name, policy in law.policies.items() if name not in SILENT_POLICIES}
    return policies, dict(law.calendars)


def says(rule: Rule) -> tuple[Any, ...]:
    """All of a rule that bears on its answers, and nothing that only describes it."""
    return rule.check, rule.applies_to, rule.per, rule.bearer, rule.shape, rule.judged_by, rule.calendar
