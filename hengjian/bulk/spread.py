"""The kernel over many matters at once: ranges of matters on threads, verdicts in one matrix. The kernel holds no lock."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from hengjian.bulk.columns import RuleTable
from hengjian.bulk.frame import Frame
from hengjian.bulk.kernel import RUN
from hengjian.bulk.layout import ROW_WIDTH, Columns, Days

PORTION = 20_000


@dataclass(frozen=True)
class Verdicts:
    """`cells[matter, rule]`: bits of `layout.STATE_BITS`; 0 where the rule says nothing. `live[matter]`: must be judged live.
    `rows`: one answer per duty and judgement (`layout.ROW_WIDTH` words each), if they were asked for."""

    cells: np.ndarray
    live: np.ndarray
    rows: np.ndarray


def judge_frame(frame: Frame, rules: RuleTable, now: int, *, threads: int = 2, told: Callable[[int], None] | None = None) -> Verdicts:
    """Every cell of a frame at `now` (microseconds). `told` hears how many matters are done."""
    count = len(frame.columns.starts) - 1
    cells = np.zeros((count, len(rules.rules)), np.uint8)
    bail = np.zeros(count, np.int64)
    bounds = [(low, min(low + PORTION, count)) for low in range(0, count, PORTION)]

    def portion(low: int, high: int) -> int:
        nothing = np.zeros((0, ROW_WIDTH), np.int64)
        run(frame.table, part(frame.columns, low, high), rules.days, rules.who, now, cells[low:high], nothing, bail[low:high])
        return high - low

    with ThreadPoolExecutor(threads) as pool:
        for done in pool.map(lambda pair: portion(*pair), bounds):
            if told:
                told(done)
    return Verdicts(cells, frame.unfit | (bail > 0), np.zeros((0, ROW_WIDTH), np.int64))


def answers_of(frame: Frame, rules: RuleTable, now: int) -> Verdicts:
    """Every cell and every answer behind it, on one thread: for comparing with the live check."""
    count = len(frame.columns.starts) - 1
    cells, bail = np.zeros((count, len(rules.rules)), np.uint8), np.zeros(count, np.int64)
    number = run(frame.table, frame.columns, rules.days, rules.who, now, cells, np.zeros((0, ROW_WIDTH), np.int64), bail)
    rows = np.zeros((number, ROW_WIDTH), np.int64)
    cells[:] = 0
    run(frame.table, frame.columns, rules.days, rules.who, now, cells, rows, bail)
    return Verdicts(cells, frame.unfit | (bail > 0), rows)


def run(
    table: np.ndarray, columns: Columns, days: Days, who: np.ndarray, now: int, cells: np.ndarray, rows: np.ndarray, bail: np.ndarray
) -> int:
    """The compiled kernel on these columns; how many answers there are."""
    counters = np.zeros(1, np.int64)
    RUN(table, columns, days, who, now, cells, rows, bail, counters)
    return int(counters[0])


def part(columns: Columns, low: int, high: int) -> Columns:
    """The columns of some of the matters; events keep their places."""
    return columns._replace(
        starts=columns.starts[low : high + 1],
        panel=columns.panel[low:high],
        attributes=np.ascontiguousarray(columns.attributes[:, low:high]),
    )
