"""Founding an installation, migrating it, and making its projections again. No demo data comes from here."""

import secrets
from typing import Annotated

import typer
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from hengjian.core.flow import FlowError
from hengjian.core.lawbook.faults import LawErrors
from hengjian.ledger import guard
from hengjian.ledger.charter import charter
from hengjian.work.findings import rebuild as findings
from hengjian.work.matters import paper_rows
from hengjian.work.matters.actions_law import adopt_first_law
from hengjian.work.matters.rebuild import rebuild_all
from hengjian.work.people import actions
from hengjian.work.people.models import Account, Unit
from hengjian.work.people.passwords import faults_of
from hengjian.work.people.refusal import Refused

console = Console()


def migrate() -> None:
    """Bring the database up to this version and install the guards of the ledger again."""
    call_command("migrate", interactive=False, verbosity=0)
    guard.install()
    console.print("数据库已更新，防护已安装 (database migrated, guards installed)")


def init(
    unit: Annotated[str, typer.Option(help="全市公安机关名称 (name of the city's organ)")] = "市公安局",
    code: Annotated[str, typer.Option(help="12 位机构代码 (unit code)")] = "000000000000",
    area: Annotated[str, typer.Option(help="行政区划代码 (area code)")] = "000000",
    username: Annotated[str, typer.Option(help="系统管理员账号 (first administrator)")] = "admin",
    password: Annotated[str, typer.Option(help="口令；不给则生成一次性口令 (a one-time password is made if none is given)")] = "",
) -> None:
    """Found an installation: tables, guards, keys, the lawbook in force, and the first two administrators."""
    migrate()
    if Account.objects.exists():
        console.print("这里已经有账号，没有改动任何内容。（This installation has accounts already; nothing was changed.）")
        raise typer.Exit(1)
    given = password or secrets.token_urlsafe(12)
    check_password(given)
    adopt_law()
    with transaction.atomic():
        found_city(unit, code, area, username, given)
    console.print(f"系统管理员 (system administrator)    {username}", highlight=False)
    console.print(f"安全管理员 (security administrator)  security-{username}", highlight=False)
    if not password:
        console.print(f"两个账号的一次性口令 (one-time password of both)  {given}", highlight=False)
    console.print(
        "首次登录须改口令；安全管理员授予岗位，系统管理员建机构和账号。（Sign in and change the password; two administrators, two duties.）"
    )


def check_password(password: str) -> None:
    try:
        validate_password(password)
    except ValidationError as problem:
        console.print("口令不合要求：" + "；".join(faults_of(problem)))
        raise typer.Exit(2) from problem


def found_city(unit: str, code: str, area: str, username: str, password: str) -> Unit:
    """The city's organ, a system administrator and a security administrator: nobody can give a post to themselves."""
    now = timezone.now()
    try:
        city = actions.add_unit(code, unit, level="city", area=area, parent=None, by=None, now=now)
        for name, role in ((username, "system_admin"), (f"security-{username}", "security_admin")):
            account = actions.add_account(name, name, password=password, by=None, now=now)
            actions.give_post(account, city, role, by=None, now=now)
    except Refused as refusal:
        console.print(refusal.sentence)
        raise typer.Exit(2) from refusal
    return city


def adopt_law() -> None:
    """Keeps the law folder and records it as the lawbook in force. Every later change is proposed and approved."""
    charter()
    try:
        adopted = adopt_first_law(settings.LAW_FOLDER, now=timezone.now())
    except LawErrors as faults:
        for fault in faults.faults:
            console.print(fault.sentence("zh"))
        raise typer.Exit(2) from faults
    except FlowError as faults:
        for sentence in faults.faults:
            console.print(sentence, markup=False)
        raise typer.Exit(2) from faults
    if adopted:
        console.print(f"已采用法规 {settings.LAW_FOLDER.name} {adopted.body['digest'][:16]} (lawbook adopted)", highlight=False)


def rebuild() -> None:
    """Make every projection again from the ledger."""
    now = timezone.now()
    with Progress(console=console) as progress:
        task = progress.add_task("重建事项 (matters)", total=None)
        done = rebuild_all(now, lambda count: progress.update(task, completed=count))
    paper_rows.rebuild_all()
    findings.rebuild_all()
    console.print(f"已重建 {done} 件事项及全部问题 ({done} matters and all findings made again)")
