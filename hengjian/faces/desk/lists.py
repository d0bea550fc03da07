"""Lists of incidents and of cases: conditions on top, pages, and what is seen as an Excel file without names."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from hengjian.core.terms import tongue
from hengjian.faces.desk.export import MOST_NAMED, masked, named
from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.models import SavedView
from hengjian.faces.desk.next_act import beginnings
from hengjian.faces.desk.refusals import said
from hengjian.faces.desk.session import signed_in
from hengjian.faces.look import states
from hengjian.faces.look.templatetags.law_words import PURPOSES
from hengjian.work.matters.intake.jobs import BRINGS_IN
from hengjian.work.matters.lawbook import flows, terms
from hengjian.work.matters.queries import STATES, matter_list
from hengjian.work.people.models import Unit
from hengjian.work.people.refusal import Refused

ZONE = ZoneInfo("Asia/Shanghai")
CASES = ("case/admin", "case/criminal")
KINDS = {"incidents": ("incident",), "cases": CASES, "matters": ("incident", *CASES)}


OUTCOMES = {"incidents": ("disposals",), "cases": ("decision_outcomes",), "matters": ("disposals", "decision_outcomes")}
"""The lists of how a matter may have ended, by section."""


def labels(codes: str, language: str) -> list[tuple[str, str]]:
    """The codes of a list with their words."""
    return [(code, terms().code(codes, code, language)) for code in terms().codes[codes]]


def conditions(request: HttpRequest, section: str) -> dict[str, Any]:
    """What the form on top says, as the query takes it; a condition that makes no sense is left out."""
    asked: dict[str, Any] = {name: request.GET.get(name, "").strip() for name in ("number", "text", "person", "unit", "stage", "outcome")}
    kind = request.GET.get("kind", "")
    asked["kind"] = kind if kind in KINDS[section] else ""
    asked["kinds"] = "" if asked["kind"] else KINDS[section]
    asked["state"] = request.GET.get("state", "") if request.GET.get("state") in STATES else ""
    asked["mine"] = request.GET.get("mine") == "1"
    asked["since"], last = day_start(request.GET.get("since", "")), day_start(request.GET.get("until", ""))
    asked["until"] = last and last + timedelta(days=1)  # up to the end of the day named
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


@signed_in
def matters(request: HttpRequest) -> HttpResponse:
    """Incidents and cases together: what the figures of the home page count."""
    return listed(request, "matters")


def listed(request: HttpRequest, section: str) -> HttpResponse:
    asked = conditions(request, section)
    if request.GET.get("export") == "xlsx":
        return masked(request, section, asked)
    number = request.GET.get("page", "1")
    edges = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = matter_list(request.viewer, asked, page=int(number) if number.isdigit() else 1, **edges)
    stages = dict.fromkeys(stage for kind in KINDS[section] for stage in flows()[kind].stages)
    context = {
        "section": section,
        "page": page,
        "begins": beginnings(request.viewer, KINDS[section]),
        "may_import": bool(request.viewer.roles & BRINGS_IN),
        "units": Unit.objects.filter(id__in=request.viewer.unit_ids),
        "stages": [(stage, terms().code("stages", stage, request.viewer.language)) for stage in stages],
        "kinds": [(kind, flows()[kind].label[tongue(request.viewer.language)]) for kind in KINDS[section]],
        "outcomes": [(code, word) for codes in OUTCOMES[section] for code, word in labels(codes, request.viewer.language)],
        "states": [(name, STATE_WORDS[name]()) for name in STATES],
        "columns": columns(request),
        "all_columns": COLUMNS,
        "views": SavedView.objects.filter(account=request.user, section=section),
        "query": kept_query(request),
    }
    return render_page(request, "desk/list.html", context)


COLUMNS = {
    "title": gettext_lazy("内容"),
    "stage": gettext_lazy("阶段"),
    "unit": gettext_lazy("单位"),
    "handler": gettext_lazy("承办人"),
    "opened": gettext_lazy("接报时间"),
    "due": gettext_lazy("最近期限"),
    "state": gettext_lazy("提示"),
}


def columns(request: HttpRequest) -> list[str]:
    """The columns asked for, in their own order; all of them unless some were chosen."""
    chosen = request.GET.getlist("column")
    return [name for name in COLUMNS if name in chosen] or list(COLUMNS)


def kept_query(request: HttpRequest) -> str:
    """The conditions as a query string, without the page."""
    query = request.GET.copy()
    for name in ("page", "after", "before", "open", "export", "purpose"):
        query.pop(name, None)
    for name in [name for name in query if not query.get(name)]:
        query.pop(name)
    return query.urlencode()


@signed_in
@require_POST
def keep_view(request: HttpRequest) -> HttpResponse:
    """Saves the conditions of a list under a name; the same name again replaces it."""
    section, name = request.POST.get("section", ""), request.POST.get("name", "").strip()[:40]
    if section not in KINDS:
        raise Http404(section)
    query = request.POST.get("query", "")[:400]
    if name:
        SavedView.objects.update_or_create(account=request.user, section=section, name=name, defaults={"query": query})
        messages.success(request, _("已保存视图“%(name)s”") % {"name": name})
    return redirect(f"{reverse(f'desk:{section}')}?{query}")


@signed_in
@require_POST
def drop_view(request: HttpRequest, view: int) -> HttpResponse:
    found = get_object_or_404(SavedView, pk=view, account=request.user)
    found.delete()
    messages.success(request, _("已删除视图“%(name)s”") % {"name": found.name})
    return redirect(f"desk:{found.section}")


STATE_WORDS = {
    "overdue": lambda: states.WORDS["overdue"],
    "near": lambda: states.WORDS["near"],
    "undetermined": lambda: states.WORDS["undetermined"],
    "breached": lambda: _("有不符（含已补救）"),
    "open": lambda: _("在办"),
    "closed": lambda: _("已办结"),
}


@signed_in
def export_named(request: HttpRequest, section: str) -> HttpResponse:
    """Cases with the names of adults, for a purpose: asked on a page of its own, recorded at every matter and as an export."""
    if section != "cases":
        raise Http404(_("警情不提供含姓名的导出。"))
    asked = conditions(request, section)
    page = matter_list(request.viewer, asked, page=1, size=MOST_NAMED)
    wrong = ""
    if request.method == "POST":
        try:
            return named(request, section, page.rows, request.POST.get("purpose", ""))
        except Refused as refusal:
            wrong = said(refusal, request)
    context = {
        "section": section,
        "rows": len(page.rows),
        "total": page.total,
        "most": MOST_NAMED,
        "purposes": PURPOSES.items(),
        "wrong": wrong,
    }
    return render_page(request, "desk/export_named.html", context | {"query": kept_query(request)}, status=422 if wrong else 200)
