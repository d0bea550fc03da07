"""Verifier keys as C2SP writes them (`name+id+key`), the ids that stand before each signature, and the lines of a signed note. Pure.

A log signs its checkpoints with plain Ed25519 (type 1); a witness cosigns with a time (tlog-cosignature, type 4).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.utils.translation import gettext as _

LOG, WITNESS = b"\x01", b"\x04"


class BadNote(ValueError):
    """A checkpoint that is not a signed note, or not signed by the key that it names; or a key that cannot be read."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key under its name; `kind` is `LOG` or `WITNESS`."""

    name: str
    kind: bytes
    public: Ed25519PublicKey

    @property
    def id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + self.kind + self.public.public_bytes_raw()).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(self.kind + self.public.public_bytes_raw()).decode()}"

    def signed(self, text: bytes, signature: bytes) -> bool:
        """Whether this key signed the text."""
        try:
            self.public.verify(signature, text)
        except InvalidSignature:
            return False
        return True


def of_private(name: str, kind: bytes, private: Ed25519PrivateKey) -> VerifierKey:
    """The verifier key of a private one."""
    return VerifierKey(name, kind, private.public_key())


def read_key(text: str) -> VerifierKey:
    """A verifier key from its text; `BadNote` where it is none or its id is another key's."""
    try:
        name, identity, body = text.strip().split("+", 2)
        data = base64.b64decode(body, validate=True)
        key = VerifierKey(name, data[:1], Ed25519PublicKey.from_public_bytes(data[1:]))
    except ValueError as problem:
        raise BadNote(_("不是有效的验证公钥")) from problem
    if key.kind not in (LOG, WITNESS) or key.id.hex() != identity or not name or " " in name:
        raise BadNote(_("不是有效的验证公钥"))
    return key


def parts(note: str) -> tuple[bytes, list[str]]:
    """The signed text of a note, its last line end included, and its signature lines."""
    text, mark, lines = note.partition("\n\n")
    if not mark:
        raise BadNote(_("不是有效的检查点"))
    return f"{text}\n".encode(), [line for line in lines.splitlines() if line]


def signatures(note: str, key: VerifierKey) -> Iterator[bytes]:
    """What the lines that bear the name and id of this key hold beyond the id."""
    for line in parts(note)[1]:
        if line.startswith(f"— {key.name} "):
            data = decoded(line.rsplit(" ", 1)[1])
            if data[:4] == key.id:
                yield data[4:]


def line(key: VerifierKey, data: bytes) -> str:
    """One signature line."""
    return f"— {key.name} {base64.b64encode(key.id + data).decode()}"


def decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as problem:
        raise BadNote(_("检查点的签名无法读取")) from problem
