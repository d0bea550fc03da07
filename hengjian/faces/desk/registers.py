"""The pages of the case area (办案区) and of property (涉案财物): what is there now, since when, and what falls due."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse

from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.session import only
from hengjian.work.matters.registers.queries import MOST, Stay, open_items, stays_now
from hengjian.work.people import roles
from hengjian.work.people.models import Unit


@only(*sorted(roles.CASE_ROLES))
def area(request: HttpRequest) -> HttpResponse:
    """Who is in a case area now, unit by unit."""
    asked = request.GET.get("unit", "")
    stays = stays_now(request.viewer, asked)
    context = {
        "units_in": [(unit, list(group)) for unit, group in groupby(stays, key=unit_of)],
        "full": len(stays) >= MOST,
        "units": Unit.objects.filter(id__in=request.viewer.unit_ids),
        "asked": asked,
        "section": "cases",
    }
    return render_page(request, "desk/area.html", context)


def unit_of(stay: Stay) -> Unit:
    return stay.row.matter.unit


@only(*sorted(roles.CASE_ROLES))
def property_register(request: HttpRequest) -> HttpResponse:
    """Things without an end, the longest held first, each with the limit that ends next."""
    asked = request.GET.get("unit", "")
    things = open_items(request.viewer, asked)
    context = {
        "things": things,
        "full": len(things) >= MOST,
        "units": Unit.objects.filter(id__in=request.viewer.unit_ids),
        "asked": asked,
        "section": "cases",
    }
    return render_page(request, "desk/property.html", context)
