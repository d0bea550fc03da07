"""`hengjian law`: check a law folder, explain a rule, work out a clock step by step. Adoption, which needs the record: `adoption.py`."""

from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import click
import typer
from rich.markup import escape
from rich.table import Table
from typer.core import TyperGroup

from hengjian.core.arithmetic import work_out
from hengjian.core.describe import describe, in_language
from hengjian.core.evaluate import evaluate
from hengjian.core.explain import sentence
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.sourcing import example_in
from hengjian.core.lawbook.values import Length
from hengjian.core.trial import Outcome, alone, run_examples
from hengjian.faces.cli.articles import print_articles_of, say
from hengjian.faces.cli.law_at import at
from hengjian.faces.cli.law_clock import moment_to_judge, read_event, read_moment, read_pair, show_answers, used_by
from hengjian.faces.cli.law_folder import HOME, PACKAGE_LAW, Folder, Home, Language, console, read_or_exit
from hengjian.faces.cli.law_vectors import vectors
from hengjian.faces.cli.loading import found_in
from hengjian.faces.cli.responsibilities import matrix
from hengjian.faces.cli.shelf import library_or_exit, print_wrong_citations
from hengjian.faces.cli.texts import app as texts

ON_THE_RECORD = {name: f"adoption:{name}" for name in ("propose", "difference", "approve", "decline", "adopted")}
ON_THE_RECORD |= {"export": "law_packs:export", "import": "law_packs:take_in", "trust": "law_packs:trust", "key": "law_packs:key"}


