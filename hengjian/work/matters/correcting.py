"""Corrections: a new event names the old one and says what takes its place, or that it never happened. Nothing is edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hengjian.core.flow import Move
from hengjian.core.form import fill
from hengjian.core.values import SHANGHAI
from hengjian.ledger.corrections import CORRECTED
from hengjian.ledger.models import Event
from hengjian.ledger.record import Draft
from hengjian.work.matters.draft import ages, day_of_conduct
from hengjian.work.matters.lawbook import flows, terms
from hengjian.work.matters.rebuild import NEW
from hengjian.work.people.refusal import Refused


@dataclass(frozen=True)
class Changes:
    """What takes the place of a recorded event: values by field, another moment, or `void` for one that never happened."""

    body: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    void: bool = False

    def __bool__(self) -> bool:
        return bool(self.body or self.at or self.void)


def old_event(identity: str, events: Sequence[Event]) -> Event:
    """The event to be corrected: one of this matter, and not itself a correction."""
    found = next((event for event in events if event.id == identity), None)
    if found is None or found.kind == CORRECTED:
        sentence = _("本事项没有编号为 %(id)s 的可更正记录") % {"id": identity}
        raise Refused(sentence, fields={"corrects": sentence})
    return found


def with_changes(step: Draft, events: Sequence[Event], changes: Changes, kind: str, language: str) -> Draft:
    """The correcting event, with the new values checked by the fields of the step that is corrected."""
    old = old_event(step.body["corrects"], events)
    if not changes:
        raise Refused(_("请写明更正后的内容、时间，或者作废"), fields={"corrects": _("没有写明更正什么")})
    if changes.void and old.version == 1:
        raise Refused(_("不能作废登记事项的第一条记录"))
    if changes.at is not None and changes.at > step.at:
        raise Refused(_("发生时间不能晚于现在"), fields={"at": _("晚于现在")})
    body, sealed = new_values(old, flows()[kind].moves.get(old.body.get("move", "")), changes, events, language)
    said: dict[str, Any] = {"body": body} if body else {}
    said |= {"at": changes.at.isoformat()} if changes.at else {}
    said |= {"void": True} if changes.void else {}
    return replace(step, body={**step.body, **said}, sealed={**step.sealed, **sealed})


def new_values(
    old: Event, move: Move | None, changes: Changes, events: Sequence[Event], language: str
) -> tuple[dict[str, Any], dict[str, str]]:
    """The new clear values, and the new sealed ones under their names in the correction."""
    if not changes.body:
        return {}, {}
    if move is None:
        raise Refused(_("这条记录没有可更正的栏目"))
    given = dict(changes.body)
    if move.adds_party and given.get("birth_date"):
        given |= ages(given["birth_date"], day_of_conduct(events) or old.at.astimezone(SHANGHAI).date())
    optional = {name: replace(asked, required=False) for name, asked in move.fields.items()}
    filled = fill(replace(move, fields=optional), given, terms(), language)
    if filled.faults:
        raise Refused(_("请改正标出的各项"), fields=filled.faults)
    return filled.clear, {NEW + name: value for name, value in filled.sealed.items()}
