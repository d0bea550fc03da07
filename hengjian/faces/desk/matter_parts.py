"""Parts of a matter's page: the time line with its gaps, the steps as links, the parties by key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from hengjian.work.matters.lawbook import terms
from hengjian.work.matters.models import Matter, PartyRow
from hengjian.work.matters.page import MatterPage, Moment, Offer
from hengjian.work.people.access import Viewer

GAP = timedelta(days=3)
CASE_KINDS = ("case-admin", "case-criminal")


@dataclass(frozen=True)
class Entry:
    """One moment of the time line; `gap` is how long nothing was recorded before it, where that is long."""

    moment: Moment
    gap: timedelta | None


@dataclass(frozen=True)
class Link:
    """A step that may be taken, with its address; or why not, and who may."""

    label: str
    href: str
    why: str
    who_may: Sequence[str]


def timeline(moments: Sequence[Moment]) -> list[Entry]:
    """The moments in order, with the gaps between them."""
    found: list[Entry] = []
    for number, one in enumerate(moments):
        pause = one.event.at - moments[number - 1].event.at if number else timedelta()
        found.append(Entry(one, pause if pause >= GAP else None))
    return found


def links(page: MatterPage, language: str, *, allowed: bool) -> list[Link]:
    """The offers of one sort; taking a call up leads to the form of the case that arises from it."""
    return [link for offer in page.offers if offer.allowed is allowed for link in links_of(page.matter, offer, language)]


def links_of(matter: Matter, offer: Offer, language: str) -> list[Link]:
    if offer.allowed and offer.move.name == "take_up" and matter.kind == "incident":
        kinds = [(kind, terms().code("matters", kind.replace("-", "/"), language)) for kind in CASE_KINDS]
        return [Link(f"{offer.label} · {word}", f"{reverse('desk:begin', args=[kind])}?from={matter.id}", "", ()) for kind, word in kinds]
    href = reverse("desk:step", args=[matter.id, offer.move.name]) if offer.allowed else ""
    return [Link(offer.label, href, offer.why, offer.who_may)]


def key_roles(page: MatterPage, viewer: Viewer) -> dict[str, str]:
    """In what role each registered party stands, in words."""
    return {party.key: party_role(page.matter, party, viewer.language) for party in page.parties}


def party_role(matter: Matter, party: PartyRow, language: str) -> str:
    codes = "criminal_party_roles" if matter.kind == "case/criminal" else "party_roles"
    return terms().code(codes, party.role, language)


def number(text: str) -> int:
    return int(text) if text.isdigit() else 0