class LawCommands(TyperGroup):
    """The commands below, and those that need the record."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *ON_THE_RECORD]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return found_in(name, {}, ON_THE_RECORD) or super().get_command(ctx, name)


MOST_NEAR = 12
NO_PACK = "No text pack is loaded: citations were not checked (hengjian law texts load FILE)."
Count = Annotated[int, typer.Option(min=0, max=36_500)]
app = typer.Typer(
    add_completion=False,
    name="law",
    cls=LawCommands,
    no_args_is_help=True,
    help="The law: check it, explain it, count by it, have it adopted.",
)
app.add_typer(texts)
app.command()(vectors)
app.command()(at)
app.command("responsibilities")(matrix)


@app.command()
def check(law: Folder = PACKAGE_LAW, home: Home = HOME, lang: Language = "zh") -> None:
    """Read the whole folder, run every example, hold citations against the text pack if one is loaded. Exit status 1 on any fault."""
    book = read_or_exit(law, lang)
    outcomes = run_examples(book)
    console.print(check_table(book, outcomes, lang))
    wrong = [outcome for outcome in outcomes if outcome.wrong]
    for outcome in wrong:
        named = escape(example_in(outcome.example.name, book, lang))
        console.print(f"[red]✗[/] {escape(outcome.rule.file)}:{outcome.example.line}  {named}", highlight=False)
        for name, expected, found in outcome.wrong:
            said = f"{name}: expected {expected}, found {found}" if lang == "en" else f"{name}：预期 {expected}，实得 {found}"
            console.print(f"    {said}", highlight=False, markup=False)
    summary = (len(book.rules), len(outcomes), len(wrong), book.digest[:16])
    text = "{} rules, {} examples, {} wrong; digest {}…" if lang == "en" else "规则 {} 条，例子 {} 个，不符 {} 个；摘要 {}…"
    console.print(text.format(*summary), highlight=False)
    miscited = check_citations(book, law, home, lang)
    if wrong or miscited:
        raise typer.Exit(1)


def check_citations(book: Lawbook, law: Path, home: Path, lang: str) -> int:
    """How many citations of rules and forms are wrong by the text pack; none can be said to be so where none is loaded."""
    library = library_or_exit(law, home, lang)
    if not library.instruments:
        console.print(say("未装入条文库，引用没有核对（hengjian law texts load 文件）。", NO_PACK, lang), highlight=False)
        return 0
    found = print_wrong_citations(book, law, library, lang)
    console.print(say(f"引用有误 {found} 处。", f"{found} citations wrong.", lang), highlight=False)
    return found


def check_table(book: Lawbook, outcomes: list[Outcome], lang: str) -> Table:
    """One line per rule: what it is, how its examples came out."""
    titles = ("Rule", "Title", "Check", "Examples") if lang == "en" else ("规则", "名称", "检查", "例子")
    table = Table(*titles, header_style="bold", box=None, pad_edge=False)
    for rule in book.rules.values():
        own = [outcome for outcome in outcomes if outcome.rule.id == rule.id]
        bad = sum(1 for outcome in own if outcome.wrong)
        title = rule.title[1] if lang == "en" and rule.title[1] else rule.title[0]
        table.add_row(rule.id, escape(title), rule.check, f"[red]✗ {bad}/{len(own)}[/]" if bad else f"[green]✓ {len(own)}[/]")
    return table


def rule_or_exit(book: Lawbook, name: str, lang: str) -> Rule:
    """The rule of that id, last part or title, or the one that holds these words; else the near ones on the screen."""
    near = named(book, name)
    if len(near) == 1:
        return near[0]
    if near:
        said = f"Several rules answer to {name!r}; name one of:" if lang == "en" else f"有几条规则符合“{name}”，请写明其中一条："
    else:
        said = f"There is no rule {name!r}." if lang == "en" else f"没有规则“{name}”。"
        near = alike(book, name)
    console.print(f"[red]✗[/] {escape(said)}", highlight=False, soft_wrap=True)
    for rule in near[:MOST_NEAR]:
        console.print(f"  {rule.id}  {escape(in_language(rule.title, lang))}", highlight=False, soft_wrap=True)
    hint = "hengjian law check lists every rule." if lang == "en" else "全部规则见 hengjian law check。"
    console.print(hint, highlight=False)
    raise typer.Exit(1)


def named(book: Lawbook, name: str) -> list[Rule]:
    """Exactly that id, last part or title; else every rule in whose id or titles the words stand."""
    rules = list(book.rules.values())
    exact = [rule for rule in rules if name in (rule.id, rule.id.partition(".")[2], *rule.title)]
    low = name.lower()
    return exact or [rule for rule in rules if low in rule.id or any(low in title.lower() for title in rule.title)]


def alike(book: Lawbook, name: str) -> list[Rule]:
    """Rules whose name is written nearly so."""
    names = {word: rule.id for rule in book.rules.values() for word in (rule.id, rule.id.partition(".")[2], *rule.title) if word}
    found = dict.fromkeys(names[word] for word in get_close_matches(name, names, n=MOST_NEAR, cutoff=0.5))
    return [book.rules[one] for one in found]


@app.command()
def explain(
    rule: Annotated[str, typer.Argument(help="id of the rule, or its last part")],
    on: Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="as it stood that day; default today")] = None,
    law: Folder = PACKAGE_LAW,
    home: Home = HOME,
    lang: Language = "zh",
) -> None:
    """What a rule says, as it stood on a day, with its articles; word for word where the text pack is loaded."""
    book = read_or_exit(law, lang)
    found = rule_or_exit(book, rule, lang)
    day = on.date() if on else datetime.now(book.calendar(found.calendar).zone).date()
    console.print(
        f"[bold]{escape(in_language(found.title, lang))}[/]  [dim]{found.id} · {found.check} · {day.isoformat()}[/]",
        highlight=False,
        soft_wrap=True,
    )
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for label, text in describe(found, book, day, lang):
        table.add_row(label, escape(text))
    console.print(table)
    print_articles_of(found, day, home, lang)


@app.command()
def clock(
    rule: Annotated[str | None, typer.Argument(help="id of a rule; without it, a plain period")] = None,
    event: Annotated[list[str] | None, typer.Option("--event", help="KIND=TIME[,about=party:1][,field=value]")] = None,
    attribute: Annotated[list[str] | None, typer.Option("--attribute", help="attribute of the matter: level=station")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="judged at this day or time; default now")] = None,
    start: Annotated[str | None, typer.Option("--from", help="start of a plain period")] = None,
    days: Count = 0,
    working_days: Count = 0,
    months: Count = 0,
    hours: Count = 0,
    rolls: Annotated[bool, typer.Option("--rolls", help="a rest day at the end rolls to the next working day")] = False,
    calendar: Annotated[str, typer.Option(help="a calendar of the law folder")] = "china",
    law: Folder = PACKAGE_LAW,
    lang: Language = "zh",
) -> None:
    """When something is due, and the arithmetic step by step: by a rule, or a plain period (--days 30 --rolls --from 2024-03-01)."""
    book = read_or_exit(law, lang)
    if rule is not None:
        by_rule(book, rule_or_exit(book, rule, lang), event or [], attribute or [], as_of, lang)
        return
    if calendar not in book.calendars:
        known = "、".join(book.calendars)
        raise typer.BadParameter(f"没有名为“{calendar}”的日历；可用：{known} (no such calendar)", param_hint="--calendar")
    length = Length(hours=hours, days=days, working_days=working_days, months=months)
    plain_period(book, length, start, calendar, rolls, lang)


def by_rule(book: Lawbook, rule: Rule, events: list[str], attributes: list[str], as_of: str | None, lang: str) -> None:
    """The rule alone on the given events."""
    zone = book.calendar(rule.calendar).zone
    if not events:
        raise typer.BadParameter(f"请用 --event 事件名=时间 给出事件；{used_by(rule, book, lang)}", param_hint="--event")
    facts = [read_event(text, place, book, zone, rule) for place, text in enumerate(events)]
    given = {name: values[0] for name, values in rule.applies_to} | dict(read_pair(text) for text in attributes)
    found = evaluate(facts, alone(book, rule), moment_to_judge(as_of, zone), attributes=given)
    console.print(f"[bold]{escape(in_language(rule.title, lang))}[/]  [dim]{rule.id}[/]", highlight=False)
    show_answers(console, [*found.duties, *found.judgements], book, lang)


def plain_period(book: Lawbook, length: Length, start: str | None, calendar: str, rolls: bool, lang: str) -> None:
    """A period without a rule."""
    if start is None or not any((length.hours, length.days, length.working_days, length.months)):
        raise typer.BadParameter("请写明规则，或 --from 与 --days/--working-days/--months/--hours (name a rule, or --from and a length)")
    if (length.hours and length != Length(hours=length.hours)) or (
        length.working_days and length != Length(working_days=length.working_days)
    ):
        raise typer.BadParameter("小时、工作日不能与别的单位相加 (hours and working days stand alone)")
    at, day_alone = read_moment(start, book.calendar(calendar).zone)
    if length.hours and day_alone:
        raise typer.BadParameter("以小时计的，--from 要写明时刻，如 2026-01-05T10:20 (hours need a time)", param_hint="--from")
    _, reasons = work_out(at, length, book.calendar(calendar), rolls=rolls, months="same_day")
    for number, reason in enumerate(reasons, 1):
        console.print(f"  {number:>2}  {sentence(reason, book, lang)}", highlight=False, markup=False, soft_wrap=True)
