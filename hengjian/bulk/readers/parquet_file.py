"""Parquet logs as their own typed columns."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hengjian.bulk.readers.names import check_named
from hengjian.bulk.readers.source import Columns, Tick
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.words import gettext as _


def read_parquet(path: Path, names: dict[str, str], tick: Tick) -> Columns:
    """The columns `names` with the types the file gives them."""
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, pa.ArrowException, OSError) as error:
        raise BadLog(_("不是完整的 Parquet 文件（可能被截断或损坏），请重新取得该文件。"), path=path) from error
    with file:
        check_named(path, names, file.schema_arrow.names)
        wanted = [name for name in file.schema_arrow.names if name in names]
        return Columns(row_groups(path, file, wanted, tick), first_row=1)


def row_groups(path: Path, file: pq.ParquetFile, wanted: list[str], tick: Tick) -> pa.Table:
    """All row groups, one after another, so that a damaged one can be named."""
    parts: list[pa.Table] = []
    for number in range(file.num_row_groups):
        try:
            parts.append(file.read_row_group(number, columns=wanted))
        except (pa.ArrowInvalid, pa.ArrowException, OSError) as error:
            raise BadLog(_("Parquet 的第 %(group)d 个行组已损坏，请重新取得该文件。") % {"group": number + 1}, path=path) from error
        tick(number + 1, file.num_row_groups)
    if not parts:
        raise BadLog(_("文件里没有任何记录。"), path=path)
    return pa.concat_tables(parts)
