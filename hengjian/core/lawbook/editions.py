"""The text pack as a library: instruments, their editions in order of time, their articles; and `law/instruments`, which names them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from hengjian.core.lawbook.numerals import value_of, written
from hengjian.core.lawbook.texts import Article, Texts, each_wording_once

EDITION = re.compile(r"[（(][^（）()]*[)）]$")
YEAR = re.compile(r"(?:19|20)\d{2}")
SIGNS_ONLY = re.compile(r"[零〇一二三四五六七八九十百千]+|\d+")
NATION = "中华人民共和国"
FIRST, LAST = date.min, date.max


@dataclass(frozen=True, slots=True)
class Named:
    """How an instrument is called: its short name, its English one, other names in use; the last article's number by year of edition."""

    name: str
    english: str
    also: tuple[str, ...] = ()
    last_article: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of an instrument. `since` is None where the pack does not say from when; `until` is its last day, None: in force still.

    `years`: those its title or version names. `last`: the number of its last article, 0 where that is not known. Each of `articles` is
    one wording; its key holds all keys of the pack for it, parted by `, `.
    """

    title: str
    version: str
    since: date | None
    until: date | None
    articles: tuple[Article, ...]
    years: frozenset[int]
    last: int

    def on(self, day: date) -> bool | None:
        """Whether it was in force; None where the pack does not say from when."""
        if self.since is None:
            return None
        return self.since <= day and (self.until is None or day <= self.until)

    def within(self, begins: date, ends: date) -> tuple[date, date] | None:
        """The days from `begins` to `ends` on which it was in force; None where there is none. Without a first day: all of them."""
        first, last = max(begins, self.since or FIRST), min(ends, self.until or LAST)
        return (first, last) if first <= last else None

    def article(self, number: str) -> Article | None:
        """The article of this number, as `number_of` gives it; of a part such as 二(一) the first wording."""
        return next((one for one in self.articles if fits(one.number, number)), None)


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law with its editions, oldest first. `name` is how it is called without nation and year."""

    name: str
    english: str
    editions: tuple[Edition, ...]

    def on(self, day: date) -> Edition | None:
        """The edition in force that day, or the only one whose days the pack does not tell; None where there is none."""
        sure = [one for one in self.editions if one.on(day)]
        return sure[-1] if sure else next((one for one in self.editions if one.on(day) is None), None)

    def of_year(self, year: int) -> Edition | None:
        """The edition that a year such as （2012） names."""
        return next((one for one in reversed(self.editions) if year in one.years), None)

    @property
    def sectioned(self) -> bool:
        """Whether its articles are counted 一、二、三 without 第 and 条."""
        return any(not one.number[0].isdigit() for edition in self.editions for one in edition.articles)


@dataclass(frozen=True, slots=True)
class Library:
    """`instruments` by name; `names`: every name in use, the full ones too, to that name; `places`: key of the pack to where it stands."""

    instruments: Mapping[str, Instrument]
    names: Mapping[str, str]
    places: Mapping[str, tuple[Instrument, Edition, Article]]

    def named(self, said: str) -> Instrument | None:
        """The instrument that this name means, with or without the nation, brackets and the year."""
        name = self.names.get(name_of(said))
        return self.instruments.get(name) if name else None


def read_named(folder: Path) -> list[Named]:
    """What `law/instruments` says of names; nothing where a law folder has none. A mistake in it is a `ValueError` with its file."""
    return [named(path.name, node) for path in sorted(folder.glob("*.yaml")) for node in (content(path) or {}).values()]


def content(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"instruments/{path.name}: {error}") from None
    if not isinstance(found, dict | None):
        raise ValueError(f"instruments/{path.name}: a mapping of instruments, not {found!r}")
    return found


def named(file: str, node: Any) -> Named:
    try:
        lasts = {int(year): int(number) for year, number in node.get("last_article", {}).items()}
        return Named(name_of(node["name"]["zh"]), str(node["name"]["en"]), tuple(name_of(one) for one in node.get("also", ())), lasts)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"instruments/{file}: name {{zh, en}}, also [..], last_article {{year: number}}; not {node!r} ({error})") from None


def library_of(texts: Texts, known: Iterable[Named] = ()) -> Library:
    """The library of a text pack; `known` gives the instruments their other names."""
    told = {one.name: one for one in known}
    grouped: dict[str, dict[tuple[str, str], list[Article]]] = {}
    for article in texts.values():
        grouped.setdefault(name_of(article.title), {}).setdefault((article.title, article.version), []).append(article)
    found = {name: instrument(name, editions, told.get(name, Named(name, ""))) for name, editions in grouped.items()}
    names = {name: one.name for one in told.values() for name in (one.name, *one.also)} | {name: name for name in found}
    places = {
        key: (law, edition, one) for law in found.values() for edition in law.editions for one in edition.articles for key in keys_of(one)
    }
    return Library(found, names, places)


def instrument(name: str, grouped: Mapping[tuple[str, str], list[Article]], known: Named) -> Instrument:
    """Its editions in order; one that does not say until when ends before the next begins."""
    made = [edition(title, version, articles, known) for (title, version), articles in grouped.items()]
    made.sort(key=lambda one: one.since or FIRST)
    for place, one in enumerate(made[:-1]):
        after = made[place + 1].since
        if one.until is None and after is not None:
            made[place] = replace(one, until=after - timedelta(days=1))
    return Instrument(name, known.english, tuple(made))


def edition(title: str, version: str, articles: Iterable[Article], known: Named) -> Edition:
    wordings = tuple(sorted(each_wording_once(articles), key=lambda one: in_order(one.number)))
    since, until = wordings[0].period
    years = frozenset(int(year) for year in YEAR.findall(title) or YEAR.findall(version))
    last = next((number for year, number in known.last_article.items() if year in years), 0)
    return Edition(title, version, since, until, wordings, years, last)


def keys_of(article: Article) -> list[str]:
    """Every key of the pack for one wording."""
    return article.key.split(", ")


def first_key(article: Article) -> str:
    return keys_of(article)[0]


def name_of(title: str) -> str:
    """The name without nation, brackets, blanks and edition: 《中华人民共和国某法》（2020修正） is 某法."""
    plain = re.sub(r"[\s《》]", "", title)
    return EDITION.sub("", plain).removeprefix(NATION)


def number_of(said: str) -> str:
    """An article's number as the library compares it: 118 and 一百一十八 are 118; of 二（一）1 only the brackets change."""
    plain = unicodedata.normalize("NFKC", said)
    value = value_of(plain) if SIGNS_ONLY.fullmatch(plain) else None
    return plain if value is None else str(value)


def fits(held: str, asked: str) -> bool:
    """Whether an article held under this number is the one asked for, or a part of it."""
    number = number_of(held)
    return number == asked or (not asked.isdigit() and number.startswith(asked)) or (not number.isdigit() and section(number) == asked)


def section(number: str) -> str:
    """二(一)1 belongs to section 2."""
    return number_of(number.partition("(")[0])


def in_order(number: str) -> tuple[int, str]:
    """Where an article stands in its law."""
    value = number_of(number) if number_of(number).isdigit() else section(number)
    return (int(value) if value.isdigit() else 0), number


def article_words(number: str, language: str = "zh") -> str:
    """第一百一十八条, article 118; of a part that is not counted so, the number as it stands."""
    if not number.isdigit():
        return f"第{number}条" if SIGNS_ONLY.fullmatch(number) else number
    return f"article {number}" if language == "en" else f"第{written(int(number))}条"
