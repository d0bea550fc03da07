"""`hengjian law at DATE`: the law as it read on a day. How it is found stands in core; how it looks on the screen in `shelf.py`."""

from datetime import date, datetime
from typing import Annotated

import typer
from rich.markup import escape

from hengjian.core.lawbook.citations import checked, citations_in
from hengjian.core.lawbook.editions import Library, first_key
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.resting import resting
from hengjian.core.lawbook.wording import history
from hengjian.faces.cli.articles import print_article, say
from hengjian.faces.cli.law_folder import HOME, PACKAGE_LAW, Folder, Home, Language, read_or_exit
from hengjian.faces.cli.shelf import library_or_exit, line, print_changes, print_hits, print_instruments, print_rests
from hengjian.faces.cli.texts import nothing_loaded

DAY = "%Y-%m-%d"


def at(
    day: Annotated[datetime, typer.Argument(formats=[DAY], help="the day, e.g. 2025-12-31", metavar="DATE")],
    article: Annotated[str | None, typer.Option(help="an article: its key, ZA26-118, or a citation, 治安管理处罚法第118条")] = None,
    search: Annotated[str | None, typer.Option(help="words that all stand in an article or a rule")] = None,
    against: Annotated[datetime | None, typer.Option(formats=[DAY], help="another day: what changed between the two")] = None,
    law: Folder = PACKAGE_LAW,
    home: Home = HOME,
    lang: Language = "zh",
) -> None:
    """The law as it read on a day: its instruments, one article with the rules that rest on it, words found, or what changed."""
    book = read_or_exit(law, lang)
    library = library_or_exit(law, home, lang)
    if not library.instruments:
        nothing_loaded(lang)
    if article is not None:
        show_article(library, book, article, day.date(), lang)
    elif search is not None:
        if not print_hits(library, book, search, day.date(), lang):
            raise typer.Exit(1)
    elif against is not None:
        before, after = sorted((day.date(), against.date()))
        print_changes(library, book, resting(book, library), before, after, lang)
    else:
        print_instruments(library, day.date(), lang)


def show_article(library: Library, book: Lawbook, asked: str, day: date, lang: str) -> None:
    """The article as it read that day, though another edition of it was asked for, and the rules that rest on it."""
    key = asked if asked in library.places else key_cited(library, asked, day, lang)
    law, edition, found = library.places[key]
    versions = history(law, found, book.rules.values())
    current = next((one for one in reversed(versions) if one[0].on(day)), None)
    if edition.on(day) is False and current:
        _edition, found, _why = current
        said = f"{asked} was not in force on {day}; then it read as {first_key(found)}:"
        key = first_key(found)
        told = say(f"{asked} 在 {day} 不在施行期内；当日施行的是 {key}：", said, lang)
        line(f"[yellow]{escape(told)}[/]")
    print_article(found, day, lang)
    print_rests(resting(book, library).rules_on(found), book, lang)


def key_cited(library: Library, asked: str, day: date, lang: str) -> str:
    """The key of the article that a citation means; else why there is none, and exit status 1."""
    answers = [checked(one, library, day) for one in citations_in(asked, library)]
    if answers and answers[0].key:
        return answers[0].key
    english = f"The text pack has no article {asked!r}; hengjian law at DATE --search WORDS finds articles by their words."
    said = answers[0].sentence(lang) if answers else say(f"条文库没有“{asked}”；可用 --search 按文字查找。", english, lang)
    line(f"[red]✗[/] {escape(said)}")
    raise typer.Exit(1)
