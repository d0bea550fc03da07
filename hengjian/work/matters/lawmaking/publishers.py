"""Whose law packs are taken in here: publishers named in the record with their public key, and named no more. Our own key always counts."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from hengjian.core.flow import FlowError
from hengjian.core.lawbook.faults import LawErrors
from hengjian.ledger import vkeys
from hengjian.ledger.models import Event
from hengjian.ledger.read import events_in, stream_head
from hengjian.ledger.record import Draft, record
from hengjian.ledger.vkeys import BadNote, VerifierKey
from hengjian.work.matters import actions_law
from hengjian.work.matters.lawmaking import packfile
from hengjian.work.people.access import Viewer
from hengjian.work.people.refusal import Refused

STREAM = "law-publishers"
TRUSTED, DROPPED = "law_publisher.trusted", "law_publisher.dropped"
TRUSTS = frozenset({"security_admin"})


def publishers() -> dict[str, Event]:
    """The keys that are trusted now, each with the event that named it."""
    found: dict[str, Event] = {}
    for event in events_in(STREAM):
        if event.kind == TRUSTED:
            found[event.body["key"]] = event
        else:
            found.pop(event.body["key"], None)
    return found


def trusted_keys() -> list[VerifierKey]:
    return [packfile.own_key(), *(vkeys.read_key(key) for key in publishers())]


@transaction.atomic
def trust(key: str, *, by: Viewer, now: datetime, proof: str = "") -> Event:
    """Law packs signed by this key may be taken in from now on; the key came to us by another way than its packs."""
    check_right(by)
    head = stream_head(STREAM)
    try:
        found = vkeys.read_key(key)
    except BadNote as problem:
        raise Refused(str(problem), fields={"key": str(problem)}) from problem
    if found.kind != vkeys.LOG:
        raise Refused(_("这不是发布法规包的公钥"), fields={"key": _("这不是发布法规包的公钥")})
    if str(found) in publishers() or str(found) == str(packfile.own_key()):
        raise Refused(_("这个公钥已经受信任"), fields={"key": _("这个公钥已经受信任")})
    body = {"key": str(found)} | actions_law.proven(proof)
    return record([Draft(STREAM, "", TRUSTED, now, by.person, body)], now=now, expected=head)[0]


@transaction.atomic
def drop(key: str, *, by: Viewer, now: datetime) -> Event:
    """Packs of this key are taken in no more; what was adopted stays."""
    check_right(by)
    head = stream_head(STREAM)
    if key not in publishers():
        raise Refused(_("没有登记这个公钥"))
    return record([Draft(STREAM, "", DROPPED, now, by.person, {"key": key})], now=now, expected=head)[0]


def check_right(by: Viewer) -> None:
    if not by.roles & TRUSTS:
        raise Refused(_("由安全管理员登记法规包的发布者"), who_may=sorted(TRUSTS))


def propose_file(content: bytes, *, by: Viewer, now: datetime, proof: str = "") -> Event:
    """Takes a signed pack in as a proposal, which says whose it is; nothing is kept of a pack that is refused."""
    actions_law.check_right(by, actions_law.PROPOSES)
    found = packfile.opened(content, trusted_keys())
    with tempfile.TemporaryDirectory(prefix="hengjian-pack-") as place:
        for name, one in found.files.items():
            path = Path(place) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(one)
        try:
            return actions_law.propose_law(Path(place), by=by, now=now, proof=proof, publisher=str(found.by))
        except (LawErrors, FlowError) as problem:
            raise Refused(_("法规包中有错误，不能提出：%(first)s") % {"first": str(problem)[:300]}) from problem
