"""`hengjian rehearse`: a draft of the law run over the matters on record before it binds; nothing is recorded and nothing adopted."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from django.utils import translation
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from hengjian.bulk.outputs.write import in_place_of
from hengjian.bulk.refusal import CannotWrite
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.terms import tongue
from hengjian.faces.cli.adoption import refusals, refused
from hengjian.ledger.read import head
from hengjian.watch.rehearsal.carrying import row_of
from hengjian.watch.rehearsal.counting import Difference
from hengjian.watch.rehearsal.draft import Draft, draft_from, read
from hengjian.watch.rehearsal.facts import Scope
from hengjian.watch.rehearsal.judging import Trial
from hengjian.watch.rehearsal.models import Rehearsal
from hengjian.watch.rehearsal.outputs import workbook
from hengjian.watch.rehearsal.reasons import Argued, argued
from hengjian.watch.rehearsal.report import Report
from hengjian.watch.rehearsal.running import Run
from hengjian.watch.rehearsal.throughout import throughout
from hengjian.work.matters.lawbook import law_folder
from hengjian.work.matters.models import Matter

NOTHING_DIFFERS, DIFFERS = 0, 1
MOST_LISTED = 20_000
AT_ONCE = 500
console = Console()
Until = Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="matters opened up to this day")]
Since = Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="matters opened from this day on")]


def rehearse(
    draft: Annotated[Path, typer.Argument(help="law folder, folder of single files, or one rule file（草案）")],
    law: Annotated[Path | None, typer.Option("--law", help="compared with this law folder; default: the adopted lawbook")] = None,
    since: Since = None,
    until: Until = None,
    own_day: Annotated[bool, typer.Option("--own-day", help="from the draft's days on; default: as if always in force")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="report and differences as .xlsx")] = None,
    lang: Annotated[str, typer.Option("--lang", help="zh / en")] = "zh",
) -> None:
    """Who would have been late under a draft: by unit, stage and month. Exit status: 0 nothing differs, 1 something does, 2 bad input."""
    with translation.override("en" if tongue(lang) == "en" else "zh-hans"), refusals():
        check_out(out)
        scope = Scope(head(), datetime.now(UTC), day(since), day(until))
        with TemporaryDirectory() as folder:
            trial = trial_of(draft_from(draft, law), law, Path(folder), own_day)
        found: list[Difference] = []
        work = Run(trial, scope, lambda some: found.extend(some[: MOST_LISTED - len(found)]))
        report = Report(carried_out(work), not own_day)
        show(report, trial)
        if out is not None:
            write(out, report, trial, found, scope, lang)
    raise typer.Exit(DIFFERS if report.differences else NOTHING_DIFFERS)


def day(given: datetime | None) -> date | None:
    return given.date() if given else None


def check_out(out: Path | None) -> None:
    """Refuses, before anything is judged, a file that could not be written."""
    if out is not None and out.suffix.lower() != ".xlsx":
        raise refused([_("输出文件的后缀只能是 %(kinds)s。") % {"kinds": ".xlsx"}])
    if out is not None and not out.parent.is_dir():
        raise refused([_("输出文件所在的文件夹不存在。")])


def trial_of(draft: Draft, law: Path | None, folder: Path, own_day: bool) -> Trial:
    """Both lawbooks, read; the draft with its values moved back unless it is to hold from its own days."""
    after = draft.after if own_day else throughout(draft.before, draft.after)
    read(draft.after, folder / "draft")
    return Trial(read_lawbook(law or law_folder()), read(after, folder / "judged"))


def carried_out(work: Run) -> dict[str, object]:
    """Runs it with a progress bar; the figures."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(_("推演"), total=None)
        for _part in work.go():
            bar.update(task, total=work.total, completed=work.tally.matters)
    return work.figures()


def show(report: Report, trial: Trial) -> None:
    for line in report.lines(trial.new):
        console.print(line, highlight=False, markup=False, soft_wrap=True)
    if report.differences:
        console.print(table(report, _("单位"), [(report.units.get(unit, unit), kinds) for unit, kinds in report.by(0)]))
        console.print(table(report, _("开始月份"), report.by(2)))


def table(report: Report, head: str, rows: Sequence[tuple[str, dict[str, int]]]) -> Table:
    found = Table(head, *(words for _kind, words, _number in report.of_kinds), header_style="bold", box=None, pad_edge=False)
    for name, kinds in rows:
        found.add_row(name, *(str(kinds.get(kind, 0)) for kind, _words, _number in report.of_kinds))
    return found


def write(out: Path, report: Report, trial: Trial, found: Sequence[Difference], scope: Scope, lang: str) -> None:
    """The workbook, whole or not at all."""
    note = _("逐项列出 %(n)d 项，共 %(all)d 项。") % {"n": len(found), "all": report.differences}
    try:
        with in_place_of(out) as part:
            part.write_bytes(workbook(report, report.lines(trial.new), reasoned(trial, found, scope, lang), note))
    except CannotWrite as problem:
        raise refused([str(problem)]) from problem
    console.print(_("结果已写入 %(path)s") % {"path": out}, highlight=False, markup=False)


def reasoned(trial: Trial, found: Sequence[Difference], scope: Scope, lang: str) -> list[Argued]:
    rows = [row_of(Rehearsal(), one) for one in found]
    listed: list[Argued] = []
    for first in range(0, len(rows), AT_ONCE):
        some = rows[first : first + AT_ONCE]
        matters = Matter.objects.select_related("unit").in_bulk([row.matter for row in some])
        listed += argued(some, matters, (trial.old, trial.new), scope, lang)
    return listed
