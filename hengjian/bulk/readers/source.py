"""Opening a log file: plain or gzip, with the bytes read so far told to a progress bar. Formats stand beside this file."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
import pyarrow as pa

from hengjian.bulk.refusal import BadLog
from hengjian.bulk.words import gettext as _

Tick = Callable[[int, int], None]
"""Called with (bytes read, bytes in all) while a file is read."""


class Columns:
    """The columns that a reader found, in file order, and the number of the file's row that each record stands in: counted on from
    `first_row`, or as `rows` says."""

    def __init__(self, table: pa.Table, first_row: int, rows: np.ndarray | None = None) -> None:
        self.table = table
        self.rows = np.arange(first_row, first_row + table.num_rows) if rows is None else rows


class CountingFile(io.RawIOBase):
    """A binary file that tells how far it has been read."""

    def __init__(self, path: Path, tick: Tick) -> None:
        self._file, self._total, self._tick = path.open("rb"), path.stat().st_size, tick

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = self._file.readinto(buffer)
        self._tick(self._file.tell(), self._total)
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


def bare_suffix(path: Path) -> str:
    """`.csv` for `log.csv` and for `log.csv.gz`."""
    suffixes = [s.lower() for s in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def is_gzip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


@contextmanager
def open_log(path: Path, tick: Tick) -> Iterator[IO[bytes]]:
    """The bytes of a log, unpacked if it is a gzip file. A damaged archive is a `BadLog`, wherever the damage shows."""
    raw = io.BufferedReader(CountingFile(path, tick), 1 << 20)
    stream = cast(IO[bytes], gzip.GzipFile(fileobj=raw) if is_gzip(path) else raw)
    try:
        yield stream
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadLog(_("压缩文件不完整或已损坏，请重新取得该文件。"), path=path) from error
    finally:
        stream.close()
        raw.close()


def check_there(path: Path) -> None:
    """Refuses what is no readable, non-empty file."""
    if not path.is_file():
        raise BadLog(_("找不到该文件。"), path=path)
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except OSError as error:
        raise BadLog(_("无法打开该文件：%(why)s。") % {"why": error.strerror}, path=path) from error
    if size == 0:
        raise BadLog(_("文件是空的，没有可检查的记录。"), path=path)
