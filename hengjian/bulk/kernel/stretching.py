"""Clocks in days that are lengthened or stand still, on the short way of the compiled kernel; the long way is `kernel/standstill.py` and
`kernel/extending.py`. Intervals know no keys here: matters with keys go the long way
with them."""

from __future__ import annotations

from hengjian.bulk.kernel.conditions import holds
from hengjian.bulk.kernel.days import add_months, covered, day_of, next_working
from hengjian.bulk.kernel.duties import PAUSES
from hengjian.bulk.kernel.extending import approver_fits
from hengjian.bulk.kernel.machine import piece, words_at
from hengjian.bulk.layout import (
    C_AT,
    C_KIND,
    HEAD_BOTH_DAYS,
    HEAD_FOLLOWS_ACT,
    HEAD_QUICK_CALENDAR,
    HEAD_UNRECORDED_COUNTS,
    NO,
    NONE,
    Q_BEGINS,
    Q_ENDS,
    Q_ROLES,
    Q_STEPS,
    S_BAIL,
    UNKNOWN,
    V_DAYS,
    V_MONTHS,
    V_ROLLS,
    V_WAY,
    X_DAYS,
    X_KIND,
    X_TIMES,
    X_WHEN,
    YES,
    Z_ADDED,
    Z_BASE,
    Z_COUNT,
    Z_DOUBT,
    Z_DUE,
    Z_EXCLUDED,
    Z_NOMINAL,
    Z_OPEN,
    Z_OUT,
    Z_SINCE,
    Z_STANDS,
    Z_TERMS,
    Z_VARIANT,
)


@piece
def begin_stretch(table, columns, days, own, variant, event, day, low, state):
    """A clock that starts now: nothing added, nothing excluded; the intervals that are open already."""
    state[own + Z_BASE], state[own + Z_VARIANT], state[own + Z_EXCLUDED] = day, variant, day
    state[own + Z_ADDED], state[own + Z_OUT], state[own + Z_COUNT], state[own + Z_STANDS] = 0, 0, 0, 0
    terms, is_open = state[own + Z_TERMS], 0
    nominal = add_months(day, table[variant + V_MONTHS], table[variant + V_WAY]) + table[variant + V_DAYS]
    if table[terms + Q_BEGINS] >= 0:
        since = NONE
        for earlier in range(low, event):
            kind = words_at(columns[C_KIND])[earlier]
            if table[table[terms + Q_ROLES] + kind] & PAUSES:
                still = (is_open & ~table[table[terms + Q_ENDS] + kind]) | table[table[terms + Q_BEGINS] + kind]
                since = earlier if is_open == 0 else since
                is_open = still
        if is_open:
            state[own + Z_STANDS] = 1
            state[own + Z_SINCE] = day_of(days, table[HEAD_QUICK_CALENDAR], words_at(columns[C_AT])[since])
    state[own + Z_OPEN], state[own + Z_NOMINAL] = is_open, nominal


@piece
def excluded_until(table, own, day, state):
    """Days of the open stretch, taken as closed on a day, that do not count and were not excluded before."""
    return max(0, day - max(state[own + Z_SINCE] - table[HEAD_BOTH_DAYS], state[own + Z_EXCLUDED]))


@piece
def recount(table, days, own, until, registers, state):
    """Nominal and due day anew; an open stretch is taken as closed on the day `until`."""
    variant = state[own + Z_VARIANT]
    nominal = add_months(state[own + Z_BASE], table[variant + V_MONTHS], table[variant + V_WAY])
    nominal += table[variant + V_DAYS] + state[own + Z_ADDED] + state[own + Z_OUT]
    if state[own + Z_STANDS]:
        nominal += excluded_until(table, own, until, state)
    due = next_working(days, table[HEAD_QUICK_CALENDAR], nominal) if table[variant + V_ROLLS] and covered(nominal) else nominal
    if not covered(until) or not covered(nominal) or not covered(due):
        registers[S_BAIL] = 1
    state[own + Z_NOMINAL], state[own + Z_DUE] = nominal, due


@piece
def stand_still(table, columns, days, own, event, day, registers, state):
    """Opens or closes intervals; one that begins on or after the nominal day changes nothing."""
    terms, kind, was_open = state[own + Z_TERMS], words_at(columns[C_KIND])[event], state[own + Z_OPEN]
    if table[terms + Q_BEGINS] < 0:
        return
    is_open = (was_open & ~table[table[terms + Q_ENDS] + kind]) | table[table[terms + Q_BEGINS] + kind]
    state[own + Z_OPEN] = is_open
    if was_open == 0 and is_open:
        state[own + Z_SINCE], state[own + Z_STANDS] = day, 1 if day < state[own + Z_NOMINAL] else 0
    elif was_open and is_open == 0 and state[own + Z_STANDS]:
        more = excluded_until(table, own, day, state)
        state[own + Z_OUT], state[own + Z_STANDS] = state[own + Z_OUT] + more, 0
        if more:
            state[own + Z_EXCLUDED] = day
        recount(table, days, own, day, registers, state)


@piece
def lengthen(table, columns, days, current, own, event, day, key, matter, low, high, registers, state, who):
    """A longer period if the event counts; True if it is a breach of its own. `current`: the terms of the event's own day, or NONE."""
    terms = current if table[HEAD_FOLLOWS_ACT] and current >= 0 else state[own + Z_TERMS]
    step = table[terms + Q_STEPS] + 1
    if table[terms + Q_STEPS] < 0 or table[step - 1] == 0 or table[step + X_KIND] != words_at(columns[C_KIND])[event]:
        return False
    said = holds(table, columns, table[step + X_WHEN], event, key, matter, low, high)
    if said != YES:
        state[own + Z_DOUBT] |= said == UNKNOWN
        return False
    late = not state[own + Z_STANDS] and day > state[own + Z_DUE]
    fits = NO if late or state[own + Z_COUNT] >= table[step + X_TIMES] else approver_fits(table, columns, step, event, matter, who)
    if fits == NO:
        return True
    if fits == UNKNOWN and not table[HEAD_UNRECORDED_COUNTS]:
        state[own + Z_DOUBT] = 1
        return False
    state[own + Z_COUNT] += 1
    state[own + Z_ADDED] += table[step + X_DAYS]
    recount(table, days, own, day, registers, state)
    return False
