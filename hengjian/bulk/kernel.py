"""The rule table run over columns: matter by matter, rule by rule, key by key. Nothing is compiled anew when the law changes.

The machine code is kept on disk under the digest of all kernel files, so that a change in any of them is compiled.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numba import njit

from hengjian.bulk.kernel_acts import NOT_JUDGED
from hengjian.bulk.kernel_conditions import acts_on
from hengjian.bulk.kernel_duties import answer, judge_clock
from hengjian.bulk.kernel_one_act import judge_act
from hengjian.bulk.kernel_quick import judge_quickly, may_go_quickly
from hengjian.bulk.layout import (
    C_ABOUT,
    C_ABOUT_STARTS,
    C_KEY_SORT,
    C_KIND,
    C_PANEL,
    CLOCK,
    HEAD_KEYED_TRIGGERS,
    HEAD_KINDS,
    HEAD_PANELS,
    HEAD_RULES,
    HEAD_SLOW_TRIGGERS,
    HEAD_STARTS,
    HEAD_TRIGGERS,
    MISSING,
    MOST_COUNTED,
    MOST_KEYS,
    MOST_OPEN,
    MOST_SEGMENTS,
    MOST_STEPS,
    NONE,
    R_MACHINE,
    R_PER,
    REGISTERS,
    RULE_WIDTH,
    S_BAIL,
    S_ROWS,
    S_SIGN,
    STATE_WIDTH,
)  # fmt: skip
from hengjian.bulk.machine import piece, words_at

W_CHOSEN, W_STAMP, W_STATE, W_TOUCHED, W_FIRST, W_SEEN = range(6, 12)  # rooms whose length goes by the law; those before are fixed


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
def trigger_rules(table, columns, triggers, matter, low, high, chosen, stamp):
    """Writes the rules that an event of the matter can make answer into `chosen`; how many."""
    panel = table[table[HEAD_PANELS] + words_at(columns[C_PANEL])[matter]]
    number = 0
    for event in range(low, high):
        entry = table[triggers + words_at(columns[C_KIND])[event]]
        for place in range(table[entry]):
            rule = table[entry + 1 + place]
            if stamp[rule] != low and table[panel + rule]:
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
                answer(out, registers, matter, rule, key, event, bit, MISSING, NONE)


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


@njit
def places_of_columns(arrays):
    """Where each column stands, and how many events and matters there are."""
    return np.array([
        np.int64(arrays.starts.ctypes.data),
        np.int64(arrays.kind.ctypes.data),
        np.int64(arrays.at.ctypes.data),
        np.int64(arrays.day_only.ctypes.data),
        np.int64(arrays.values.ctypes.data),
        np.int64(arrays.fields.ctypes.data),
        np.int64(arrays.sorts.ctypes.data),
        np.int64(arrays.about_starts.ctypes.data),
        np.int64(arrays.about.ctypes.data),
        np.int64(arrays.key_sort.ctypes.data),
        np.int64(arrays.attributes.ctypes.data),
        np.int64(arrays.attribute_sorts.ctypes.data),
        np.int64(arrays.panel.ctypes.data),
        np.int64(arrays.text_how.ctypes.data),
        np.int64(arrays.text_value.ctypes.data),
        np.int64(arrays.text_low.ctypes.data),
        np.int64(arrays.text_high.ctypes.data),
        arrays.values.shape[1], arrays.attributes.shape[1],
    ])  # fmt: skip


@njit
def places_of_days(tables):
    return np.array([
        np.int64(tables.worked.ctypes.data),
        np.int64(tables.nth.ctypes.data),
        np.int64(tables.zone_of.ctypes.data),
        np.int64(tables.zone_starts.ctypes.data),
        np.int64(tables.turns.ctypes.data),
        np.int64(tables.offsets.ctypes.data),
    ])  # fmt: skip


@njit
def places_of_answers(answers):
    """Where the answers go, how many rules there are, and rows there is room for."""
    return np.array([
        np.int64(answers.cells.ctypes.data),
        np.int64(answers.tally.ctypes.data),
        np.int64(answers.rows.ctypes.data),
        answers.cells.shape[1], answers.rows.shape[0],
    ])  # fmt: skip


@njit
def keep(*arrays):
    """Holds the arrays that pointers lead to until here."""
    return len(arrays)


@njit
def rooms_in(scratch, lengths, places):
    """Lays the working rooms of one thread end to end in `scratch` and writes down where each begins."""
    first = 0
    for room in range(lengths.shape[0]):
        places[room] = np.int64(scratch.ctypes.data) + 8 * first
        if room in (W_STAMP, W_SEEN):
            scratch[first : first + lengths[room]] = NONE
        first += lengths[room]
    state = words_at(places[W_STATE])
    for rule in range(lengths[W_STAMP]):
        state[STATE_WIDTH * rule], state[STATE_WIDTH * rule + 3] = NONE, NONE


@piece
def judge_matter(table, columns, days, who, matter, low, high, now, out, rooms):
    """Every rule in play for one matter; True if it must be judged live, with everything that was counted taken back."""
    registers, segments, openings = words_at(rooms[0]), words_at(rooms[1]), words_at(rooms[2])
    used, keys, counted = words_at(rooms[3]), words_at(rooms[4]), words_at(rooms[5])
    chosen, stamp = words_at(rooms[W_CHOSEN]), words_at(rooms[W_STAMP])
    state, touched = words_at(rooms[W_STATE]), words_at(rooms[W_TOUCHED])
    first, seen = words_at(rooms[W_FIRST]), words_at(rooms[W_SEEN])
    quick = may_go_quickly(columns, low, high, first, seen, matter)
    keyless = words_at(columns[C_ABOUT_STARTS])[low] == words_at(columns[C_ABOUT_STARTS])[high]
    triggers = table[HEAD_TRIGGERS] if not quick else table[HEAD_SLOW_TRIGGERS] if keyless else table[HEAD_KEYED_TRIGGERS]
    number = trigger_rules(table, columns, triggers, matter, low, high, chosen, stamp)
    registers[S_BAIL], registers[S_SIGN] = 0, 1
    for _again in range(2):
        if quick:
            judge_quickly(
                table, columns, days, matter, low, high, now, out, registers, state, touched, first, seen, matter, counted, who, keyless
            )  # fmt: skip
        judge_all(
            table, columns, days, chosen, number, matter, low, high, now, out, registers, segments, openings, used, keys, counted, who
        )  # fmt: skip
        if registers[S_BAIL] == 0 or registers[S_SIGN] < 0:
            break
        registers[S_SIGN] = -1
    return registers[S_BAIL] != 0


def sources_digest() -> str:
    """SHA-256 over every file that the machine code comes from."""
    here = Path(__file__).parent
    parts = [path.read_bytes() for path in sorted([*here.glob("kernel*.py"), here / "layout.py", here / "machine.py"])]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def compiled(digest: str) -> Callable[..., None]:
    """The kernel, compiled once per digest of its sources."""

    @njit(cache=True, nogil=True)
    def run(words, arrays, tables, fields_of_who, now, answers, counters):
        if len(digest) == 0:
            return
        rules, kinds = answers.cells.shape[1], words[HEAD_KINDS]
        fixed = (REGISTERS, 3 * MOST_SEGMENTS, 2 * MOST_OPEN, MOST_STEPS, MOST_KEYS, MOST_COUNTED)
        lengths = np.array([*fixed, rules, rules, STATE_WIDTH * rules, rules, kinds, kinds])
        scratch, room_places = np.zeros(lengths.sum(), np.int64), np.zeros(len(lengths), np.int64)
        rooms_in(scratch, lengths, room_places)
        column_places, day_places, answer_places = places_of_columns(arrays), places_of_days(tables), places_of_answers(answers)
        table, who, rooms = words_at(words.ctypes.data), words_at(fields_of_who.ctypes.data), words_at(room_places.ctypes.data)
        columns, days, out = words_at(column_places.ctypes.data), words_at(day_places.ctypes.data), words_at(answer_places.ctypes.data)
        for matter in range(arrays.starts.shape[0] - 1):
            if answers.given_up[matter]:
                continue
            low, high = arrays.starts[matter], arrays.starts[matter + 1]
            while high > low and arrays.at[high - 1] > now:
                high -= 1
            answers.given_up[matter] = judge_matter(table, columns, days, who, matter, low, high, now, out, rooms)
        counters[0] = scratch[S_ROWS]
        keep(scratch, room_places, column_places, day_places, answer_places)

    return run


RUN: Callable[..., Any] = compiled(sources_digest())
