"""Papers of a matter and of a supervision opinion as PDF: issued, printed again, voided. What they say stands in `work/`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hengjian.core.lawbook.citations import Answer
from hengjian.faces.desk.papers import print_content
from hengjian.faces.desk.refusals import attempt, said, stale
from hengjian.faces.desk.session import signed_in
from hengjian.ledger.errors import StaleStream
from hengjian.ledger.models import Event
from hengjian.work.findings import queries
from hengjian.work.matters import actions_papers, paper_values
from hengjian.work.matters.actions_papers import Paper
from hengjian.work.matters.law_library import doubts
from hengjian.work.matters.models import PaperRow
from hengjian.work.matters.page import MatterPage, matter_page
from hengjian.work.people.access import Viewer
from hengjian.work.people.refusal import Refused


def papers_of(page: MatterPage, viewer: Viewer, now: datetime) -> dict[str, object]:
    """What stands in the matter's paper card: papers on record, and those that may be made, with what they would cite wrongly today."""
    standing = actions_papers.papers_of(page.matter.id)
    made = {(row.kind, row.key) for row in standing if row.voided_at is None}
    offers = [(one, doubts_of(page, one, now)) for one in offered_of(page) if (one.kind, one.key) not in made]
    told = [(row, row.id.removeprefix("paper/"), paper_values.NAMES[row.kind], actions_papers.may_void(viewer, row)) for row in standing]
    return {"standing": told, "offers": offers}


def doubts_of(page: MatterPage, paper: paper_values.Offered, now: datetime) -> list[Answer]:
    """Articles that the paper would cite and that do not exist or are not in force on the day of issue."""
    opened = [one.event.at for one in page.moments if one.matter.id == page.matter.id and one.event.kind == "case.opened"]
    issued = paper_values.day(now)
    return doubts(paper_values.form_of(paper.kind), paper_values.day(opened[-1]) if opened else issued, issued)


def offered_of(page: MatterPage) -> list[paper_values.Offered]:
    kinds = frozenset(one.event.kind for one in page.moments if one.matter.id == page.matter.id)
    return paper_values.offered(page.matter, page.parties, kinds)


def page_or_404(request: HttpRequest, matter: str) -> MatterPage:
    try:
        return matter_page(request.viewer, matter)
    except Refused as refusal:
        raise Http404(refusal.sentence) from refusal


@signed_in
@require_POST
def paper(request: HttpRequest, matter: str, form: str) -> HttpResponse:
    """Issues one paper of a matter under the next number and sends its first print."""
    page = page_or_404(request, matter)
    key = request.POST.get("key", "")
    if not any((one.kind, one.key) == (form, key) for one in offered_of(page)):
        raise Http404(form)
    return sent(request, matter, lambda: actions_papers.issue_paper(matter, form, key, by=request.viewer, now=request.now))


@signed_in
@require_POST
def print_again(request: HttpRequest, matter: str, paper: str) -> HttpResponse:
    """Sends a paper on record again, marked as a copy."""
    row = paper_or_404(request, matter, paper)
    return sent(request, matter, lambda: actions_papers.print_again(row.id, by=request.viewer, now=request.now))


@signed_in
@require_POST
def void(request: HttpRequest, matter: str, paper: str) -> HttpResponse:
    """Voids a paper; its number stays with it."""
    row, reasons = paper_or_404(request, matter, paper), request.POST.get("reasons", "")
    attempt(request, lambda: actions_papers.void_paper(row.id, reasons, by=request.viewer, now=request.now), _("文书已作废，编号不再使用"))
    return redirect("desk:matter", matter)


def paper_or_404(request: HttpRequest, matter: str, paper: str) -> PaperRow:
    page_or_404(request, matter)
    row = next((one for one in actions_papers.papers_of(matter) if one.id == f"paper/{paper}"), None)
    if row is None:
        raise Http404(paper)
    return row


def sent(request: HttpRequest, matter: str, act: Callable[[], Paper]) -> HttpResponse:
    """The paper as PDF, or back to the matter with the reason why not."""
    try:
        made = act()
    except (Refused, StaleStream) as problem:
        messages.warning(request, said(problem, request) if isinstance(problem, Refused) else stale())
        return redirect("desk:matter", matter)
    return answer(made)


@signed_in
@require_POST
def notice(request: HttpRequest, finding: str, opinion: str) -> HttpResponse:
    """The rectification notice of one opinion, as it was sent; every print after the first is marked as a copy."""
    try:
        row, _events = queries.finding_page(request.viewer, finding)
        sheet = row.opinions.filter(event=opinion).exclude(paper="").first()
        if sheet is None:
            raise Http404(opinion)
        return answer(actions_papers.print_again(sheet.paper, by=request.viewer, now=request.now))
    except Refused as refusal:
        raise Http404(refusal.sentence) from refusal


def answer(made: Paper) -> HttpResponse:
    name = paper_values.NAMES[made.row.kind]
    pdf = print_content(name, made.content, code=code_of(made.event), copy=made.copy)
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name} {made.row.text}.pdf')}"
    return response


def code_of(event: Event) -> str:
    """The query code: the first twelve digits of the hash under which the paper stands in the record."""
    head = event.leaf[:12].upper()
    return "-".join(head[start : start + 4] for start in range(0, 12, 4))
