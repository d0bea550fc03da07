"""The plain rules of a matter in one pass over its events, for the compiled kernel: no conditions, no keys, nothing that stands still.

A rule is plain if `quick_rows.py` gave it a record; it says the same as the long way through `kernel_duties.py` and `kernel_acts.py`,
which tests hold against each other. `state[rule]`: event that opened its clock (NONE), due, terms, last event spent, count.
"""

from __future__ import annotations

from hengjian.bulk.kernel_acts import NOT_JUDGED
from hengjian.bulk.kernel_conditions import names, on_day
from hengjian.bulk.kernel_days import add_months, add_working, covered, day_of, minute_of, next_working, to_full_hour
from hengjian.bulk.kernel_duties import MEETS, RELEASES, answer
from hengjian.bulk.kernel_one_act import judge_act
from hengjian.bulk.layout import (
    BREACHED,
    C_AT,
    C_DAY_ONLY,
    C_KIND,
    C_PANEL,
    HEAD_PANELS,
    HEAD_QUICK,
    HEAD_QUICK_CALENDAR,
    HEAD_QUICK_LISTS,
    HEAD_RULES,
    MET,
    MET_LATE,
    MISSING,
    NONE,
    OVERDUE,
    PASSED,
    PENDING,
    Q_ACT,
    Q_CLOCK,
    Q_COUNT,
    Q_STEP,
    QT_DAYS,
    QT_FULL_HOURS,
    QT_HOURS,
    QT_MONTHS,
    QT_ROLES,
    QT_ROLLS,
    QT_WAY,
    QT_WORKING,
    R_PER,
    RELEASED,
    RULE_WIDTH,
    S_BAIL,
    STATE_WIDTH,
)  # fmt: skip
from hengjian.bulk.machine import bytes_at, piece, words_at

EVENT, DUE, TERMS, SPENT, COUNT, TOUCHED = range(6)


@piece
def may_go_quickly(columns, low, high, first, seen, stamp):
    """Notes where each kind first stands in the matter; False where an event knows its day alone."""
    for event in range(low, high):
        if bytes_at(columns[C_DAY_ONLY])[event]:
            return False
        kind = words_at(columns[C_KIND])[event]
        if seen[kind] != stamp:
            seen[kind], first[kind] = stamp, event
    return True


@piece
def judge_quickly(table, columns, days, matter, low, high, now, out, registers, state, touched, first, seen, stamp, counted, who, keyless):
    """Every plain rule of the matter; those judged by a key only where the matter names none (`keyless`)."""
    panel, lists = table[table[HEAD_PANELS] + words_at(columns[C_PANEL])[matter]], table[HEAD_QUICK_LISTS]
    calendar, records = table[HEAD_QUICK_CALENDAR], table[HEAD_QUICK]
    rules, number = table[HEAD_RULES], 0
    for event in range(low, high):
        entry = table[lists + words_at(columns[C_KIND])[event]]
        if table[entry] == 0:
            continue
        day = day_of(days, calendar, words_at(columns[C_AT])[event])
        for place in range(table[entry]):
            rule = table[entry + 1 + place]
            if table[panel + rule] == 0 or not (keyless or table[rules + RULE_WIDTH * rule + R_PER] < 0):
                continue
            record, own = table[records + rule], STATE_WIDTH * rule
            if table[record] <= Q_COUNT and state[own + TOUCHED] == 0:
                state[own + TOUCHED], touched[number] = 1, rule
                number += 1
            if table[record] == Q_CLOCK:
                tick(table, columns, days, calendar, record, own, rule, matter, event, low, day, out, registers, state)
            elif table[record] == Q_COUNT:
                count_act(table, columns, record, own, rule, matter, event, day, out, registers, state)
            elif table[record] == Q_ACT:
                bit = judge_act(table, columns, days, rule, table[record + 1], event, NONE, matter, low, high, registers, counted, who)
                if bit != NOT_JUDGED:
                    answer(out, registers, matter, rule, NONE, event, bit, MISSING, NONE)
            else:
                judge_plainly(table, columns, record, rule, matter, event, day, out, registers, first, seen, stamp)
    for place in range(number):
        finish(table, days, calendar, touched[place], matter, now, out, registers, state)


