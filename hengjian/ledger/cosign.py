"""A witness's cosignature under a checkpoint (C2SP tlog-cosignature v1): writing one and checking one. Who is a witness: `witnesses.py`."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hengjian.ledger import vkeys
from hengjian.ledger.vkeys import VerifierKey

STAMP = 8


def message(signed: bytes, stamp: int) -> bytes:
    """What a witness signs: the text of the checkpoint behind a head that says when."""
    return b"cosignature/v1\ntime " + str(stamp).encode() + b"\n" + signed


def cosign(note: str, name: str, private: Ed25519PrivateKey, stamp: int) -> str:
    """The signature line of a witness; `stamp` in seconds since 1970."""
    key = vkeys.of_private(name, vkeys.WITNESS, private)
    signature = private.sign(message(vkeys.parts(note)[0], stamp))
    return vkeys.line(key, stamp.to_bytes(STAMP, "big") + signature)


def cosigned_at(note: str, key: VerifierKey) -> int | None:
    """When this witness cosigned the checkpoint (seconds since 1970); None where it did not."""
    signed, _lines = vkeys.parts(note)
    for data in vkeys.signatures(note, key):
        stamp = int.from_bytes(data[:STAMP], "big")
        if key.signed(message(signed, stamp), data[STAMP:]):
            return stamp
    return None
