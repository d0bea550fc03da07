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
from hengjian.bulk.layout import Columns, Out
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
    read = pq.read_table(delta, columns=NAMES)
    late = {name: read[name].combine_chunks().to_numpy() for name in NAMES}
    touched = np.unique(late["matter"])
    laid, kinds = bound(table, [ATTRIBUTES], KNOWN), kind_codes(KINDS, table)

    def judged(columns: Columns, left_out: np.ndarray) -> Out:
        out = space(len(columns.panel), len(table.rules), left_out)
        run(laid, columns, table, NOW_US, out)
        return out

    def group(number: int) -> tuple[Out, dict[str, np.ndarray]]:
        with pq.ParquetFile(base) as file:
            read = file.read_row_group(number, columns=NAMES, use_threads=False)
        words = {name: read[name].chunk(0).to_numpy() for name in NAMES}
        columns = columns_of(table, words, kinds)
        matters = words["matter"][columns.starts[:-1]]
        near = touched[np.searchsorted(touched, matters[0]) : np.searchsorted(touched, matters[-1], "right")]
        again = np.isin(matters, near)
        chosen = np.flatnonzero(np.repeat(again, np.diff(columns.starts)))
        return judged(columns, again), {name: column[chosen] for name, column in words.items()}

    found = each_group(base, group)
    merged = {name: np.concatenate([*(words[name] for _out, words in found), late[name]]) for name in NAMES}
    order = np.lexsort((merged["at"], merged["matter"]))
    columns = columns_of(table, {name: column[order] for name, column in merged.items()}, kinds)
    return [*(out for out, _words in found), judged(columns, np.zeros(len(columns.panel), bool))]
