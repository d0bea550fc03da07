"""Two wordings side by side, and which article of a new edition follows which of the old. What a change means no machine says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

from hengjian.core.lawbook.editions import Edition, Instrument, Library, first_key, in_order
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.texts import Article

TOKEN = re.compile(r"[A-Za-z]+|\d+|\s|.", re.DOTALL)
SHORTEST = 2
"""Fewer signs in common between two changes are no common ground: they would only break a phrase into crumbs."""
ALIKE = 0.35
MOST_KEPT = 50_000
Paragraph = tuple[tuple[str, bool], ...]  # pieces of text, and whether each is on this side alone


@dataclass(frozen=True, slots=True)
class Difference:
    """Both sides paragraph by paragraph."""

    before: tuple[Paragraph, ...]
    after: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What one article became: `before` or `after` is None where the pack holds no counterpart. `why`: the rule that names the one after
    the other, or `alike` where only the wording suggests it; empty where there is one side only."""

    instrument: str
    before: Article | None
    after: Article | None
    why: str


def difference(before: str, after: str) -> Difference:
    """What is in one text and not in the other: by Chinese character, Latin word and figure."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for same, a, b in runs(old, new):
        left.append(("".join(a), not same))
        right.append(("".join(b), not same))
    return Difference(tuple(paragraphs(left)), tuple(paragraphs(right)))


def runs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, list[str], list[str]]]:
    """Alternating runs that are the same and that differ; crumbs of common ground count as different."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    blocks = [one for one in matcher.get_matching_blocks() if one.size >= SHORTEST or at_an_end(one.a, one.b, old, new)]
    i = j = 0
    for block in blocks:
        if block.a > i or block.b > j:
            yield False, list(old[i : block.a]), list(new[j : block.b])
        if block.size:
            yield True, list(old[block.a : block.a + block.size]), list(new[block.b : block.b + block.size])
        i, j = block.a + block.size, block.b + block.size


def at_an_end(a: int, b: int, old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether both sides begin here, or end here: there a single sign in common breaks nothing."""
    return (a, b) == (0, 0) or (len(old) - a <= 1 and len(new) - b <= 1)


def paragraphs(pieces: Iterable[tuple[str, bool]]) -> Iterator[Paragraph]:
    """The pieces cut at each end of line; empty ones are left out."""
    line: list[tuple[str, bool]] = []
    for text, marked in pieces:
        first, *rest = text.split("\n")
        line += [(first, marked)] if first else []
        for one in rest:
            yield tuple(line)
            line = [(one, marked)] if one else []
    yield tuple(line)


def likeness(one: str, other: str) -> float:
    """Shared pairs of characters, from 0 to 1."""
    a, b = pairs(one), pairs(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


@lru_cache(maxsize=MOST_KEPT)
def pairs(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


def changes(library: Library, rules: Iterable[Rule], before: date, after: date) -> list[Change]:
    """What changed between two days, instrument by instrument: each article whose wording is not the same on both."""
    told = list(rules)
    found: list[Change] = []
    for law in library.instruments.values():
        old, new = law.on(before), law.on(after)
        if old is not new and not (old and old.on(before) is None) and not (new and new.on(after) is None):
            found += [one for one in matched(law, old, new, told) if not same(one)]
    return found


def same(change: Change) -> bool:
    return change.before is not None and change.after is not None and change.before.text == change.after.text


def matched(law: Instrument, old: Edition | None, new: Edition | None, rules: Iterable[Rule]) -> list[Change]:
    """Every article of two editions of an instrument, with its counterpart where one is known; in the order of the newer."""
    olds, news = list(old.articles if old else ()), list(new.articles if new else ())
    partners = named_partners(olds, news, rules)
    free_old = [one for one in olds if one not in {pair[0] for pair in partners.values()}]
    free_new = [one for one in news if first_key(one) not in partners]
    partners |= alike(free_old, free_new)
    taken = {first_key(pair[0]) for pair in partners.values()}
    found = [Change(law.name, *partner(partners, one)) for one in news]
    gone = [Change(law.name, one, None, "") for one in sorted(olds, key=lambda one: in_order(one.number)) if first_key(one) not in taken]
    return found + gone


Partners = dict[str, tuple[Article, str]]  # first key of the new article: the old one, and why


def partner(partners: Mapping[str, tuple[Article, str]], article: Article) -> tuple[Article | None, Article, str]:
    before, why = partners.get(first_key(article), (None, ""))
    return before, article, why


def named_partners(olds: Sequence[Article], news: Sequence[Article], rules: Iterable[Rule]) -> Partners:
    """Pairs that a rule names one after the other; where it names several, the most alike."""
    of_old = {key: one for one in olds for key in one.key.split(", ")}
    of_new = {key: one for one in news for key in one.key.split(", ")}
    offers: list[tuple[float, str, Article, Article]] = []
    for rule in rules:
        values = [keys or () for keys in rule.text.values]
        for earlier, later in zip(values, values[1:], strict=False):
            offers += [
                (likeness(of_old[a].text, of_new[b].text), rule.id, of_old[a], of_new[b])
                for a in earlier if a in of_old for b in later if b in of_new
            ]  # fmt: skip
    return best(offers)


def alike(olds: Sequence[Article], news: Sequence[Article]) -> Partners:
    """Pairs whose wording has much in common, the most alike first."""
    offers = [(likeness(a.text, b.text), "alike", a, b) for a in olds for b in news if may_be_alike(a.text, b.text)]
    return best([one for one in offers if one[0] >= ALIKE])


def may_be_alike(one: str, other: str) -> bool:
    """Whether their lengths allow it: the longer has pairs of characters of its own in any case."""
    a, b = len(pairs(one)), len(pairs(other))
    return 2 * min(a, b) >= ALIKE * (a + b)


def best(offers: Iterable[tuple[float, str, Article, Article]]) -> Partners:
    """Each article at most once on either side."""
    found: Partners = {}
    taken: set[str] = set()
    for _likeness, why, old, new in sorted(offers, key=lambda one: (-one[0], one[1], one[2].key, one[3].key)):
        if first_key(new) not in found and first_key(old) not in taken:
            found[first_key(new)] = (old, why)
            taken.add(first_key(old))
    return found


def history(law: Instrument, article: Article, rules: Iterable[Rule]) -> list[tuple[Edition, Article, str]]:
    """The article through the editions held, oldest first, with why each is taken for the successor of the one before."""
    told = list(rules)
    here = next(place for place, edition in enumerate(law.editions) if article in edition.articles)
    found: list[tuple[Edition, Article, str]] = [(law.editions[here], article, "")]
    current: Article | None = article
    for place in range(here - 1, -1, -1):
        links = matched(law, law.editions[place], law.editions[place + 1], told)
        link = next((one for one in links if one.after == current), None)
        if link is None or link.before is None:
            break
        found[0] = (found[0][0], found[0][1], link.why)
        found.insert(0, (law.editions[place], link.before, ""))
        current = link.before
    current = article
    for place in range(here + 1, len(law.editions)):
        links = matched(law, law.editions[place - 1], law.editions[place], told)
        link = next((one for one in links if one.before == current), None)
        if link is None or link.after is None:
            break
        found.append((law.editions[place], link.after, link.why))
        current = link.after
    return found
