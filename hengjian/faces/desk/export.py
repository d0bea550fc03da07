"""Lists as Excel. What leaves the house carries no names unless a purpose was given, and that it left is recorded either way."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hengjian.faces.look.moments import ZONE
from hengjian.faces.look.templatetags.law_words import kind_name, stage_name, title_of
from hengjian.work.matters.looks import look_at_sealed, note_export
from hengjian.work.matters.models import Matter
from hengjian.work.matters.queries import narrowed

MOST = 100_000
MOST_NAMED = 200
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def masked(request: HttpRequest, section: str, asked: Mapping[str, Any]) -> HttpResponse:
    """The list as it is narrowed now; of parties only how many there are."""
    rows = list(
        narrowed(request.viewer, asked).select_related("unit").annotate(persons=Count("parties")).order_by("-opened_at", "-id")[:MOST]
    )
    note_export(request.viewer, section, len(rows), request.now)
    return file_of(request, section, rows, [_("%(n)d 人（已遮蔽）") % {"n": row.persons} if row.persons else "" for row in rows])


def named(request: HttpRequest, section: str, rows: Sequence[Matter], purpose: str) -> HttpResponse:
    """With the names of adults: each matter bears the look and its purpose; minors stay masked (RP-03)."""
    names = [names_of(row, look_at_sealed(request.viewer, row.id, purpose, request.now)) for row in rows]
    note_export(request.viewer, f"{section}/named", len(rows), request.now, purpose)
    return file_of(request, section, rows, names)


def names_of(row: Matter, opened: Mapping[str, Mapping[str, Any]]) -> str:
    shown = []
    for party in row.parties.all():
        name = opened.get(party.clear.get("event", ""), {}).get("name")
        shown.append(str(name) if name and not party.minor and row.sensitivity == "ordinary" else _("（已遮蔽）"))
    return "、".join(shown)


def file_of(request: HttpRequest, section: str, rows: Sequence[Matter], persons: Sequence[str]) -> HttpResponse:
    answer = HttpResponse(workbook(rows, persons), content_type=EXCEL)
    answer["Content-Disposition"] = f'attachment; filename="hengjian-{section}-{request.now.astimezone(ZONE):%Y%m%d-%H%M}.xlsx"'
    return answer


def workbook(rows: Sequence[Matter], persons: Sequence[str]) -> bytes:
    """One sheet; texts are written as texts, so that nothing a caller said becomes a formula."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_("列表"))
    heads = [
        _("编号"),
        _("种类"),
        _("内容"),
        _("阶段"),
        _("单位"),
        _("接报时间"),
        _("最近期限"),
        _("当事人"),
        _("超期"),
        _("不符"),
        _("无法判断"),
    ]
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, len(heads) - 1, 18)
    sheet.freeze_panes(1, 1)
    sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
    for number, (row, who) in enumerate(zip(rows, persons, strict=True), 1):
        words = [
            row.number,
            kind_name(row.kind),
            title_of(row),
            stage_name(row),
            row.unit.name,
            day_stamp(row.opened_at) if row.opened_day_alone else stamp(row.opened_at),
            stamp(row.earliest_due),
            who,
        ]
        sheet.write_row(number, 0, [*words, row.overdue, row.breaches, row.undetermined])
    book.close()
    return file.getvalue()


def day_stamp(at: datetime) -> str:
    """Of what is known by its day alone."""
    return f"{at.astimezone(ZONE):%Y-%m-%d}"


def stamp(at: datetime | None) -> str:
    return at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") if at else ""
