"""What a rule, a matter, a verdict on disk, a change of the law and a late event cost: each against a limit of the same run.

Sizes from the environment: BENCH_MATTERS (for the ratios), BENCH_MOST_EVENTS (for the line of growth), BENCH_RUNS. Seconds are those of
both processors together, which other work on the machine disturbs less; the wall stands beside them where it is the goal.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.kernel_bench import (
    ATTRIBUTES,
    KNOWN,
    LAW,
    MATTERS,
    NAMES,
    NOW_US,
    RUNS,
    columns_of,
    cost,
    each_group,
    group_by,
    seconds,
    whole_log,
)
from bench.kernel_log import KINDS, write_log
from bench.late_events import base_and_delta, split
from hengjian.bulk.clustered import cluster
from hengjian.bulk.frame import kind_codes
from hengjian.bulk.kernel.ready import machine_code
from hengjian.bulk.mapping import Mapping
from hengjian.bulk.spread import run, space
from hengjian.bulk.table.bound import bound
from hengjian.bulk.table.columns import RuleTable, rule_table
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.reader import read_lawbook

MOST_EVENTS = int(os.environ.get("BENCH_MOST_EVENTS", 10_000_000))
CHANGED = LAW / "statutes" / "public-security" / "closing-period.yaml"
WARM = "import time; from hengjian.bulk.kernel.ready import machine_code as m; t = time.perf_counter(); f = m(); "
WARM += "print(time.perf_counter() - t, sum(f.stats.cache_hits.values()), sum(f.stats.cache_misses.values()))"


def table_of(law: Lawbook, count: int) -> RuleTable:
    """The rules that apply to the made-up matters, laid down until there are so many."""
    own = [rule for rule in rule_table(law).rules if rule.applies(ATTRIBUTES)]
    return rule_table(law, islice(cycle(own), count))


def least(work: Callable[[], object], runs: int = RUNS) -> tuple[float, float]:
    """(wall, processor) seconds, the least of several runs."""
    found = np.array([cost(work) for _ in range(runs)]).min(axis=0)
    return float(found[0]), float(found[1])


def ratios(path: Path, law: Lawbook) -> None:
    """E2, E3 and E4: twenty and sixty rules, in memory and on disk, and what one more rule costs."""
    tables = {count: table_of(law, count) for count in (20, 60)}
    works = {count: least(lambda count=count: whole_log(path, tables[count])) for count in tables}
    written = {count: least(lambda count=count: write_verdicts(path, tables[count])) for count in tables}
    bound_ = least(lambda: group_by(path))
    for count, goal, disk_goal in ((20, 1.1, 1.3), (60, 1.4, 2.5)):
        said, disk = ([one / limit for one, limit in zip(found, bound_, strict=True)] for found in (works[count], written[count]))
        print(f"E2 {count} rules / one group-by = {said[0]:.2f} (processors {said[1]:.2f}), goal at most {goal}")
        print(
            f"E3 {count} rules with verdicts as Parquet / one group-by = {disk[0]:.2f} (processors {disk[1]:.2f}), goal at most {disk_goal}"
        )
    more = [(works[60][kind] - works[20][kind]) / 40 / bound_[kind] for kind in (0, 1)]
    print(f"E4 one more rule costs {more[0]:.2%} of the group-by (processors {more[1]:.2%}), goal at most 0.9 %")


def write_verdicts(path: Path, table: RuleTable) -> None:
    """Every cell on disk: for each matter, one byte of answers for each rule."""
    outs = whole_log(path, table)
    kind = pa.binary(len(table.rules))
    with pq.ParquetWriter(
        path.with_name("verdicts.parquet"), pa.schema({"cells": kind}), compression="lz4", use_dictionary=False
    ) as writer:
        for out in outs:
            cells = pa.FixedSizeBinaryArray.from_buffers(kind, len(out.cells), [None, pa.py_buffer(out.cells)])
            writer.write_table(pa.table({"cells": cells}))


def changed_law(folder: Path) -> Path:
    """The law with one limit a day shorter."""
    copy = Path(shutil.copytree(LAW, folder / "law"))
    place = copy / CHANGED.relative_to(LAW)
    text = place.read_text(encoding="utf-8")
    place.write_text(text.replace("days: 30,", "days: 29,"), encoding="utf-8")
    return copy


def law_change(path: Path, law: Lawbook, folder: Path) -> None:
    """E11: nothing is compiled for a changed law, in this process or a new one; old and new over one reading."""
    old = table_of(law, 60)
    whole_log(path, old)
    made = len(machine_code().signatures)
    begun = time.perf_counter()
    other = read_lawbook(changed_law(folder))
    read = time.perf_counter() - begun
    new = table_of(other, 60)
    laid = cost(lambda: bound(rule_table(other, new.rules), [ATTRIBUTES], KNOWN))[1]
    anew = len(machine_code().signatures) - made
    print(f"E11 a changed lawbook is read in {read:.2f} s and laid out in {laid * 1000:.0f} ms of a processor; compiled anew: {anew}")
    print(f"E11 cells that the change touches: {what_if(path, old, new):,}")
    (one, one_cpu), (both, both_cpu) = least(lambda: whole_log(path, old)), least(lambda: what_if(path, old, new))
    print(f"E11 old and new law over one reading / one law = {both / one:.2f} (processors {both_cpu / one_cpu:.2f}), goal at most 2")
    warm = subprocess.run([sys.executable, "-c", WARM], capture_output=True, text=True, check=True).stdout.split()
    print(f"E11 a new process loads the machine code in {float(warm[0]):.2f} s: {warm[1]} taken from disk, {warm[2]} compiled")


def what_if(path: Path, old: RuleTable, new: RuleTable) -> int:
    """Cells that differ between two laws, each row group read once."""
    laws = [(table, bound(table, [ATTRIBUTES], KNOWN), kind_codes(KINDS, table)) for table in (old, new)]

    def group(number: int) -> int:
        with pq.ParquetFile(path) as file:
            read = file.read_row_group(number, columns=NAMES, use_threads=False)
        words = {name: read[name].chunk(0).to_numpy() for name in NAMES}
        cells = []
        for table, laid, kinds in laws:
            columns = columns_of(table, words, kinds)
            out = space(len(columns.panel), len(table.rules), np.zeros(len(columns.panel), bool))
            run(laid, columns, table, NOW_US, out)
            cells.append(out.cells)
        return int((cells[0] != cells[1]).sum())

    return sum(each_group(path, group))


def ingest(path: Path, law: Lawbook, folder: Path) -> None:
    """E12: from the order of arrival to the order of matters; and late events judged together with what was sorted before."""
    arrived, base, delta = folder / "arrived.parquet", folder / "base.parquet", folder / "delta.parquet"
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(f"copy (select * from read_parquet('{path}') order by \"at\") to '{arrived}'")  # noqa: S608
    wall, spent = cost(lambda: cluster(arrived, Mapping("matter", "kind", None), folder / "sorted.parquet", lambda _done, _all: None))
    events = pq.read_metadata(path).num_rows
    speed = f"{events / wall / 1e6:.1f} M events/s ({events / spent / 1e6:.1f} per second of a processor)"
    print(f"E12 sorted by matter: {speed}, goal at least 4")
    late = split(path, base, delta)
    table = table_of(law, 60)
    (alone, alone_cpu), (both, both_cpu) = least(lambda: whole_log(base, table)), least(lambda: base_and_delta(base, delta, table))
    print(f"E12 base with {late:,} late events / base = {both / alone:.2f} (processors {both_cpu / alone_cpu:.2f}), goal at most 1.5")


def growth(law: Lawbook, folder: Path) -> None:
    """What an event costs from a hundred thousand to ten million, and a rule from ten to eighty."""
    table, events = table_of(law, 60), 100_000
    while events <= MOST_EVENTS:
        path = folder / "growing.parquet"
        write_log(path, events // 12)
        _wall, spent = least(lambda path=path: whole_log(path, table), 3)
        print(f"growth: {events:>10,} events, 60 rules: {spent:.3f} s, {spent / events / 60 * 1e9:.2f} ns per event and rule")
        if events == min(1_000_000, MOST_EVENTS):
            rules(path, law, events)
        events *= 10


def rules(path: Path, law: Lawbook, events: int) -> None:
    found: dict[int, float] = {}
    for count in (10, 20, 40, 80):
        table = table_of(law, count)
        found[count] = least(lambda table=table: whole_log(path, table), 3)[1]
        print(f"growth: {events:>10,} events, {count} rules: {found[count]:.3f} s")
    slopes = [(found[more] - found[less]) / (more - less) for less, more in ((20, 40), (40, 80))]
    print(f"growth: one more rule costs {slopes[0] * 1000:.2f} ms from 20 to 40, {slopes[1] * 1000:.2f} ms from 40 to 80")


def main() -> None:
    law = read_lawbook(LAW)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "log.parquet"
        write_log(path, MATTERS)
        print(f"{MATTERS:,} matters, {MATTERS * 12:,} events; the machine code is at hand after {seconds(machine_code):.2f} s")
        print("E5 not built: without numba logs are judged live; there is no kernel of numpy alone")
        ratios(path, law)
        law_change(path, law, folder)
        ingest(path, law, folder)
        growth(law, folder)


if __name__ == "__main__":
    main()
