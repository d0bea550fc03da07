"""Which rules rest on which articles, from when to when, both ways. What a rule says of itself: its `text` keys and its sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from hengjian.core.lawbook.citations import Answer, checked, citations_in
from hengjian.core.lawbook.editions import LAST, Library, first_key
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.texts import Article
from hengjian.core.lawbook.values import ALWAYS


@dataclass(frozen=True, slots=True)
class Rest:
    """A rule rests on an article from `since` to `until` (its last day; None: still). `key` is the wording's first key in the pack.

    `by_text`: the rule names the article as its own text; else only the source of one of its values does.
    """

    rule: str
    key: str
    since: date
    until: date | None
    by_text: bool

    def on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Resting:
    """Rests by rule, and by first key of an article; each in order of time."""

    of_rule: Mapping[str, tuple[Rest, ...]]
    on_article: Mapping[str, tuple[Rest, ...]]

    def rules_on(self, article: Article) -> tuple[Rest, ...]:
        return self.on_article.get(first_key(article), ())

    def articles_on(self, rule: str, day: date, library: Library) -> list[Article]:
        """The articles that a rule rests on that day, its own text first."""
        rests = sorted((one for one in self.of_rule.get(rule, ()) if one.on(day)), key=lambda one: not one.by_text)
        return [library.places[key][2] for key in dict.fromkeys(one.key for one in rests)]


def resting(law: Lawbook, library: Library) -> Resting:
    """Every rule of the lawbook against every article of the library."""
    of_rule = {rule.id: tuple(joined(rests_of(rule, law, library))) for rule in law.rules.values()}
    on_article: dict[str, list[Rest]] = {}
    for rests in of_rule.values():
        for one in rests:
            on_article.setdefault(one.key, []).append(one)
    return Resting(of_rule, {key: tuple(rests) for key, rests in on_article.items()})


def rests_of(rule: Rule, law: Lawbook, library: Library) -> Iterator[Rest]:
    """Those that its text names, then those that only a source names."""
    begin = law.statutes[rule.statute].in_force_since
    for since, until, keys in spans((day, keys or ()) for day, keys in rule.text.items()):
        for key in keys:
            place = library.places.get(key)
            if place:
                yield from rest(rule, place[1].within(max(since, begin), until), first_key(place[2]), True)
    for answer, since, until in sources_checked(rule, library):
        if answer.article and answer.edition:
            yield from rest(rule, answer.edition.within(max(since, begin), until), answer.key, False)


def rest(rule: Rule, days: tuple[date, date] | None, key: str, by_text: bool) -> Iterator[Rest]:
    if days:
        yield Rest(rule.id, key, days[0], None if days[1] == LAST else days[1], by_text)


def joined(rests: Iterable[Rest]) -> list[Rest]:
    """Each article once for a run of days: what its text names before what a source names, overlapping or neighbouring days as one."""
    found: dict[str, list[Rest]] = {}
    for one in sorted(rests, key=lambda rest: (not rest.by_text, rest.since)):
        kept = found.setdefault(one.key, [])
        touching = next((old for old in kept if touches(old, one)), None)
        if touching is None:
            kept.append(one)
        else:
            until = None if touching.until is None or one.until is None else max(touching.until, one.until)
            kept[kept.index(touching)] = Rest(one.rule, one.key, min(touching.since, one.since), until, touching.by_text)
    return sorted((one for kept in found.values() for one in kept), key=lambda rest: (rest.since, not rest.by_text, rest.key))


def touches(one: Rest, other: Rest) -> bool:
    return one.since <= day_after(other.until) and other.since <= day_after(one.until)


def day_after(day: date | None) -> date:
    return LAST if day is None else day + timedelta(days=1)


def spans(dated: Iterable[tuple[date, tuple[str, ...]]]) -> Iterator[tuple[date, date, tuple[str, ...]]]:
    """First day, last day and value of each of the dated values."""
    values = list(dated)
    for place, (since, value) in enumerate(values):
        until = values[place + 1][0] - timedelta(days=1) if place + 1 < len(values) else LAST
        yield since, until, value


def sources_checked(rule: Rule, library: Library) -> Iterator[tuple[Answer, date, date]]:
    """Each citation of the rule's sources with the days for which it is given, checked on the first of them that bears it out."""
    days: dict[str, list[date]] = {}
    for since, _source, key in rule.sources:
        days.setdefault(key, []).append(since)
    for since, source, key in rule.sources:
        later = [day for day in days[key] if day > since]
        until = min(later) - timedelta(days=1) if later else LAST
        for citation in citations_in(source, library):
            answers = [checked(citation, library, day) for day in days_to_ask(citation.law, library, since, until)]
            yield next((one for one in answers if not one.wrong and one.state != "no_edition"), answers[0]), since, until


def days_to_ask(law: str, library: Library, since: date, until: date) -> list[date]:
    """The first day, and the day on which each edition of the law begins within the span: an amendment may leave a value as it was."""
    held = library.instruments.get(law)
    begins = [edition.since for edition in held.editions if edition.since] if held else []
    first = [] if since == ALWAYS and begins else [since]
    return first + [day for day in begins if since < day <= until] or [since]


def wrong_sources(rule: Rule, library: Library) -> list[Answer]:
    """Citations of the rule that no day of their span bears out, and keys of its text that were never in force while it names them."""
    found = [answer for answer, _since, _until in sources_checked(rule, library) if answer.wrong]
    return list(dict.fromkeys(found))


def keys_out_of_force(rule: Rule, law: Lawbook, library: Library) -> list[tuple[str, date]]:
    """Keys of the rule's text, with the day from which it names them, whose edition is in force on no day of that span."""
    begin = law.statutes[rule.statute].in_force_since
    return [
        (key, since)
        for since, until, keys in spans((day, keys or ()) for day, keys in rule.text.items())
        for key in keys
        if key in library.places and until >= begin and library.places[key][1].within(max(since, begin), until) is None
    ]
