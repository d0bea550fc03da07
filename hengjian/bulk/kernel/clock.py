"""One running clock in registers, for the compiled kernel: `core/checks/clock.py` and `limits.py`, event by event."""

from __future__ import annotations

from hengjian.bulk.kernel.conditions import holds, value_at
from hengjian.bulk.kernel.days import add_months, add_working, covered, day_of, minute_of, next_working, to_full_hour
from hengjian.bulk.kernel.machine import bytes_at, piece, words_at
from hengjian.bulk.kernel.standstill import excluded_days, excluded_minutes, open_before, standing, take_interval
from hengjian.bulk.layout import (
    ABSENT,
    BY_GIVEN,
    BY_LENGTH,
    C_AT,
    C_DAY_ONLY,
    C_TEXT_HOW,
    C_TEXT_VALUE,
    ENDED_MET,
    GOING,
    L_DAYS,
    L_FIELD,
    L_HOURS,
    L_HOW,
    L_KIND,
    L_MONTHS,
    L_SCOPE,
    L_WHEN,
    L_WORKING,
    LIMIT_WIDTH,
    NO,
    NO_DUTY,
    NONE,
    S_BAIL,
    S_BASE,
    S_BY,
    S_DAYS,
    S_DOUBT,
    S_DUE,
    S_ENDED,
    S_GIVEN,
    S_HAS_DUE,
    S_HAS_FIGURE,
    S_HOURS,
    S_IN_HOURS,
    S_LAST_STEP,
    S_LATE,
    S_MISSING,
    S_MONTHS,
    S_NOMINAL,
    S_OPEN,
    S_SEGMENTS,
    S_START,
    S_STILL_DOUBT,
    S_TERMS,
    S_WORKING,
    T_CALENDAR,
    T_FULL_HOURS,
    T_INTERVALS,
    T_LIMITS,
    T_MONTHS,
    T_ROLLS,
    TEXT,
    UNKNOWN,
)  # fmt: skip

DAY_GIVEN, MINUTE_GIVEN = 1, 2


@piece
def start_clock(table, columns, days, terms, event, key, matter, low, high, registers, segments, openings):
    """A clock that starts at `event` under these terms; False where there is no duty."""
    for place in (S_MISSING, S_DOUBT, S_STILL_DOUBT, S_SEGMENTS, S_OPEN, S_HAS_DUE, S_LATE, S_GIVEN, S_IN_HOURS):
        registers[place] = 0
    registers[S_TERMS], registers[S_START], registers[S_LAST_STEP] = terms, event, 0
    registers[S_ENDED], registers[S_BY] = GOING, NONE
    calendar = table[terms + T_CALENDAR]
    registers[S_BASE] = day_of(days, calendar, words_at(columns[C_AT])[event])
    if not choose_limit(table, columns, event, key, matter, low, high, registers):
        return False
    if table[table[terms + T_INTERVALS]] > 0:
        open_before(table, columns, event, key, matter, low, high, registers, segments, openings)
    count(table, columns, days, words_at(columns[C_AT])[event], registers, segments)
    return True


@piece
def choose_limit(table, columns, event, key, matter, low, high, registers):
    """Sets the first variant that holds; False where there is no duty. One that cannot be decided leaves the answer open."""
    limits = table[registers[S_TERMS] + T_LIMITS]
    registers[S_HAS_FIGURE] = 1
    for part in (S_HOURS, S_DAYS, S_WORKING, S_MONTHS):
        registers[part] = 0
    for place in range(table[limits]):
        limit = limits + 1 + place * LIMIT_WIDTH
        answer = holds(table, columns, table[limit + L_WHEN], event, key, matter, low, high)
        if answer == UNKNOWN:
            registers[S_MISSING] = 1
            return True
        if answer != NO:
            return take_limit(table, columns, limit, event, key, matter, low, high, registers)
    return False


@piece
def take_limit(table, columns, limit, event, key, matter, low, high, registers):
    how = table[limit + L_HOW]
    if how == NO_DUTY:
        return False
    if how == BY_GIVEN:
        take_given(table, columns, limit, event, key, matter, low, high, registers)
    elif how == BY_LENGTH:
        registers[S_HOURS], registers[S_DAYS] = table[limit + L_HOURS], table[limit + L_DAYS]
        registers[S_WORKING], registers[S_MONTHS] = table[limit + L_WORKING], table[limit + L_MONTHS]
        registers[S_IN_HOURS] = registers[S_HOURS] > 0
        if registers[S_HOURS] > 0 and bytes_at(columns[C_DAY_ONLY])[event]:
            registers[S_MISSING] = 1
    else:
        registers[S_HAS_FIGURE] = 0
    return True


@piece
def take_given(table, columns, limit, event, key, matter, low, high, registers):
    """A due day or minute that stands in a fact or an attribute."""
    scope, kind, field = table[limit + L_SCOPE], table[limit + L_KIND], table[limit + L_FIELD]
    sort, value = value_at(columns, scope, kind, field, event, key, matter, low, high)
    if sort == ABSENT or (sort == TEXT and words_at(columns[C_TEXT_HOW])[value] == 0):
        registers[S_MISSING] = 1
    elif sort != TEXT or words_at(columns[C_TEXT_HOW])[value] > 2:
        registers[S_BAIL] = 1
    else:
        registers[S_GIVEN], registers[S_BASE] = words_at(columns[C_TEXT_HOW])[value], words_at(columns[C_TEXT_VALUE])[value]
        registers[S_IN_HOURS] = registers[S_GIVEN] == MINUTE_GIVEN


