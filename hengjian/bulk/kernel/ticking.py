"""Clocks on the short way of the compiled kernel, a few words of state per rule. Their days: `kernel/stretching.py`."""

from __future__ import annotations

from hengjian.bulk.kernel.conditions import acts_on, holds, matches
from hengjian.bulk.kernel.days import add_months, add_working, covered, day_of, minute_of, next_working, to_full_hour
from hengjian.bulk.kernel.duties import EXTENDS, MEETS, PAUSES, RELEASES, RESTARTS, answer
from hengjian.bulk.kernel.machine import piece, words_at
from hengjian.bulk.kernel.stretching import begin_stretch, lengthen, recount, stand_still
from hengjian.bulk.layout import (
    BREACHED,
    C_AT,
    C_KIND,
    HEAD_QUICK_CALENDAR,
    IN_DAYS,
    IN_HOURS,
    MET,
    MET_LATE,
    MISSING,
    NO_DUE,
    NO_EVENT,
    NONE,
    OVERDUE,
    PAUSED,
    PENDING,
    Q_BEGINS,
    Q_FIRST,
    Q_LIMITS,
    Q_MET,
    Q_RELEASE,
    Q_RESTART,
    Q_ROLES,
    Q_STEPS,
    RELEASED,
    S_BAIL,
    STATE_WIDTH,
    UNDETERMINED,
    UNKNOWN,
    UNSAID,
    V_DAYS,
    V_FULL_HOURS,
    V_HOURS,
    V_HOW,
    V_MONTHS,
    V_ROLLS,
    V_WAY,
    V_WHEN,
    V_WORKING,
    VARIANT_WIDTH,
    WITHOUT_DUTY,
    YES,
    Z_COUNT,
    Z_DOUBT,
    Z_DUE,
    Z_EVENT,
    Z_HOW,
    Z_SPENT,
    Z_STANDS,
    Z_TERMS,
    Z_TOUCHED,
)


@piece
def open_plainly(table, days, own, event, day, said, terms, registers, state):
    """A clock of plain terms that no event at the same instant can meet at once."""
    variant, calendar = terms + Q_FIRST, table[HEAD_QUICK_CALENDAR]
    due = day + table[variant + V_DAYS]
    if not covered(day) or not covered(due):
        registers[S_BAIL] = 1
        due = day
    elif table[variant + V_WORKING]:
        due = add_working(days, calendar, day, table[variant + V_WORKING])
    elif table[variant + V_ROLLS]:
        due = next_working(days, calendar, due)
    if not covered(due):
        registers[S_BAIL] = 1
    state[own + Z_EVENT], state[own + Z_TERMS], state[own + Z_DUE] = event, terms, due
    state[own + Z_HOW] = UNSAID if said == UNKNOWN else IN_DAYS
    state[own + Z_DOUBT], state[own + Z_STANDS] = 0, 0


@piece
def meets_plainly(table, own, kind, state):
    """Whether an event of the kind meets, without any condition, a clock that runs in days and does not stand still."""
    terms = state[own + Z_TERMS]
    plain = table[terms + Q_MET] < 0 and state[own + Z_HOW] == IN_DAYS and state[own + Z_STANDS] == 0
    return plain and table[table[terms + Q_ROLES] + kind] & MEETS


@piece
def meet_plainly(own, rule, key, matter, event, day, out, registers, state):
    bit = MET if day <= state[own + Z_DUE] else UNDETERMINED if state[own + Z_DOUBT] else MET_LATE
    answer(out, registers, matter, rule, key, state[own + Z_EVENT], bit, state[own + Z_DUE], event)
    state[own + Z_EVENT], state[own + Z_SPENT] = NONE, event


@piece
def says(table, columns, patterns, own, key, matter, event, low, high, state):
    """Whether what ends a clock fits the event; a missing field leaves a doubt."""
    if patterns < 0:
        return True
    said = matches(table, columns, patterns, event, key, matter, low, high)
    if said == UNKNOWN:
        state[own + Z_DOUBT] = 1
    return said == YES


@piece
def in_time(columns, own, event, day, state):
    """Without a due time, and while the clock stands still, everything is."""
    how = state[own + Z_HOW]
    if state[own + Z_STANDS]:
        return True
    if how == IN_HOURS:
        return minute_of(words_at(columns[C_AT])[event]) <= state[own + Z_DUE]
    return how != IN_DAYS or day <= state[own + Z_DUE]


@piece
def due_said(own, state):
    return state[own + Z_DUE] if state[own + Z_HOW] <= IN_HOURS else MISSING


@piece
def meet(table, columns, days, own, rule, key, matter, event, day, out, registers, state):
    if state[own + Z_STANDS]:
        recount(table, days, own, day, registers, state)
    late = not in_time(columns, own, event, day, state)
    bit = MET
    if state[own + Z_HOW] == UNSAID or (late and state[own + Z_DOUBT]):
        bit = UNDETERMINED
    elif late:
        bit = MET_LATE
    answer(out, registers, matter, rule, key, state[own + Z_EVENT], bit, due_said(own, state), event)
    state[own + Z_EVENT] = NONE


@piece
def release(table, columns, days, own, rule, key, matter, event, day, out, registers, state):
    """In time it ends the duty; late it cures nothing."""
    if not in_time(columns, own, event, day, state):
        return False
    if state[own + Z_STANDS]:
        recount(table, days, own, day, registers, state)
    bit = UNDETERMINED if state[own + Z_HOW] == UNSAID else RELEASED
    answer(out, registers, matter, rule, key, state[own + Z_EVENT], bit, due_said(own, state), NO_EVENT)
    state[own + Z_EVENT], state[own + Z_SPENT] = NONE, event
    return True


