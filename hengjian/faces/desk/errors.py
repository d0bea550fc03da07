"""Pages for what went wrong: what, why, what to do, who may."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from hengjian.faces.desk.frame import frame, looks
from hengjian.work.matters.lawbook import terms
from hengjian.work.people.access import viewer_for


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return told(request, 404, {"sentence": str(exception.args[0]) if exception.args and isinstance(exception.args[0], str) else ""})


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    who = [terms().code("roles", role, get_language() or "zh") for role in getattr(request, "who_may", [])]
    return told(request, 403, {"who_may": who, "sentence": str(exception)})


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: usually a page that was open since before somebody signed in again."""
    return render(request, "desk/error_plain.html", {**looks(request), "code": 403, "reason": reason}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Nothing of the frame is asked for: what broke may be part of it."""
    return render(request, "desk/error_plain.html", {**looks(request), "code": 500}, status=500)


def told(request: HttpRequest, code: int, context: dict[str, Any]) -> HttpResponse:
    """Inside the frame for whoever is signed in, else on a plain page."""
    context = context | {"code": code}
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return render(request, "desk/error_plain.html", {**looks(request), **context}, status=code)
    request.now = timezone.now()
    request.viewer = viewer_for(request.user, request.now, get_language())
    return render(request, "desk/error.html", {**frame(request), **context}, status=code)
