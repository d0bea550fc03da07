"""Checkpoints as C2SP signed notes (Ed25519): the text, the signature, the verifier key. The tree stands in `tiles.py`.

Beside origin, size and root the text bears two extension lines, the hash of the tree and the moment of signing, so that both are signed.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.utils.translation import gettext as _

from hengjian.ledger import keys
from hengjian.ledger.canonical import moment

ED25519 = b"\x01"


class BadNote(ValueError):
    """A checkpoint that is not a signed note, or not signed by the key that it names."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a checkpoint says."""

    origin: str
    size: int
    root: bytes
    hash: str
    at: str


def write(*, origin: str, size: int, root: bytes, suite: str, now: datetime) -> str:
    """The signed note of a tree."""
    text = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\nhash {suite}\ntime {moment(now, 'now')}\n"
    key = _private()
    signature = _key_id(origin, key.public_key()) + key.sign(text.encode())
    return f"{text}\n— {origin} {base64.b64encode(signature).decode()}\n"


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
    origin, public = _of_verifier_key(verifier_key)
    signed, _mark, signatures = text.partition("\n\n")
    for line in signatures.splitlines():
        if not line.startswith(f"— {origin} "):
            continue
        data = _decoded(line.rsplit(" ", 1)[1])
        if data[:4] == _key_id(origin, public) and _is_signed(public, data[4:], f"{signed}\n".encode()):
            return read(text)
    raise BadNote(_("检查点没有 %(origin)s 的有效签名") % {"origin": origin})


def verifier_key(origin: str) -> str:
    """The public key as C2SP writes it: `name+id+key`. It is what leaves the house with the first checkpoint."""
    public = _private().public_key()
    body = base64.b64encode(ED25519 + public.public_bytes_raw()).decode()
    return f"{origin}+{_key_id(origin, public).hex()}+{body}"


def _private() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keys.secret("checkpoint.key"))


def _key_id(name: str, public: Ed25519PublicKey) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public.public_bytes_raw()).digest()[:4]


def _of_verifier_key(text: str) -> tuple[str, Ed25519PublicKey]:
    try:
        name, _identity, body = text.split("+", 2)
        data = base64.b64decode(body, validate=True)
        return name, Ed25519PublicKey.from_public_bytes(data[1:])
    except ValueError as problem:
        raise BadNote(_("不是有效的验证公钥")) from problem


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as problem:
        raise BadNote(_("检查点的签名无法读取")) from problem


def _is_signed(public: Ed25519PublicKey, signature: bytes, text: bytes) -> bool:
    try:
        public.verify(signature, text)
    except InvalidSignature:
        return False
    return True
