"""`hengjian archive`: closed days of the record as files; verify and patrol need the files alone. Making stands in `archive_make.py`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Annotated, cast

import click
import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from typer.core import TyperGroup

from hengjian.bulk.outputs.spool import Spool
from hengjian.bulk.outputs.write import check_output
from hengjian.bulk.patrol import Patrol, Spill
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.words import gettext as _
from hengjian.bulk.words import speaking
from hengjian.core.flow import read_flows
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.faces.cli.engines import Engine, archive_on_spark
from hengjian.faces.cli.loading import HERE, loaded
from hengjian.faces.cli.patrol import PACKAGE_LAW, complaints, console, laid_down, moment_of, patrolled, refuse
from hengjian.watch.archive.judging import patrol_here
from hengjian.watch.archive.segment import Archive, read_archive
from hengjian.watch.archive.verifying import verify as check_archive

LOCAL = "local[*]"
SHOWN = 20


class ArchiveCommands(TyperGroup):
    """Making needs the record; the other two are for whoever holds the files."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return ["make", *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name != "make":
            return super().get_command(ctx, name)
        import_module(f"{HERE}.django_setup")
        return cast(click.Command, loaded("archive_make:make", "make"))


app = typer.Typer(
    add_completion=False,
    name="archive",
    cls=ArchiveCommands,
    no_args_is_help=True,
    help="Closed days of the record as Parquet, tied to its signed checkpoints.",
)
Folder = Annotated[Path, typer.Argument(help="归档所在的文件夹 (folder of the archive)")]
Language = Annotated[str, typer.Option("--lang", help="zh / en")]


@app.command()
def verify(
    folder: Folder,
    key: Annotated[str, typer.Option(help="另行取得的账本验证公钥 (verifier key that came to you by another way)")] = "",
    checkpoint: Annotated[list[Path] | None, typer.Option(help="在外保存的检查点文件，可给多个 (checkpoints kept outside)")] = None,
    law: Annotated[Path, typer.Option("--law", envvar="HENGJIAN_LAW", help="law folder: stages are checked by its flows")] = PACKAGE_LAW,
    lang: Language = "zh",
) -> None:
    """Check every event, column and checkpoint of an archive. Exit status: 0 all holds, 1 not so, 2 cannot be read."""
    with speaking(lang):
        try:
            archive = read_archive(folder)
            notes = tuple(path.read_text(encoding="utf-8") for path in checkpoint or [])
            flows = read_flows(law / "flows")
            with bar() as progress:
                task = progress.add_task(_("核验"), total=archive.last)
                by = {"key": key, "checkpoints": notes, "flows": flows}
                found = check_archive(archive, **by, told=lambda done: progress.update(task, completed=done))
        except (BadLog, OSError, ValueError) as problem:
            refuse(str(problem))
        told(archive, bool(key))
        for problem in found.problems[:SHOWN]:
            console.print(f"✗ {problem}", style="red", highlight=False, markup=False, soft_wrap=True)
        if not found.stages:
            sentence = _("阶段没有核对：归档按另一版流程汇总，请用 --law 给出当时的法规文件夹。")
            console.print(f"! {sentence}", style="yellow", highlight=False, markup=False, soft_wrap=True)
        said = {"events": found.events, "files": found.files, "problems": len(found.problems)}
        console.print(_("核对 %(events)d 个事件、%(files)d 个文件，%(problems)d 处不符") % said, highlight=False)
    raise typer.Exit(1 if found.problems else 0)


def told(archive: Archive, by_own_key: bool) -> None:
    """Which archive it is, and by which key it was checked."""
    console.print(f"{archive.origin} · {archive.hash} · {archive.last}", highlight=False, markup=False)
    for segment in archive.segments:
        console.print(f"  {segment.day}  {segment.first}–{segment.last}", highlight=False, markup=False)
    if not by_own_key:
        console.print(
            f"! {_('公钥取自归档本身：请用 --key 给出另行取得的公钥，才知道是谁签的。')}", style="yellow", highlight=False, markup=False
        )


@app.command()
def patrol(
    folder: Folder,
    law: Annotated[Path, typer.Option("--law", envvar="HENGJIAN_LAW", help="law folder")] = PACKAGE_LAW,
    as_of: Annotated[str | None, typer.Option("--as-of", help="judged at the end of this day, or at this time; default now")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="findings as .xlsx, .csv, .json or .parquet")] = None,
    show: Annotated[int, typer.Option("--show", help="how many findings to print")] = 20,
    engine: Annotated[Engine, typer.Option("--engine", help="local threads, or a Spark that stands")] = Engine.LOCAL,
    master: Annotated[str, typer.Option("--master", help="address of the Spark, e.g. spark://host:7077")] = LOCAL,
    lang: Language = "zh",
) -> None:
    """Judge everything archived by the law, base and additions together. Exit status: 0 no findings, 1 findings, 2 bad input."""

    def judge(spool: Spool) -> Patrol:
        return judged(folder, law, as_of, out, engine, master, lambda found: laid_down(found, spool, out or folder))

    patrolled(judge, lang, show, out)


def judged(folder: Path, law: Path, as_of: str | None, out: Path | None, engine: Engine, master: str, spill: Spill) -> Patrol:
    archive, book = read_archive(folder), read_lawbook(law)
    now = moment_of(as_of, None, book)
    if out is not None:
        check_output(out, folder)
    if engine is Engine.SPARK:
        return archive_on_spark(archive, book, now, master, spill)
    with bar() as progress:
        task = progress.add_task(_("检查"), total=None)
        return patrol_here(archive, book, now, told=lambda done: progress.advance(task, done), spill=spill)


def bar() -> Progress:
    return Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=complaints, transient=True)
