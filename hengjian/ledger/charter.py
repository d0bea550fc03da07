"""What this ledger was founded with: its origin name, its hash and its cipher. Chosen once, never changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from hengjian.ledger.digests import DIGESTS, sm3
from hengjian.ledger.models import Charter

__all__ = ["DIGESTS", "SUITES", "NotFounded", "charter", "digest", "found", "sm3"]

SUITES = ("sha256", "sm3")
"""`sha256` goes with AES-256-GCM, `sm3` with SM4-GCM."""

_read: dict[tuple[Any, ...], Charter] = {}


class NotFounded(RuntimeError):
    """The ledger has no charter yet: the database was never migrated by `hengjian migrate`."""


def found(*, origin: str, suite: str, now: datetime) -> Charter:
    """Found the ledger, or give back the charter that stands; an attempt to change it is refused."""
    standing = Charter.objects.first()
    if standing is None:
        if suite not in SUITES:
            raise ValueError(_("未知的密码套件 %(suite)s；可用：%(known)s") % {"suite": suite, "known": ", ".join(SUITES)})
        return Charter.objects.create(id=1, origin=origin, suite=suite, founded_at=now)
    if (standing.origin, standing.suite) != (origin, suite):
        raise ValueError(_("账本已以 %(origin)s、%(suite)s 建立，不能更改") % {"origin": standing.origin, "suite": standing.suite})
    return standing


def charter() -> Charter:
    """The charter of the database in use; read once per process and database."""
    given = connection.settings_dict
    place = (given["ENGINE"], given["HOST"], given["PORT"], given["NAME"])
    known = _read.get(place)
    if known is None:
        known = Charter.objects.first()
        if known is None:
            raise NotFounded(_("账本尚未建立：请先运行 hengjian migrate"))
        _read[place] = known
    return known


def digest() -> Callable[[bytes], bytes]:
    """The hash of this ledger."""
    return DIGESTS[charter().suite]
