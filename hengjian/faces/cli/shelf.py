"""The library on the screen: an article as it reads on a day, what changed between two, words found, citations that are wrong."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import typer
from rich.markup import escape
from rich.table import Table

from hengjian.core.describe import in_language
from hengjian.core.lawbook.cited_forms import wrong_in_forms
from hengjian.core.lawbook.editions import Library, article_words, library_of, read_named
from hengjian.core.lawbook.finding import find_articles, find_rules
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.resting import Rest, Resting, keys_out_of_force, wrong_sources
from hengjian.core.lawbook.texts import Article
from hengjian.core.lawbook.wording import Change, Paragraph, changes, difference
from hengjian.faces.cli.articles import pack_or_exit, say
from hengjian.faces.cli.law_folder import console

MOST_HITS = 40


def library_or_exit(law: Path, home: Path, lang: str) -> Library:
    """The installation's text pack as a library, empty where none was loaded; a broken file of it: its faults and exit status 1."""
    texts = pack_or_exit(home, lang)
    try:
        return library_of(texts, read_named(law / "instruments"))
    except ValueError as error:
        console.print(f"[red]✗[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        raise typer.Exit(1) from None


def line(text: str) -> None:
    console.print(text, highlight=False, soft_wrap=True)


def print_instruments(library: Library, day: date, lang: str) -> None:
    """One line per instrument: the edition in force that day, and how many of its articles are held."""
    titles = ("Instrument", "In force", "Articles held") if lang == "en" else ("法规", "施行", "收录条文")
    table = Table(*titles, header_style="bold", box=None, pad_edge=False)
    for law in library.instruments.values():
        edition = law.on(day)
        if edition is None:
            table.add_row(escape(law.name), say("当日施行的版本未收录", "edition of that day not held", lang), "0")
            continue
        days = say("何时施行未写明", "days not told", lang) if edition.since is None else f"{edition.since} – {edition.until or ''}"
        table.add_row(escape(edition.title), days, str(len(edition.articles)))
    console.print(table)


def print_rests(rests: Sequence[Rest], book: Lawbook, lang: str) -> None:
    if not rests:
        line(f"[dim]{say('没有规则以这一条为依据。', 'No rule rests on this article.', lang)}[/]")
        return
    line(f"[dim]{say('以这一条为依据的规则：', 'Rules that rest on it:', lang)}[/]")
    for one in rests:
        title = escape(in_language(book.rules[one.rule].title, lang))
        how = "" if one.by_text else say("（作为某项数值的依据）", " (as the source of a value)", lang)
        line(f"  {one.rule}  {title}  [dim]{one.since} – {one.until or ''}{how}[/]")


def print_hits(library: Library, book: Lawbook, words: str, day: date, lang: str) -> int:
    """Articles and rules in which the words stand; gives back how many."""
    hits, rules = find_articles(library, words, day), find_rules(book.rules.values(), words)
    for one in hits[:MOST_HITS]:
        state = "" if one.in_force is not False else say(f"  {day} 不在施行期内", f"  not in force on {day}", lang)
        where = f"[bold]{escape(one.edition.title)}[/] {escape(article_words(one.article.number, lang))}"
        line(f"{where}  [dim]{one.article.key}[/][yellow]{state}[/]")
        line(f"  {escape(one.excerpt)}")
    for rule in rules[:MOST_HITS]:
        line(f"[bold]{escape(in_language(rule.title, lang))}[/]  [dim]{rule.id}[/]")
    line(say(f"条文 {len(hits)} 条，规则 {len(rules)} 条。", f"{len(hits)} articles, {len(rules)} rules.", lang))
    return len(hits) + len(rules)


def print_changes(library: Library, book: Lawbook, resting: Resting, before: date, after: date, lang: str) -> None:
    """Every article whose wording differs between two days, both sides, and the rules that rest on the later one."""
    found = changes(library, book.rules.values(), before, after)
    for one in found:
        line(f"\n[bold]{escape(one.instrument)}[/]  {side_name(one.before, lang)} → {side_name(one.after, lang)}{why_words(one, lang)}")
        print_sides(one)
        print_rests(resting.rules_on(one.after or one.before), book, lang)
    line(say(f"\n{before} 与 {after} 之间 {len(found)} 条不同。", f"\n{len(found)} articles differ between {before} and {after}.", lang))


def side_name(article: Article | None, lang: str) -> str:
    return escape(article_words(article.number, lang)) if article else say("（未收录对应条文）", "(no counterpart held)", lang)


def why_words(change: Change, lang: str) -> str:
    if change.why == "alike":
        return f"  [dim]{say('按文字相近配对', 'paired by their wording', lang)}[/]"
    if not change.why:
        return ""
    told = say(f"规则 {change.why} 先后引用", f"named one after the other by {change.why}", lang)
    return f"  [dim]{told}[/]"


def print_sides(change: Change) -> None:
    sides = difference(change.before.text if change.before else "", change.after.text if change.after else "")
    for sign, style, side, there in (("-", "red", sides.before, change.before), ("+", "green", sides.after, change.after)):
        for paragraph in side if there else ():
            line(f"  {sign} {marked(paragraph, style)}")


def marked(paragraph: Paragraph, style: str) -> str:
    return "".join(f"[{style} underline]{escape(text)}[/]" if alone else escape(text) for text, alone in paragraph)


def print_wrong_citations(book: Lawbook, law: Path, library: Library, lang: str) -> int:
    """Citations of rules and forms that are wrong by the text pack; gives back how many."""
    found = [(rule.file, one.sentence(lang)) for rule in book.rules.values() for one in wrong_sources(rule, library)]
    for rule in book.rules.values():
        for key, since in keys_out_of_force(rule, book, library):
            chinese, english = (
                f"text 自 {since} 写的 {key} 当时都不在施行期内",
                f"text names {key} from {since}, but it was never in force then",
            )
            found.append((rule.file, say(chinese, english, lang)))
    found += [(f"forms/{file}", one.sentence(lang)) for file, one in wrong_in_forms(law, library)]
    for file, sentence in found:
        line(f"[red]✗[/] {escape(file)}  {escape(sentence)}")
    return len(found)
