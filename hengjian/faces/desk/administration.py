"""Administration of units. Accounts and posts stand in `accounts.py`, the lawbook in `lawbook.py`."""

from collections.abc import Sequence

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.refusals import attempt
from hengjian.faces.desk.session import only
from hengjian.ledger.models import Event
from hengjian.work.matters import paper_numbers
from hengjian.work.matters.actions_marks import set_mark
from hengjian.work.matters.forms import forms
from hengjian.work.matters.lawbook import law_folder, law_in_force
from hengjian.work.people import actions, roles
from hengjian.work.people.models import Account, Unit

ADMINS = ("system_admin", "security_admin")


@only(*ADMINS, "auditor")
def administration(request: HttpRequest) -> HttpResponse:
    context = {
        "units": Unit.objects.filter(is_active=True).count(),
        "accounts": Account.objects.filter(is_active=True).count(),
        "rules": len(law_in_force().rules),
    }
    return render_page(request, "desk/administration.html", context)


@only(*ADMINS)
def units(request: HttpRequest) -> HttpResponse:
    rows = Unit.objects.annotate(held=Count("posts", filter=Q(posts__until=None))).order_by("path")
    context = {"units": rows, "levels": roles.LEVELS, "section": "administration", "may_change": "system_admin" in request.viewer.roles}
    return render_page(request, "desk/units.html", context)


@only("system_admin")
@require_POST
def add_unit(request: HttpRequest) -> HttpResponse:
    given = {name: request.POST.get(name, "").strip() for name in ("code", "name", "short_name", "level", "area")}
    parent = Unit.objects.filter(code=request.POST.get("parent", "")).first()
    code, name = given.pop("code"), given.pop("name")
    attempt(
        request,
        lambda: actions.add_unit(code, name, parent=parent, by=request.viewer, now=request.now, **given),
        _("已增设机构 %(name)s") % {"name": name},
        draft="unit",
    )
    return redirect("desk:units")


@only("system_admin")
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: its name, area and state may change; its place on the tree stays."""
    found = get_object_or_404(Unit, code=code)
    if request.method == "POST" and "paper_mark" in request.POST:
        mark = request.POST["paper_mark"]
        attempt(request, lambda: set_mark(found, mark, by=request.viewer, now=request.now), _("机关代字已更新，自下一份文书起使用"))
        return redirect("desk:unit", code)
    if request.method == "POST":
        given = {name: request.POST.get(name, "").strip() for name in ("name", "short_name", "area")}
        active = request.POST.get("active") == "1"
        done = attempt(
            request, lambda: actions.change_unit(found, active=active, by=request.viewer, now=request.now, **given), _("机构已更新")
        )
        if done:
            return redirect("desk:units")
    history = changes_in([f"unit/{code}"])
    declared = forms(law_folder() / "forms").values()
    numbers = [(form.name, paper_numbers.coming(found, form.series, request.now)) for form in declared if form.series]
    context = {"unit": found, "history": history, "numbers": numbers, "named": paper_numbers.named_mark(found), "section": "administration"}
    return render_page(request, "desk/unit.html", context)


def changes_in(streams: Sequence[str]) -> list[tuple[Event, str]]:
    """What was changed, newest first, and by whom; an empty name is the installation itself."""
    events = list(Event.objects.filter(stream__in=streams).order_by("-recorded_at", "-id")[:20])
    names = dict(Account.objects.filter(person__in={event.by for event in events}).values_list("person", "display_name"))
    return [(event, names.get(event.by, "")) for event in events]