@piece
def tick(table, columns, days, calendar, record, own, rule, matter, event, low, day, out, registers, state):
    """What one event does to a plain clock."""
    kind = words_at(columns[C_KIND])[event]
    opened = state[own + EVENT]
    if opened >= 0:
        terms = state[own + TERMS]
        role = table[table[terms + QT_ROLES] + kind]
        at = minute_of(words_at(columns[C_AT])[event]) if table[terms + QT_HOURS] else day
        if role & MEETS:
            bit = MET if at <= state[own + DUE] else MET_LATE
            answer(out, registers, matter, rule, NONE, opened, bit, state[own + DUE], event)
        elif role & RELEASES and at <= state[own + DUE]:
            answer(out, registers, matter, rule, NONE, opened, RELEASED, state[own + DUE], NONE)
        else:
            return
        state[own + EVENT], state[own + SPENT] = NONE, event
    starts = on_day(table, table[record + 1], day)
    if starts < 0 or table[starts + kind] == 0:
        return
    terms = on_day(table, table[record + 2], day)
    if terms < 0:
        return
    due = due_of(table, columns, days, calendar, terms, event, day, registers)
    earlier = event - 1
    while earlier >= low and earlier > state[own + SPENT] and words_at(columns[C_AT])[earlier] == words_at(columns[C_AT])[event]:
        if table[table[terms + QT_ROLES] + words_at(columns[C_KIND])[earlier]] & MEETS:
            answer(out, registers, matter, rule, NONE, event, MET, due, earlier)
            state[own + SPENT] = event
            return
        earlier -= 1
    state[own + EVENT], state[own + DUE], state[own + TERMS] = event, due, terms


@piece
def due_of(table, columns, days, calendar, terms, event, day, registers):
    """The due day or minute of a plain limit."""
    if table[terms + QT_HOURS]:
        minute = minute_of(words_at(columns[C_AT])[event])
        more = to_full_hour(days, calendar, minute) if table[terms + QT_FULL_HOURS] else 0
        return minute + table[terms + QT_HOURS] * 60 + more
    if not covered(day):
        registers[S_BAIL] = 1
        return day
    if table[terms + QT_WORKING]:
        due = add_working(days, calendar, day, table[terms + QT_WORKING])
    else:
        due = add_months(day, table[terms + QT_MONTHS], table[terms + QT_WAY]) + table[terms + QT_DAYS]
        if table[terms + QT_ROLLS] and covered(due):
            due = next_working(days, calendar, due)
    if not covered(due):
        registers[S_BAIL] = 1
    return due


@piece
def finish(table, days, calendar, rule, matter, now, out, registers, state):
    """The answer of a clock that still runs; everything is put back for the next matter."""
    own = STATE_WIDTH * rule
    opened, terms = state[own + EVENT], state[own + TERMS]
    if opened >= 0:
        at = minute_of(now) if table[terms + QT_HOURS] else day_of(days, calendar, now)
        bit = PENDING if at <= state[own + DUE] else OVERDUE
        answer(out, registers, matter, rule, NONE, opened, bit, state[own + DUE], NONE)
    state[own + EVENT], state[own + SPENT], state[own + COUNT], state[own + TOUCHED] = NONE, NONE, 0, 0


@piece
def count_act(table, columns, record, own, rule, matter, event, day, out, registers, state):
    """at_most, counted from the first act on."""
    acts = on_day(table, table[record + 1], day)
    if acts < 0 or not names(table, acts, words_at(columns[C_KIND])[event]):
        return
    state[own + COUNT] += 1
    limit = on_day(table, table[record + 2], day)
    if limit >= 0:
        bit = BREACHED if state[own + COUNT] > table[limit] else PASSED
        answer(out, registers, matter, rule, NONE, event, bit, MISSING, NONE)


@piece
def judge_plainly(table, columns, record, rule, matter, event, day, out, registers, first, seen, stamp):
    """required_step and not_after by where the other kinds first stand."""
    acts = on_day(table, table[record + 1], day)
    others = on_day(table, table[record + 2], day)
    if acts < 0 or not names(table, acts, words_at(columns[C_KIND])[event]):
        return
    is_step = table[record] == Q_STEP
    if others < 0:
        if not is_step:
            answer(out, registers, matter, rule, NONE, event, PASSED, MISSING, NONE)
        return
    stands = False
    for place in range(table[others]):
        kind = table[others + 1 + 2 * place]
        if seen[kind] == stamp:
            stands = stands or (words_at(columns[C_AT])[first[kind]] <= words_at(columns[C_AT])[event] if is_step else first[kind] < event)
    answer(out, registers, matter, rule, NONE, event, PASSED if stands == is_step else BREACHED, MISSING, NONE)
