"""Which encoding a text log is in: UTF-8 or GB18030, or the one its mark of order names. Bytes that fit none are refused with their row."""

from __future__ import annotations

import codecs
from pathlib import Path

from hengjian.bulk.readers.source import open_log
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.words import gettext as _

CHUNK = 1 << 22
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def silent(_done: int, _total: int) -> None:
    """A progress bar that shows nothing, for the look ahead at the bytes."""


def encoding_of(path: Path, named: str | None) -> str:
    """The encoding of the file. `named` is the mapping's word and is tried alone; otherwise UTF-8, then GB18030."""
    if named:
        try:
            codecs.lookup(named)
        except LookupError as error:
            raise BadLog(_("映射文件写的编码“%(name)s”不存在，可写 utf-8 或 gb18030。") % {"name": named}, path=path) from error
    with open_log(path, silent) as stream:
        head = stream.read(4)
    marked = next((name for mark, name in MARKS if head.startswith(mark)), None)
    candidates = [named] if named else [marked] if marked else ["utf-8", "gb18030"]
    worst: tuple[int, int, str] = (-1, 0, "")
    for name in candidates:
        fault = first_fault(path, name)
        if fault is None:
            return name
        worst = max(worst, (fault[0], fault[1], name))
    row, byte, name = worst
    raise BadLog(
        _("有字节 0x%(byte)02X 不属于编码 %(name)s；请将文件另存为 UTF-8,或在映射文件中写明 encoding。") % {"byte": byte, "name": name},
        path=path,
        row=row,
    )


def first_fault(path: Path, name: str) -> tuple[int, int] | None:
    """(row, byte) of the first byte that `name` cannot decode, or None where all can be."""
    decoder = codecs.getincrementaldecoder(name)()
    row = 1
    with open_log(path, silent) as stream:
        while True:
            chunk = stream.read(CHUNK)
            held = decoder.getstate()[0]
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return row + error.object[len(held) : error.start].count(b"\n"), error.object[error.start]
            if not chunk:
                return None
            row += chunk.count(b"\n")
