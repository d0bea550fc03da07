"""The empty table for an import: the mapping's columns as headings, drop-down lists for codes, and a sheet that lists them."""

from __future__ import annotations

from typing import BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from hengjian.core.flow import Field
from hengjian.core.form import codes_of
from hengjian.work.matters.intake.mapping import Intake
from hengjian.work.matters.lawbook import flows, terms

ROWS = 5_000


def write_template(intake: Intake, target: BinaryIO) -> None:
    """Writes the table as Excel."""
    book = xlsxwriter.Workbook(target)
    bold = book.add_format({"bold": True, "bg_color": "#E7EDF3"})
    sheet, lists = book.add_worksheet(_("数据")), book.add_worksheet(_("代码"))
    fields = fields_by_column(intake)
    for place, column in enumerate(intake.columns()):
        sheet.write(0, place, column, bold)
        asked = fields.get(column)
        words = [label["zh"] for label in codes_of(asked, terms()).values()] if asked and asked.type in {"code", "codes"} else []
        words = words or ([_("是"), _("否")] if asked and asked.type == "boolean" else [])
        lists.write_column(0, place, [column, *words] if words else [])
        if words and asked and asked.type != "codes":
            name = xlsxwriter.utility.xl_col_to_name(place, True)
            source = f"='{lists.get_name()}'!{name}$2:{name}${len(words) + 1}"
            sheet.data_validation(1, place, ROWS, place, {"validate": "list", "source": source, "error_type": "warning"})
    sheet.set_column(0, len(intake.columns()) - 1, 18)
    sheet.freeze_panes(1, 1)
    book.close()


def fields_by_column(intake: Intake) -> dict[str, Field]:
    """The first field that each column fills."""
    flow = flows()[intake.kind]
    found: dict[str, Field] = {}
    for act in intake.acts:
        for name, column in act.columns.items():
            found.setdefault(column, flow.moves[act.move].fields[name])
    return found
