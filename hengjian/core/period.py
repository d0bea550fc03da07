"""Arithmetic of periods: days, working days, months, hours to the minute, the one roll at the end, counting before an act.

Only numbers and days stand here; which facts count is the business of `checks/`. See `docs/rule-schema.md` and XZ-035, CPL-105, MS-085.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hengjian.core.calendar import Calendar
from hengjian.core.lawbook.values import Length

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
HOUR = 60  # minutes
MINUTES_OF_A_DAY = 24 * HOUR
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def minute_of(at: datetime) -> int:
    """Whole minutes since 1970 in UTC; seconds fall away: the law counts to the minute."""
    since = at - EPOCH
    return since.days * MINUTES_OF_A_DAY + since.seconds // 60


def local(at: datetime, zone: ZoneInfo) -> datetime:
    """A moment as the clocks of a zone show it. Most come in UTC, which needs no arithmetic beforehand."""
    given = at.tzinfo
    if given is UTC:
        return zone.fromutc(datetime.combine(at, at.time(), zone))
    return at if given is zone else at.astimezone(zone)


def at_minute(minute: int, calendar: Calendar) -> datetime:
    """The local time of a minute."""
    return local(EPOCH + minute * MINUTE, calendar.zone)


def add_months(day: date, months: int, way: str) -> date:
    """The day that ends `months` months after `day`.

    `same_day`: the day of the same number, the month's last where there is none. `sticky_end`: from a month's last day to a
    month's last day. `day_before`: the eve of the same number; the month's last where there is none.
    """
    if not months:
        return day
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(years, month + 1)[1]
    if way == "sticky_end" and day.day == monthrange(day.year, day.month)[1]:
        return date(years, month + 1, last)
    if day.day > last:
        return date(years, month + 1, last)
    same = date(years, month + 1, day.day)
    return same - DAY if way == "day_before" else same


def last_day(start: date, length: Length, excluded: int, calendar: Calendar, months: str) -> date:
    """The nominal last day: all months from the start day, then days, then `excluded` days; or working days.

    `excluded` is counted in working days where the length is. The start day does not count.
    """
    if length.working_days:
        return calendar.add_working(start, length.working_days + excluded)
    return add_months(start, length.months, months) + timedelta(days=length.days + excluded)


class Rolled(NamedTuple):
    """The due day and the rest days skipped on the way to it, each with its name."""

    day: date
    skipped: tuple[tuple[date, str], ...]


def roll(day: date, calendar: Calendar) -> Rolled:
    """Rolled once, at the very end: a rest day gives the next working day."""
    due = calendar.next_working(day)
    return Rolled(due, tuple((skipped, calendar.why(skipped)) for skipped in days_from(day, due)))


def days_from(first: date, end: date) -> Iterable[date]:
    """Every day from `first` up to, not including, `end`."""
    return (first + DAY * step for step in range((end - first).days))


def next_full_hour(minute: int, calendar: Calendar) -> int:
    """The first full hour after the hour in which a period begins: that hour itself does not count."""
    local = at_minute(minute, calendar)
    return minute + HOUR - local.minute


def days_before(step: date, act: date, calendar: Calendar | None) -> int:
    """date(act) − date(step), in working days where a calendar is given; never rolled."""
    if calendar is None:
        return (act - step).days
    return calendar.working_between(step, act) if act >= step else -calendar.working_between(act, step)
