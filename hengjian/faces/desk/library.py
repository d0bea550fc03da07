"""The law library: instruments as of a day, one article through its editions, words found, what changed between two days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hengjian.core.lawbook.editions import Edition, Instrument, Library
from hengjian.core.lawbook.finding import find_articles, find_rules
from hengjian.core.lawbook.resting import Rest
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.texts import Article
from hengjian.core.lawbook.wording import Change, Difference, changes, difference, history
from hengjian.core.terms import tongue
from hengjian.core.values import SHANGHAI
from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.rules import asked_day
from hengjian.faces.desk.session import signed_in
from hengjian.work.matters.law_library import resting_now, shelf
from hengjian.work.matters.lawbook import law_in_force

MOST = 60
Shown = tuple[Change, Difference, Sequence[Rule]]


@dataclass(frozen=True)
class Row:
    """One instrument of the list: its edition of the day, how many of its articles are held, how many rules rest on them that day."""

    law: Instrument
    edition: Edition | None
    held: int
    rules: int


@dataclass(frozen=True)
class Version:
    """One edition of an article: what differs from the one before, and why it is taken for its successor."""

    edition: Edition
    article: Article
    why: str
    before: Edition | None = None
    was: Article | None = None
    difference: Difference | None = None


def base(request: HttpRequest, **more: Any) -> Mapping[str, Any]:
    """What every page of the library shows: the day asked, and whether a pack is loaded and can be read."""
    found, today = shelf(), request.now.astimezone(SHANGHAI).date()
    trouble = found.trouble[tongue(request.viewer.language) == "en"]
    loaded = {"library": found.editions, "trouble": trouble, "loaded": bool(found.editions.instruments)}
    return {"day": asked_day(request.GET.get("on", ""), today), "today": today, "section": "rules", **loaded, **more}


@signed_in
def shelves(request: HttpRequest) -> HttpResponse:
    """Every instrument as of a day (`on`, else today), or what holds every word of `q`."""
    shown = base(request, q=request.GET.get("q", "").strip())
    held, day, asked = shown["library"], shown["day"], shown["q"]
    hits = find_articles(held, asked, day)
    found = find_rules(law_in_force().rules.values(), asked)
    more = {
        "rows": [] if asked else rows(held, day),
        "hits": hits[:MOST],
        "hit_count": len(hits),
        "rules": found[:MOST],
        "rule_count": len(found),
        "most": MOST,
    }
    return render_page(request, "desk/library.html", {**shown, **more})


def rows(held: Library, day: date) -> list[Row]:
    found = []
    for law in held.instruments.values():
        edition = law.on(day)
        articles = edition.articles if edition else ()
        found.append(Row(law, edition, len(articles), len({one.rule for article in articles for one in rests_on(article, day)})))
    return sorted(found, key=lambda row: (-row.rules, row.law.name))


def rests_on(article: Article, day: date) -> list[Rest]:
    return [one for one in resting_now().rules_on(article) if one.on(day)]


@signed_in
def instrument(request: HttpRequest, name: str) -> HttpResponse:
    """The articles held of one instrument in its edition of the day, each with the rules that rest on it then."""
    shown = base(request)
    law = shown["library"].instruments.get(name)
    if law is None:
        raise Http404(name)
    edition = law.on(shown["day"])
    articles = [(article, rests_on(article, shown["day"])) for article in (edition.articles if edition else ())]
    return render_page(request, "desk/library_law.html", {**shown, "law": law, "edition": edition, "articles": articles})


@signed_in
def article(request: HttpRequest, key: str) -> HttpResponse:
    """One article: its wording, its editions side by side, the rules that rest on it from when to when."""
    shown = base(request)
    place = shown["library"].places.get(key)
    if place is None:
        raise Http404(_("条文库里没有“%(key)s”") % {"key": key})
    law, edition, found = place
    versions = versions_of(law, found)
    current = next((one for one in reversed(versions) if one.edition.on(shown["day"])), None)
    more = {
        "law": law,
        "edition": edition,
        "article": found,
        "versions": versions,
        "in_force": edition.on(shown["day"]),
        "current": current if current and current.article is not found else None,
        "rests": [(one, law_in_force().rules[one.rule]) for one in resting_now().rules_on(found)],
    }
    return render_page(request, "desk/library_article.html", {**shown, **more})


def versions_of(law: Instrument, found: Article) -> list[Version]:
    """Oldest first; each with what differs from the one before."""
    made: list[Version] = []
    for edition, one, why in history(law, found, law_in_force().rules.values()):
        last = made[-1] if made else None
        against = (last.edition, last.article, difference(last.article.text, one.text)) if last else ()
        made.append(Version(edition, one, why, *against))
    return made


@signed_in
def changed(request: HttpRequest) -> HttpResponse:
    """What changed between two days (`from` and `to`), side by side, with the rules that rest on either side."""
    shown = base(request)
    before = asked_day(
        request.GET.get("from", ""), shown["today"].replace(month=1, day=1) - timedelta(days=1)
    )  # what began on New Year's Day is among it
    after = asked_day(request.GET.get("to", ""), shown["today"])
    before, after = min(before, after), max(before, after)
    rules = law_in_force().rules
    found = [
        (one, sides(one), resting_rules((one.before, one.after), rules)) for one in changes(shown["library"], rules.values(), before, after)
    ]
    names = dict.fromkeys(one.instrument for one, _sides, _rules in found)
    groups = [(name, *apart(row for row in found if row[0].instrument == name)) for name in names]
    context = {**shown, "from_day": before, "to_day": after, "groups": groups}
    return render_page(request, "desk/library_changes.html", context)


def apart(rows: Iterable[Shown]) -> tuple[list[Shown], list[Shown]]:
    """Those with both sides, and those of which the pack holds one side only."""
    listed = list(rows)
    both = [row for row in listed if row[0].before and row[0].after]
    return both, [row for row in listed if row not in both]


def sides(change: Change) -> Difference:
    return difference(change.before.text if change.before else "", change.after.text if change.after else "")


def resting_rules(articles: Iterable[Article | None], rules: Mapping[str, Rule]) -> Sequence[Rule]:
    """The rules that rest on either wording, each once."""
    named = dict.fromkeys(one.rule for article in articles if article for one in resting_now().rules_on(article))
    return [rules[name] for name in named]
