"""The one next act of a duty, and the ways out of a finding: the steps that meet or mend it, where this viewer may take them now."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from hengjian.core.flow import Move
from hengjian.core.lawbook.clocks import Clock
from hengjian.core.terms import tongue
from hengjian.work.findings.models import FindingRow
from hengjian.work.matters import rights
from hengjian.work.matters.lawbook import flows, law_in_force, terms
from hengjian.work.matters.models import DutyRow, Matter
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


def may_take(viewer: Viewer, duty: DutyRow, move: Move) -> bool:
    return not who_else(viewer, duty.matter, move)


def who_else(viewer: Viewer, matter: Matter, move: Move) -> str:
    """Why this viewer may not take a step now, and who may; empty where they may."""
    try:
        rights.seat_for(viewer, matter, move)
    except Refused as refusal:
        roles = _("、").join(terms().code("roles", role, viewer.language) for role in refusal.who_may)
        return _("可由：%(roles)s") % {"roles": roles} if roles else refusal.sentence
    return ""


@dataclass(frozen=True)
class WayOut:
    """A step that makes good what was found: its words, the move if this viewer may take it now, else who may or why not yet."""

    label: str
    move: str
    otherwise: str


def ways_out(viewer: Viewer, found: FindingRow, matter: Matter | None) -> list[WayOut]:
    """The steps that let a finding be closed: its rule's remedies, or, of a limit that names none, the step that was to be taken."""
    law = law_in_force()
    rule = law.rules.get(found.rule)
    if rule is None or matter is None:
        return []
    kinds = [one.kind for one in rule.remedy.any_of]
    if not kinds and isinstance(rule.shape, Clock):
        on_the_day = rule.shape.terms_on(law.calendars[rule.calendar].day_of(found.since))
        kinds = [one.kind for one in on_the_day.met_by.any_of[:1]] if on_the_day else []
    moves = [move for kind in dict.fromkeys(kinds) for move in flows()[matter.kind].by_event(kind)[:1]]
    ways = [(move, who_else(viewer, matter, move)) for move in moves]
    return [WayOut(move.label[tongue(viewer.language)], "" if why else move.name, why) for move, why in ways]


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
