"""Calendars and zones of a lawbook as tables of days. What they are for stands in `kernel/days.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

from hengjian.bulk.layout import FIRST_DAY, LAST_DAY, Days
from hengjian.core.calendar import Calendar

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST = date(1970, 1, 1)
SECOND = 1_000_000  # microseconds


def tables_of(calendars: Mapping[str, Calendar]) -> Days:
    """One row per calendar, in the order of the mapping."""
    zones = list(dict.fromkeys(calendar.zone.key for calendar in calendars.values()))
    turns = [turns_of(zone) for zone in zones]
    working = [working_days(calendar) for calendar in calendars.values()]
    nth = np.full((len(working), LAST_DAY), -1, np.int64)
    for row, days in enumerate(working):
        nth[row, 1 : int(days.sum()) + 1] = np.flatnonzero(days)
    last = [turns[zones.index(calendar.zone.key)][-1] for calendar in calendars.values()]
    return Days(
        worked=np.cumsum(np.stack(working), axis=1, dtype=np.int64),
        nth=nth,
        zone_of=np.array([zones.index(calendar.zone.key) for calendar in calendars.values()], np.int64),
        zone_starts=np.cumsum([0, *(len(of_zone) for of_zone in turns)], dtype=np.int64),
        turns=np.array([turn for of_zone in turns for turn, _ in of_zone], np.int64),
        offsets=np.array([offset for of_zone in turns for _, offset in of_zone], np.int64),
        last_turn=np.array([max(turn, -(2**42)) * SECOND for turn, _ in last], np.int64),
        last_offset=np.array([offset * SECOND for _, offset in last], np.int64),
    )


def working_days(calendar: Calendar) -> np.ndarray:
    """Whether people work, for each day that the tables cover."""
    weekday = (np.arange(FIRST_DAY, LAST_DAY) + FIRST.weekday()) % 7
    found = ~np.isin(weekday, list(calendar.rest_days))
    for number, year in calendar.years.items():
        found[places(year.holidays, number)] = False
        found[places(year.workdays, number)] = True
    return found


def places(days: Iterable[date], year: int) -> list[int]:
    """Where those of these days that lie in the year stand in the tables, as far as they are covered."""
    found = ((day - FIRST).days for day in days if day.year == year)
    return [place for place in found if FIRST_DAY <= place < LAST_DAY]


@lru_cache
def turns_of(zone_name: str) -> tuple[tuple[int, int], ...]:
    """(second since 1970 from which it holds, offset in seconds) of a zone over the years of the tables."""
    zone = ZoneInfo(zone_name)
    found = [(-(2**62), offset_at(zone, 0))]
    step = 86_400 * 7
    for second in range(0, (LAST_DAY + 2) * 86_400, step):
        if offset_at(zone, second + step) != found[-1][1]:
            found.append(turn_between(zone, second, second + step))
    return tuple(found)


def turn_between(zone: ZoneInfo, low: int, high: int) -> tuple[int, int]:
    """The first second after `low` at which another offset holds than at `low`."""
    before = offset_at(zone, low)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if offset_at(zone, middle) == before else (low, middle)
    return high, offset_at(zone, high)


def offset_at(zone: ZoneInfo, second: int) -> int:
    offset = (EPOCH + timedelta(seconds=second)).astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0
