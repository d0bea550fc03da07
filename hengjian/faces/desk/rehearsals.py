"""A draft of the law run over the past: asked for, how far it is, the report, and the matters that differ with both reasonings."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hengjian.faces.desk.export import answer
from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.lawbook import names_of_persons
from hengjian.faces.desk.refusals import attempt, said
from hengjian.faces.desk.session import only
from hengjian.watch.rehearsal import jobs, queries
from hengjian.watch.rehearsal.models import Rehearsal
from hengjian.watch.rehearsal.outputs import workbook
from hengjian.work import turns
from hengjian.work.matters.actions_law import standing
from hengjian.work.matters.law_notice import changes_of
from hengjian.work.matters.lawmaking import drafts
from hengjian.work.matters.looks import note_export
from hengjian.work.people.access import Viewer
from hengjian.work.people.refusal import Refused

ONLY = tuple(sorted(jobs.REHEARSES))
ON_A_PAGE = 20
MOST_IN_A_FILE = 2_000
SHOWN = 50


@only(*ONLY)
def rehearsals(request: HttpRequest) -> HttpResponse:
    """What was rehearsed, and the form for another draft."""
    sentence = ""
    if request.method == "POST":
        try:
            return redirect("desk:rehearsal", jobs.ask(asked(request), by=request.viewer, now=request.now).id)
        except Refused as refusal:
            sentence = said(refusal, request)
    rows = list(jobs.rehearsals()[:SHOWN])
    context = {
        "rows": rows,
        "names": names_of_persons({row.by for row in rows}),
        "sources": sources(request.viewer),
        "wrong": sentence,
        "given": request.POST,
        "section": "administration",
    }
    return render_page(request, "desk/rehearsals.html", context, status=422 if sentence else 200)


def sources(viewer: Viewer) -> list[tuple[str, str]]:
    """The drafts that may be run now, the nearest first."""
    stands = standing()
    found = [(jobs.PROPOSAL, _("待批准的法规包"))] if stands.proposed else []
    own = drafts.draft_of(viewer)
    if own and drafts.changed(own):
        found.append((jobs.OWN, _("我的法规草稿")))
    if changes_of(stands):
        found.append((jobs.LAW_FOLDER, _("法规文件夹中的修改")))
    return [*found, (jobs.FILES, _("上传的文件，盖在现行法规包上"))]


def asked(request: HttpRequest) -> jobs.Asked:
    """What the form says; a day that is none is left out."""
    files = {one.name or "": one.read() for one in request.FILES.getlist("files")}
    given = request.POST
    return jobs.Asked(
        given.get("source", ""), given.get("mode", Rehearsal.THROUGHOUT), day(given.get("since", "")), day(given.get("until", "")), files
    )


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@only(*ONLY)
def one(request: HttpRequest, rehearsal: str) -> HttpResponse:
    """One rehearsal; while it runs it is asked for again every two seconds."""
    row = found_or_404(request, rehearsal)
    context = {"row": row, "names": names_of_persons({row.by}), "section": "administration", "own": row.by == request.viewer.person}
    context["left_alone"] = row.state == Rehearsal.WAITING and turns.left_alone(row.beat_at, request.now)
    if row.state == Rehearsal.DONE:
        context |= results(request, row)
    return render_page(request, "desk/rehearsal.html", context)


def results(request: HttpRequest, row: Rehearsal) -> dict[str, object]:
    """The report and a page of the differences, as far as this viewer may see them."""
    report = queries.report_of(row)
    chosen = {name: request.GET.get(name, "") for name in ("kind", "unit", "rule")}
    pages = Paginator(queries.differences(request.viewer, row, **chosen), ON_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    try:
        lines, listed = report.lines(jobs.judged_law(row)), queries.with_reasons(row, list(page.object_list), request.viewer.language)
    except Refused as refusal:
        messages.warning(request, said(refusal, request))
        lines, listed = [], []
    return {
        "report": report,
        "digest": queries.digest_of(row),
        "lines": lines,
        "page": page,
        "listed": listed,
        "chosen": chosen,
        "units": report.by(0)[:SHOWN],
        "stages": report.by(1),
        "months": report.by(2),
        "kept": row.differences.count(),
        "sees_matters": bool(request.viewer.case_seats),
    }


@only(*ONLY)
def excel(request: HttpRequest, rehearsal: str) -> HttpResponse:
    """The report and the differences as a workbook; that it left the house is recorded."""
    row = found_or_404(request, rehearsal)
    if row.state != Rehearsal.DONE:
        raise Http404(rehearsal)
    report = queries.report_of(row)
    rows = list(queries.differences(request.viewer, row)[:MOST_IN_A_FILE])
    try:
        listed, lines = queries.with_reasons(row, rows, request.viewer.language), report.lines(jobs.judged_law(row))
    except Refused as refusal:
        messages.warning(request, said(refusal, request))
        return redirect("desk:rehearsal", rehearsal)
    note = _("逐项列出 %(n)d 项，共 %(all)d 项。") % {"n": len(rows), "all": report.differences}
    note_export(request.viewer, "rehearsal", len(rows), request.now)
    return answer(request, "rehearsal", workbook(report, lines, listed, note))


@only(*ONLY)
@require_POST
def deed(request: HttpRequest, rehearsal: str, deed: str) -> HttpResponse:
    row = found_or_404(request, rehearsal)
    acts = {
        "stop": (lambda: jobs.stop(row), _("已停止")),
        "drop": (lambda: jobs.drop(row, by=request.viewer), _("已删除这次推演")),
    }
    if deed not in acts:
        raise Http404(deed)
    done = attempt(request, *acts[deed])
    return redirect("desk:rehearsals") if done and deed == "drop" else redirect("desk:rehearsal", rehearsal)


def found_or_404(request: HttpRequest, rehearsal: str) -> Rehearsal:
    try:
        return jobs.rehearsal_of(request.viewer, rehearsal)
    except Refused as refusal:
        raise Http404(refusal.sentence) from refusal
