"""Everything that one matter's page shows: the time line from the call on, duties, parties, links, and the steps that may be taken now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q

from hengjian.core.flow import Move
from hengjian.core.terms import tongue
from hengjian.ledger.corrections import CORRECTED
from hengjian.ledger.models import Event
from hengjian.work.matters import rights
from hengjian.work.matters.lawbook import flows, terms
from hengjian.work.matters.linking import ARCHIVE
from hengjian.work.matters.masking import mask
from hengjian.work.matters.merging import MERGED
from hengjian.work.matters.models import WAITING, BreachRow, DutyRow, LinkRow, Matter, PartyRow
from hengjian.work.matters.rebuild import corrected_values
from hengjian.work.matters.recounting import review_of
from hengjian.work.matters.secrecy import alias, archive, hidden_values, words_of
from hengjian.work.matters.timeline import Moment, moments
from hengjian.work.people.access import Viewer, may_see
from hengjian.work.people.refusal import Refused


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
    """What one page shows. Each of `parties` bears `masked`: its name as anybody who sees the matter may read it.

    `merged`: the cases that were merged into this one, as far as they are in sight; `taken_over`: their open duties.
    """

    matter: Matter
    moments: Sequence[Moment]
    duties: Sequence[DutyRow]
    merged: Sequence[Matter]
    taken_over: Sequence[DutyRow]
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
    streams = matters | {review_of(one): other for one, other in matters.items()}
    events = list(Event.objects.filter(stream__in=list(streams)).order_by("recorded_at", "id"))
    own = [event for event in events if event.stream == row.id]
    merged = [other for link, other in linked if link.relation == MERGED and link.other == row.id and other.closed_at]
    duties = list(row.duties.order_by(F("due_at").asc(nulls_last=True), "id"))
    return MatterPage(
        row, moments(events, streams, viewer), duties, merged, waiting_in(merged), list(row.breach_rows.all()),
        masked(row, own), linked, offers(viewer, row), list(dict.fromkeys(key for event in own for key in event.about)),
    )  # fmt: skip


def waiting_in(matters: Sequence[Matter]) -> list[DutyRow]:
    """The open duties of these matters, the next due first."""
    waiting = DutyRow.objects.filter(matter__in=matters, state__in=WAITING).select_related("matter") if matters else ()
    return sorted(waiting, key=lambda duty: (duty.due_at is None, duty.due_at or duty.started, duty.rule, duty.key))


def masked(row: Matter, events: Sequence[Event]) -> list[PartyRow]:
    """The parties, each with its masked name; the whole one needs a look with a purpose."""
    parties = list(row.parties.all())
    told = {party.clear.get("event") for party in parties}
    named = corrected_values([event for event in events if event.id in told or event.kind == CORRECTED]) if parties else {}
    secret = words_of(hidden_values(archive(row))) if parties else []
    for party in parties:
        name = named.get(party.clear.get("event", ""), {}).get("name", "")
        party.masked = alias(party) if party.clear.get("secret") or name in secret else mask(name, party)
    return parties


def links_in_sight(viewer: Viewer, row: Matter) -> list[tuple[LinkRow, Matter]]:
    """Each linked matter once, whichever of the two recorded the link."""
    far = {}
    for link in LinkRow.objects.filter(Q(matter=row) | Q(other=row.id)).order_by("at", "id"):
        far.setdefault(link.other if link.matter_id == row.id else link.matter_id, link)
    others = Matter.objects.select_related("unit", "handler").in_bulk(list(far))
    return [(link, others[other]) for other, link in far.items() if other in others and may_see(viewer, others[other])]


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
