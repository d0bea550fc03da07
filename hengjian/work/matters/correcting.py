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
from hengjian.ledger.files import named_in
from hengjian.ledger.models import Event
from hengjian.ledger.record import Draft
from hengjian.work.matters.attachments import REPLACED, Upload, fields_for_files
from hengjian.work.matters.draft import ages, day_of_conduct
from hengjian.work.matters.lawbook import flows, terms
from hengjian.work.matters.rebuild import NEW
from hengjian.work.people.refusal import Refused


@dataclass(frozen=True)
class Changes:
    """What takes the place of a recorded event: values by field, another moment, or `void` for one that never happened.

    `files` are added to it; `replaced` are the ids of its files that no longer count.
    """

    body: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    void: bool = False
    files: Sequence[Upload] = ()
    replaced: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.body or self.at or self.void or self.files or self.replaced)


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
    said |= {"at": changes.at.isoformat(), "date_only": False} if changes.at else {}
    said |= {"void": True} if changes.void else {}
    said |= {REPLACED: checked_files(old, changes.replaced, events)} if changes.replaced else {}
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


def checked_files(old: Event, replaced: Sequence[str], events: Sequence[Event]) -> list[str]:
    """The ids of files to be replaced, each one of this event's own or of what was added to it by a correction."""
    own = {str(one["id"]) for event in (old, *corrections_of(old, events)) for one in named_in(event.body)}
    unknown = [one for one in replaced if one not in own]
    if unknown:
        raise Refused(_("这条记录没有这个附件"), fields={REPLACED: _("这条记录没有这个附件")})
    return list(replaced)


def corrections_of(old: Event, events: Sequence[Event]) -> list[Event]:
    return [event for event in events if event.kind == CORRECTED and event.body["corrects"] == old.id]


def takes_files(old: Event, kind: str) -> list[str]:
    """The fields of the step behind a recorded event to which files may be added."""
    move = flows()[kind].moves.get(old.body.get("move", ""))
    return fields_for_files(move) if move else []
