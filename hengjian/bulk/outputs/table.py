"""Findings as plain rows with the same columns in every format. Rows name matters and units, never a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from hengjian.bulk.patrol import Finding, Patrol
from hengjian.bulk.words import gettext as _
from hengjian.core.describe import in_language
from hengjian.core.evaluation import Duty, Mark
from hengjian.core.explain import explain, state_label
from hengjian.core.lawbook.lawbook import Lawbook

NAMES = (
    "matter", "unit", "rule", "title", "key", "state", "state_label", "event", "at", "due", "met", "explained", "missing", "row", "reasons",
)  # fmt: skip


CELLS = attrgetter(*NAMES)


@dataclass(frozen=True, slots=True)
class Row:
    """One finding. `at`: start of the duty or moment of the act; `row`: the file's row of that event; times as ISO texts."""

    matter: str
    unit: str
    rule: str
    title: str
    key: str
    state: str
    state_label: str
    event: str
    at: str
    due: str
    met: str
    explained: str
    missing: str
    row: int
    reasons: str


def headings() -> tuple[str, ...]:
    """The columns' names for people."""
    return (
        _("事项"), _("单位"), _("规则"), _("规则名称"), _("对象"), _("结论代码"), _("结论"), _("事件"), _("发生时间"), _("到期"),
        _("完成时间"), _("已说明"), _("缺少"), _("原文件行"), _("理由"),
    )  # fmt: skip


def row(law: Lawbook, finding: Finding, language: str) -> Row:
    answer = finding.answer
    duty = answer if isinstance(answer, Duty) else None
    mark = duty.started if duty is not None else answer.act  # type: ignore[union-attr]
    rule = law.rules[answer.rule]
    return Row(
        matter=finding.matter,
        unit=finding.unit,
        rule=answer.rule,
        title=in_language(rule.title, language),
        key=answer.key,
        state=finding.state,
        state_label=state_label(finding.state, language, rule.bearer),
        event=law.terms.label(mark.kind, language),
        at=iso(mark.at),
        due=iso(duty.due) if duty else "",
        met=moment(duty.met) if duty else "",
        explained=moment(duty.explained) if duty else "",
        missing=answer.missing,
        row=int(mark.id),
        reasons="\n".join(explain(answer, law, language)),
    )


def moment(mark: Mark | None) -> str:
    return "" if mark is None else iso(mark.at)


def iso(value: date | datetime | None) -> str:
    if value is None:
        return ""
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


def cells(one: Row) -> tuple[str | int, ...]:
    found: tuple[str | int, ...] = CELLS(one)
    return found


def summary(found: Patrol, language: str) -> list[tuple[str, str, dict[str, int]]]:
    """Per rule that said anything: id, title, and how many answers of each state."""
    by_rule: dict[str, dict[str, int]] = {}
    for (rule, state), count in found.counts.items():
        by_rule.setdefault(rule, {})[state] = count
    return [(name, in_language(rule.title, language), by_rule[name]) for name, rule in found.law.rules.items() if name in by_rule]
