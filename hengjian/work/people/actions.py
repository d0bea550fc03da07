"""How units, accounts, posts and delegations change: each action records one event on an administrative stream, then the row.

Names and passwords of accounts never enter the ledger; an account is known there by its opaque `person`.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hengjian.ledger.record import Draft, record_many
from hengjian.work.people import roles
from hengjian.work.people.access import Viewer
from hengjian.work.people.models import Account, Delegation, Post, Unit
from hengjian.work.people.refusal import Refused

INSTALLER = "installer"


def by_of(actor: Viewer | None) -> str:
    """Who acts; None is the installation itself, before anybody can sign in."""
    return actor.person if actor else INSTALLER


def check_right(actor: Viewer | None, *allowed: str) -> None:
    if actor is not None and not actor.roles & set(allowed):
        raise Refused(_("您的岗位不能管理机构、账号和岗位"), who_may=allowed)


def note(kind: str, stream: str, body: Mapping[str, Any], *, by: str, now: datetime) -> None:
    """Records one administrative event behind whatever the stream holds."""
    record_many([Draft(stream, "", kind, now, by, body)], now=now)


@transaction.atomic
def add_unit(
    code: str, name: str, *, level: str, area: str, parent: Unit | None, by: Viewer | None, now: datetime, short_name: str = ""
) -> Unit:
    """A new unit below `parent`; its level must lie below its parent's."""
    check_right(by, "system_admin")
    if level not in roles.LEVELS:
        raise Refused(_("层级应为派出所、分局或市局之一"))
    if not (code.isalnum() and len(code) <= 12):
        raise Refused(_("机构代码应为不超过12位的字母或数字"), fields={"code": _("机构代码应为不超过12位的字母或数字")})
    if Unit.objects.filter(code=code).exists():
        raise Refused(_("机构代码 %(code)s 已存在") % {"code": code}, fields={"code": _("已存在")})
    if parent and roles.LEVELS.index(level) >= roles.LEVELS.index(parent.level):
        raise Refused(_("%(name)s 的层级必须低于上级机构 %(parent)s") % {"name": name, "parent": parent.name})
    path = f"{parent.path if parent else '/'}{code}/"
    unit = Unit.objects.create(code=code, name=name, short_name=short_name, level=level, area=area, parent=parent, path=path)
    body = {"name": name, "short_name": short_name, "level": level, "area": area, "parent": parent.code if parent else "", "active": True}
    note("unit.changed", f"unit/{code}", body, by=by_of(by), now=now)
    return unit


@transaction.atomic
def change_unit(unit: Unit, *, name: str, short_name: str, area: str, active: bool, by: Viewer | None, now: datetime) -> Unit:
    """New name, area or state of a unit. Code, level and place on the tree stay: matters already hang on them."""
    check_right(by, "system_admin")
    unit.name, unit.short_name, unit.area, unit.is_active = name, short_name, area, active
    unit.save(update_fields=["name", "short_name", "area", "is_active"])
    note(
        "unit.changed", f"unit/{unit.code}", {"name": name, "short_name": short_name, "area": area, "active": active}, by=by_of(by), now=now
    )
    return unit


@transaction.atomic
def change_paper_mark(unit: Unit, mark: str, *, by: Viewer | None, now: datetime) -> Unit:
    """The 机关代字 that the unit's papers bear from now on; empty for the one made from its name. Ask `set_mark` of the papers for it."""
    check_right(by, "system_admin")
    unit.paper_mark = mark
    unit.save(update_fields=["paper_mark"])
    note("unit.changed", f"unit/{unit.code}", {"paper_mark": mark}, by=by_of(by), now=now)
    return unit


@transaction.atomic
def add_account(
    username: str,
    display_name: str,
    *,
    password: str,
    by: Viewer | None,
    now: datetime,
    one_time: bool = True,
    same_as: Account | None = None,
) -> Account:
    """A new account; `one_time` asks for a new password at the first sign-in. `same_as` takes over another's password as it is kept."""
    check_right(by, "system_admin")
    if Account.objects.filter(username=username).exists():
        raise Refused(_("账号 %(name)s 已存在") % {"name": username}, fields={"username": _("已存在")})
    account = Account(
        username=username, display_name=display_name, person="p" + secrets.token_hex(8), created_at=now, must_change_password=one_time
    )
    if same_as is None:
        account.set_password(password)
    else:
        account.password = same_as.password
    account.save()
    note("account.changed", f"account/{account.person}", {"active": True, "created": True}, by=by_of(by), now=now)
    return account


