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
from hengjian.core.facts import Fact
from hengjian.core.flow import Move
from hengjian.ledger.corrections import CORRECTED
from hengjian.ledger.corrections import facts as facts_of_events
from hengjian.ledger.models import Event
from hengjian.ledger.read import events_in, stream_of
from hengjian.ledger.record import Draft, StaleStream, new_id, record
from hengjian.work.matters import keeping_secret, numbers, project, rights, secrecy
from hengjian.work.matters.attachments import Upload, attached, fields_for_files
from hengjian.work.matters.correcting import Changes, old_event, takes_files, with_changes
from hengjian.work.matters.draft import Asked, as_fact, day_of_conduct, draft
from hengjian.work.matters.lawbook import flows, law_in_force, terms
from hengjian.work.matters.linking import ARISES_FROM, with_link
from hengjian.work.matters.models import Matter
from hengjian.work.matters.rebuild import rewrite
from hengjian.work.people.access import Viewer
from hengjian.work.people.refusal import Refused

NOTHING = Changes()


@dataclass(frozen=True)
class Step:
    """A step that was taken: the matter as it now stands, the events recorded, and what the law said before."""

    matter: Matter
    events: Sequence[Event]
    verdict: Verdict


@transaction.atomic
def open_matter(
    kind: str,
    body: Mapping[str, Any],
    *,
    by: Viewer,
    at: datetime,
    now: datetime,
    linked_to: str = "",
    source: str | None = None,
    files: Sequence[Upload] = (),
) -> Step:
    """Begins a matter of this kind. Raises `Refused`.

    `linked_to` is the id of the matter that it arises from. `source` is the unique mark of a message that may come twice: the second
    time the matter that stands comes back. `files` are kept with the event, see `attachments`.
    """
    standing = stood_before(source)
    if standing is not None:
        return standing
    flow = flows()[kind]
    move = flow.starting()[0]
    seat = rights.seat_to_start(by, flow, move)
    unit = rights.unit_for(body, seat)
    check_time(at, now)
    first = draft(Asked(flow, move, body, by.person, seat, at, None, by.language), uuid6.uuid7().hex, (), terms())
    first = with_link(first, move)
    given = {"kind_of_matter": kind, "number": numbers.next_number(kind, unit, at), "unit": unit.code}
    given |= {"linked_to": linked_to, "relation": ARISES_FROM} if linked_to else {}
    given |= keeping_secret.inherited({**first.body, **given})
    first = replace(first, body={**first.body, **given}, source=source)
    event = record([attached(first, files, fields_for_files(move), now)], now=now, expected=0)[0]
    return settle(project.begin(event, unit), [event], first, Verdict("clear"), now)


@transaction.atomic
def take_step(
    matter: str,
    move: str,
    body: Mapping[str, Any],
    *,
    by: Viewer,
    at: datetime,
    now: datetime,
    about: str | None = None,
    seen: int | None = None,
    source: str | None = None,
    changes: Changes = NOTHING,
    files: Sequence[Upload] = (),
) -> Step:
    """Takes one step of a matter's flow.

    `about` names the party or item (`party:1`), `seen` the version of the matter that the caller looked at (without it, the newest).
    `changes` belong to the step `correct` alone; `source` and `files` are as in `open_matter`. Raises `Refused` where the stage, the seat,
    the values or the law do not allow it, and `StaleStream` when somebody else was faster.
    """
    standing = stood_before(source)
    if standing is not None:
        return standing
    row = rights.matter_in_sight(by, matter)
    asked_move = move_of(row, move)
    seat = rights.seat_for(by, row, asked_move)
    check_time(at, now)
    events, head = stream_of(matter)
    if seen is not None and seen != events[-1].version:
        raise StaleStream(matter, seen)
    rights.check_own(by, seat, asked_move, events)
    rights.check_recusal(by, body, asked_move)
    known = list(dict.fromkeys(key for event in events for key in event.about))
    asked = Asked(flows()[row.kind], asked_move, body, by.person, seat, at, about, by.language, day_of_conduct(events))
    step = replace(with_link(draft(asked, matter, known, terms()), asked_move), source=source, id=new_id())
    takes = fields_for_files(asked_move)
    if step.kind == CORRECTED:
        check_secret(by, row, step, events, changes)
        step = with_changes(step, events, changes, row.kind, by.language)
        files, takes = changes.files, takes_files(old_event(step.body["corrects"], events), row.kind)
    stated = facts_of_events(events)
    verdict = ask_the_law(step, stated, row, now, by.language, head.version + 1)
    event = record([attached(step, files, takes, now)], now=now, expected=head)[0]
    if step.kind == CORRECTED:
        return Step(rewrite([*events, event], now), [event], verdict)
    taken = settle(project.Standing(row, known), [*events, event], step, verdict, now)
    if step.kind == secrecy.ASKED:
        keeping_secret.spread(row, event, now)
    return taken


