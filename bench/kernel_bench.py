"""The law over a million matters against one group-by of DuckDB over the same columns: paired runs and their ratios, on one machine.

Sizes from the environment: BENCH_MATTERS, BENCH_RULES, BENCH_RUNS, BENCH_LAW.
"""

from __future__ import annotations

import os
import platform
import resource
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar

import duckdb
import numpy as np
import pyarrow.parquet as pq

from bench.kernel_log import KINDS, LEVELS, OUTCOMES, write_log
from bench.law_bench import ATTRIBUTES, LAW, NOW
from hengjian.bulk.frame import kind_codes, text_tables
from hengjian.bulk.layout import BOOLEAN, FAULTY, MISSING, NONE, TEXT, UNDETERMINED, Columns, Out
from hengjian.bulk.spread import run, space
from hengjian.bulk.table.bound import bound
from hengjian.bulk.table.columns import RuleTable, rule_table
from hengjian.bulk.table.folding import Known
from hengjian.bulk.times import EPOCH
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.reader import read_lawbook

Made = TypeVar("Made")
MATTERS = int(os.environ.get("BENCH_MATTERS", 1_000_000))
RULES = int(os.environ.get("BENCH_RULES", 60))
RUNS = int(os.environ.get("BENCH_RUNS", 5))
THREADS = 2
NOW_US = (NOW - EPOCH) // timedelta(microseconds=1)
FIELDS = {"by_level": TEXT, "outcome": TEXT, "victim": BOOLEAN, "minor": BOOLEAN}
WORDS = {"by_level": LEVELS, "outcome": OUTCOMES}
NAMES = ["matter", "at", "kind", *FIELDS]
KNOWN = Known(frozenset(KINDS), frozenset(FIELDS), frozenset(ATTRIBUTES))


def columns_of(table: RuleTable, words: dict[str, np.ndarray], kind_of: np.ndarray) -> Columns:
    """A row group as the kernel's columns, none of them copied."""
    matter = words["matter"]
    starts = np.concatenate([[0], np.flatnonzero(matter[1:] != matter[:-1]) + 1, [len(matter)]])
    count = len(starts) - 1
    read = [name for name in table.fields if name in FIELDS]
    fields = np.array([read.index(name) if name in FIELDS else NONE for name in table.fields], np.int64)
    codes = [table.texts.index(ATTRIBUTES[name]) if ATTRIBUTES.get(name) in table.texts else MISSING for name in table.attributes]
    nothing = np.empty(0, np.int64)
    return Columns(
        starts=starts,
        kind=words["kind"],
        kind_of=kind_of,
        at=words["at"],
        day_only=np.empty(0, np.uint8),
        values=tuple(words[name] for name in read),
        value_of=tuple(texts_of(table, WORDS.get(name, ())) for name in read),
        fields=fields,
        sorts=np.array([FIELDS.get(name, 0) for name in table.fields], np.int64),
        about_starts=nothing,
        about=nothing,
        key_sort=nothing,
        attributes=np.repeat(np.array(codes, np.int64)[:, None], count, axis=1),
        attribute_sorts=np.full(len(codes), TEXT, np.int64),
        panel=np.zeros(count, np.int64),
        **text_tables((*table.texts, "")),
    )


def texts_of(table: RuleTable, words: tuple[str, ...]) -> np.ndarray:
    """The table's number of each of the log's words; one past the last for those that no rule names."""
    return np.array([table.texts.index(word) if word in table.texts else len(table.texts) for word in words], np.int64)


def whole_log(path: Path, table: RuleTable) -> list[Out]:
    """From Parquet to the verdict matrix, row group by row group on two threads. The law is laid out for the log each time."""
    words = bound(table, [ATTRIBUTES], KNOWN)
    kind_of = kind_codes(KINDS, table)

    def group(number: int) -> Out:
        with pq.ParquetFile(path) as file:
            read = file.read_row_group(number, columns=NAMES, use_threads=False)
        columns = columns_of(table, {name: read[name].chunk(0).to_numpy() for name in NAMES}, kind_of)
        count = len(columns.starts) - 1
        out = space(count, len(table.rules), np.zeros(count, bool))
        run(words, columns, table, NOW_US, out)
        return out

    return each_group(path, group)


