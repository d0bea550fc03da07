"""The rules in force and one rule's page: the sentence, the drawing, the values by date, the article as it read, the examples run."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hengjian.core.describe import LABELS, in_language, parts
from hengjian.core.lawbook.editions import Instrument
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.resting import Rest
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.texts import Article
from hengjian.core.terms import tongue
from hengjian.core.trial import Outcome
from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.rule_shown import shown, tried
from hengjian.faces.desk.session import signed_in
from hengjian.work.findings.queries import visible
from hengjian.work.matters.law_library import library, resting_now
from hengjian.work.matters.lawbook import law_in_force, law_of, why_unread
from hengjian.work.matters.lawmaking.drafts import WRITES

_tried: dict[tuple[str, str], tuple[Outcome, ...]] = {}


@signed_in
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule by statute; `q` narrows by words of its title, sentence or id."""
    law, words = asked_book(request), request.GET.get("q", "").strip().lower()
    stage = request.GET.get("stage", "")
    found = [rule for rule in law.rules.values() if fits(rule, words) and (not stage or rule.stage == stage)]
    statutes = [(statute, [rule for rule in found if rule.statute == statute.id]) for statute in law.statutes.values()]
    context = {
        "statutes": [(statute, rows) for statute, rows in statutes if rows],
        "found": len(found),
        "law": law,
        "book": request.GET.get("book", ""),
        "q": request.GET.get("q", ""),
        "stages": sorted({rule.stage for rule in law.rules.values() if rule.stage}),
        "stage": stage,
        "may_write": bool(request.viewer.roles & WRITES),
    }
    return render_page(request, "desk/rules.html", context)


def asked_book(request: HttpRequest) -> Lawbook:
    """The lawbook whose digest `book` names, one adopted earlier perhaps; else the one in force."""
    digest = request.GET.get("book", "")
    found = law_of(digest) if digest else law_in_force()
    if found is None:
        why = why_unread(digest)
        raise Http404(_("本版本读不了采用过的这个法规包：%(why)s") % {"why": why} if why else _("没有采用过这个法规包"))
    return found


def lines(rule: Rule, law: Lawbook, day: date, language: str) -> list[tuple[str, str]]:
    """The parts of the rule in words; its sentence and what it applies to stand elsewhere on the page."""
    english = int(tongue(language) == "en")
    found = parts(rule, law, day, language)
    return [(LABELS[name][english], text) for name, text in found if name not in {"restates", "applies_to"}]


def applies(rule: Rule, law: Lawbook, language: str) -> str:
    """The kinds and categories of matters that the rule is for, in words."""
    words = law.terms
    lists = {"matter": "matters", "category": "case_categories", "level": "levels", "stage": "stages"}
    named = [words.code(lists.get(name, ""), str(value), language) for name, values in rule.applies_to for value in values]
    return " · ".join(named)


def articles(rule: Rule, day: date) -> list[Article]:
    """The articles as they read on the day, where the text pack is loaded."""
    places = library().places
    return list(dict.fromkeys(places[key][2] for key in rule.text.on(day) or () if key in places))


def rests(rule: Rule) -> list[tuple[Rest, Instrument, Article]]:
    """Every article that the rule rested on or rests on, with from when to when; by the lawbook in force."""
    places = library().places
    return [(one, places[one.key][0], places[one.key][2]) for one in resting_now().of_rule.get(rule.id, ())]


def fits(rule: Rule, words: str) -> bool:
    return all(word in f"{rule.id} {' '.join(rule.title)} {' '.join(rule.restates)}".lower() for word in words.split())


@signed_in
def rule(request: HttpRequest, rule: str) -> HttpResponse:
    """One rule as it stands on a day (`on`, else today), in the lawbook in force or the one that `book` names."""
    law = asked_book(request)
    found = law.rules.get(rule)
    if found is None:
        raise Http404(rule)
    today = request.now.astimezone(law.calendars[found.calendar].zone).date()
    day = asked_day(request.GET.get("on", ""), today)
    context = {
        "rule": found,
        "title": in_language(found.title, request.viewer.language),
        "restates": in_language(found.restates, request.viewer.language),
        "day": day,
        "today": today,
        "lines": lines(found, law, day, request.viewer.language),
        "shown": shown(found, law, outcomes_of(law, rule), day, request.viewer.language),
        "articles": articles(found, day),
        "rests": [] if request.GET.get("book") else rests(found),
        "applies": applies(found, law, request.viewer.language),
        "law": law,
        "book": request.GET.get("book", ""),
        "statute": law.statutes[found.statute],
        "section": "rules",
        "may_write": bool(request.viewer.roles & WRITES),
        "open": visible(request.viewer).filter(rule=rule).exclude(state="closed").count(),
    }
    return render_page(request, "desk/rule.html", context)


def asked_day(text: str, today: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today


def outcomes_of(law: Lawbook, rule: str) -> tuple[Outcome, ...]:
    """The examples, run once per process and lawbook."""
    key = (law.digest, rule)
    if key not in _tried:
        _tried[key] = tried(law, law.rules[rule])
    return _tried[key]
