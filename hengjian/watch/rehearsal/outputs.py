"""A rehearsal as a workbook: the report, the figures by rule, unit, stage and month, and the differences with both reasonings.

Rows name matters and units, never a person.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hengjian.watch.rehearsal.counting import KINDS
from hengjian.watch.rehearsal.reasons import Argued
from hengjian.watch.rehearsal.report import KIND_WORDS, Report
from hengjian.work.matters.lawbook import terms

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
"""Texts are written as texts, so that nothing becomes a formula."""


def workbook(report: Report, lines: Sequence[str], differences: Iterable[Argued], note: str) -> bytes:
    """The file; `note` says how many of the differences are listed, and who may see the rest."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        report_sheet(book, lines, note)
        cells_sheet(book, report)
        differences_sheet(book, report, differences)
    return file.getvalue()


def report_sheet(book: xlsxwriter.Workbook, lines: Sequence[str], note: str) -> None:
    sheet = book.add_worksheet(_("报告"))
    sheet.set_column(0, 0, 120, book.add_format({"text_wrap": True, "valign": "top"}))
    for number, line in enumerate([*lines, note]):
        sheet.write_string(number, 0, line)


def cells_sheet(book: xlsxwriter.Workbook, report: Report) -> None:
    """One line for each unit, stage and month with a difference."""
    sheet = book.add_worksheet(_("汇总"))
    sheet.set_column(0, 2, 22)
    heads = [_("单位"), _("环节"), _("开始月份"), *(str(KIND_WORDS[kind]) for kind in KINDS)]
    sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
    found: dict[tuple[str, str, str], dict[str, int]] = {}
    for unit, stage, month, kind, number in report.figures["cells"]:
        found.setdefault((unit, stage, month), {})[kind] = number
    for number, ((unit, stage, month), kinds) in enumerate(sorted(found.items()), start=1):
        words = [report.units.get(unit, unit), stage_word(stage), month]
        sheet.write_row(number, 0, [*words, *(kinds.get(kind, 0) for kind in KINDS)])


def differences_sheet(book: xlsxwriter.Workbook, report: Report, differences: Iterable[Argued]) -> None:
    sheet = book.add_worksheet(_("逐项"))
    wrap, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True})
    sheet.set_column(0, 3, 22)
    sheet.set_column(4, 9, 18)
    sheet.set_column(10, 11, 80)
    sheet.freeze_panes(1, 1)
    heads = [
        _("事项"), _("单位"), _("规则"), _("变化"), _("环节"), _("开始月份"), _("现行结论"), _("现行到期"), _("草案结论"), _("草案到期"),
        _("现行理由"), _("草案理由"),
    ]  # fmt: skip
    sheet.write_row(0, 0, heads, bold)
    for number, one in enumerate(differences, start=1):
        sheet.write_row(number, 0, line(report, one), wrap)


def line(report: Report, one: Argued) -> list[Any]:
    row = one.row
    names = [one.matter.number, report.units.get(row.unit, row.unit), report.title(row.rule), str(KIND_WORDS[row.kind])]
    both = [one.old.word, one.old.due, one.new.word, one.new.due, "\n".join(one.old.reasons), "\n".join(one.new.reasons)]
    return [*names, stage_word(row.stage), row.month, *both]


def stage_word(stage: str) -> str:
    return terms().code("rule_stages", stage, get_language() or "zh") if stage else ""
