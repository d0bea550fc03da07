"""How a matter stands, from its events alone. The same steps serve a new event and `rebuild`, so that both give the same rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hengjian.core.evaluation import Evaluation
from hengjian.core.flow import MOVES_UNIT, Flow, Move
from hengjian.ledger.corrections import CORRECTED
from hengjian.ledger.index import index_token
from hengjian.ledger.models import Event
from hengjian.ledger.ready import Table
from hengjian.ledger.together import Part, write
from hengjian.work.matters import approvals, duties, outcomes, search, secrecy
from hengjian.work.matters.lawbook import flows
from hengjian.work.matters.models import LinkRow, Matter, PartyRow
from hengjian.work.people.models import Unit

ENTITLING = frozenset({"public_security_offences", "criminal_offences", "incident_kinds"})
TAKES_IN_HAND = frozenset({"incident.arrived", "case.accepted", "penalty.decided_on_spot"})
MATTERS = Table(Matter)
PARTIES = Table(PartyRow)
LINKS = Table(LinkRow)
COLUMNS = tuple(field.attname for field in Matter._meta.concrete_fields if not field.primary_key)
DOCUMENTS = ("document", "document_number")
UNINDEXED = "grievance."
"""How the kinds of event begin whose words do not stand in the search index."""


@dataclass
class Standing:
    """One matter while its events are applied: its row, the keys it knows, and the rows beside it that are new."""

    matter: Matter
    keys: list[str] = field(default_factory=list)
    parties: list[PartyRow] = field(default_factory=list)
    links: list[LinkRow] = field(default_factory=list)
    texts: list[tuple[str, str, str]] = field(default_factory=list)


def begin(event: Event, unit: Unit) -> Standing:
    """The matter that its first event makes."""
    body = event.body
    matter = Matter(
        id=event.matter, kind=body["kind_of_matter"], number=body["number"], foreign_number=body.get("foreign_number", ""),
        category=body.get("category", ""), unit=unit, place=unit.area, opened_at=event.at, reported_at=event.at,
        opened_day_alone=event.date_only, changed_at=event.recorded_at, version=0, stage="", origin=body.get("origin", ""),
        handler_id=body.get("handler") or None,
    )  # fmt: skip
    return Standing(matter)


def apply(standing: Standing, event: Event, sealed: Mapping[str, Any], units: Mapping[str, Unit]) -> None:
    """Bring a matter up to its next event; `sealed` are the event's sealed values in clear, `units` the units by code.

    A correction has no effect of its own: who meets one replays the matter from the corrected events (`rebuild.replay`).
    """
    matter, body = standing.matter, event.body
    matter.version, matter.changed_at = event.version, event.recorded_at
    standing.keys += [key for key in event.about if key not in standing.keys]
    if event.kind == CORRECTED:
        return
    flow = flows()[matter.kind]
    move = flow.moves.get(body.get("move", ""))
    if move is not None:
        entitle(matter, move, body)
        narrate(standing, event, move, sealed)
        if move.to:
            matter.stage = move.to
            matter.closed_at = (matter.closed_at or event.at) if move.to in flow.ending else None
    matter.outcome = outcomes.after(matter.outcome, event.kind, body)
    wait(matter, event)
    if event.kind in MOVES_UNIT and body.get("unit") in units:
        matter.unit = units[body["unit"]]
    staff(matter, event)
    if event.kind == "party.added":
        standing.parties.append(party(matter, event, sealed))
        if body.get("minor"):
            matter.sensitivity = "minor"
    matter.secrecy = max(matter.secrecy, secrecy.asked_by(event.kind, body), key=secrecy.LEVELS.index)
    if matter.secrecy in secrecy.HIDES_PARTIES:
        keep_secret(standing)
    if body.get("linked_to"):
        standing.links.append(LinkRow(matter=matter, other=body["linked_to"], relation=body["relation"], event=event.id, at=event.at))


def keep_secret(standing: Standing) -> None:
    """Who asked for it is found neither by name nor by words (RP-05)."""
    for row in standing.parties:
        secrecy.hide_party(standing.matter, row)
    standing.texts.clear()


def wait(matter: Matter, event: Event) -> None:
    """Whether the matter now waits for somebody else's answer, and on whose request. Once ended it waits for none."""
    before = matter.awaiting
    matter.awaiting = "" if matter.closed_at else approvals.after(before, event.kind)
    if matter.awaiting != before or event.kind == matter.awaiting:
        matter.awaiting_from = event.by if matter.awaiting else ""


def staff(matter: Matter, event: Event) -> None:
    """Who handles the matter, and who was recused from it."""
    body = event.body
    if event.kind == "handler.assigned":
        matter.handler_id, matter.co_handler = body["handler"], body.get("second") or body.get("co_handler") or ""
    elif takes_in_hand(event) and matter.handler_id is None and body.get("by_role") == "officer" and not body.get("origin"):
        matter.handler_id = event.by
    elif event.kind == "case.merged" and "handler" in body:
        matter.handler_id, matter.co_handler = body["handler"] or None, ""
    elif event.kind == "recusal.decided":
        matter.recused = [*matter.recused, body["person"]]
        matter.handler_id = None if matter.handler_id == body["person"] else matter.handler_id
        matter.co_handler = "" if matter.co_handler == body["person"] else matter.co_handler


