"""Words looked up in articles and in what the rules restate. The pack is small enough to be read whole: what is found is exact."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from hengjian.core.lawbook.citations import checked, citations_in
from hengjian.core.lawbook.editions import Edition, Instrument, Library, article_words, first_key
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.texts import Article

AROUND = 36
MOST_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Hit:
    """One article, `excerpt` around the first word found; `in_force` on the day asked, None where the pack does not say."""

    instrument: Instrument
    edition: Edition
    article: Article
    excerpt: str
    in_force: bool | None


def folded(text: str) -> str:
    """Full-width and half-width signs, capitals and small letters are one."""
    return unicodedata.normalize("NFKC", text).lower()


def plain(text: str) -> str:
    """The same sign by sign, so that the length stays as it is."""
    return "".join(one if len(one) == 1 else sign for sign in text for one in [unicodedata.normalize("NFKC", sign).lower()])


def find_articles(library: Library, asked: str, day: date) -> list[Hit]:
    """Articles in which every word stands; a citation such as 某法第十条 finds that article first. Those in force that day come first."""
    words = folded(asked).split()
    if not words:
        return []
    named = [(answer.key, "") for one in citations_in(asked, library) if (answer := checked(one, library, day)).article]
    spoken = [(first_key(one), excerpt(one.text, words)) for law, edition, one in every(library) if holds(law, edition, one, words)]
    found = {key: "" for key, _said in named} | dict(spoken)
    hits = [hit(library, key, said, day) for key, said in found.items()]
    first = {key for key, _said in named}
    return sorted(hits, key=lambda one: (first_key(one.article) not in first, one.in_force is False))


def every(library: Library) -> Iterable[tuple[Instrument, Edition, Article]]:
    return ((law, edition, one) for law in library.instruments.values() for edition in law.editions for one in edition.articles)


def holds(law: Instrument, edition: Edition, article: Article, words: Iterable[str]) -> bool:
    body = body_of(edition.title, law.name, law.english, article)
    return all(word in body for word in words)


@lru_cache(maxsize=MOST_KEPT)
def body_of(title: str, name: str, english: str, article: Article) -> str:
    """All that an article is found by."""
    return folded(f"{title} {name} {english} {article_words(article.number)} {article.key} {article.text}")


def hit(library: Library, key: str, said: str, day: date) -> Hit:
    law, edition, article = library.places[key]
    return Hit(law, edition, article, said or excerpt(article.text, ()), edition.on(day))


def excerpt(text: str, words: Iterable[str]) -> str:
    """The text around the first of the words that it holds; from its beginning where it holds none."""
    body, flat = plain(text), text.replace("\n", " ")
    found = [place for place in (body.find(word) for word in words) if place >= 0]
    start = max(min(found, default=0) - AROUND // 2, 0)
    end = start + 2 * AROUND
    return ("…" if start else "") + flat[start:end] + ("…" if end < len(flat) else "")


def find_rules(rules: Iterable[Rule], asked: str) -> list[Rule]:
    """Rules in whose title, restatement or sources every word stands."""
    words = folded(asked).split()
    found = [
        (rule, folded(" ".join((rule.id, *rule.title, *rule.restates, *(source for _day, source, _key in rule.sources))))) for rule in rules
    ]
    return [rule for rule, body in found if words and all(word in body for word in words)]
