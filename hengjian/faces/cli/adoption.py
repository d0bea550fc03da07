"""`hengjian law propose` and `hengjian law adopted`: how a changed law folder comes before its approver, and what is in force."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.utils.translation import gettext as _
from rich.console import Console

from hengjian.core.flow import FlowError
from hengjian.core.lawbook.difference import Change, Part
from hengjian.core.lawbook.faults import LawErrors
from hengjian.ledger.models import Event
from hengjian.work.matters.actions_law import propose_law, standing
from hengjian.work.matters.law_notice import changes_of, law_notice
from hengjian.work.matters.lawbook import ADOPTED, STREAM
from hengjian.work.people.access import Viewer, viewer_for
from hengjian.work.people.models import Account
from hengjian.work.people.refusal import Refused

console = Console()
SIGNS = {"added": "+", "removed": "−", "changed": "~"}


def propose(
    by: Annotated[str, typer.Option("--by", help="提出人的账号，须有系统管理或市局法制岗位 (account of the author)")],
    law: Annotated[Path | None, typer.Option("--law", help="法规文件夹；不给则用本装置的 (law folder)")] = None,
    password: Annotated[
        str, typer.Option(prompt="口令 (password)", hide_input=True, show_default=False, help="不给则询问 (asked for if not given)")
    ] = "",
) -> None:
    """Propose the law folder as it stands; somebody else approves it on the desk, until then nothing changes. Exit status 2: refused."""
    now = datetime.now(UTC)
    try:
        proposed = propose_law(law or Path(settings.LAW_FOLDER), by=author(by, password, now), now=now)
    except LawErrors as faults:
        raise refused([f"{one.place()}  {one.sentence('zh')}" for one in faults.faults]) from faults
    except FlowError as faults:
        raise refused(faults.faults) from faults
    except Refused as refusal:
        raise refused([str(refusal)]) from refusal
    for part in changes_of(standing(), proposed.body["pack"]):
        show(part)
    body = proposed.body
    console.print(_("已提出：%(rules)d 条规则，%(examples)d 个例子全部符合；等待他人批准。") % body, highlight=False)


def author(username: str, password: str, now: datetime) -> Viewer:
    """The account that stands behind the proposal; its password shows that it is they."""
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None or not account.check_password(password):
        raise Refused(_("账号或口令不对"))
    if account.must_change_password:
        raise Refused(_("请先登录并更换一次性口令"))
    return viewer_for(account, now)


def refused(sentences: list[str]) -> typer.Exit:
    for sentence in sentences:
        console.print(f"✗ {sentence}", style="red", markup=False, highlight=False, soft_wrap=True)
    return typer.Exit(2)


def show(part: Part) -> None:
    console.print(f"{SIGNS[part.state]} {part.rule or part.file}", markup=False, highlight=False, soft_wrap=True)
    for change in part.changes:
        console.print(f"    {told(change)}", markup=False, highlight=False, soft_wrap=True)


def told(change: Change) -> str:
    since = f" [{change.since.isoformat()}]" if change.since else ""
    return f"{change.name}{since}: {change.before or '—'} → {change.after or '—'}"


def adopted() -> None:
    """Which lawbooks were adopted and when, what waits, and whether the folder differs."""
    for event in Event.objects.filter(stream=STREAM, kind=ADOPTED).order_by("version"):
        pack = event.body.get("pack", "")
        console.print(
            f"{event.recorded_at:%Y-%m-%d %H:%M} UTC  {event.body['digest'][:16]}  lawbooks/{pack}", highlight=False, soft_wrap=True
        )
    stands = standing()
    if stands.approved:
        console.print(_("已批准，自 %(day)s 起采用。") % {"day": stands.effective}, highlight=False)
    elif stands.proposed:
        console.print(_("有一个法规包等待批准。"), highlight=False)
    notice = law_notice()
    console.print(notice.sentence if notice else _("文件夹与已采用的法规包相同。"), highlight=False, soft_wrap=True)
