"""What the law says of a matter, written into its columns and the rows of its duties and breaches; only what changed is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from hengjian.core.evaluation import Breach, Duty, Evaluation
from hengjian.ledger.ready import Ready, ReadyUpsert
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.matters.models import BreachRow, DutyRow, Matter
from hengjian.work.people.roles import INSTITUTION

COMPARED = ("unit_id", "state", "started", "due_at", "warn_at", "data")
DUTIES = Ready(lambda matter: DutyRow.objects.filter(matter_id=matter).order_by())
BREACHES = Ready(lambda matter: BreachRow.objects.filter(matter_id=matter).order_by("id"))
PUT_DUTIES = ReadyUpsert(DutyRow, ("matter_id", "rule", "key", "start_event"), COMPARED)


def weigh(matter: Matter, found: Evaluation) -> tuple[list[DutyRow], list[BreachRow]]:
    """Writes what the law says into the matter's columns; gives back the rows of its duties and of what is not in order.

    What another institution owes, and a citizen's own time, has a row as a duty; it counts in no column, and its faults have no row.
    """
    others = law_in_force().of_others(INSTITUTION)
    duties = [duty_row(matter, duty) for duty in unique(found.duties)]
    breaches = [breach_row(matter, one) for one in found.judgements if one.verdict != "passed" and one.rule not in others]
    own = [duty for duty in found.duties if duty.rule not in others]
    due = [duty.due_at for duty in own if duty.is_open and duty.due_at]
    matter.law, matter.evaluated_at, matter.next_look_at = found.law, found.now, found.next_look_at
    matter.earliest_due = min(due) if due else None
    matter.overdue = sum(duty.state == "overdue" for duty in own)
    matter.near = sum(duty.warns(found.now) for duty in own)
    matter.undetermined = sum(one.rule not in others for one in found.undetermined)
    matter.breaches = sum(one.rule not in others for one in found.breaches)
    return duties, breaches


def unique(duties: Iterable[Duty]) -> list[Duty]:
    """One duty per rule, key and start: of two that a restart made at one instant the later one stands."""
    return list({duty.identity: duty for duty in duties}.values())


def duty_row(matter: Matter, duty: Duty) -> DutyRow:
    return DutyRow(
        matter=matter, unit_id=matter.unit_id, rule=duty.rule, key=duty.key, state=duty.state, started=duty.started.at,
        due_at=duty.due_at, warn_at=duty.warn_at, start_event=duty.started.id, data=duty.as_data(),
    )  # fmt: skip


def breach_row(matter: Matter, breach: Breach) -> BreachRow:
    return BreachRow(matter=matter, rule=breach.rule, key=breach.key, state=breach.verdict, event=breach.act.id, data=breach.as_data())


def write(matter: Matter, duties: Sequence[DutyRow], breaches: Sequence[BreachRow], had_breaches: bool) -> None:
    """Brings the rows of one matter to what the law says now. `had_breaches`: rows may stand from the last time."""
    write_duties(DUTIES(matter.id) if matter.version > 1 else [], duties)
    stood = BREACHES(matter.id) if had_breaches else []
    if [told(row) for row in stood] != [told(row) for row in breaches]:
        BreachRow.objects.filter(matter=matter).delete()
        BreachRow.objects.bulk_create(breaches)


def write_duties(stood: Sequence[DutyRow], duties: Sequence[DutyRow]) -> None:
    standing = {identity(row): row for row in stood}
    changed = [row for row in duties if identity(row) not in standing or differ(row, standing[identity(row)])]
    gone = standing.keys() - {identity(row) for row in duties}
    if gone:
        DutyRow.objects.filter(id__in=[standing[one].id for one in gone]).delete()
    if changed:
        PUT_DUTIES(changed)


def identity(row: DutyRow) -> tuple[str, str, str]:
    return row.rule, row.key, row.start_event


def differ(one: DutyRow, other: DutyRow) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in COMPARED)


def told(row: BreachRow) -> tuple[str, str, str, str, dict[str, Any]]:
    return row.rule, row.key, row.state, row.event, row.data
