"""The open findings of a case that was merged go to the unit of the case that stays. The watch calls this when it sees the merge."""

from datetime import datetime

from django.db import transaction

from hengjian.ledger.models import Event
from hengjian.ledger.read import events_in
from hengjian.work.findings import rights
from hengjian.work.findings.models import FindingRow
from hengjian.work.findings.recording import append
from hengjian.work.findings.states import State
from hengjian.work.matters.models import Matter
from hengjian.work.people.models import Unit

MOVED = "finding.moved"


@transaction.atomic
def move_along(merge: Event, *, now: datetime) -> list[Event]:
    """Records on each open finding of the merged case who answers from now on, and who supervises, at the level that had it in hand.

    May be repeated: what this merge has moved already stays where it is.
    """
    stays = Matter.objects.select_related("unit__parent__parent").get(id=merge.body["linked_to"])
    standing = FindingRow.objects.filter(matter=merge.matter).exclude(state=State.CLOSED).order_by("raised_at", "id")
    fresh = [row for row in standing if not any(one.body.get("step") == merge.id for one in events_in(row.id) if one.kind == MOVED)]
    return [append(row, MOVED, rights.MACHINE, moved_to(row, stays, merge.id), {}, now) for row in fresh]


def moved_to(row: FindingRow, stays: Matter, merge: str) -> dict[str, str]:
    handler = at_level(stays.unit, row.level)
    answers = {"to_matter": stays.id, "from": row.unit, "to": stays.unit.code}
    return {"step": merge, **answers, "handled_by": handler.code, "level": handler.level}


def at_level(unit: Unit, level: str) -> Unit:
    """The unit itself or the one above it of this level; the highest where there is none."""
    while unit.level != level and unit.parent is not None:
        unit = unit.parent
    return unit
