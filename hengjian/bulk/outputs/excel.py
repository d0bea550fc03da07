"""Findings as a workbook: the findings, what is undetermined, the summary by rule and unit, and what was odd about the file."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from hengjian.bulk.notes import note_sentence
from hengjian.bulk.outputs.spool import Rows, Spool
from hengjian.bulk.outputs.table import Row, cells, headings, summary
from hengjian.bulk.patrol import Patrol
from hengjian.bulk.words import gettext as _
from hengjian.core.explain import state_label

MOST_ROWS = 1_048_575
WIDTHS = (18, 16, 30, 34, 12, 12, 10, 18, 20, 18, 20, 20, 12, 10, 90)


def write_excel(found: Patrol, spool: Spool, path: Path, language: str) -> None:
    """Cells are written as text and numbers, never as formulas. What one sheet cannot hold goes on in the next, numbered."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "tmpdir": str(path.parent)}
    try:
        with xlsxwriter.Workbook(str(path), options) as book:
            findings_sheets(book, _("问题"), spool.findings)
            findings_sheets(book, _("无法判定"), spool.undetermined)
            summary_sheet(book, found, language)
            notes_sheet(book, found)
    except FileCreateError as error:
        raise OSError(*error.args) from error


def findings_sheets(book: xlsxwriter.Workbook, name: str, findings: Rows) -> None:
    rows = iter(findings)
    for number in range(max(1, -(-len(findings) // MOST_ROWS))):
        findings_sheet(book, f"{name} {number + 1}" if number else name, islice(rows, MOST_ROWS))


def findings_sheet(book: xlsxwriter.Workbook, name: str, rows: Iterable[Row]) -> None:
    sheet = book.add_worksheet(name)
    wrap, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True})
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 1)
    put(sheet, 0, headings(), bold)
    number = 0
    for number, one in enumerate(rows, start=1):
        put(sheet, number, cells(one), wrap)
    if number:
        sheet.autofilter(0, 0, number, len(WIDTHS) - 1)


def summary_sheet(book: xlsxwriter.Workbook, found: Patrol, language: str) -> None:
    sheet = book.add_worksheet(_("汇总"))
    bold = book.add_format({"bold": True})
    sheet.set_column(0, 1, 36)
    put(sheet, 0, (_("规则"), _("规则名称"), _("结论"), _("数量")), bold)
    number = 1
    for rule, title, counts in summary(found, language):
        for state, count in sorted(counts.items()):
            put(sheet, number, (rule, title, state_label(state, language, found.law.rules[rule].bearer), count), None)
            number += 1
    put(sheet, number + 1, (_("单位"), _("问题数")), bold)
    for place, (unit, count) in enumerate(found.units.most_common(), start=number + 2):
        put(sheet, place, (unit or _("未写明单位"), count), None)


def notes_sheet(book: xlsxwriter.Workbook, found: Patrol) -> None:
    sheet = book.add_worksheet(_("说明"))
    sheet.set_column(0, 0, 120)
    lines = [
        _("日志：%(name)s，%(matters)d 个事项，%(events)d 个事件") % about(found),
        _("判断时点：%(now)s") % about(found),
        _("法规摘要：%(law)s") % about(found),
        *(note_sentence(note) for note in found.notes),
    ]
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, line)


def about(found: Patrol) -> dict[str, Any]:
    return {
        "name": found.log.path.name,
        "matters": found.matters,
        "events": found.events,
        "now": found.now.isoformat(timespec="minutes"),
        "law": found.law.digest,
    }


def put(sheet: Any, number: int, values: Iterable[str | int], form: Any) -> None:
    for place, value in enumerate(values):
        if isinstance(value, int):
            sheet.write_number(number, place, value, form)
        else:
            sheet.write_string(number, place, value, form)
