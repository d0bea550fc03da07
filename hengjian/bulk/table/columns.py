"""Rules as records of one int64 table that `kernel/run.py` runs, and the words they are told in. What columns cannot hold is judged live.

The table itself is laid out for each log (`table/bound.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from hengjian.bulk.layout import (
    AGE_GATE,
    AT_MOST,
    AUTHORITY,
    BY_EVENT,
    BY_FIELD,
    BY_OWN_DAY,
    CLOCK,
    DOCUMENT,
    NONE,
    NOT_AFTER,
    PRESENCE,
    REQUIRED_STEP,
    SEPARATION,
    Days,
)
from hengjian.bulk.table.act_rows import ACT_RECORDS
from hengjian.bulk.table.assemble import NotColumnar, Sheet
from hengjian.bulk.table.clock_rows import clock_record
from hengjian.bulk.table.days import tables_of
from hengjian.bulk.table.unrecorded import where_unrecorded
from hengjian.core.lawbook.acts import NotAfter, RequiredStep
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import CLOCK_CHECKS, SORTS, Rule

MACHINES = {
    "required_step": REQUIRED_STEP, "at_most": AT_MOST, "not_after": NOT_AFTER, "separation": SEPARATION, "authority": AUTHORITY,
    "presence": PRESENCE, "age_gate": AGE_GATE, "required_document": DOCUMENT, "recording_cover": PRESENCE,
}  # fmt: skip
WHO = ("by_level", "by_role", "by_organ")


@dataclass(frozen=True)
class RuleTable:
    """The law in columns. `rules[i]` is column i of every verdict; `live` says why a rule is not among them.

    `fields`, `attributes`, `kinds`, `texts`: the words that the numbers of every table stand for; data is coded by them (`frame.py`).
    """

    law: Lawbook
    rules: tuple[Rule, ...]
    live: Mapping[str, str]
    days: Days
    kinds: tuple[str, ...]
    fields: tuple[str, ...]
    attributes: tuple[str, ...]
    texts: tuple[str, ...]
    who: np.ndarray


def rule_table(law: Lawbook, rules: Iterable[Rule] | None = None) -> RuleTable:
    """The table of a lawbook: of all its rules, or of those given, in their order (one may stand there twice)."""
    sheet = Sheet()
    laid: list[Rule] = []
    live: dict[str, str] = {}
    for rule in law.rules.values() if rules is None else rules:
        try:
            plain = where_unrecorded(rule, law)
            record_of(sheet, plain, law)
            laid.append(plain)
        except NotColumnar as why:
            live[rule.id] = str(why)
    who = np.array([*(sheet.fields.code(name) for name in WHO), sheet.attributes.code("level")], np.int64)
    for rule in laid:
        for kind in sorted(rule.kinds):
            sheet.kinds.code(kind)
    return RuleTable(
        law=law,
        rules=tuple(laid),
        live=live,
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
