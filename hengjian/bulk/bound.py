"""A law laid out as one int64 table for a log of a known sort: its rules folded, their records, and the lists of the short way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hengjian.bulk.assemble import Names, Sheet
from hengjian.bulk.columns import RuleTable, record_of
from hengjian.bulk.folding import Known, folded
from hengjian.bulk.layout import (
    HEAD_BITS,
    HEAD_BOTH_DAYS,
    HEAD_FOLLOWS_ACT,
    HEAD_KEYED_TRIGGERS,
    HEAD_KINDS,
    HEAD_PANELS,
    HEAD_QUICK_CALENDAR,
    HEAD_RULES,
    HEAD_SLOW_TRIGGERS,
    HEAD_STARTS,
    HEAD_TRIGGERS,
    HEAD_UNRECORDED_COUNTS,
    HEAD_WIDTH,
)
from hengjian.bulk.quick_acts import Plan
from hengjian.bulk.quick_clocks import stands_still
from hengjian.bulk.quick_rows import Operations, goes_quickly, lists, operations_of
from hengjian.core.lawbook.rule import Rule


def bound(table: RuleTable, panels: Sequence[Mapping[str, Any]], known: Known) -> np.ndarray:
    """The law for matters of these sorts (their attributes) in a log of which so much is known."""
    sheet = Sheet(
        words=[0] * HEAD_WIDTH,
        kinds=Names.of(table.kinds),
        fields=Names.of(table.fields),
        attributes=Names.of(table.attributes),
        texts=Names.of(table.texts),
    )
    rules = [folded(rule, known) for rule in table.rules]
    lay_records(sheet, table, rules)
    lay_policies(sheet, table)
    lay_lists(sheet, table, rules, panels, known)
    return np.array(sheet.words, np.int64)


def lay_records(sheet: Sheet, table: RuleTable, rules: Sequence[Rule]) -> None:
    """The record of every rule for the long way, and the roles of kinds in each version of a clock."""
    records = [record_of(sheet, rule, table.law) for rule in rules]
    for place, roles in sheet.by_kind:
        sheet.words[place] = sheet.append([roles.get(kind, 0) for kind in sheet.kinds.words] + [0])
    sheet.words[HEAD_KINDS] = len(sheet.kinds.words) + 1
    sheet.words[HEAD_RULES] = sheet.append(word for record in records for word in record)


def lay_policies(sheet: Sheet, table: RuleTable) -> None:
    policies = {name: policy.value for name, policy in table.law.policies.items()}
    sheet.words[HEAD_BOTH_DAYS] = int(policies.get("exclusion_days") == "both_days")
    sheet.words[HEAD_FOLLOWS_ACT] = int(policies.get("procedure_follows") == "act")
    sheet.words[HEAD_UNRECORDED_COUNTS] = int(policies.get("unrecorded_approver") == "counts")


def lay_lists(sheet: Sheet, table: RuleTable, rules: Sequence[Rule], panels: Sequence[Mapping[str, Any]], known: Known) -> None:
    """What each kind of event calls for: rules that go the long way, and for each panel the operations of the others."""
    law, words = table.law, sheet.words
    calendar = next((rule.calendar for rule in rules), next(iter(law.calendars)))
    plan = Plan(sheet, known, {})
    quick = [goes_quickly(rule, calendar) for rule in rules]
    operations = [operations_of(plan, rule, law, place, calendar) if quick[place] else {} for place, rule in enumerate(rules)]
    words[HEAD_QUICK_CALENDAR] = list(law.calendars).index(calendar)
    words[HEAD_BITS] = sheet.append([1 << plan.bits[kind] if kind in plan.bits else 0 for kind in sheet.kinds.words] + [0])
    words[HEAD_STARTS] = sheet.append(word for rule in rules for word in [*(int(kind in rule.triggers) for kind in sheet.kinds.words), 0])
    words[HEAD_TRIGGERS] = triggers(sheet, rules, [True] * len(rules))
    words[HEAD_SLOW_TRIGGERS] = triggers(sheet, rules, [not one for one in quick])
    keyed = [rule.per != "matter" or stands_still(rule) for rule in rules]
    words[HEAD_KEYED_TRIGGERS] = triggers(sheet, rules, [not one or by_key for one, by_key in zip(quick, keyed, strict=True)])
    rows = [panel_row(sheet, table.rules, panel, operations, keyed) for panel in panels]
    words[HEAD_PANELS] = sheet.append(word for row in rows for word in row)


def triggers(sheet: Sheet, rules: Sequence[Rule], chosen: Sequence[bool]) -> int:
    """For each kind the rules that it can make answer, of those chosen: [how many, rule…]."""
    found = [[place for place, rule in enumerate(rules) if chosen[place] and kind in rule.triggers] for kind in sheet.kinds.words]
    return sheet.append([sheet.put(len(one), *one) for one in [*found, []]])


def panel_row(
    sheet: Sheet, rules: Sequence[Rule], panel: Mapping[str, Any], operations: Sequence[Operations], keyed: Sequence[bool]
) -> tuple[int, int, int]:
    """Which rules apply; operations in matters without keys, and in those with keys (there, rules by key go the long way)."""
    applies = [rule.applies(panel) for rule in rules]
    every = [one for one, there in zip(operations, applies, strict=True) if there]
    unkeyed = [one for one, there, by_key in zip(operations, applies, keyed, strict=True) if there and not by_key]
    return sheet.put(*map(int, applies)), lists(sheet, every), lists(sheet, unkeyed)
