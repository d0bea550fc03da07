"""The events of one key run through the clocks of one rule, for the compiled kernel: `core/checks/deadline.py` and `answering.py`."""

from __future__ import annotations

from hengjian.bulk.kernel.clock import count, meet, pause, release, start_clock
from hengjian.bulk.kernel.conditions import acts_on, judging_day, matches, on_day
from hengjian.bulk.kernel.days import day_of, minute_of
from hengjian.bulk.kernel.differing import place_of
from hengjian.bulk.kernel.extending import extend
from hengjian.bulk.kernel.machine import bytes_at, piece, words_at
from hengjian.bulk.kernel.standstill import standing
from hengjian.bulk.layout import (
    BREACHED,
    BY_OWN_DAY,
    C_AT,
    C_KIND,
    ENDED_MET,
    ENDED_RELEASED,
    ENDED_RESTARTED,
    GOING,
    HEAD_RULES,
    MET,
    MET_LATE,
    MISSING,
    MOST_STEPS,
    NO,
    NO_DUE,
    NO_EVENT,
    NONE,
    O_CELLS,
    O_ROOM,
    O_ROWS,
    O_RULES,
    O_TALLY,
    OVERDUE,
    PAUSED,
    PENDING,
    R_CALENDAR,
    R_JUDGED,
    R_SHAPE,
    RELEASED,
    ROW_WIDTH,
    RULE_WIDTH,
    S_BY,
    S_DOUBT,
    S_DUE,
    S_ENDED,
    S_HAS_DUE,
    S_IN_HOURS,
    S_LATE,
    S_MISSING,
    S_ROWS,
    S_SIGN,
    S_START,
    S_STILL_DOUBT,
    S_TERMS,
    T_CALENDAR,
    T_MET,
    T_RELEASE,
    T_RESTART,
    T_ROLES,
    UNDETERMINED,
    UNKNOWN,
    YES,
)  # fmt: skip

MEETS, RELEASES, RESTARTS, EXTENDS, PAUSES = 1, 2, 4, 8, 16


@piece
def answer(out, registers, matter, rule, key, event, bit, due, end):
    """Marks the cell, counts the answer and, where there is room, writes the row. `S_SIGN` is -1 while answers are taken back."""
    bytes_at(out[O_CELLS])[matter * out[O_RULES] + rule] |= bit
    words_at(out[O_TALLY])[8 * rule + place_of(bit)] += registers[S_SIGN]
    number = registers[S_ROWS]
    registers[S_ROWS] = number + 1
    if number < out[O_ROOM]:
        row, first = words_at(out[O_ROWS]), ROW_WIDTH * number
        row[first], row[first + 1], row[first + 2], row[first + 3] = matter, rule, key, event
        row[first + 4], row[first + 5], row[first + 6] = bit, due, end


@piece
def judge_clock(table, columns, days, rule, triggers, key, matter, low, high, now, out, registers, segments, openings, used, who):
    """Every duty of the rule for one key, and the extensions that do not count. `triggers[kind]`: the kind can start it."""
    running = False
    spent = low - 1
    for event in range(low, high):
        kind = words_at(columns[C_KIND])[event]
        again = False
        if running:
            role = table[table[registers[S_TERMS] + T_ROLES] + kind]
            if role == 0 or (key >= 0 and not acts_on(columns, event, key)):
                continue
            if take(table, columns, days, rule, role, event, key, matter, low, high, registers, segments, openings, used, who):
                answer(out, registers, matter, rule, key, event, BREACHED, NO_DUE, NO_EVENT)
            if registers[S_ENDED] == GOING:
                continue
            close(table, columns, days, rule, key, matter, now, out, registers, segments)
            again, running, spent = registers[S_ENDED] == ENDED_RESTARTED, False, event
        elif table[triggers + kind] == 0 or (key >= 0 and not acts_on(columns, event, key)):
            continue
        if again or table[triggers + kind]:
            running = start(table, columns, days, rule, event, key, matter, low, high, again, registers, segments, openings, used)
            at_once = running and not again
            if at_once and meet_at_once(table, columns, days, event, spent, key, matter, low, high, registers, segments):
                close(table, columns, days, rule, key, matter, now, out, registers, segments)
                running, spent = False, event
    if running:
        close(table, columns, days, rule, key, matter, now, out, registers, segments)


