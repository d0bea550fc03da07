"""The articles that bear on a matter now: of each duty that runs and of each step that may be taken (T4). Shown, not judged."""

from django.http import Http404, HttpRequest, HttpResponse

from hengjian.core.flow import Move
from hengjian.core.terms import tongue
from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.matter_parts import Link, links_of
from hengjian.faces.desk.places import place_of
from hengjian.faces.desk.session import signed_in
from hengjian.work.matters.bearing import Bearing, on_duties, on_step
from hengjian.work.matters.discretion import standard
from hengjian.work.matters.law_library import shelf
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.matters.page import MatterPage, matter_page
from hengjian.work.people.refusal import Refused


@signed_in
def applicable(request: HttpRequest, matter: str) -> HttpResponse:
    """Duties by the day on which they started, steps by today."""
    try:
        page = matter_page(request.viewer, matter)
    except Refused as refusal:
        raise Http404(refusal.sentence) from refusal
    context = {
        "matter": page.matter,
        "owed": on_duties(page.duties),
        "steps": steps(page, request),
        "section": place_of(page.matter.kind),
        **pack(request),
    }
    return render_page(request, "desk/matter_law.html", context)


def pack(request: HttpRequest) -> dict[str, object]:
    """Whether a text pack is loaded, or why it cannot be read."""
    found = shelf()
    return {"loaded": bool(found.editions.instruments), "trouble": found.trouble[tongue(request.viewer.language) == "en"]}


def beside(page: MatterPage, move: Move, request: HttpRequest) -> dict[str, object]:
    """What stands beside the form of a step: the rules and articles that bear on it now, and for a penalty the discretion standard."""
    ranges = standard(law_in_force(), move, page.matter.title_code)
    return {"bearings": on_step(page.matter, move.event, page.duties, request.now), "standard": ranges, **pack(request)}


def steps(page: MatterPage, request: HttpRequest) -> list[tuple[str, str, list[Bearing]]]:
    """Each step that may be taken now, with what bears on it; those on which most bears first."""
    found = []
    for offer in page.offers:
        if offer.allowed:
            bearings = on_step(page.matter, offer.move.event, page.duties, request.now)
            links: list[Link] = links_of(page.matter, offer, request.viewer.language)
            found += [(link.label, link.href, bearings) for link in links]
    return sorted(found, key=lambda one: -len(one[2]))
