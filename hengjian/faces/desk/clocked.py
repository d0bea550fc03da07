"""Days that a form asks for and a clock of the law works out (`by_clock` of a field): what the clock says, and whether the two agree.

What was typed stays what is recorded: papers may state another day than the law gives, and then somebody must have seen both.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from hengjian.core.flow import Move
from hengjian.work.matters.models import DutyRow, Matter
from hengjian.work.people.refusal import Refused

RUNNING = ("pending", "paused", "overdue")
KEPT = "kept-"


def clocks_of(matter: Matter, move: Move) -> dict[str, list[DutyRow]]:
    """By field, the running duties of its clock, one for each party; none where the clock has not begun."""
    named = {name: asked.by_clock for name, asked in move.fields.items() if asked.by_clock}
    rows = DutyRow.objects.filter(matter=matter, rule__in=set(named.values()), state__in=RUNNING).order_by("started", "start_event")
    newest = {(row.rule, row.key): row for row in rows if due_on(row)}
    return {name: [row for (rule, _key), row in newest.items() if rule == wanted] for name, wanted in named.items()}


def due_on(row: DutyRow) -> str:
    """The day on which the duty ends, as a form gives days; empty where it is undetermined."""
    return str((row.data.get("due") or {}).get("on") or "")


def check_clocks(matter: Matter, move: Move, given: Mapping[str, Any], about: str | None, posted: QueryDict) -> None:
    """Refuses, once, a day that differs from what the law works out; who has seen both may keep what was typed."""
    faults = {}
    for name, rows in clocks_of(matter, move).items():
        due = next((due_on(row) for row in rows if row.key in ("", about)), "")
        if due and name in given and given[name] != due and not posted.get(KEPT + name):
            faults[name] = sentence(given[name], due)
    if faults:
        raise Refused(_("所填日期与系统按法律算出的不同，请核对后再记录"), fields=faults)


def sentence(typed: str, due: str) -> str:
    """Both days and how far they are apart."""
    try:
        apart = (date.fromisoformat(typed) - date.fromisoformat(due)).days
    except ValueError:
        return _("请填写日期，如 %(due)s") % {"due": due}
    said = {"typed": typed, "due": due, "days": abs(apart)}
    later = _("所填 %(typed)s，系统算出 %(due)s：所填晚了 %(days)d 日。")
    return (later if apart > 0 else _("所填 %(typed)s，系统算出 %(due)s：所填早了 %(days)d 日。")) % said
