"""Files of facts read: one alone, or one with what came after it, the matters that both know judged once, from both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hengjian.bulk.facts.columns import BODY, FIXED, OF
from hengjian.bulk.facts.log import HEADS, FactsLog, among, flat, log_of, starts_of
from hengjian.bulk.readers.parquet_file import opened
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.table.assemble import ACTOR
from hengjian.bulk.table.columns import RuleTable
from hengjian.bulk.words import gettext as _


@dataclass(frozen=True, slots=True)
class Part:
    """What one worker judges: the matters of a file and, of the files that came later, those after `above` up to `upto` (None: no end)."""

    base: Path | None
    later: tuple[Path, ...] = ()
    above: str = ""
    upto: str | None = None


def fields_of(rules: RuleTable) -> list[str]:
    """The columns that a rule table reads, of whichever sort."""
    names = [prefix + name for name in rules.fields if name != ACTOR for prefix in BODY]
    return [*names, *(["by"] if ACTOR in rules.fields else [])]


def read_part(part: Part, fields: Sequence[str], now: datetime, identity: str = "id") -> Iterator[FactsLog]:
    """The matters of a part as they stood at `now`: those of the file alone, then those that the later files touch."""
    if not part.later:
        if part.base is not None:
            yield whole_file(part.base, fields, now, identity)
        return
    narrow = [*fields, "seq"]
    base = None if part.base is None else columns(part.base, narrow)
    more = [later(path, part, narrow) for path in part.later]
    touched = matters_in(more)
    if part.base is not None:
        path = part.base
        yield log_of(path, lambda names: columns(path, None) if names is None or base is None else base, fields, now, identity, touched)
    if len(touched):
        first = merged(base, more, touched)
        yield log_of(part.later[0], lambda names: whole_again(part, touched) if names is None else first, fields, now, identity)


def whole_again(part: Part, touched: pa.Array) -> pa.Table:
    """Every column of the touched matters."""
    base = None if part.base is None else columns(part.base, None)
    return merged(base, [later(path, part, None) for path in part.later], touched)


def whole_file(path: Path, fields: Sequence[str], now: datetime, identity: str = "id") -> FactsLog:
    """All matters of one file as they stood at `now`."""
    return log_of(path, lambda names: columns(path, names), fields, now, identity)


def columns(path: Path, names: Sequence[str] | None, groups: Sequence[int] | None = None) -> pa.Table:
    """Columns of a file in one piece: those every reader needs and the named ones that it has; all of them where none are named."""
    with opened(path) as file:
        there = file.schema_arrow.names
        missing = [name for name in FIXED if name not in there]
        if missing:
            raise BadLog(_("不是归档的事实文件：缺少 %(columns)s 列。") % {"columns": "、".join(missing)}, path=path)
        texts = [one.name for one in file.schema_arrow if pa.types.is_string(one.type) and one.name not in ("canonical", "id")]
    wanted = None if names is None else [one for one in there if one in HEADS or one.startswith(OF) or one in names]
    try:
        with pq.ParquetFile(path, read_dictionary=texts) as file:
            chosen = range(file.num_row_groups) if groups is None else groups
            return flat(file.read_row_groups(list(chosen), columns=wanted, use_threads=False))
    except (pa.ArrowInvalid, pa.ArrowException, OSError) as error:
        raise BadLog(_("文件已损坏：%(why)s。") % {"why": error}, path=path) from error


def matters_in(tables: Sequence[pa.Table]) -> pa.Array:
    """The names of the matters in these."""
    names = [one["matter"].chunk(0).dictionary.take(pc.unique(one["matter"].chunk(0).indices)) for one in tables if one.num_rows]
    return pc.unique(pa.concat_arrays(names)) if names else pa.array([], pa.string())


def later(path: Path, part: Part, names: Sequence[str] | None) -> pa.Table:
    """What a later file says of the matters of a part."""
    table = columns(path, names, groups_between(path, part))
    if not table.num_rows:
        return table
    known = table["matter"].chunk(0).dictionary
    within = pc.greater(known, part.above)
    if part.upto is not None:
        within = pc.and_(within, pc.less_equal(known, part.upto))
    rows = np.asarray(within)[table["matter"].chunk(0).indices.to_numpy(zero_copy_only=False)]
    return flat(table.filter(pa.array(rows)))


def groups_between(path: Path, part: Part) -> list[int]:
    """The row groups in which such matters may stand."""
    with opened(path) as file:
        place = file.schema_arrow.names.index("matter")
        spans = [file.metadata.row_group(number).column(place).statistics for number in range(file.num_row_groups)]
    return [n for n, one in enumerate(spans) if one.max > part.above and (part.upto is None or one.min <= part.upto)]


def merged(base: pa.Table | None, more: Sequence[pa.Table], touched: pa.Array) -> pa.Table:
    """The touched matters from the base and from what came later, their events in order; of the head the newest word."""
    tables = [*([] if base is None else [rows_of(base, touched)]), *more]
    joined = pa.concat_tables([plain(one) for one in tables if one.num_rows], promote_options="default")
    joined = joined.take(pc.sort_indices(joined, [("matter", "ascending"), ("at", "ascending"), ("seq", "ascending")]))
    return newest_heads(encoded(joined))


def joined(part: Part) -> pa.Table | None:
    """Every column of all the matters of a part, texts as they are; None where there is no matter."""
    base = None if part.base is None else columns(part.base, None)
    more = [later(path, part, None) for path in part.later]
    there = matters_in([*([] if base is None else [base]), *more])
    return plain(merged(base, more, there)) if len(there) else None


def rows_of(table: pa.Table, chosen: pa.Array) -> pa.Table:
    return table.filter(pa.array(among(table["matter"].chunk(0), chosen)))


def plain(table: pa.Table) -> pa.Table:
    """Texts as they are, so that tables with other dictionaries can be joined."""
    fields = [pa.field(one.name, one.type.value_type if pa.types.is_dictionary(one.type) else one.type) for one in table.schema]
    return table.cast(pa.schema(fields))


def encoded(table: pa.Table) -> pa.Table:
    table = table.combine_chunks()
    columns_ = [
        one.combine_chunks().dictionary_encode() if pa.types.is_string(one.type) and name not in ("canonical", "id") else one
        for name, one in zip(table.column_names, table.columns, strict=True)
    ]
    return flat(pa.table([pa.chunked_array([one]) if isinstance(one, pa.Array) else one for one in columns_], names=table.column_names))


def newest_heads(table: pa.Table) -> pa.Table:
    """What holds for a whole matter, as its event recorded last says it, on every row."""
    starts, seq = starts_of(table["matter"]), table["seq"].to_numpy()
    lengths = np.diff(starts)
    last = np.flatnonzero(seq == np.repeat(np.maximum.reduceat(seq, starts[:-1]), lengths))
    places = pa.array(np.repeat(last, lengths))
    for number, name in enumerate(table.column_names):
        if name in ("unit", "stage") or name.startswith(OF):
            table = table.set_column(number, name, table[name].take(places))
    return flat(table)
