"""Who is at the desk: the wrapper of views that need somebody signed in, idle limit included. Signing in stands in `signin.py`."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hengjian.faces.desk.frame import looks
from hengjian.faces.desk.planning import planned_for
from hengjian.work.matters.lawbook import UNREADABLE, follow_law
from hengjian.work.people.access import viewer_for

IDLE = timedelta(minutes=30)
NOTED_EVERY = timedelta(minutes=1)
View = Callable[..., HttpResponse]
PLACES = {"record", "account", "administration", "searches"}


def signed_in(view: View) -> View:
    """Gives the view `request.viewer` and `request.now`, under the lawbook adopted last; sends everybody else to the door and back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        request.now = timezone.now()
        if not request.user.is_authenticated:
            if request.method == "POST":
                messages.warning(request, _("登录已失效，刚才的提交没有记录。重新登录后可恢复本机草稿。"))
            return to_the_door(request)
        if idle_too_long(request):
            logout(request)
            messages.warning(request, _("30 分钟没有操作，已自动退出。未提交的内容保存在本机草稿中。"))
            return to_the_door(request)
        if request.user.must_change_password and request.resolver_match.url_name != "password":
            return redirect("desk:password")
        try:
            follow_law()
        except UNREADABLE as problem:
            return closed(request, problem)
        request.viewer = viewer_for(request.user, request.now, get_language())
        with planned_for(request.method):
            answer = view(request, *args, **kwargs)
        return page_of(request, kwargs) if isinstance(answer, HttpResponseNotAllowed) and request.method == "GET" else answer

    return guarded


def page_of(request: HttpRequest, kwargs: dict[str, object]) -> HttpResponse:
    """The page on which an address that only takes forms stands: who comes back to such an address comes there."""
    for name in ("matter", "finding"):
        if name in kwargs:
            return redirect(f"desk:{name}", kwargs[name])
    if "day" in kwargs:
        return redirect("desk:day", kwargs["day"], kwargs["unit"])
    place = request.path.split("/")[1]
    return redirect(f"/{place}/" if place in PLACES else "desk:home")


def closed(request: HttpRequest, problem: Exception) -> HttpResponse:
    """No page is served under another lawbook than the adopted one: says which fault keeps this version from reading it."""
    context = {**looks(request), "code": 503, "sentence": str(problem).splitlines()[0]}
    return render(request, "desk/error_plain.html", context, status=503)


def only(*roles: str) -> Callable[[View], View]:
    """Lets a view through for these roles alone; says who may otherwise."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not request.viewer.roles & set(roles):
                request.who_may = sorted(roles)
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return signed_in(guarded)

    return wrap


def to_the_door(request: HttpRequest) -> HttpResponse:
    """A page goes to sign-in and comes back, a form to the page it stood on; a fragment asks the whole page to go."""
    if request.htmx:
        stood_on = request.htmx.current_url_abs_path
    else:
        stood_on = urlsplit(request.headers.get("Referer", "")).path if request.method == "POST" else request.get_full_path()
    url = f"{reverse('desk:sign_in')}?{urlencode({'next': stood_on or '/'})}"
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def idle_too_long(request: HttpRequest) -> bool:
    """Whether nobody has touched this session for too long; notes the touch at most once a minute. Live fragments are no touch."""
    seen = request.session.get("seen")
    if seen and request.now - datetime.fromisoformat(seen) > IDLE:
        return True
    live = request.headers.get("X-Live") == "1"
    if not live and (not seen or request.now - datetime.fromisoformat(seen) > NOTED_EVERY):
        request.session["seen"] = request.now.isoformat()
    return False
