"""What is sealed: values encrypted under their matter's own key and committed to by a salted hash; forgetting destroys the key.

Who may look is not decided here (`work/people/access.py`), and that somebody looked is recorded there.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _

from hengjian.ledger import keys
from hengjian.ledger.canonical import check, encode
from hengjian.ledger.charter import charter, digest
from hengjian.ledger.models import Event, MatterKey
from hengjian.ledger.ready import Ready, Table
from hengjian.ledger.together import Part

KEY = Ready(lambda matter: MatterKey.objects.filter(matter=matter).order_by())
KEYS = Table(MatterKey)
ROWS_AT_ONCE = 300
WRAPPED = "k.master::text, encode(k.wrapped, 'base64')"
"""A matter's key on PostgreSQL as it stands in its row `k`, for `key_in`."""
Sealed = dict[str, dict[str, str]]


class Forgotten:
    """What stands where a value was forgotten. Compares unequal to any text; shows as 已遗忘."""

    def __str__(self) -> str:
        return _("〔已遗忘〕")

    def __bool__(self) -> bool:
        return False


FORGOTTEN = Forgotten()


class KeyDestroyed(RuntimeError):
    """The matter was forgotten: nothing more can be sealed in it."""


class Unreadable(RuntimeError):
    """A sealed value that does not open with its matter's key: it was altered, or the master key is not the one it was made with."""


def encrypt(key: bytes, data: bytes, bound_to: bytes) -> bytes:
    """Nonce, ciphertext and tag under a 32-byte key (AES-256-GCM) or a 16-byte key (SM4-GCM)."""
    nonce = secrets.token_bytes(12)
    if len(key) == 32:
        return nonce + AESGCM(key).encrypt(nonce, data, bound_to)
    work = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    work.authenticate_additional_data(bound_to)
    return nonce + work.update(data) + work.finalize() + work.tag


def decrypt(key: bytes, data: bytes, bound_to: bytes) -> bytes:
    """The clear bytes; raises `Unreadable` where key, data or binding do not belong together."""
    nonce, body, tag = data[:12], data[12:-16], data[-16:]
    try:
        if len(key) == 32:
            return AESGCM(key).decrypt(nonce, body + tag, bound_to)
        work = Cipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
        work.authenticate_additional_data(bound_to)
        return work.update(body) + work.finalize()
    except (InvalidTag, ValueError) as problem:
        raise Unreadable(_("封存内容无法解开：内容被改动，或主密钥不符")) from problem


def _length() -> int:
    return 16 if charter().suite == "sm3" else 32


def _wrap(matter: str, key: bytes, master: bytes) -> bytes:
    return encrypt(master[: len(key)], key, matter.encode())


def matter_keys(matters: Iterable[str]) -> dict[str, bytes | None]:
    """The keys of these matters that exist: None for one that was destroyed. One query."""
    known = keys.masters()
    rows = MatterKey.objects.filter(matter__in=set(matters)).values_list("matter", "master", "wrapped")
    return {matter: None if wrapped is None else _unwrap(matter, bytes(wrapped), known.get(master)) for matter, master, wrapped in rows}


def _unwrap(matter: str, wrapped: bytes, master: bytes | None) -> bytes:
    if master is None:
        raise Unreadable(_("事项 %(matter)s 的密钥由另一把主密钥保护：请恢复密钥文件 master.key") % {"matter": matter})
    return decrypt(master[: len(wrapped) - 28], wrapped, matter.encode())


def unwrapped(row: MatterKey) -> bytes | None:
    """The key of this row; None once it was destroyed."""
    return None if row.wrapped is None else _unwrap(row.matter, bytes(row.wrapped), keys.masters().get(row.master))


def key_in(matter: str, row: Sequence[str | None]) -> bytes | None:
    """The key in a row of `WRAPPED`; None where there is none, or none any more."""
    master, wrapped = row
    return None if wrapped is None else _unwrap(matter, base64.b64decode(wrapped), keys.masters().get(master or ""))


def new_key(matter: str, now: datetime) -> tuple[bytes, Part]:
    """A key for a matter that begins, and what writes it."""
    key = secrets.token_bytes(_length())
    return key, KEYS.insert([_row(matter, key, now)])


