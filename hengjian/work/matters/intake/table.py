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
    if not path.exists():
        raise BadTable(_("没有文件 %(file)s") % {"file": path.name})
    lines = excel_lines(path) if path.suffix.lower() in {".xlsx", ".xlsm"} else csv_lines(path)
    heading = next(lines, None)
    if heading is None:
        raise BadTable(_("%(file)s 是空的") % {"file": path.name})
    names = [name.strip() for name in heading]
    missing = [column for column in columns if column not in names]
    if missing:
        raise BadTable(
            _("缺少列：%(missing)s；文件中的列：%(names)s") % {"missing": "、".join(missing), "names": "、".join(filter(None, names))}
        )
    for number, line in enumerate(lines, 2):
        values = {name: value for name, value in zip(names, line, strict=False) if name}
        if any(values.values()):
            yield number, values


def csv_lines(path: Path) -> Iterator[list[str]]:
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        try:
            for line in csv.reader(file):
                yield [cell.strip() for cell in line]
        except (csv.Error, UnicodeDecodeError) as problem:
            raise BadTable(_("%(file)s 不是有效的 CSV:%(problem)s") % {"file": path.name, "problem": problem}) from problem


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
    raise BadTable(_("%(file)s 的编码既不是 UTF-8 也不是 GB18030") % {"file": path.name})


def excel_lines(path: Path) -> Iterator[list[str]]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as problem:
        raise BadTable(_("%(file)s 不是有效的 Excel 文件：%(problem)s") % {"file": path.name, "problem": problem}) from problem
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
