"""The legal qualification of whoever reviews penalties: entered from its certificate by the security administrator, who gives the posts."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hengjian.work.people.access import Viewer
from hengjian.work.people.actions import by_of, check_right, note
from hengjian.work.people.models import Account
from hengjian.work.people.refusal import Refused

PROOF = re.compile(r"[A-Za-z0-9]{6,40}")


@transaction.atomic
def enter_qualification(
    account: Account, *, qualified_on: date | None, proof: str, reviews_since: date | None, by: Viewer | None, now: datetime
) -> Account:
    """Keeps when somebody was qualified, on what certificate, and since when they have reviewed; all empty takes it back.

    The number of the certificate stays with the account and never enters the ledger, which keeps the days. Raises `Refused`.
    """
    check_right(by, "security_admin")
    if by is not None and by.account == account:
        raise Refused(_("不能登记自己的资格"))
    proof = proof.replace(" ", "")
    if bool(qualified_on) != bool(proof):
        sentence = _("请同时填写取得资格之日和证书编号")
        raise Refused(sentence, fields={"qualification_proof" if qualified_on else "qualified_on": sentence})
    if proof and not PROOF.fullmatch(proof):
        raise Refused(_("证书编号应为6至40位字母或数字"), fields={"qualification_proof": _("应为6至40位字母或数字")})
    if any(day and day > now.date() for day in (qualified_on, reviews_since)):
        raise Refused(_("日期不能晚于今天"), fields={"qualified_on": _("晚于今天")})
    account.qualified_on, account.qualification_proof, account.reviews_since = qualified_on, proof, reviews_since
    account.save(update_fields=["qualified_on", "qualification_proof", "reviews_since"])
    told = {"qualified_on": shown(qualified_on), "reviews_since": shown(reviews_since), "qualification": True}
    note("account.changed", f"account/{account.person}", told, by=by_of(by), now=now)
    return account


def shown(day: date | None) -> str:
    return day.isoformat() if day else ""
