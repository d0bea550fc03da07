"""Checkpoints as C2SP signed notes (Ed25519): text and signature. Keys stand in `vkeys.py` and `signing.py`, the tree in `tiles.py`.

Beside origin, size and root the text bears two extension lines, the hash of the tree and the moment of signing, so that both are signed.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hengjian.ledger import signing, vkeys
from hengjian.ledger.canonical import moment
from hengjian.ledger.vkeys import BadNote

__all__ = ["BadNote", "Note", "check", "moment", "read", "verifier_key", "write"]


@dataclass(frozen=True, slots=True)
class Note:
    """What a checkpoint says."""

    origin: str
    size: int
    root: bytes
    hash: str
    at: str


def write(*, origin: str, size: int, root: bytes, suite: str, now: datetime) -> str:
    """The signed note of a tree, by the key that the record names at this moment."""
    text = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\nhash {suite}\ntime {moment(now, 'now')}\n"
    private = signing.private(origin)
    return f"{text}\n{vkeys.line(vkeys.of_private(origin, vkeys.LOG, private), private.sign(text.encode()))}\n"


def read(text: str) -> Note:
    """What a note says, its signature unread."""
    lines = text.partition("\n\n")[0].split("\n")
    try:
        further = dict(line.split(" ", 1) for line in lines[3:] if line)
        return Note(lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True), further["hash"], further["time"])
    except (IndexError, KeyError, ValueError) as problem:
        raise BadNote(_("不是有效的检查点")) from problem


def check(text: str, verifier_key: str) -> Note:
    """What a note says, once its signature is found good; otherwise `BadNote`."""
    key = vkeys.read_key(verifier_key)
    signed, _lines = vkeys.parts(text)
    if any(key.signed(signed, signature) for signature in vkeys.signatures(text, key)):
        return read(text)
    raise BadNote(_("检查点没有 %(origin)s 的有效签名") % {"origin": key.name})


def verifier_key(origin: str) -> str:
    """The public key in use, as C2SP writes it. It is what leaves the house with the first checkpoint."""
    return str(vkeys.of_private(origin, vkeys.LOG, signing.private(origin)))
