"""The short way of the compiled kernel: one pass over the events of a matter, each with the list of what it makes the rules do.

What stands in the lists is written by `quick_rows.py`. It says the same as the long way through `kernel_duties.py` and
`kernel_acts.py`, which tests hold against each other. Clocks on it: `kernel_ticking.py`.
"""

from __future__ import annotations

from hengjian.bulk.kernel_acts import NOT_JUDGED
from hengjian.bulk.kernel_conditions import holds, on_day
from hengjian.bulk.kernel_days import day_of
from hengjian.bulk.kernel_duties import answer
from hengjian.bulk.kernel_one_act import judge_act
from hengjian.bulk.kernel_ticking import finish, open_clock, tick
from hengjian.bulk.layout import (
    BREACHED,
    C_AT,
    C_KIND,
    HEAD_BITS,
    HEAD_QUICK_CALENDAR,
    K_ASK,
    K_NONE_BIT,
    K_OPEN,
    K_OPEN_BIT,
    K_SURE,
    K_SURE_BIT,
    MISSING,
    NO,
    NONE,
    OP_ACT,
    OP_ANYWHERE,
    OP_BEFORE,
    OP_CLOSE,
    OP_COUNT,
    OP_OPEN,
    OP_SAY,
    OP_TEST,
    OP_UP_TO,
    OP_WIDTH,
    PASSED,
    STATE_WIDTH,
    UNDETERMINED,
    UNKNOWN,
    YES,
    Z_COUNT,
    Z_TOUCHED,
)
from hengjian.bulk.machine import piece, words_at


@piece
def any_holds(table, columns, conditions, event, matter, low, high):
    """Whether one of several conditions holds for the event; NONE is no condition."""
    if conditions < 0:
        return YES
    said = NO
    for place in range(table[conditions]):
        one = holds(table, columns, table[conditions + 1 + place], event, NONE, matter, low, high)
        if one == YES:
            return YES
        said = one if one == UNKNOWN else said
    return said


@piece
def judge_quickly(table, columns, days, lists, matter, low, high, now, out, registers, state, touched, counted, who, whole):
    """Everything in the lists for this matter. `whole`: the bits of all its kinds."""
    calendar, bits, number = table[HEAD_QUICK_CALENDAR], table[HEAD_BITS], 0
    before, up_to, ahead = 0, 0, low
    kinds, times = words_at(columns[C_KIND]), words_at(columns[C_AT])
    for event in range(low, high):
        while ahead < high and times[ahead] <= times[event]:
            up_to |= table[bits + kinds[ahead]]
            ahead += 1
        by_day = table[lists + kinds[event]]
        if by_day != 0:
            day = day_of(days, calendar, times[event])
            operations = on_day(table, by_day, day)
            if operations >= 0:
                number = operate(
                    table, columns, days, operations, day, before, up_to, whole, event, matter, low, high, out, registers, state,
                    touched, number, counted, who,
                )  # fmt: skip
        before |= table[bits + kinds[event]]
    for place in range(number):
        finish(table, days, calendar, touched[place], matter, now, out, registers, state)


@piece
def operate(
    table, columns, days, operations, day, before, up_to, whole, event, matter, low, high, out, registers, state, touched, number,
    counted, who,
):  # fmt: skip
    """The operations of one event; how many rules have a state to be finished."""
    for place in range(table[operations]):
        op = operations + 1 + OP_WIDTH * place
        code, rule = table[op], table[op + 1]
        own = STATE_WIDTH * rule
        if code == OP_SAY:
            answer(out, registers, matter, rule, NONE, event, table[op + 2], MISSING, NONE)
        elif code == OP_CLOSE:
            tick(table, columns, days, table[op + 2], own, rule, matter, event, day, low, high, out, registers, state)
        elif code == OP_OPEN:
            said = table[op + 4] if table[op + 3] < 0 else any_holds(table, columns, table[op + 3], event, matter, low, high)
            open_clock(table, columns, days, table[op + 2], said, False, own, rule, matter, event, day, low, high, out, registers, state)
        elif code == OP_COUNT:
            count_act(table, columns, op, own, rule, matter, event, low, high, out, registers, state)
        else:
            standing = whole if code == OP_ANYWHERE else before if code == OP_BEFORE else up_to
            bit = judge_one(table, columns, days, op, standing, rule, event, matter, low, high, registers, counted, who)
            if bit != NOT_JUDGED:
                answer(out, registers, matter, rule, NONE, event, bit, MISSING, NONE)
        if OP_COUNT <= code <= OP_OPEN and state[own + Z_TOUCHED] == 0:
            state[own + Z_TOUCHED], touched[number] = 1, rule
            number += 1
    return number


@piece
def judge_one(table, columns, days, op, standing, rule, event, matter, low, high, registers, counted, who):
    """What is said of one act, or NOT_JUDGED."""
    code = table[op]
    if code == OP_ACT:
        return judge_act(table, columns, days, rule, table[op + 2], event, NONE, matter, low, high, registers, counted, who)
    said = any_holds(table, columns, table[op + 2], event, matter, low, high)
    if code == OP_TEST:
        return table[op + 3] if said == NO else table[op + 4] if said == UNKNOWN else table[op + 5]
    if said != YES:
        return UNDETERMINED if said == UNKNOWN else NOT_JUDGED
    record = table[op + 3]
    if standing & table[record + K_SURE]:
        return table[record + K_SURE_BIT]
    if standing & table[record + K_ASK]:
        return judge_act(table, columns, days, rule, table[op + 4], event, NONE, matter, low, high, registers, counted, who)
    return table[record + K_OPEN_BIT] if standing & table[record + K_OPEN] else table[record + K_NONE_BIT]


@piece
def count_act(table, columns, op, own, rule, matter, event, low, high, out, registers, state):
    """at_most, counted from the first act on."""
    said = any_holds(table, columns, table[op + 2], event, matter, low, high)
    if said == UNKNOWN:
        answer(out, registers, matter, rule, NONE, event, UNDETERMINED, MISSING, NONE)
    elif said == YES:
        state[own + Z_COUNT] += 1
        if table[op + 3] >= 0:
            bit = BREACHED if state[own + Z_COUNT] > table[op + 3] else PASSED
            answer(out, registers, matter, rule, NONE, event, bit, MISSING, NONE)
