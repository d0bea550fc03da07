"""What stands round every page: rail, police day, heartbeat, theme. One function renders a page, one a fragment."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hengjian.faces.desk.places import places_of
from hengjian.faces.look import moments
from hengjian.watch.supervision.heartbeat import pulse
from hengjian.work.findings.policeday import begins, ends, police_day

THEMES = ("light", "dark")


def render_page(request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
    """A whole page, or a fragment of one, with what the frame and the tags need. The request went through `signed_in`."""
    round_it, given = frame(request), context or {}
    clash = round_it.keys() & given.keys()
    if clash:
        raise ValueError(f"{template}: {sorted(clash)} stand in the frame; name the page's own values otherwise")
    return render(request, template, {**round_it, **given}, status=status)


def frame(request: HttpRequest) -> dict[str, Any]:
    return {
        **looks(request),
        "now": request.now,
        "viewer": request.viewer,
        "places": places_of(request.viewer),
        "here": request.resolver_match.url_name if request.resolver_match else "",
        "police_day": day_of(request.now),
        "pulse": pulse(request.now),
        "draft_done": request.session.pop("draft_done", ""),
    }


def looks(request: HttpRequest) -> dict[str, Any]:
    """Theme and size as this browser has chosen them."""
    theme = request.COOKIES.get("theme", "light")
    return {"theme": theme if theme in THEMES else "light", "elder": request.COOKIES.get("elder") == "1"}


def day_of(now: datetime) -> dict[str, Any]:
    day = police_day(now)
    return {"day": day, "words": moments.day_words(day, now.year), "begins": begins(day), "ends": ends(day)}