@piece
def count(table, columns, days, until, registers, segments):
    """Works out nominal and due anew; an open standstill is taken as closed at `until` (microseconds)."""
    if registers[S_MISSING] or not registers[S_HAS_FIGURE]:
        return
    terms = registers[S_TERMS]
    calendar = table[terms + T_CALENDAR]
    registers[S_HAS_DUE] = 1
    if registers[S_IN_HOURS]:
        count_minutes(table, columns, days, calendar, until, registers, segments)
    else:
        count_days(table, columns, days, calendar, until, registers, segments)


@piece
def count_minutes(table, columns, days, calendar, until, registers, segments):
    start = minute_of(words_at(columns[C_AT])[registers[S_START]])
    base = registers[S_BASE] if registers[S_GIVEN] == MINUTE_GIVEN else start
    out = excluded_minutes(columns, start, minute_of(until), registers, segments) if registers[S_SEGMENTS] else 0
    registers[S_NOMINAL] = base + registers[S_HOURS] * 60 + out
    registers[S_DUE] = registers[S_NOMINAL]
    if table[registers[S_TERMS] + T_FULL_HOURS] and registers[S_GIVEN] != MINUTE_GIVEN:
        registers[S_DUE] += to_full_hour(days, calendar, start)


@piece
def count_days(table, columns, days, calendar, until, registers, segments):
    terms, working, base = registers[S_TERMS], registers[S_WORKING], registers[S_BASE]
    out = 0
    if registers[S_SEGMENTS]:
        until_day = day_of(days, calendar, until)
        if not covered(until_day):
            registers[S_BAIL] = 1
            return
        out = excluded_days(table, columns, days, calendar, working > 0, until_day, registers, segments)
    nominal = NONE
    if covered(base):
        if working > 0:
            nominal = add_working(days, calendar, base, working + out)
        else:
            nominal = add_months(base, registers[S_MONTHS], table[terms + T_MONTHS]) + registers[S_DAYS] + out
    due = nominal
    if table[terms + T_ROLLS] and working == 0 and covered(nominal):
        due = next_working(days, calendar, nominal)
    if not covered(nominal) or not covered(due):
        registers[S_BAIL] = 1
    registers[S_NOMINAL], registers[S_DUE] = nominal, due


@piece
def place_of(table, columns, days, event, registers):
    """The event on the scale of this clock: a minute or a day."""
    if registers[S_IN_HOURS]:
        return minute_of(words_at(columns[C_AT])[event])
    return day_of(days, table[registers[S_TERMS] + T_CALENDAR], words_at(columns[C_AT])[event])


@piece
def in_time(table, columns, days, event, registers, segments):
    if not registers[S_HAS_DUE] or standing(registers, segments):
        return True
    return place_of(table, columns, days, event, registers) <= registers[S_DUE]


@piece
def too_coarse(columns, event, registers):
    return registers[S_HAS_DUE] and registers[S_IN_HOURS] and bytes_at(columns[C_DAY_ONLY])[event]


@piece
def meet(table, columns, days, event, registers, segments):
    if too_coarse(columns, event, registers):
        registers[S_MISSING] = 1
    if standing(registers, segments):
        count(table, columns, days, words_at(columns[C_AT])[event], registers, segments)
    registers[S_LATE] = not in_time(table, columns, days, event, registers, segments)
    registers[S_ENDED], registers[S_BY] = ENDED_MET, event


@piece
def release(table, columns, days, event, how, registers, segments):
    """In time it ends the duty; late it cures nothing."""
    if too_coarse(columns, event, registers):
        registers[S_DOUBT] = 1
    if registers[S_MISSING] or in_time(table, columns, days, event, registers, segments):
        if standing(registers, segments):
            count(table, columns, days, words_at(columns[C_AT])[event], registers, segments)
        registers[S_ENDED], registers[S_BY] = how, event


@piece
def pause(table, columns, days, event, key, matter, low, high, registers, segments, openings):
    """Opens or closes an interval that does not count."""
    if table[table[registers[S_TERMS] + T_INTERVALS]] == 0:
        return
    before_end = 0
    if registers[S_HAS_DUE]:
        edge = registers[S_DUE] if registers[S_IN_HOURS] else registers[S_NOMINAL]
        before_end = 1 if place_of(table, columns, days, event, registers) < edge else 0
    if not take_interval(table, columns, event, key, matter, low, high, before_end, registers, segments, openings):
        return
    last = registers[S_SEGMENTS] - 1
    if too_coarse(columns, event, registers):
        registers[S_MISSING] = 1
    if segments[3 * last + 2] == 1 and segments[3 * last + 1] != NONE:
        count(table, columns, days, words_at(columns[C_AT])[event], registers, segments)