def takes_in_hand(event: Event) -> bool:
    """Whether an officer who takes this step handles the matter from here on if nobody does: who registers a minor must go on with it."""
    return event.kind in TAKES_IN_HAND or (event.kind == "party.added" and bool(event.body.get("minor")))


def entitle(matter: Matter, move: Move, body: Mapping[str, Any]) -> None:
    """What the matter is called: the offence, or the kind of call, as the newest step names it."""
    for name in ("offence", "kind"):
        asked = move.fields.get(name)
        if asked is not None and isinstance(asked.codes, str) and asked.codes in ENTITLING and body.get(name):
            matter.title_code, matter.title_codes = body[name], asked.codes
            return


def narrate(standing: Standing, event: Event, move: Move, sealed: Mapping[str, Any]) -> None:
    """What of the event may stand in the search index: narrative text, never names, papers, addresses or contacts."""
    words = [value for name, value in sealed.items() if isinstance(value, str) and name in move.fields and move.fields[name].type == "text"]
    if words and not event.kind.startswith(UNINDEXED):
        standing.texts.append((event.matter, event.id, "\n".join(words)))


def party(matter: Matter, event: Event, sealed: Mapping[str, Any]) -> PartyRow:
    """A party: clear facts, and keyed fingerprints by which its exact name or document number can be found."""
    body = event.body
    name, document = sealed.get("name") or "", next((sealed[one] for one in DOCUMENTS if sealed.get(one)), "")
    return PartyRow(
        matter=matter, key=event.about[0], role=body.get("role", ""), sex=body.get("sex", ""), age_band=body.get("age_band", ""),
        minor=body.get("minor"), clear=about_party(event),
        name_print=index_token("name", name) if name else "", document_print=index_token("document", document) if document else "",
    )  # fmt: skip


def about_party(event: Event) -> dict[str, Any]:
    secret = {"secret": True} if event.body.get("confidential") else {}
    return {"event": event.id, "organisation": bool(event.body.get("organisation"))} | secret


def attributes(matter: Matter) -> dict[str, Any]:
    """What chooses the rules for a matter, and what their conditions may ask of it. Nothing that each step changes stands here."""
    return {"matter": matter.kind, "category": matter.category, "level": matter.unit.level}


def parts(
    standing: Standing, found: Evaluation, stood: duties.Stood, after: duties.Stood, before: Mapping[str, Any], mark: str = ""
) -> list[Part]:
    """What writes the rows of one matter: of its own row the columns that differ from `before`, and none if `mark` has passed."""
    matter = standing.matter
    duties.weigh(matter, found)
    changed = [name for name in COLUMNS if name not in before or before[name] != matter.__dict__[name]]
    return [row_part(matter, changed, mark), *beside(standing, found, stood, after)]


def row_part(matter: Matter, names: Sequence[str] = COLUMNS, mark: str = "") -> Part:
    """What writes the row of a matter as it is in hand: these columns of one that stands, or a new one whole."""
    return MATTERS.insert([matter]) if matter._state.adding else MATTERS.update(matter, names, mark)


def beside(standing: Standing, found: Evaluation, stood: duties.Stood, after: duties.Stood) -> list[Part]:
    """What brings the rows beside a matter from what stands to what the law says and what its new events brought."""
    writes = duties.parts(standing.matter, found, stood, after)
    if standing.parties:
        writes.append(PARTIES.insert(standing.parties))
    if standing.links:
        writes.append(LINKS.insert(standing.links, " ON CONFLICT DO NOTHING"))
    return writes + search.parts(standing.texts)


def store(standing: Standing, found: Evaluation) -> None:
    """Writes the rows of one matter. Call it inside a transaction: the matter's own row is held before those beside it are read."""
    matter, adding = standing.matter, standing.matter._state.adding
    duties.weigh(matter, found)
    put_row(matter)
    write(beside(standing, found, duties.NOTHING if adding else duties.stood_beside(matter), duties.stands_after(matter, found)))
    written(standing)


def written(standing: Standing) -> None:
    """What follows once the rows of a matter are written."""
    matter = standing.matter
    matter._state.adding = False
    if matter.secrecy in secrecy.HIDES_PARTIES:
        hide_standing(matter)


def hide_standing(matter: Matter) -> None:
    """Takes what was found before secrecy was asked for out of the rows that already stand."""
    search.drop(matter.id)
    for row in PartyRow.objects.filter(matter=matter):
        secrecy.hide_party(matter, row)
        row.save(update_fields=["clear", "name_print", "document_print"])


def put_row(matter: Matter) -> None:
    """Writes the row of a matter as it is in hand, new or standing."""
    write([row_part(matter)])
    matter._state.adding = False


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
