"""`hengjian ledger` towards the outside: the signing key and its rotation, witnesses, the places that get checkpoints."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from rich.console import Console

from hengjian.faces.cli.identity import ask_who
from hengjian.ledger import note, publish, rotate, signing, witnesses
from hengjian.ledger.charter import charter
from hengjian.ledger.keys import KeyFileError
from hengjian.ledger.models import Checkpoint, Cosignature
from hengjian.ledger.places import BadPlace
from hengjian.ledger.read import last_checkpoint
from hengjian.ledger.vkeys import BadNote
from hengjian.work.people.actions_witness import REASONS, retire_witness
from hengjian.work.people.refusal import Refused

console = Console()
OPERATOR = "operator"


def now() -> datetime:
    return datetime.now(UTC)


def fail(problem: Exception) -> typer.Exit:
    console.print(f"✗ {problem}", style="red", markup=False, highlight=False, soft_wrap=True)
    return typer.Exit(2)


def key(
    rotations: Annotated[Path | None, typer.Option(help="把历次轮换写入新文件 (write every rotation to a new file, for witnesses)")] = None,
) -> None:
    """The verifier key of the log: what you give to whoever shall check its checkpoints."""
    typer.echo(note.verifier_key(charter().origin))
    if rotations:
        try:
            with rotations.open("x", encoding="utf-8") as file:
                file.writelines(json.dumps(event.body) + "\n" for event in signing.rotations())
        except OSError as problem:
            raise fail(problem) from problem


def rotate_key() -> None:
    """Put a new checkpoint key into use, signed by the old one and the new one; the old private key is destroyed. Then make a backup."""
    try:
        event, checkpoint = rotate.rotate_key(by=OPERATOR, now=now())
    except KeyFileError as problem:
        raise fail(problem) from problem
    console.print(_("第 %(place)d 位起由新密钥签名：") % {"place": checkpoint.size}, highlight=False)
    typer.echo(event.body["new"])


def trust(key: Annotated[str, typer.Argument(help="见证人的验证公钥 (verifier key of the witness)")]) -> None:
    """Name a witness in the record: from now on its cosignatures are taken in and checked."""
    try:
        witnesses.name_witness(key, by=OPERATOR, now=now())
    except BadNote as problem:
        raise fail(problem) from problem
    console.print(_("已登记见证人 %(name)s") % {"name": key.split("+", 1)[0]}, highlight=False)


def retire(
    name: Annotated[str, typer.Argument(help="见证人的名称 (name of the witness)")],
    since: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="自何日起停用 (first day on which it counts no more)")],
    reason: Annotated[str, typer.Option(help=f"原因 (reason): {', '.join(REASONS)}")],
    by: Annotated[str, typer.Option("--by", help="系统管理员或安全管理员的账号 (account of a system or security administrator)")],
    agreed: Annotated[str, typer.Option("--with", help="同意的审计员账号 (account of the auditor who agrees)")],
) -> None:
    """Retire a witness from a day on, by two persons whose secrets are asked for here. What it cosigned before goes on counting."""
    moment = now()
    try:
        first, second = ask_who(by, moment), ask_who(agreed, moment)
        told = {"proof": first.proof, "agreed_proof": second.proof}
        retire_witness(name, since=since.date(), reason=reason, by=first.viewer, agreed=second.viewer, now=moment, told=told)
    except (BadNote, Refused) as problem:
        raise fail(problem) from problem
    console.print(_("见证人 %(name)s 自 %(day)s 起停用") % {"name": name, "day": since.date()}, highlight=False)


def cosigned(file: Annotated[Path, typer.Argument(help="见证人交回的文件 (file that a witness gave back)")]) -> None:
    """Take in the cosignatures of a file that came back by hand or by mail. Exit status 1 where it holds none that is new and good."""
    taken = witnesses.take_file(file, now=now())
    console.print(_("收下 %(count)d 个见证签名") % {"count": taken}, highlight=False)
    if not taken:
        raise typer.Exit(1)


def request(
    out: Annotated[Path, typer.Argument(help="新文件 (a new file)")],
    since: Annotated[int, typer.Option("--from-size", help="对方见过的检查点规模 (size of the checkpoint that the witness has seen)")] = 0,
) -> None:
    """Write the newest checkpoint, with the proof that it continues an earlier one, for a witness who is served by hand."""
    last = last_checkpoint()
    try:
        if last is None or not 0 <= since <= last.size:
            raise BadNote(_("没有规模为 %(size)d 的检查点") % {"size": since})
        with out.open("x", encoding="utf-8") as file:
            file.write(publish.request_of(last, since))
    except (BadNote, OSError) as problem:
        raise fail(problem) from problem


def places() -> None:
    """The outside places, how far each has come, and the witnesses. Exit status 1 where one is behind."""
    try:
        told = publish.lags(now())
    except BadPlace as problem:
        raise fail(problem) from problem
    if not told:
        console.print(_("没有设置外部地点：见 HENGJIAN_CHECKPOINTS_TO"), highlight=False)
    for one in told:
        console.print(f"{one.place.name}  {one.size}  {one.at or '—'}  {one.trouble}", markup=False, highlight=False, soft_wrap=True)
    for one in witnesses.named():
        last = Cosignature.objects.filter(witness=one.key.name).order_by("-size").first()
        until = _("  自 %(day)s 起停用") % {"day": one.since} if one.since else ""
        console.print(f"{one.key.name}  {last.size if last else 0} / {Checkpoint.objects.count()}{until}", markup=False, highlight=False)
    if any(one.since for one in told):
        raise typer.Exit(1)


def publish_now() -> None:
    """Send the newest checkpoint to every place at once; the watch does it by itself when a place is due."""
    try:
        taken = publish.publish_at_once(now())
    except BadPlace as problem:
        raise fail(problem) from problem
    console.print(_("已送达 %(count)d 处") % {"count": taken}, highlight=False)


COMMANDS = {
    "key": key,
    "rotate-key": rotate_key,
    "trust": trust,
    "retire": retire,
    "cosigned": cosigned,
    "request": request,
    "places": places,
    "publish": publish_now,
}
