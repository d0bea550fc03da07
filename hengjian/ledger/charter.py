"""What this ledger was founded with: its origin name, its hash and its cipher. Chosen once, never changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from cryptography.hazmat.primitives import hashes
from django.db import connection
from django.utils.translation import gettext as _

from hengjian.ledger.models import Charter

SUITES = ("sha256", "sm3")
"""`sha256` goes with AES-256-GCM, `sm3` with SM4-GCM."""

_read: dict[str, Charter] = {}


class NotFounded(RuntimeError):
    """The ledger has no charter yet: the database was never migrated by `hengjian migrate`."""


def sm3(data: bytes) -> bytes:
    """SM3 through the usual library, for builds of OpenSSL whose hashlib lacks it."""
    state = hashes.Hash(hashes.SM3())
    state.update(data)
    return state.finalize()


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _sm3_fast(data: bytes) -> bytes:
    return hashlib.new("sm3", data).digest()


DIGESTS: dict[str, Callable[[bytes], bytes]] = {
    "sha256": _sha256,
    "sm3": _sm3_fast if "sm3" in hashlib.algorithms_available else sm3,
}


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
    place = "|".join(str(connection.settings_dict[part]) for part in ("ENGINE", "HOST", "PORT", "NAME"))
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
