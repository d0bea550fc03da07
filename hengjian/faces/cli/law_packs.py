"""`hengjian law export | import | trust | key`: law packs as signed files, and whose signature is taken in."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hengjian.faces.cli.adoption import By, refusals, say
from hengjian.faces.cli.identity import ask_who
from hengjian.work.matters.actions_law import standing
from hengjian.work.matters.lawmaking import packfile, publishers
from hengjian.work.people.refusal import Refused

File = Annotated[Path, typer.Argument(help="法规包文件 (file of the law pack, zip)")]


def export(file: File) -> None:
    """Write the adopted law pack to a new file, signed by this installation."""
    with refusals():
        stands = standing()
        if not stands.pack:
            raise Refused(_("尚未采用任何法规包。"))
        content = packfile.signed_file(stands.pack)
        try:
            with file.open("xb") as target:
                target.write(content)
        except OSError as problem:
            raise Refused(_("写不了 %(file)s：%(why)s；请换一个不存在的文件名") % {"file": file, "why": problem.strerror}) from problem
    say(_("已写出法规包 %(pack)s，签名公钥：") % {"pack": stands.pack[:16]})
    typer.echo(str(packfile.own_key()))


def take_in(file: File, by: By) -> None:
    """Check a signed law pack and propose it; somebody else approves it. Exit status 2: refused."""
    now = datetime.now(UTC)
    with refusals():
        try:
            content = file.read_bytes()
        except OSError as problem:
            raise Refused(_("读不了 %(file)s：%(why)s") % {"file": file, "why": problem.strerror}) from problem
        packfile.opened(content, publishers.trusted_keys())
        who = ask_who(by, now)
        proposed = publishers.propose_file(content, by=who.viewer, now=now, proof=who.proof)
    say(_("已提出：%(rules)d 条规则，%(examples)d 个例子全部符合；等待他人批准。") % proposed.body)
    say(_("批准：hengjian law approve %(pack)s --by 账号") % {"pack": proposed.body["pack"][:16]})


def trust(key: Annotated[str, typer.Argument(help="发布者的公钥 (public key of the publisher)")], by: By) -> None:
    """Take in law packs that this key signed; the key came by another way than its packs. For the security administrator."""
    now = datetime.now(UTC)
    with refusals():
        who = ask_who(by, now)
        publishers.trust(key, by=who.viewer, now=now, proof=who.proof)
    say(_("已登记这个发布者"))


def key() -> None:
    """The key by which others know law packs of this installation, and the publishers that are trusted here."""
    typer.echo(str(packfile.own_key()))
    for known in publishers.publishers():
        typer.echo(f"  {known}")
