"""Judgements of acts, for the compiled kernel: not_after, authority, presence, age_gate, required_document."""

from __future__ import annotations

from hengjian.bulk.kernel.acts import act_day, act_spoken_of, days_apart, excused, shape_of, up_to_instant
from hengjian.bulk.kernel.conditions import acts_on, event_value, holds, matches, names, on_day, value_at
from hengjian.bulk.kernel.days import add_months, covered, day_of, minute_of
from hengjian.bulk.kernel.extending import listed, weaker
from hengjian.bulk.kernel.machine import bytes_at, piece, words_at
from hengjian.bulk.layout import (
    A_CALENDAR,
    A_EXTRA,
    A_NEEDS,
    BOOLEAN,
    BREACHED,
    C_AT,
    C_DAY_ONLY,
    C_KIND,
    C_SORTS,
    C_TEXT_HIGH,
    C_TEXT_LOW,
    MISSING,
    NO,
    NUMBER,
    PASSED,
    S_BAIL,
    SAME_DAY,
    TEXT,
    UNDETERMINED,
    UNKNOWN,
    YES,
)  # fmt: skip

NOT_JUDGED = 0


@piece
def spoken_day(table, columns, days, rule, act, key, matter, low, high, registers):
    """(YES, NO or UNKNOWN whether the rule speaks of the act, the day that picks its values)."""
    known, day = act_day(table, columns, days, rule, act, key, matter, low, high, registers)
    if not known:
        return UNKNOWN, 0
    return act_spoken_of(table, columns, shape_of(table, rule), day, act, key, matter, low, high), day


@piece
def later(table, columns, days, calendar, length, first, second, registers):
    """Whether the second event comes later than the first plus the length; `length`: hours days working months."""
    if table[length]:
        if bytes_at(columns[C_DAY_ONLY])[first] or bytes_at(columns[C_DAY_ONLY])[second]:
            return UNKNOWN
        return YES if minute_of(words_at(columns[C_AT])[second]) > minute_of(words_at(columns[C_AT])[first]) + table[length] * 60 else NO
    begin, end = day_of(days, calendar, words_at(columns[C_AT])[first]), day_of(days, calendar, words_at(columns[C_AT])[second])
    if not covered(begin) or not covered(end):
        registers[S_BAIL] = 1
        return NO
    if table[length + 3]:
        return YES if end > add_months(begin, table[length + 3], SAME_DAY) else NO
    wanted = table[length + 2] or table[length + 1]
    return YES if days_apart(table, days, calendar, length, begin, end) > wanted else NO


@piece
def soon_enough(table, columns, days, calendar, soon, event, key, matter, low, high, registers):
    """Whether the event came within the length after one of those named (or none is asked)."""
    if soon < 0:
        return True
    patterns = table[soon]
    for place in range(low, event):
        if names(table, patterns, words_at(columns[C_KIND])[place]) and acts_on(columns, place, key):
            fits = matches(table, columns, patterns, place, key, matter, low, high)
            if fits == YES and later(table, columns, days, calendar, table[soon + 1], place, event, registers) == NO:
                return True
    return False


@piece
def barred(table, columns, days, shape, day, act, key, matter, low, high, registers):
    """Whether a standing A forbids the act."""
    after = on_day(table, table[shape + A_NEEDS], day)
    if after < 0:
        return NO
    extra, calendar = table[shape + A_EXTRA], table[shape + A_CALENDAR]
    until, beyond, soon = table[extra], on_day(table, table[extra + 1], day), table[extra + 2]
    found = NO
    for event in range(low, act):
        if not acts_on(columns, event, key):
            continue
        kind = words_at(columns[C_KIND])[event]
        if names(table, until, kind) and matches(table, columns, until, event, key, matter, low, high) == YES:
            found = NO
        if not names(table, after, kind):
            continue
        said = matches(table, columns, after, event, key, matter, low, high)
        if said == NO or not soon_enough(table, columns, days, calendar, soon, event, key, matter, low, high, registers):
            continue
        if beyond >= 0:
            said = weaker(said, later(table, columns, days, calendar, beyond, event, act, registers))
        if said == YES or (said == UNKNOWN and found == NO):
            found = said
    return found


