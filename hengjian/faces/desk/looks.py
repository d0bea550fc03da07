"""Who looked at what: every look at a sealed record and every export, for the auditor."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.session import only
from hengjian.ledger.read import beside
from hengjian.work.matters import looks as sealed
from hengjian.work.people import roles
from hengjian.work.people.models import Account

AT_ONCE = 100


@only(*sorted(roles.SEES_LOOKS))
def looks(request: HttpRequest) -> HttpResponse:
    """The looks, and the exports beside them, newest first."""
    found = sealed.who_looked(request.viewer, limit=AT_ONCE)
    exports = beside("record.exported").order_by("-recorded_at", "-id")
    page = Paginator(exports, AT_ONCE).get_page(request.GET.get("page"))
    names = dict(Account.objects.filter(person__in={event.by for event in page}).values_list("person", "display_name"))
    return render_page(request, "desk/looks.html", {"looks": found, "exports": [(event, names.get(event.by, event.by)) for event in page]})
