"""What comes from outside as a step of a matter becomes a finding of the external loop, and the step that answers it its reply.

The watch calls these when it sees the step; a person raises and answers by `actions`. Each may be repeated at will.
"""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from hengjian.ledger.models import Event
from hengjian.ledger.read import event_by_id
from hengjian.ledger.record import Draft, record_many
from hengjian.work.findings import rights
from hengjian.work.findings.actions import FINDINGS
from hengjian.work.findings.limits import due_after
from hengjian.work.findings.project import apply_all
from hengjian.work.findings.rechecking import examine_now
from hengjian.work.findings.recording import about, append, open_row, raised_body
from hengjian.work.findings.routes import next_above
from hengjian.work.findings.sources import ANSWER_WANTED, OUTSIDE
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.matters.models import DutyRow, Matter


@transaction.atomic
def raise_from_step(event: Event, *, now: datetime) -> Event | None:
    """Raises the finding that a grievance, complaint, objection or letter of the procuratorate asks for; None where it stands already.

    The unit above the one that has the matter takes it in hand (the highest its own). It is due when the law says that the step is
    answered, and by the policy of supervision where the law says nothing.
    """
    matter = Matter.objects.select_related("unit__parent").get(id=event.matter)
    identity, key = f"finding:step:{event.id}", event.about[0] if event.about else ""
    by_law = due_by_law(event)
    due = by_law.due_at if by_law and by_law.due_at else due_after("answer_days", now)
    handler = next_above(matter.unit) or matter.unit
    body: dict[str, Any] = raised_body(identity, matter.unit, handler, OUTSIDE[event.kind].source, due)
    body |= {"breach": ANSWER_WANTED, "key": key, "start": event.id, "since": event.at.isoformat(), "step": event.kind}
    body |= {"due_by": by_law.rule if by_law and by_law.due_at else "policy", "law": law_in_force().digest}
    stream = uuid.uuid5(FINDINGS, identity).hex
    draft = Draft(stream, matter.id, "finding.raised", now, rights.MACHINE, body, about=about(key), source=identity)
    raised = record_many([draft], now=now)[0]
    if raised.already_stood:
        return None
    apply_all([raised])
    return raised


def due_by_law(event: Event) -> DutyRow | None:
    """The duty that this step started, the one due last: told first, answered then."""
    found = DutyRow.objects.filter(matter_id=event.matter, start_event=event.id)
    return found.order_by(F("due_at").desc(nulls_last=True), "rule", "key").first()


@transaction.atomic
def answer_from_step(finding: str, *, now: datetime) -> Event | None:
    """Records that a step of the matter answered the finding, as the reply of who took it; a second person still judges it.

    None where no step answers it yet.
    """
    row = open_row(finding, "finding.replied")
    step = event_by_id(examine_now(row, now).rests_on)
    if step is None:
        return None
    body = {"pieces": 0, "due": due_after("answer_days", now).isoformat(), "step": step.id, "answered_by": step.by}
    return append(row, "finding.replied", rights.MACHINE, body, {}, now)
