"""The door: name and password, second factor where the account has one, signing out. Lockout after failures is done by axes."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp import devices_for_user, match_token
from django_otp import login as otp_login

from hengjian.faces.desk import sessions
from hengjian.faces.desk.frame import looks
from hengjian.work.people.models import Account

CODE_WITHIN = timedelta(minutes=5)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Asks for name and password; with a second factor the code comes next."""
    if request.method == "GET":
        return redirect("desk:home") if request.user.is_authenticated else door(request)
    account = authenticate(request, username=request.POST.get("username", ""), password=request.POST.get("password", ""))
    if account is None:
        return door(request, wrong=_("账号或口令不对。连续五次不对将锁定十五分钟。"), status=401)
    if any(devices_for_user(account)):
        request.session["half_in"] = {"account": account.pk, "at": timezone.now().isoformat(), "next": request.POST.get("next", "")}
        return redirect("desk:code")
    return let_in(request, account, request.POST.get("next", ""))


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Asks for the six digits of the second factor, or for a recovery code."""
    half = request.session.get("half_in")
    if not half or timezone.now() - datetime.fromisoformat(half["at"]) > CODE_WITHIN:
        request.session.pop("half_in", None)
        return redirect("desk:sign_in")
    if request.method == "GET":
        return render(request, "desk/code.html", looks(request))
    account = Account.objects.get(pk=half["account"])
    device = match_token(account, request.POST.get("code", "").replace(" ", ""))
    if device is None:
        wrong = _("验证码不对或已用过。请等下一组数字；连续不对时需要等待的时间会加倍。")
        return render(request, "desk/code.html", {**looks(request), "wrong": wrong}, status=401)
    answer = let_in(request, account, half["next"])
    otp_login(request, device)
    return answer


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("desk:sign_in")


def let_in(request: HttpRequest, account: Account, wanted: str) -> HttpResponse:
    sessions.end_oldest(account, timezone.now())
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    request.session["seen"] = timezone.now().isoformat()
    request.session["since"] = timezone.now().isoformat()
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if wanted and safe else "/")


def door(request: HttpRequest, *, wrong: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {**looks(request), "wrong": wrong, "username": request.POST.get("username", "")}
    context["next"] = request.POST.get("next", request.GET.get("next", ""))
    return render(request, "desk/sign_in.html", context, status=status)


def locked_out(request: HttpRequest, _credentials: dict[str, Any] | None = None) -> HttpResponse:
    """What axes answers after too many failures."""
    return render(request, "desk/locked_out.html", looks(request), status=429)
