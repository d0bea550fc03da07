"""`hengjian law propose | difference | approve | decline | adopted`: how a law folder comes to be adopted without the desk.

None of them needs the adopted lawbook to be read: they are the way out where this version of the program cannot read it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
from hengjian.faces.cli.identity import ask_who
from hengjian.ledger.models import Event
from hengjian.ledger.read import ZONE
from hengjian.watch.rehearsal.jobs import judged_law, of_proposal
from hengjian.watch.rehearsal.queries import digest_of, report_of
from hengjian.work.matters.actions_law import Standing, approve_law, decline_law, propose_law, standing
from hengjian.work.matters.law_notice import changes_of, law_notice
from hengjian.work.matters.lawbook import ADOPTED, STREAM, kept_or_why
from hengjian.work.matters.lawpacks import LostLawbook
from hengjian.work.people.refusal import Refused

console = Console()
SIGNS = {"added": "+", "removed": "−", "changed": "~"}
By = Annotated[str, typer.Option("--by", help="账号；口令和验证码在终端询问 (account; its password and code are asked for)")]
Pack = Annotated[str, typer.Argument(help="法规包名或其开头八位以上，见 law difference (name of the lawbook, or its beginning)")]
Law = Annotated[Path | None, typer.Option("--law", help="法规文件夹；不给则用本装置的 (law folder)")]
Lines = Annotated[bool, typer.Option("--lines", help="逐行显示原文 (show the texts line by line)")]


@contextmanager
def refusals() -> Iterator[None]:
    """Each reason on a line of its own, and exit status 2."""
    try:
        yield
    except LawErrors as faults:
        raise refused([f"{one.place()}  {one.sentence('zh')}" for one in faults.faults]) from faults
    except FlowError as faults:
        raise refused(faults.faults) from faults
    except (Refused, LostLawbook) as refusal:
        raise refused([str(refusal)]) from refusal


def refused(sentences: list[str]) -> typer.Exit:
    for sentence in sentences:
        console.print(f"✗ {sentence}", style="red", markup=False, highlight=False, soft_wrap=True)
    return typer.Exit(2)


def propose(by: By, law: Law = None) -> None:
    """Propose the law folder as it stands; somebody else approves it, until then nothing changes. Exit status 2: refused."""
    now = datetime.now(UTC)
    with refusals():
        who = ask_who(by, now)
        proposed = propose_law(law or Path(settings.LAW_FOLDER), by=who.viewer, now=now, proof=who.proof)
    console.print(_("已提出：%(rules)d 条规则，%(examples)d 个例子全部符合；等待他人批准。") % proposed.body, highlight=False)
    say(_("批准：hengjian law approve %(pack)s --by 账号") % {"pack": proposed.body["pack"][:16]})
    with refusals():
        show_difference(changes_of(standing(), proposed.body["pack"]), values_or_lines(standing()))


def difference(law: Law = None, lines: Lines = False) -> None:
    """What the lawbook that waits changes against the adopted one; where none waits, what the folder would. Exit status 1: they differ."""
    stands = standing()
    with refusals():
        waiting = stands.proposed.body["pack"] if stands.proposed and law is None else ""
        parts = changes_of(stands, waiting, law)
    say(_("待批准的法规包 %(pack)s：") % {"pack": waiting} if waiting else _("法规文件夹与已采用的法规包相比："))
    show_difference(parts, in_lines if lines else values_or_lines(stands))
    if not parts:
        say(_("文件夹与已采用的法规包相同。"))
        return
    raise typer.Exit(1)


def approve(
    pack: Pack,
    by: By,
    effective: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="自何日起采用；默认今天 (first day)")] = None,
) -> None:
    """Approve the lawbook that somebody else proposed. Due today it is adopted at once; else on its day, by the watch or the next start."""
    now = datetime.now(UTC)
    with refusals():
        stands, name = standing(), waiting_pack(standing(), pack)
        show_difference(changes_of(stands, name), values_or_lines(stands))
        rehearsal = show_rehearsal(stands)
        who = ask_who(by, now)
        day = effective.date() if effective else now.astimezone(ZONE).date()
        approve_law(name, effective=day, by=who.viewer, now=now, proof=who.proof, rehearsal=rehearsal)
    after = standing()
    say(_("已采用：%(pack)s") % {"pack": after.pack} if after.pack == name else _("已批准，自 %(day)s 起采用。") % {"day": after.effective})


def show_rehearsal(stands: Standing) -> str:
    """What the rehearsal of the proposal said, line by line; its digest, empty where none was run."""
    found = of_proposal(stands.proposed) if stands.proposed else None
    if found is None:
        say(_("这个法规包还没有推演过；批准的记录会写明没有推演。"))
        return ""
    for line in report_of(found).lines(judged_law(found)):
        say(line)
    digest = digest_of(found)
    say(_("推演摘要 %(digest)s") % {"digest": digest})
    return digest


def decline(pack: Pack, by: By) -> None:
    """Take back one's own proposal, or turn down somebody's, or an approval whose day has not come."""
    now = datetime.now(UTC)
    with refusals():
        name, who = waiting_pack(standing(), pack), ask_who(by, now)
        decline_law(name, by=who.viewer, now=now, proof=who.proof)
    say(_("法规包已撤回"))


def waiting_pack(stands: Standing, written: str) -> str:
    """The whole name of the lawbook that waits, if this is how it begins."""
    name = str(stands.proposed.body["pack"]) if stands.proposed else ""
    if len(written) < 8 or not name.startswith(written):
        raise Refused(_("没有等待处理的这个法规包：可能已被撤回、批准或替换"))
    return name


def values_or_lines(stands: Standing) -> Callable[[Part], list[str]]:
    """Value by value where this version can read the adopted lawbook; else line by line, since it cannot say what a value there meant."""
    found = kept_or_why(stands.pack) if stands.pack else ""
    if not isinstance(found, str) or not found:
        return in_values
    say(_("本版本读不了已采用的法规包（%(why)s），以下按保存的原文逐行比较：") % {"why": found})
    return in_lines


def show_difference(parts: list[Part], told: Callable[[Part], list[str]]) -> None:
    for part in parts:
        say(f"{SIGNS[part.state]} {part.rule or part.file}")
        for line in told(part):
            say(f"    {line}")


def in_values(part: Part) -> list[str]:
    """One line a value; the text where a file has none that differ."""
    return [value(change) for change in part.changes] or (in_lines(part) if part.state == "changed" else [])


def in_lines(part: Part) -> list[str]:
    return list(part.lines)


def value(change: Change) -> str:
    since = f" [{change.since.isoformat()}]" if change.since else ""
    return f"{change.name}{since}: {change.before or '—'} → {change.after or '—'}"


def say(line: str) -> None:
    console.print(line, markup=False, highlight=False, soft_wrap=True)


def adopted() -> None:
    """Which lawbooks were adopted and when, which of them this version cannot read, what waits, and whether the folder differs."""
    for event in Event.objects.filter(stream=STREAM, kind=ADOPTED).order_by("version"):
        pack = event.body.get("pack", "")
        say(f"{event.recorded_at:%Y-%m-%d %H:%M} UTC  {event.body['digest'][:16]}  lawbooks/{pack}")
        found = kept_or_why(pack) if pack else ""
        if isinstance(found, str) and found:
            say(_("    本版本读不了：%(why)s") % {"why": found})
    stands = standing()
    if stands.approved:
        say(_("已批准，自 %(day)s 起采用。") % {"day": stands.effective})
    elif stands.proposed:
        say(_("法规包 %(pack)s 等待他人批准。") % {"pack": stands.proposed.body["pack"]})
    notice = law_notice()
    say(notice.sentence if notice else _("文件夹与已采用的法规包相同。"))
