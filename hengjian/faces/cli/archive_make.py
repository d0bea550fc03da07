"""`hengjian archive make`: what the record has gained up to a closed day, into the archive. Run it daily, e.g. from cron."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from rich.progress import Progress

from hengjian.bulk.refusal import BadLog
from hengjian.faces.cli.patrol import complaints, console, refuse
from hengjian.ledger.charter import NotFounded
from hengjian.ledger.read import ZONE, head
from hengjian.watch.archive.making import NothingToArchive
from hengjian.watch.archive.making import make as make_archive


def make(
    folder: Annotated[Path, typer.Argument(help="归档所在的文件夹 (folder of the archive)")],
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="归档到哪一天为止，默认昨天 (last day, default yesterday)")
    ] = None,
) -> None:
    """Archive everything placed in the log up to the end of a day that is over. Exit status: 0 done or nothing new, 2 cannot be done."""
    now = datetime.now(UTC)
    day = until.date() if until else yesterday(now)
    try:
        with Progress(console=complaints, transient=True) as progress:
            task = progress.add_task(_("归档"), total=head())
            segment = make_archive(folder, day, now=now, told=lambda done: progress.update(task, completed=done))
    except NothingToArchive as nothing:
        console.print(str(nothing), highlight=False, markup=False)
        return
    except (BadLog, NotFounded, OSError) as problem:
        refuse(str(problem))
    said = {"first": segment.first, "last": segment.last, "day": segment.day, "path": folder / segment.name}
    console.print(_("第 %(first)d 至 %(last)d 位（到 %(day)s）已归档：%(path)s") % said, highlight=False, markup=False, soft_wrap=True)


def yesterday(now: datetime) -> date:
    return now.astimezone(ZONE).date() - timedelta(days=1)
