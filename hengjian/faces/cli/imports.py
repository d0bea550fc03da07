"""Existing cases into the record from Excel or CSV: preview, import, and the empty table to fill in."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from hengjian.work.matters.intake.mapping import BadMapping, Intake, read_mapping
from hengjian.work.matters.intake.run import Outcome, preview, run
from hengjian.work.matters.intake.table import BadTable, file_source
from hengjian.work.matters.intake.template import write_template
from hengjian.work.matters.lawbook import flows, law_folder

console = Console()
MOST_SHOWN = 50
MAPS = {"incident": "incident.yaml", "case/admin": "admin_case.yaml", "case/criminal": "criminal_case.yaml"}

Map = Annotated[Path | None, typer.Option("--map", help="映射文件 (mapping file); 不给则用随附的 (the shipped one)")]
Kind = Annotated[str, typer.Option(help="incident | case/admin | case/criminal")]


def load(
    file: Annotated[Path, typer.Argument(help="Excel 或 CSV 文件 (Excel or CSV file)")],
    mapping: Map = None,
    kind: Kind = "case/admin",
    check: Annotated[bool, typer.Option("--preview", help="只检查，不写入 (check only, write nothing)")] = False,
) -> None:
    """Bring existing matters into the ledger. Safe to run again; exit status 1 where rows were left out."""
    intake = mapped(mapping, kind)
    try:
        outcome = preview(file_source(file), intake, timezone.now()) if check else recorded(file, intake)
    except BadTable as problem:
        console.print(str(problem), style="red", markup=False)
        raise typer.Exit(2) from problem
    show(outcome, check)
    raise typer.Exit(1 if outcome.faults else 0)


def template(
    file: Annotated[Path, typer.Argument(help="写到哪个 .xlsx 文件 (where to write it)")], mapping: Map = None, kind: Kind = "case/admin"
) -> None:
    """Write the empty table that an import of this kind reads."""
    if file.suffix.lower() != ".xlsx":
        console.print("文件名应以 .xlsx 结尾 (the file name must end in .xlsx)")
        raise typer.Exit(2)
    with file.open("wb") as written:
        write_template(mapped(mapping, kind), written)
    console.print(f"已写出 {file} (written)", highlight=False)


def mapped(mapping: Path | None, kind: str) -> Intake:
    if mapping is None and kind not in MAPS:
        console.print(f"--kind 应为 {'、'.join(MAPS)} 之一 (one of these)")
        raise typer.Exit(2)
    try:
        return read_mapping(mapping or law_folder() / "intake" / MAPS[kind], flows())
    except BadMapping as problem:
        for fault in problem.faults:
            console.print(fault, style="red", markup=False)
        raise typer.Exit(2) from problem


def recorded(file: Path, intake: Intake) -> Outcome:
    with Progress(console=console) as progress:
        task = progress.add_task("导入 (importing)", total=None)
        return run(file_source(file), intake, timezone.now(), lambda rows: progress.update(task, completed=rows))


def show(outcome: Outcome, check: bool) -> None:
    word = "将写入 (would record)" if check else "已写入 (recorded)"
    console.print(
        f"{outcome.rows} 行 (rows);{word}：新 {outcome.new} (new),续 {outcome.continued} (continued),已有 {outcome.known} (known)",
        highlight=False,
    )
    if not outcome.faults:
        return
    table = Table(title=f"{len(outcome.faults)} 处错误，这些行没有写入 (faults; these rows were left out)", title_justify="left")
    for column in ("行 (row)", "列 (column)", "错误 (fault)"):
        table.add_column(column)
    for fault in outcome.faults[:MOST_SHOWN]:
        table.add_row(str(fault.row), fault.column, fault.sentence)
    console.print(table)
    if len(outcome.faults) > MOST_SHOWN:
        console.print(f"……另有 {len(outcome.faults) - MOST_SHOWN} 处 (more)")
