"""A direction of work (工作提示, T3) after it was sent: the handler acknowledges it, or it climbs to the heads. Sending: `actions_day`."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hengjian.ledger.models import Event
from hengjian.ledger.read import event_by_id, stream_head
from hengjian.ledger.record import Draft, record
from hengjian.ledger.sealed import unseal_many
from hengjian.work.findings import rights, routes
from hengjian.work.findings.limits import due_after
from hengjian.work.findings.models import DirectionRow
from hengjian.work.findings.project import apply_all
from hengjian.work.matters import looks
from hengjian.work.matters.models import Matter
from hengjian.work.matters.rights import matter_in_sight
from hengjian.work.matters.secrecy import blacked_out
from hengjian.work.people import roles
from hengjian.work.people.access import Seat, Viewer
from hengjian.work.people.models import Unit
from hengjian.work.people.refusal import Refused


@transaction.atomic
def acknowledge_direction(direction: str, *, by: Viewer, now: datetime) -> str:
    """The handler says that the direction was received, and reads it; gives back its words. The look is recorded with it.

    Where a matter has no handler the head of its unit does. Raises `Refused` for anybody else, and for one acknowledged before.
    """
    row = waiting_row(direction)
    matter = matter_in_sight(by, row.matter)
    seat = _acknowledging_seat(by, matter)
    _append(row, "direction.acknowledged", by.person, seat.recorded(), now)
    looks.note(looks.LOOKED, f"looks/{matter.id}", matter.id, {"purpose": "handling"}, by, now)
    return words_of(row)


def waiting_row(direction: str) -> DirectionRow:
    row = DirectionRow.objects.filter(event=direction).first()
    if row is None:
        raise Refused(_("没有这条工作提示。"))
    if row.acknowledged_at:
        raise Refused(_("这条工作提示已经签收。"))
    return row


def _acknowledging_seat(by: Viewer, matter: Matter) -> Seat:
    handlers = {matter.handler_id, matter.co_handler} - {None, ""}
    for seat in by.case_seats:
        if by.person in handlers or (not handlers and seat.role in roles.CHIEF_ROLES and seat.unit.pk == matter.unit_id):
            return seat
    raise Refused(_("工作提示由承办人签收；尚无承办人的，由单位负责人签收。"), who_may=("officer",))


def words_of(row: DirectionRow) -> str:
    """What the direction says, without the words of a hidden reporter."""
    sent = event_by_id(row.event)
    opened = blacked_out(row.matter, unseal_many([sent])) if sent else {}
    return str(opened.get(row.event, {}).get("direction") or "")


@transaction.atomic
def climb_direction(direction: str, *, now: datetime) -> Event:
    """The watch hands an unacknowledged direction to the head of the unit, then to each level above; the highest is told again."""
    row = waiting_row(direction)
    here = Unit.objects.select_related("parent").get(code=row.handled_by or row.unit)
    above = (routes.next_above(here) or here) if row.handled_by else here
    body = {"from": row.handled_by, "to": above.code, "level": above.level, "due": due_after("direction_days", now).isoformat()}
    return _append(row, "direction.escalated", rights.MACHINE, body, now)


def unacknowledged(now: datetime, limit: int) -> list[str]:
    """Ids of directions that should have been acknowledged by now, the longest waiting first."""
    rows = DirectionRow.objects.filter(acknowledged_at=None, due__lt=now).order_by("due", "event")
    return list(rows.values_list("event", flat=True)[:limit])


def _append(row: DirectionRow, kind: str, person: str, body: dict[str, Any], now: datetime) -> Event:
    stream = f"review/{row.matter}"
    draft = Draft(stream, row.matter, kind, now, person, {"direction": row.event, **body})
    events = record([draft], now=now, expected=stream_head(stream))
    apply_all(events)
    return events[0]
