"""`hengjian law texts`: load the text pack of an installation, show an article, compare the rules with their articles."""

import os
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.texts import (
    Article,
    Texts,
    TextsError,
    articles_of,
    clashes,
    figures_not_in_text,
    read_articles,
    read_pack,
)

Home = Annotated[Path, typer.Option("--home", envvar="HENGJIAN_HOME", help="data folder of the installation")]
Language = Annotated[str, typer.Option("--lang", help="zh / en")]
HOME = Path("var")
app = typer.Typer(name="texts", no_args_is_help=True, help="The text pack: articles word for word, kept beside the law.")
console = Console()


def say(chinese: str, english: str, lang: str) -> str:
    return english if lang == "en" else chinese


def refuse(error: TextsError, lang: str) -> None:
    """Every fault on the screen, exit status 1."""
    for fault in error.faults:
        console.print(f"[red]✗[/] {escape(fault.place())}  {escape(fault.sentence(lang))}", highlight=False, soft_wrap=True)
    console.print(say("没有装入任何条文。", "Nothing was loaded.", lang))
    raise typer.Exit(1) from None


def pack_or_exit(home: Path, lang: str) -> dict[str, Article]:
    try:
        return read_pack(home / "texts")
    except TextsError as error:
        return refuse(error, lang) or {}


def keep(content: bytes, target: Path) -> None:
    """Writes the whole file or nothing: beside the target, to disk, then in its place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


@app.command()
def load(
    file: Annotated[Path, typer.Argument(help="JSON lines, one article a line", exists=True, dir_okay=False)],
    home: Home = HOME,
    lang: Language = "zh",
) -> None:
    """Check every line and keep the file in the installation's text pack; a file of the same name is replaced."""
    folder = home / "texts"
    target = folder / f"{file.stem}.jsonl"
    content = file.read_bytes()
    try:
        articles = read_articles(file.name, content.splitlines())
        found = clashes(target.name, articles, folder)
        if found:
            raise TextsError(found)
    except TextsError as error:
        refuse(error, lang)
    standing = target.read_bytes() if target.exists() else b""
    if standing == content:
        console.print(
            say(f"未变:{len(articles)} 条已在库中。", f"Unchanged: {len(articles)} articles stand already.", lang), highlight=False
        )
        return
    keep(content, target)
    unchecked = sum(1 for article in articles.values() if not article.checked)
    console.print(
        say(
            f"装入 {len(articles)} 条,其中 {unchecked} 条文字未核对。", f"Loaded {len(articles)} articles, {unchecked} not verified.", lang
        ),
        highlight=False,
    )


@app.command()
def show(
    key: Annotated[str, typer.Argument(help="key of an article, e.g. ZA26-118")],
    on: Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="say whether it was in force that day")] = None,
    home: Home = HOME,
    lang: Language = "zh",
) -> None:
    """One article word for word, with its version."""
    texts = pack_or_exit(home, lang)
    if key not in texts:
        near = ", ".join(sorted(other for other in texts if other.split("-")[0] == key.split("-")[0])[:12])
        said = say(f"条文库里没有“{key}”。", f"The text pack has no {key!r}.", lang)
        hint = near or say("库是空的,先运行 hengjian law texts load 文件", "it is empty: run hengjian law texts load FILE first", lang)
        console.print(f"[red]✗[/] {escape(said)} {escape(hint if not texts or near else '')}", highlight=False)
        raise typer.Exit(1)
    print_article(texts[key], on.date() if on else None, lang)


def print_article(article: Article, day: date | None, lang: str) -> None:
    """Head, state, and the wording with its paragraphs."""
    console.print(f"[bold]{escape(article.title)}[/] {escape(article.number)}  [dim]{article.key}[/]", highlight=False)
    console.print(f"[dim]{escape(article.version)}[/]", highlight=False, soft_wrap=True)
    if day is not None:
        console.print(in_force_words(article, day, lang), highlight=False)
    if not article.checked:
        said = say("条文未核对", "text not verified", lang)
        console.print(f"[yellow]! {said}[/]" + (f" ({escape(article.verified)})" if article.verified else ""), highlight=False)
    for paragraph in article.text.split("\n"):
        console.print(f"  {escape(paragraph)}", highlight=False, soft_wrap=True)


def in_force_words(article: Article, day: date, lang: str) -> str:
    answer = article.in_force(day)
    if answer is None:
        return (
            "[yellow]" + say(f"条文库没有写明 {day} 是否施行。", f"The pack does not say whether it was in force on {day}.", lang) + "[/]"
        )
    if answer:
        return "[green]" + say(f"{day} 施行中。", f"In force on {day}.", lang) + "[/]"
    return "[red]" + say(f"{day} 这一版不在施行期内。", f"This version was not in force on {day}.", lang) + "[/]"


def print_articles_of(rule: Rule, day: date, home: Path, lang: str) -> None:
    """The articles of a rule as they read on a day; nothing where no pack is loaded."""
    texts = pack_or_exit(home, lang)
    if not texts:
        return
    found, lacking = articles_of(rule, texts, day)
    for article in found:
        console.print()
        print_article(article, day, lang)
    if lacking:
        said = say("条文库里没有,未核对", "not in the text pack, not verified", lang)
        console.print(f"\n[yellow]! {', '.join(lacking)}: {said}[/]", highlight=False)


def print_comparison(book: Lawbook, texts: Texts, lang: str) -> bool:
    """Figures that no article of their rule names, keys the pack lacks, rules whose wording nobody verified. False if a figure is amiss."""
    amiss = False
    for rule in book.rules.values():
        for name, number, since, keys in figures_not_in_text(rule, texts):
            amiss = True
            where = ", ".join(keys) or say("(条文库没有)", "(not in the pack)", lang)
            said = say(f"{name}={number}(自 {since})不见于 {where}", f"{name}={number} (since {since}) is not in {where}", lang)
            console.print(f"[yellow]![/] {rule.id}  {escape(said)}", highlight=False, soft_wrap=True)
        lacking = sorted({key for day in rule.text.days for key in articles_of(rule, texts, day)[1]})
        if lacking:
            said = say("条文库没有:", "not in the pack: ", lang)
            console.print(f"[yellow]![/] {rule.id}  {said}{', '.join(lacking)}", highlight=False, soft_wrap=True)
    return not amiss
