"""The one next act of a duty: the step that meets it, where this viewer may take it now."""

from hengjian.core.lawbook.clocks import Clock
from hengjian.core.terms import tongue
from hengjian.work.matters import rights
from hengjian.work.matters.lawbook import flows, law_in_force
from hengjian.work.matters.models import DutyRow
from hengjian.work.people.access import Viewer
from hengjian.work.people.refusal import Refused

Act = tuple[str, str]


def next_act(viewer: Viewer, duty: DutyRow) -> Act | None:
    """The move's name and its label, or nothing where somebody else is to act."""
    flow = flows()[duty.matter.kind]
    for move in flow.by_event(first_meeting(duty)):
        if may_take(viewer, duty, move):
            return move.name, move.label[tongue(viewer.language)]
    return None


def first_meeting(duty: DutyRow) -> str:
    """The event that the rule names first as meeting it: the ordinary way; empty where it names none."""
    law = law_in_force()
    rule = law.rules.get(duty.rule)
    if rule is None or not isinstance(rule.shape, Clock):
        return ""
    terms = rule.shape.terms_on(law.calendars[rule.calendar].day_of(duty.started))
    return terms.met_by.any_of[0].kind if terms and terms.met_by.any_of else ""


def may_take(viewer: Viewer, duty: DutyRow, move) -> bool:
    try:
        rights.seat_for(viewer, duty.matter, move)
    except Refused:
        return False
    return True


def beginnings(viewer: Viewer, kinds: tuple[str, ...]) -> list[Act]:
    """The kinds of matter that this viewer may begin: the slug of the address, and the word on the button."""
    found = []
    for kind in kinds:
        move = flows()[kind].starting()[0]
        if any(rights.fits(seat, move) for seat in viewer.case_seats):
            found.append(
                (kind.replace("/", "-"), f"{move.label[tongue(viewer.language)]} · {flows()[kind].label[tongue(viewer.language)]}")
            )
    return found
