"""The working days that the calendar library announces, as the file of a law folder that holds them. It is read in `lawbook/reader.py`.

An adopted lawbook keeps this file: a new release of the library changes no due time before it was adopted like any other change.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import chinese_calendar

NAME = "chinesecalendar"
FILE = f"calendars/library/{NAME}.yaml"
HEAD = f"# Days of the calendar library {NAME} when this lawbook was kept. Made by the house: enter other days in calendars/*.yaml."


def release() -> str:
    """The installed release of the library."""
    return f"{NAME} {chinese_calendar.__version__}"


def announced() -> bytes:
    """Every year that the installed release knows, one day a line, in the form of `years` in `calendars/*.yaml`."""
    return ("\n".join([HEAD, *lines()]) + "\n").encode()


def lines() -> Iterator[str]:
    holidays, workdays = chinese_calendar.holidays, chinese_calendar.workdays
    for year in range(min(holidays).year, max(holidays).year + 1):
        yield f"{year}:"
        yield f"  source: {NAME}"
        yield "  holidays:"
        yield from (f"    {day.isoformat()}: {name_of(day)}" for day in sorted(holidays) if day.year == year)
        made_up = sorted(day.isoformat() for day in workdays if day.year == year)
        yield f"  workdays: [{', '.join(made_up)}]"


def name_of(day: date) -> str:
    """The holiday's name in Chinese."""
    return str(chinese_calendar.Holiday(chinese_calendar.holidays[day]).chinese)
