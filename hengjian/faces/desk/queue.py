"""The review queue: calls withdrawn, or closed as no case though they bear the marks of an offence. None of them ends silently."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.places import PLACES
from hengjian.faces.desk.session import only
from hengjian.work.findings import queries
from hengjian.work.matters.models import Matter
from hengjian.work.people.access import scope

SEEN_BY = sorted(next(place.roles for place in PLACES if place.name == "queue"))
AT_ONCE = 50
FRESH = timedelta(minutes=1)


@only(*SEEN_BY)
def queue(request: HttpRequest) -> HttpResponse:
    """Waiting calls, the longest waiting first; `left=1` shows those that were dealt with, the newest first."""
    left = request.GET.get("left") == "1"
    order = ("-entered_at", "-event") if left else ("entered_at", "event")
    found = queries.review_queue(request.viewer, waiting=not left).order_by(*order)
    rows = Paginator(found, AT_ONCE).get_page(request.GET.get("page"))
    matters = scope(request.viewer, Matter.objects.select_related("unit", "handler")).in_bulk([row.matter for row in rows])
    entries = [(row, matters[row.matter]) for row in rows if row.matter in matters]
    fresh = {row.pk for row, _matter in entries if request.now - row.entered_at < FRESH}
    return render_page(request, "desk/queue.html", {"entries": entries, "left": left, "fresh": fresh, "page": rows})
