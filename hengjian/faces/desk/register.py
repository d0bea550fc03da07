"""The register of papers (文书登记簿): every number of the viewer's units in its order, voided ones with them; no name stands here."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.session import signed_in
from hengjian.work.findings.queries import units_of
from hengjian.work.matters.models import Matter, PaperRow
from hengjian.work.matters.paper_values import NAMES
from hengjian.work.people.access import scope
from hengjian.work.people.models import Unit

AT_ONCE = 100


@signed_in
def register(request: HttpRequest) -> HttpResponse:
    """One series after the other, newest year first; `unit` narrows it. A matter out of the viewer's sight is not linked."""
    rows = PaperRow.objects.filter(unit__in=units_of(request.viewer)).order_by("-year", "unit", "series", "-number")
    asked = request.GET.get("unit", "")
    page = Paginator(rows.filter(unit=asked) if asked else rows, AT_ONCE).get_page(request.GET.get("page"))
    in_sight = scope(request.viewer, Matter.objects.filter(id__in=[row.matter for row in page])).in_bulk()
    context = {
        "page": page,
        "rows": [(row, NAMES[row.kind], in_sight.get(row.matter)) for row in page],
        "units": Unit.objects.filter(code__in=units_of(request.viewer)),
        "asked": asked,
        "section": "cases",
    }
    return render_page(request, "desk/register.html", context)
