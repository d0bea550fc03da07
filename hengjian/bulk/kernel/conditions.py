"""Conditions, patterns, dated values and lookups of the rule table, for the compiled kernel: `core/conditions.py` and `core/case.py`."""

from __future__ import annotations

import numpy as np

from hengjian.bulk.kernel.days import day_of
from hengjian.bulk.kernel.machine import ints_at, piece, shorts_at, small_at, words_at
from hengjian.bulk.layout import (
    ABSENT,
    AT_LEAST,
    BY_EVENT,
    BY_OWN_DAY,
    C_ABOUT,
    C_ABOUT_STARTS,
    C_AT,
    C_ATTRIBUTE_SORTS,
    C_ATTRIBUTES,
    C_FIELDS,
    C_KEY_SORT,
    C_KIND,
    C_MATTERS,
    C_SORTS,
    C_TEXT_HOW,
    C_TEXT_VALUE,
    C_VALUES,
    EQUAL,
    EVENT,
    HEAD_RULES,
    IN,
    MATTER,
    MISSING,
    NO,
    NONE,
    NUMBER,
    PRESENT,
    R_FIELD,
    R_JUDGED,
    R_KIND,
    R_SCOPE,
    RULE_WIDTH,
    S_BAIL,
    TEST_WIDTH,
    TEXT,
    UNKNOWN,
    YES,
)  # fmt: skip


@piece
def on_day(table, dated, day):
    """The pointer in force on a day, or NONE."""
    found = NONE
    for place in range(table[dated]):
        if table[dated + 1 + 2 * place] > day:
            break
        found = table[dated + 2 + 2 * place]
    return found


@piece
def acts_on(columns, event, key):
    """Whether an event acts on a key: it names it, or nothing of that sort."""
    first, end = words_at(columns[C_ABOUT_STARTS])[event], words_at(columns[C_ABOUT_STARTS])[event + 1]
    if key < 0 or first == end:
        return True
    sort = words_at(columns[C_KEY_SORT])[key]
    same_sort = False
    for place in range(first, end):
        if words_at(columns[C_ABOUT])[place] == key:
            return True
        if words_at(columns[C_KEY_SORT])[words_at(columns[C_ABOUT])[place]] == sort:
            same_sort = True
    return not same_sort


@piece
def concerns(columns, event, key, other):
    """Whether an event says something about the key, or, for a rule per matter, about what the other is about."""
    if key >= 0:
        return acts_on(columns, event, key)
    first, end = words_at(columns[C_ABOUT_STARTS])[event], words_at(columns[C_ABOUT_STARTS])[event + 1]
    begin, stop = words_at(columns[C_ABOUT_STARTS])[other], words_at(columns[C_ABOUT_STARTS])[other + 1]
    if first == end or begin == stop:
        return True
    for place in range(first, end):
        for against in range(begin, stop):
            if words_at(columns[C_ABOUT])[place] == words_at(columns[C_ABOUT])[against]:
                return True
    return False


@piece
def last_fact(columns, kind, key, event, low, high):
    """The last event of a kind about the key at or before the event, else the first after it, else NONE."""
    for place in range(event, low - 1, -1):
        if words_at(columns[C_KIND])[place] == kind and concerns(columns, place, key, event):
            return place
    for place in range(event + 1, high):
        if words_at(columns[C_KIND])[place] == kind and concerns(columns, place, key, event):
            return place
    return NONE


@piece
def number_at(address, width, place):
    """A whole number of a column that is 1, 2, 4 or 8 bytes wide."""
    if width == 8:
        return words_at(address)[place]
    if width == 4:
        return np.int64(ints_at(address)[place])
    return np.int64(shorts_at(address)[place]) if width == 2 else np.int64(small_at(address)[place])


@piece
def event_value(columns, field, event):
    """The word of a field of an event, or MISSING."""
    row = words_at(columns[C_FIELDS])[field]
    if row < 0:
        return MISSING
    column = columns[C_VALUES] + 24 * row
    word, words = number_at(words_at(column)[0], words_at(column)[1], event), words_at(column)[2]
    return word if words == 0 else words_at(words)[word]


