"""Which days are working days, and why not. Years are those that the law folder holds (`lawbook/reader.py`).

A year that stands in neither counts weekends only; `is_published` says so, and the answer that used it names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Year:
    """Holidays with their names, and rest days on which people work (调休), of one year as announced."""

    holidays: Mapping[date, str]
    workdays: frozenset[date]
    source: str


@dataclass(frozen=True)
class Calendar:
    """`rest_days`: weekday numbers, Monday 0. `years`: what was announced, by year."""

    id: str = "china"
    label: tuple[str, str] = ("中国法定工作日", "Working days in China")
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    rest_days: frozenset[int] = frozenset({5, 6})
    years: Mapping[int, Year] = field(default_factory=dict)
    _known: dict[int, bool] = field(default_factory=dict, repr=False, compare=False)
    _ends: dict[date, datetime] = field(default_factory=dict, repr=False, compare=False)

    def is_published(self, year: int) -> bool:
        """Whether the holidays of that year are known. A calendar of its own without years (a foreign log) has none to publish."""
        return year in self.years or not self.years

    def is_working(self, day: date) -> bool:
        number = day.toordinal()
        known = self._known.get(number)
        if known is None:
            known = self._known[number] = self._look_up(day)
        return known

    def _look_up(self, day: date) -> bool:
        year = self.years.get(day.year)
        if year is not None:
            return day in year.workdays or (day not in year.holidays and day.weekday() not in self.rest_days)
        return day.weekday() not in self.rest_days

    def next_working(self, day: date) -> date:
        """The day itself if people work on it, else the first working day after it."""
        while not self.is_working(day):
            day += DAY
        return day

    def add_working(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`."""
        while count > 0:
            day += DAY
            count -= self.is_working(day)
        return day

    def working_between(self, first: date, last: date) -> int:
        """How many working days lie after `first`, up to and including `last`."""
        return sum(self.is_working(first + DAY * step) for step in range(1, (last - first).days + 1))

    def why(self, day: date) -> str:
        """The name of the holiday or the weekday for which nobody works; empty on a working day."""
        if self.is_working(day):
            return ""
        year = self.years.get(day.year)
        return (year.holidays.get(day) if year else None) or WEEKDAYS[day.weekday()]

    def day_of(self, at: datetime) -> date:
        """The local date of a moment."""
        return at.astimezone(self.zone).date()

    def end_of(self, day: date) -> datetime:
        """The last instant of a day."""
        end = self._ends.get(day)
        if end is None:
            end = self._ends[day] = datetime.combine(day, time.max, self.zone)
        return end

    def start_of(self, day: date) -> datetime:
        return datetime.combine(day, time.min, self.zone)
