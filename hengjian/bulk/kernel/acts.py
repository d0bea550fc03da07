"""Judgements of acts, for the compiled kernel: required_step, at_most, not_after, separation. The others stand in `kernel/qualities.py`."""

from __future__ import annotations

from hengjian.bulk.kernel.conditions import acts_on, holds, judging_day, matches, names, on_day, value_at
from hengjian.bulk.kernel.days import add_months, covered, day_of, minute_of, working_between
from hengjian.bulk.kernel.machine import bytes_at, piece, words_at
from hengjian.bulk.layout import (
    A_ACT,
    A_CALENDAR,
    A_EXTRA,
    A_NEEDS,
    A_SINCE,
    A_UNLESS,
    ABSENT,
    BREACHED,
    BY_OWN_DAY,
    C_AT,
    C_DAY_ONLY,
    C_KIND,
    HEAD_RULES,
    MOST_COUNTED,
    NO,
    PASSED,
    R_CALENDAR,
    R_JUDGED,
    R_SHAPE,
    RULE_WIDTH,
    S_BAIL,
    SAME_DAY,
    UNDETERMINED,
    UNKNOWN,
    YES,
)  # fmt: skip

NOT_JUDGED = 0


@piece
def shape_of(table, rule):
    return table[table[HEAD_RULES] + rule * RULE_WIDTH + R_SHAPE]


@piece
def act_day(table, columns, days, rule, act, key, matter, low, high, registers):
    """(known, day) that picks the values for an act."""
    record = table[HEAD_RULES] + rule * RULE_WIDTH
    if table[record + R_JUDGED] == BY_OWN_DAY:
        return True, day_of(days, table[record + R_CALENDAR], words_at(columns[C_AT])[act])
    return judging_day(table, columns, days, rule, table[record + R_CALENDAR], act, key, matter, low, high, registers)


@piece
def act_spoken_of(table, columns, shape, day, act, key, matter, low, high):
    """Whether the rule speaks of the act: YES, NO or UNKNOWN."""
    patterns = on_day(table, table[shape + A_ACT], day)
    return matches(table, columns, patterns, act, key, matter, low, high) if patterns >= 0 else NO


@piece
def excused(table, columns, shape, day, act, last, strictly, key, matter, low, high):
    """Whether a fact before `last` (not the act itself where `strictly`) or a condition on the act excuses."""
    excuse = on_day(table, table[shape + A_UNLESS], day)
    if excuse < 0:
        return NO
    patterns, when = table[excuse], table[excuse + 1]
    said = holds(table, columns, when, act, key, matter, low, high) if when >= 0 else NO
    for event in range(low, last):
        if said == YES:
            return YES
        if (strictly and event == act) or not names(table, patterns, words_at(columns[C_KIND])[event]) or not acts_on(columns, event, key):
            continue
        fits = matches(table, columns, patterns, event, key, matter, low, high)
        said = fits if fits != NO else said
    return said


@piece
def up_to_instant(columns, act, high):
    """The end of the events at or before the act's instant."""
    end = act + 1
    while end < high and words_at(columns[C_AT])[end] == words_at(columns[C_AT])[act]:
        end += 1
    return end


@piece
def days_apart(table, days, calendar, length, first, second):
    """Days (working days where the length is so counted) from one day to another; negative where they stand the other way round."""
    if table[length + 2] == 0:
        return second - first
    if second >= first:
        return working_between(days, calendar, first, second)
    return -working_between(days, calendar, second, first)


@piece
def distance_fits(table, columns, days, calendar, length, least, step, act, registers):
    """Whether the step stands at least (at most) so long before the act; `length`: hours days working months."""
    if table[length]:
        apart, wanted = minute_of(words_at(columns[C_AT])[act]) - minute_of(words_at(columns[C_AT])[step]), table[length] * 60
        return apart >= wanted if least else apart <= wanted
    first, second = day_of(days, calendar, words_at(columns[C_AT])[step]), day_of(days, calendar, words_at(columns[C_AT])[act])
    if not covered(first) or not covered(second):
        registers[S_BAIL] = 1
        return False
    if table[length + 3]:
        edge = add_months(first, table[length + 3], SAME_DAY)
        return second >= edge if least else second <= edge
    apart = days_apart(table, days, calendar, length, first, second)
    wanted = table[length + 2] or table[length + 1]
    return apart >= wanted if least else apart <= wanted


@piece
def judge_step(table, columns, days, rule, act, key, matter, low, high, registers):
    """required_step: what is said of one act, or NOT_JUDGED."""
    shape = shape_of(table, rule)
    known, day = act_day(table, columns, days, rule, act, key, matter, low, high, registers)
    if not known:
        return UNDETERMINED
    said = act_spoken_of(table, columns, shape, day, act, key, matter, low, high)
    if said != YES:
        return UNDETERMINED if said == UNKNOWN else NOT_JUDGED
    needs = on_day(table, table[shape + A_NEEDS], day)
    if needs < 0:
        return NOT_JUDGED
    end = up_to_instant(columns, act, high)
    excuse = excused(table, columns, shape, day, act, end, True, key, matter, low, high)
    if excuse == YES:
        return PASSED
    return weigh_step(table, columns, days, shape, needs, act, end, excuse == UNKNOWN, key, matter, low, high, registers)


