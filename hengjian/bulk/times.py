"""Columns of moments as whole microseconds since 1970 UTC, and whether the source knew the day alone. No law is read here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hengjian.bulk.mapping import TimeColumn
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.words import gettext as _

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
WRITTEN = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T\s]+(\d{1,2})[:时](\d{1,2})分?(?:[::]?(\d{2})秒?(?:[.,](\d{1,9}))?)?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?"
)
COMPACT = re.compile(r"\d{8}")
PER_SECOND = {"s": 1_000_000, "ms": 1_000, "us": 1}


class NoZone(ValueError):  # noqa: N818
    """A time stands without zone and nobody says which it is."""


@dataclass(frozen=True, slots=True)
class Moments:
    """`at` int64 microseconds UTC and `date_only` bool, one per row; where `there` is false the row has no time."""

    at: np.ndarray
    date_only: np.ndarray
    there: np.ndarray


def read_moments(column: pa.ChunkedArray, spec: TimeColumn, zone: ZoneInfo | None, row_of: Callable[[int], int]) -> Moments:
    """A column as moments. Raises `BadLog` with row and column for the first value that is none."""
    values = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    try:
        moments = by_type(values, spec, zone, row_of)
    except NoZone as error:
        sentence = _("时间没有写明时区；请在映射文件中写 zone,例如 zone: Asia/Shanghai。")
        raise BadLog(sentence, column=spec.column) from error
    return only_days(moments, zone) if spec.date_only else moments


def by_type(values: pa.Array, spec: TimeColumn, zone: ZoneInfo | None, row_of: Callable[[int], int]) -> Moments:
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        return from_text(values, spec, zone, row_of)
    if pa.types.is_timestamp(values.type):
        return from_timestamps(values, zone)
    if pa.types.is_date(values.type):
        return only_days(from_timestamps(values.cast(pa.date32()).cast(pa.timestamp("us")), zone), zone)
    if pa.types.is_integer(values.type) and spec.unit:
        there = np.asarray(values.is_valid())
        return Moments(np.asarray(values.fill_null(0)).astype(np.int64) * PER_SECOND[spec.unit], np.zeros(len(values), bool), there)
    raise BadLog(_("该列是 %(type)s，不能当作时间；整数请在映射文件中写 time.unit。") % {"type": values.type}, column=spec.column)


def from_timestamps(values: pa.Array, zone: ZoneInfo | None) -> Moments:
    if values.type.tz is None:
        if zone is None:
            raise NoZone
        values = pc.assume_timezone(values, zone.key, ambiguous="earliest", nonexistent="earliest")
    whole = values.cast(pa.timestamp("us", tz="UTC"), safe=False).cast(pa.int64())
    return Moments(np.asarray(whole.fill_null(0)), np.zeros(len(values), bool), np.asarray(values.is_valid()))


def from_text(values: pa.Array, spec: TimeColumn, zone: ZoneInfo | None, row_of: Callable[[int], int]) -> Moments:
    encoded = values.dictionary_encode()
    read: list[tuple[int, bool]] = []
    bad: dict[int, str] = {}
    for code, text in enumerate(encoded.dictionary.to_pylist()):
        try:
            read.append(moment(text.strip(), spec.format, zone))
        except NoZone:
            raise
        except (ValueError, OverflowError):
            bad[code] = text
            read.append((0, False))
    codes = np.asarray(encoded.indices.fill_null(-1))
    if bad:
        raise unreadable(codes, bad, spec, row_of)
    at, days = np.array([r[0] for r in read] + [0], np.int64), np.array([r[1] for r in read] + [False])
    return Moments(at[codes], days[codes], codes >= 0)


def unreadable(codes: np.ndarray, bad: dict[int, str], spec: TimeColumn, row_of: Callable[[int], int]) -> BadLog:
    places = np.flatnonzero(np.isin(codes, list(bad)))
    values: dict[str, Any] = {"text": bad[int(codes[places[0]])], "more": len(places) - 1}
    sentence = _("“%(text)s”不是时间；特殊写法请在映射文件中写 time.format。") % values
    if len(places) > 1:
        sentence += _("另有 %(more)d 行同样无法读取。") % values
    return BadLog(sentence, row=row_of(int(places[0])), column=spec.column)


def moment(text: str, format: str | None, zone: ZoneInfo | None) -> tuple[int, bool]:
    """(microseconds UTC, day alone) of one written moment. Raises `ValueError`, or `NoZone` where no zone is known."""
    found, day_alone = strptime(text, format) if format else written(text)
    if found.tzinfo is None:
        if zone is None:
            raise NoZone
        found = found.replace(tzinfo=zone)
    return (found - EPOCH) // MICROSECOND, day_alone


def strptime(text: str, format: str) -> tuple[datetime, bool]:
    return datetime.strptime(text, format), not any(sign in format for sign in ("%H", "%I", "%c", "%X", "%s"))  # noqa: DTZ007


def written(text: str) -> tuple[datetime, bool]:
    """ISO 8601, and what Chinese offices write: 2024/3/1 8:05, 2024年3月1日, 20240301. Day-first and month-first need a format."""
    if COMPACT.fullmatch(text):
        return datetime(int(text[:4]), int(text[4:6]), int(text[6:])), True  # noqa: DTZ001
    match = WRITTEN.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    whole = f"{year}-{int(month):02d}-{int(day):02d}"
    if hour is None:
        return datetime.fromisoformat(whole), True
    clock = f"{int(hour):02d}:{int(minute):02d}:{int(second or 0):02d}.{(fraction or '0')[:6]:0<6}"
    return datetime.fromisoformat(f"{whole}T{clock}{offset or ''}"), False


def only_days(moments: Moments, zone: ZoneInfo | None) -> Moments:
    """The same moments cut to the start of their local day."""
    if zone is None:
        raise NoZone
    unique, places = np.unique(moments.at, return_inverse=True)
    days = [day_start(int(at), zone) for at in unique]
    return Moments(np.array(days, np.int64)[places], np.ones(len(moments.at), bool), moments.there)


def day_start(at: int, zone: ZoneInfo) -> int:
    local = (EPOCH + at * MICROSECOND).astimezone(zone)
    return (local.replace(hour=0, minute=0, second=0, microsecond=0) - EPOCH) // MICROSECOND
