"""The hash functions that a ledger may be founded with, by name. Pure; which one a ledger has stands in `charter.py`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from cryptography.hazmat.primitives import hashes


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
