"""Events of a finding or of any supervision stream as a page tells them: when, what, who in which seat, and the words said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
    return [one(event, times, viewer, names, units, opened.get(event.id, {})) for event, times in folded(events)]


def folded(events: Sequence[Event]) -> list[tuple[Event, int]]:
    """The events, each with how often it came: urgings at the highest level that follow one another are told once, by the last of them."""
    found: list[tuple[Event, int]] = []
    for event in events:
        again = bool(found) and is_urging(event) and is_urging(found[-1][0])
        times = found.pop()[1] + 1 if again else 1
        found.append((event, times))
    return found


def is_urging(event: Event) -> bool:
    """Whether it climbed no further because it stands at the highest level."""
    return bool(event.body.get("to")) and event.body["to"] == event.body.get("from")


def one(event: Event, times: int, viewer: Viewer, names: Mapping[str, str], units: Mapping[str, str], opened: Mapping[str, Any]) -> Said:
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
        how(event, times, units, viewer.language),
    )


def how(event: Event, times: int, units: Mapping[str, str], language: str) -> str:
    """A machine's verdict, the way of closing, or where a finding has climbed to, in words."""
    body = event.body
    if body.get("verdict"):
        return terms().code("finding_verdicts", body["verdict"], language)
    if body.get("how"):
        return terms().code("finding_closings", body["how"], language)
    if body.get("to"):
        unit = units.get(body["to"], body["to"])
        words = ngettext("已在最高层级（%(unit)s），再次催办 %(n)s 次", "已在最高层级（%(unit)s），再次催办 %(n)s 次", times)
        return (words if is_urging(event) else _("升至%(unit)s")) % {"unit": unit, "n": times}
    return ""
