"""Lists as Excel. What leaves the house carries no names unless a purpose was given, and that it left is recorded either way."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hengjian.faces.look.moments import ZONE
from hengjian.faces.look.templatetags.law_words import kind_name, stage_name, title_of
from hengjian.work.matters.looks import look_at_sealed, note_export
from hengjian.work.matters.models import Matter, PartyRow
from hengjian.work.matters.queries import narrowed

MOST = 100_000
MOST_NAMED = 200
AT_ONCE = 2_000
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROW_BY_ROW = {"constant_memory": True}
"""Rows pass through a temporary file: only for what holds no names."""
IN_MEMORY = {"in_memory": True}


def masked(request: HttpRequest, section: str, asked: Mapping[str, Any]) -> HttpResponse:
    """The list as it is narrowed now; of parties only how many there are."""
    parties = PartyRow.objects.order_by().filter(matter_id=OuterRef("id")).values("matter_id").annotate(number=Count("id")).values("number")
    found = narrowed(request.viewer, asked).select_related("unit").annotate(persons=Subquery(parties))
    rows = found.order_by("-opened_at", "-id")[: MOST + 1]
    file, number = workbook(((row, persons(row)) for row in rows.iterator(chunk_size=AT_ONCE)), ROW_BY_ROW)
    note_export(request.viewer, section, number, request.now)
    return answer(request, section, file)


def persons(row: Matter) -> str:
    return _("%(n)d 人（已遮蔽）") % {"n": row.persons} if row.persons else ""


def named(request: HttpRequest, section: str, rows: Sequence[Matter], purpose: str) -> HttpResponse:
    """With the names of adults: each matter bears the look and its purpose; minors stay masked (RP-03)."""
    names = [names_of(row, look_at_sealed(request.viewer, row.id, purpose, request.now)) for row in rows]
    file, number = workbook(zip(rows, names, strict=True), IN_MEMORY)
    note_export(request.viewer, f"{section}/named", number, request.now, purpose)
    return answer(request, section, file)


def names_of(row: Matter, opened: Mapping[str, Mapping[str, Any]]) -> str:
    shown = []
    for party in row.parties.all():
        name = opened.get(party.clear.get("event", ""), {}).get("name")
        shown.append(str(name) if name and not party.minor and row.sensitivity == "ordinary" else _("（已遮蔽）"))
    return "、".join(shown)


def answer(request: HttpRequest, section: str, file: bytes) -> HttpResponse:
    found = HttpResponse(file, content_type=EXCEL)
    found["Content-Disposition"] = f'attachment; filename="hengjian-{section}-{request.now.astimezone(ZONE):%Y%m%d-%H%M}.xlsx"'
    return found


def workbook(rows: Iterable[tuple[Matter, str]], kept: Mapping[str, bool]) -> tuple[bytes, int]:
    """One sheet of matters and what is said of their parties, and how many; where there are more than it takes, its last line says so.

    Texts are written as texts, so that nothing a caller said becomes a formula.
    """
    file, number = io.BytesIO(), 0
    book = xlsxwriter.Workbook(file, {**kept, "strings_to_formulas": False, "strings_to_urls": False})
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
    for row, who in rows:
        if number == MOST:
            sheet.write_string(
                number + 1, 0, _("符合条件的超过 %(most)d 件，这里只有最近的 %(most)d 件：请收窄条件分次导出。") % {"most": MOST}
            )
            break
        number += 1
        sheet.write_row(number, 0, line(row, who))
    book.close()
    return file.getvalue(), number


def line(row: Matter, who: str) -> list[Any]:
    opened = day_stamp(row.opened_at) if row.opened_day_alone else stamp(row.opened_at)
    words = [row.number, kind_name(row.kind), title_of(row), stage_name(row), row.unit.name, opened, stamp(row.earliest_due), who]
    return [*words, row.overdue, row.breaches, row.undetermined]


def day_stamp(at: datetime) -> str:
    """Of what is known by its day alone."""
    return f"{at.astimezone(ZONE):%Y-%m-%d}"


def stamp(at: datetime | None) -> str:
    return at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") if at else ""