def new_keys(matters: Iterable[str], now: datetime) -> tuple[dict[str, bytes], list[Part]]:
    """Keys for many matters that begin, and what writes them."""
    found = {matter: secrets.token_bytes(_length()) for matter in matters}
    rows = [_row(matter, key, now) for matter, key in found.items()]
    return found, [KEYS.insert(rows[start : start + ROWS_AT_ONCE]) for start in range(0, len(rows), ROWS_AT_ONCE)]


def _row(matter: str, key: bytes, now: datetime) -> MatterKey:
    name, master = list(keys.masters().items())[-1]
    return MatterKey(matter=matter, master=name, wrapped=_wrap(matter, key, master), made_at=now)


def keys_to_seal(matters: Iterable[str], now: datetime) -> dict[str, bytes]:
    """The keys of these matters, made where there is none; a destroyed one is refused."""
    wanted = set(matters)
    if "" in wanted:
        raise ValueError(_("封存内容必须属于一个事项"))
    found = matter_keys(wanted)
    missing = wanted - found.keys()
    if missing:
        rows = [_row(matter, secrets.token_bytes(_length()), now) for matter in missing]
        MatterKey.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
        found |= matter_keys(missing)
    for matter, key in found.items():
        if key is None:
            raise KeyDestroyed(_("事项 %(matter)s 的密钥已销毁，不能再记录封存内容") % {"matter": matter})
    return {matter: key for matter, key in found.items() if key is not None}


def seal_with(key: bytes, values: Mapping[str, Any], context: str) -> Sealed:
    """Each value encrypted and committed to; `context` (an event's id, a row's name) is bound in: no value can be moved elsewhere."""
    hash_of = digest()
    sealed: Sealed = {}
    for field, value in values.items():
        check(value, field)
        salt = secrets.token_bytes(16)
        clear = encode(value)
        cipher = encrypt(key, salt + clear, f"{context}|{field}".encode())
        sealed[field] = {"c": base64.b64encode(cipher).decode(), "h": hash_of(salt + field.encode() + b"\x00" + clear).hex()}
    return sealed


def seal(matter: str, values: Mapping[str, Any], *, context: str, now: datetime) -> Sealed:
    """Seal values of a matter outside an event, for a projection."""
    return seal_with(keys_to_seal([matter], now)[matter], values, context)


def open_with(key: bytes | None, sealed: Mapping[str, Mapping[str, str]], context: str) -> dict[str, Any]:
    """The clear values, their commitments checked; `FORGOTTEN` for each where the key was destroyed."""
    if key is None:
        return dict.fromkeys(sealed, FORGOTTEN)
    hash_of = digest()
    clear: dict[str, Any] = {}
    for field, part in sealed.items():
        data = decrypt(key, base64.b64decode(part["c"]), f"{context}|{field}".encode())
        salt, value = data[:16], data[16:]
        if hash_of(salt + field.encode() + b"\x00" + value).hex() != part["h"]:
            raise Unreadable(_("封存字段 %(field)s 与其承诺值不符") % {"field": field})
        clear[field] = json.loads(value)
    return clear


def open_values(matter: str, sealed: Mapping[str, Mapping[str, str]], *, context: str) -> dict[str, Any]:
    """What `seal` sealed; `FORGOTTEN` where the matter was forgotten."""
    return open_with(_key_of(matter, matter_keys([matter])), sealed, context)


def _key_of(matter: str, known: Mapping[str, bytes | None]) -> bytes | None:
    if matter not in known:
        raise Unreadable(_("找不到事项 %(matter)s 的密钥") % {"matter": matter})
    return known[matter]


def unseal(event: Event) -> dict[str, Any]:
    """The sealed fields of an event in clear; `FORGOTTEN` for each once the matter's key was destroyed."""
    return unseal_many([event])[event.id]


def unseal_many(events: Iterable[Event]) -> dict[str, dict[str, Any]]:
    """The sealed fields of many events by event id, with one query for their keys."""
    listed = list(events)
    known = matter_keys({event.matter for event in listed if event.sealed})
    return {e.id: open_with(_key_of(e.matter, known), e.sealed, e.id) if e.sealed else {} for e in listed}
