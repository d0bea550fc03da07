"""Reading `calendars/`: each calendar with its years, and the years of the calendar library as the folder holds them, else as installed."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hengjian.core.calendar import Calendar, Year
from hengjian.core.calendar_library import FILE, NAME, announced
from hengjian.core.lawbook import parts
from hengjian.core.lawbook.nodes import Entry, Reading, compose_bytes
from hengjian.core.lawbook.read_rule import bilingual

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def announced_years() -> dict[int, Year]:
    """The years of the installed release of the library."""
    return read_years(compose_bytes(announced(), Reading(FILE)))


def read_years(entry: Entry | None) -> dict[int, Year]:
    """Years by number; none where the file could not be read."""
    return {key.whole(): read_year(value) for _, key, value in entry.pairs()} if entry else {}


def read_calendar(entry: Entry, stem: str, announced: Mapping[int, Year]) -> Calendar | None:
    """A calendar; its own years go before those that were announced, which count where it names the library."""
    fields = entry.keys(("id", "label", "zone", "library", "rest_days", "years"), ("id", "label", "zone", "rest_days"))
    if not {"id", "label", "zone", "rest_days"} <= fields.keys():
        return None
    parts.same_id(fields["id"], stem)
    rest = frozenset(WEEK.index(item.choice(WEEK)) for item in fields["rest_days"].items())
    if len(rest) == len(WEEK):
        raise fields["rest_days"].fault("bad_choice", value="7", choices=", ".join(WEEK))
    library = announced if "library" in fields and fields["library"].choice((NAME,)) else {}
    own = read_years(fields.get("years"))
    return Calendar(stem, bilingual(fields["label"]), zone_of(fields["zone"]), rest, {**library, **own})


def read_year(entry: Entry) -> Year:
    fields = entry.keys(("source", "holidays", "workdays"), ("source",))
    holidays = {key.day(): value.text() for _, key, value in fields["holidays"].pairs()} if "holidays" in fields else {}
    workdays = frozenset(item.day() for item in fields["workdays"].items()) if "workdays" in fields else frozenset()
    return Year(holidays, workdays, parts.cite(fields, entry.reading))


def zone_of(entry: Entry) -> ZoneInfo:
    try:
        return ZoneInfo(entry.text())
    except (ZoneInfoNotFoundError, ValueError):
        raise entry.fault("bad_zone", value=entry.text()) from None
