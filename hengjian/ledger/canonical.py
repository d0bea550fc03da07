"""The one form in which an event is hashed: RFC 8785 JSON of strings, whole numbers, booleans and null; times in UTC microseconds.

Sealed fields enter as their commitments, never in clear, so that forgetting leaves every hash as it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from hengjian.core.tree import leaf_hash

if TYPE_CHECKING:
    from hengjian.ledger.models import Event

LARGEST = 2**53 - 1
RFC_8785 = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


class NotCanonical(ValueError):
    """A value that has no canonical form; the sentence names where it stands and what to give instead."""


def check(value: Any, where: str) -> None:
    """Refuse what RFC 8785 or the database cannot hold exactly: floats, huge integers, NUL, lone surrogates, keys beyond the BMP."""
    if isinstance(value, str):
        _check_text(value, where)
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int):
        if abs(value) > LARGEST:
            raise NotCanonical(_("%(where)s：整数超出范围（±2^53-1），请改用文字") % {"where": where})
    elif isinstance(value, dict):
        for key, part in value.items():
            _check_key(key, where)
            check(part, f"{where}.{key}")
    elif isinstance(value, (list, tuple)):
        for index, part in enumerate(value):
            check(part, f"{where}[{index}]")
    else:
        name = type(value).__name__
        raise NotCanonical(
            _("%(where)s：不能记录 %(type)s；只收文字、整数、真假和空值（金额以分计，日期写作文字）") % {"where": where, "type": name}
        )


def _check_text(value: str, where: str) -> None:
    if "\x00" in value:
        raise NotCanonical(_("%(where)s：文字中有空字符（NUL）") % {"where": where})
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise NotCanonical(_("%(where)s：文字不是有效的 Unicode") % {"where": where})


def _check_key(key: Any, where: str) -> None:
    # Below U+10000 the order of code points is the order of UTF-16 units, so that sort_keys gives RFC 8785's order.
    if not isinstance(key, str) or (not key.isascii() and any(letter > "\uffff" for letter in key)):
        raise NotCanonical(_("%(where)s：字段名 %(key)r 无效") % {"where": where, "key": key})
    _check_text(key, where)


def encode(value: Any) -> bytes:
    """The RFC 8785 bytes of a value that `check` let pass."""
    return RFC_8785.encode(value).encode()


def moment(value: datetime, where: str) -> str:
    """An aware datetime as UTC text with microseconds; a naive one is refused."""
    if value.tzinfo is None or value.utcoffset() is None:
        raise NotCanonical(_("%(where)s：时间没有时区") % {"where": where})
    return value.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def form(event: Event) -> dict[str, Any]:
    """What of an event is hashed, as a mapping."""
    return {
        "about": event.about,
        "at": moment(event.at, "at"),
        "body": event.body,
        "by": event.by,
        "date_only": event.date_only,
        "id": event.id,
        "kind": event.kind,
        "matter": event.matter,
        "previous": event.previous,
        "recorded_at": moment(event.recorded_at, "recorded_at"),
        "sealed": {field: part["h"] for field, part in event.sealed.items()},
        "source": event.source,
        "stream": event.stream,
        "version": event.version,
    }


def leaf_of(event: Event, digest: Callable[[bytes], bytes]) -> str:
    """The leaf hash (hex) that the event must bear."""
    return leaf_hash(encode(form(event)), digest).hex()
