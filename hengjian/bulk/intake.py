"""From columns and a mapping to an `EventLog`: matters and kinds named, times read, rows sorted, oddities noted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hengjian.bulk.event_log import EventLog, Note, codes_of, first_rows
from hengjian.bulk.fields import read_field
from hengjian.bulk.mapping import Mapping
from hengjian.bulk.per_matter import first_of_each, one_of_each
from hengjian.bulk.readers.csv_file import read_csv
from hengjian.bulk.readers.ocel_json import read_ocel_json
from hengjian.bulk.readers.ocel_sqlite import read_ocel_sqlite
from hengjian.bulk.readers.parquet_file import Part, parts_of, read_parquet
from hengjian.bulk.readers.source import Columns, Tick, bare_suffix, check_there
from hengjian.bulk.readers.xes_file import read_xes
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.rows import Rows, milestone_rows
from hengjian.bulk.times import EPOCH, MICROSECOND, read_moments
from hengjian.bulk.words import gettext as _

RowOf = Callable[[int], int]


def read_log(path: Path, mapping: Mapping, *, now: datetime, tick: Tick) -> EventLog:
    """The log as the law reads it at `now`. Raises `BadLog` with file, row and column for what cannot be read."""
    check_there(path)
    return in_our_terms(path, columns_of(path, mapping, tick), mapping, now)


def read_parts(path: Path, mapping: Mapping, *, now: datetime, tick: Tick) -> Iterator[EventLog]:
    """The log in parts that share no matter, one after another, as far as a Parquet file says so itself; else whole.

    Where rows with one id count once, they may stand anywhere: such a log is read whole.
    """
    for part in parts_in(path, mapping):
        yield read_one_part(path, mapping, part, now=now, tick=tick)


def parts_in(path: Path, mapping: Mapping) -> Sequence[Part | None]:
    """The parts in which the log can be read; None alone where that is whole."""
    check_there(path)
    parts = parts_of(path, mapping.matter) if bare_suffix(path) == ".parquet" and mapping.event_id is None else []
    return parts if len(parts) > 1 else [None]


def read_one_part(path: Path, mapping: Mapping, part: Part | None, *, now: datetime, tick: Tick) -> EventLog:
    """One of `parts_in`."""
    if part is None:
        return read_log(path, mapping, now=now, tick=tick)
    columns = read_parquet(path, mapping.columns(), tick, part)
    check_bare(path, columns.table[mapping.matter], mapping.matter)
    return in_our_terms(path, columns, mapping, now)


def check_bare(path: Path, names: pa.ChunkedArray, column: str) -> None:
    """Names with blanks around them are sorted apart from the same names without."""
    text = names.cast(pa.string())
    if pc.any(pc.not_equal(text, pc.utf8_trim_whitespace(text))).as_py():
        raise BadLog(_("事项名前后有空格，无法分段检查这么大的文件；请去掉空格后再试。"), path=path, column=column)


def columns_of(path: Path, mapping: Mapping, tick: Tick) -> Columns:
    suffix, names = bare_suffix(path), mapping.columns()
    if suffix in (".csv", ".tsv", ".txt"):
        return read_csv(path, names, mapping.encoding, mapping.separator, tick)
    if suffix == ".parquet":
        return read_parquet(path, names, tick)
    if suffix == ".xes":
        return read_xes(path, names, tick)
    if suffix in (".jsonocel", ".json"):
        return read_ocel_json(path, names, tick)
    if suffix == ".sqlite":
        return read_ocel_sqlite(path, names, tick)
    sentence = _("不认识的格式“%(suffix)s”；可检查 .csv、.parquet、.xes、.jsonocel（或 .json）与 .sqlite，文本格式也可压成 .gz。")
    raise BadLog(sentence % {"suffix": suffix or path.name}, path=path)


def in_our_terms(path: Path, columns: Columns, mapping: Mapping, now: datetime) -> EventLog:
    table, row = chosen_rows(columns, mapping)
    if not len(row):
        raise BadLog(_("文件里没有可检查的记录。"), path=path)
    try:
        return assemble(path, table, row, mapping, now)
    except BadLog as error:
        raise BadLog(error.sentence, path=path, row=error.row, column=error.column) from error


def chosen_rows(columns: Columns, mapping: Mapping) -> tuple[pa.Table, np.ndarray]:
    """The rows that `only` leaves, and their numbers in the file."""
    keep = pa.array(np.ones(columns.table.num_rows, bool))
    for column, allowed in mapping.only.items():
        matching = pc.is_in(columns.table[column].cast(pa.string()), pa.array(allowed))
        keep = pc.and_(keep, matching.combine_chunks())
    return columns.table.filter(keep), columns.rows[np.asarray(keep)]


def words(table: pa.Table, column: str, row: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """Codes and words of a column in which no cell may be empty."""
    text = pc.utf8_trim_whitespace(table[column].combine_chunks().cast(pa.string()))
    codes, found = codes_of(text)
    empty = np.flatnonzero((codes < 0) | np.isin(codes, [i for i, word in enumerate(found) if not word]))
    if len(empty):
        raise BadLog(_("该格是空的；每一行都要有它。"), row=int(row[empty[0]]), column=column)
    return codes, found


def assemble(path: Path, table: pa.Table, row: np.ndarray, mapping: Mapping, now: datetime) -> EventLog:
    def row_of(place: int) -> int:
        return int(row[place])

    matter, matters = words(table, mapping.matter, row)
    rows = event_rows(table, row, matter, mapping, row_of)
    notes: list[Note] = []
    note_order(rows, notes)
    rows = rows.joined(milestone_rows(table, row, matter, matters, mapping, row_of))
    rows = without_repeats(rows, table, mapping, notes)
    rows = without_future(rows, now, notes)
    rows = in_order(rows, mapping)
    attributes = per_matter_values(table, row, matter, matters, mapping, row_of)
    starts = np.searchsorted(rows.matter, np.arange(len(matters) + 1))
    return EventLog(
        path=path,
        mapping=mapping,
        matters=matters,
        units=units_of(table, matter, matters, mapping),
        attributes=attributes,
        starts=starts,
        matter=rows.matter,
        kinds=rows.kinds,
        kind=rows.kind,
        at=rows.at,
        date_only=rows.date_only,
        row=rows.row,
        about=about_of(table, rows, mapping),
        by=taken(texts(table, mapping.by), rows.source, ""),
        fields={name: taken(read_field(table[f.column], f, mapping.zone, row_of), rows.source, None) for name, f in mapping.fields.items()},
        notes=notes,
    )


def event_rows(table: pa.Table, row: np.ndarray, matter: np.ndarray, mapping: Mapping, row_of: RowOf) -> Rows:
    """The rows that are events themselves: none where the log is one row per matter with milestones."""
    if mapping.event is None or mapping.time is None:
        return Rows.none()
    kind, names = words(table, mapping.event, row)
    moments = read_moments(table[mapping.time.column], mapping.time, mapping.zone, row_of)
    missing = np.flatnonzero(~moments.there)
    if len(missing):
        raise BadLog(_("时间是空的；每个事件都要有时间。"), row=row_of(int(missing[0])), column=mapping.time.column)
    kinds = [mapping.events.get(name, name) for name in names]
    return Rows(matter, kinds, kind, moments.at, moments.date_only, row, np.arange(len(row))).one_code_per_kind()


def without_repeats(rows: Rows, table: pa.Table, mapping: Mapping, notes: list[Note]) -> Rows:
    """Rows that repeat another one: judged once where the mapping names an `event_id`, otherwise kept and noted."""
    if mapping.event_id is not None and len(rows):
        return once_by_id(rows, texts(table, mapping.event_id), mapping.event_id, notes)
    encoded = [codes_of(table[name].combine_chunks().cast(pa.string()))[0][rows.source] for name in table.column_names]
    keys = np.stack([rows.kind, *encoded], axis=1)
    _unique, first, count = np.unique(keys, axis=0, return_index=True, return_counts=True)
    repeated = np.ones(len(rows), bool)
    repeated[first] = False
    if repeated.any():
        notes.append(Note("repeated", int((count - 1).sum()), first_rows(rows.row, repeated)))
    return rows


def once_by_id(rows: Rows, ids: list[str | None], column: str, notes: list[Note]) -> Rows:
    seen: dict[str, int] = {}
    keep = np.ones(len(rows), bool)
    for place, source in enumerate(rows.source.tolist()):
        identity = ids[source]
        if identity is None or rows.is_milestone(place):
            continue
        first = seen.setdefault(identity, place)
        if first != place and not rows.same(first, place):
            values = {"id": identity, "row": int(rows.row[first])}
            raise BadLog(_("编号“%(id)s”与第 %(row)d 行相同，内容却不同。") % values, row=int(rows.row[place]), column=column)
        keep[place] = first == place
    if not keep.all():
        notes.append(Note("same_id", int((~keep).sum()), first_rows(rows.row, ~keep)))
    return rows.chosen(keep)


def without_future(rows: Rows, now: datetime, notes: list[Note]) -> Rows:
    """Events later than `now` are reported and not judged."""
    late = rows.at > (now - EPOCH) // MICROSECOND
    if late.any():
        notes.append(Note("future", int(late.sum()), first_rows(rows.row, late)))
    return rows.chosen(~late)


def note_order(rows: Rows, notes: list[Note]) -> None:
    """Notes where a matter's rows go back in time."""
    by_file = rows.chosen(np.lexsort((rows.row, rows.matter)))
    back = (np.diff(by_file.at) < 0) & (np.diff(by_file.matter) == 0)
    if back.any():
        notes.append(Note("out_of_order", int(back.sum()), first_rows(by_file.row[1:], back)))


