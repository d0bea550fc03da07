"""What waits for the viewer's answer: since when, and whether the viewer has opened the file since. Which: `approvals`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hengjian.core.flow import Move
from hengjian.ledger.models import Event
from hengjian.work.matters import approvals, looks
from hengjian.work.matters.models import Matter
from hengjian.work.matters.queries import approvals_of
from hengjian.work.people.access import Viewer
from hengjian.work.people.refusal import Refused

SENDS_BACK = frozenset({"case.returned", "incident.reopened"})
"""Answers that dispose of nothing: whoever gives them need not have read the file to the end."""


@dataclass(frozen=True)
class Waiting:
    """One matter that waits, since when, and whether its file was opened since."""

    matter: Matter
    since: datetime
    opened: bool


def waiting_for(viewer: Viewer, limit: int = 100) -> list[Waiting]:
    """What waits for an answer of the viewer, the longest waiting first."""
    rows = approvals_of(viewer, limit)
    asked = asked_at(rows)
    opened = looks.opened_since(viewer, asked)
    found = [Waiting(row, asked[row.id], row.id in opened) for row in rows if row.id in asked]
    return sorted(found, key=lambda one: (one.since, one.matter.id))


def asked_at(rows: Sequence[Matter]) -> Mapping[str, datetime]:
    """When each of these matters was last sent for the answer that it waits for."""
    wanted = {row.id: row.awaiting for row in rows}
    events = Event.objects.filter(stream__in=list(wanted), kind__in=set(wanted.values())).order_by("stream", "version")
    told = events.values_list("stream", "kind", "recorded_at")
    return {stream: at for stream, kind, at in told if kind == wanted[stream]}


def check_opened(viewer: Viewer, row: Matter, move: Move) -> None:
    """Refuses an answer to what waits before the file was opened since it was asked for; sending it back is always possible."""
    if move.event in SENDS_BACK or move.event not in approvals.ANSWERS.get(row.awaiting, ()):
        return
    asked = asked_at([row])
    if row.id in asked and row.id not in looks.opened_since(viewer, asked):
        raise Refused(_("审批前请先打开案卷：在事项页“查看封存内容”，目的选“审核审批”，再来办理这一步"))
