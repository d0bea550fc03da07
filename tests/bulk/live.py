"""The live answers as rows and cells of the kernel's shape, for comparing the two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from hengjian.bulk.layout import BREACHED, MISSING, NONE, STATE_BITS
from hengjian.core.evaluate import evaluate
from hengjian.core.evaluation import Evaluation
from hengjian.core.facts import Fact
from hengjian.core.lawbook.lawbook import Lawbook

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST = date(1970, 1, 1).toordinal()
Matter = tuple[Sequence[Fact], Mapping[str, Any]]
Row = tuple[int, ...]


def due_word(due: date | datetime | None) -> int:
    if due is None:
        return MISSING
    if isinstance(due, datetime):
        return int((due - EPOCH).total_seconds() // 60)
    return due.toordinal() - FIRST


def live_rows(found: Evaluation, places: Mapping[str, int], matter: int, first: int, keys: Mapping[str, int]) -> list[Row]:
    """One row per duty and judgement; `first` is the place of the matter's first event, whose facts have their number as id."""
    rows = []
    for duty in found.duties:
        if duty.rule in places:
            end = NONE if duty.met is None else first + int(duty.met.id)
            key = keys[duty.key] if duty.key else NONE
            rows.append((matter, places[duty.rule], key, first + int(duty.started.id), STATE_BITS[duty.state], due_word(duty.due), end))
    for one in found.judgements:
        if one.rule in places:
            bit = BREACHED if one.verdict == "breached" else STATE_BITS[one.verdict]
            key = keys[one.key] if one.key else NONE
            rows.append((matter, places[one.rule], key, first + int(one.act.id), bit, MISSING, NONE))
    return rows


def live_answers(matters: Sequence[Matter], law: Lawbook, places: Mapping[str, int], now: datetime, keys: Mapping[str, int]) -> list[Row]:
    """The rows of all matters, whose events are numbered through."""
    rows: list[Row] = []
    first = 0
    for number, (facts, attributes) in enumerate(matters):
        rows += live_rows(evaluate(facts, law, now, attributes=attributes), places, number, first, keys)
        first += len(facts)
    return rows
