"""Rules as rows of one int64 table: each check becomes a record that `kernel.py` runs. What columns cannot hold is judged live."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hengjian.bulk.act_rows import ACT_RECORDS
from hengjian.bulk.assemble import NotColumnar, Sheet
from hengjian.bulk.clock_rows import clock_record
from hengjian.bulk.days import tables_of
from hengjian.bulk.layout import (
    AGE_GATE,
    AT_MOST,
    AUTHORITY,
    BY_EVENT,
    BY_FIELD,
    BY_OWN_DAY,
    CLOCK,
    DOCUMENT,
    HEAD_BOTH_DAYS,
    HEAD_FOLLOWS_ACT,
    HEAD_KEYED_TRIGGERS,
    HEAD_KINDS,
    HEAD_PANELS,
    HEAD_QUICK,
    HEAD_QUICK_CALENDAR,
    HEAD_QUICK_LISTS,
    HEAD_RULES,
    HEAD_SLOW_TRIGGERS,
    HEAD_STARTS,
    HEAD_TRIGGERS,
    HEAD_UNRECORDED_COUNTS,
    HEAD_WIDTH,
    NONE,
    NOT_AFTER,
    PRESENCE,
    REQUIRED_STEP,
    SEPARATION,
    Days,
)  # fmt: skip
from hengjian.bulk.quick_rows import quick_record
from hengjian.core.lawbook.acts import NotAfter, RequiredStep
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import CLOCK_CHECKS, SORTS, Rule

MACHINES = {
    "required_step": REQUIRED_STEP, "at_most": AT_MOST, "not_after": NOT_AFTER, "separation": SEPARATION, "authority": AUTHORITY,
    "presence": PRESENCE, "age_gate": AGE_GATE, "required_document": DOCUMENT,
}  # fmt: skip
WHO = ("by_level", "by_role", "by_organ")


@dataclass(frozen=True)
class RuleTable:
    """The law in columns. `rules[i]` is column i of every verdict; `live` says why a rule is not among them.

    `fields`, `attributes`, `kinds`, `texts`: the words that the table's numbers stand for; data is coded by them (`frame.py`).
    """

    law: Lawbook
    rules: tuple[Rule, ...]
    live: Mapping[str, str]
    words: np.ndarray
    days: Days
    kinds: tuple[str, ...]
    fields: tuple[str, ...]
    attributes: tuple[str, ...]
    texts: tuple[str, ...]
    who: np.ndarray

    def with_panels(self, panels: Sequence[Mapping[str, Any]]) -> np.ndarray:
        """The table for matters of these kinds (attributes): which rules apply to each is laid down behind it."""
        rows = [[int(rule.applies(panel)) for rule in self.rules] for panel in panels]
        first = len(self.words) + len(rows)
        pointers = [first + place * len(self.rules) for place in range(len(rows))]
        table = np.concatenate([self.words, np.array([*pointers, *(word for row in rows for word in row)], np.int64)])
        table[HEAD_PANELS] = len(self.words)
        return table


def rule_table(law: Lawbook, rules: Iterable[Rule] | None = None) -> RuleTable:
    """The table of a lawbook: of all its rules, or of those given, in their order (one may stand there twice)."""
    sheet = Sheet(words=[0] * HEAD_WIDTH)
    records: list[tuple[Rule, list[int]]] = []
    live: dict[str, str] = {}
    for rule in law.rules.values() if rules is None else rules:
        try:
            records.append((rule, record_of(sheet, rule, law)))
        except NotColumnar as why:
            live[rule.id] = str(why)
    who = np.array([*(sheet.fields.code(name) for name in WHO), sheet.attributes.code("level")], np.int64)
    laid = tuple(rule for rule, _ in records)
    spread_kinds(sheet, laid, law, [word for _, record in records for word in record])
    return RuleTable(
        law=law,
        rules=laid,
        live=live,
        words=np.array(sheet.words, np.int64),
        days=tables_of(law.calendars),
        kinds=tuple(sheet.kinds.words),
        fields=tuple(sheet.fields.words),
        attributes=tuple(sheet.attributes.words),
        texts=tuple(sheet.texts.words),
        who=who,
    )


def record_of(sheet: Sheet, rule: Rule, law: Lawbook) -> list[int]:
    """machine, per, shape, judged by (four words), calendar."""
    calendars = list(law.calendars)
    judged = judged_by(sheet, rule)
    if rule.check in CLOCK_CHECKS:
        shape, machine = clock_record(sheet, rule, law, calendars), CLOCK
    elif rule.check in ACT_RECORDS:
        check_zone(rule, law)
        shape, machine = ACT_RECORDS[rule.check](sheet, rule.shape, calendars), MACHINES[rule.check]
    else:
        raise NotColumnar(f"check {rule.check}")
    per = NONE if rule.per == "matter" else SORTS.index(rule.per)
    return [machine, per, shape, *judged, calendars.index(rule.calendar)]


def check_zone(rule: Rule, law: Lawbook) -> None:
    """One zone for the rule's days and for its working days."""
    if (
        isinstance(rule.shape, (RequiredStep, NotAfter))
        and law.calendars[rule.shape.calendar].zone.key != law.calendars[rule.calendar].zone.key
    ):
        raise NotColumnar("zones differ")


