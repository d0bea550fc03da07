"""Files of facts judged here and by a Spark, against a group-by of the same columns by DuckDB and by that Spark itself, on one machine.

E6: a standalone Spark of a master and two workers runs the kernel on file names; its own group-by of the same seven columns is the limit.
E12: a base of files with what came later, against the base alone. Sizes from the environment: BENCH_MATTERS, BENCH_RUNS.
Needs `pyspark` and Java for the lines of E6 (`make test-spark` installs them); without them it says so.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.goals import at_most
from bench.kernel_bench import THREADS, cost
from bench.kernel_log import KINDS, LEVELS, OUTCOMES, PORTION, portion
from bench.law_bench import ATTRIBUTES, LAW
from bench.spark_work import RULES, sixty, tally, tally_of
from hengjian.bulk.facts.columns import FIXED, OF
from hengjian.bulk.facts.frame import Laid
from hengjian.bulk.facts.reading import Part
from hengjian.core.lawbook.reader import read_lawbook
from tests.bulk.spark.cluster import Cluster, missing

MATTERS = int(os.environ.get("BENCH_MATTERS", 1_000_000))
RUNS = int(os.environ.get("BENCH_RUNS", 3))
LATE = 0.01
GROUPED = ("at", "kind", "text:by_level", "text:outcome", "boolean:victim", "boolean:minor")


def facts_table(draw: np.random.Generator, first: int, count: int) -> pa.Table:
    """Made-up matters as a file of facts has them: names and words as texts."""
    made = portion(draw, first, count)
    rows = made.num_rows
    texts = {"kind": KINDS, "by_level": LEVELS, "outcome": OUTCOMES}
    coded = {name: pa.array(words).take(made[name].combine_chunks()) for name, words in texts.items()}
    matter = pa.array([f"{number:032x}" for number in range(first, first + count)])
    width = rows // count
    found = {
        "matter": matter.take(pa.array(np.repeat(np.arange(count), width))),
        "unit": pa.array(["U1"] * rows),
        "stage": pa.array(["open"] * rows),
        "seq": pa.array(np.tile(np.arange(1, width + 1), count), pa.int32()),
        "id": matter.take(pa.array(np.repeat(np.arange(count), width))),
        "kind": coded["kind"],
        "at": made["at"],
        "date_only": pa.array(np.zeros(rows, bool)),
        "by": pa.array(["p1"] * rows),
        "about": pa.nulls(rows, FIXED["about"]),
        **{OF + name: pa.array([value] * rows) for name, value in ATTRIBUTES.items()},
        "boolean:minor": made["minor"].cast(pa.bool_()),
        "boolean:victim": made["victim"].cast(pa.bool_()),
        "text:by_level": coded["by_level"],
        "text:outcome": coded["outcome"],
    }
    return pa.table(found)


def write_files(folder: Path, matters: int) -> list[Path]:
    draw, paths = np.random.default_rng(1), []
    for first in range(0, matters, PORTION):
        table = facts_table(draw, first, min(PORTION, matters - first))
        paths.append(folder / f"facts-{len(paths):05d}.parquet")
        pq.write_table(table, paths[-1], row_group_size=table.num_rows, compression="snappy")
    return paths


def here(parts: Sequence[Part], laid: Laid) -> np.ndarray:
    with ThreadPoolExecutor(THREADS) as pool:
        return np.sum(list(pool.map(lambda part: tally(part, laid), parts)), axis=0)


def duck(paths: Sequence[Path]) -> None:
    """One group-by of the same seven columns, the result in memory."""
    with duckdb.connect(config={"threads": THREADS}) as base:
        sums = ", ".join(f'max("{name}")' for name in GROUPED)
        base.execute(f"select matter, {sums} from read_parquet({[str(one) for one in paths]}) group by matter").to_arrow_table()  # noqa: S608


def split(folder: Path, paths: Sequence[Path]) -> list[Part]:
    """The last events to arrive in a file of their own, the others as a base."""
    tables = [pq.read_table(path) for path in paths]
    edge = np.quantile(np.concatenate([table["at"].to_numpy() for table in tables]), 1 - LATE)
    late = pa.concat_tables([table.filter(pc.greater(table["at"], edge)) for table in tables])
    pq.write_table(late, folder / "later.parquet", row_group_size=20_000)
    parts, above = [], ""
    for path, table in zip(paths, tables, strict=True):
        kept = table.filter(pc.less_equal(table["at"], edge))
        target = folder / f"base-{path.name}"
        pq.write_table(kept, target, row_group_size=max(kept.num_rows, 1), compression="snappy")
        last = kept["matter"][-1].as_py()
        parts.append(Part(target, (folder / "later.parquet",), above, None if path == paths[-1] else last))
        above = last
    print(f"{late.num_rows:,} of {sum(table.num_rows for table in tables):,} events came late")
    return parts


def least(*works: Callable[[], object]) -> np.ndarray:
    """(wall, processor) seconds of each, the least of several runs in turn."""
    return np.array([[cost(work) for work in works] for _run in range(RUNS)]).min(axis=0)


def on_this_machine(folder: Path, paths: list[Path], laid: Laid) -> None:
    parts = [Part(path) for path in paths]
    (ours, ours_cpu), (limit, limit_cpu) = least(lambda: here(parts, laid), lambda: duck(paths))
    said = f"{ours:.2f} s, {ours / limit:.2f} of one group-by of the same columns (processors {ours_cpu / limit_cpu:.2f})"
    print(f"archive: {MATTERS:,} matters, {MATTERS * 12:,} events, {RULES} rules: {said}")
    together = split(folder, paths)
    alone = [Part(part.base) for part in together]
    (both, both_cpu), (base, base_cpu) = least(lambda: here(together, laid), lambda: here(alone, laid))
    at_most("E12", "base and what came later, as files of facts / base", both_cpu / base_cpu, 1.5, f"by the clock {both / base:.2f}")
    assert (here(together, laid) == here(parts, laid)).all()


def on_spark(paths: list[Path], laid: Laid, folder: Path) -> None:
    """E6: the kernel on file names against Spark's own group-by, on a master and two workers of one core each."""
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path.cwd()), *filter(None, [os.environ.get("PYTHONPATH")])])
    cluster = Cluster(folder)
    try:
        with import_module("hengjian.bulk.spark.engine").spark(cluster.url) as context:
            session = import_module("pyspark.sql").SparkSession(context)
            expr = import_module("pyspark.sql.functions").expr
            names = [str(path) for path in paths]

            def ours() -> np.ndarray:
                return np.sum(context.parallelize(names, len(names)).map(tally_of).collect(), axis=0)

            def theirs() -> None:
                read = session.read.parquet(*names)
                sums = [expr(f"max(`{name}`)") for name in GROUPED]
                read.groupBy("matter").agg(*sums).write.format("noop").mode("overwrite").save()

            begun = time.perf_counter()
            assert (ours() == here([Part(path) for path in paths], laid)).all()
            theirs()
            print(f"first run of both, with processes and machine code: {time.perf_counter() - begun:.1f} s")
            walls = least(ours, theirs)[:, 0]
            seconds = f"{walls[0]:.2f} s, {walls[1]:.2f} s"
            at_most("E6", f"{RULES} rules on a Spark / its own group-by, by the clock", walls[0] / walls[1], 1.3, seconds)
    finally:
        cluster.stop()


def main() -> None:
    laid = Laid(sixty(read_lawbook(LAW)))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "facts").mkdir()
        paths = write_files(folder / "facts", MATTERS)
        on_this_machine(folder, paths, laid)
        if missing():
            print(f"E6  not measured: {missing()}")
        else:
            on_spark(paths, laid, folder)


if __name__ == "__main__":
    sys.exit(main())
