"""A period without a rule, step by step: so many days from such a day. For a lawyer's own arithmetic; rules run in `checks/`."""

from __future__ import annotations

from datetime import date, datetime

from hengjian.core.calendar import DAY, Calendar
from hengjian.core.evaluation import Reason
from hengjian.core.lawbook.values import Length
from hengjian.core.period import at_minute, last_day, minute_of, next_full_hour, roll


def work_out(start: datetime, length: Length, calendar: Calendar, *, rolls: bool, months: str) -> tuple[date | datetime, list[Reason]]:
    """The due day and how it comes about. For hours: the minute after full hours, with the exact one among the reasons."""
    local = start.astimezone(calendar.zone)
    amounts = (length.hours, length.working_days, length.months, length.days)
    if length.hours:
        exact = minute_of(local) + length.hours * 60
        full = at_minute(next_full_hour(minute_of(local), calendar) + length.hours * 60, calendar)
        head = [Reason("counted_from", (local,)), Reason("plain_length", (amounts,))]
        return full, [*head, Reason("strict_hours", (at_minute(exact, calendar),)), Reason("full_hours", (full,))]
    nominal = last_day(local.date(), length, 0, calendar, months)
    reasons = [Reason("counted_from", (local.date(),)), Reason("plain_length", (amounts,))]
    reasons += days_off(local.date(), nominal, calendar) if length.working_days else []
    reasons.append(Reason("nominal", (nominal,)))
    due = nominal
    if rolls and not length.working_days:
        due, skipped = roll(nominal, calendar)
        if skipped:
            reasons.append(Reason("rolled", (nominal, due, tuple(name for _, name in skipped), "")))
    first = local.year if length.working_days else nominal.year
    looked = range(first, due.year + 1) if rolls or length.working_days else range(0)
    reasons += [Reason("calendar_unpublished", (year, calendar.id)) for year in looked if not calendar.is_published(year)]
    return due, [*reasons, Reason("due", (due,))]


def days_off(start: date, end: date, calendar: Calendar) -> list[Reason]:
    """Which days after the start are no working days and why, and which rest days are worked on to make up for a holiday."""
    days = [start + DAY * step for step in range(1, (end - start).days + 1)]
    off = [day for day in days if not calendar.is_working(day)]
    made_up = tuple(day for day in days if calendar.is_working(day) and day.weekday() in calendar.rest_days)
    reasons = [Reason("skipped", (len(off), tuple(calendar.why(day) for day in off)))] if off else []
    return reasons + ([Reason("made_up", (made_up,))] if made_up else [])
