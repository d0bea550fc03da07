"""The 机关代字 of a unit: set by the administrator, borne by every paper from then on. The numbers go on without a gap."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hengjian.work.matters.models import PaperRow
from hengjian.work.matters.paper_numbers import mark_of, named_mark
from hengjian.work.people import actions
from hengjian.work.people.access import Viewer
from hengjian.work.people.models import Unit
from hengjian.work.people.refusal import Refused

SHAPE = re.compile(r"(?=.*[\u4e00-\u9fff])[\u4e00-\u9fffA-Za-z0-9（）]{1,30}")
BRACKETS = str.maketrans("()", "（）")


@transaction.atomic
def set_mark(unit: Unit, mark: str, *, by: Viewer, now: datetime) -> Unit:
    """Sets what stands before the word in a unit's paper numbers; empty goes back to the one made from its name.

    Papers already issued keep their numbers, and the series goes on. Raises `Refused` for a mark that another unit bears or has borne:
    two papers of different organs must never have the same number.
    """
    actions.check_right(by, "system_admin")
    wanted = mark.strip().translate(BRACKETS)
    if wanted and not SHAPE.fullmatch(wanted):
        raise refused(_("机关代字只用汉字、字母、数字和括号，不超过30字，如：云公（城）"))
    borne = wanted or named_mark(unit)
    for other in Unit.objects.exclude(pk=unit.pk).select_related("parent__parent"):
        if mark_of(other) == borne:
            raise refused(_("机关代字“%(mark)s”已由%(unit)s使用") % {"mark": borne, "unit": other.name})
    past = PaperRow.objects.exclude(unit=unit.code).filter(text__startswith=borne)
    if any(row.text.startswith(f"{borne}{row.series}〔") for row in past.iterator()):
        raise refused(_("机关代字“%(mark)s”曾由其他机构用过，不能再用") % {"mark": borne})
    return actions.change_paper_mark(unit, wanted, by=by, now=now)


def refused(sentence: str) -> Refused:
    return Refused(sentence, fields={"paper_mark": sentence})
