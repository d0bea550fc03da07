"""`hengjian patrol`: a log judged by a law folder, with a summary, every fault and its reasons. No database is needed here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from hengjian.bulk.event_log import EventLog
from hengjian.bulk.intake import read_parts
from hengjian.bulk.mapping import Mapping
from hengjian.bulk.mapping_file import read_mapping
from hengjian.bulk.notes import note_sentence
from hengjian.bulk.outputs.spool import Spool
from hengjian.bulk.outputs.table import Row, summary
from hengjian.bulk.outputs.write import check_output, saying_why, write_spooled
from hengjian.bulk.patrol import FAULTS, Patrol, Spill
from hengjian.bulk.patrol import patrol_parts as judge
from hengjian.bulk.readers.source import check_there
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.words import gettext as _
from hengjian.bulk.words import speaking
from hengjian.core.lawbook.faults import LawErrors
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.faces.cli.engines import Engine, log_on_spark

PACKAGE_LAW = Path(__file__).resolve().parents[2] / "law"
NOTHING_FOUND, FOUND, BAD_INPUT = 0, 1, 2
console = Console()
complaints = Console(stderr=True)


def patrol(
    log: Annotated[Path, typer.Argument(help="CSV, Parquet, XES or OCEL 2.0, also .gz")],
    map: Annotated[Path, typer.Option("--map", help="which column is what")],
    law: Annotated[Path, typer.Option("--law", envvar="HENGJIAN_LAW", help="law folder")] = PACKAGE_LAW,
    as_of: Annotated[str | None, typer.Option("--as-of", help="judged at the end of this day, or at this time; default now")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="findings as .xlsx, .csv, .json or .parquet")] = None,
    show: Annotated[int, typer.Option("--show", help="how many findings to print")] = 20,
    engine: Annotated[Engine, typer.Option("--engine", help="local threads, or a Spark that stands")] = Engine.LOCAL,
    master: Annotated[str, typer.Option("--master", help="address of the Spark, e.g. spark://host:7077")] = "local[*]",
    lang: Annotated[str, typer.Option("--lang", help="zh / en")] = "zh",
) -> None:
    """Judge a log by the law. Exit status: 0 no findings, 1 findings, 2 bad input."""
    spark = master if engine is Engine.SPARK else None
    patrolled(lambda spool: run(log, map, law, as_of, out, spark, spool), lang, show, out)


def patrolled(judging: Callable[[Spool], Patrol], lang: str, show: int, out: Path | None) -> NoReturn:
    """Runs a patrol, lays its findings down where asked, tells what it found and ends the command with the status."""
    with speaking(lang), Spool(lang, show=show, out=out) as spool:
        try:
            found = judging(spool)
            if out is not None:
                write_spooled(found, spool, out, lang)
        except BadLog as error:
            refuse(str(error))
        except LawErrors as errors:
            refuse("\n".join(f"{fault.place()}  {fault.sentence(lang)}" for fault in errors.faults))
        report(found, spool, lang)
        if out is not None:
            console.print(_("结果已写入 %(path)s") % {"path": out}, highlight=False, markup=False)
    raise typer.Exit(FOUND if len(spool.findings) else NOTHING_FOUND)


def refuse(sentence: str) -> NoReturn:
    complaints.print(f"✗ {sentence}", style="red", highlight=False, markup=False, soft_wrap=True)
    raise typer.Exit(BAD_INPUT)


def run(log: Path, map_file: Path, law: Path, as_of: str | None, out: Path | None, master: str | None, spool: Spool) -> Patrol:
    """Everything up to the findings, which are laid down as they come: on the Spark at `master`, else here, with a progress bar."""
    check_there(log)
    mapping, book = read_mapping(map_file), read_lawbook(law)
    now = moment_of(as_of, mapping, book)
    if out is not None:
        check_output(out, log)
    if master is not None:
        return log_on_spark(log, mapping, book, now, master, lambda found: laid_down(found, spool, out or log))
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeElapsedColumn())
    with Progress(*columns, console=complaints, transient=True) as bar:
        return judged(bar, read(bar, log, mapping, now), book, now, lambda found: laid_down(found, spool, out or log))


def laid_down(found: Patrol, spool: Spool, path: Path) -> None:
    """What was found so far, out of memory."""
    with saying_why(path):
        spool.take(found)


def read(bar: Progress, log: Path, mapping: Mapping, now: datetime) -> Iterator[EventLog]:
    task = bar.add_task(_("读取"), total=None)
    return read_parts(log, mapping, now=now, tick=lambda done, total: bar.update(task, completed=done, total=total))


def judged(bar: Progress, logs: Iterator[EventLog], book: Lawbook, now: datetime, spill: Spill) -> Patrol:
    task = bar.add_task(_("检查"), total=0)
    return judge(counted(bar, task, logs), book, now, told=lambda done: bar.advance(task, done), spill=spill)


def counted(bar: Progress, task: TaskID, logs: Iterator[EventLog]) -> Iterator[EventLog]:
    """The parts of a log, each added to what is to be done."""
    ahead = 0
    for log in logs:
        ahead += len(log.matters)
        bar.update(task, total=ahead)
        yield log


def moment_of(text: str | None, mapping: Mapping | None, book: Lawbook) -> datetime:
    """The moment of judgement: now, a time, or the end of a day, in the zone of the log (or of the law's calendar)."""
    zone = (mapping.zone if mapping else None) or next(iter(book.calendars.values())).zone
    if text is None:
        return datetime.now(zone)
    try:
        if len(text) == len("2026-01-01"):
            return datetime.combine(date.fromisoformat(text), time.max, zone)
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadLog(_("--as-of 应写成 2026-01-01 或 2026-01-01T17:00。")) from error
    return at if at.tzinfo else at.replace(tzinfo=zone)


def report(found: Patrol, spool: Spool, lang: str) -> None:
    """Summary by rule and by unit, the first findings with their reasons, and what was odd about the file."""
    said = {"matters": found.matters, "events": found.events, "now": f"{found.now:%Y-%m-%d %H:%M}", "law": found.law.digest[:16]}
    console.print(_("%(matters)d 个事项，%(events)d 个事件；判断时点 %(now)s；法规摘要 %(law)s…") % said, highlight=False)
    for note in found.notes:
        console.print(f"! {note_sentence(note)}", style="yellow", highlight=False, markup=False)
    if not found.applied:
        console.print(
            f"! {_('没有一条规则适用于这些事项:请核对映射文件的 attributes 与规则的 applies_to。')}", style="yellow", markup=False
        )
    console.print(rule_table(found, lang))
    if any(found.units):
        console.print(unit_table(found))
    for one in spool.findings.first:
        print_finding(one)
    left = len(spool.findings) - len(spool.findings.first)
    if left > 0:
        console.print(_("另有 %(left)d 个问题，可用 --out 全部写出。") % {"left": left}, highlight=False)


def rule_table(found: Patrol, lang: str) -> Table:
    table = Table(_("规则"), _("规则名称"), _("判断数"), _("问题"), _("无法判定"), header_style="bold", box=None, pad_edge=False)
    others = found.law.of_others(found.log.mapping.institution)
    for name, title, counts in summary(found, lang):
        faults = 0 if name in others else sum(counts.get(state, 0) for state in FAULTS)
        table.add_row(name, title, str(sum(counts.values())), f"[red]{faults}[/]" if faults else "0", str(counts.get("undetermined", 0)))
    return table


def unit_table(found: Patrol) -> Table:
    table = Table(_("单位"), _("问题"), header_style="bold", box=None, pad_edge=False)
    for unit, count in found.units.most_common():
        table.add_row(unit or _("未写明单位"), str(count))
    return table


def print_finding(one: Row) -> None:
    head = " · ".join(part for part in (one.matter, one.key, one.unit, one.title, one.state_label) if part)
    console.print(head, style="bold", highlight=False, markup=False)
    for reason in one.reasons.split("\n"):
        console.print(f"    {reason}", highlight=False, markup=False)
