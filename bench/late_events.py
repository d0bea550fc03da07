"""Events that came after a log was sorted: judged together with it, the matters that they touch once, from both."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.kernel_bench import ATTRIBUTES, KNOWN, NAMES, NOW_US, columns_of, each_group
from bench.kernel_log import KINDS
from hengjian.bulk.frame import kind_codes
from hengjian.bulk.layout import Out
from hengjian.bulk.spread import run, space
from hengjian.bulk.table.bound import bound
from hengjian.bulk.table.columns import RuleTable

LATE = 0.01  # share of the events, the last ones to arrive


def split(path: Path, base: Path, delta: Path) -> int:
    """The log as what was sorted before and what came late; how many are late. Row groups stay as they are."""
    with pq.ParquetFile(path) as file:
        edge = np.quantile(file.read(columns=["at"])["at"].to_numpy(), 1 - LATE)
        late = []
        with pq.ParquetWriter(base, file.schema_arrow) as writer:
            for number in range(file.num_row_groups):
                group = file.read_row_group(number)
                came_late = pc.greater(group["at"], edge)
                late.append(group.filter(came_late))
                writer.write_table(group.filter(pc.invert(came_late)))
    found = pa.concat_tables(late).sort_by("at")
    pq.write_table(found, delta)
    return int(found.num_rows)


def base_and_delta(base: Path, delta: Path, table: RuleTable) -> list[Out]:
    """Verdicts of everything: the touched matters are left out of the base and judged from both."""
    late = pq.read_table(delta, columns=NAMES)
    touched = np.unique(late["matter"].to_numpy())
    laid, kinds = bound(table, [ATTRIBUTES], KNOWN), kind_codes(KINDS, table)

    def judged(read: pa.Table, left_out: np.ndarray) -> Out:
        columns = columns_of(table, {name: read[name].combine_chunks().to_numpy() for name in NAMES}, kinds)
        matters = read["matter"].to_numpy()[columns.starts[:-1]]
        out = space(len(matters), len(table.rules), np.isin(matters, left_out))
        run(laid, columns, table, NOW_US, out)
        return out

    def group(number: int) -> tuple[Out, pa.Table]:
        with pq.ParquetFile(base) as file:
            read = file.read_row_group(number, columns=NAMES, use_threads=False)
        matters = read["matter"].to_numpy()
        starts = np.concatenate([[0], np.flatnonzero(matters[1:] != matters[:-1]) + 1, [len(matters)]])
        chosen = np.repeat(np.isin(matters[starts[:-1]], touched), np.diff(starts))
        return judged(read, touched), read.filter(pa.array(chosen))

    found = each_group(base, group)
    merged = pa.concat_tables([late, *(of_touched for _out, of_touched in found)])
    order = np.lexsort((merged["at"].to_numpy(), merged["matter"].to_numpy()))
    return [*(out for out, _of_touched in found), judged(merged.take(pa.array(order)), np.empty(0, np.int64))]
