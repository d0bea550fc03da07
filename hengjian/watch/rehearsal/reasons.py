"""Why both lawbooks say what they say of one duty or act: each argued anew from the facts that the rehearsal rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hengjian.core.evaluate import evaluate
from hengjian.core.evaluation import Breach, Duty
from hengjian.core.explain import explain, state_label, when_words
from hengjian.core.facts import Fact
from hengjian.core.lawbook.differing import narrowed
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.terms import tongue
from hengjian.core.values import SHANGHAI
from hengjian.ledger.read import facts_up_to
from hengjian.watch.rehearsal.facts import Scope, in_order
from hengjian.watch.rehearsal.models import DifferenceRow
from hengjian.work.matters.models import Matter
from hengjian.work.matters.project import attributes


@dataclass(frozen=True)
class Side:
    """What one lawbook says: the state and the due time in words, and its reasons, a line each. Empty where it says nothing."""

    state: str = ""
    word: str = ""
    due: str = ""
    reasons: Sequence[str] = ()


@dataclass(frozen=True)
class Argued:
    """One difference with both reasonings."""

    row: DifferenceRow
    matter: Matter
    old: Side
    new: Side


def argued(
    rows: Sequence[DifferenceRow], matters: dict[str, Matter], laws: tuple[Lawbook, Lawbook], scope: Scope, language: str
) -> list[Argued]:
    """These differences with the reasons of both sides, their facts read with one query."""
    told = facts_up_to(scope.place, {row.matter for row in rows})
    found = []
    for row in rows:
        matter, facts = matters[row.matter], in_order(told[row.matter], scope.now)
        old, new = (side(row, said, facts, matter, law, scope.now, language) for said, law in zip((row.old, row.new), laws, strict=True))
        found.append(Argued(row, matter, old, new))
    return found


def side(
    row: DifferenceRow, said: dict[str, Any], facts: Sequence[Fact], matter: Matter, law: Lawbook, now: datetime, language: str
) -> Side:
    if not said:
        return Side()
    rules = narrowed(law, {row.rule})
    found = evaluate(facts, rules, now, attributes=attributes(matter))
    answers: tuple[Duty | Breach, ...] = (*found.duties, *found.judgements)
    lines = next((explain(one, law, language) for one in answers if is_it(one, row.key, said)), [])
    return Side(said["state"], state_label(said["state"], language, law.rules[row.rule].bearer), due_words(said, language), lines)


def is_it(one: Duty | Breach, key: str, said: dict[str, Any]) -> bool:
    """Whether an answer is the one that the row tells of."""
    mark, state = (one.started, one.state) if isinstance(one, Duty) else (one.act, one.verdict)
    return (one.key, mark.id, state) == (key, said["event"], said["state"])


def due_words(said: dict[str, Any], language: str) -> str:
    due = said.get("due")
    if not due:
        return ""
    when = datetime.fromisoformat(due["at"]).astimezone(SHANGHAI) if "at" in due else date.fromisoformat(due["on"])
    return when_words(when, tongue(language))
