"""Searches across matters: asked for in one's own matter, approved by somebody else, run once, counted in public (RP-02)."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.refusals import attempt
from hengjian.faces.desk.search_words import BASES_IN_WORDS
from hengjian.faces.desk.session import only, signed_in
from hengjian.work.matters import across
from hengjian.work.matters.models import Matter
from hengjian.work.people import roles
from hengjian.work.people.access import scope

MONTH = timedelta(days=30)
INSTANT = timedelta(microseconds=1)


@only(*sorted(roles.CASE_ROLES))
def searches(request: HttpRequest) -> HttpResponse:
    return shown(request, None)


def shown(request: HttpRequest, found: list[Matter] | None) -> HttpResponse:
    """The requests of the last month. Of matters out of the viewer's sight only number and unit are told."""
    asked = across.searches_of(request.viewer, request.now)
    sight = set(scope(request.viewer, Matter.objects.filter(id__in=[row.id for row in found or []])).values_list("id", flat=True))
    context = {
        "searches": [(one, BASES_IN_WORDS[one.basis]) for one in asked],
        "count": across.count_of_searches(request.now - MONTH, request.now + INSTANT),
        "found": None if found is None else [(row, row.id in sight) for row in found],
        "may_approve": bool(request.viewer.roles & roles.CHIEF_ROLES),
    }
    return render_page(request, "desk/searches.html", context)


@signed_in
@require_POST
def request_one(request: HttpRequest, matter: str) -> HttpResponse:
    given = {name: request.POST.get(name, "") for name in ("name", "document", "basis", "reasons")}
    done = _("已呈请，等负责人批准")
    act = lambda: across.request_search(request.viewer, matter, now=request.now, **given)  # noqa: E731
    asked = attempt(request, act, done, draft=f"search.{matter}")
    return redirect("desk:searches") if asked else redirect("desk:matter", matter)


@signed_in
@require_POST
def approve(request: HttpRequest, search: str) -> HttpResponse:
    attempt(request, lambda: across.approve_search(request.viewer, search, now=request.now), _("已批准，七日内可查询一次"))
    return redirect("desk:searches")


@signed_in
@require_POST
def run(request: HttpRequest, search: str) -> HttpResponse:
    """Runs it and shows what was found, this once."""
    found: list[Matter] = []
    ran = attempt(request, lambda: found.extend(across.across_matters(request.viewer, search, now=request.now)), _("查询已执行并记录"))
    return shown(request, found) if ran else redirect("desk:searches")
