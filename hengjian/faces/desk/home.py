"""Home: what needs this person now, in order of due time. And finding a matter by its number."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.next_act import beginnings, next_act
from hengjian.faces.desk.places import has_place
from hengjian.faces.desk.session import signed_in
from hengjian.watch.supervision.messages import sentence, unsettled
from hengjian.watch.supervision.models import Message
from hengjian.work.findings import queries as findings
from hengjian.work.findings.models import DirectionRow
from hengjian.work.matters import across
from hengjian.work.matters import queries as matters
from hengjian.work.matters.models import Matter
from hengjian.work.people.access import Viewer

MOST = 12


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    context: dict[str, Any] = {"inbox": told(request)}
    if viewer.case_seats:
        own = viewer.roles <= {"officer", "dispatcher"}
        found = matters.duties_of(viewer, own=own, limit=MOST + 1)
        duties = found[:MOST]
        context |= {
            "own": own,
            "duties": duties,
            "more_duties": len(found) > MOST,
            "acts": {duty.pk: next_act(viewer, duty) for duty in duties},
            "begins": beginnings(viewer, ("incident", "case/admin")),
            "counts": matters.counts(viewer),
            "directions": directions_in_words(viewer),
            "answers": has_place(viewer, "findings"),
            "to_answer": findings.to_answer(viewer)[:8],
            "approvals": matters.approvals_of(viewer, limit=8),
            "searches": [one for one in across.searches_of(viewer, request.now) if not one.approved and one.by != viewer.person][:5],
            "to_judge": findings.to_judge(viewer)[:8],
            "queue": findings.review_queue(viewer)[:5] if has_place(viewer, "queue") else [],
        }
    return render_page(request, "desk/home.html", context)


def told(request: HttpRequest) -> list[tuple[str, Message]]:
    """What the watch left for the viewer's roles and nobody has settled, newest first."""
    return [(sentence(message), message) for message in unsettled(request.viewer, 8)]


def directions_in_words(viewer: Viewer) -> list[tuple[DirectionRow, Matter]]:
    """Directions of work that wait to be acknowledged, with their matters; what they say is read where they are acknowledged."""
    rows = list(findings.directions_waiting(viewer)[:8])
    named = Matter.objects.in_bulk([row.matter for row in rows])
    return [(row, named[row.matter]) for row in rows if row.matter in named]


@signed_in
def find(request: HttpRequest) -> HttpResponse:
    """By number: one match opens at once, several are listed."""
    number = request.GET.get("number", "").strip()
    found = matters.matter_list(request.viewer, {"number": number}) if number else None
    if found and found.total == 1:
        return redirect("desk:matter", found.rows[0].id)
    if not found or not found.total:
        messages.warning(request, _("没有找到编号以“%(number)s”开头的事项，或您的岗位无权查看。") % {"number": number})
        return redirect("desk:home")
    return render_page(request, "desk/found.html", {"page": found, "number": number})
