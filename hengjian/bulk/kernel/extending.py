"""Extensions of a running clock, for the compiled kernel: `core/checks/extending.py` and the part of `clock.py` that adds up."""

from __future__ import annotations

from hengjian.bulk.kernel.clock import count, in_time, too_coarse
from hengjian.bulk.kernel.conditions import event_value, holds, on_day
from hengjian.bulk.kernel.days import day_of
from hengjian.bulk.kernel.machine import piece, words_at
from hengjian.bulk.layout import (
    C_AT,
    C_ATTRIBUTE_SORTS,
    C_ATTRIBUTES,
    C_KIND,
    C_MATTERS,
    C_SORTS,
    HEAD_FOLLOWS_ACT,
    HEAD_RULES,
    HEAD_UNRECORDED_COUNTS,
    MISSING,
    MOST_STEPS,
    NO,
    NUMBER,
    R_CALENDAR,
    R_SHAPE,
    READS,
    RULE_WIDTH,
    S_BAIL,
    S_BASE,
    S_DAYS,
    S_DOUBT,
    S_GIVEN,
    S_HAS_DUE,
    S_HOURS,
    S_IN_HOURS,
    S_LAST_STEP,
    S_MONTHS,
    S_START,
    S_TERMS,
    S_WORKING,
    SETS,
    STEP_WIDTH,
    T_CALENDAR,
    T_STEPS,
    UNKNOWN,
    X_AFTER,
    X_DAYS,
    X_FIELD,
    X_HOURS,
    X_HOW,
    X_KIND,
    X_LEAST,
    X_MONTHS,
    X_MOST,
    X_ORGAN,
    X_RELATION,
    X_ROLES,
    X_TIMES,
    X_UNIT,
    X_WHEN,
    X_WORKING,
    YES,
)  # fmt: skip

TAKEN, REFUSED, NOTHING = 0, 1, 2
LEVELS = 5  # the first texts of every vocabulary are the levels, in order


@piece
def extend(table, columns, days, rule, event, key, matter, low, high, registers, segments, used, who):
    """A longer period if the event counts; True if it is a breach of its own."""
    if not registers[S_HAS_DUE]:
        return False
    steps = steps_for(table, columns, days, rule, event, registers)
    found, step = choose(table, columns, steps, event, key, matter, low, high, registers, used)
    if found != TAKEN:
        return found == REFUSED
    return try_step(table, columns, days, steps, step, event, matter, registers, segments, used, who)


@piece
def steps_for(table, columns, days, rule, event, registers):
    """The steps of the start day's law, or of the act's, as policy says where they differ."""
    own = table[registers[S_TERMS] + T_STEPS]
    record = table[HEAD_RULES] + rule * RULE_WIDTH
    versions = table[table[record + R_SHAPE] + 1]
    if table[versions] == 1 or not table[HEAD_FOLLOWS_ACT]:
        return own
    current = on_day(table, versions, day_of(days, table[record + R_CALENDAR], words_at(columns[C_AT])[event]))
    return own if current < 0 else table[current + T_STEPS]


@piece
def choose(table, columns, steps, event, key, matter, low, high, registers, used):
    """(what becomes of the event, place of the step): the first step, from the last one used on, that fits and is not used up."""
    fault, missing = False, False
    if table[steps] > MOST_STEPS:
        registers[S_BAIL] = 1
        return NOTHING, 0
    for place in range(table[steps]):
        step = steps + 1 + place * STEP_WIDTH
        if table[step + X_KIND] != words_at(columns[C_KIND])[event]:
            continue
        answer = holds(table, columns, table[step + X_WHEN], event, key, matter, low, high)
        if answer == NO:
            continue
        jumps = place < registers[S_LAST_STEP] or (table[step + X_AFTER] and place > 0 and used[place - 1] == 0)
        if answer == UNKNOWN:
            missing = True
        elif jumps or used[place] >= table[step + X_TIMES]:
            fault = True
        else:
            return TAKEN, place
    if missing:
        registers[S_DOUBT] = 1
        return NOTHING, 0
    return (REFUSED if fault else NOTHING), 0


