"""A case merged into another has ended; what is left to do on its parties and things goes to who handles the case that stays.

Its clocks run on in its own record, from where they began: merging re-bases none. Its findings: `work/findings/actions_merging.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hengjian.core.describe import in_language
from hengjian.core.evaluation import Duty, Evaluation
from hengjian.core.flow import Move
from hengjian.ledger.models import Event
from hengjian.ledger.read import events_in
from hengjian.ledger.record import Draft, StreamHead, record
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.matters.models import LinkRow, Matter
from hengjian.work.matters.rebuild import rewrite
from hengjian.work.people.access import Viewer, may_see
from hengjian.work.people.refusal import Refused

MERGED, TAKEN_IN, ASSIGNED = "case.merged", "case.taken_in", "handler.assigned"
REACHES_OTHERS = frozenset({MERGED, ASSIGNED})
"""Steps that may be recorded in another case, too."""
HANDLERS = ("handler", "second", "co_handler")


def merged_into(row: Matter) -> list[Matter]:
    """The cases that were merged into this one, and those into them, without what was taken up again since."""
    links = LinkRow.objects.filter(other=row.id, relation=MERGED).values("matter_id")
    found = list(Matter.objects.filter(id__in=links, closed_at__isnull=False).order_by("opened_at", "id"))
    return found + [further for one in found for further in merged_into(one)]


def settled(step: Draft, move: Move, row: Matter, by: Viewer) -> Draft:
    """The merge with who goes on with what is left: the handler of the case that stays, and its unit where it is of the same level.

    Rules ask the level of the unit that handles a case; a merge must not change what they say of its past. Raises `Refused` where the
    other case is out of sight, of another kind, or has ended.
    """
    if step.kind != MERGED:
        return step
    other = Matter.objects.select_related("unit").get(id=step.body["linked_to"])
    why = why_not(row, other, by)
    if why:
        raise Refused(why, fields={name: why for name, asked in move.fields.items() if asked.type == "matter"})
    follows = {"handler": other.handler_id or ""} | ({"unit": other.unit.code} if other.unit.level == row.unit.level else {})
    return replace(step, body={**step.body, **follows})


def why_not(row: Matter, other: Matter, by: Viewer) -> str:
    if not may_see(by, other):
        return _("没有编号为 %(number)s 的事项") % {"number": other.number}
    if other.kind != row.kind:
        return _("只能并入同类案件")
    return _("案件 %(number)s 已经办结，不能并入") % {"number": other.number} if other.closed_at else ""


def reach(row: Matter, event: Event, found: Evaluation, now: datetime) -> None:
    """Records a step in the cases that it reaches: a merge in the case that stays, its new handler in those that were merged into it."""
    if event.kind == MERGED:
        duties = [owed(duty) for duty in found.duties if duty.is_open]
        note(event.body["linked_to"], TAKEN_IN, event, {"merged": row.id, "number": row.number, "duties": duties}, now)
    if event.body.get("handler"):
        handlers = {name: event.body[name] for name in HANDLERS if event.body.get(name)}
        for one in merged_into(row):
            note(one.id, ASSIGNED, event, handlers, now)


def owed(duty: Duty) -> dict[str, Any]:
    return {"rule": duty.rule, "key": duty.key, "since": duty.started.at.isoformat(), "due": duty.due_at and duty.due_at.isoformat()}


def note(matter: str, kind: str, event: Event, body: dict[str, Any], now: datetime) -> None:
    """Records in another case what a step means for it, by the same person at the same moment."""
    last = events_in(matter)[-1]
    seat = {name: value for name, value in event.body.items() if name.startswith("by_") or name == "lent_by"}
    record([Draft(matter, matter, kind, event.at, event.by, {**seat, **body})], now=now, expected=StreamHead(last.version, last.leaf))
    rewrite(events_in(matter), now)


def told(event: Event, language: str) -> Iterator[tuple[str, str]]:
    """The duties that a case took over, as label and words: the rule, and of whom or what in which case."""
    law = law_in_force()
    for one in event.body["duties"]:
        rule = law.rules.get(one["rule"])
        label = in_language(rule.title, language) if rule else one["rule"]
        yield label, f"{event.body['number']} {one['key']}".strip()
