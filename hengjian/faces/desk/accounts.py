"""Administration of accounts, posts and their sessions. The system administrator makes accounts, the security administrator gives posts."""

import secrets
from datetime import date

from axes.utils import reset
from django.contrib import messages
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_otp import devices_for_user

from hengjian.core.terms import tongue
from hengjian.faces.desk import sessions
from hengjian.faces.desk.administration import ADMINS, changes_in
from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.refusals import attempt
from hengjian.faces.desk.session import only
from hengjian.work.matters.lawbook import terms
from hengjian.work.people import actions, roles
from hengjian.work.people.actions_qualification import enter_qualification
from hengjian.work.people.models import Account, Post, Unit

MOST = 200


@only(*ADMINS)
def accounts(request: HttpRequest) -> HttpResponse:
    """Accounts, narrowed by name, unit or state."""
    words, unit = request.GET.get("q", "").strip(), request.GET.get("unit", "")
    held = Post.objects.filter(until=None).select_related("unit")
    rows = Account.objects.prefetch_related(Prefetch("posts", queryset=held, to_attr="held"))
    if words:
        rows = rows.filter(Q(username__icontains=words) | Q(display_name__icontains=words))
    if unit:
        rows = rows.filter(posts__until=None, posts__unit__code=unit).distinct()
    context = {
        "accounts": rows[:MOST],
        "units": Unit.objects.all(),
        "section": "administration",
        "may_make": "system_admin" in request.viewer.roles,
    }
    return render_page(request, "desk/accounts.html", context)


@only("system_admin")
@require_POST
def add_account(request: HttpRequest) -> HttpResponse:
    """A new account with a one-time password, shown once to whoever made it."""
    username, name = request.POST.get("username", "").strip(), request.POST.get("display_name", "").strip()
    if not username or not name:
        messages.warning(request, _("请填写账号和姓名。"))
        return redirect("desk:accounts")
    given = secrets.token_urlsafe(9)
    done = attempt(
        request,
        lambda: actions.add_account(username, name, password=given, by=request.viewer, now=request.now),
        _("已建账号 %(name)s。一次性口令（只显示这一次）：%(password)s") % {"name": username, "password": given},
        draft="account",
    )
    return redirect("desk:account", Account.objects.get(username=username).person) if done else redirect("desk:accounts")


@only(*ADMINS)
def account(request: HttpRequest, person: str) -> HttpResponse:
    found = by_person(person)
    if request.method == "POST":
        name, active = request.POST.get("display_name", "").strip(), request.POST.get("active") == "1"
        attempt(
            request,
            lambda: actions.change_account(found, display_name=name, active=active, by=request.viewer, now=request.now),
            _("账号已更新"),
        )
        return redirect("desk:account", person)
    context = {
        "account": found,
        "posts": found.posts.select_related("unit"),
        "units": Unit.objects.filter(is_active=True),
        "roles": role_words(request),
        "second": any(devices_for_user(found)),
        "sessions": sessions.of_account(found, request.now),
        "section": "administration",
        "history": changes_in([f"account/{person}", *(f"post/{pk}" for pk in found.posts.values_list("pk", flat=True))]),
        "may_change": "system_admin" in request.viewer.roles,
        "may_post": "security_admin" in request.viewer.roles,
    }
    return render_page(request, "desk/account.html", context)


def role_words(request: HttpRequest) -> list[tuple[str, str]]:
    return [(role, terms().code("roles", role, tongue(request.viewer.language))) for role in roles.ROLES]


def by_person(person: str) -> Account:
    return get_object_or_404(Account, person=person)


@only("system_admin")
@require_POST
def reset_password(request: HttpRequest, person: str) -> HttpResponse:
    """A one-time password, shown once."""
    given = secrets.token_urlsafe(9)
    found = by_person(person)
    sentence = _("一次性口令（只显示这一次）：%(password)s") % {"password": given}
    attempt(request, lambda: actions.set_password(found, given, by=request.viewer, now=request.now), sentence)
    return redirect("desk:account", person)


@only("security_admin")
@require_POST
def unlock(request: HttpRequest, person: str) -> HttpResponse:
    """Lifts the lock after too many failed sign-ins."""
    lifted = reset(username=by_person(person).username)
    messages.success(request, _("已解除锁定。") if lifted else _("该账号没有被锁定。"))
    return redirect("desk:account", person)


@only("security_admin")
@require_POST
def end_sessions(request: HttpRequest, person: str) -> HttpResponse:
    ended = sessions.end(by_person(person), request.now)
    messages.success(request, _("已退出 %(count)d 处登录。") % {"count": ended})
    return redirect("desk:account", person)


@only("security_admin")
@require_POST
def give_post(request: HttpRequest, person: str) -> HttpResponse:
    found, unit = by_person(person), get_object_or_404(Unit, code=request.POST.get("unit", ""))
    role = request.POST.get("role", "")
    attempt(request, lambda: actions.give_post(found, unit, role, by=request.viewer, now=request.now), _("岗位已授予"))
    return redirect("desk:account", person)


@only("security_admin")
@require_POST
def end_post(request: HttpRequest, post: int) -> HttpResponse:
    found = get_object_or_404(Post.objects.select_related("account", "unit"), pk=post)
    attempt(request, lambda: actions.end_post(found, by=request.viewer, now=request.now), _("岗位已免去"))
    return redirect("desk:account", found.account.person)


@only("security_admin")
@require_POST
def qualification(request: HttpRequest, person: str) -> HttpResponse:
    """The legal qualification of a reviewer, from its certificate."""
    found, given = by_person(person), request.POST
    try:
        days = {name: date.fromisoformat(given[name]) if given.get(name) else None for name in ("qualified_on", "reviews_since")}
    except ValueError:
        messages.warning(request, _("日期应为 年-月-日"))
        return redirect("desk:account", person)
    act = {"proof": given.get("qualification_proof", ""), "by": request.viewer, "now": request.now, **days}
    attempt(request, lambda: enter_qualification(found, **act), _("资格已登记"))
    return redirect("desk:account", person)