@piece
def try_step(table, columns, days, steps, place, event, matter, registers, segments, used, who):
    """Lengthens the period by the step; True if the event does not count and is a breach."""
    step = steps + 1 + place * STEP_WIDTH
    if too_coarse(columns, event, registers):
        registers[S_DOUBT] = 1
    if not in_time(table, columns, days, event, registers, segments):
        return True
    fits = approver_fits(table, columns, step, event, matter, who)
    if fits == NO:
        return True
    if fits == UNKNOWN and not table[HEAD_UNRECORDED_COUNTS]:
        registers[S_DOUBT] = 1
        return False
    if table[step + X_HOW] == READS:
        return read_length(table, columns, days, step, place, event, registers, segments, used)
    lengthen(table, columns, days, step, place, event, table[step + X_HOURS], table[step + X_DAYS], registers, segments, used)
    return False


@piece
def read_length(table, columns, days, step, place, event, registers, segments, used):
    """The length stands in the event; out of bounds is a breach."""
    field = table[step + X_FIELD]
    number = event_value(columns, field, event)
    if number == MISSING or words_at(columns[C_SORTS])[field] != NUMBER:
        registers[S_DOUBT] = 1
        return False
    if number < table[step + X_LEAST] or number > table[step + X_MOST]:
        return True
    unit = table[step + X_UNIT]
    used[place] += 1
    registers[S_LAST_STEP] = max(registers[S_LAST_STEP], place)
    registers[unit] += number
    count(table, columns, days, words_at(columns[C_AT])[event], registers, segments)
    return False


@piece
def lengthen(table, columns, days, step, place, event, hours, more_days, registers, segments, used):
    used[place] += 1
    registers[S_LAST_STEP] = max(registers[S_LAST_STEP], place)
    if table[step + X_HOW] == SETS:
        registers[S_HOURS], registers[S_DAYS] = hours, more_days
        registers[S_WORKING], registers[S_MONTHS] = table[step + X_WORKING], table[step + X_MONTHS]
        registers[S_GIVEN], registers[S_IN_HOURS] = 0, hours > 0
        registers[S_BASE] = day_of(days, table[registers[S_TERMS] + T_CALENDAR], words_at(columns[C_AT])[registers[S_START]])
    else:
        registers[S_HOURS] += hours
        registers[S_DAYS] += more_days
        registers[S_WORKING] += table[step + X_WORKING]
        registers[S_MONTHS] += table[step + X_MONTHS]
    count(table, columns, days, words_at(columns[C_AT])[event], registers, segments)


@piece
def approver_fits(table, columns, step, event, matter, who):
    """YES, NO, or UNKNOWN where it is not recorded. `who`: columns of by_level, by_role, by_organ and the attribute level."""
    answer = YES
    if table[step + X_ORGAN] >= 0:
        answer = weaker(answer, one_of(columns, who[2], event, table[step + X_ORGAN], table[step + X_ORGAN]))
    roles = table[step + X_ROLES]
    if table[roles] > 0:
        answer = weaker(answer, listed(table, columns, who[1], event, roles))
    if table[step + X_RELATION] >= 0:
        answer = weaker(answer, relation_fits(table, columns, table[step + X_RELATION], event, matter, who))
    return answer


@piece
def weaker(one, other):
    """Two answers that must both be yes; NO decides."""
    if one == NO or other == NO:
        return NO
    return UNKNOWN if one == UNKNOWN or other == UNKNOWN else YES


@piece
def one_of(columns, field, event, low, high):
    value = event_value(columns, field, event)
    if value == MISSING:
        return UNKNOWN
    return YES if words_at(columns[C_SORTS])[field] == 3 and low <= value <= high else NO


@piece
def listed(table, columns, field, event, codes):
    """Whether the text in a column is one of a list of codes."""
    value = event_value(columns, field, event)
    if value == MISSING:
        return UNKNOWN
    for place in range(table[codes]):
        if words_at(columns[C_SORTS])[field] == 3 and table[codes + 1 + place] == value:
            return YES
    return NO


@piece
def relation_fits(table, columns, relations, event, matter, who):
    """Whether the approver's level stands to the handling unit's as the law wants; `relations[level]` is the level wanted, or NONE."""
    given, handling = event_value(columns, who[0], event), words_at(columns[C_ATTRIBUTES])[(who[3]) * columns[C_MATTERS] + matter]
    known = words_at(columns[C_SORTS])[who[0]] == 3 and words_at(columns[C_ATTRIBUTE_SORTS])[who[3]] == 3
    if given == MISSING or handling == MISSING or not known or given >= LEVELS or handling >= LEVELS:
        return UNKNOWN
    wanted = table[relations + handling]
    return YES if wanted < 0 or wanted == given else NO
