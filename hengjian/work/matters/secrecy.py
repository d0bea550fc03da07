"""Who asked not to be revealed (RP-05): what of a matter tells who that is, and who may know. The look itself stands in `looks.py`.

A matter's `secrecy` is `reporter` where its reporter asked (every party in a reporting role is hidden), `party` where only a party did,
`grievance` where nobody asked but somebody complained about how it is handled: the unit complained about reads neither who that is
nor what they said (RP-06).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from hengjian.ledger.corrections import CORRECTED
from hengjian.ledger.models import Event
from hengjian.ledger.sealed import unseal_many
from hengjian.work.matters.linking import ARCHIVE
from hengjian.work.matters.models import LinkRow, Matter, PartyRow
from hengjian.work.people import roles
from hengjian.work.people.access import Viewer, may_see
from hengjian.work.people.refusal import Refused

ASKED = "reporter.secrecy_asked"
GRIEVANCE = "grievance.received"
COMPLAINS = frozenset({GRIEVANCE, "grievance.followed_up"})
"""What who complained said, first and when asked again."""
LEVELS = ("", "grievance", "party", "reporter")
HIDES_PARTIES = frozenset({"party", "reporter"})
REPORTING = frozenset({"reporter", "informer", "complainant", "bringer_in"})
OF_REPORTER = "reporter_"
"""How the name of a sealed field begins that tells of the reporter; such a value is hidden, and every sealed one of a hidden party."""
NEW = "new."
STAYS = frozenset({"move", "by_role", "by_level", "by_unit", "lent_by", "role", "corrects"})
ORDER = "甲乙丙丁戊己庚辛壬癸"
SHORTEST = 2


def asked_by(kind: str, body: Mapping[str, Any]) -> str:
    """What this event asks to keep secret, as `secrecy` says it."""
    if kind == GRIEVANCE:
        return "grievance"
    if kind == ASKED or body.get("reporter_confidential") is True:
        return "reporter"
    return "party" if body.get("confidential") is True else ""


def hide_party(matter: Matter, party: PartyRow) -> None:
    """Marks a party who is to be kept secret, and takes the fingerprints away by which a name or document would find the matter."""
    if party.clear.get("secret") or (matter.secrecy == "reporter" and party.role in REPORTING):
        party.clear = {**party.clear, "secret": True}
        party.name_print = party.document_print = ""


def alias(party: PartyRow) -> str:
    """What stands in pages and papers for a hidden name: 甲, 乙, … by the order of registration."""
    number = int(party.key.rpartition(":")[2] or 1)
    return _("化名%(letter)s（要求保密）") % {"letter": ORDER[number - 1] if number <= len(ORDER) else number}


def hidden_word() -> str:
    return _("〔要求保密〕")


def may_know(viewer: Viewer, row: Matter) -> bool:
    """Who may know a hidden reporter or party: who handles the matter, and the head of its unit or of the one directly above.

    Nobody who was recused from it.
    """
    if row.secrecy not in HIDES_PARTIES or not viewer.case_seats or viewer.person in row.recused:
        return False
    if viewer.person in (row.handler_id, row.co_handler):
        return True
    leading = {seat.unit.pk for seat in viewer.case_seats if seat.role in roles.CHIEF_ROLES}
    return bool(leading & {row.unit_id, row.unit.parent_id})


def may_know_grievance(viewer: Viewer, row: Matter) -> bool:
    """Who may read a grievance about the handling: who stands above the unit complained about, and was not recused (RP-06)."""
    if not row.secrecy or viewer.person in row.recused or not stands_above(viewer, row):
        return False
    return row.secrecy == "grievance" or Event.objects.filter(stream=row.id, kind=GRIEVANCE).exists()


def stands_above(viewer: Viewer, row: Matter) -> bool:
    """Whether the viewer supervises from above the unit that has the matter; above the highest there is only its head."""
    supervising = roles.LEGAL_ROLES | roles.CHIEF_ROLES | {"centre"}
    above = any(seat.role in supervising and seat.unit.holds(row.unit) and seat.unit.pk != row.unit_id for seat in viewer.case_seats)
    return above or (row.unit.parent_id is None and any(seat.role in roles.CHIEF_ROLES for seat in viewer.case_seats))


@dataclass(frozen=True)
class Veil:
    """What of one matter's events is hidden: the ids of the events that register a hidden party, and of those that complain."""

    reporter: bool = False
    parties: frozenset[str] = frozenset()
    grievances: frozenset[str] = frozenset()

    def registers(self, event: Event) -> bool:
        """Whether the event registers a hidden party, or corrects what does."""
        return (event.body.get("corrects") if event.kind == CORRECTED else event.id) in self.parties

    def complains(self, event: Event) -> bool:
        """Whether the event tells what who complained said, or corrects one that does."""
        return event.kind in COMPLAINS or (event.kind == CORRECTED and event.body.get("corrects") in self.grievances)

    def hides(self, event: Event, name: str) -> bool:
        """Whether this sealed value is hidden; of a grievance every one, for its words may tell as much as its name."""
        if self.complains(event) or self.registers(event):
            return True
        return self.reporter and name.removeprefix(NEW).startswith(OF_REPORTER)

    def clear(self, event: Event) -> dict[str, Any]:
        """The clear values that may be shown: of a hidden party none but its role."""
        return {name: value for name, value in event.body.items() if name in STAYS} if self.registers(event) else event.body


