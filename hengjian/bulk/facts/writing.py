"""Files of facts: matter after matter, cut where a matter ends, each file with the columns that its own events need."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from hengjian.bulk.facts.columns import Heading, Rows, in_order
from hengjian.bulk.outputs.write import in_place_of
from hengjian.core.corrections import Recorded

Kept = TypeVar("Kept", bound=Recorded)
FILE = 120_000  # events of a file, as near as matters allow
PATTERN = "facts-*.parquet"
HEAVY = {"canonical": "zstd", "id": "zstd"}


class FactsWriter(Generic[Kept]):
    """Writes matters, given in the order of their names, into files of a folder; `close` writes the last.

    `more`: columns beside those of the facts, each with its type and how an event fills it. `group`: events of a row group.
    `names`: how the files are called, with the number of each.
    """

    def __init__(
        self,
        folder: Path,
        *,
        more: Mapping[str, tuple[pa.DataType, Callable[[Kept], object]]] | None = None,
        file: int = FILE,
        group: int = FILE * 2,
        names: str = "facts-{:05d}.parquet",
    ) -> None:
        self.folder, self.more, self.file, self.group, self.names = folder, more or {}, file, group, names
        self.rows, self.cuts, self.written = Rows(), [0], list[Path]()
        self.matters = self.events = 0
        self.last = ""

    def add(self, heading: Heading, events: Sequence[Kept]) -> None:
        """One matter with all of its events. Raises `ValueError` where matters do not come in order."""
        if heading.matter <= self.last:
            raise ValueError(f"matter {heading.matter} comes after {self.last}")
        self.last = heading.matter
        for event in in_order(events):
            row = len(self.rows)
            for name, (kind, value) in self.more.items():
                self.rows.put(row, name, kind, value(event))  # type: ignore[arg-type]
            self.rows.add(heading, event)
        self.matters, self.events = self.matters + 1, self.events + len(events)
        if len(self.rows) - self.cuts[-1] >= self.group:
            self.cuts.append(len(self.rows))
        if len(self.rows) >= self.file:
            self.flush()

    def flush(self) -> None:
        """What was gathered becomes a file."""
        if not len(self.rows):
            return
        path = self.folder / self.names.format(len(self.written))
        write_table(path, self.rows.table(), [*self.cuts, len(self.rows)])
        self.written.append(path)
        self.rows, self.cuts = Rows(), [0]

    def close(self) -> list[Path]:
        """All files, in order."""
        self.flush()
        return self.written


class TableWriter:
    """Writes tables of whole matters, given in the order of their names, into files of a folder, each of one row group."""

    def __init__(self, folder: Path, names: str) -> None:
        self.folder, self.names, self.written = folder, names, list[Path]()

    def add(self, table: pa.Table) -> None:
        """One more table; cut where a matter ends, into files of about the usual size."""
        matters = table["matter"].combine_chunks().dictionary_encode().indices.to_numpy(zero_copy_only=False)
        starts = [*(np.flatnonzero(matters[1:] != matters[:-1]) + 1).tolist(), len(matters)]
        first = 0
        for end, after in zip(starts, [*starts[1:], None], strict=True):
            if after is None or after - first > FILE:
                self.put(table.slice(first, end - first))
                first = end

    def put(self, table: pa.Table) -> None:
        if table.num_rows:
            path = self.folder / self.names.format(len(self.written))
            write_table(path, in_use(table), [0, table.num_rows])
            self.written.append(path)

    def close(self) -> list[Path]:
        """All files, in order."""
        return self.written


def in_use(table: pa.Table) -> pa.Table:
    """Without the columns of bodies and headings that stand empty on every row."""
    empty = [name for name in table.column_names if ":" in name and table[name].null_count == table.num_rows]
    return table.drop_columns(empty)


def write_table(path: Path, table: pa.Table, cuts: Sequence[int]) -> None:
    """A file of facts, with a row group from each cut to the next."""
    compression = {name: HEAVY.get(name, "snappy") for name in leaves(table.schema)}
    with in_place_of(path) as part, pq.ParquetWriter(part, table.schema, compression=compression) as writer:
        for first, end in zip(cuts, cuts[1:], strict=False):
            if end > first:
                writer.write_table(table.slice(first, end - first), row_group_size=end - first)


def leaves(schema: pa.Schema) -> list[str]:
    """The columns as Parquet names them."""
    return [f"{one.name}.list.element" if pa.types.is_list(one.type) else one.name for one in schema]
