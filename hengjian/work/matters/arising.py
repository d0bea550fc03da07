"""What a case takes over from the call that it arises from: the facts told and the persons registered. Nothing is typed twice.

What was sealed with the call is opened here and sealed again under the key of the case; nobody sees it on the way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hengjian.core.flow import Move
from hengjian.ledger.corrections import facts as facts_of_events
from hengjian.ledger.models import Event
from hengjian.ledger.read import events_in
from hengjian.ledger.record import Draft, StreamHead, record
from hengjian.work.matters.lawbook import flows, terms
from hengjian.work.matters.models import Matter
from hengjian.work.matters.rebuild import corrected_values, rewrite

CATEGORIES = {"traffic": "traffic"}
"""What a case is registered as where the call was of this kind; all others as a public-security case."""
ROLES = {"holder": "owner"}
"""How a criminal case calls a role that calls know by another word."""
ADDED = "party.added"


@dataclass(frozen=True)
class Carried:
    """One person of a call: the key there, and what is known of them."""

    key: str
    clear: Mapping[str, Any]
    sealed: Mapping[str, str] = field(default_factory=dict)


def values_for(kind: str, events: Sequence[Event]) -> dict[str, Any]:
    """What the first step of such a case asks for and the call already told, as corrections left it."""
    told = told_by(events)
    report, sealed = told[0]
    narrative = "\n".join(words for _one, values in told if (words := values.get("description")))
    known = {
        "channel": report.get("channel"), "category": CATEGORIES.get(report.get("kind", ""), "public_security"), "source": "incident",
        "place": sealed.get("place"), "description": narrative, "account": narrative,
    }  # fmt: skip
    asked = flows()[kind].starting()[0].fields
    return {name: value for name, value in known.items() if name in asked and value}


def told_by(events: Sequence[Event]) -> list[tuple[Mapping[str, Any], Mapping[str, str]]]:
    """What the call's report and its scenes say, clear and sealed, oldest first."""
    opened = corrected_values(events)
    telling = [fact for fact in facts_of_events(events) if fact.kind in {"incident.reported", "incident.scene_recorded"}]
    return [(fact.body, opened.get(fact.id, {})) for fact in telling]


def persons_of(events: Sequence[Event], move: Move) -> list[Carried]:
    """The persons of a call whose role the step that registers persons in the case knows."""
    opened, found = corrected_values(events), []
    roles = terms().codes.get(str(move.fields["role"].codes), {})
    for fact in facts_of_events(events):
        role = fact.body.get("role", "") if fact.kind == ADDED else ""
        role = role if role in roles else ROLES.get(role, "")
        if role in roles:
            clear = {name: value for name, value in fact.body.items() if name in move.fields} | {"role": role}
            sealed = {name: value for name, value in opened.get(fact.id, {}).items() if name in move.fields}
            found.append(Carried(fact.about[0], clear, sealed))
    return found


def carry_persons(call: str, case: Matter, first: Event, at: datetime, now: datetime) -> Matter:
    """Registers the call's persons in a case that has just begun, by who began it, and gives back the case as it then stands."""
    move = flows()[case.kind].moves["add_party"]
    acting = {name: value for name, value in first.body.items() if name.startswith("by_") or name == "lent_by"}
    drafts = []
    for number, one in enumerate(persons_of(events_in(call), move), 1):
        told = {**one.clear, "move": move.name, "carried_from": call, "carried_key": one.key, **acting}
        drafts.append(Draft(case.id, case.id, ADDED, at, first.by, told, one.sealed, (f"party:{number}",)))
    if not drafts:
        return case
    record(drafts, now=now, expected=StreamHead(first.version, first.leaf))
    return rewrite(events_in(case.id), now)


def key_in(case: str, key: str) -> str | None:
    """Under which key the case knows a person of the call that it arose from."""
    carried = (event for event in events_in(case) if event.kind == ADDED and event.body.get("carried_key") == key)
    return next((event.about[0] for event in carried), None)
