"""`hengjian law texts`: load the text pack of an installation, show an article, compare the rules with their articles."""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.markup import escape

from hengjian.core.lawbook.texts import Texts, TextsError, clashes, read_articles
from hengjian.faces.cli.articles import pack_or_exit, print_article, print_comparison, print_coverage, print_faults, say
from hengjian.faces.cli.law_folder import HOME, PACKAGE_LAW, Folder, Home, Language, console, read_or_exit

app = typer.Typer(
    add_completion=False, name="texts", no_args_is_help=True, help="The text pack: articles word for word, kept beside the law."
)


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
        articles = read_articles(file.name, content.split(b"\n"))
        found = clashes(target.name, articles, folder)
        if found:
            raise TextsError(found)
    except TextsError as error:
        print_faults(error.faults, lang)
        console.print(say("没有装入任何条文。", "Nothing was loaded.", lang))
        raise typer.Exit(1) from None
    if target.exists() and target.read_bytes() == content:
        said = say(f"未变：{len(articles)} 条已在库中。", f"Unchanged: {len(articles)} articles stand already.", lang)
        console.print(said, highlight=False)
        return
    keep(content, target)
    unchecked = sum(1 for article in articles.values() if not article.checked)
    said = f"Loaded {len(articles)} articles; the wording of {unchecked} is not verified."
    console.print(say(f"装入 {len(articles)} 条，其中 {unchecked} 条文字未核对。", said, lang), highlight=False)


@app.command()
def show(
    key: Annotated[str, typer.Argument(help="key of an article, e.g. ZA26-118")],
    on: Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="say whether it was in force that day")] = None,
    home: Home = HOME,
    lang: Language = "zh",
) -> None:
    """One article word for word, with its version."""
    texts = pack_or_exit(home, lang)
    if key in texts:
        print_article(texts[key], on.date() if on else None, lang)
        return
    said = say(f"条文库里没有“{key}”。", f"The text pack has no {key!r}. ", lang)
    near = ", ".join(sorted(other for other in texts if other.split("-")[0] == key.split("-")[0])[:12])
    hint = (
        near if texts else say("库是空的，先运行 hengjian law texts load 文件", "It is empty: run hengjian law texts load FILE first", lang)
    )
    console.print(f"[red]✗[/] {escape(said)}{escape(hint)}", highlight=False)
    raise typer.Exit(1)


def loaded_or_exit(home: Path, lang: str) -> Texts:
    """The text pack; exit status 1 where none is loaded."""
    texts = pack_or_exit(home, lang)
    return texts or nothing_loaded(lang)


def nothing_loaded(lang: str) -> NoReturn:
    """Says that no text pack is loaded and how to load one; exit status 1."""
    said = "The text pack is empty: run hengjian law texts load FILE first."
    console.print("[red]✗[/] " + say("条文库是空的，先运行 hengjian law texts load 文件", said, lang))
    raise typer.Exit(1)


@app.command()
def compare(law: Folder = PACKAGE_LAW, home: Home = HOME, lang: Language = "zh") -> None:
    """Which figures of the rules their articles do not name, and which articles the pack lacks."""
    book = read_or_exit(law, lang)
    amiss = print_comparison(book, loaded_or_exit(home, lang), lang)
    english = f"{len(book.rules)} rules, {amiss} figures that no article names; policy and texts not held are among them."
    console.print(say(f"规则 {len(book.rules)} 条，{amiss} 个数字不见于条文（政策值、未收录的条文在内）。", english, lang), highlight=False)


@app.command()
def coverage(law: Folder = PACKAGE_LAW, home: Home = HOME, lang: Language = "zh") -> None:
    """How many rules rest on each instrument of the text pack, and which of its articles no rule names."""
    book = read_or_exit(law, lang)
    print_coverage(book, loaded_or_exit(home, lang), lang)
