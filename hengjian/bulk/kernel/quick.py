"""The short way of the compiled kernel: one pass over the events of a matter, each with the list of what it makes the rules do.

What stands in the lists is written by `table/quick_rows.py`. It says the same as the long way through `kernel/duties.py` and
`kernel/acts.py`, which tests hold against each other. Clocks on it: `kernel/ticking.py`.
"""

from __future__ import annotations

import numpy as np

from hengjian.bulk.kernel.conditions import acts_on, holds, on_day
from hengjian.bulk.kernel.days import day_of
from hengjian.bulk.kernel.duties import answer
from hengjian.bulk.kernel.machine import piece, words_at
from hengjian.bulk.kernel.one_act import judge_act
from hengjian.bulk.kernel.ticking import finish, meet_plainly, meets_plainly, open_clock, open_plainly, tick
from hengjian.bulk.layout import (
    BREACHED,
    C_AT,
    C_KIND,
    DOUBTED,
    HEAD_BITS,
    HEAD_QUICK_CALENDAR,
    HEAD_RULES,
    K_ASK,
    K_NONE_BIT,
    K_OPEN,
    K_OPEN_BIT,
    K_SURE,
    K_SURE_BIT,
    NO,
    NO_DUE,
    NO_EVENT,
    NONE,
    OP_ACT,
    OP_ANYWHERE,
    OP_BEFORE,
    OP_CLOSE,
    OP_COUNT,
    OP_OPEN,
    OP_TEST,
    OP_WIDTH,
    PASSED,
    Q_PLAIN,
    R_MACHINE,
    RULE_WIDTH,
    SILENT,
    STATE_WIDTH,
    UNDETERMINED,
    UNKNOWN,
    YES,
    Z_COUNT,
    Z_EVENT,
    Z_TOUCHED,
)

TO_BE_ASKED = -1  # in place of a bit: the long way must say


@piece
def any_holds(table, columns, conditions, event, key, matter, low, high):
    """Whether one of several conditions holds for the event. NONE is no condition, DOUBTED one that is open for every event."""
    if conditions < 0:
        return UNKNOWN if conditions == DOUBTED else YES
    said = NO
    for place in range(table[conditions]):
        one = holds(table, columns, table[conditions + 1 + place], event, key, matter, low, high)
        if one == YES:
            return YES
        said = one if one == UNKNOWN else said
    return said


@piece
def judge_quickly(table, columns, days, lists, key, matter, low, high, now, out, registers, state, touched, counted, who, whole, acting):
    """Everything in the lists for this matter and one key of it, as `mark_acting` has marked it."""
    calendar, bits, number = table[HEAD_QUICK_CALENDAR], table[HEAD_BITS], np.int64(0)
    before, up_to, ahead = np.int64(0), np.int64(0), low
    kinds, times = words_at(columns[C_KIND]), words_at(columns[C_AT])
    for event in range(low, high):
        if key >= 0 and acting[event - low] == 0:
            continue
        while ahead < high and times[ahead] <= times[event]:
            up_to |= table[bits + kinds[ahead]] if key < 0 or acting[ahead - low] else 0
            ahead += 1
        by_day = table[lists + kinds[event]]
        if by_day != 0:
            day = day_of(days, calendar, times[event])
            operations = on_day(table, by_day, day)
            if operations >= 0:
                number = operate(
                    table, columns, days, operations, day, before, up_to, whole, event, key, matter, low, high, out, registers, state,
                    touched, number, counted, who,
                )  # fmt: skip
        before |= table[bits + kinds[event]]
    for place in range(number):
        finish(table, days, calendar, touched[place], key, matter, now, out, registers, state)


@piece
def mark_acting(table, columns, key, low, high, acting):
    """Marks which events act on a key; the bits of all their kinds."""
    kinds, whole = words_at(columns[C_KIND]), np.int64(0)
    for event in range(low, high):
        acting[event - low] = acts_on(columns, event, key)
        whole |= table[table[HEAD_BITS] + kinds[event]] if acting[event - low] else 0
    return whole


@piece
def operate(
    table, columns, days, operations, day, before, up_to, whole, event, key, matter, low, high, out, registers, state, touched, number,
    counted, who,
):  # fmt: skip
    """The operations of one event; how many rules have a state to be finished. Rules that ask the same stand side by side."""
    asked, said = NONE, YES
    alone = event == low or words_at(columns[C_AT])[event - 1] < words_at(columns[C_AT])[event]
    for place in range(table[operations]):
        op = operations + 1 + OP_WIDTH * place
        code, rule = table[op], table[op + 1]
        own = STATE_WIDTH * rule
        if table[op + 2] != asked:
            asked = table[op + 2]
            said = any_holds(table, columns, asked, event, key, matter, low, high)
        bit = SILENT
        if code == OP_TEST:
            bit = table[op + 3 + said]
        elif code <= OP_ANYWHERE:
            standing = whole if code == OP_ANYWHERE else before if code == OP_BEFORE else up_to
            bit = by_standing(table, table[op + 3], said, standing)
        elif code == OP_ACT:
            bit = TO_BE_ASKED
        elif code == OP_COUNT:
            bit = count_act(table, op, said, own, state)
        opens = said if code == OP_OPEN else NO
        if code == OP_CLOSE and state[own + Z_EVENT] >= 0:
            terms = table[op + 3]
            if meets_plainly(table, own, words_at(columns[C_KIND])[event], state):
                meet_plainly(own, rule, key, matter, event, day, out, registers, state)
            elif (
                tick(table, columns, days, terms, own, rule, key, matter, event, day, low, high, out, registers, state, who) and terms >= 0
            ):
                opens = YES
        if (opens != NO or code == OP_COUNT) and state[own + Z_TOUCHED] == 0:
            state[own + Z_TOUCHED], touched[number] = 1, rule
            number += 1
        if opens != NO and state[own + Z_EVENT] < 0 and alone and table[table[op + 3] + Q_PLAIN]:
            open_plainly(table, days, own, event, day, opens, table[op + 3], registers, state)
        elif opens != NO and state[own + Z_EVENT] < 0:
            open_clock(
                table, columns, days, table[op + 3], opens, code == OP_CLOSE, own, rule, key, matter, event, day, low, high, out, registers,
                state,
            )  # fmt: skip
        if bit == TO_BE_ASKED:
            machine = table[table[HEAD_RULES] + RULE_WIDTH * rule + R_MACHINE]
            bit = judge_act(table, columns, days, rule, machine, event, key, matter, low, high, registers, counted, who)
        if bit != SILENT:
            answer(out, registers, matter, rule, key, event, bit, NO_DUE, NO_EVENT)
    return number


@piece
def by_standing(table, record, said, standing):
    """What is said of one act by which kinds stand, SILENT, or TO_BE_ASKED."""
    if said != YES:
        return UNDETERMINED if said == UNKNOWN else SILENT
    if standing & table[record + K_SURE]:
        return table[record + K_SURE_BIT]
    if standing & table[record + K_ASK]:
        return TO_BE_ASKED
    return table[record + K_OPEN_BIT] if standing & table[record + K_OPEN] else table[record + K_NONE_BIT]


@piece
def count_act(table, op, said, own, state):
    """at_most, counted from the first act on; one that is in doubt is not counted."""
    limit = table[op + 3]
    if said != YES:
        return UNDETERMINED if said == UNKNOWN and limit >= 0 else SILENT
    state[own + Z_COUNT] += 1
    return SILENT if limit < 0 else BREACHED if state[own + Z_COUNT] > limit else PASSED
