"""From what somebody filled in to the event that is recorded: clear apart from sealed, keys given, ages derived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from hengjian.core.ages import age_band, is_minor
from hengjian.core.facts import Fact
from hengjian.core.flow import Flow, Move
from hengjian.core.form import fill, is_empty
from hengjian.core.terms import Terms
from hengjian.core.values import SHANGHAI, Wrong, read_value
from hengjian.ledger.models import Event
from hengjian.ledger.record import Draft
from hengjian.work.people.access import Seat
from hengjian.work.people.refusal import Refused

NEW_ITEM = frozenset({"item.seized", "item.preserved", "item.taken", "funds.frozen"})


@dataclass(frozen=True)
class Asked:
    """One step as it is asked for: the move, the values, who asks in which seat, when it happened and whom or what it is about.

    `conduct` is the day of the act that the matter is about, where the record knows it.
    """

    flow: Flow
    move: Move
    body: Mapping[str, Any]
    person: str
    seat: Seat
    at: datetime
    about: str | None = None
    language: str = "zh-hans"
    conduct: date | None = None


def draft(asked: Asked, matter: str, known: Sequence[str], terms: Terms) -> Draft:
    """The event of this step, or `Refused` with a sentence per field. `known` are the keys of the matter so far."""
    filled = fill(asked.move, with_ages(asked), terms, asked.language)
    if filled.faults:
        raise Refused(_("请改正标出的各项"), fields=filled.faults)
    clear = filled.clear | acting(asked)
    return Draft(matter, matter, asked.move.event, asked.at, asked.person, clear, filled.sealed, keys(asked, known))


def acting(asked: Asked) -> dict[str, Any]:
    """In which seat somebody acted, and by which move."""
    return {"move": asked.move.name, **asked.seat.recorded()}


def with_ages(asked: Asked) -> Mapping[str, Any]:
    """The values given, with age band and minority worked out from a date of birth: on the day of the act, or of the step."""
    if not asked.move.adds_party or is_empty(asked.body.get("birth_date")):
        return asked.body
    day = asked.conduct or asked.at.astimezone(SHANGHAI).date()
    return {**asked.body, **ages(asked.body["birth_date"], day)}


def ages(birth: Any, day: date) -> dict[str, Any]:
    """What rules need of a date of birth, as clear facts; nothing where the date cannot be read (the form says so)."""
    try:
        born = date.fromisoformat(read_value("birth_date", birth))
    except Wrong:
        return {}
    if born > day:
        raise Refused(_("出生日期晚于行为发生之日"), fields={"birth_date": _("晚于行为发生之日")})
    return {"age_band": age_band(born, day), "minor": is_minor(born, day)}


def day_of_conduct(events: Sequence[Event]) -> date | None:
    """The day of the act, as the newest event that names it says."""
    named = [event.body["occurred_on"] for event in events if event.body.get("occurred_on")]
    return date.fromisoformat(named[-1]) if named else None


def keys(asked: Asked, known: Sequence[str]) -> tuple[str, ...]:
    """The keys that the step is about; a new party or item gets the next number of its kind."""
    kind = asked.move.about
    if kind == "none":
        return ()
    if asked.about:
        if asked.about not in known and not introduces(asked.move):
            raise Refused(_("没有登记过 %(key)s") % {"key": asked.about}, fields={"about": _("请选择已登记的对象")})
        return (asked.about,)
    if kind == "any":
        return ()
    of_kind = [key for key in known if key.startswith(f"{kind}:")]
    if introduces(asked.move):
        return (f"{kind}:{len(of_kind) + 1}",)
    if len(of_kind) == 1:
        return (of_kind[0],)
    sentence = _("请先登记当事人或物品") if not of_kind else _("请选择这一步针对的当事人或物品")
    raise Refused(sentence, fields={"about": sentence})


def introduces(move: Move) -> bool:
    """Whether the step registers a party or an item that was not known before."""
    return move.adds_party or move.event in NEW_ITEM


def as_fact(step: Draft, version: int) -> Fact:
    """The step as the law will read it once it is recorded as this version of its stream."""
    body = {name: value for name, value in step.body.items() if value is not None}
    return Fact(step.kind, step.at, body, tuple(step.about), step.by, version, step.id, step.date_only)
