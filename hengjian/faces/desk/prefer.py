"""Language, theme and size: three choices kept in cookies, so that they hold before anybody signs in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from hengjian.faces.desk.frame import THEMES

YEAR = 365 * 24 * 3600


@require_POST
def prefer(request: HttpRequest) -> HttpResponse:
    """Takes `language`, `theme` or `elder` and goes back to the page it came from."""
    answer = HttpResponseRedirect(back_to(request))
    language, theme, elder = (request.POST.get(name) for name in ("language", "theme", "elder"))
    if language in dict(settings.LANGUAGES):
        keep(answer, settings.LANGUAGE_COOKIE_NAME, language)
    if theme in THEMES:
        keep(answer, "theme", theme)
    if elder in {"0", "1"}:
        keep(answer, "elder", elder)
    return answer


def keep(answer: HttpResponse, name: str, value: str) -> None:
    answer.set_cookie(name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE)


def back_to(request: HttpRequest) -> str:
    """Where the form said it stands, if that is a page of this house."""
    url = request.POST.get("next", "/")
    return url if url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure()) else "/"
