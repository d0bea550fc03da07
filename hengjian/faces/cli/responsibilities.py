"""`hengjian law responsibilities`: who does, guards, may decide and owes what, step by step; gaps and overlaps. Worked out in core."""

from datetime import date, datetime
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from hengjian.core.describe import in_language
from hengjian.core.flow import Flow, FlowError, read_flows
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.responsibility import Linked, Responsibility, responsibilities
from hengjian.core.responsibility_said import competent_said, events_said, joined, levels_said, problem_said, roles_said
from hengjian.core.terms import tongue
from hengjian.core.values import SHANGHAI
from hengjian.faces.cli.articles import say
from hengjian.faces.cli.law_folder import PACKAGE_LAW, Folder, Language, console, read_or_exit
from hengjian.faces.cli.shelf import line

DAY = "%Y-%m-%d"


def matrix(
    flow: Annotated[str | None, typer.Option(help="one kind of matter, e.g. case/admin; all where none is named")] = None,
    on: Annotated[datetime | None, typer.Option(formats=[DAY], help="the day whose law counts; today where none is given")] = None,
    problems: Annotated[bool, typer.Option("--problems", help="gaps and overlaps only; exit status 1 where there is a gap")] = False,
    law: Folder = PACKAGE_LAW,
    lang: Language = "zh",
) -> None:
    """Who does each step, what must stand before it, who alone is competent, what is owed after it; where nobody or two answer."""
    book = read_or_exit(law, lang)
    try:
        flows = read_flows(law / "flows")
    except FlowError as error:
        line(f"[red]✗[/] {escape(str(error))}")
        raise typer.Exit(1) from None
    if flow is not None and flow not in flows:
        known = ", ".join(flows)
        said = say(f"没有“{flow}”这种事项；有：{known}", f"There is no kind of matter {flow!r}; there are: {known}", lang)
        line(f"[red]✗[/] {escape(said)}")
        raise typer.Exit(1)
    day = on.date() if on else datetime.now(SHANGHAI).date()
    found = [problems_or_matrix(flows[kind], book, day, problems, lang) for kind in ([flow] if flow else flows)]
    if problems and any(found):
        raise typer.Exit(1)


def problems_or_matrix(flow: Flow, book: Lawbook, day: date, problems: bool, lang: str) -> bool:
    """Prints one flow; whether it has a gap."""
    steps = responsibilities(flow, book, day)
    line(f"[bold]{escape(flow.label[tongue(lang)])}[/] {escape(flow.kind)}")
    if not problems:
        console.print(table_of(steps, book, lang))
    for step in steps:
        for problem in step.problems:
            mark = say("空白", "gap", lang) if problem.gap else say("重叠", "overlap", lang)
            line(f"  {mark}  {escape(step.move.label[tongue(lang)])}：{escape(problem_said(problem, book.terms, lang))}")
    gaps = sum(problem.gap for step in steps for problem in step.problems)
    doubled = sum(not problem.gap for step in steps for problem in step.problems)
    line(say(f"环节 {len(steps)} 个，空白 {gaps} 处，重叠 {doubled} 处", f"{len(steps)} steps, {gaps} gaps, {doubled} overlaps", lang))
    return gaps > 0


def table_of(steps: list[Responsibility], book: Lawbook, lang: str) -> Table:
    english = ("Step", "Done by", "Before it", "Competent", "Another hand than", "Owed after", "Rules")
    titles = english if lang == "en" else ("环节", "谁办", "须先有", "有权的", "不得与其同一人", "之后应办", "规则")
    table = Table(*titles, header_style="bold", box=None)
    for step in steps:
        move = step.move
        table.add_row(
            escape(move.label[tongue(lang)]),
            escape(f"{levels_said(move.levels, book.terms, lang)} {roles_said(move.roles, book.terms, lang)}"),
            escape(links_said(step.before, lang)),
            escape(joined((competent_said(allowed, book.terms, lang) for _rule, allowed in step.competent), lang)),
            escape(joined((events_said(kinds, book.terms, lang) for _rule, kinds in step.apart), lang)),
            escape(links_said(step.after, lang)),
            str(len(step.watched)),
        )
    return table


def links_said(links: tuple[Linked, ...], lang: str) -> str:
    return joined(dict.fromkeys(in_language(link.rule.title, lang) for link in links), lang)
