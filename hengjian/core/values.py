"""Single values as forms and files give them, turned into what the record keeps: whole numbers, ISO dates, plain strings."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
YES = frozenset({"true", "yes", "1", "on", "是", "有"})
NO = frozenset({"false", "no", "0", "off", "否", "无"})
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
KEY = re.compile(r"[a-z_]+:[\w-]{1,30}")
LIMITS = {"text": 20_000, "name": 100, "address": 300, "contact": 100, "document_number": 40, "attachment": 2_000}


class Wrong(ValueError):  # noqa: N818
    """A value that does not fit: `code` names the sentence, `wanted` the kind of value, `limit` a length."""

    def __init__(self, code: str, wanted: str = "words", limit: int = 0):
        super().__init__(code)
        self.code, self.wanted, self.limit = code, wanted, limit


def read_value(kind: str, value: Any) -> Any:
    """`value` as the record keeps it for a field of type `kind`; raises `Wrong`."""
    return READERS[kind](value)


def number(value: Any) -> int:
    if isinstance(value, bool):
        raise Wrong("kind", "number")
    try:
        return int(str(value).strip())
    except ValueError:
        raise Wrong("kind", "number") from None


def money(value: Any) -> int:
    """Fen. Text and decimals are yuan; a whole number is already fen."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        fen = Decimal(str(value).replace(",", "").strip()) * 100
    except InvalidOperation:
        raise Wrong("kind", "money") from None
    if not fen.is_finite() or fen != fen.to_integral_value():
        raise Wrong("kind", "money")
    return int(fen)


def boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in YES or word in NO:
        return word in YES
    raise Wrong("kind", "boolean")


def day(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).date().isoformat() if value.tzinfo else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    try:
        return date.fromisoformat(str(value).strip().replace("/", "-")).isoformat()
    except ValueError:
        raise Wrong("kind", "date") from None


def moment(value: Any) -> datetime:
    """An aware moment in UTC; a time without a zone is Shanghai's."""
    try:
        read = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip().replace("/", "-"))
    except ValueError:
        raise Wrong("kind", "time") from None
    return (read if read.tzinfo else read.replace(tzinfo=SHANGHAI)).astimezone(UTC)


def code(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise Wrong("kind", "code")


def codes(value: Any) -> list[str]:
    if not isinstance(value, (list, tuple, set, frozenset)):
        raise Wrong("kind", "codes")
    return [code(entry) for entry in (sorted(value) if isinstance(value, (set, frozenset)) else value)]


def key(value: Any) -> str:
    if isinstance(value, str) and KEY.fullmatch(value):
        return value
    raise Wrong("kind", "key")


def keys(value: Any) -> list[str]:
    return [key(entry) for entry in (value if isinstance(value, (list, tuple)) else [value])]


def words(kind: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise Wrong("kind", "words")
        if len(value) > LIMITS[kind]:
            raise Wrong("long", limit=LIMITS[kind])
        return value.strip()

    return read


def document_number(value: Any) -> str:
    """Papers' numbers in upper case without blanks; an 18-digit identity number must carry its check digit (GB 11643)."""
    read = words("document_number")(value).replace(" ", "").upper()
    if re.fullmatch(r"\d{17}[\dX]", read) and CHECK_DIGITS[sum(int(d) * w for d, w in zip(read, WEIGHTS, strict=False)) % 11] != read[17]:
        raise Wrong("digit")
    return read


READERS: dict[str, Callable[[Any], Any]] = {
    "code": code, "unit": code, "account": code, "matter": code, "rule": code, "event": code, "codes": codes, "number": number,
    "money": money, "boolean": boolean,
    "date": day, "birth_date": day, "time": lambda value: moment(value).isoformat(), "party": key, "item": key, "parties": keys,
    "items": keys, "document_number": document_number, "text": words("text"), "name": words("name"), "address": words("address"),
    "contact": words("contact"), "attachment": words("attachment"),
}  # fmt: skip
