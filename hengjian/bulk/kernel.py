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

from hengjian.bulk.kernel_acts import NOT_JUDGED, judge_count, judge_separation, judge_step
from hengjian.bulk.kernel_conditions import acts_on
from hengjian.bulk.kernel_duties import answer, judge_clock
from hengjian.bulk.kernel_qualities import judge_after, judge_age, judge_authority, judge_document, judge_presence
from hengjian.bulk.layout import (
    AGE_GATE,
    AT_MOST,
    AUTHORITY,
    CLOCK,
    DOCUMENT,
    HEAD_KINDS,
    HEAD_PANELS,
    HEAD_RULES,
    HEAD_STARTS,
    HEAD_TRIGGERS,
    MISSING,
    MOST_KEYS,
    MOST_OPEN,
    MOST_SEGMENTS,
    MOST_STEPS,
    NONE,
    NOT_AFTER,
    PRESENCE,
    R_MACHINE,
    R_PER,
    REGISTERS,
    REQUIRED_STEP,
    RULE_WIDTH,
    S_BAIL,
    S_ROWS,
    S_SIGN,
    SEPARATION,
)  # fmt: skip
from hengjian.bulk.machine import piece

MOST_COUNTED = 256


@piece
def judge_act(table, columns, days, rule, machine, act, key, matter, low, high, registers, counted, who):
    """What a rule says of one act: a bit, or NOT_JUDGED."""
    if machine == REQUIRED_STEP:
        return judge_step(table, columns, days, rule, act, key, matter, low, high, registers)
    if machine == AT_MOST:
        return judge_count(table, columns, days, rule, act, counted, key, matter, low, high, registers)
    if machine == NOT_AFTER:
        return judge_after(table, columns, days, rule, act, key, matter, low, high, registers)
    if machine == SEPARATION:
        return judge_separation(table, columns, days, rule, act, key, matter, low, high, registers)
    if machine == AUTHORITY:
        return judge_authority(table, columns, days, rule, act, key, matter, low, high, registers, who)
    if machine == PRESENCE:
        return judge_presence(table, columns, days, rule, act, key, matter, low, high, registers)
    if machine == AGE_GATE:
        return judge_age(table, columns, days, rule, act, key, matter, low, high, registers)
    if machine == DOCUMENT:
        return judge_document(table, columns, days, rule, act, key, matter, low, high, registers)
    return NOT_JUDGED


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
            if not known and number == keys.shape[0]:
                registers[S_BAIL] = 1
            elif not known:
                keys[number] = key
                number += 1
    return number


@piece
def trigger_rules(table, columns, matter, low, high, chosen, stamp):
    """Writes the rules that an event of the matter can make answer into `chosen`; how many."""
    panel = table[table[HEAD_PANELS] + columns.panel[matter]]
    number = 0
    for event in range(low, high):
        entry = table[table[HEAD_TRIGGERS] + columns.kind[event]]
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
def judge_all(table, columns, days, rules, matter, low, high, now, out, registers, segments, openings, used, keys, counted, who):
    """The rules in play for one matter, each for every key that it is judged by."""
    for number in range(rules.shape[0]):
        rule = rules[number]
        sort = table[table[HEAD_RULES] + rule * RULE_WIDTH + R_PER]
        found = gather_keys(columns, sort, low, high, keys, registers) if sort >= 0 else 0
        for place in range(max(found, 1)):
            key = keys[place] if found else NONE
            judge(table, columns, days, rule, key, matter, low, high, now, out, registers, segments, openings, used, counted, who)


def sources_digest() -> str:
    """SHA-256 over every file that the machine code comes from."""
    here = Path(__file__).parent
    parts = [path.read_bytes() for path in sorted([*here.glob("kernel*.py"), here / "layout.py"])]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def compiled(digest: str) -> Callable[..., None]:
    """The kernel, compiled once per digest of its sources."""

    @njit(cache=True, nogil=True)
    def run(table, columns, days, who, now, out, counters):
        if len(digest) == 0:
            return
        registers = np.zeros(REGISTERS, np.int64)
        segments = np.zeros((MOST_SEGMENTS, 3), np.int64)
        openings = np.zeros((MOST_OPEN, 2), np.int64)
        used = np.zeros(MOST_STEPS, np.int64)
        keys = np.zeros(MOST_KEYS, np.int64)
        counted = np.zeros(MOST_COUNTED, np.int64)
        chosen = np.zeros(out.cells.shape[1], np.int64)
        stamp = np.full(out.cells.shape[1], -1, np.int64)
        for matter in range(columns.starts.shape[0] - 1):
            if out.given_up[matter]:
                continue
            low, high = columns.starts[matter], columns.starts[matter + 1]
            while high > low and columns.at[high - 1] > now:
                high -= 1
            number = trigger_rules(table, columns, matter, low, high, chosen, stamp)
            registers[S_BAIL], registers[S_SIGN] = 0, 1
            judge_all(
                table, columns, days, chosen[:number], matter, low, high, now, out, registers, segments, openings, used, keys, counted, who
            )
            if registers[S_BAIL]:
                out.given_up[matter] = 1
                registers[S_SIGN] = -1
                judge_all(
                    table,
                    columns,
                    days,
                    chosen[:number],
                    matter,
                    low,
                    high,
                    now,
                    out,
                    registers,
                    segments,
                    openings,
                    used,
                    keys,
                    counted,
                    who,
                )
        counters[0] = registers[S_ROWS]

    return run


RUN: Callable[..., Any] = compiled(sources_digest())