@piece
def judge_after(table, columns, days, rule, act, key, matter, low, high, registers):
    """not_after: what is said of one act, or NOT_JUDGED."""
    said, day = spoken_day(table, columns, days, rule, act, key, matter, low, high, registers)
    if said != YES:
        return UNDETERMINED if said == UNKNOWN else NOT_JUDGED
    shape = shape_of(table, rule)
    found = barred(table, columns, days, shape, day, act, key, matter, low, high, registers)
    if found == NO:
        return PASSED
    excuse = excused(table, columns, shape, day, act, act, True, key, matter, low, high)
    if excuse == YES:
        return PASSED
    return UNDETERMINED if found == UNKNOWN or excuse == UNKNOWN else BREACHED


@piece
def judge_authority(table, columns, days, rule, act, key, matter, low, high, registers, who):
    """authority: whether one of the entries covers the act."""
    said, day = spoken_day(table, columns, days, rule, act, key, matter, low, high, registers)
    if said != YES:
        return UNDETERMINED if said == UNKNOWN else NOT_JUDGED
    allowed = on_day(table, table[shape_of(table, rule) + A_NEEDS], day)
    if allowed < 0:
        return NOT_JUDGED
    unknown = False
    for place in range(table[allowed]):
        covers = competent(table, columns, allowed + 1 + 5 * place, act, key, matter, low, high, who)
        if covers == YES:
            return PASSED
        unknown = unknown or covers == UNKNOWN
    return UNDETERMINED if unknown else BREACHED


@piece
def competent(table, columns, entry, act, key, matter, low, high, who):
    """One entry: condition, levels, roles, organs, amounts."""
    answer = holds(table, columns, table[entry], act, key, matter, low, high)
    for part in range(3):
        codes = table[entry + 1 + part]
        if table[codes] > 0:
            answer = weaker(answer, listed(table, columns, who[part], act, codes))
    amounts = table[entry + 4]
    for place in range(table[amounts]):
        path = amounts + 1 + 4 * place
        sort, value = value_at(columns, table[path], table[path + 1], table[path + 2], act, key, matter, low, high)
        answer = weaker(answer, UNKNOWN if sort != NUMBER else YES if value <= table[path + 3] else NO)
    return answer


@piece
def judge_presence(table, columns, days, rule, act, key, matter, low, high, registers):
    """presence: whether every need is met."""
    said, day = spoken_day(table, columns, days, rule, act, key, matter, low, high, registers)
    if said != YES:
        return UNDETERMINED if said == UNKNOWN else NOT_JUDGED
    shape = shape_of(table, rule)
    needs = on_day(table, table[shape + A_NEEDS], day)
    if needs < 0:
        return NOT_JUDGED
    excuse = excused(table, columns, shape, day, act, up_to_instant(columns, act, high), False, key, matter, low, high)
    if excuse == YES:
        return PASSED
    wrong, doubt = False, excuse == UNKNOWN
    for place in range(table[needs]):
        answer = attended(table, columns, needs + 1 + 3 * place, act, key, matter, low, high)
        wrong = wrong or answer == NO
        doubt = doubt or answer == UNKNOWN
    if wrong and excuse != UNKNOWN:
        return BREACHED
    return UNDETERMINED if doubt else PASSED


@piece
def attended(table, columns, need, act, key, matter, low, high):
    """One need: when, any of, unclear."""
    asked = holds(table, columns, table[need], act, key, matter, low, high)
    if asked == NO:
        return YES
    any_of, unclear = table[need + 1], table[need + 2]
    unknown = asked == UNKNOWN
    for place in range(table[any_of]):
        answer = holds(table, columns, table[any_of + 1 + place], act, key, matter, low, high)
        if answer == YES:
            return YES
        unknown = unknown or answer == UNKNOWN
    if unclear >= 0 and holds(table, columns, unclear, act, key, matter, low, high) == YES:
        return UNKNOWN
    return UNKNOWN if unknown else NO


@piece
def judge_age(table, columns, days, rule, act, key, matter, low, high, registers):
    """age_gate: whether the age forbids the act, or asks what is lacking."""
    said, day = spoken_day(table, columns, days, rule, act, key, matter, low, high, registers)
    if said != YES:
        return UNDETERMINED if said == UNKNOWN else NOT_JUDGED
    shape = shape_of(table, rule)
    ages = on_day(table, table[shape + A_NEEDS], day)
    if ages < 0:
        return NOT_JUDGED
    answer = gated(table, columns, ages, table[shape + A_EXTRA], act, key, matter, low, high)
    if answer != NO:
        excuse = excused(table, columns, shape, day, act, up_to_instant(columns, act, high), False, key, matter, low, high)
        answer = NO if excuse == YES else UNKNOWN if excuse == UNKNOWN else answer
    return PASSED if answer == NO else UNDETERMINED if answer == UNKNOWN else BREACHED


