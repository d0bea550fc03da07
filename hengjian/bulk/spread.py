"""The kernel over many matters at once: ranges of matters on threads, verdicts in one matrix. The kernel holds no lock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from hengjian.bulk.frame import Frame
from hengjian.bulk.kernel.ready import machine_code
from hengjian.bulk.layout import (
    F_COMES,
    F_GOES,
    F_MOST,
    MOST_COUNTED,
    MOST_KEYS,
    MOST_OPEN,
    MOST_SEGMENTS,
    MOST_STEPS,
    NONE,
    REGISTERS,
    ROW_WIDTH,
    S_ROWS,
    STATE_WIDTH,
    TOLD_WIDTH,
    W_REGISTERS,
    W_STAMP,
    W_STATE,
    Z_EVENT,
    Z_SPENT,
    Columns,
    Out,
)
from hengjian.bulk.table.columns import RuleTable

PORTION = 20_000


@dataclass(frozen=True)
class Verdicts:
    """`cells[matter, rule]`: bits of `layout.STATE_BITS`, 0 where the rule says nothing. `tally[rule, bit]`: how many answers of each
    sort. `live[matter]`: left out of both, to be judged live. `rows`: the answers themselves, if they were asked for."""

    cells: np.ndarray
    tally: np.ndarray
    live: np.ndarray
    rows: np.ndarray


def space(matters: int, rules: int, given_up: np.ndarray, rows: int = 0) -> Out:
    """Room for the answers of so many matters, for this many of them whole."""
    return Out(
        cells=np.zeros((matters, rules), np.uint8),
        tally=np.zeros((rules, 8), np.int64),
        rows=np.empty((rows, ROW_WIDTH), np.int64),
        given_up=given_up.astype(np.uint8),
    )


def judge_frame(frame: Frame, rules: RuleTable, now: int, *, threads: int = 2, told: Callable[[int], None] | None = None) -> Verdicts:
    """Every cell of a frame at `now` (microseconds). `told` hears how many matters are done."""
    count = len(frame.columns.starts) - 1
    bounds = [(low, min(low + PORTION, count)) for low in range(0, count, PORTION)]

    def portion(bound: tuple[int, int]) -> Out:
        low, high = bound
        out = space(high - low, len(rules.rules), frame.unfit[low:high])
        run(frame.table, part(frame.columns, low, high), rules, now, out)
        return out

    found: list[Out] = []
    machine_code()
    with ThreadPoolExecutor(threads) as pool:
        for out in pool.map(portion, bounds):
            found.append(out)
            if told:
                told(len(out.cells))
    live = np.concatenate([out.given_up for out in found]).astype(bool)
    return Verdicts(np.concatenate([out.cells for out in found]), np.sum([out.tally for out in found], axis=0), live, found[0].rows)


def answers_of(frame: Frame, rules: RuleTable, now: int) -> Verdicts:
    """Every cell and every answer behind it, on one thread: for comparing with the live check."""
    count = len(frame.columns.starts) - 1
    number = run(frame.table, frame.columns, rules, now, space(count, len(rules.rules), frame.unfit))
    out = space(count, len(rules.rules), frame.unfit, number)
    run(frame.table, frame.columns, rules, now, out)
    return Verdicts(out.cells, out.tally, out.given_up.astype(bool), out.rows)


class Side(NamedTuple):
    """One law that the kernel is asked about: its `table` laid out for the log, what it came from, where its answers go, and of each of
    its rules the number by which laws that are compared know it."""

    table: np.ndarray
    rules: RuleTable
    out: Out
    places: np.ndarray


class Told(NamedTuple):
    """What the kernel tells of two laws: rows that only the one gives, rows that only the other gives, how many of each there were, and
    the most that one law said of one matter. There was room for `len(gone)` of each."""

    gone: np.ndarray
    come: np.ndarray
    goes: int
    comes: int
    most: int


NOTHING = np.empty((0, TOLD_WIDTH), np.int64)


def run(table: np.ndarray, columns: Columns, rules: RuleTable, now: int, out: Out) -> int:
    """One law over these columns; how many answers there were."""
    rooms = run_sides([Side(table, rules, out, np.empty(0, np.int64))], columns, now, np.zeros(1, np.int64))
    return int(rooms[0][W_REGISTERS][S_ROWS])


def run_both(sides: Sequence[Side], columns: Columns, now: int, room: int) -> Told:
    """Two laws over these columns in one pass, and what differs between them, where there is room for so many answers. What the one gives
    up is left out of both: they share `given_up`. The tables share their words."""
    gone, come = (np.empty((room, TOLD_WIDTH), np.int64) for _side in sides)
    found = np.array([gone.ctypes.data, come.ctypes.data, room, 0, 0, 0], np.int64)
    run_sides(sides, columns, now, found)
    goes, comes, most = (int(found[place]) for place in (F_GOES, F_COMES, F_MOST))
    return Told(gone[:goes], come[:comes], goes, comes, most)


def run_sides(sides: Sequence[Side], columns: Columns, now: int, found: np.ndarray) -> list[list[np.ndarray]]:
    """The compiled kernel; the rooms that it worked in. The arrays live until it returns: it knows them by address."""
    pairs = zip(columns.values, columns.value_of, strict=True)
    values = np.array([word for one, words in pairs for word in (one.ctypes.data, one.itemsize, address(words))], np.int64)
    longest = int(np.diff(columns.starts).max(initial=0))
    rooms = [rooms_for(len(side.rules.rules), longest) for side in sides]
    held = [(addresses(side.rules.days), answers_of_side(side.out), addresses(own)) for side, own in zip(sides, rooms, strict=True)]
    asked = [
        (side.table.ctypes.data, *(one.ctypes.data for one in own), side.places.ctypes.data) for side, own in zip(sides, held, strict=True)
    ]
    told = (np.array(asked, np.int64), len(sides), places(columns, values), sides[0].rules.who, now, sides[0].out.given_up, found)
    machine_code()(*(one.ctypes.data if isinstance(one, np.ndarray) else one for one in told))
    return rooms


def addresses(arrays: Sequence[np.ndarray]) -> np.ndarray:
    return np.array([one.ctypes.data for one in arrays], np.int64)


def answers_of_side(out: Out) -> np.ndarray:
    return np.array([*(one.ctypes.data for one in out[:3]), out.cells.shape[1], len(out.rows)], np.int64)


def rooms_for(rules: int, longest: int) -> list[np.ndarray]:
    """What one thread works in: for so many rules, and matters of at most so many events."""
    fixed = (REGISTERS, 3 * MOST_SEGMENTS, 2 * MOST_OPEN, MOST_STEPS, MOST_KEYS, MOST_COUNTED)
    rooms = [np.zeros(length, np.int64) for length in (*fixed, rules, rules, STATE_WIDTH * rules, rules, longest, longest + 1, longest)]
    rooms[W_STAMP][:] = NONE
    for place in (Z_EVENT, Z_SPENT):
        rooms[W_STATE][place::STATE_WIDTH] = NONE
    return rooms


def address(array: np.ndarray) -> int:
    """Where an array stands; 0 for an empty one."""
    return array.ctypes.data if len(array) else 0


def places(columns: Columns, values: np.ndarray) -> np.ndarray:
    """Where each column stands, in the order of `layout.py`; 0 for one that is left out."""
    whole = (columns.starts, columns.at, values, columns.fields, columns.sorts, columns.about, columns.key_sort, columns.attributes)
    rest = (columns.attribute_sorts, columns.panel, columns.text_how, columns.text_value, columns.text_low, columns.text_high)
    day_only, about_starts = address(columns.day_only), address(columns.about_starts)
    kinds = (columns.kind.ctypes.data, columns.kind.itemsize, columns.kind_of.ctypes.data)
    arrays = [one.ctypes.data for one in (*whole, *rest)]
    return np.array([*arrays, len(columns.panel), *kinds, day_only, about_starts, 0, day_only, about_starts], np.int64)


def part(columns: Columns, low: int, high: int) -> Columns:
    """The columns of some of the matters; events keep their places."""
    return columns._replace(
        starts=columns.starts[low : high + 1],
        panel=columns.panel[low:high],
        attributes=np.ascontiguousarray(columns.attributes[:, low:high]),
    )
