"""Which earlier step of its matter a step answers: a field of type `event` names it. One answer settles one question, not all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from hengjian.core.case import acts_on
from hengjian.core.facts import Fact
from hengjian.core.flow import Field, Move
from hengjian.core.form import is_empty
from hengjian.core.values import SHANGHAI
from hengjian.ledger.corrections import facts as facts_of_events
from hengjian.ledger.models import Event
from hengjian.work.matters.lawbook import terms
from hengjian.work.people.refusal import Refused


def settled(move: Move, body: Mapping[str, Any], events: Sequence[Event], about: str | None) -> Mapping[str, Any]:
    """The values; what the step answers is filled in where one question alone is open. `Refused` where none of several is named."""
    asking = [asked for asked in move.fields.values() if asked.events]
    if not asking:
        return body
    facts, chosen, faults = facts_of_events(events), dict(body), {}
    for asked in asking:
        still = {fact.id for fact in open_questions(asked, move, facts, about)}
        named = chosen.get(asked.name)
        if is_empty(named) and len(still) == 1:
            chosen[asked.name] = still.pop()
        elif is_empty(named) and still:
            faults[asked.name] = _("有 %(count)d 件等待答复：请选择这次答复的是哪一件") % {"count": len(still)}
        elif not is_empty(named) and named not in {fact.id for fact in questions(asked, facts, about)}:
            faults[asked.name] = _("本事项没有登记过所选的来件")
    if faults:
        raise Refused(_("请改正标出的各项"), fields=faults)
    return chosen


def questions(asked: Field, facts: Sequence[Fact], about: str | None) -> list[Fact]:
    """The steps that a field may name, of this party where one is given."""
    return [fact for fact in facts if fact.kind in asked.events and acts_on(fact, about or "")]


def open_questions(asked: Field, move: Move, facts: Sequence[Fact], about: str | None) -> list[Fact]:
    """Those that no step of this kind has answered so far."""
    answered = {fact.body.get(asked.name) for fact in facts if fact.kind == move.event}
    return [fact for fact in questions(asked, facts, about) if fact.id not in answered]


def step_name(event: Event, language: str) -> str:
    """A step by when it was and what happened, as another step that names it is read."""
    at = event.at.astimezone(SHANGHAI)
    when = f"{at:%Y-%m-%d}" if event.date_only else f"{at:%Y-%m-%d %H:%M}"
    return f"{when} {terms().label(event.kind, language)}"