@piece
def years_of(columns, sort, value):
    """First age, and first age beyond; (-1, -1) where no age is known."""
    if sort == NUMBER:
        return value, value + 1
    if sort == TEXT:
        return words_at(columns[C_TEXT_LOW])[value], words_at(columns[C_TEXT_HIGH])[value]
    return -1, -1


@piece
def gated(table, columns, ages, extra, act, key, matter, low, high):
    """`extra`: path of the age, and what is required. `ages`: low, high, condition of each range."""
    sort, value = value_at(columns, table[extra], table[extra + 1], table[extra + 2], act, key, matter, low, high)
    first, beyond = years_of(columns, sort, value)
    known = sort == NUMBER or first >= 0
    answer = NO
    for place in range(table[ages]):
        least, most = table[ages + 1 + 3 * place], table[ages + 2 + 3 * place]
        when = holds(table, columns, table[ages + 3 + 3 * place], act, key, matter, low, high)
        if when == NO or (known and (beyond <= least or first >= most)):
            continue
        said = when if known and first >= least and beyond <= most else UNKNOWN
        if said == YES or answer == NO:
            answer = said
    requires = table[extra + 3]
    if answer == NO or requires < 0:
        return answer
    kept = holds(table, columns, requires, act, key, matter, low, high)
    return NO if kept == YES else UNKNOWN if kept == UNKNOWN else answer


@piece
def judge_document(table, columns, days, rule, act, key, matter, low, high, registers):
    """required_document: whether every form, or one of the events, stands at or before the act."""
    said, day = spoken_day(table, columns, days, rule, act, key, matter, low, high, registers)
    if said != YES:
        return UNDETERMINED if said == UNKNOWN else NOT_JUDGED
    shape = shape_of(table, rule)
    paper = on_day(table, table[shape + A_NEEDS], day)
    if paper < 0:
        return NOT_JUDGED
    end = up_to_instant(columns, act, high)
    excuse = excused(table, columns, shape, day, act, end, False, key, matter, low, high)
    if excuse == YES:
        return PASSED
    there = document_there(table, columns, paper, table[shape + A_EXTRA], act, end, key, matter, low, high, registers)
    answer = there if there != NO else excuse
    return PASSED if answer == YES else UNDETERMINED if answer == UNKNOWN else BREACHED


@piece
def document_there(table, columns, paper, issue, act, end, key, matter, low, high, registers):
    """`paper`: forms, signed, events. `issue`: kind, columns of form and signed, column of the act's own list."""
    forms = table[paper]
    if table[forms] == 0:
        answer = NO
        for event in range(low, end):
            if names(table, table[paper + 2], words_at(columns[C_KIND])[event]) and acts_on(columns, event, key):
                said = matches(table, columns, table[paper + 2], event, key, matter, low, high)
                answer = YES if said == YES or answer == YES else UNKNOWN if said == UNKNOWN else answer
        return answer
    if event_value(columns, table[issue + 3], act) != MISSING:
        registers[S_BAIL] = 1
    answer = YES
    for place in range(table[forms]):
        answer = weaker(answer, issued(table, columns, table[forms + 1 + place], table[paper + 1], issue, end, key, low))
    return answer


@piece
def issued(table, columns, form, signed, issue, end, key, low):
    found, unknown = False, False
    for event in range(low, end):
        if (
            words_at(columns[C_KIND])[event] != table[issue]
            or not acts_on(columns, event, key)
            or event_value(columns, table[issue + 1], event) != form
        ):
            continue
        found = True
        mark = event_value(columns, table[issue + 2], event)
        sort = words_at(columns[C_SORTS])[table[issue + 2]]
        if signed and mark == 1 and sort in (BOOLEAN, NUMBER):
            return YES
        unknown = unknown or mark == MISSING
    if not found:
        return NO
    return YES if not signed else UNKNOWN if unknown else NO
