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

from bench.goals import at_least, at_most
from bench.kernel_bench import (
    ATTRIBUTES,
    LAW,
    MATTERS,
    NAMES,
    RUNS,
    cost,
    group_by,
    seconds,
    whole_log,
)
from bench.kernel_log import write_log
from bench.late_events import base_and_delta, split
from bench.law_bench import NOW, facts_of
from hengjian.bulk.clustered import cluster
from hengjian.bulk.kernel.ready import machine_code
from hengjian.bulk.mapping import Mapping
from hengjian.bulk.table.columns import RuleTable, rule_table
from hengjian.core.evaluate import evaluate
from hengjian.core.lawbook.differing import narrowed
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.reader import read_lawbook

LIVE = 400  # matters that are judged live
LINEAR = 1.5  # what one more may cost of what it cost before, rules and processors being what they are
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
    """E2 to E5: twenty and sixty rules, in memory and on disk, what one more rule costs, and what both cost without machine code."""
    tables = {count: table_of(law, count) for count in (20, 60)}
    works = {count: least(lambda count=count: whole_log(path, tables[count])) for count in tables}
    written = {count: least(lambda count=count: write_verdicts(path, tables[count])) for count in tables}
    bound_ = least(lambda: group_by(path))
    for count, goal, disk_goal in ((20, 1.1, 1.3), (60, 1.4, 2.5)):
        memory, disk = ([works_[count][kind] / bound_[kind] for kind in (0, 1)] for works_ in (works, written))
        at_most("E2", f"{count} rules / one group-by of the same columns", memory[1], goal, f"by the clock {memory[0]:.2f}")
        at_most("E3", f"{count} rules with verdicts as Parquet / one group-by", disk[1], disk_goal, f"by the clock {disk[0]:.2f}")
    more = [(works[60][kind] - works[20][kind]) / 40 / bound_[kind] * 100 for kind in (0, 1)]
    at_most("E4", "one more rule, in hundredths of the group-by", more[1], 0.9, f"by the clock {more[0]:.2f}")
    without_machine_code(path, law, bound_[1] / MATTERS)


def without_machine_code(path: Path, law: Lawbook, limit: float) -> None:
    """E5: there is no second kernel; where no machine code can be made, matters are judged live. `limit`: the group-by for one matter."""
    with pq.ParquetFile(path) as file:
        matters = facts_of(file.read_row_group(0, columns=NAMES).slice(0, 12 * LIVE))
    for count, goal in ((20, 2.2), (60, 4.5)):
        some = narrowed(law, {rule.id for rule in table_of(law, count).rules})
        spent = least(lambda some=some: [evaluate(facts, some, NOW, attributes=ATTRIBUTES) for facts in matters], 3)[1]
        at_most("E5", f"{count} rules without machine code, judged live / one group-by", spent / len(matters) / limit, goal)


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
    """E11: nothing is compiled for a changed law, in this process or a new one. What a rehearsal costs: `rehearsal_bench.py`."""
    whole_log(path, table_of(law, 60))
    made = len(machine_code().signatures)
    begun = time.perf_counter()
    other = read_lawbook(changed_law(folder))
    read = time.perf_counter() - begun
    whole_log(path, table_of(other, 60))
    at_most("E11", "codes compiled anew for a changed lawbook", len(machine_code().signatures) - made, 0, f"read in {read:.2f} s")
    warm = subprocess.run([sys.executable, "-c", WARM], capture_output=True, text=True, check=True).stdout.split()
    at_most("E11", "codes compiled anew by a new process", int(warm[2]), 0, f"{warm[1]} taken from disk in {float(warm[0]):.2f} s")


def ingest(path: Path, law: Lawbook, folder: Path) -> None:
    """E12: from the order of arrival to the order of matters; and late events judged together with what was sorted before."""
    arrived, base, delta = folder / "arrived.parquet", folder / "base.parquet", folder / "delta.parquet"
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(f"copy (select * from read_parquet('{path}') order by \"at\") to '{arrived}'")  # noqa: S608
    wall, spent = cost(lambda: cluster(arrived, Mapping("matter", "kind", None), folder / "sorted.parquet", lambda _done, _all: None))
    events = pq.read_metadata(path).num_rows
    at_least(
        "E12", "million events a second sorted by matter", events / wall / 1e6, 4, f"{events / spent / 1e6:.1f} for each of a processor"
    )
    late = split(path, base, delta)
    table = table_of(law, 60)
    (alone, alone_cpu), (both, both_cpu) = least(lambda: whole_log(base, table)), least(lambda: base_and_delta(base, delta, table))
    at_most("E12", f"base with {late:,} late events / base", both_cpu / alone_cpu, 1.5, f"by the clock {both / alone:.2f}")


def growth(law: Lawbook, folder: Path) -> None:
    """What an event costs from a hundred thousand to ten million, and a rule from ten to eighty."""
    table, events, spent = table_of(law, 60), 100_000, {}
    while events <= MOST_EVENTS:
        path = folder / "growing.parquet"
        write_log(path, events // 12)
        spent[events] = least(lambda path=path: whole_log(path, table), 3)[1]
        print(
            f"growth: {events:>10,} events, 60 rules: {spent[events]:.3f} s, {spent[events] / events / 60 * 1e9:.2f} ns per event and rule"
        )
        if events == min(1_000_000, MOST_EVENTS):
            rules(path, law, events)
        events *= 10
    sizes = sorted(spent)
    for low, middle, high in zip(sizes, sizes[1:], sizes[2:], strict=False):
        first, second = ((spent[more] - spent[less]) / (more - less) for less, more in ((low, middle), (middle, high)))
        said = f"{first * 1e9:.0f} and {second * 1e9:.0f} ns"
        at_most("growth", f" an event more from {middle:,} to {high:,} / from {low:,} to {middle:,}", second / first, LINEAR, said)


def rules(path: Path, law: Lawbook, events: int) -> None:
    found: dict[int, float] = {}
    for count in (10, 20, 40, 80):
        table = table_of(law, count)
        found[count] = least(lambda table=table: whole_log(path, table), 3)[1]
        print(f"growth: {events:>10,} events, {count} rules: {found[count]:.3f} s")
    first, second = ((found[more] - found[less]) / (more - less) for less, more in ((20, 40), (40, 80)))
    said = f"{first * 1000:.2f} and {second * 1000:.2f} ms"
    at_most("growth", " a rule more from 40 to 80 / from 20 to 40", second / first, LINEAR, said)


def main() -> None:
    law = read_lawbook(LAW)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "log.parquet"
        write_log(path, MATTERS)
        print(f"{MATTERS:,} matters, {MATTERS * 12:,} events; the machine code is at hand after {seconds(machine_code):.2f} s")
        ratios(path, law)
        law_change(path, law, folder)
        ingest(path, law, folder)
        growth(law, folder)


if __name__ == "__main__":
    main()
