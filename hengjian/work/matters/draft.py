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
from hengjian.core.form import fill
from hengjian.core.terms import Terms
from hengjian.ledger.record import Draft
from hengjian.work.people.access import Seat
from hengjian.work.people.refusal import Refused

NEW_ITEM = frozenset({"item.seized", "item.preserved", "item.taken", "funds.frozen"})


@dataclass(frozen=True)
class Asked:
    """One step as it is asked for: the move, the values, who asks in which seat, when it happened and whom or what it is about."""

    flow: Flow
    move: Move
    body: Mapping[str, Any]
    person: str
    seat: Seat
    at: datetime
    about: str | None = None
    language: str = "zh-hans"


def draft(asked: Asked, matter: str, known: Sequence[str], terms: Terms) -> Draft:
    """The event of this step, or `Refused` with a sentence per field. `known` are the keys of the matter so far."""
    filled = fill(asked.move, asked.body, terms, asked.language)
    if filled.faults:
        raise Refused(_("请改正标出的各项"), fields=filled.faults)
    clear = filled.clear | acting(asked)
    if asked.move.adds_party and filled.sealed.get("birth_date"):
        clear |= ages(filled.sealed["birth_date"], asked.at.date())
    return Draft(matter, matter, asked.move.event, asked.at, asked.person, clear, filled.sealed, keys(asked, known))


def acting(asked: Asked) -> dict[str, Any]:
    """In which seat somebody acted, and by which move."""
    lent = {"lent_by": asked.seat.lent_by} if asked.seat.lent_by else {}
    return {"move": asked.move.name, "by_role": asked.seat.role, "by_level": asked.seat.level, "by_unit": asked.seat.unit.code} | lent


def ages(birth: str, day: date) -> dict[str, Any]:
    """What rules need of a date of birth, as clear facts."""
    born = date.fromisoformat(birth)
    return {"age_band": age_band(born, day), "minor": is_minor(born, day)}


def keys(asked: Asked, known: Sequence[str]) -> tuple[str, ...]:
    """The keys that the step is about; a new party or item gets the next number of its kind."""
    kind = asked.move.about
    if kind == "none":
        return ()
    if asked.about:
        if asked.about not in known and not introduces(asked.move):
            raise Refused(_("没有登记过 %(key)s") % {"key": asked.about}, fields={"about": _("请选择已登记的对象")})
        return (asked.about,)
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


def as_fact(step: Draft) -> Fact:
    """The step as the law would read it."""
    return Fact(step.kind, step.at, step.body, tuple(step.about), step.by)
