"""Parquet logs as their own typed columns: whole, or in parts where no matter stands in two row groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hengjian.bulk.readers.names import check_named
from hengjian.bulk.readers.source import Columns, Tick
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.words import gettext as _

PART = 500_000  # events that are judged at once, as near as row groups allow


@dataclass(frozen=True, slots=True)
class Part:
    """Row groups from `first` up to and without `end`; `before` rows of the file stand ahead of them."""

    first: int
    end: int
    before: int


def opened(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowInvalid, pa.ArrowException, OSError) as error:
        raise BadLog(_("不是完整的 Parquet 文件（可能被截断或损坏），请重新取得该文件。"), path=path) from error


def read_parquet(path: Path, names: dict[str, str], tick: Tick, part: Part | None = None) -> Columns:
    """The columns `names` with the types the file gives them."""
    with opened(path) as file:
        check_named(path, names, file.schema_arrow.names)
        wanted = [name for name in file.schema_arrow.names if name in names]
        chosen = part or Part(0, file.num_row_groups, 0)
        return Columns(row_groups(path, file, wanted, tick, chosen), first_row=chosen.before + 1)


def row_groups(path: Path, file: pq.ParquetFile, wanted: list[str], tick: Tick, part: Part) -> pa.Table:
    """The row groups, one after another, so that a damaged one can be named."""
    parts: list[pa.Table] = []
    for number in range(part.first, part.end):
        try:
            parts.append(file.read_row_group(number, columns=wanted))
        except (pa.ArrowInvalid, pa.ArrowException, OSError) as error:
            raise BadLog(_("Parquet 的第 %(group)d 个行组已损坏，请重新取得该文件。") % {"group": number + 1}, path=path) from error
        tick(number + 1, file.num_row_groups)
    if not parts:
        raise BadLog(_("文件里没有任何记录。"), path=path)
    return pa.concat_tables(parts)


def parts_of(path: Path, column: str) -> list[Part]:
    """The file in parts of at least `PART` events that share no matter, by what the file says of its row groups; one part where it does
    not say enough, or says that matters stand in several."""
    with opened(path) as file:
        groups = range(file.num_row_groups)
        sizes = [file.metadata.row_group(number).num_rows for number in groups]
        spans = [span_of(file.metadata.row_group(number), column) for number in groups]
    if any(span is None for span in spans):
        return [Part(0, len(sizes), 0)]
    return list(cut(sizes, [span for span in spans if span is not None]))


def span_of(group: pq.RowGroupMetaData, column: str) -> tuple[Any, Any] | None:
    """The least and the greatest matter of a row group."""
    for place in range(group.num_columns):
        found = group.column(place)
        if found.path_in_schema == column:
            said = found.statistics
            return (said.min, said.max) if said is not None and said.has_min_max and said.null_count == 0 else None
    return None


def cut(sizes: list[int], spans: list[tuple[Any, Any]]) -> Iterator[Part]:
    """A part may begin where every matter from there on comes after every matter before."""
    ahead = list(accumulate((least for least, _most in reversed(spans)), min))[::-1]
    behind = list(accumulate((most for _least, most in spans), max))
    first, rows, before = 0, 0, 0
    for number, size in enumerate(sizes):
        if rows >= PART and ahead[number] > behind[number - 1]:
            yield Part(first, number, before)
            first, rows, before = number, 0, before + rows
        rows += size
    yield Part(first, len(sizes), before)
