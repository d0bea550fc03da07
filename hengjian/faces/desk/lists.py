"""Lists of incidents and of cases: conditions on top, pages, and what is seen as an Excel file without names."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hengjian.core.terms import tongue
from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.session import signed_in
from hengjian.faces.look import states
from hengjian.faces.look.templatetags.law_words import kind_name, stage_name, title_of
from hengjian.work.matters.lawbook import flows, terms
from hengjian.work.matters.looks import note_export
from hengjian.work.matters.models import Matter
from hengjian.work.matters.queries import STATES, matter_list, narrowed
from hengjian.work.people.models import Unit

ZONE = ZoneInfo("Asia/Shanghai")
KINDS = {"incidents": ("incident",), "cases": ("case/admin", "case/criminal")}
MOST_EXPORTED = 100_000


def conditions(request: HttpRequest, section: str) -> dict[str, Any]:
    """What the form on top says, as the query takes it; a condition that makes no sense is left out."""
    asked: dict[str, Any] = {name: request.GET.get(name, "").strip() for name in ("number", "person", "unit", "stage")}
    kind = request.GET.get("kind", "")
    asked["kind"] = kind if kind in KINDS[section] else ""
    asked["kinds"] = "" if asked["kind"] else KINDS[section]
    asked["state"] = request.GET.get("state", "") if request.GET.get("state") in STATES else ""
    asked["mine"] = request.GET.get("mine") == "1"
    for name in ("since", "until"):
        asked[name] = day_start(request.GET.get(name, ""))
    return asked


def day_start(text: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(text), time(), ZONE)
    except ValueError:
        return None


@signed_in
def incidents(request: HttpRequest) -> HttpResponse:
    return listed(request, "incidents")


@signed_in
def cases(request: HttpRequest) -> HttpResponse:
    return listed(request, "cases")


def listed(request: HttpRequest, section: str) -> HttpResponse:
    asked = conditions(request, section)
    if request.GET.get("export") == "xlsx":
        return exported(request, section, asked)
    number = request.GET.get("page", "1")
    page = matter_list(request.viewer, asked, page=int(number) if number.isdigit() else 1)
    stages = dict.fromkeys(stage for kind in KINDS[section] for stage in flows()[kind].stages)
    context = {
        "section": section, "page": page, "units": Unit.objects.filter(id__in=request.viewer.unit_ids),
        "stages": [(stage, terms().code("stages", stage, request.viewer.language)) for stage in stages],
        "kinds": [(kind, flows()[kind].label[tongue(request.viewer.language)]) for kind in KINDS[section]],
        "states": [(name, STATE_WORDS[name]()) for name in STATES],
    }  # fmt: skip
    return render_page(request, "desk/list.html", context)


STATE_WORDS = {
    "overdue": lambda: states.WORDS["overdue"],
    "near": lambda: states.WORDS["near"],
    "undetermined": lambda: states.WORDS["undetermined"],
    "breached": lambda: _("有不符"),
    "open": lambda: _("在办"),
    "closed": lambda: _("已办结"),
}


def exported(request: HttpRequest, section: str, asked: dict[str, Any]) -> HttpResponse:
    """The list as Excel. No names leave by this way, and that it left is recorded."""
    rows = list(narrowed(request.viewer, asked).select_related("unit")[:MOST_EXPORTED])
    note_export(request.viewer, section, len(rows), request.now)
    answer = HttpResponse(workbook(rows), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    answer["Content-Disposition"] = f'attachment; filename="hengjian-{section}-{request.now.astimezone(ZONE):%Y%m%d-%H%M}.xlsx"'
    return answer


def workbook(rows: list[Matter]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "in_memory": True})
    sheet = book.add_worksheet(_("列表"))
    bold = book.add_format({"bold": True})
    heads = [_("编号"), _("种类"), _("内容"), _("阶段"), _("单位"), _("接报时间"), _("最近期限"), _("超期"), _("不符"), _("无法判断")]
    sheet.write_row(0, 0, heads, bold)
    for number, row in enumerate(rows, 1):
        due = row.earliest_due.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") if row.earliest_due else ""
        opened = row.opened_at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
        words = [row.number, kind_name(row.kind), title_of(row), stage_name(row), row.unit.name, opened, due]
        sheet.write_row(number, 0, [*words, row.overdue, row.breaches, row.undetermined])
    book.close()
    return file.getvalue()
