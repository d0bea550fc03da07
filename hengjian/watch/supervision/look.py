"""One look at one matter: what the law says now, its duties refreshed, new faults raised, what was put right verified. Nothing is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from hengjian.core.evaluate import evaluate
from hengjian.core.evaluation import Duty, Evaluation
from hengjian.core.facts import Fact
from hengjian.ledger.models import Event
from hengjian.ledger.read import facts_of
from hengjian.work.findings.actions import raise_by_rule
from hengjian.work.findings.actions_closing import close_by_machine, recheck
from hengjian.work.findings.actions_external import answer_from_step
from hengjian.work.findings.faults import faults_of
from hengjian.work.findings.models import FindingRow
from hengjian.work.findings.rechecking import examine
from hengjian.work.findings.sources import ANSWER_WANTED
from hengjian.work.findings.states import OPEN, WAITING_FOR_UNIT, State, ways_to_close
from hengjian.work.matters import project
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.matters.models import Matter
from hengjian.work.matters.recounting import note_recounted
from hengjian.work.people.roles import INSTITUTION

CHECKED = OPEN - {State.CONTESTED}


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
    facts, attributes = facts_of(matter), project.attributes(row)
    found = evaluate(facts, law_in_force(), now, attributes=attributes)
    note_recounted(row, facts, now)
    if row.law != found.law or (row.next_look_at is not None and row.next_look_at <= now):
        project.look_again(row, found)
    return supervise(row, facts, found)


def supervise(row: Matter, facts: Sequence[Fact], found: Evaluation) -> Looked:
    """What follows from an evaluation of these facts: new faults raised, open findings checked again, those that pass closed."""
    standing = list(FindingRow.objects.filter(matter=row.id).order_by("raised_at", "id"))
    raised, attributes = raise_new(row, found, standing, found.now), project.attributes(row)
    closed = [event for one in standing if one.state in CHECKED for event in verify(one, facts, attributes, found)]
    return Looked(row, raised, closed, near_of(found, found.now))


def near_of(found: Evaluation, now: datetime) -> list[Duty]:
    """The duties of the matter's own unit that policy warns about now."""
    others = law_in_force().of_others(INSTITUTION)
    return [duty for duty in found.duties if duty.warns(now) and duty.rule not in others]


def raise_new(row: Matter, found: Evaluation, standing: Sequence[FindingRow], now: datetime) -> list[Event]:
    """Raises the faults of this evaluation that do not stand yet."""
    known = {finding.identity for finding in standing}
    fresh = [fault for fault in faults_of(found, law_in_force().of_others(INSTITUTION)) if fault.identity(row.id) not in known]
    return raise_by_rule(row.id, row.unit, fresh, now=now) if fresh else []


def verify(finding: FindingRow, facts: Sequence[Fact], attributes: Mapping[str, Any], found: Evaluation) -> list[Event]:
    """Checks an open finding again, records what has changed, and closes it if the machine may. Most often nothing is to be done."""
    seen = examine(finding, facts, law_in_force(), found.now, attributes, found)
    if seen.verdict != finding.verdict:
        recheck(finding.id, now=found.now, current=found)
    if finding.breach == ANSWER_WANTED and seen.rests_on and finding.state in WAITING_FOR_UNIT:
        answer_from_step(finding.id, now=found.now)
    if not ways_to_close(State(finding.state), seen.verdict):
        return []
    event = close_by_machine(finding.id, now=found.now, current=found)
    return [event] if event else []
