"""Who sits at the terminal: password and second factor are asked for there, never taken as arguments, under the same lockout as the desk.

It proves that somebody at this terminal knew the secrets of an account, and which ones; the record keeps that. That two accounts are two
people it cannot prove: whoever holds the secrets of both, or the database itself, is stopped by nothing here.
"""

from dataclasses import dataclass
from datetime import datetime

import typer
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django_otp import devices_for_user, match_token

from hengjian.work.people.access import Viewer, viewer_for
from hengjian.work.people.models import Account
from hengjian.work.people.refusal import Refused

PASSWORD, WITH_CODE = "command_line.password", "command_line.password_and_code"


@dataclass(frozen=True)
class Shown:
    """An account whose secrets were typed in here; `proof` says which of them."""

    viewer: Viewer
    proof: str


def ask_who(username: str, now: datetime) -> Shown:
    """Asks for the account's password and, where it has one, its second factor. Raises `Refused`."""
    account = by_password(username)
    if account.must_change_password:
        raise Refused(_("请先登录并更换一次性口令"))
    if not any(devices_for_user(account)):
        typer.echo(_("账号 %(name)s 没有第二重验证：只核对了口令，账本会如实记明。") % {"name": username}, err=True)
        return Shown(viewer_for(account, now), PASSWORD)
    code = typer.prompt(_("%(name)s 的验证码") % {"name": username}, hide_input=True, err=True)
    if match_token(account, code.replace(" ", "")) is None:
        raise Refused(_("验证码不对或已用过。请等下一组数字；连续不对时需要等待的时间会加倍。"))
    return Shown(viewer_for(account, now), WITH_CODE)


def by_password(username: str) -> Account:
    """The account, if the password typed in is its own; failures count towards the lockout."""
    asked = HttpRequest()
    asked.path = "hengjian"
    asked.META = {"REMOTE_ADDR": "127.0.0.1", "HTTP_USER_AGENT": "command line"}
    password = typer.prompt(_("%(name)s 的口令") % {"name": username}, hide_input=True, err=True)
    account = authenticate(asked, username=username, password=password)
    if isinstance(account, Account):
        return account
    if getattr(asked, "axes_locked_out", False):
        raise Refused(_("连续不对的次数过多，这个账号已锁定十五分钟"))
    raise Refused(_("账号或口令不对。连续五次不对将锁定十五分钟。"))