@piece
def tick(table, columns, days, again, own, rule, key, matter, event, day, low, high, out, registers, state, who):
    """What one event does to a running clock; True if it restarts it. `again`: the terms in force on the day of the event, or NONE."""
    terms = state[own + Z_TERMS]
    role = table[table[terms + Q_ROLES] + words_at(columns[C_KIND])[event]]
    if role & MEETS and says(table, columns, table[terms + Q_MET], own, key, matter, event, low, high, state):
        meet(table, columns, days, own, rule, key, matter, event, day, out, registers, state)
        state[own + Z_SPENT] = event
    elif role & RELEASES and says(table, columns, table[terms + Q_RELEASE], own, key, matter, event, low, high, state):
        release(table, columns, days, own, rule, key, matter, event, day, out, registers, state)
    elif role & RESTARTS and says(table, columns, table[terms + Q_RESTART], own, key, matter, event, low, high, state):
        return release(table, columns, days, own, rule, key, matter, event, day, out, registers, state)
    elif role & (EXTENDS + PAUSES) and state[own + Z_HOW] == IN_DAYS:
        if role & EXTENDS and lengthen(table, columns, days, again, own, event, day, key, matter, low, high, registers, state, who):
            answer(out, registers, matter, rule, key, event, BREACHED, NO_DUE, NO_EVENT)
        if role & PAUSES:
            stand_still(table, columns, days, own, event, day, registers, state)
    return False


@piece
def open_clock(table, columns, days, terms, said, again, own, rule, key, matter, event, day, low, high, out, registers, state):
    """A clock under these terms, if there is a duty. `said`: YES, or UNKNOWN where it cannot be said whether the event starts it."""
    how, variant = chosen(table, columns, terms, key, matter, event, low, high)
    if how == WITHOUT_DUTY:
        return
    state[own + Z_DUE] = due_of(table, columns, days, how, variant, event, day, registers) if how <= IN_HOURS else MISSING
    state[own + Z_EVENT], state[own + Z_TERMS], state[own + Z_DOUBT], state[own + Z_STANDS] = event, terms, 0, 0
    state[own + Z_HOW] = UNSAID if said == UNKNOWN else how
    if table[terms + Q_STEPS] >= 0 or table[terms + Q_BEGINS] >= 0:
        begin_stretch(table, columns, days, own, variant, event, day, low, state)
    earlier = event - 1
    while not again and earlier > state[own + Z_SPENT] and earlier >= low:
        if words_at(columns[C_AT])[earlier] != words_at(columns[C_AT])[event]:
            return
        role = table[table[terms + Q_ROLES] + words_at(columns[C_KIND])[earlier]]
        if (
            role & MEETS
            and acts_on(columns, earlier, key)
            and says(table, columns, table[terms + Q_MET], own, key, matter, earlier, low, high, state)
        ):
            meet(table, columns, days, own, rule, key, matter, earlier, day, out, registers, state)
            state[own + Z_SPENT] = event
            return
        earlier -= 1


@piece
def chosen(table, columns, terms, key, matter, event, low, high):
    """(how the first variant that holds counts, where it stands); UNSAID where that cannot be said."""
    for place in range(table[terms + Q_LIMITS]):
        variant = terms + Q_FIRST + VARIANT_WIDTH * place
        said = holds(table, columns, table[variant + V_WHEN], event, key, matter, low, high)
        if said == UNKNOWN:
            return UNSAID, variant
        if said == YES:
            return table[variant + V_HOW], variant
    return WITHOUT_DUTY, terms


@piece
def due_of(table, columns, days, how, variant, event, day, registers):
    """The due day or minute of a limit."""
    calendar = table[HEAD_QUICK_CALENDAR]
    if how == IN_HOURS:
        minute = minute_of(words_at(columns[C_AT])[event])
        more = to_full_hour(days, calendar, minute) if table[variant + V_FULL_HOURS] else 0
        return minute + table[variant + V_HOURS] * 60 + more
    if not covered(day):
        registers[S_BAIL] = 1
        return day
    if table[variant + V_WORKING]:
        due = add_working(days, calendar, day, table[variant + V_WORKING])
    else:
        due = add_months(day, table[variant + V_MONTHS], table[variant + V_WAY]) + table[variant + V_DAYS]
        if table[variant + V_ROLLS] and covered(due):
            due = next_working(days, calendar, due)
    if not covered(due):
        registers[S_BAIL] = 1
    return due


@piece
def finish(table, days, calendar, rule, key, matter, now, out, registers, state):
    """The answer of a clock that still runs; everything is put back for the next matter."""
    own = STATE_WIDTH * rule
    how, opened = state[own + Z_HOW], state[own + Z_EVENT]
    if opened >= 0:
        at = minute_of(now) if how == IN_HOURS else day_of(days, calendar, now)
        bit = UNDETERMINED if how == UNSAID else PENDING
        if state[own + Z_STANDS] and how == IN_DAYS:
            recount(table, days, own, at, registers, state)
            bit = PAUSED
        elif how <= IN_HOURS and at > state[own + Z_DUE]:
            bit = UNDETERMINED if state[own + Z_DOUBT] else OVERDUE
        answer(out, registers, matter, rule, key, opened, bit, due_said(own, state), NO_EVENT)
    state[own + Z_EVENT], state[own + Z_SPENT], state[own + Z_COUNT], state[own + Z_TOUCHED] = NONE, NONE, 0, 0
    state[own + Z_STANDS] = 0
