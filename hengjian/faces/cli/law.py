"""`hengjian law`: check a law folder, explain a rule, work out a clock step by step. No database is needed here."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hengjian.core.lawbook.faults import LawErrors
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.trial import Outcome, run_examples

PACKAGE_LAW = Path(__file__).resolve().parents[2] / "law"
Folder = Annotated[Path, typer.Option("--law", envvar="HENGJIAN_LAW", help="law folder")]
Language = Annotated[str, typer.Option("--lang", help="zh / en")]
app = typer.Typer(name="law", no_args_is_help=True, help="The law: check it, explain it, count by it.")
console = Console()


def read_or_exit(folder: Path, lang: str) -> Lawbook:
    """The law, or every fault on the screen and exit status 1."""
    try:
        return read_lawbook(folder)
    except LawErrors as errors:
        for fault in errors.faults:
            console.print(f"[red]✗[/] {fault.place()}  {fault.sentence(lang)}", highlight=False)
        console.print(f"[red]{len(errors.faults)}[/] " + ("faults" if lang == "en" else "处错误"))
        raise typer.Exit(1) from None


@app.command()
def check(law: Folder = PACKAGE_LAW, lang: Language = "zh") -> None:
    """Read the whole folder and run every example. Exit status 1 on any fault."""
    book = read_or_exit(law, lang)
    outcomes = run_examples(book)
    console.print(check_table(book, outcomes, lang))
    wrong = [outcome for outcome in outcomes if outcome.wrong]
    for outcome in wrong:
        console.print(f"[red]✗[/] {outcome.rule.file}:{outcome.example.line}  {outcome.example.name}", highlight=False)
        for name, expected, found in outcome.wrong:
            said = f"{name}: expected {expected}, found {found}" if lang == "en" else f"{name}:预期 {expected},实得 {found}"
            console.print(f"    {said}", highlight=False)
    summary = (len(book.rules), len(outcomes), len(wrong), book.digest[:16])
    text = "{} rules, {} examples, {} wrong; digest {}…" if lang == "en" else "规则 {} 条,例子 {} 个,不符 {} 个;摘要 {}…"
    console.print(text.format(*summary), highlight=False)
    if wrong:
        raise typer.Exit(1)


def check_table(book: Lawbook, outcomes: list[Outcome], lang: str) -> Table:
    """One line per rule: what it is, how its examples came out."""
    titles = ("Rule", "Title", "Check", "Examples") if lang == "en" else ("规则", "名称", "检查", "例子")
    table = Table(*titles, header_style="bold", box=None, pad_edge=False)
    for rule in book.rules.values():
        own = [outcome for outcome in outcomes if outcome.rule.id == rule.id]
        bad = sum(1 for outcome in own if outcome.wrong)
        title = rule.title[1] if lang == "en" and rule.title[1] else rule.title[0]
        table.add_row(rule.id, title, rule.check, f"[red]✗ {bad}/{len(own)}[/]" if bad else f"[green]✓ {len(own)}[/]")
    return table