def check_secret(by: Viewer, row: Matter, step: Draft, events: Sequence[Event], changes: Changes) -> None:
    """Who asked to be kept secret stays so under corrections (RP-05), and what came from outside is not the handler's to correct."""
    old = old_event(step.body["corrects"], events)
    rights.check_correcting(by, row, old, flows()[row.kind])
    secrecy.check_correction(by, row, old, changes.body, changes.void)


def stood_before(source: str | None) -> Step | None:
    """The step that this source already brought, if it did."""
    event = Event.objects.filter(source=source).first() if source else None
    if event is None:
        return None
    return Step(Matter.objects.select_related("unit", "handler").get(id=event.matter), [event], Verdict("clear"))


def move_of(row: Matter, name: str) -> Move:
    found = flows()[row.kind].moves.get(name)
    if found is None:
        raise Refused(_("流程中没有这一步"))
    return found


def check_time(at: datetime, now: datetime) -> None:
    if at > now:
        raise Refused(_("发生时间不能晚于现在"), fields={"at": _("晚于现在")})


def ask_the_law(step: Draft, stated: Sequence[Fact], row: Matter, now: datetime, language: str, version: int) -> Verdict:
    """What the law says of the step as this version of its stream; a blocked one is refused with the rules that forbid it."""
    law = law_in_force()
    verdict = would_breach(stated, as_fact(step, version), law, now, attributes=project.attributes(row))
    if verdict.answer == "blocked":
        rules = "、".join(
            dict.fromkeys(in_language(law.rules[one.rule].title, language) for one in verdict.breaches if one.verdict == "breached")
        )
        raise Refused(_("法律不允许这一步：%(rules)s") % {"rules": rules}, reasons=verdict.breaches)
    return verdict


def settle(standing: project.Standing, events: Sequence[Event], step: Draft, verdict: Verdict, now: datetime) -> Step:
    """Brings the rows of a matter up to its newest event, in the transaction that recorded it."""
    event, matter = events[-1], standing.matter
    asked_with = project.attributes(matter)
    project.apply(standing, event, step.sealed, project.units_by_code() if step.kind in project.MOVES_UNIT else {})
    attributes = project.attributes(matter)
    found = verdict.after
    if found is None or attributes != asked_with:
        found = evaluate(facts_of_events(events), law_in_force(), now, attributes=attributes)
    project.store(standing, found)
    return Step(matter, [event], verdict)


def correct(
    matter: str, event: str, changes: Changes, *, reasons: str, by: Viewer, at: datetime, now: datetime, seen: int | None = None
) -> Step:
    """Corrects a recorded event by a new one; every row of the matter follows. Raises `Refused`."""
    return take_step(matter, "correct", {"corrects": event, "reasons": reasons}, by=by, at=at, now=now, seen=seen, changes=changes)


@transaction.atomic
def take_up(
    incident: str, kind: str, body: Mapping[str, Any], *, by: Viewer, at: datetime, now: datetime, files: Sequence[Upload] = ()
) -> Step:
    """A call becomes a case: the case begins, linked to the call, and the call records its number. Gives back the case's step."""
    rights.matter_in_sight(by, incident)
    case = open_matter(kind, body, by=by, at=at, now=now, linked_to=incident, files=files)
    take_step(incident, "take_up", {"matter_kind": kind, "number": case.matter.number}, by=by, at=at, now=now)
    return case


@transaction.atomic
def look(matter: Matter, now: datetime) -> Matter:
    """Evaluates a matter again because time has passed or the law has changed; its duties follow. Records nothing."""
    found = evaluate(facts_of_events(events_in(matter.id)), law_in_force(), now, attributes=project.attributes(matter))
    project.look_again(matter, found)
    return matter
