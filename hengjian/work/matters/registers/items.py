"""Where each thing of a matter is, from the matter's facts. What must happen to it, and when, stands in the law."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from hengjian.core.facts import Fact
from hengjian.work.matters.registers.models import ItemRow

TAKING = frozenset({"item.seized", "item.preserved", "item.taken", "funds.frozen"})
ENDED_BY_DECISION = frozenset({"confiscated", "handed_over", "destroyed", "kept_as_evidence"})
"""How a decision on a seized or preserved thing ends it; one that it be returned ends it only once it was."""


def items_of(matter: str, facts: Sequence[Fact]) -> list[ItemRow]:
    """The register of one matter as these facts leave it, in the order of taking."""
    found: dict[str, ItemRow] = {}
    for fact in facts:
        for key in fact.about:
            if fact.kind in TAKING and key not in found:
                found[key] = taken(matter, key, fact)
            elif key in found and fact.kind in CHANGES:
                CHANGES[fact.kind](found[key], fact)
    return list(found.values())


def taken(matter: str, key: str, fact: Fact) -> ItemRow:
    kind = fact.body.get("kind", "")
    return ItemRow(matter_id=matter, key=key, how=fact.kind, kind=kind, event=fact.id, taken_at=fact.at, state="in_hand")


def stand(row: ItemRow, state: str, fact: Fact) -> None:
    row.state, row.moved_at, row.back_by = state, fact.at, None


def stored(row: ItemRow, fact: Fact) -> None:
    stand(row, "stored", fact)
    row.store = fact.body.get("store", "")


def moved(row: ItemRow, fact: Fact) -> None:
    """Taken out for a purpose, or brought back; a thing that was moved to another store stays stored."""
    stand(row, "stored" if fact.body.get("errand") in {"back", "other_store"} else "out", fact)
    if row.state == "out" and fact.body.get("back_by"):
        row.back_by = date.fromisoformat(fact.body["back_by"])


def ended(row: ItemRow, fact: Fact) -> None:
    stand(row, "ended", fact)
    row.end, row.ended_at = fact.body.get("end") or "returned", fact.at


def unfrozen(row: ItemRow, fact: Fact) -> None:
    stand(row, "ended", fact)
    row.end, row.ended_at = "unfrozen", fact.at


def decided(row: ItemRow, fact: Fact) -> None:
    outcome = fact.body.get("outcome", "")
    if outcome in ENDED_BY_DECISION and row.ended_at is None:
        stand(row, "ended", fact)
        row.end, row.ended_at = outcome, fact.at


def handed_in(row: ItemRow, fact: Fact) -> None:
    stand(row, "handed_in", fact)


CHANGES: dict[str, Callable[[ItemRow, Fact], None]] = {
    "item.handed_in": handed_in, "item.received": stored, "item.stored": stored, "item.moved": moved, "item.returned": ended,
    "item.disposed_of": ended, "funds.unfrozen": unfrozen, "seizure.ended": decided, "preservation.decided": decided,
}  # fmt: skip
KINDS = TAKING | CHANGES.keys()
