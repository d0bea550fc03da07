"""Who may take a step, and in which seat. What the law says of the step stands elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from hengjian.core.flow import Flow, Move
from hengjian.core.terms import tongue
from hengjian.ledger.models import Event
from hengjian.work.matters.models import Matter
from hengjian.work.matters.reading import ROW
from hengjian.work.people.access import Seat, Viewer, may_see
from hengjian.work.people.models import Unit
from hengjian.work.people.refusal import Refused

RECUSAL = "recusal.decided"
FROM_OUTSIDE = frozenset(
    {
        "grievance.received", "grievance.answered", "grievance.followed_up", "complaint.received", "complaint.answered",
        "supervision.received",
        "supervision.answered", "reasons.requested_by_procuratorate", "opening.ordered_by_procuratorate", "reconsideration.requested",
        "review.requested",
    }
)  # fmt: skip
"""What people and organs outside said of the handling, and what they were answered: not for the handler to correct."""


def matter_in_sight(viewer: Viewer, matter: str) -> Matter:
    """The matter, if this viewer may see it; otherwise the same refusal as for one that does not exist."""
    found = ROW(matter)
    if not found or not may_see(viewer, found[0]):
        raise unknown()
    return found[0]


def unknown() -> Refused:
    """What is said of a matter that does not exist and of one that may not be seen."""
    return Refused(_("没有这个事项，或您的岗位无权查看"))


def fits(seat: Seat, move: Move) -> bool:
    return seat.role in move.roles and (not move.levels or seat.level in move.levels)


def seat_to_start(viewer: Viewer, flow: Flow, move: Move) -> Seat:
    """The seat in which the viewer may begin such a matter."""
    for seat in viewer.case_seats:
        if fits(seat, move):
            return seat
    raise Refused(_("您的岗位不能登记%(kind)s") % {"kind": flow.label[tongue(viewer.language)]}, who_may=move.roles)


def unit_for(body: Mapping[str, Any], seat: Seat) -> Unit:
    """The unit that the matter lies with: the one named, if the seat stands over it or beside it, else the seat's own."""
    code = body.get("unit")
    if not code:
        return seat.unit
    unit = Unit.objects.select_related("parent").filter(code=code, is_active=True).first()
    if unit is None:
        raise Refused(_("没有机构 %(code)s") % {"code": code}, fields={"unit": _("没有这个机构")})
    return unit


def seat_for(viewer: Viewer, matter: Matter, move: Move) -> Seat:
    """The seat in which the viewer may take this step of this matter now. Raises `Refused`, saying who may."""
    if viewer.person in matter.recused:
        raise Refused(_("您已回避本事项，须由他人办理"), who_may=move.roles)
    if matter.stage not in move.sources:
        raise Refused(_("目前阶段不能办理“%(step)s”") % {"step": move.label[tongue(viewer.language)]})
    seats = [seat for seat in viewer.case_seats if fits(seat, move) and seat.unit.holds(matter.unit)]
    if not seats:
        raise Refused(_("您的岗位不能办理“%(step)s”") % {"step": move.label[tongue(viewer.language)]}, who_may=move.roles)
    return max(seats, key=lambda seat: len(seat.unit.path))


def check_own(viewer: Viewer, seat: Seat, move: Move, events: Sequence[Event]) -> None:
    """Nobody approves what they recorded themselves, nor what was recorded in a post that they lent or that was lent to them."""
    acting = {viewer.person, seat.lent_by} - {""}
    if any(event.kind in move.not_after_own and acting & {event.by, event.body.get("lent_by", "")} for event in events):
        raise Refused(_("不能办理自己呈请的事项，须由他人办理"), who_may=move.roles)


def check_correcting(viewer: Viewer, matter: Matter, old: Event, flow: Flow) -> None:
    """What came from outside is corrected only by who may record it (RP-06)."""
    move = flow.moves.get(old.body.get("move", ""))
    if old.kind not in FROM_OUTSIDE or move is None:
        return
    if not any(fits(seat, move) and seat.unit.holds(matter.unit) for seat in viewer.case_seats):
        raise Refused(_("来自外部的监督记录只能由登记它的岗位更正"), who_may=move.roles)


def check_recusal(viewer: Viewer, body: Mapping[str, Any], move: Move) -> None:
    """Nobody decides on their own recusal."""
    if move.event == RECUSAL and body.get("person") == viewer.person:
        raise Refused(_("本人的回避由上级决定"), who_may=move.roles, fields={"person": _("不能决定本人的回避")})
