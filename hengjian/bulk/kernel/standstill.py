"""When a clock stands still, for the compiled kernel: `core/checks/standstill.py` over registers and small arrays.

`segments[i]`: event that opened it, event that closed it (NONE while open), whether it counts. `openings[i]`: interval and key of an
opening that is not closed (NONE: it named nothing).
"""

from __future__ import annotations

from hengjian.bulk.kernel.conditions import acts_on, matches, names
from hengjian.bulk.kernel.days import day_of, minute_of, working_between
from hengjian.bulk.kernel.machine import piece, words_at
from hengjian.bulk.layout import (
    C_ABOUT,
    C_ABOUT_STARTS,
    C_AT,
    C_KIND,
    HEAD_BOTH_DAYS,
    MOST_OPEN,
    MOST_SEGMENTS,
    NO_KEY,
    NONE,
    S_BAIL,
    S_OPEN,
    S_SEGMENTS,
    S_START,
    S_STILL_DOUBT,
    S_TERMS,
    T_INTERVALS,
    T_ROLES,
    UNKNOWN,
    YES,
)  # fmt: skip

PAUSES = 16


@piece
def standing(registers, segments):
    """Whether an open stretch counts: the clock stands still."""
    last = registers[S_SEGMENTS] - 1
    return last >= 0 and segments[3 * last + 1] == NONE and segments[3 * last + 2] == 1


@piece
def says(table, columns, patterns, event, key, matter, low, high, registers):
    if not names(table, patterns, words_at(columns[C_KIND])[event]):
        return False
    answer = matches(table, columns, patterns, event, key, matter, low, high)
    if answer == UNKNOWN:
        registers[S_STILL_DOUBT] = 1
    return answer == YES


@piece
def close_interval(columns, interval, event, registers, openings):
    """Ends what shares a key with the event; an event or an opening without keys goes with everything of the interval."""
    first, end = words_at(columns[C_ABOUT_STARTS])[event], words_at(columns[C_ABOUT_STARTS])[event + 1]
    left = 0
    for place in range(registers[S_OPEN]):
        keeps = True
        if openings[2 * place] == interval:
            keeps = first < end and openings[2 * place + 1] != NONE
            for about in range(first, end):
                if words_at(columns[C_ABOUT])[about] == openings[2 * place + 1]:
                    keeps = False
        if keeps:
            openings[2 * left], openings[2 * left + 1] = openings[2 * place], openings[2 * place + 1]
            left += 1
    registers[S_OPEN] = left


@piece
def is_open(registers, openings, interval, key):
    found = False
    for place in range(registers[S_OPEN]):
        found = found or (openings[2 * place] == interval and openings[2 * place + 1] == key)
    return found


@piece
def add_opening(registers, openings, interval, key):
    if is_open(registers, openings, interval, key):
        return
    if registers[S_OPEN] >= MOST_OPEN:
        registers[S_BAIL] = 1
        return
    openings[2 * (registers[S_OPEN]) + 0], openings[2 * (registers[S_OPEN]) + 1] = interval, key
    registers[S_OPEN] += 1


@piece
def open_interval(columns, interval, event, registers, openings):
    """Adds the keys of the event that are not open yet."""
    first, end = words_at(columns[C_ABOUT_STARTS])[event], words_at(columns[C_ABOUT_STARTS])[event + 1]
    if first == end:
        add_opening(registers, openings, interval, NO_KEY)
    for about in range(first, end):
        add_opening(registers, openings, interval, words_at(columns[C_ABOUT])[about])


@piece
def take_interval(table, columns, event, key, matter, low, high, counts, registers, segments, openings):
    """Opens or closes intervals; True if a stretch began or ended."""
    was_open = registers[S_OPEN] > 0
    intervals = table[registers[S_TERMS] + T_INTERVALS]
    for place in range(table[intervals]):
        start, end = table[intervals + 1 + 2 * place], table[intervals + 2 + 2 * place]
        if says(table, columns, end, event, key, matter, low, high, registers):
            close_interval(columns, place, event, registers, openings)
        if says(table, columns, start, event, key, matter, low, high, registers):
            open_interval(columns, place, event, registers, openings)
    now_open = registers[S_OPEN] > 0
    if now_open and not was_open:
        number = registers[S_SEGMENTS]
        if number >= MOST_SEGMENTS:
            registers[S_BAIL] = 1
            return False
        segments[3 * number], segments[3 * number + 1], segments[3 * number + 2] = event, NONE, counts
        registers[S_SEGMENTS] = number + 1
    elif was_open and not now_open:
        segments[3 * (registers[S_SEGMENTS] - 1) + 1] = event
    return was_open != now_open


@piece
def open_before(table, columns, event, key, matter, low, high, registers, segments, openings):
    """The state in which a clock that starts at `event` finds its intervals: only what is still open is kept."""
    roles = table[registers[S_TERMS] + T_ROLES]
    for place in range(low, event):
        if table[roles + words_at(columns[C_KIND])[place]] & PAUSES and acts_on(columns, place, key):
            take_interval(table, columns, place, key, matter, low, high, 1, registers, segments, openings)
    number = registers[S_SEGMENTS]
    if registers[S_OPEN] > 0:
        for part in range(3):
            segments[3 * 0 + part] = segments[3 * (number - 1) + part]
        registers[S_SEGMENTS] = 1
    else:
        registers[S_SEGMENTS] = 0


@piece
def excluded_days(table, columns, days, calendar, working, until_day, registers, segments):
    """Days that do not count; in working days where `working`. `until_day` closes an open stretch."""
    total, counted = 0, day_of(days, calendar, words_at(columns[C_AT])[registers[S_START]])
    for place in range(registers[S_SEGMENTS]):
        if segments[3 * place + 2] == 1:
            first = day_of(days, calendar, words_at(columns[C_AT])[segments[3 * place]]) - table[HEAD_BOTH_DAYS]
            first = max(first, counted)
            last = (
                until_day if segments[3 * place + 1] == NONE else day_of(days, calendar, words_at(columns[C_AT])[segments[3 * place + 1]])
            )
            if last > first:
                total += working_between(days, calendar, first, last) if working else last - first
                counted = last
    return total


@piece
def excluded_minutes(columns, start_minute, until_minute, registers, segments):
    """Minutes that do not count, exactly from opening to closing."""
    total = 0
    for place in range(registers[S_SEGMENTS]):
        if segments[3 * place + 2] == 1:
            last = until_minute if segments[3 * place + 1] == NONE else minute_of(words_at(columns[C_AT])[segments[3 * place + 1]])
            total += max(0, last - max(minute_of(words_at(columns[C_AT])[segments[3 * place]]), start_minute))
    return total