def in_order(rows: Rows, mapping: Mapping) -> Rows:
    """Sorted by matter, time, and file order; within one day of a date-only log by `day_order` first."""
    place_of = {kind: place for place, kind in enumerate(mapping.day_order)}
    within_day = np.array([place_of.get(kind, len(place_of)) for kind in rows.kinds] + [0], np.int64)[rows.kind] * rows.date_only
    return rows.chosen(np.lexsort((rows.row, within_day, rows.at, rows.matter)))


def texts(table: pa.Table, column: str | None) -> list[str | None]:
    if column is None:
        return []
    found: list[str | None] = pc.utf8_trim_whitespace(table[column].combine_chunks().cast(pa.string())).to_pylist()
    return found


def taken(values: list[Any], source: np.ndarray, empty: Any) -> list[Any]:
    """The values of the rows that events come from; `empty` where there is no such column or the cell is empty."""
    if not values:
        return [empty] * len(source)
    return [empty if (value := values[place]) is None else value for place in source.tolist()]


def about_of(table: pa.Table, rows: Rows, mapping: Mapping) -> list[tuple[str, ...]]:
    columns = [(about.kind, taken(texts(table, about.column), rows.source, "")) for about in mapping.about]
    found: list[tuple[str, ...]] = [()] * len(rows)
    for kind, cells in columns:
        found = [keys + tuple(f"{kind}:{p.strip()}" for p in cell.split(";") if p.strip()) for keys, cell in zip(found, cells, strict=True)]
    return found


def units_of(table: pa.Table, matter: np.ndarray, matters: list[str], mapping: Mapping) -> list[str]:
    """The unit that each matter's first filled cell names."""
    return [value or "" for value in first_of_each(texts(table, mapping.unit) or [None] * len(matter), matter, len(matters))]


def per_matter_values(
    table: pa.Table, row: np.ndarray, matter: np.ndarray, matters: list[str], mapping: Mapping, row_of: RowOf
) -> list[dict[str, Any]]:
    """The attributes of each matter: the constants, and the columns, which may not contradict themselves."""
    found: list[dict[str, Any]] = [dict(mapping.constants) for _matter in matters]
    for name, spec in mapping.attributes.items():
        values = read_field(table[spec.column], spec, mapping.zone, row_of)
        for place, value in enumerate(one_of_each(values, matter, matters, row, spec.column)):
            if value is not None:
                found[place][name] = value
    return found
