"""Typed values of a log: text, whole numbers, money in cents, booleans, times and dates. What does not fit is refused with its row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from hengjian.bulk.mapping import FieldColumn, TimeColumn
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.times import EPOCH, MICROSECOND, read_moments
from hengjian.bulk.words import gettext as _

TRUE = {"true", "t", "yes", "y", "1", "1.0", "是", "有"}
FALSE = {"false", "f", "no", "n", "0", "0.0", "否", "无"}
MONEY_SIGNS = str.maketrans("", "", ",, ¥¥€$元")


def read_field(column: pa.ChunkedArray, spec: FieldColumn, zone: ZoneInfo | None, row_of: Callable[[int], int]) -> list[Any]:
    """One value per row, None where the cell is empty."""
    if spec.type in ("time", "date"):
        return moments_as_values(column, spec, zone, row_of)
    encoded = column.combine_chunks().dictionary_encode()
    read: list[Any] = [None]
    for code, raw in enumerate(encoded.dictionary.to_pylist()):
        try:
            read.append(READERS[spec.type](raw))
        except (ValueError, InvalidOperation) as error:
            place = encoded.indices.index(pa.scalar(code, encoded.indices.type)).as_py()
            sentence = _("“%(value)s”不是%(type)s。") % {"value": raw, "type": type_names()[spec.type]}
            raise BadLog(sentence, row=row_of(place), column=spec.column) from error
    return [read[code + 1] for code in encoded.indices.fill_null(-1).to_pylist()]


def type_names() -> dict[str, str]:
    return {"number": _("整数"), "money": _("金额（最多两位小数）"), "boolean": _("是或否"), "text": _("文字")}


def text(raw: Any) -> str | None:
    return str(raw).strip() or None


def number(raw: Any) -> int:
    """A whole number; `35.0` is one, `35.5` is not."""
    value = Decimal(str(raw).strip())
    if not value.is_finite() or value != value.to_integral_value():
        raise ValueError(raw)
    return int(value)


def money(raw: Any) -> int:
    """Whole cents of an amount written in the main unit."""
    value = Decimal(str(raw).translate(MONEY_SIGNS)) * 100
    if not value.is_finite() or value != value.to_integral_value():
        raise ValueError(raw)
    return int(value)


def boolean(raw: Any) -> bool:
    word = str(raw).strip().lower()
    if word not in TRUE | FALSE:
        raise ValueError(raw)
    return word in TRUE


READERS: dict[str, Callable[[Any], Any]] = {"text": text, "number": number, "money": money, "boolean": boolean}


def moments_as_values(column: pa.ChunkedArray, spec: FieldColumn, zone: ZoneInfo | None, row_of: Callable[[int], int]) -> list[str | None]:
    """Times as ISO text in UTC to the microsecond; dates, and times of which only the day is known, as the ISO date."""
    moments = read_moments(column, TimeColumn(spec.column, date_only=spec.type == "date"), zone, row_of)
    triples = zip(moments.at.tolist(), moments.date_only.tolist(), moments.there.tolist(), strict=True)
    return [iso(at, day, zone) if there else None for at, day, there in triples]


def iso(at: int, day_alone: bool, zone: ZoneInfo | None) -> str:
    if day_alone and zone is not None:
        return local(at, zone).date().isoformat()
    return local(at, UTC).isoformat()


def local(at: int, zone: Any) -> datetime:
    """The aware moment of whole microseconds since 1970 UTC."""
    return (EPOCH + at * MICROSECOND).astimezone(zone)
