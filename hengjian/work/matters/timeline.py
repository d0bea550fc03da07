"""The time line of a matter from the call on: each event in words, late entries, entries out of order and corrections marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from hengjian.core.describe import in_language
from hengjian.core.flow import Field
from hengjian.core.terms import tongue
from hengjian.core.values import SHANGHAI
from hengjian.ledger.corrections import CORRECTED
from hengjian.ledger.files import named_in
from hengjian.ledger.models import Event
from hengjian.work.matters import attachments
from hengjian.work.matters.actions_law import MACHINE
from hengjian.work.matters.answering import step_name
from hengjian.work.matters.lawbook import flows, law_in_force, terms
from hengjian.work.matters.merging import TAKEN_IN
from hengjian.work.matters.merging import told as taken_over
from hengjian.work.matters.models import Matter
from hengjian.work.matters.recounting import RECOUNTED, told
from hengjian.work.matters.secrecy import Veil, veil_of
from hengjian.work.people.access import Viewer
from hengjian.work.people.models import Account, Unit

LATE_ENTRY = timedelta(hours=12)
IMPORTED = "import:"


@dataclass(frozen=True)
class Moment:
    """One event as the page shows it.

    `values` are labelled clear values, `sealed` the labels (by field) of what is locked. `late`: entered more than twelve hours after
    it happened, by hand; `out_of_order`: happened before what was recorded ahead of it. `correction` is what later corrections gave:
    its values, when it happened instead, that it never happened. `replaced` names those of its files that no longer count, and the
    correction that says so.
    """

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
    correction: Correction
    replaced: Mapping[str, str]


@dataclass(frozen=True)
class Correction:
    """What corrections made of one event; `at` is nothing where they left its time alone."""

    values: Sequence[tuple[str, str]] = ()
    at: datetime | None = None
    void: bool = False

    def __bool__(self) -> bool:
        return bool(self.values or self.at)


@dataclass(frozen=True)
class Names:
    """Who and which unit stand behind the ids in a time line, each read with one query, and which correction replaced which file."""

    persons: Mapping[str, str]
    units: Mapping[str, str]
    replaced: Mapping[str, str]
    steps: Mapping[str, str]
    language: str


def moments(events: Sequence[Event], matters: Mapping[str, Matter], viewer: Viewer) -> list[Moment]:
    """The events by the time at which they happened, oldest first. `events` in the order of recording, `matters` by stream."""
    names = names_in(events, viewer.language)
    corrections = corrections_in(events)
    veils = {matter: veil_of(row) for matter, row in matters.items()}
    latest: dict[str, datetime] = {}
    placed: dict[str, datetime] = {}
    found = []
    for event in events:
        at = placed[event.id] = place_of(event, latest.get(event.stream, event.at))
        behind = at < latest.get(event.stream, at)
        latest[event.stream] = max(at, latest.get(event.stream, at))
        found.append(moment(event, matters[event.stream], names, behind, corrections.get(event.id, ()), veils[event.stream]))
    return sorted(found, key=lambda one: (placed[one.event.id], one.event.recorded_at, one.event.version))


def corrections_in(events: Sequence[Event]) -> dict[str, list[Event]]:
    """The corrections by the event that they correct, oldest first."""
    found: dict[str, list[Event]] = {}
    for event in events:
        if event.kind == CORRECTED:
            found.setdefault(event.body["corrects"], []).append(event)
    return found


def place_of(event: Event, before: datetime) -> datetime:
    """Where an event stands in its time line; known by its day alone, it stands behind what was recorded ahead of it of that day."""
    if not event.date_only or event.at.astimezone(SHANGHAI).date() != before.astimezone(SHANGHAI).date():
        return event.at
    return max(event.at, before)


def names_in(events: Sequence[Event], language: str) -> Names:
    words = {value for event in events for value in (event.by, *event.body.values()) if isinstance(value, str)}
    persons = dict(Account.objects.filter(person__in=words).values_list("person", "display_name"))
    replaced = {file: event.id for event in events for file in event.body.get(attachments.REPLACED, ())}
    steps = {event.id: step_name(event, language) for event in events if event.id in words}
    return Names(persons, dict(Unit.objects.filter(code__in=words).values_list("code", "name")), replaced, steps, language)


def moment(event: Event, matter: Matter, names: Names, behind: bool, corrections: Sequence[Event], veil: Veil) -> Moment:
    move = flows()[matter.kind].moves.get(event.body.get("move", ""))
    fields = move.fields if move else {}
    late = event.recorded_at - event.at > LATE_ENTRY and not event.body.get("origin")
    locked = [name for name in event.sealed if not name.startswith(attachments.SEALED)]
    sealed = {name: label_of(fields, name.removeprefix("new."), names.language) for name in locked}
    return Moment(
        event, terms().label(event.kind, names.language), who(event.by, names),
        names.units.get(event.body.get("by_unit", ""), ""), terms().code("roles", event.body.get("by_role", ""), names.language),
        values_of(event, matter, fields, veil, names), sealed, late, behind, matter,
        corrected(corrections, {} if veil.registers(event) else fields, names),
        {one["id"]: names.replaced[one["id"]] for one in named_in(event.body) if one["id"] in names.replaced},
    )  # fmt: skip


def values_of(event: Event, matter: Matter, fields: Mapping[str, Field], veil: Veil, names: Names) -> list[tuple[str, str]]:
    """The clear values of an event; of a change of the law the due times that it moved, of a merge the duties that were taken over."""
    if event.kind == RECOUNTED:
        return told(event, matter, names.language)
    if event.kind == TAKEN_IN:
        return list(taken_over(event, names.language))
    return labelled(fields, veil.clear(event), names)


def corrected(corrections: Sequence[Event], fields: Mapping[str, Field], names: Names) -> Correction:
    """What these corrections of one event say together: of each value the last word."""
    values = {name: value for one in corrections for name, value in one.body.get("body", {}).items()}
    times = [one.body["at"] for one in corrections if one.body.get("at")]
    return Correction(
        labelled(fields, values, names),
        datetime.fromisoformat(times[-1]) if times else None,
        any(one.body.get("void") for one in corrections),
    )


def who(by: str, names: Names) -> str:
    """Who acted; of what was brought in from another system, that system."""
    if by == MACHINE:
        return _("监督引擎")
    origin = by.removeprefix(IMPORTED)
    return names.persons.get(by, by) if origin == by else _("%(origin)s（导入）") % {"origin": origin}


def label_of(fields: Mapping[str, Field], name: str, language: str) -> str:
    return fields[name].label[tongue(language)] if name in fields else terms().code("supervision_fields", name, language)


def labelled(fields: Mapping[str, Field], body: Mapping[str, Any], names: Names) -> list[tuple[str, str]]:
    """The values of a body that fields name, as label and words."""
    return [(label_of(fields, name, names.language), shown(fields[name], value, names)) for name, value in body.items() if name in fields]


def shown(asked: Field, value: Any, names: Names) -> str:
    """A clear value in words."""
    yes, no = ("yes", "no") if tongue(names.language) == "en" else ("是", "否")
    if isinstance(value, bool):
        return yes if value else no
    if asked.type == "money":
        return f"¥{value / 100:,.2f}"
    if asked.type in {"code", "codes"} and isinstance(asked.codes, str):
        codes = value if isinstance(value, list) else [value]
        return "、".join(terms().code(asked.codes, str(code), names.language) for code in codes) or "—"
    if asked.type == "time":
        return f"{datetime.fromisoformat(value).astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
    if asked.type in {"account", "unit"}:
        return (names.persons if asked.type == "account" else names.units).get(value, str(value))
    if asked.type == "event":
        return names.steps.get(str(value), str(value))
    if asked.type == "rule":
        rule = law_in_force().rules.get(str(value))
        return in_language(rule.title, names.language) if rule else str(value)
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