def each_group(path: Path, work: Callable[[int], Made]) -> list[Made]:
    """Work on every row group, on two threads."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, range(pq.read_metadata(path).num_row_groups)))


def group_by(path: Path) -> None:
    """The bound: one group-by of the same seven columns by matter, one aggregate for each, the result in memory."""
    with duckdb.connect(config={"threads": THREADS}) as connection:
        sums = ", ".join(f'max("{name}")' for name in NAMES if name != "matter")
        connection.execute(f"select matter, {sums} from read_parquet('{path}') group by matter").to_arrow_table()  # noqa: S608


def group_by_kind(path: Path) -> None:
    """The same columns in thirty groups, which need no table of a million."""
    with duckdb.connect(config={"threads": THREADS}) as connection:
        sums = ", ".join(f'sum("{name}")' for name in NAMES if name != "kind")
        connection.execute(f"select kind, count(*), {sums} from read_parquet('{path}') group by kind").fetchall()  # noqa: S608


def bare_read(path: Path) -> None:
    """What reading alone costs: every row group into numpy on two threads, nothing done."""

    def group(number: int) -> int:
        with pq.ParquetFile(path) as file:
            return file.read_row_group(number, columns=NAMES, use_threads=False).num_rows

    each_group(path, group)


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def cost(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the wall, and of all processors together, which other work on the machine disturbs less."""
    spent = time.process_time()
    wall = seconds(work)
    return wall, time.process_time() - spent


def compared(path: Path, table: RuleTable) -> float:
    """Paired runs, each said with its ratios, and the ratios over all; the least seconds that the law took."""
    works = (lambda: whole_log(path, table), lambda: group_by(path), lambda: group_by_kind(path), lambda: bare_read(path))
    runs = np.array([[cost(work) for work in works] for _ in range(RUNS)])
    print("seconds: law, group-by by matter, group-by by kind, bare read; in brackets those of both processors; law / each group-by")
    for run_ in runs:
        said = ", ".join(f"{wall:.3f} ({spent:.3f})" for wall, spent in run_)
        print(f"  {said}; {run_[0, 0] / run_[1, 0]:.2f} ({run_[0, 1] / run_[1, 1]:.2f}), {run_[0, 0] / run_[2, 0]:.2f}")
    wall, spent = (np.median(runs[:, 0, kind] / runs[:, 1, kind]) for kind in (0, 1))
    least = runs.min(axis=0)
    by_matter, by_kind = least[0] / least[1], least[0] / least[2]
    lows = f"least to least {by_matter[0]:.2f} (processors {by_matter[1]:.2f}), by kind {by_kind[0]:.2f} (processors {by_kind[1]:.2f})"
    print(f"law / group-by = {wall:.2f} (processors {spent:.2f}) in the median of {RUNS}, goal at most 1.4; {lows}")
    return float(least[0, 0])


def counted(out: list[Out], table: RuleTable, took: float) -> None:
    """What the verdicts are, so that nobody takes silence for speed."""
    spoken, faulty, open_ = (sum(int((part.cells & bits != 0).sum()) for part in out) for bits in (255, FAULTY, UNDETERMINED))
    speed = MATTERS * 12 * len(table.rules) / took / 1e6
    print(f"cells with an answer {spoken:,}, with a fault {faulty:,}, undetermined {open_:,}; {speed:,.0f} M event-rules/s")


def measure(path: Path, law: Lawbook) -> None:
    whole = rule_table(law)
    own = [rule for rule in whole.rules if rule.applies(ATTRIBUTES)]
    table = rule_table(law, islice(cycle(own), RULES))
    print(f"{platform.machine()}, {os.cpu_count()} cores, {THREADS} threads; DuckDB {duckdb.__version__}, NumPy {np.__version__}")
    pack = f"{len(law.rules)} in the pack, {len(whole.live)} of them not columnar, {len(own)} for these matters"
    print(f"{MATTERS:,} matters, {MATTERS * 12:,} events, {len(table.rules)} rules ({pack})")
    print(f"first run, with loading or making the machine code: {seconds(lambda: whole_log(path, table)):.2f} s")
    counted(whole_log(path, table), table, compared(path, table))
    print(f"most memory held: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.parquet"
        write_log(path, MATTERS)
        measure(path, read_lawbook(LAW))


if __name__ == "__main__":
    main()
