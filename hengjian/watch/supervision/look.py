"""One look at one matter: what the law says now, its duties refreshed, new faults raised, what was put right verified. Nothing is sent."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from hengjian.core.evaluate import evaluate
from hengjian.core.evaluation import Duty, Evaluation
from hengjian.ledger.models import Event
from hengjian.ledger.read import facts_of
from hengjian.work.findings.actions import raise_by_rule
from hengjian.work.findings.actions_closing import close_by_machine, recheck
from hengjian.work.findings.faults import faults_of
from hengjian.work.findings.models import FindingRow
from hengjian.work.findings.states import State
from hengjian.work.matters import project
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.matters.models import Matter


@dataclass(frozen=True)
class Looked:
    """What a look brought: the matter, the findings raised, those closed, and the duties that policy warns about now."""

    matter: Matter
    raised: list[Event] = field(default_factory=list)
    closed: list[Event] = field(default_factory=list)
    near: list[Duty] = field(default_factory=list)


@transaction.atomic
def look_at(matter: str, now: datetime) -> Looked | None:
    """Looks at a matter under the law in force; None where there is no such matter. May be repeated by anybody at any time.

    The row is held meanwhile, so that who takes a step and who looks do not overwrite one another. Raises `StaleStream` when another
    worker raises the same fault in this instant.
    """
    row = Matter.objects.select_for_update(of=("self",)).select_related("unit__parent").filter(id=matter).first()
    if row is None:
        return None
    law = law_in_force()
    found = evaluate(facts_of(matter), law, now, attributes=project.attributes(row))
    if row.law != found.law or (row.next_look_at is not None and row.next_look_at <= now):
        project.look_again(row, found)
    raised = raise_new(row, found, now)
    closed = verify(matter, found, now)
    return Looked(row, raised, closed, [duty for duty in found.duties if duty.warns(now)])


def raise_new(row: Matter, found: Evaluation, now: datetime) -> list[Event]:
    """Raises the faults of this evaluation that do not stand yet."""
    faults = faults_of(found)
    if not faults:
        return []
    standing = set(FindingRow.objects.filter(matter=row.id).values_list("identity", flat=True))
    fresh = [fault for fault in faults if fault.identity(row.id) not in standing]
    return raise_by_rule(row.id, row.unit, fresh, now=now) if fresh else []


def verify(matter: str, found: Evaluation, now: datetime) -> list[Event]:
    """Checks the matter's open findings again and closes those that the machine may close."""
    closed = []
    for finding in FindingRow.objects.filter(matter=matter).exclude(state__in=[State.CLOSED, State.CONTESTED]).order_by("raised_at"):
        recheck(finding.id, now=now, current=found)
        event = close_by_machine(finding.id, now=now, current=found)
        closed += [event] if event else []
    return closed
