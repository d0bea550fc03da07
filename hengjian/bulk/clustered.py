"""Logs sorted by matter, as Parquet whose row groups end where a matter ends: sorted once, then judged part by part in little memory.

What a column means stands in the mapping; columns are copied as they are. Judging stands in `patrol.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hengjian.bulk.intake import columns_of
from hengjian.bulk.mapping import Mapping
from hengjian.bulk.outputs.write import in_place_of
from hengjian.bulk.readers.names import check_named
from hengjian.bulk.readers.parquet_file import opened
from hengjian.bulk.readers.source import Tick, bare_suffix, check_there
from hengjian.bulk.refusal import CannotWrite
from hengjian.bulk.words import gettext as _

GROUP = 250_000  # events of a row group, as near as matters allow
AHEAD = "64MB"  # of sorted rows that may wait to be written


@dataclass(frozen=True, slots=True)
class Sorted:
    """How much was sorted, and into how many independent row groups."""

    events: int
    groups: int


def cluster(log: Path, mapping: Mapping, target: Path, tick: Tick) -> Sorted:
    """Writes the log to `target` sorted by matter, the rows of a matter in the order of the file. Raises `BadLog`, `CannotWrite`.

    A Parquet log keeps all its columns and is sorted outside memory; of other formats the columns that the mapping names are kept.
    """
    check_target(log, target)
    with in_place_of(target) as part, duckdb.connect(config={"temp_directory": str(target.parent / f".{target.stem}-sorting")}) as base:
        rows = sorted_rows(base, log, mapping, tick)
        return written(part, rows.schema, whole_matters(rows, mapping.matter))


def check_target(log: Path, target: Path) -> None:
    check_there(log)
    if target.suffix.lower() != ".parquet":
        raise CannotWrite(_("按事项排好的日志只能写成 .parquet。"), path=target)
    if not target.parent.is_dir():
        raise CannotWrite(_("输出文件所在的文件夹不存在。"), path=target)
    if target.exists() and target.samefile(log):
        raise CannotWrite(_("输出文件就是日志本身，请换一个名字。"), path=target)


def sorted_rows(base: duckdb.DuckDBPyConnection, log: Path, mapping: Mapping, tick: Tick) -> pa.RecordBatchReader:
    """The rows of the log by matter and place in the file."""
    if bare_suffix(log) == ".parquet":
        with opened(log) as file:
            check_named(log, mapping.columns(), file.schema_arrow.names)
        base.read_parquet(str(log), file_row_number=True).create_view("numbered")
    else:
        table = columns_of(log, mapping, tick).table
        base.register("numbered", table.append_column("file_row_number", pa.array(range(table.num_rows), pa.int64())))
    base.execute(f"set streaming_buffer_size = '{AHEAD}'")
    named = '"' + mapping.matter.replace('"', '""') + '"'
    base.execute(f"create view matters as select *, {named} as row_matter from numbered")  # noqa: S608
    query = "select * exclude (file_row_number, row_matter) from matters order by row_matter, file_row_number"
    return base.execute(query).to_arrow_reader(GROUP)


def whole_matters(rows: pa.RecordBatchReader, column: str) -> Iterator[pa.Table]:
    """Tables of at least `GROUP` rows, but for the last, each of which ends where a matter ends."""
    held = rows.schema.empty_table()
    for batch in rows:
        held = pa.concat_tables([held, pa.Table.from_batches([batch])])
        end = last_matter(held, column) if held.num_rows >= GROUP else 0
        if end:
            yield held.slice(0, end)
            held = held.slice(end)
    if held.num_rows:
        yield held


def last_matter(table: pa.Table, column: str) -> int:
    """Where the last matter of the table begins."""
    names = table[column]
    same = pc.equal(names, names[-1]).fill_null(names[-1].as_py() is None)
    found: int = pc.index(same, True).as_py()
    return found


def written(path: Path, schema: pa.Schema, tables: Iterator[pa.Table]) -> Sorted:
    """Writes each table as a row group, beside the sorting of the next."""
    first = next(tables, schema.empty_table())
    events = groups = 0
    with (
        pq.ParquetWriter(path, schema, compression="snappy", use_dictionary=repeating(first)) as writer,
        ThreadPoolExecutor(1) as beside,
    ):
        ahead: Future[None] | None = None
        for table in chain((first,) if first.num_rows else (), tables):
            if ahead is not None:
                ahead.result()
            ahead = beside.submit(writer.write_table, table, row_group_size=table.num_rows)
            events, groups = events + table.num_rows, groups + 1
        if ahead is not None:
            ahead.result()
    return Sorted(events, groups)


def repeating(table: pa.Table) -> list[str]:
    """The columns whose values stand in the file once each with numbers for the rows; the others hardly repeat, which would cost time
    and room."""
    return [
        name for name in table.column_names if not counted_apart(table[name]) or pc.count_distinct(table[name]).as_py() * 4 <= len(table)
    ]


def counted_apart(column: pa.ChunkedArray) -> bool:
    kind = column.type
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_temporal(kind) or pa.types.is_string(kind))