def judged_by(sheet: Sheet, rule: Rule) -> tuple[int, int, int, int]:
    by = rule.judged_by
    if by.what == "event":
        return BY_EVENT, NONE, sheet.kinds.code(by.kind), NONE
    if by.path is not None:
        return (BY_FIELD, *sheet.path(by.path))
    return BY_OWN_DAY, NONE, NONE, NONE


def lists_by_kind(sheet: Sheet, marks: Sequence[Sequence[int]], width: int) -> int:
    """For each kind the rules that are marked for it: [how many, rule…]."""
    lists = [[place for place, row in enumerate(marks) if row[kind]] for kind in range(width)]
    return sheet.append([sheet.put(len(one), *one) for one in lists])


def lay_plain_rules(sheet: Sheet, rules: Sequence[Rule], law: Lawbook, starts: Sequence[Sequence[int]]) -> None:
    """Records of the rules that go the short way, and the triggers of the others."""
    calendar = next((rule.calendar for rule in rules), next(iter(law.calendars)))
    records = [quick_record(sheet, rule, law, calendar, MACHINES.get(rule.check, CLOCK)) for rule in rules]
    head, width = sheet.words, len(sheet.kinds.words) + 1
    silent = [0] * width
    marks = [quick_marks(sheet, rule) if record >= 0 else silent for rule, record in zip(rules, records, strict=True)]
    slow = [row if record < 0 else silent for row, record in zip(starts, records, strict=True)]
    head[HEAD_QUICK_CALENDAR] = list(law.calendars).index(calendar)
    head[HEAD_QUICK] = sheet.append(records)
    head[HEAD_QUICK_LISTS] = lists_by_kind(sheet, marks, width)
    keyed = [row if record < 0 or rule.per != "matter" else silent for row, record, rule in zip(starts, records, rules, strict=True)]
    head[HEAD_SLOW_TRIGGERS] = lists_by_kind(sheet, slow, width)
    head[HEAD_KEYED_TRIGGERS] = lists_by_kind(sheet, keyed, width)


def quick_marks(sheet: Sheet, rule: Rule) -> list[int]:
    """The kinds at which a rule that goes the short way is looked at."""
    kinds = rule.kinds if rule.check in CLOCK_CHECKS else rule.triggers
    return [int(kind in kinds) for kind in sheet.kinds.words] + [0]


def spread_kinds(sheet: Sheet, rules: Sequence[Rule], law: Lawbook, records: Sequence[int]) -> None:
    """Lays down what is looked up by kind, now that all kinds are known: roles of every version, triggers of every rule; and the head."""
    for rule in rules:
        for kind in rule.kinds:
            sheet.kinds.code(kind)
    width = len(sheet.kinds.words) + 1
    head = sheet.words
    for place, words in sheet.by_kind:
        head[place] = sheet.append([words.get(kind, 0) for kind in sheet.kinds.words] + [0])
    head[HEAD_KINDS] = width
    head[HEAD_RULES] = sheet.append(records)
    starts = [[int(kind in rule.triggers) for kind in sheet.kinds.words] + [0] for rule in rules]
    head[HEAD_STARTS] = sheet.append(word for row in starts for word in row)
    head[HEAD_TRIGGERS] = lists_by_kind(sheet, starts, width)
    lay_plain_rules(sheet, rules, law, starts)
    policies = {name: policy.value for name, policy in law.policies.items()}
    head[HEAD_BOTH_DAYS] = int(policies.get("exclusion_days") == "both_days")
    head[HEAD_FOLLOWS_ACT] = int(policies.get("procedure_follows") == "act")
    head[HEAD_UNRECORDED_COUNTS] = int(policies.get("unrecorded_approver") == "counts")
