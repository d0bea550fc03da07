"""Parts of a matter's page: the time line with its gaps, the steps as links, the parties by key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hengjian.faces.desk.next_act import next_act
from hengjian.faces.look.templatetags.law_words import rule_title
from hengjian.work.matters.lawbook import flows, law_in_force, terms
from hengjian.work.matters.models import DutyRow, Matter, PartyRow
from hengjian.work.matters.page import MatterPage, Offer
from hengjian.work.matters.timeline import Moment, label_of
from hengjian.work.people.access import Viewer
from hengjian.work.people.roles import INSTITUTION

GAP = timedelta(days=3)
GROUPS = (("party", _("当事人的步骤")), ("item", _("涉案财物的步骤")), ("any", _("录音录像的步骤")), ("none", _("其他步骤")))
CORRECT = "correct"  # has its own form, beside each record
LAST = ("undetermined", "released", "met_late", "met")
BESIDE = frozenset({"withdrawn", "refused", "returned", "transferred"})
OPEN = frozenset({"pending", "overdue"})
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


def way(matter: Matter) -> list[str]:
    """The stages on the ordinary way to the end, and the one beside it on which the matter stands, if it does."""
    stages = flows()[matter.kind].stages
    ordinary = stages[: stages.index("closed") + 1] if "closed" in stages else stages
    return [stage for stage in stages if (stage in ordinary and stage not in BESIDE) or stage == matter.stage]


def due_now(page: MatterPage, viewer: Viewer) -> list[Link]:
    """The steps that meet an open duty of the unit and that this viewer may take now, the most urgent first; `why` names the duty."""
    found: dict[str, Link] = {}
    theirs = law_in_force().of_others(INSTITUTION)
    waiting = [one for one in page.duties if one.state in OPEN and one.due_at and one.rule not in theirs]
    for duty in sorted(waiting, key=lambda one: one.due_at):
        duty.matter = page.matter
        act = next_act(viewer, duty)
        if act and act[0] not in found:
            found[act[0]] = Link(act[1], reverse("desk:step", args=[page.matter.id, act[0]]), rule_title(duty.rule), ())
    return list(found.values())


def onward(page: MatterPage) -> list[Offer]:
    """The steps that lead the matter to another stage."""
    return [offer for offer in page.offers if offer.allowed and offer.move.to not in (None, page.matter.stage)]


def ordered(duties: Sequence[DutyRow]) -> list[DutyRow]:
    """Open duties by due time, then what cannot be decided, then what is done."""
    return sorted(
        duties, key=lambda duty: (LAST.index(duty.state) if duty.state in LAST else -1, duty.due_at is None, duty.due_at or duty.started)
    )


def may_correct(page: MatterPage) -> bool:
    """Whether this viewer may correct what is recorded."""
    return any(offer.allowed and offer.move.name == CORRECT for offer in page.offers)


def others(page: MatterPage) -> list[tuple[str, list[Offer]]]:
    """The other steps that may be taken, by what they are about."""
    rest = [offer for offer in page.offers if offer.allowed and offer.move.to in (None, page.matter.stage) and offer.move.name != CORRECT]
    groups = [(word, [offer for offer in rest if offer.move.about == about]) for about, word in GROUPS]
    return [(word, group) for word, group in groups if group]


def links(page: MatterPage, language: str, offers: Sequence[Offer]) -> list[Link]:
    """The offers as links; taking a call up leads to the form of the case that arises from it."""
    return [link for offer in offers for link in links_of(page.matter, offer, language)]


def links_of(matter: Matter, offer: Offer, language: str) -> list[Link]:
    if offer.allowed and offer.move.name == "take_up" and matter.kind == "incident":
        kinds = [(kind, terms().code("matters", kind.replace("-", "/"), language)) for kind in CASE_KINDS]
        return [Link(f"{offer.label} · {word}", f"{reverse('desk:begin', args=[kind])}?from={matter.id}", "", ()) for kind, word in kinds]
    if offer.allowed and offer.move.name == "punish_on_spot":
        return [Link(offer.label, reverse("desk:spot_penalty", args=[matter.id]), "", ())]
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


def reporter_lines(opened: Mapping[str, Mapping[str, str]], language: str) -> list[tuple[str, str]]:
    """What is known of who asked not to be revealed, with the words of the forms it was entered in."""
    fields = {
        name: field for flow in flows().values() for move in flow.moves.values() for name, field in move.fields.items() if field.sealed
    }
    return [(label_of(fields, name.removeprefix("new."), language), value) for values in opened.values() for name, value in values.items()]
