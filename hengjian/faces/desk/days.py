"""The daily review: police days by unit, each new case reviewed by a legal officer, the statement when the day closes."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.no_trace import check_confirmed, must_confirm
from hengjian.faces.desk.refusals import attempt
from hengjian.faces.desk.session import signed_in
from hengjian.work.findings import actions_day, queries, statement
from hengjian.work.findings.models import DayStatement
from hengjian.work.findings.rights import REVIEWERS
from hengjian.work.matters.models import Matter
from hengjian.work.people.access import Viewer
from hengjian.work.people.models import Unit

SHOWN = 60


@signed_in
def days(request: HttpRequest) -> HttpResponse:
    """The police days of the viewer's units, newest first."""
    rows = list(queries.day_statements(request.viewer)[:SHOWN])
    names = dict(Unit.objects.filter(code__in={row.unit for row in rows}).values_list("code", "name"))
    listed = [
        (row, names.get(row.unit, row.unit), row.accepted if row.closed_at else row.accepted - len(statement.waiting(row))) for row in rows
    ]
    return render_page(request, "desk/days.html", {"days": listed})


@signed_in
def day(request: HttpRequest, day: str, unit: str) -> HttpResponse:
    """One day of one unit: every case that the record holds of it, reviewed or not, and the statement once it is closed."""
    row = day_or_404(request, day, unit)
    cases = statement.case_rows(row)
    matters = Matter.objects.select_related("unit", "handler").in_bulk([case.matter for case in cases])
    waiting = set(statement.waiting(row))
    context = {
        "row": row,
        "unit": Unit.objects.get(code=unit),
        "waiting": len(waiting),
        "reviewed": row.accepted - len(waiting),
        "section": "days",
        "cases": [(case, matters[case.matter], must_confirm(matters[case.matter])) for case in cases if case.matter in matters],
        "imported": sum(case.matter in waiting and bool(case.origin) for case in cases),
        "directions": {one.event: one for one in queries.directions_of([case.matter for case in cases])},
        "may_review": may_review(request.viewer, row),
        "answers": actions_day.ANSWERS,
        "holds": row.closed_at is not None and statement.holds(row),
        "open_districts": statement.open_districts(row) if row.level == "city" else [],
    }
    return render_page(request, "desk/day.html", context)


def may_review(viewer: Viewer, row: DayStatement) -> bool:
    return any(seat.unit.code == row.unit and seat.role in REVIEWERS[row.level] for seat in viewer.posts)


def day_or_404(request: HttpRequest, day: str, unit: str) -> DayStatement:
    try:
        wanted = date.fromisoformat(day)
    except ValueError as problem:
        raise Http404(day) from problem
    row = queries.day_statements(request.viewer, wanted).filter(unit=unit).first()
    if row is None:
        raise Http404(_("没有这一天的梳理，或您的岗位无权查看"))
    return row


@signed_in
@require_POST
def review(request: HttpRequest, day: str, unit: str, matter: str) -> HttpResponse:
    day_or_404(request, day, unit)
    answer, direction = request.POST.get("answer", ""), request.POST.get("direction", "")

    def reviewed() -> None:
        if direction.strip():
            check_confirmed(request, Matter.objects.filter(id=matter).first())
        actions_day.review_case(matter, answer, direction, by=request.viewer, now=request.now)

    attempt(request, reviewed, _("已记录梳理结论"), draft=f"review.{matter}")
    return redirect("desk:day", day, unit)


@signed_in
@require_POST
def review_imported(request: HttpRequest, day: str, unit: str) -> HttpResponse:
    row = day_or_404(request, day, unit)
    attempt(request, lambda: actions_day.review_imported(row.day, unit, by=request.viewer, now=request.now), _("已记录梳理结论"))
    return redirect("desk:day", day, unit)


@signed_in
@require_POST
def close(request: HttpRequest, day: str, unit: str) -> HttpResponse:
    row = day_or_404(request, day, unit)
    attempt(request, lambda: actions_day.close_day(row.day, unit, by=request.viewer, now=request.now), _("当日梳理已办结，声明已入账"))
    return redirect("desk:day", day, unit)
