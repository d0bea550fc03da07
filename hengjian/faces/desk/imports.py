"""Bringing existing cases in at the desk: a file, its columns, what is wrong with it, and how far the worker is. The work: `intake/`."""

from __future__ import annotations

import io
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hengjian.faces.desk.export import EXCEL
from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.refusals import attempt, said
from hengjian.faces.desk.session import only
from hengjian.work.matters.intake import jobs
from hengjian.work.matters.intake.fitting import needs
from hengjian.work.matters.intake.models import ImportJob
from hengjian.work.matters.intake.template import write_template
from hengjian.work.matters.lawbook import flows
from hengjian.work.people.refusal import Refused

MOST_SHOWN = 200
ONLY = tuple(sorted(jobs.BRINGS_IN))


@only(*ONLY)
def imports(request: HttpRequest) -> HttpResponse:
    """What this person has brought in, and the form for another file."""
    sentence = ""
    if request.method == "POST":
        try:
            return redirect("desk:import", uploaded(request).id)
        except Refused as refusal:
            sentence = said(refusal, request)
    context = {
        "jobs": [(job, jobs.opened(job)["name"]) for job in jobs.jobs_of(request.viewer)],
        "mappings": [(name, intake) for name, intake in jobs.mappings().items()],
        "unread": jobs.mapping_faults(),
        "over": jobs.seat_of(request.viewer).unit,
        "wrong": sentence,
        "chosen": request.POST.get("mapping", ""),
        "section": "cases",
    }
    return render_page(request, "desk/imports.html", context, status=422 if sentence else 200)


def uploaded(request: HttpRequest) -> ImportJob:
    given = request.FILES.get("file")
    name, content = (given.name or "", given.read()) if given else ("", b"")
    return jobs.upload(name, content, request.POST.get("mapping", ""), by=request.viewer, now=request.now)


@only(*ONLY)
def template(_request: HttpRequest, mapping: str) -> HttpResponse:
    """The empty table to fill in, for one kind."""
    intake = jobs.mappings().get(mapping)
    if intake is None:
        raise Http404(mapping)
    file = io.BytesIO()
    write_template(intake, file)
    answer = HttpResponse(file.getvalue(), content_type=EXCEL)
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"hengjian-{mapping}.xlsx") or "attachment"
    return answer


@only(*ONLY)
def one(request: HttpRequest, job: str) -> HttpResponse:
    """One import as it stands; at work it is asked for again every two seconds."""
    found = job_or_404(request, job)
    intake = jobs.mappings().get(found.mapping)
    told = jobs.opened(found)
    context = {
        "job": found,
        "file": told["name"],
        "trouble": told.get("trouble", ""),
        "intake": intake,
        "needs": needs(intake, flows()[intake.kind], request.viewer.language) if intake else [],
        "faults": told["faults"][:MOST_SHOWN],
        "more_faults": len(told["faults"]) > MOST_SHOWN,
        "left_alone": found.at_work and found.left_alone(request.now),
        "choosing": found.state in (ImportJob.UPLOADED, ImportJob.FAILED) or "columns" in request.GET,
        "section": "cases",
    }
    return render_page(request, "desk/import.html", context)


@only(*ONLY)
@require_POST
def deed(request: HttpRequest, job: str, deed: str) -> HttpResponse:
    """One of the acts on an import."""
    found = job_or_404(request, job)
    acts: dict[str, tuple[Callable[[], None], str]] = {
        "check": (lambda: jobs.choose(found, columns_given(request, found)), _("已交给后台检查")),
        "confirm": (lambda: jobs.confirm(found, now=request.now), _("已开始导入，可以离开本页")),
        "stop": (lambda: jobs.stop(found), _("已停止；已导入的保留，可以继续")),
        "resume": (lambda: jobs.go_on(found, now=request.now), _("继续导入；已导入的不会重复")),
        "drop": (lambda: jobs.drop(found), _("已删除这次导入的文件和检查结果；已导入的事项不受影响")),
    }
    if deed not in acts:
        raise Http404(deed)
    done = attempt(request, *acts[deed])
    return redirect("desk:imports") if done and deed == "drop" else redirect("desk:import", job)


def columns_given(request: HttpRequest, job: ImportJob) -> dict[str, str]:
    """The heading chosen for each column, by its place in the mapping."""
    columns = jobs.mappings()[job.mapping].columns() if job.mapping in jobs.mappings() else []
    return {column: request.POST.get(f"column-{place}", "") for place, column in enumerate(columns, 1)}


def job_or_404(request: HttpRequest, job: str) -> ImportJob:
    try:
        return jobs.job_of(request.viewer, job)
    except Refused as refusal:
        raise Http404(refusal.sentence) from refusal