def veil_of(row: Matter) -> Veil:
    """The veil over one matter; nothing is asked of the database where nobody asked for secrecy."""
    if not row.secrecy:
        return Veil()
    hidden = [party.clear["event"] for party in row.parties.all() if party.clear.get("secret")]
    complaints = Event.objects.filter(stream=row.id, kind__in=COMPLAINS).values_list("id", flat=True)
    return Veil(row.secrecy == "reporter", frozenset(hidden), frozenset(complaints))


def archive(row: Matter) -> list[Matter]:
    """The matter and those that share its time line."""
    far = LinkRow.objects.filter(Q(matter=row) | Q(other=row.id), relation__in=ARCHIVE).values_list("matter_id", "other")
    ids = {one for pair in far for one in pair} - {row.id}
    return [row, *Matter.objects.select_related("unit").filter(id__in=ids)]


def hidden_values(matters: Iterable[Matter]) -> dict[str, dict[str, str]]:
    """What is hidden of these matters' reporters, in clear, by event: only for who may know, and for taking it out of other texts."""
    return gathered([row for row in matters if row.secrecy in HIDES_PARTIES], lambda veil, event: not veil.complains(event))


def who_complained(row: Matter) -> dict[str, dict[str, str]]:
    """Who complained about the handling of this matter and what they said, by event: only for who stands above its unit."""
    return gathered([row], Veil.complains)


def gathered(matters: Sequence[Matter], wanted: Callable[[Veil, Event], bool]) -> dict[str, dict[str, str]]:
    """The hidden values in clear of those events of these matters that are wanted."""
    veils = {row.id: veil_of(row) for row in matters}
    found = Event.objects.filter(stream__in=list(veils)).exclude(sealed={}).order_by("recorded_at", "version") if veils else ()
    events = [event for event in found if wanted(veils[event.stream], event)]
    opened = unseal_many(events)
    values = {
        event.id: {
            name: value for name, value in opened[event.id].items() if isinstance(value, str) and veils[event.stream].hides(event, name)
        }
        for event in events
    }
    return {event: hidden for event, hidden in values.items() if hidden}


def veiled(row: Matter, events: Sequence[Event], opened: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Mapping[str, Any]]:
    """Opened values as anybody may read them who may not know the reporter: hidden ones named so, their words taken out of every text."""
    family = archive(row)
    if not any(one.secrecy for one in family):
        return opened
    words = words_of(hidden_values(family))
    veil = veil_of(row)
    return {
        event.id: {
            name: hidden_word() if veil.hides(event, name) else without(value, words) for name, value in opened.get(event.id, {}).items()
        }
        for event in events
    }


def blacked_out(matter: str, opened: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Opened values of other streams about this matter (opinions, replies), the hidden words taken out of them."""
    row = Matter.objects.select_related("unit").filter(id=matter).first()
    words = words_of(hidden_values(archive(row))) if row else []
    return {event: {name: without(value, words) for name, value in values.items()} for event, values in opened.items()}


def words_of(hidden: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The words to be taken out of texts, the longest first."""
    return sorted({word for values in hidden.values() for word in values.values() if len(word) >= SHORTEST}, key=len, reverse=True)


def without(value: Any, words: Sequence[str]) -> Any:
    """A value with these words blacked out."""
    if isinstance(value, str):
        for word in words:
            value = value.replace(word, hidden_word())
    return value


def check_correction(viewer: Viewer, row: Matter, old: Event, body: Mapping[str, Any], void: bool) -> None:
    """A correction neither lifts a secrecy that was asked for nor touches what is hidden, unless by who may know it. Raises `Refused`."""
    lifted = [name for name in ("reporter_confidential", "confidential") if name in body and old.body.get(name) is True]
    if lifted or (void and asked_by(old.kind, old.body)):
        raise Refused(_("要求保密的记录不能以更正取消"), fields={name: _("要求保密的记录不能以更正取消") for name in lifted})
    veil = veil_of(row)
    touched = veil.registers(old) or any(name.startswith(OF_REPORTER) and veil.hides(old, name) for name in body)
    if touched and not may_know(viewer, row):
        raise Refused(_("要求保密的报案人信息只能由承办人或者单位负责人更正"))


def others_in_sight(viewer: Viewer, row: Matter) -> list[Matter]:
    """The matters of the archive whose hidden values who may know this one's may read with it."""
    return [one for one in archive(row) if one.id == row.id or may_see(viewer, one)]
