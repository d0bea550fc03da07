"""Everything that one matter's page shows: the time line from the call on, duties, parties, links, and the steps that may be taken now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hengjian.core.flow import Field, Move
from hengjian.core.terms import tongue
from hengjian.ledger.models import Event
from hengjian.work.matters import rights
from hengjian.work.matters.lawbook import flows, terms
from hengjian.work.matters.models import BreachRow, DutyRow, LinkRow, Matter, PartyRow
from hengjian.work.people.access import Viewer, may_see
from hengjian.work.people.models import Account, Unit
from hengjian.work.people.refusal import Refused

LATE_ENTRY = timedelta(hours=12)
ACTING = frozenset({"move", "by_role", "by_level", "by_unit", "lent_by", "kind_of_matter", "linked_to", "relation", "number", "origin"})


@dataclass(frozen=True)
class Moment:
    """One event as the page shows it; `values` are labelled clear values, `sealed` the labels (by field) of what is locked."""

    event: Event
    label: str
    who: str
    unit: str
    role: str
    values: Sequence[tuple[str, str]]
    sealed: Mapping[str, str]
    late: bool
    out_of_order: bool
    matter: Matter


@dataclass(frozen=True)
class Offer:
    """A step of the flow: allowed now, or why not and who may."""

    move: Move
    label: str
    allowed: bool
    why: str = ""
    who_may: Sequence[str] = ()


@dataclass(frozen=True)
class MatterPage:
    matter: Matter
    moments: Sequence[Moment]
    duties: Sequence[DutyRow]
    breaches: Sequence[BreachRow]
    parties: Sequence[PartyRow]
    linked: Sequence[tuple[LinkRow, Matter]]
    offers: Sequence[Offer]
    keys: Sequence[str]


def matter_page(viewer: Viewer, matter: str) -> MatterPage:
    """The page of one matter; linked matters that the viewer may see are part of its time line. Raises `Refused`."""
    row = rights.matter_in_sight(viewer, matter)
    linked = links_in_sight(viewer, row)
    matters = {row.id: row} | {other.id: other for link, other in linked if link.relation in ARCHIVE}
    events = list(Event.objects.filter(stream__in=list(matters)).order_by("recorded_at", "id"))
    own = [event for event in events if event.stream == row.id]
    return MatterPage(
        row, moments(events, matters, viewer), list(row.duties.all()), list(row.breach_rows.all()), list(row.parties.all()), linked,
        offers(viewer, row), list(dict.fromkeys(key for event in own for key in event.about)),
    )  # fmt: skip


ARCHIVE = frozenset({"arises_from", "incident.case_opened", "opened_as", "converted"})


def links_in_sight(viewer: Viewer, row: Matter) -> list[tuple[LinkRow, Matter]]:
    links = list(row.links.all())
    others = Matter.objects.select_related("unit", "handler").in_bulk([link.other for link in links])
    return [(link, others[link.other]) for link in links if link.other in others and may_see(viewer, others[link.other])]


def moments(events: Sequence[Event], matters: Mapping[str, Matter], viewer: Viewer) -> list[Moment]:
    """The events by the time at which they happened, oldest first."""
    names = dict(Account.objects.filter(person__in={event.by for event in events}).values_list("person", "display_name"))
    units = dict(Unit.objects.filter(code__in={event.body.get("by_unit", "") for event in events}).values_list("code", "name"))
    latest: dict[str, datetime] = {}
    found = []
    for event in events:
        behind = event.at < latest.get(event.stream, event.at)
        latest[event.stream] = max(event.at, latest.get(event.stream, event.at))
        found.append(moment(event, matters[event.stream], names, units, behind, viewer))
    return sorted(found, key=lambda one: (one.event.at, one.event.recorded_at, one.event.version))


def moment(event: Event, matter: Matter, names: Mapping[str, str], units: Mapping[str, str], behind: bool, viewer: Viewer) -> Moment:
    move = flows()[matter.kind].moves.get(event.body.get("move", ""))
    language = viewer.language
    fields = move.fields if move else {}
    sealed = {name: fields[name].label[tongue(language)] if name in fields else name for name in event.sealed}
    values = [
        (fields[name].label[tongue(language)], shown(fields[name], value, language)) for name, value in event.body.items() if name in fields
    ]
    return Moment(
        event, terms().label(event.kind, language), names.get(event.by, event.by), units.get(event.body.get("by_unit", ""), ""),
        terms().code("roles", event.body.get("by_role", ""), language), values, sealed,
        event.recorded_at - event.at > LATE_ENTRY, behind, matter,
    )  # fmt: skip


def shown(asked: Field, value: Any, language: str) -> str:
    """A clear value in words."""
    yes, no = ("yes", "no") if tongue(language) == "en" else ("是", "否")
    if isinstance(value, bool):
        return yes if value else no
    if asked.type == "money":
        return f"¥{value / 100:,.2f}"
    if asked.type in {"code", "codes"} and isinstance(asked.codes, str):
        return "、".join(terms().code(asked.codes, str(code), language) for code in (value if isinstance(value, list) else [value])) or "—"
    if asked.type == "account":
        return Account.objects.filter(person=value).values_list("display_name", flat=True).first() or str(value)
    if asked.type == "unit":
        return Unit.objects.filter(code=value).values_list("name", flat=True).first() or str(value)
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def offers(viewer: Viewer, row: Matter) -> list[Offer]:
    """Every step that the matter's stage knows, those that this viewer may take first."""
    found = [offer(viewer, row, move) for move in flows()[row.kind].open_from(row.stage) if not move.start]
    return sorted(found, key=lambda one: not one.allowed)


def offer(viewer: Viewer, row: Matter, move: Move) -> Offer:
    label = move.label[tongue(viewer.language)]
    try:
        rights.seat_for(viewer, row, move)
    except Refused as refusal:
        roles = [terms().code("roles", role, viewer.language) for role in refusal.who_may]
        return Offer(move, label, False, refusal.sentence, roles)
    return Offer(move, label, True)