@piece
def weigh_step(table, columns, days, shape, needs, act, end, doubt, key, matter, low, high, registers):
    """`needs`: patterns, each of them, after, at least before, at most before."""
    first = since_last(table, columns, table[needs + 2], act, end, key, matter, low, high)
    wanted = table[needs]
    groups = table[wanted] if table[needs + 1] else 1
    lacking, unknown = False, False
    for group in range(groups):
        said = stands(table, columns, days, shape, needs, group, act, first, end, key, matter, low, high, registers)
        lacking = lacking or said == NO
        unknown = unknown or said == UNKNOWN
    if not lacking and not unknown:
        return PASSED
    return UNDETERMINED if doubt or not lacking else BREACHED


@piece
def since_last(table, columns, after, act, end, key, matter, low, high):
    for event in range(end - 1, low - 1, -1):
        if event == act or not names(table, after, words_at(columns[C_KIND])[event]) or not acts_on(columns, event, key):
            continue
        if matches(table, columns, after, event, key, matter, low, high) == YES:
            return event + 1
    return low


@piece
def stands(table, columns, days, shape, needs, group, act, first, end, key, matter, low, high, registers):
    """Whether one of the patterns (or the one of the group) stands in the right distance before the act."""
    wanted, each = table[needs], table[needs + 1]
    doubt = False
    for event in range(end - 1, first - 1, -1):
        if event == act or not acts_on(columns, event, key):
            continue
        for place in range(table[wanted]):
            if (each and place != group) or table[wanted + 1 + 2 * place] != words_at(columns[C_KIND])[event]:
                continue
            said = holds(table, columns, table[wanted + 2 + 2 * place], event, key, matter, low, high)
            if said == YES:
                said = far_enough(table, columns, days, table[shape + A_CALENDAR], needs, event, act, registers)
            if said == YES:
                return YES
            doubt = doubt or said == UNKNOWN
    return UNKNOWN if doubt else NO


@piece
def far_enough(table, columns, days, calendar, needs, step, act, registers):
    for part in (3, 4):
        length = table[needs + part]
        if length < 0:
            continue
        if table[length] and (bytes_at(columns[C_DAY_ONLY])[step] or bytes_at(columns[C_DAY_ONLY])[act]):
            return UNKNOWN
        if not distance_fits(table, columns, days, calendar, length, part == 3, step, act, registers):
            return NO
    return YES


@piece
def reset_before(table, columns, since, act, key, matter, low, high):
    """The last event that makes counting begin anew, before the act."""
    for event in range(act - 1, low - 1, -1):
        if not names(table, since, words_at(columns[C_KIND])[event]) or not acts_on(columns, event, key):
            continue
        if matches(table, columns, since, event, key, matter, low, high) == YES:
            return event
    return low - 1


@piece
def judge_count(table, columns, days, rule, act, counted, key, matter, low, high, registers):
    """at_most: the act by its place among those counted; `counted[i]` are the places of the earlier ones, `counted[0]` how many."""
    shape = shape_of(table, rule)
    known, day = act_day(table, columns, days, rule, act, key, matter, low, high, registers)
    if not known:
        return UNDETERMINED
    said = act_spoken_of(table, columns, shape, day, act, key, matter, low, high)
    limit = on_day(table, table[shape + A_NEEDS], day)
    if said != YES:
        return UNDETERMINED if said == UNKNOWN and limit >= 0 else NOT_JUDGED
    if counted[0] + 1 >= MOST_COUNTED:
        registers[S_BAIL] = 1
        return NOT_JUDGED
    counted[0] += 1
    counted[counted[0]] = act
    if limit < 0:
        return NOT_JUDGED
    reset = reset_before(table, columns, table[shape + A_SINCE], act, key, matter, low, high)
    number = 0
    for place in range(1, counted[0] + 1):
        number += counted[place] > reset
    return BREACHED if number > table[limit] else PASSED


@piece
def judge_separation(table, columns, days, rule, act, key, matter, low, high, registers):
    """separation: the act against every first act of the matter, in either order."""
    shape = shape_of(table, rule)
    known, day = act_day(table, columns, days, rule, act, key, matter, low, high, registers)
    if not known:
        return UNDETERMINED
    said = act_spoken_of(table, columns, shape, day, act, key, matter, low, high)
    first = on_day(table, table[shape + A_NEEDS], day)
    if said != YES or first < 0:
        return UNDETERMINED if said == UNKNOWN else NOT_JUDGED
    who = table[shape + A_EXTRA]
    sort, person = value_at(columns, table[who], table[who + 1], table[who + 2], act, key, matter, low, high)
    others, unknown = False, False
    for event in range(low, high):
        if event == act or not names(table, first, words_at(columns[C_KIND])[event]) or not acts_on(columns, event, key):
            continue
        if matches(table, columns, first, event, key, matter, low, high) == NO:
            continue
        others = True
        other_sort, other = value_at(columns, table[who], table[who + 1], table[who + 2], event, key, matter, low, high)
        if sort != ABSENT and other_sort == sort and other == person:
            return BREACHED
        unknown = unknown or other_sort == ABSENT
    return UNDETERMINED if others and (sort == ABSENT or unknown) else PASSED
