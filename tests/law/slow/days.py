"""Days one by one: which are worked, the n-th day, a month on, the roll. Read from the calendar library and the law folder's own table."""

from datetime import date, timedelta

import chinese_calendar
import yaml

from tests.house.tree import PACKAGE

ONE = timedelta(days=1)
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def table(name="china"):
    """The calendar as plain data: its rest days, and for each published year its holidays and make-up days."""
    written = yaml.safe_load((PACKAGE / "law" / "calendars" / f"{name}.yaml").read_text(encoding="utf-8"))
    years = {}
    for day in sorted([*chinese_calendar.holidays, *chinese_calendar.workdays]):
        year = years.setdefault(str(day.year), {"holidays": {}, "workdays": []})
        if day in chinese_calendar.holidays:
            year["holidays"][day.isoformat()] = chinese_calendar.Holiday(chinese_calendar.holidays[day]).chinese
        else:
            year["workdays"].append(day.isoformat())
    for year, found in written.get("years", {}).items():
        holidays = {day.isoformat(): name for day, name in found.get("holidays", {}).items()}
        years[str(year)] = {"holidays": holidays, "workdays": [day.isoformat() for day in found.get("workdays", [])]}
    rest = [WEEK.index(day) + 1 for day in written["rest_days"]]
    return {"id": name, "zone": written["zone"], "rest_weekdays": rest, "years": years}


def worked(day, calendar):
    """Whether people work on that day; a year that is not published knows weekends only."""
    year = calendar["years"].get(str(day.year), {"holidays": {}, "workdays": []})
    if day.isoformat() in year["workdays"]:
        return True
    return day.isoformat() not in year["holidays"] and day.isoweekday() not in calendar["rest_weekdays"]


def nth_day(start, count, excluded):
    """The count-th day after `start` that is not excluded."""
    day = start
    while count:
        day += ONE
        if day not in excluded:
            count -= 1
    return day


def nth_working_day(start, count, excluded, calendar):
    day = start
    while count:
        day += ONE
        if worked(day, calendar) and day not in excluded:
            count -= 1
    return day


def months_on(start, count, way):
    """The day `count` months after `start`: the same number, or the month's last day where there is none, or as `way` says."""
    if not count:
        return start
    year, month = start.year, start.month
    for _ in range(count):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    if way == "sticky_end" and (start + ONE).month != start.month:
        return month_end(year, month)
    if start.day > month_end(year, month).day:
        return month_end(year, month)
    same = date(year, month, start.day)
    return same - ONE if way == "day_before" else same


def month_end(year, month):
    day = date(year, month, 28)
    while (day + ONE).month == month:
        day += ONE
    return day


def rolled_over(nominal, calendar):
    """The rest days from the nominal day on; the day after them is due."""
    skipped, day = [], nominal
    while not worked(day, calendar):
        skipped.append(day)
        day += ONE
    return skipped
