"""How a matter stands, from its events alone. The same steps serve a new event and `rebuild`, so that both give the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hengjian.core.evaluation import Breach, Duty, Evaluation
from hengjian.core.flow import Flow, Move
from hengjian.ledger.index import index_token
from hengjian.ledger.models import Event
from hengjian.work.matters.lawbook import flows
from hengjian.work.matters.models import BreachRow, DutyRow, LinkRow, Matter, PartyRow
from hengjian.work.people.models import Unit

MOVES_UNIT = frozenset({"incident.dispatched", "incident.transferred"})
HELD = frozenset({"pending", "paused", "overdue", "undetermined"})


@dataclass
class Standing:
    """One matter while its events are applied: its row, the keys it knows, and the rows beside it."""

    matter: Matter
    keys: list[str] = field(default_factory=list)
    parties: list[PartyRow] = field(default_factory=list)
    links: list[LinkRow] = field(default_factory=list)


def begin(event: Event, unit: Unit) -> Standing:
    """The matter that its first event makes."""
    body = event.body
    matter = Matter(
        id=event.matter, kind=body["kind_of_matter"], number=body["number"], foreign_number=body.get("foreign_number", ""),
        category=body.get("category", ""), unit=unit, place=unit.area, opened_at=event.at, reported_at=event.at,
        changed_at=event.recorded_at, version=0, stage="", origin=body.get("origin", ""),
    )  # fmt: skip
    return Standing(matter)


def apply(standing: Standing, event: Event, sealed: Mapping[str, Any], units: Mapping[str, Unit]) -> None:
    """Bring a matter up to its next event; `sealed` are the event's sealed values in clear, `units` the units by code."""
    matter, body = standing.matter, event.body
    matter.version, matter.changed_at = event.version, event.recorded_at
    standing.keys += [key for key in event.about if key not in standing.keys]
    move = flows()[matter.kind].moves.get(body.get("move", ""))
    if move is not None:
        entitle(matter, move, body)
        if move.to:
            matter.stage = move.to
            matter.closed_at = event.at if move.to == "closed" else None
    if event.kind in MOVES_UNIT and body.get("unit") in units:
        matter.unit = units[body["unit"]]
    if event.kind == "handler.assigned":
        matter.handler_id, matter.co_handler = body["handler"], body.get("second") or body.get("co_handler") or ""
    if event.kind == "party.added":
        standing.parties.append(party(matter, event, sealed))
        if body.get("minor"):
            matter.sensitivity = "minor"
    if body.get("linked_to"):
        link = LinkRow(matter=matter, other=body["linked_to"], relation=body.get("relation", "opened_as"), event=event.id, at=event.at)
        standing.links.append(link)


def entitle(matter: Matter, move: Move, body: Mapping[str, Any]) -> None:
    """What the matter is called: the offence, or the kind of call, as the newest step names it."""
    for name in ("offence", "kind"):
        asked = move.fields.get(name)
        if asked is not None and asked.type == "code" and isinstance(asked.codes, str) and body.get(name) and move.event != "item.seized":
            matter.title_code, matter.title_codes = body[name], asked.codes
            return


def party(matter: Matter, event: Event, sealed: Mapping[str, Any]) -> PartyRow:
    """A party: clear facts, and keyed fingerprints by which its exact name or document number can be found."""
    body = event.body
    name, document = sealed.get("name") or "", sealed.get("document") or ""
    return PartyRow(
        matter=matter, key=event.about[0], role=body.get("role", ""), sex=body.get("sex", ""), age_band=body.get("age_band", ""),
        minor=body.get("minor"), clear={"event": event.id},
        name_print=index_token("name", name) if name else "", document_print=index_token("document", document) if document else "",
    )  # fmt: skip


def attributes(matter: Matter) -> dict[str, Any]:
    """What chooses the rules for a matter."""
    return {"matter": matter.kind, "category": matter.category, "level": matter.unit.level, "stage": matter.stage}


def weigh(matter: Matter, found: Evaluation) -> tuple[list[DutyRow], list[BreachRow]]:
    """Writes what the law says into the matter's columns; gives back the rows of its duties and of what is not in order."""
    duties = [duty_row(matter, duty) for duty in unique(found.duties)]
    breaches = [breach_row(matter, one) for one in found.judgements if one.verdict != "passed"]
    due = [duty.due_at for duty in found.duties if duty.is_open and duty.due_at]
    matter.law, matter.evaluated_at, matter.next_look_at = found.law, found.now, found.next_look_at
    matter.earliest_due = min(due) if due else None
    matter.overdue = sum(duty.state == "overdue" for duty in found.duties)
    matter.near = sum(duty.warns(found.now) for duty in found.duties)
    matter.undetermined = len(found.undetermined)
    matter.breaches = len(found.breaches)
    return duties, breaches


def unique(duties: Iterable[Duty]) -> list[Duty]:
    """One duty per rule, key and start: of two that a restart made at one instant the later one stands."""
    return list({duty.identity: duty for duty in duties}.values())


def duty_row(matter: Matter, duty: Duty) -> DutyRow:
    return DutyRow(
        matter=matter, unit_id=matter.unit_id, rule=duty.rule, key=duty.key, state=duty.state, started=duty.started.at,
        due_at=duty.due_at, warn_at=duty.warn_at, start_event=duty.started.id, data=duty.as_data(),
    )  # fmt: skip


def breach_row(matter: Matter, breach: Breach) -> BreachRow:
    return BreachRow(matter=matter, rule=breach.rule, key=breach.key, state=breach.verdict, event=breach.act.id, data=breach.as_data())


def store(standing: Standing, found: Evaluation) -> None:
    """Writes every row of one matter anew. Call it inside the transaction that recorded its event."""
    matter = standing.matter
    duties, breaches = weigh(matter, found)
    matter.save()
    DutyRow.objects.filter(matter=matter).delete()
    DutyRow.objects.bulk_create(duties)
    BreachRow.objects.filter(matter=matter).delete()
    BreachRow.objects.bulk_create(breaches)
    PartyRow.objects.bulk_create(standing.parties)
    LinkRow.objects.bulk_create(standing.links, ignore_conflicts=True)


def flow_of(matter: Matter) -> Flow:
    return flows()[matter.kind]


def units_by_code() -> dict[str, Unit]:
    return {unit.code: unit for unit in Unit.objects.select_related("parent")}


def look_again(matter: Matter, found: Evaluation) -> None:
    """Rewrites duties and columns after time passed or the law changed; the record has nothing new."""
    store(Standing(matter), found)


def columns(matter: Matter) -> dict[str, Any]:
    """The row as plain values, for holding a rebuilt one against it."""
    skipped = {"evaluated_at"}
    return {f.attname: getattr(matter, f.attname) for f in matter._meta.concrete_fields if f.name not in skipped}
