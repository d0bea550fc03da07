"""Articles on the screen: one, those of a rule as they read on a day, and how rules compare with them. No command stands here."""

from datetime import date
from pathlib import Path

import typer
from rich.markup import escape
from rich.table import Table

from hengjian.core.lawbook.instruments import instruments, without_text
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.texts import (
    Article,
    TextFault,
    Texts,
    TextsError,
    articles_of,
    each_wording_once,
    figures_not_in_text,
    read_pack,
)
from hengjian.faces.cli.law_folder import console


def say(chinese: str, english: str, lang: str) -> str:
    return english if lang == "en" else chinese


def print_faults(faults: list[TextFault], lang: str) -> None:
    for fault in faults:
        console.print(f"[red]✗[/] {escape(fault.place())}  {escape(fault.sentence(lang))}", highlight=False, soft_wrap=True)


def pack_or_exit(home: Path, lang: str) -> Texts:
    """The installation's text pack, empty where none was loaded; its faults and exit status 1 where a file of it is broken."""
    try:
        return read_pack(home / "texts")
    except TextsError as error:
        print_faults(error.faults, lang)
        raise typer.Exit(1) from None


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
    for article in each_wording_once(found):
        console.print()
        print_article(article, day, lang)
    if lacking:
        said = say("条文库里没有，未核对", "not in the text pack, not verified", lang)
        console.print(f"\n[yellow]! {', '.join(lacking)}: {said}[/]", highlight=False)


def print_comparison(book: Lawbook, texts: Texts, lang: str) -> int:
    """Figures that no article of their rule names, and keys the pack lacks, rule by rule. Returns how many figures are amiss."""
    amiss = 0
    for rule in book.rules.values():
        for name, number, since, keys in figures_not_in_text(rule, texts):
            amiss += 1
            where = ", ".join(keys) or say("（条文库没有）", "(not in the pack)", lang)
            said = say(f"{name}={number}（自 {since}）不见于 {where}", f"{name}={number} (since {since}) is not in {where}", lang)
            console.print(f"[yellow]![/] {rule.id}  {escape(said)}", highlight=False, soft_wrap=True)
        lacking = sorted({key for day in rule.text.days for key in articles_of(rule, texts, day)[1]})
        if lacking:
            said = say("条文库没有：", "not in the pack: ", lang)
            console.print(f"[yellow]![/] {rule.id}  {said}{', '.join(lacking)}", highlight=False, soft_wrap=True)
    return amiss


def print_coverage(book: Lawbook, texts: Texts, lang: str) -> None:
    """One line per instrument of the pack, then the rules whose text is not held."""
    found = instruments(book.rules.values(), texts)
    titles = ("Instrument", "Rules", "Articles named", "Not named") if lang == "en" else ("法规", "规则", "引用条文", "未引用")
    table = Table(*titles, header_style="bold", box=None, pad_edge=False)
    for one in found:
        count = f"{len(one.named)}/{len(one.named) + len(one.unnamed)}"
        table.add_row(escape(one.title), str(len(one.rules)), count, escape(" ".join(one.unnamed)))
    console.print(table)
    bare, used = without_text(book.rules.values(), texts), sum(1 for one in found if one.rules)
    english = f"{len(book.rules)} rules rest on {used} instruments; the text of {len(bare)} is not held: {', '.join(bare)}"
    chinese = f"{len(book.rules)} 条规则引用 {used} 部法规；{len(bare)} 条的条文未收录：{'、'.join(bare)}"
    console.print(say(chinese, english, lang), highlight=False, soft_wrap=True)