@piece
def start(table, columns, days, rule, event, key, matter, low, high, again, registers, segments, openings, used):
    """A new clock if this event starts one or restarts it."""
    record = table[HEAD_RULES] + rule * RULE_WIDTH
    shape, calendar = table[record + R_SHAPE], table[record + R_CALENDAR]
    own_day = day_of(days, calendar, words_at(columns[C_AT])[event])
    said = YES
    if not again:
        patterns = on_day(table, table[shape], own_day)
        said = matches(table, columns, patterns, event, key, matter, low, high) if patterns >= 0 else NO
    if said == NO:
        return False
    known, judging = True, own_day
    if table[record + R_JUDGED] != BY_OWN_DAY:
        known, judging = judging_day(table, columns, days, rule, calendar, event, key, matter, low, high, registers)
    terms = on_day(table, table[shape + 1], judging if known else own_day)
    if terms < 0 or not start_clock(table, columns, days, terms, event, key, matter, low, high, registers, segments, openings):
        return False
    for place in range(MOST_STEPS):
        used[place] = 0
    if not known or said == UNKNOWN:
        registers[S_MISSING], registers[S_HAS_DUE] = 1, 0
    return True


@piece
def says(table, columns, patterns, event, key, matter, low, high, registers):
    """Whether the pattern fits; a missing field leaves a doubt."""
    said = matches(table, columns, patterns, event, key, matter, low, high)
    if said == UNKNOWN:
        registers[S_DOUBT] = 1
    return said == YES


@piece
def meet_at_once(table, columns, days, event, spent, key, matter, low, high, registers, segments):
    """A meeting event at the same instant counts in either order, unless it already met another duty."""
    terms = registers[S_TERMS]
    for earlier in range(event - 1, spent, -1):
        if words_at(columns[C_AT])[earlier] != words_at(columns[C_AT])[event]:
            return False
        if key >= 0 and not acts_on(columns, earlier, key):
            continue
        if table[table[terms + T_ROLES] + words_at(columns[C_KIND])[earlier]] & MEETS == 0:
            continue
        if says(table, columns, table[terms + T_MET], earlier, key, matter, low, high, registers):
            meet(table, columns, days, earlier, registers, segments)
            return True
    return False


@piece
def take(table, columns, days, rule, role, event, key, matter, low, high, registers, segments, openings, used, who):
    """What an event does to the running clock; True if it is an extension that does not count."""
    terms = registers[S_TERMS]
    if role & MEETS and says(table, columns, table[terms + T_MET], event, key, matter, low, high, registers):
        meet(table, columns, days, event, registers, segments)
        return False
    if role & RELEASES and says(table, columns, table[terms + T_RELEASE], event, key, matter, low, high, registers):
        release(table, columns, days, event, ENDED_RELEASED, registers, segments)
        return False
    if role & RESTARTS and says(table, columns, table[terms + T_RESTART], event, key, matter, low, high, registers):
        release(table, columns, days, event, ENDED_RESTARTED, registers, segments)
        return False
    refused = False
    if role & EXTENDS:
        refused = extend(table, columns, days, rule, event, key, matter, low, high, registers, segments, used, who)
    if role & PAUSES:
        pause(table, columns, days, event, key, matter, low, high, registers, segments, openings)
    return refused


@piece
def close(table, columns, days, rule, key, matter, now, out, registers, segments):
    """The clock's answer at `now`."""
    paused = registers[S_ENDED] == GOING and standing(registers, segments)
    if paused:
        count(table, columns, days, now, registers, segments)
    bit = state_of(table, days, now, paused, registers)
    due = registers[S_DUE] if registers[S_HAS_DUE] else MISSING
    end = registers[S_BY] if registers[S_ENDED] == ENDED_MET else NONE
    answer(out, registers, matter, rule, key, registers[S_START], bit, due, end)


@piece
def state_of(table, days, now, paused, registers):
    doubtful = registers[S_DOUBT] or registers[S_STILL_DOUBT]
    if registers[S_MISSING]:
        return UNDETERMINED
    if registers[S_ENDED] == ENDED_MET:
        if not registers[S_LATE]:
            return MET
        return UNDETERMINED if doubtful else MET_LATE
    if registers[S_ENDED] != GOING:
        return RELEASED
    if paused:
        return PAUSED
    if not registers[S_HAS_DUE]:
        return PENDING
    at = minute_of(now) if registers[S_IN_HOURS] else day_of(days, table[registers[S_TERMS] + T_CALENDAR], now)
    if at <= registers[S_DUE]:
        return PENDING
    return UNDETERMINED if doubtful else OVERDUE
