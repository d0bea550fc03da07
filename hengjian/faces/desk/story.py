"""Events of a finding or of any supervision stream as a page tells them: when, what, who in which seat, and the words said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hengjian.ledger.models import Event
from hengjian.work.matters.lawbook import terms
from hengjian.work.people.access import Viewer
from hengjian.work.people.models import Account, Unit

WORDS = ("account", "text", "reasons", "direction")


@dataclass(frozen=True)
class Said:
    """One event; `words` is what somebody wrote, `how` a coded answer in words."""

    event: Event
    label: str
    who: str
    unit: str
    role: str
    words: str
    how: str


def told(events: Sequence[Event], viewer: Viewer, opened: Mapping[str, Mapping[str, Any]]) -> list[Said]:
    """The events in order; `opened` holds their unsealed words by event id."""
    names = dict(Account.objects.filter(person__in={event.by for event in events}).values_list("person", "display_name"))
    units = dict(
        Unit.objects.filter(code__in={event.body.get(name, "") for event in events for name in ("by_unit", "to")}).values_list(
            "code", "name"
        )
    )
    return [one(event, viewer, names, units, opened.get(event.id, {})) for event in events]


def one(event: Event, viewer: Viewer, names: Mapping[str, str], units: Mapping[str, str], opened: Mapping[str, Any]) -> Said:
    body = event.body
    words = next((str(opened[name]) for name in WORDS if opened.get(name)), "")
    role = terms().code("roles", body.get("by_role", ""), viewer.language) if body.get("by_role") else ""
    return Said(
        event,
        terms().label(event.kind, viewer.language),
        names.get(event.by, ""),
        units.get(body.get("by_unit", ""), ""),
        role,
        words,
        how(body, units, viewer.language),
    )


def how(body: Mapping[str, Any], units: Mapping[str, str], language: str) -> str:
    """A machine's verdict, the way of closing, or where a finding has climbed to, in words."""
    if body.get("verdict"):
        return terms().code("finding_verdicts", body["verdict"], language)
    if body.get("how"):
        return terms().code("finding_closings", body["how"], language)
    if body.get("to"):
        again = body["to"] == body.get("from")
        return (_("已在最高层级，再次催办：%(unit)s") if again else _("升至%(unit)s")) % {"unit": units.get(body["to"], body["to"])}
    return ""
