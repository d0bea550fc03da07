"""The rule table run over columns: matter by matter, rule by rule, key by key. What makes machine code of it: `kernel/ready.py`."""

from __future__ import annotations

from hengjian.bulk.kernel.acts import NOT_JUDGED
from hengjian.bulk.kernel.conditions import acts_on, number_at
from hengjian.bulk.kernel.differing import compare, take_back
from hengjian.bulk.kernel.duties import answer, judge_clock
from hengjian.bulk.kernel.machine import bytes_at, piece, words_at
from hengjian.bulk.kernel.one_act import judge_act
from hengjian.bulk.kernel.quick import judge_quickly, mark_acting
from hengjian.bulk.layout import (
    C_ABOUT,
    C_ABOUT_STARTS,
    C_AT,
    C_DAY_ONLY,
    C_KEY_SORT,
    C_KIND,
    C_KIND_OF,
    C_KIND_WIDTH,
    C_LOG_ABOUT_STARTS,
    C_LOG_DAY_ONLY,
    C_MATTERS,
    C_PANEL,
    C_RAW_KIND,
    C_STARTS,
    CLOCK,
    COARSE,
    G_ANSWERS,
    G_DAYS,
    G_ROOMS,
    G_TABLE,
    HEAD_BITS,
    HEAD_KINDS,
    HEAD_PANELS,
    HEAD_RULES,
    HEAD_STARTS,
    HEAD_TRIGGERS,
    KEYED,
    MOST_KEYS,
    NO_DUE,
    NO_EVENT,
    NO_KEY,
    NONE,
    P_APPLIES,
    P_BY_KEY,
    P_LISTS,
    PANEL_WIDTH,
    R_MACHINE,
    R_PER,
    RULE_WIDTH,
    S_BAIL,
    S_ROWS,
    S_SIGN,
    SIDE_WIDTH,
    W_ACTING,
    W_CHOSEN,
    W_COUNTED,
    W_KEYS,
    W_KINDS,
    W_OPENINGS,
    W_REGISTERS,
    W_SEGMENTS,
    W_STAMP,
    W_STATE,
    W_TOUCHED,
    W_USED,
    W_ZEROS,
)  # fmt: skip
from hengjian.core.lawbook.rule import SORTS


@piece
def gather_keys(columns, sort, low, high, keys, registers):
    """The keys of a sort that the matter names; how many."""
    number = 0
    for event in range(low, high):
        for place in range(words_at(columns[C_ABOUT_STARTS])[event], words_at(columns[C_ABOUT_STARTS])[event + 1]):
            key = words_at(columns[C_ABOUT])[place]
            if words_at(columns[C_KEY_SORT])[key] != sort:
                continue
            known = False
            for other in range(number):
                known = known or keys[other] == key
            if not known and number == MOST_KEYS:
                registers[S_BAIL] = 1
            elif not known:
                keys[number] = key
                number += 1
    return number


@piece
def judge_keys_quickly(
    table, columns, days, lists, matter, low, high, now, out, registers, state, touched, keys, counted, who, whole, acting
):  # fmt: skip
    """The rules by party, by item and so on that go quickly, for every key of the matter; once for all where it names none of the sort."""
    for sort in range(len(SORTS)):
        if table[lists + 2 * sort] == 0:
            continue
        found = gather_keys(columns, sort, low, high, keys, registers)
        for place in range(max(found, 1)):
            key = keys[place] if found else NO_KEY
            bits = mark_acting(table, columns, key, low, high, acting) if found else whole
            judge_quickly(
                table, columns, days, table[lists + 2 * sort], key, matter, low, high, now, out, registers, state, touched, counted, who,
                bits, acting,
            )  # fmt: skip


@piece
def trigger_rules(table, columns, triggers, applies, low, high, chosen, stamp):
    """Writes the rules that an event of the matter can make answer into `chosen`; how many. `applies`: whether each rule does."""
    number = 0
    for event in range(low, high):
        entry = table[triggers + words_at(columns[C_KIND])[event]]
        for place in range(table[entry]):
            rule = table[entry + 1 + place]
            if stamp[rule] != low and table[applies + rule]:
                stamp[rule] = low
                chosen[number] = rule
                number += 1
    return number


@piece
def judge(table, columns, days, rule, key, matter, low, high, now, out, registers, segments, openings, used, counted, who):
    """One rule for one key."""
    triggers = table[HEAD_STARTS] + rule * table[HEAD_KINDS]
    machine = table[table[HEAD_RULES] + rule * RULE_WIDTH + R_MACHINE]
    if machine == CLOCK:
        judge_clock(
            table, columns, days, rule, triggers, key, matter, low, high, now, out, registers, segments, openings, used, who
        )  # fmt: skip
        return
    counted[0] = 0
    for event in range(low, high):
        if table[triggers + words_at(columns[C_KIND])[event]] and (key < 0 or acts_on(columns, event, key)):
            bit = judge_act(table, columns, days, rule, machine, event, key, matter, low, high, registers, counted, who)
            if bit != NOT_JUDGED:
                answer(out, registers, matter, rule, key, event, bit, NO_DUE, NO_EVENT)


