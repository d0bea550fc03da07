"""Steps that name another matter: by the number that people know, kept together with the id that the archive follows."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext as _

from hengjian.core.flow import Move
from hengjian.ledger.record import Draft
from hengjian.work.matters.models import Matter
from hengjian.work.people.refusal import Refused

ARISES_FROM = "arises_from"
ARCHIVE = frozenset({ARISES_FROM, "incident.case_opened", "case.converted_to_criminal", "case.merged"})
"""Relations whose matters share one time line, from the call on."""


def with_link(step: Draft, move: Move) -> Draft:
    """The step with the id of the matter that it names, or `Refused` where no matter bears that number."""
    field = next((name for name, asked in move.fields.items() if asked.type == "matter" and step.body.get(name)), None)
    if field is None:
        return step
    other = numbered(step.body[field], besides=step.matter)
    if other is None:
        sentence = _("没有编号为 %(number)s 的事项") % {"number": step.body[field]}
        raise Refused(sentence, fields={field: sentence})
    relation = ARISES_FROM if field == "incident" else step.body.get("relation", step.kind)
    return replace(step, body={**step.body, "linked_to": other, "relation": relation})


def numbered(number: str, *, besides: str) -> str | None:
    """The id of the matter of this number, its own or the one that the call came with."""
    found = Matter.objects.filter(Q(number=number) | Q(foreign_number=number)).exclude(id=besides)
    return found.order_by("-opened_at", "-id").values_list("id", flat=True).first()
