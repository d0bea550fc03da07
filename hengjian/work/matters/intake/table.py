"""Rows of an Excel or CSV file as text by column, with their row numbers. What the columns mean is the mapping's business."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from django.utils.translation import gettext as _

Row = tuple[int, dict[str, str]]
ENCODINGS = ("utf-8-sig", "gb18030")


class BadTable(ValueError):  # noqa: N818
    """A file that cannot be read as a table; the sentence says where and what to do."""


def rows_of(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """Each row with its number as the spreadsheet shows it (the heading is row 1). Raises `BadTable`."""
    if not path.is_file():
        raise BadTable(_("没有文件 %(file)s") % {"file": path.name})
    if path.suffix.lower() == ".xls":
        raise BadTable(_("%(file)s 是旧式 Excel 文件：请另存为 .xlsx 或 UTF-8 的 CSV") % {"file": path.name})
    lines = excel_lines(path) if path.suffix.lower() in {".xlsx", ".xlsm"} else csv_lines(path)
    heading = next(lines, None)
    if heading is None:
        raise BadTable(_("%(file)s 是空的") % {"file": path.name})
    names = [name.strip() for name in heading]
    check_heading(names, columns)
    number = 1
    for number, line in enumerate(lines, 2):
        values = {name: value for name, value in zip(names, line, strict=False) if name}
        if any(values.values()):
            yield number, values
    if number == 1:
        raise BadTable(_("%(file)s 只有标题行，没有数据") % {"file": path.name})


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


def csv_lines(path: Path) -> Iterator[list[str]]:
    encoding, row = encoding_of(path), 0
    with path.open(encoding=encoding, newline="") as file:
        try:
            for row, line in enumerate(csv.reader(file, strict=True), 1):
                if any("\0" in cell for cell in line):
                    raise BadTable(_("%(file)s 第 %(row)d 行有空字符（NUL），不是文本表格") % {"file": path.name, "row": row})
                yield [cell.strip() for cell in line]
        except (csv.Error, UnicodeDecodeError) as problem:
            values = {"file": path.name, "row": row + 1, "problem": problem}
            raise BadTable(
                _("%(file)s 从第 %(row)d 行起不是有效的 CSV，多半是引号没有成对或文件不完整（%(problem)s）") % values
            ) from problem


def encoding_of(path: Path) -> str:
    """UTF-8, or GB18030 as Chinese Excel saves it."""
    for encoding in ENCODINGS:
        try:
            with path.open(encoding=encoding) as file:
                while file.read(1 << 20):
                    pass
            return encoding
        except UnicodeDecodeError:
            continue
    raise BadTable(_("%(file)s 的编码既不是 UTF-8 也不是 GB18030：请另存为 UTF-8 的 CSV 或 .xlsx") % {"file": path.name})


def excel_lines(path: Path) -> Iterator[list[str]]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as problem:
        raise BadTable(
            _("%(file)s 不是有效的 Excel 文件，可能已损坏或不完整（%(problem)s）") % {"file": path.name, "problem": problem}
        ) from problem
    try:
        for line in book.worksheets[0].iter_rows(values_only=True):
            yield [text_of(cell) for cell in line]
    finally:
        book.close()


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
