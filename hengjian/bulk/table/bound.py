"""A law laid out as one int64 table for a log of a known sort: its rules folded, their records, and the lists of the short way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hengjian.bulk.layout import (
    COARSE,
    HEAD_BITS,
    HEAD_BOTH_DAYS,
    HEAD_FOLLOWS_ACT,
    HEAD_KINDS,
    HEAD_PANELS,
    HEAD_QUICK_CALENDAR,
    HEAD_RULES,
    HEAD_STARTS,
    HEAD_TRIGGERS,
    HEAD_UNRECORDED_COUNTS,
    HEAD_WIDTH,
    KEYED,
)
from hengjian.bulk.table.assemble import Names, Sheet
from hengjian.bulk.table.columns import RuleTable, record_of
from hengjian.bulk.table.folding import Known, folded
from hengjian.bulk.table.quick_acts import Plan
from hengjian.bulk.table.quick_rows import SORTS_OF_MATTER, Operations, lists, operations_of, quick_in
from hengjian.core.lawbook.rule import SORTS, Rule


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
    operations = [operations_of(plan, rule, law, place, calendar) for place, rule in enumerate(rules)]
    words[HEAD_QUICK_CALENDAR] = list(law.calendars).index(calendar)
    words[HEAD_BITS] = sheet.append([1 << plan.bits[kind] if kind in plan.bits else 0 for kind in sheet.kinds.words] + [0])
    words[HEAD_STARTS] = sheet.append(word for rule in rules for word in [*(int(kind in rule.triggers) for kind in sheet.kinds.words), 0])
    ways = [quick_in(rule, calendar) for rule in rules]
    words[HEAD_TRIGGERS : HEAD_TRIGGERS + SORTS_OF_MATTER] = [
        triggers(sheet, rules, [sort not in way for way in ways]) for sort in range(SORTS_OF_MATTER)
    ]
    rows = [panel_row(sheet, table.rules, panel, operations, ways) for panel in panels]
    words[HEAD_PANELS] = sheet.append(word for row in rows for word in row)


def triggers(sheet: Sheet, rules: Sequence[Rule], chosen: Sequence[bool]) -> int:
    """For each kind the rules that it can make answer, of those chosen: [how many, rule…]."""
    found: dict[str, list[int]] = {kind: [] for kind in sheet.kinds.words}
    for place, rule in enumerate(rules):
        for kind in rule.triggers if chosen[place] else ():
            found[kind].append(place)
    return sheet.append([sheet.put(len(one), *one) for one in [*found.values(), []]])


def panel_row(
    sheet: Sheet, rules: Sequence[Rule], panel: Mapping[str, Any], operations: Sequence[Operations], ways: Sequence[frozenset[int]]
) -> tuple[int, ...]:
    """Which rules apply; then for each sort of matter the operations of the rules that go quickly there: where events name keys those of
    rules by matter, and for each sort of key those of rules by it, where all hours are known and where not."""

    def chosen(sort: int, pers: Sequence[str]) -> list[Operations]:
        return [one for place, one in enumerate(operations) if applies[place] and sort in ways[place] and rules[place].per in pers]

    applies = [rule.applies(panel) for rule in rules]
    plain = [lists(sheet, chosen(sort, ("matter",) if sort & KEYED else SORTS)) for sort in range(SORTS_OF_MATTER)]
    by_key = [chosen(sort, (per,)) if per != "matter" else [] for per in SORTS for sort in (KEYED, KEYED | COARSE)]
    return sheet.put(*map(int, applies)), *plain, *(lists(sheet, one) if one else 0 for one in by_key)
