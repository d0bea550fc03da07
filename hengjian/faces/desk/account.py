"""One's own account: password, posts, what one delegates, and other sessions. The second factor stands in `second_factor.py`."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django_otp import devices_for_user

from hengjian.faces.desk import sessions
from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.inputs import accounts
from hengjian.faces.desk.refusals import attempt
from hengjian.faces.desk.session import signed_in
from hengjian.faces.look.moments import ZONE
from hengjian.work.people import actions
from hengjian.work.people.models import Account, Delegation
from hengjian.work.people.passwords import faults_of


@signed_in
def own_account(request: HttpRequest) -> HttpResponse:
    own = Delegation.objects.filter(post__account=request.user, until__gt=request.now).select_related("post__unit", "to")
    lent = Delegation.objects.filter(to=request.user, until__gt=request.now).select_related("post__unit", "post__account")
    context = {
        "posts": request.user.posts.select_related("unit").filter(until=None),
        "own": own,
        "lent": lent,
        "people": accounts(),
        "second": any(devices_for_user(request.user)),
        "sessions": sessions.of_account(request.user, request.now),
        "this_session": request.session.session_key,
    }
    return render_page(request, "desk/own_account.html", context)


@sensitive_post_parameters("old", "new", "again")
@signed_in
def password(request: HttpRequest) -> HttpResponse:
    """A new password of one's own; other sessions of the account end with the old one."""
    wrong: list[str] = []
    if request.method == "POST":
        wrong = change(request)
        if not wrong:
            messages.success(request, _("口令已更换，其他登录已退出。"))
            return redirect("desk:home")
    context = {"wrong": wrong, "must": request.user.must_change_password}
    return render_page(request, "desk/password.html", context, status=422 if wrong else 200)


def change(request: HttpRequest) -> list[str]:
    """Sets the new password, or says what is wrong with it."""
    new = request.POST.get("new", "")
    if not request.user.check_password(request.POST.get("old", "")):
        return [_("现用口令不对。")]
    if new != request.POST.get("again", ""):
        return [_("两次填写的新口令不一致。")]
    try:
        actions.set_password(request.user, new, by=request.viewer, now=request.now)
    except ValidationError as problem:
        return list(faults_of(problem))
    update_session_auth_hash(request, request.user)
    return []


@signed_in
@require_POST
def delegate(request: HttpRequest) -> HttpResponse:
    post = get_object_or_404(request.user.posts.filter(until=None), pk=number(request.POST.get("post", "")))
    to, until = Account.objects.filter(person=request.POST.get("to", "")).first(), moment(request.POST.get("until", ""))
    if to is None or until is None:
        messages.warning(request, _("请选择受托人，并填写截止时间（年-月-日 时:分）。"))
        return redirect("desk:own_account")
    act = {"until": until, "reason": request.POST.get("reason", ""), "by": request.viewer, "now": request.now}
    attempt(request, lambda: actions.delegate(post, to, **act), _("委托已生效"), draft="delegate")
    return redirect("desk:own_account")


def moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZONE)
    except ValueError:
        return None


def number(text: str) -> int:
    return int(text) if text.isdigit() else 0


@signed_in
@require_POST
def end_delegation(request: HttpRequest, delegation: int) -> HttpResponse:
    found = get_object_or_404(Delegation.objects.select_related("post__account", "to"), pk=delegation)
    attempt(request, lambda: actions.end_delegation(found, by=request.viewer, now=request.now), _("委托已收回"))
    return redirect("desk:own_account")


@signed_in
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    ended = sessions.end(request.user, request.now, keep=request.session.session_key)
    messages.success(request, _("已退出其他 %(count)d 处登录。") % {"count": ended})
    return redirect("desk:own_account")
