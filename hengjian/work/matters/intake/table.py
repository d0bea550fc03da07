"""Rows of an Excel or CSV file as text by column, with their row numbers. What the columns mean is the mapping's business."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import openpyxl
from django.utils.translation import gettext as _

Row = tuple[int, dict[str, str]]
ENCODINGS = ("utf-8-sig", "gb18030")
MARKED = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
SEPARATORS = (",", "\t", ";", "，")
LONGEST = 128 * 1024
"""A heading in one line of at most so many bytes: enough to find out how columns are set apart."""


class BadTable(ValueError):  # noqa: N818
    """A file that cannot be read as a table; the sentence says where and what to do."""


@dataclass(frozen=True)
class Source:
    """A table that can be read as often as it is asked for: its name, and how it is opened."""

    name: str
    opened: Callable[[], BinaryIO]

    @property
    def ending(self) -> str:
        return Path(self.name).suffix.lower()


def file_source(path: Path) -> Source:
    return Source(path.name, lambda: path.open("rb"))


def memory_source(name: str, content: bytes) -> Source:
    """What was uploaded: it never touches a disk in clear."""
    return Source(name, lambda: io.BytesIO(content))


def rows_of(source: Source, columns: Sequence[str]) -> Iterator[Row]:
    """Each row with its number as the spreadsheet shows it (the heading is row 1). Raises `BadTable`."""
    lines = lines_of(source)
    names = heading_in(source, lines)
    check_heading(names, columns)
    number = 1
    for number, line in enumerate(lines, 2):
        values = {name: value for name, value in zip(names, line, strict=False) if name}
        if any(values.values()):
            yield number, values
    if number == 1:
        raise BadTable(_("%(file)s 只有标题行，没有数据") % {"file": source.name})


def heading_of(source: Source) -> list[str]:
    """The names of the columns as the file has them. Raises `BadTable`."""
    return [name for name in heading_in(source, lines_of(source)) if name]


def lines_of(source: Source) -> Iterator[list[str]]:
    if source.ending == ".xls":
        raise BadTable(_("%(file)s 是旧式 Excel 文件：请另存为 .xlsx 或 UTF-8 的 CSV") % {"file": source.name})
    return excel_lines(source) if source.ending in {".xlsx", ".xlsm"} else csv_lines(source)


def heading_in(source: Source, lines: Iterator[list[str]]) -> list[str]:
    try:
        heading = next(lines, None)
    except OSError as problem:
        raise BadTable(_("没有文件 %(file)s") % {"file": source.name}) from problem
    if heading is None:
        raise BadTable(_("%(file)s 是空的") % {"file": source.name})
    return [name.strip() for name in heading]


def check_heading(names: Sequence[str], columns: Sequence[str]) -> None:
    """Every column that the mapping names stands in the heading, and stands there once."""
    missing = [column for column in columns if column not in names]
    if missing:
        hint = _("；各列之间应以逗号分隔") if len(names) == 1 else ""
        known = "、".join(filter(None, names))
        raise BadTable(_("缺少列：%(missing)s；文件中的列：%(names)s") % {"missing": "、".join(missing), "names": known} + hint)
    twice = [column for column in columns if names.count(column) > 1]
    if twice:
        raise BadTable(_("列名重复，不知以哪一列为准：%(columns)s") % {"columns": "、".join(twice)})


def csv_lines(source: Source) -> Iterator[list[str]]:
    encoding, row = encoding_of(source), 0
    with io.TextIOWrapper(source.opened(), encoding=encoding, newline="") as file:
        try:
            for row, line in enumerate(csv.reader(file, strict=True, delimiter=separator_of(source, encoding)), 1):
                if any("\0" in cell for cell in line):
                    raise BadTable(_("%(file)s 第 %(row)d 行有空字符（NUL），不是文本表格") % {"file": source.name, "row": row})
                yield [cell.strip() for cell in line]
        except (csv.Error, UnicodeDecodeError) as problem:
            values = {"file": source.name, "row": row + 1, "problem": problem}
            raise BadTable(
                _("%(file)s 从第 %(row)d 行起不是有效的 CSV，多半是引号没有成对或文件不完整（%(problem)s）") % values
            ) from problem


def encoding_of(source: Source) -> str:
    """UTF-8, GB18030 as Chinese Excel saves it, or UTF-16 where the file is marked so."""
    with source.opened() as raw:
        marked = MARKED.get(raw.read(2))
    for encoding in (marked,) if marked else ENCODINGS:
        try:
            with io.TextIOWrapper(source.opened(), encoding=encoding) as file:
                while file.read(1 << 20):
                    pass
            return encoding
        except UnicodeDecodeError:
            continue
    raise BadTable(_("%(file)s 的编码既不是 UTF-8 也不是 GB18030：请另存为 UTF-8 的 CSV 或 .xlsx") % {"file": source.name})


def separator_of(source: Source, encoding: str) -> str:
    """What sets the columns apart: whichever sign the heading has most of, a comma where it has none."""
    with io.TextIOWrapper(source.opened(), encoding=encoding, newline="") as file:
        heading = file.readline(LONGEST)
    return max(SEPARATORS, key=heading.count)


def excel_lines(source: Source) -> Iterator[list[str]]:
    with source.opened() as raw:
        book = workbook(source.name, raw)
        try:
            for line in book.worksheets[0].iter_rows(values_only=True):
                yield [text_of(cell) for cell in line]
        finally:
            book.close()


def workbook(name: str, raw: BinaryIO) -> openpyxl.Workbook:
    try:
        return openpyxl.load_workbook(raw, read_only=True, data_only=True)
    except Exception as problem:
        raise BadTable(
            _("%(file)s 不是有效的 Excel 文件，可能已损坏或不完整（%(problem)s）") % {"file": name, "problem": problem}
        ) from problem


def text_of(cell: Any) -> str:
    """A cell as text: dates in ISO form, whole numbers without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time().isoformat() == "00:00:00" else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
