"""Retiring a witness of the record: an administrator and the auditor agree. What it means stands in `ledger/witnesses.py`."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hengjian.ledger import witnesses
from hengjian.ledger.models import Event
from hengjian.work.people.access import Viewer
from hengjian.work.people.refusal import Refused

RETIRES, AGREES = frozenset({"system_admin", "security_admin"}), frozenset({"auditor"})
REASONS = ("key_lost", "key_replaced", "institution_ended", "agreement_ended", "unresponsive")


@transaction.atomic
def retire_witness(
    name: str, *, since: date, reason: str, by: Viewer, agreed: Viewer, now: datetime, told: Mapping[str, str] | None = None
) -> Event:
    """From `since` on the witness counts no more. `told`: how the two showed who they are. Raises `Refused` and `BadNote`."""
    if not by.roles & RETIRES:
        raise Refused(_("停用见证人须由系统管理员或安全管理员提出"), who_may=sorted(RETIRES))
    if by.person == agreed.person or not agreed.roles & AGREES:
        raise Refused(_("停用见证人须经另一人（审计员）同意"), who_may=sorted(AGREES))
    if reason not in REASONS:
        raise Refused(_("原因应为以下之一：%(reasons)s") % {"reasons": "、".join(REASONS)})
    body = {"reason": reason, "agreed_by": agreed.person, **(told or {})}
    return witnesses.retire(name, since=since, told=body, by=by.person, now=now)
