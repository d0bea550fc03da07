"""How matters begin and go on: every step of every flow runs through `take_step`. Right, flow and law are asked; then it is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

import uuid6
from django.db import transaction
from django.utils.translation import gettext as _

from hengjian.core.evaluate import evaluate
from hengjian.core.evaluation import Verdict
from hengjian.core.form import is_empty
from hengjian.ledger.corrections import facts as facts_of_events
from hengjian.ledger.models import Event
from hengjian.ledger.read import events_in
from hengjian.ledger.record import StaleStream, StreamHead, record
from hengjian.ledger.sealed import new_key
from hengjian.ledger.together import Part
from hengjian.work.matters import arising, keeping_secret, numbers, project, rights, vouching
from hengjian.work.matters.attachments import Upload, attached, fields_for_files
from hengjian.work.matters.correcting import Changes
from hengjian.work.matters.draft import Asked, draft
from hengjian.work.matters.lawbook import flows, law_in_force, terms
from hengjian.work.matters.linking import ARISES_FROM, with_link
from hengjian.work.matters.models import Matter
from hengjian.work.matters.stepping import Asking, Step, check_time, settled, stood_before, take, undivided
from hengjian.work.people.access import Viewer
from hengjian.work.people.refusal import Refused

__all__ = ["Step", "correct", "look", "open_matter", "punish_on_spot", "take_step", "take_up"]
NO_CHANGES = Changes()
TURNS = 3
"""How often a step is decided anew where somebody else writes to its matter meanwhile."""


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
    secret = keeping_secret.inherited({**first.body, **given})
    if secret:
        vouching.check_beginning(first, move)
    given |= secret
    first = replace(first, body={**first.body, **given}, source=source)
    key, *keeping = (None,) if files else new_key(first.matter, now)
    begun: list[project.Standing] = []

    def along(events: Sequence[Event]) -> Sequence[Part]:
        begun.append(project.begin(events[0], unit))
        return [*keeping, *settled(begun[0], events, first, Verdict("clear"), now).parts]

    head = StreamHead(0, "", key)
    event = record([attached(first, files, fields_for_files(move), now)], now=now, expected=head, along=along)[0]
    if event.already_stood:
        raise StaleStream(first.matter, 0)
    project.written(begun[0])
    return Step(begun[0].matter, [event], Verdict("clear"))


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
    changes: Changes = NO_CHANGES,
    files: Sequence[Upload] = (),
) -> Step:
    """Takes one step of a matter's flow.

    `about` names the party or item (`party:1`), `seen` the version of the matter that the caller looked at (without it, the newest).
    `changes` belong to the step `correct` alone; `source` and `files` are as in `open_matter`. Raises `Refused` where the stage, the seat,
    the values or the law do not allow it, and `StaleStream` when somebody else was faster.
    """
    asked = Asking(matter, move, body, by, at, now, about, seen, source, changes, files)
    for _turn in range(TURNS - 1):
        with suppress(StaleStream), undivided():
            return take(asked)
    with undivided():
        return take(asked)


def correct(
    matter: str, event: str, changes: Changes, *, reasons: str, by: Viewer, at: datetime, now: datetime, seen: int | None = None
) -> Step:
    """Corrects a recorded event by a new one; every row of the matter follows. Raises `Refused`."""
    return take_step(matter, "correct", {"corrects": event, "reasons": reasons}, by=by, at=at, now=now, seen=seen, changes=changes)


@transaction.atomic
def take_up(
    incident: str,
    kind: str,
    body: Mapping[str, Any],
    *,
    by: Viewer,
    at: datetime,
    now: datetime,
    source: str | None = None,
    files: Sequence[Upload] = (),
) -> Step:
    """A call becomes a case: the case begins, linked to the call, and the call records its number. Gives back the case's step.

    What `body` leaves out is taken over from the call, and so are its persons. `source` is as in `open_matter`. Raises `Refused`.
    """
    standing = stood_before(source)
    if standing is not None:
        return standing
    case = arise(incident, kind, body, by=by, at=at, now=now, source=source, files=files)
    take_step(incident, "take_up", {"matter_kind": kind, "number": case.matter.number}, by=by, at=at, now=now)
    return case


@transaction.atomic
def punish_on_spot(
    incident: str, body: Mapping[str, Any], *, suspect: str, by: Viewer, at: datetime, now: datetime, source: str | None = None
) -> Step:
    """A call ends in a penalty on the spot: the small case begins with the call's facts and persons, the penalty is decided in it, and the
    call records its number, all or nothing. `suspect` is the person's key in the call; `body` is that of the step `decide_on_spot`.
    Gives back the step that decides; where `source` came before, the beginning of the case that stands. Raises `Refused`.
    """
    standing = stood_before(source)
    if standing is not None:
        return standing
    case = arise(incident, "case/admin", {"offence": body.get("offence")}, by=by, at=at, now=now, source=source)
    key = arising.key_in(case.matter.id, suspect)
    if key is None:
        raise Refused(_("请先登记被处罚人，再当场处罚"), fields={"about": _("请选择已登记的对象")})
    decided = take_step(case.matter.id, "decide_on_spot", body, by=by, at=at, now=now, about=key)
    told = {"offence_marked": True, "number": case.matter.number, "account": body["reasons"]}
    take_step(incident, "punish_on_spot", told, by=by, at=at, now=now)
    return decided


def arise(
    incident: str,
    kind: str,
    body: Mapping[str, Any],
    *,
    by: Viewer,
    at: datetime,
    now: datetime,
    source: str | None,
    files: Sequence[Upload] = (),
) -> Step:
    """Begins a case that arises from a call, with the call's facts where `body` says nothing else, and its persons."""
    rights.matter_in_sight(by, incident)
    given = {name: value for name, value in body.items() if not is_empty(value)}
    facts = arising.values_for(kind, events_in(incident)) | given
    case = open_matter(kind, facts, by=by, at=at, now=now, linked_to=incident, source=source, files=files)
    matter = arising.carry_persons(incident, case.matter, case.events[0], at, now)
    return replace(case, matter=matter)


@transaction.atomic
def look(matter: Matter, now: datetime) -> Matter:
    """Evaluates a matter again because time has passed or the law has changed; its duties follow. Records nothing."""
    found = evaluate(facts_of_events(events_in(matter.id)), law_in_force(), now, attributes=project.attributes(matter))
    project.look_again(matter, found)
    return matter
