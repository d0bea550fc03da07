"""The keys that sign checkpoints, one after the other, and since which place each. A rotation is an event that the old and the new sign.

The record names the key in use, so that no process can sign with another: a checkpoint that holds the rotation is signed by the new one.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils.translation import gettext as _

from hengjian.ledger import keys, vkeys
from hengjian.ledger.models import Event
from hengjian.ledger.read import stream_head, with_places
from hengjian.ledger.record import Draft, record
from hengjian.ledger.vkeys import BadNote

STREAM = "checkpoint-key"
ROTATED = "checkpoint_key.rotated"
FIRST = "checkpoint.key"


@dataclass(frozen=True, slots=True)
class Reign:
    """A key and the first size of the log whose checkpoint it signs; `fault` says what is wrong with how it came."""

    since: int
    key: str
    fault: str = ""


def private(origin: str) -> Ed25519PrivateKey:
    """The private key in use; the first one is made when first asked for, a later one must be there."""
    last = Event.objects.filter(stream=STREAM).order_by("-version").first()
    if last is None:
        return Ed25519PrivateKey.from_private_bytes(keys.secret(FIRST))
    found = Ed25519PrivateKey.from_private_bytes(keys.kept(file_of(last.body["new"])))
    if str(vkeys.of_private(origin, vkeys.LOG, found)) != last.body["new"]:
        raise keys.KeyFileError(_("密钥文件 %(name)s 与账本登记的公钥不符：请从备份恢复") % {"name": file_of(last.body["new"])})
    return found


def file_of(verifier_key: str) -> str:
    """The file of a later key, named by the key's id."""
    return f"checkpoint-{vkeys.read_key(verifier_key).id.hex()}.key"


def file_in_use() -> str:
    last = Event.objects.filter(stream=STREAM).order_by("-version").first()
    return file_of(last.body["new"]) if last else FIRST


def statement(old: str, new: str) -> bytes:
    """What both keys sign."""
    return f"hengjian checkpoint key rotation\n{old}\n{new}\n".encode()


def record_rotation(origin: str, *, by: str, now: datetime) -> Event:
    """Makes the next key and records that it follows; call it where nobody integrates (`rotate.py`)."""
    before = private(origin)
    after = Ed25519PrivateKey.generate()
    old, new = (str(vkeys.of_private(origin, vkeys.LOG, one)) for one in (before, after))
    text = statement(old, new)
    body = {"old": old, "new": new}
    body |= {"by_old": base64.b64encode(before.sign(text)).decode(), "by_new": base64.b64encode(after.sign(text)).decode()}
    event = record([Draft(STREAM, "", ROTATED, now, by, body)], now=now, expected=stream_head(STREAM))[0]
    keys.make(file_of(new), after.private_bytes_raw())
    return event


def rotations() -> list[Event]:
    """Every rotation in order; each bears its place, None where it has none yet."""
    return with_places(Event.objects.filter(stream=STREAM))


def reigns(origin: str) -> list[Reign]:
    """The keys in order, the first since the beginning; what is wrong with one stands beside it."""
    told = rotations()
    first = told[0].body["old"] if told else str(vkeys.of_private(origin, vkeys.LOG, private(origin)))
    found = [Reign(0, first)]
    for event in told:
        found.append(Reign(event.place or 0, event.body["new"], fault_of(event, found[-1].key)))
    return found


def fault_of(event: Event, before: str) -> str:
    """Why this rotation does not hold; empty where it does."""
    body = event.body
    if body["old"] != before:
        return _("密钥轮换与前一密钥不相衔接")
    try:
        text = statement(body["old"], body["new"])
        both = [vkeys.read_key(body[name]).signed(text, vkeys.decoded(body[f"by_{name}"])) for name in ("old", "new")]
    except BadNote:
        both = [False]
    return "" if all(both) else _("密钥轮换没有新旧密钥的有效签名")


def key_for(size: int, known: list[Reign]) -> str:
    """The key that signs the checkpoint of this size."""
    return next(reign.key for reign in reversed(known) if reign.since <= size)
