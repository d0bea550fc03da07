"""What the pages of the registers show, cut to what the viewer may see: who is in the case area now, and which things are still open.

The subject is the stay and the thing, and what the organ owes; nobody's stays are gathered across matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from hengjian.core.lawbook.rule import CLOCK_CHECKS
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.matters.models import WAITING, DutyRow, ItemRow, Matter, StayRow
from hengjian.work.people.access import Viewer, scope

MOST = 200
HELD = (
    "public-security.questioning-limit", "public-security.continued-questioning", "criminal-procedure.summons-limit",
    "criminal-procedure.compelled-limit",
)  # fmt: skip
"""Limits on how long somebody may be held who was brought to the police."""
AREA = "case-area."


@dataclass(frozen=True)
class Stay:
    """One stay with the clocks that run for it, the first due first."""

    row: StayRow
    clocks: Sequence[DutyRow]


def stays_now(viewer: Viewer, unit: str = "", limit: int = MOST) -> list[Stay]:
    """Who is in a case area now, by unit and then by entry; `unit` is the code of one, with all below."""
    rows = list(of_unit(viewer, StayRow.objects.filter(left_at=None), unit).order_by("matter__unit__path", "entered_at", "id")[:limit])
    duties: dict[tuple[str, str], list[DutyRow]] = {}
    matters = {row.matter_id: row.matter for row in rows}
    for duty in clocks(list(matters)):
        duty.matter = matters[duty.matter_id]
        duties.setdefault((duty.matter_id, duty.key), []).append(duty)
    return [Stay(row, duties.get((row.matter_id, row.key), [])) for row in rows]


def clocks(matters: Sequence[str]) -> list[DutyRow]:
    """The open clocks of these matters that run while somebody is in the area."""
    rules = [
        rule.id for rule in law_in_force().rules.values() if rule.check in CLOCK_CHECKS and (rule.id in HELD or rule.id.startswith(AREA))
    ]
    found = DutyRow.objects.filter(matter_id__in=matters, rule__in=rules, state__in=WAITING)
    return sorted(found, key=lambda one: (one.due_at is None, one.due_at or one.started, one.rule))


@dataclass(frozen=True)
class Thing:
    """One thing without an end, and the limit of its own that ends next."""

    row: ItemRow
    clock: DutyRow | None


def open_items(viewer: Viewer, unit: str = "", limit: int = MOST) -> list[Thing]:
    """Things without an end, the longest held first."""
    rows = list(of_unit(viewer, ItemRow.objects.filter(ended_at=None), unit).order_by("taken_at", "id")[:limit])
    dated = DutyRow.objects.filter(matter_id__in=[row.matter_id for row in rows], state__in=WAITING, due_at__isnull=False)
    first: dict[tuple[str, str], DutyRow] = {}
    for duty in dated.order_by("due_at", "rule", "id"):
        first.setdefault((duty.matter_id, duty.key), duty)
    return [Thing(row, first.get((row.matter_id, row.key))) for row in rows]


def of_unit(viewer: Viewer, rows: QuerySet, unit: str) -> QuerySet:
    """Rows of matters that the viewer may see, of one unit and all below it where one is named."""
    matters = scope(viewer, Matter.objects.all())
    if unit:
        matters = matters.filter(unit__path__contains=f"/{unit}/")
    return rows.filter(matter__in=matters.order_by().values("id")).select_related("matter__unit", "matter__handler")
