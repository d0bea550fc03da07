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
    CLOCK,
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
    ColumnPointers,
    DayPointers,
    OutPointers,
)  # fmt: skip
from hengjian.bulk.machine import bytes_at, piece, words_at


@piece
def gather_keys(columns, sort, low, high, keys, registers):
    """The keys of a sort that the matter names; how many."""
    number = 0
    for event in range(low, high):
        for place in range(columns.about_starts[event], columns.about_starts[event + 1]):
            key = columns.about[place]
            if columns.key_sort[key] != sort:
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
    panel = table[table[HEAD_PANELS] + columns.panel[matter]]
    number = 0
    for event in range(low, high):
        entry = table[triggers + columns.kind[event]]
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
        if table[triggers + columns.kind[event]] and (key < 0 or acts_on(columns, event, key)):
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
def pointers_of(arrays, sizes):
    """The columns as pointers; `sizes`: events and matters."""
    return ColumnPointers(
        words_at(arrays.starts.ctypes.data), words_at(arrays.kind.ctypes.data), words_at(arrays.at.ctypes.data),
        bytes_at(arrays.day_only.ctypes.data), words_at(arrays.values.ctypes.data), words_at(arrays.fields.ctypes.data),
        words_at(arrays.sorts.ctypes.data), words_at(arrays.about_starts.ctypes.data), words_at(arrays.about.ctypes.data),
        words_at(arrays.key_sort.ctypes.data), words_at(arrays.attributes.ctypes.data), words_at(arrays.attribute_sorts.ctypes.data),
        words_at(arrays.panel.ctypes.data), words_at(arrays.text_how.ctypes.data), words_at(arrays.text_value.ctypes.data),
        words_at(arrays.text_low.ctypes.data), words_at(arrays.text_high.ctypes.data), words_at(sizes.ctypes.data),
    )  # fmt: skip


@njit
def days_of(tables):
    return DayPointers(
        words_at(tables.worked.ctypes.data), words_at(tables.nth.ctypes.data), words_at(tables.zone_of.ctypes.data),
        words_at(tables.zone_starts.ctypes.data), words_at(tables.turns.ctypes.data), words_at(tables.offsets.ctypes.data),
    )  # fmt: skip


@njit
def out_of(answers, sizes):
    """`sizes`: rules, and rows there is room for."""
    return OutPointers(
        bytes_at(answers.cells.ctypes.data), words_at(answers.tally.ctypes.data), words_at(answers.rows.ctypes.data),
        words_at(sizes[2:].ctypes.data),
    )  # fmt: skip


@njit
def keep(*arrays):
    """Holds the arrays that pointers lead to until here."""
    return len(arrays)


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
        room = np.zeros(REGISTERS + 3 * MOST_SEGMENTS + 2 * MOST_OPEN + MOST_STEPS + MOST_KEYS + MOST_COUNTED, np.int64)
        registers, segments = words_at(room.ctypes.data), words_at(room[REGISTERS:].ctypes.data)
        openings = words_at(room[REGISTERS + 3 * MOST_SEGMENTS :].ctypes.data)
        rest = room[REGISTERS + 3 * MOST_SEGMENTS + 2 * MOST_OPEN :]
        used, keys = words_at(rest.ctypes.data), words_at(rest[MOST_STEPS:].ctypes.data)
        counted = words_at(rest[MOST_STEPS + MOST_KEYS :].ctypes.data)
        chosen_room, stamps = np.zeros(answers.cells.shape[1], np.int64), np.full(answers.cells.shape[1], -1, np.int64)
        chosen, stamp = words_at(chosen_room.ctypes.data), words_at(stamps.ctypes.data)
        state_room, touched_room = np.zeros((answers.cells.shape[1], STATE_WIDTH), np.int64), np.zeros(answers.cells.shape[1], np.int64)
        state_room[:, 0], state_room[:, 3] = NONE, NONE
        kinds_room = np.full(2 * words[HEAD_KINDS], -1, np.int64)
        state, touched = words_at(state_room.ctypes.data), words_at(touched_room.ctypes.data)
        first, seen = words_at(kinds_room.ctypes.data), words_at(kinds_room[words[HEAD_KINDS] :].ctypes.data)
        sizes = np.array([arrays.values.shape[1], arrays.attributes.shape[1], answers.cells.shape[1], answers.rows.shape[0]])
        table, who = words_at(words.ctypes.data), words_at(fields_of_who.ctypes.data)
        columns, days = pointers_of(arrays, sizes), days_of(tables)
        out = out_of(answers, sizes)
        for matter in range(arrays.starts.shape[0] - 1):
            if answers.given_up[matter]:
                continue
            low, high = columns.starts[matter], columns.starts[matter + 1]
            while high > low and columns.at[high - 1] > now:
                high -= 1
            quick = may_go_quickly(columns, low, high, first, seen, matter)
            triggers = table[HEAD_SLOW_TRIGGERS] if quick else table[HEAD_TRIGGERS]
            number = trigger_rules(table, columns, triggers, matter, low, high, chosen, stamp)
            registers[S_BAIL], registers[S_SIGN] = 0, 1
            for _again in range(2):
                if quick:
                    judge_quickly(
                        table, columns, days, matter, low, high, now, out, registers, state, touched, first, seen, matter, counted, who
                    )
                judge_all(
                    table, columns, days, chosen, number, matter, low, high, now, out, registers, segments, openings, used, keys,
                    counted, who,
                )  # fmt: skip
                if registers[S_BAIL] == 0 or registers[S_SIGN] < 0:
                    break
                registers[S_SIGN] = -1
            answers.given_up[matter] = registers[S_BAIL] != 0
        counters[0] = registers[S_ROWS]
        keep(room, chosen_room, stamps, sizes, state_room, touched_room, kinds_room)

    return run


RUN: Callable[..., Any] = compiled(sources_digest())