@piece
def value_at(columns, scope, kind, field, event, key, matter, low, high):
    """(sort, value) at the end of a path; sort ABSENT where there is none."""
    if field < 0:
        return ABSENT, MISSING
    if scope == MATTER:
        value = words_at(columns[C_ATTRIBUTES])[(field) * columns[C_MATTERS] + matter]
        return (ABSENT if value == MISSING else words_at(columns[C_ATTRIBUTE_SORTS])[field]), value
    place = event if scope == EVENT else last_fact(columns, kind, key, event, low, high)
    if place < 0:
        return ABSENT, MISSING
    value = event_value(columns, field, place)
    return (ABSENT if value == MISSING else words_at(columns[C_SORTS])[field]), value


@piece
def test_holds(table, test, sort, value):
    operation, wanted_sort, wanted = table[test + 3], table[test + 5], table[test + 6]
    if operation == PRESENT:
        return YES if (sort != ABSENT) == (wanted == 1) else NO
    if sort == ABSENT:
        absent = table[test + 4]
        return UNKNOWN if absent < 0 else absent
    if operation == EQUAL:
        return YES if sort == wanted_sort and value == wanted else NO
    if operation == IN:
        pointer = table[test + 7]
        for place in range(table[pointer]):
            if table[pointer + 1 + 2 * place] == sort and table[pointer + 2 + 2 * place] == value:
                return YES
        return NO
    if sort != NUMBER:
        return UNKNOWN
    if operation == AT_LEAST:
        return YES if value >= wanted else NO
    return YES if value < wanted else NO


@piece
def holds(table, columns, condition, event, key, matter, low, high):
    """NO if a test fails, else UNKNOWN if one cannot be said, else YES. NONE is no condition."""
    if condition < 0:
        return YES
    answer = YES
    for place in range(table[condition]):
        test = condition + 1 + place * TEST_WIDTH
        sort, value = value_at(columns, table[test], table[test + 1], table[test + 2], event, key, matter, low, high)
        said = test_holds(table, test, sort, value)
        if said == NO:
            return NO
        if said == UNKNOWN:
            answer = UNKNOWN
    return answer


@piece
def matches(table, columns, patterns, event, key, matter, low, high):
    """Whether any pattern fits the event: YES before UNKNOWN before NO."""
    answer = NO
    kind = words_at(columns[C_KIND])[event]
    for place in range(table[patterns]):
        if table[patterns + 1 + 2 * place] == kind:
            said = holds(table, columns, table[patterns + 2 + 2 * place], event, key, matter, low, high)
            if said == YES:
                return YES
            if said == UNKNOWN:
                answer = UNKNOWN
    return answer


@piece
def names(table, patterns, kind):
    """Whether one of the patterns is of that kind."""
    found = False
    for place in range(table[patterns]):
        found = found or table[patterns + 1 + 2 * place] == kind
    return found


@piece
def judging_day(table, columns, days, rule, calendar, event, key, matter, low, high, registers):
    """(known, day) that picks the dated values."""
    record = table[HEAD_RULES] + rule * RULE_WIDTH
    how = table[record + R_JUDGED]
    if how == BY_OWN_DAY:
        return True, day_of(days, calendar, words_at(columns[C_AT])[event])
    if how == BY_EVENT:
        for place in range(low, high):
            if words_at(columns[C_KIND])[place] == table[record + R_KIND] and acts_on(columns, place, key):
                return True, day_of(days, calendar, words_at(columns[C_AT])[place])
        return False, 0
    sort, value = value_at(columns, table[record + R_SCOPE], table[record + R_KIND], table[record + R_FIELD], event, key, matter, low, high)
    if sort == ABSENT:
        return False, 0
    if sort != TEXT or words_at(columns[C_TEXT_HOW])[value] > 1:
        registers[S_BAIL] = 1
        return False, 0
    return words_at(columns[C_TEXT_HOW])[value] == 1, words_at(columns[C_TEXT_VALUE])[value]
