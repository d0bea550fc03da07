"""Days, minutes and months as whole numbers, for the compiled kernel: what `core/period.py` and `core/calendar.py` say, by tables."""

from __future__ import annotations

from hengjian.bulk.kernel.machine import piece, words_at
from hengjian.bulk.layout import (
    D_LAST_OFFSET,
    D_LAST_TURN,
    D_NTH,
    D_OFFSETS,
    D_TURNS,
    D_WORKED,
    D_ZONE_OF,
    D_ZONE_STARTS,
    DAY_BEFORE,
    FIRST_DAY,
    LAST_DAY,
    NONE,
    STICKY_END,
)

MINUTE_US = 60_000_000
SECOND_US = 1_000_000
DAY_US = 86_400 * SECOND_US


@piece
def minute_of(at):
    return at // MINUTE_US


@piece
def offset(days, calendar, second):
    """The zone's offset in seconds at a second since 1970."""
    zone = words_at(days[D_ZONE_OF])[calendar]
    low, high = words_at(days[D_ZONE_STARTS])[zone], words_at(days[D_ZONE_STARTS])[zone + 1] - 1
    if words_at(days[D_TURNS])[high] <= second:
        return words_at(days[D_OFFSETS])[high]
    while low < high:
        middle = (low + high + 1) // 2
        if words_at(days[D_TURNS])[middle] <= second:
            low = middle
        else:
            high = middle - 1
    return words_at(days[D_OFFSETS])[low]


@piece
def day_of(days, calendar, at):
    """The local day of a moment, counted from 1970-01-01."""
    if at >= words_at(days[D_LAST_TURN])[calendar]:
        return (at + words_at(days[D_LAST_OFFSET])[calendar]) // DAY_US
    second = at // SECOND_US
    return (second + offset(days, calendar, second)) // 86_400


@piece
def to_full_hour(days, calendar, minute):
    """Minutes to the first full hour after the local hour in which a period begins."""
    second = minute * 60
    return 60 - ((second + offset(days, calendar, second)) // 60) % 60


@piece
def covered(day):
    return FIRST_DAY < day < LAST_DAY - 1


@piece
def working_between(days, calendar, first, last):
    """Working days after `first` up to and including `last`."""
    if last <= first:
        return 0
    return words_at(days[D_WORKED])[calendar * LAST_DAY + last] - words_at(days[D_WORKED])[calendar * LAST_DAY + first]


@piece
def add_working(days, calendar, day, count):
    """The `count`-th working day after `day`, or NONE beyond the tables."""
    if count <= 0:
        return day
    number = words_at(days[D_WORKED])[calendar * LAST_DAY + day] + count
    return words_at(days[D_NTH])[calendar * LAST_DAY + number] if number < LAST_DAY else NONE


@piece
def next_working(days, calendar, day):
    """The day itself if people work on it, else the first working day after it; NONE beyond the tables."""
    return add_working(days, calendar, day - 1, 1)


@piece
def civil(day):
    """(year, month, day of month) of a day since 1970."""
    z = day + 719_468
    era = z // 146_097
    doe = z - era * 146_097
    yoe = (doe - doe // 1_460 + doe // 36_524 - doe // 146_096) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    mp = (5 * doy + 2) // 153
    month = mp + 3 if mp < 10 else mp - 9
    return yoe + era * 400 + (1 if month <= 2 else 0), month, doy - (153 * mp + 2) // 5 + 1


@piece
def day_number(year, month, day):
    """The day since 1970 of a civil date."""
    y = year - 1 if month <= 2 else year
    era = y // 400
    yoe = y - era * 400
    doy = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + day - 1
    return era * 146_097 + yoe * 365 + yoe // 4 - yoe // 100 + doy - 719_468


@piece
def month_length(year, month):
    if month == 2:
        return 29 if (year % 4 == 0 and year % 100 != 0) or year % 400 == 0 else 28
    return 30 if month == 4 or month == 6 or month == 9 or month == 11 else 31


@piece
def add_months(day, months, way):
    """The day that ends `months` months after `day`, as `core.period.add_months`."""
    if months == 0:
        return day
    year, month, number = civil(day)
    whole = year * 12 + month - 1 + months
    to_year, to_month = whole // 12, whole % 12 + 1
    last = month_length(to_year, to_month)
    if way == STICKY_END and number == month_length(year, month):
        return day_number(to_year, to_month, last)
    if number > last:
        return day_number(to_year, to_month, last)
    same = day_number(to_year, to_month, number)
    return same - 1 if way == DAY_BEFORE else same
