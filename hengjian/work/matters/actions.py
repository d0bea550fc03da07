"""How matters begin and go on: every step of every flow runs through `take_step`. Right, flow and law are asked; then it is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import uuid6
from django.db import transaction
from django.utils.translation import gettext as _

from hengjian.core.describe import in_language
from hengjian.core.evaluate import evaluate, would_breach
from hengjian.core.evaluation import Verdict
from hengjian.ledger.corrections import facts as facts_of_events
from hengjian.ledger.models import Event
from hengjian.ledger.read import events_in
from hengjian.ledger.record import Draft, StreamHead, record
from hengjian.work.matters import numbers, project, rights
from hengjian.work.matters.draft import Asked, as_fact, draft
from hengjian.work.matters.lawbook import flows, law_in_force, terms
from hengjian.work.matters.models import Matter
from hengjian.work.people.access import Viewer
from hengjian.work.people.refusal import Refused


@dataclass(frozen=True)
class Step:
    """A step that was taken: the matter as it now stands, the events recorded, and what the law said before."""

    matter: Matter
    events: Sequence[Event]
    verdict: Verdict


@transaction.atomic
def open_matter(kind: str, body: Mapping[str, Any], *, by: Viewer, at: datetime, now: datetime, linked_to: str = "") -> Step:
    """Begins a matter of this kind; `linked_to` is the id of the matter that it arises from. Raises `Refused`."""
    flow = flows()[kind]
    move = flow.starting()[0]
    seat = rights.seat_to_start(by, flow, move)
    unit = rights.unit_for(body, seat)
    check_time(at, now)
    first = draft(Asked(flow, move, body, by.person, seat, at, None, by.language), uuid6.uuid7().hex, (), terms())
    given = {"kind_of_matter": kind, "number": numbers.next_number(kind, unit, at), "unit": unit.code}
    given |= {"linked_to": linked_to, "relation": "arises_from"} if linked_to else {}
    first = replace(first, body={**first.body, **given})
    event = record([first], now=now, expected=0)[0]
    standing = project.begin(event, unit)
    return settle(standing, [event], first, Verdict("clear"), now)


@transaction.atomic
def take_step(
    matter: str, move: str, body: Mapping[str, Any], *, by: Viewer, at: datetime, now: datetime, about: str | None = None
) -> Step:
    """Takes one step of a matter's flow.

    Raises `Refused` where the stage, the seat, the values or the law do not allow it, and `StaleStream` when somebody else was faster.
    """
    row = rights.matter_in_sight(by, matter)
    flow = flows()[row.kind]
    asked_move = flow.moves.get(move)
    if asked_move is None:
        raise Refused(_("流程中没有这一步"))
    seat = rights.seat_for(by, row, asked_move)
    check_time(at, now)
    events = events_in(matter)
    rights.check_own(by, asked_move, events)
    known = list(dict.fromkeys(key for event in events for key in event.about))
    step = draft(Asked(flow, asked_move, body, by.person, seat, at, about, by.language), matter, known, terms())
    step = with_links(step, row)
    verdict = ask_the_law(step, events, row, now, by.language)
    last = events[-1]
    event = record([step], now=now, expected=StreamHead(last.version, last.leaf))[0]
    return settle(project.Standing(row, known), [*events, event], step, verdict, now)


def with_links(step: Draft, row: Matter) -> Draft:
    """A step that names another matter by its number also names it by its id, for the archive that spans both."""
    number = step.body.get("number") or step.body.get("other") or step.body.get("into")
    if not number or step.body.get("move") == "report":
        return step
    other = Matter.objects.filter(number=number).exclude(id=row.id).first()
    if other is None:
        raise Refused(_("没有编号为 %(number)s 的事项") % {"number": number}, fields={"number": _("没有这一编号")})
    return replace(step, body={**step.body, "linked_to": other.id, "relation": step.body.get("relation", step.kind)})


def check_time(at: datetime, now: datetime) -> None:
    if at > now:
        raise Refused(_("发生时间不能晚于现在"), fields={"at": _("晚于现在")})


def ask_the_law(step: Draft, events: Sequence[Event], row: Matter, now: datetime, language: str) -> Verdict:
    """What the law says of the step; a blocked one is refused with the rules that forbid it."""
    law = law_in_force()
    verdict = would_breach(facts_of_events(events), as_fact(step), law, now, attributes=project.attributes(row))
    if verdict.answer == "blocked":
        broken = dict.fromkeys(one.rule for one in verdict.breaches if one.verdict == "breached")
        rules = "、".join(in_language(law.rules[rule].title, language) for rule in broken)
        raise Refused(_("法律不允许这一步:%(rules)s") % {"rules": rules}, reasons=verdict.breaches)
    return verdict


def settle(standing: project.Standing, events: Sequence[Event], step: Draft, verdict: Verdict, now: datetime) -> Step:
    """Brings the rows of a matter up to its newest event, in the transaction that recorded it."""
    event = events[-1]
    project.apply(standing, event, step.sealed, project.units_by_code() if step.kind in project.MOVES_UNIT else {})
    matter = standing.matter
    found = evaluate(facts_of_events(events), law_in_force(), now, attributes=project.attributes(matter))
    project.store(standing, found)
    return Step(matter, [event], verdict)


@transaction.atomic
def take_up(incident: str, kind: str, body: Mapping[str, Any], *, by: Viewer, at: datetime, now: datetime) -> Step:
    """A call becomes a case: the case begins, linked to the call, and the call records its number. Gives back the case's step."""
    rights.matter_in_sight(by, incident)
    case = open_matter(kind, body, by=by, at=at, now=now, linked_to=incident)
    take_step(incident, "take_up", {"matter_kind": kind, "number": case.matter.number}, by=by, at=at, now=now)
    return case


@transaction.atomic
def look(matter: Matter, now: datetime) -> Matter:
    """Evaluates a matter again because time has passed or the law has changed; its duties follow. Records nothing."""
    found = evaluate(facts_of_events(events_in(matter.id)), law_in_force(), now, attributes=project.attributes(matter))
    project.look_again(matter, found)
    return matter