@transaction.atomic
def change_account(account: Account, *, display_name: str, active: bool, by: Viewer | None, now: datetime) -> Account:
    """New name or state; switching an account off ends its sessions at their next request."""
    check_right(by, "system_admin")
    if by is not None and by.account == account and not active:
        raise Refused(_("不能停用自己的账号"))
    renamed = account.display_name != display_name
    account.display_name, account.is_active = display_name, active
    account.save(update_fields=["display_name", "is_active"])
    note("account.changed", f"account/{account.person}", {"active": active, "renamed": renamed}, by=by_of(by), now=now)
    return account


@transaction.atomic
def set_password(account: Account, password: str, *, by: Viewer | None, now: datetime) -> None:
    """A new password: one's own, or a one-time password given by the system administrator."""
    own = by is not None and by.account == account
    if not own:
        check_right(by, "system_admin")
    validate_password(password, account)
    account.set_password(password)
    account.must_change_password = not own
    account.save(update_fields=["password", "must_change_password"])
    note("account.changed", f"account/{account.person}", {"password": True, "own": own}, by=by_of(by), now=now)


@transaction.atomic
def give_post(account: Account, unit: Unit, role: str, *, by: Viewer | None, now: datetime, since: datetime | None = None) -> Post:
    """Puts an account into a role at a unit. The three administrators are kept apart from each other and from casework."""
    check_right(by, "security_admin")
    if unit.level not in roles.ROLES.get(role, ()):
        raise Refused(_("这个岗位不设在该层级的机构"))
    held = set(Post.objects.filter(Q(until=None) | Q(until__gt=now), account=account).values_list("role", flat=True))
    if not roles.stands_apart(role, held):
        raise Refused(_("系统管理、安全管理、审计三员必须分设，且不得兼办案岗位"))
    if by is not None and by.account == account:
        raise Refused(_("不能给自己授予岗位"))
    post = Post.objects.create(account=account, unit=unit, role=role, since=since or now)
    body = {"person": account.person, "unit": unit.code, "role": role, "since": post.since.isoformat()}
    note("post.changed", f"post/{post.pk}", body, by=by_of(by), now=now)
    return post


@transaction.atomic
def end_post(post: Post, *, by: Viewer | None, now: datetime) -> Post:
    """Ends a post, and with it what was delegated from it."""
    check_right(by, "security_admin")
    post.until = now
    post.save(update_fields=["until"])
    post.delegations.filter(until__gt=now).update(until=now)
    note(
        "post.changed",
        f"post/{post.pk}",
        {"person": post.account.person, "unit": post.unit.code, "role": post.role, "ended": True},
        by=by_of(by),
        now=now,
    )
    return post


@transaction.atomic
def delegate(post: Post, to: Account, *, until: datetime, reason: str, by: Viewer, now: datetime) -> Delegation:
    """Lets `to` act in the caller's own post until a moment; nobody delegates an administrator's post or what was lent to them."""
    if post.account_id != by.account.pk or (post.until and post.until <= now):
        raise Refused(_("只能委托自己现任的岗位"))
    if post.role in roles.ADMINISTRATORS:
        raise Refused(_("管理员岗位不能委托"))
    if to == by.account or not to.is_active:
        raise Refused(_("受托人须为另一在用账号"))
    held = set(Post.objects.filter(Q(until=None) | Q(until__gt=now), account=to).values_list("role", flat=True))
    if held & roles.ADMINISTRATORS:
        raise Refused(_("不能委托给管理员账号"))
    if until <= now or not reason.strip():
        raise Refused(_("请填写晚于现在的截止时间和委托事由"))
    delegation = Delegation.objects.create(post=post, to=to, since=now, until=until, reason=reason.strip())
    body = {"person": by.person, "delegated_to": to.person, "until": until.isoformat(), "unit": post.unit.code, "role": post.role}
    note("post.changed", f"post/{post.pk}", body, by=by.person, now=now)
    return delegation


@transaction.atomic
def end_delegation(delegation: Delegation, *, by: Viewer, now: datetime) -> None:
    """Takes a delegation back, by the holder of the post or by the security administrator."""
    if delegation.post.account_id != by.account.pk:
        check_right(by, "security_admin")
    delegation.until = now
    delegation.save(update_fields=["until"])
    body = {"person": delegation.post.account.person, "delegated_to": delegation.to.person, "ended": True}
    note("post.changed", f"post/{delegation.post_id}", body, by=by.person, now=now)
