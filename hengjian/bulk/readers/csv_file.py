"""Comma- or semicolon-separated logs as text columns. A row of the wrong width is refused with its number."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc

from hengjian.bulk.readers.encoding import encoding_of, silent
from hengjian.bulk.readers.names import check_named
from hengjian.bulk.readers.source import Columns, Tick, open_log
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.words import gettext as _

SEPARATORS = ",;\t|"
BLOCK = 1 << 23


def read_csv(path: Path, names: dict[str, str], encoding: str | None, separator: str | None, tick: Tick) -> Columns:
    """The columns `names` (column → what the mapping wants it for) as text; an empty cell is null."""
    refuse_workbook(path)
    encoding = encoding_of(path, encoding)
    header, separator = header_of(path, encoding, separator)
    check_named(path, names, header)
    wrong: list[pc.InvalidRow] = []

    def remember(row: pc.InvalidRow) -> str:
        wrong.append(row)
        return "error"

    wanted = [name for name in header if name in names]
    with open_log(path, tick) as stream:
        try:
            table = pc.read_csv(
                pa.PythonFile(stream, mode="r"),
                read_options=pc.ReadOptions(encoding=encoding, use_threads=False, block_size=BLOCK),
                parse_options=pc.ParseOptions(delimiter=separator, newlines_in_values=True, invalid_row_handler=remember),
                convert_options=pc.ConvertOptions(
                    include_columns=wanted,
                    column_types={name: pa.string() for name in wanted},
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=True,
                    null_values=[""],
                ),
            )
        except pa.ArrowInvalid as error:
            raise row_refused(path, wrong, str(error)) from error
    return Columns(table, first_row=2)


def refuse_workbook(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(4) == b"PK\x03\x04":
            raise BadLog(_("这是 Excel 工作簿或压缩包，不是 CSV;请另存为 CSV(UTF-8)再检查。"), path=path)


def row_refused(path: Path, wrong: list[pc.InvalidRow], said: str) -> BadLog:
    if not wrong:
        return BadLog(_("CSV 无法读取：%(why)s。请检查引号是否成对、行是否完整。") % {"why": said}, path=path)
    row = wrong[0]
    sentence = _("该行有 %(actual)d 列，表头有 %(expected)d 列；请检查分隔符、引号，或文件是否被截断。")
    return BadLog(sentence % {"actual": row.actual_columns, "expected": row.expected_columns}, path=path, row=row.number)


def header_of(path: Path, encoding: str, separator: str | None) -> tuple[list[str], str]:
    """The names in the first row, and the separator between them."""
    with open_log(path, silent) as stream:
        line = io.TextIOWrapper(stream, encoding=encoding, newline="").readline()
    if "\x00" in line:
        raise BadLog(_("文件不是文本（含有空字节），请确认格式。"), path=path, row=1)
    separator = separator or max(SEPARATORS, key=line.count)
    header = next(csv.reader([line], delimiter=separator), [])
    if not any(name.strip() for name in header):
        raise BadLog(_("第一行应当是列名，现在是空行。"), path=path, row=1)
    twice = next((name for name in header if header.count(name) > 1), None)
    if twice is not None:
        raise BadLog(_("表头里这个列名出现了两次，请改名。"), path=path, row=1, column=twice)
    return header, separator