@piece
def judge_all(table, columns, days, rules, count, matter, low, high, now, out, registers, segments, openings, used, keys, counted, who):
    """The rules in play for one matter, each for every key that it is judged by."""
    for number in range(count):
        rule = rules[number]
        sort = table[table[HEAD_RULES] + rule * RULE_WIDTH + R_PER]
        found = gather_keys(columns, sort, low, high, keys, registers) if sort >= 0 else 0
        for place in range(max(found, 1)):
            key = keys[place] if found else NONE
            judge(table, columns, days, rule, key, matter, low, high, now, out, registers, segments, openings, used, counted, who)


@piece
def take_in(table, columns, low, high, rooms):
    """(bits of all kinds of the matter, whether some event knows its day alone); kinds in the table's numbers stand in `C_KIND` then."""
    raw, width, codes = columns[C_RAW_KIND], columns[C_KIND_WIDTH], words_at(columns[C_KIND_OF])
    kinds, bits, whole, coarse = words_at(rooms[W_KINDS]), table[HEAD_BITS], 0, False
    for event in range(low, high):
        kind = codes[number_at(raw, width, event)]
        kinds[event - low] = kind
        whole |= table[bits + kind]
    columns[C_KIND] = rooms[W_KINDS] - 8 * low
    if columns[C_LOG_DAY_ONLY] == 0:
        columns[C_DAY_ONLY] = rooms[W_ZEROS] - low
    else:
        for event in range(low, high):
            coarse = coarse or bytes_at(columns[C_DAY_ONLY])[event] != 0
    if columns[C_LOG_ABOUT_STARTS] == 0:
        columns[C_ABOUT_STARTS] = rooms[W_ZEROS] - 8 * low
    return whole, coarse


@piece
def judge_matter(table, columns, days, who, matter, low, high, now, out, rooms):
    """Every rule in play for one matter; True if it must be judged live, with everything that was counted taken back."""
    registers, segments, openings = words_at(rooms[W_REGISTERS]), words_at(rooms[W_SEGMENTS]), words_at(rooms[W_OPENINGS])
    used, keys, counted = words_at(rooms[W_USED]), words_at(rooms[W_KEYS]), words_at(rooms[W_COUNTED])
    chosen, stamp = words_at(rooms[W_CHOSEN]), words_at(rooms[W_STAMP])
    state, touched, acting = words_at(rooms[W_STATE]), words_at(rooms[W_TOUCHED]), words_at(rooms[W_ACTING])
    whole, coarse = take_in(table, columns, low, high, rooms)
    sort = (COARSE if coarse else 0) + (KEYED if words_at(columns[C_ABOUT_STARTS])[low] < words_at(columns[C_ABOUT_STARTS])[high] else 0)
    panel, triggers = table[HEAD_PANELS] + PANEL_WIDTH * words_at(columns[C_PANEL])[matter], table[HEAD_TRIGGERS + sort]
    number = trigger_rules(table, columns, triggers, table[panel + P_APPLIES], low, high, chosen, stamp)
    registers[S_BAIL], registers[S_SIGN] = 0, 1
    for _again in range(2):
        judge_quickly(
            table, columns, days, table[panel + P_LISTS + sort], NO_KEY, matter, low, high, now, out, registers, state, touched, counted,
            who, whole, acting,
        )  # fmt: skip
        if sort >= KEYED:
            judge_keys_quickly(
                table, columns, days, panel + P_BY_KEY + (1 if coarse else 0), matter, low, high, now, out, registers, state, touched,
                keys, counted, who, whole, acting,
            )  # fmt: skip
        judge_all(
            table, columns, days, chosen, number, matter, low, high, now, out, registers, segments, openings, used, keys, counted, who
        )  # fmt: skip
        if registers[S_BAIL] == 0 or registers[S_SIGN] < 0:
            break
        registers[S_SIGN] = -1
    return registers[S_BAIL] != 0


@piece
def judge_side(side, columns, who, matter, low, high, now):
    """One matter by one law; True if it must be judged live."""
    table, days, out, rooms = words_at(side[G_TABLE]), words_at(side[G_DAYS]), words_at(side[G_ANSWERS]), words_at(side[G_ROOMS])
    return judge_matter(table, columns, days, who, matter, low, high, now, out, rooms)


@piece
def judge_range(side_places, number, column_places, who_place, now, given_up_place, found_place):
    """Every matter of the columns that is not given up, by one law or by two that are compared at once; everything by address."""
    columns, who, given_up, found = words_at(column_places), words_at(who_place), bytes_at(given_up_place), words_at(found_place)
    starts, times = words_at(columns[C_STARTS]), words_at(columns[C_AT])
    for matter in range(columns[C_MATTERS]):
        if given_up[matter]:
            continue
        low, high = starts[matter], starts[matter + 1]
        while high > low and times[high - 1] > now:
            high -= 1
        for place in range(number):
            side = words_at(side_places + 8 * SIDE_WIDTH * place)
            if number > 1:
                words_at(words_at(side[G_ROOMS])[W_REGISTERS])[S_ROWS] = 0
            given_up[matter] = judge_side(side, columns, who, matter, low, high, now)
            if given_up[matter]:
                if place > 0:
                    take_back(words_at(side_places))
                break
        if number > 1 and not given_up[matter]:
            compare(side_places, found)
