"""What writes the registers of one matter: all of its rows from all of its facts, whenever one of them bears on a register."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Model

from hengjian.core.facts import Fact
from hengjian.ledger.ready import Table
from hengjian.ledger.together import Part
from hengjian.work.matters.registers import items, stays
from hengjian.work.matters.registers.models import ItemRow, StayRow

ITEMS, STAYS = Table(ItemRow), Table(StayRow)
ONE_ITEM, ONE_STAY = ("matter_id", "key"), ("matter_id", "key", "event")


def registers(matter: str, facts: Sequence[Fact]) -> list[Sequence[Model]]:
    """The rows of each register."""
    return [items.items_of(matter, facts), stays.stays_of(matter, facts)]


def bears_on(kind: str) -> bool:
    """Whether a step of this kind changes a register."""
    return kind in items.KINDS or kind in stays.KINDS


def parts(matter: str, facts: Sequence[Fact]) -> list[Part]:
    """What brings the rows of a matter to what these facts say; rows that stand give way."""
    things, persons = registers(matter, facts)
    found = []
    if things:
        found.append(ITEMS.upsert(things, ONE_ITEM, [name for name in ITEMS.own if name not in ONE_ITEM]))
    if persons:
        found.append(STAYS.upsert(persons, ONE_STAY, [name for name in STAYS.own if name not in ONE_STAY]))
    return found
