"""Forgetting a matter: its key is destroyed, and what projections hold of its names and words goes with it. The log stays whole."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hengjian.ledger.forget import destroy_key
from hengjian.ledger.models import Event
from hengjian.ledger.together import write
from hengjian.work.matters import search
from hengjian.work.matters.models import Matter, PartyRow
from hengjian.work.matters.project import row_part
from hengjian.work.people.access import Viewer
from hengjian.work.people.refusal import Refused

REASONS = ("retention_ended", "record_sealed_by_law", "ordered_by_court")


@transaction.atomic
def forget(matter: str, reason: str, *, by: Viewer, now: datetime) -> Event:
    """Destroys the key of a closed matter; names, papers and narrative are gone for good, facts and verdicts stay."""
    if "security_admin" not in by.roles:
        raise Refused(_("只有安全管理员可以销毁密钥"), who_may=("security_admin",))
    if reason not in REASONS:
        raise Refused(_("请选择销毁的依据"), fields={"reason": _("请选择销毁的依据")})
    row = Matter.objects.select_for_update().filter(id=matter).first()
    if row is None or row.closed_at is None:
        raise Refused(_("只能对已办结的事项销毁密钥"))
    write([row_part(row)])  # a step that read the key before does not write after
    event = destroy_key(matter, by=by.person, now=now, reason=reason)
    purge(matter)
    return event


def purge(matter: str) -> None:
    """Empties what the projections of a forgotten matter hold: fingerprints of names, words in the search index. Safe to repeat."""
    PartyRow.objects.filter(matter_id=matter).update(name_print="", document_print="")
    search.purge(matter)
