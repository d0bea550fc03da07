"""The rules in force and one rule's page: the sentence, the drawing, the values by date, the article as it read, the examples run."""

from datetime import date
from functools import cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from hengjian.core.describe import LABELS, in_language, parts, sources_on
from hengjian.core.lawbook.rule import CLOCK_CHECKS, Rule
from hengjian.core.lawbook.texts import Article, articles_of, read_pack
from hengjian.core.terms import tongue
from hengjian.core.trial import Outcome, alone, run_example
from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.session import signed_in
from hengjian.faces.look.ribbon import Ribbon, draw
from hengjian.work.findings.queries import visible
from hengjian.work.matters.lawbook import law_in_force

VALUES = frozenset({"starts", "within", "extended_by", "excluded", "rolls", "act"})


@signed_in
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule by statute; `q` narrows by words of its title, sentence or id."""
    law, words = law_in_force(), request.GET.get("q", "").strip().lower()
    stage = request.GET.get("stage", "")
    found = [rule for rule in law.rules.values() if fits(rule, words) and (not stage or rule.stage == stage)]
    statutes = [(statute, [rule for rule in found if rule.statute == statute.id]) for statute in law.statutes.values()]
    context = {
        "statutes": [(statute, rows) for statute, rows in statutes if rows],
        "found": len(found),
        "law": law,
        "q": request.GET.get("q", ""),
        "stages": sorted({rule.stage for rule in law.rules.values() if rule.stage}),
        "stage": stage,
    }
    return render_page(request, "desk/rules.html", context)


def lines(rule: Rule, day: date, language: str) -> list[tuple[str, str]]:
    """The parts of the rule in words; its sentence and what it applies to stand elsewhere on the page."""
    english = int(tongue(language) == "en")
    found = parts(rule, law_in_force(), day, language)
    return [(LABELS[name][english], text) for name, text in found if text and name not in {"restates", "applies_to"}]


def applies(rule: Rule, language: str) -> str:
    """The kinds and categories of matters that the rule is for, in words."""
    words = law_in_force().terms
    lists = {"matter": "matters", "category": "case_categories", "level": "levels", "stage": "stages"}
    named = [words.code(lists.get(name, ""), str(value), language) for name, values in rule.applies_to for value in values]
    return " · ".join(named)


def articles(rule: Rule, day: date) -> list[Article]:
    """The articles as they read on the day, where the text pack is loaded."""
    found, _lacking = articles_of(rule, read_pack(settings.HOME / "texts"), day)
    return found


def fits(rule: Rule, words: str) -> bool:
    return all(word in f"{rule.id} {' '.join(rule.title)} {' '.join(rule.restates)}".lower() for word in words.split())


@signed_in
def rule(request: HttpRequest, rule: str) -> HttpResponse:
    """One rule as it stands on a day (`on`, else today)."""
    law = law_in_force()
    found = law.rules.get(rule)
    if found is None:
        raise Http404(rule)
    today = request.now.astimezone(law.calendars[found.calendar].zone).date()
    day = asked_day(request.GET.get("on", ""), today)
    outcomes = outcomes_of(rule)
    context = {
        "rule": found,
        "title": in_language(found.title, request.viewer.language),
        "restates": in_language(found.restates, request.viewer.language),
        "day": day,
        "today": today,
        "lines": lines(found, day, request.viewer.language),
        "versions": versions(found, request.viewer.language),
        "outcomes": outcomes,
        "articles": articles(found, day),
        "applies": applies(found, request.viewer.language),
        "drawings": drawings(outcomes),
        "law": law,
        "statute": law.statutes[found.statute],
        "section": "rules",
        "open": visible(request.viewer).filter(rule=rule).exclude(state="closed").count(),
    }
    return render_page(request, "desk/rule.html", context)


def asked_day(text: str, today: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today


@cache
def outcomes_of(rule: str) -> tuple[Outcome, ...]:
    """The examples, run once per process: the law in force does not change under it."""
    law = law_in_force()
    return tuple(run_example(alone(law, law.rules[rule]), law.rules[rule], example) for example in law.rules[rule].examples)


def versions(rule: Rule, language: str) -> list[tuple[date, list[tuple[str, str]], list[str]]]:
    """What changed on which day: the values and the articles from then on."""
    law = law_in_force()
    days = sorted({since for since, _source, _key in rule.sources})
    begins = [day for day in days if day > date.min] or [law.statutes[rule.statute].in_force_since]
    return [(day, values_on(rule, day, language), sources_on(rule, day)) for day in begins]


def values_on(rule: Rule, day: date, language: str) -> list[tuple[str, str]]:
    english = int(tongue(language) == "en")
    return [(LABELS[name][english], text) for name, text in parts(rule, law_in_force(), day, language) if text and name in VALUES]


def drawings(outcomes: tuple[Outcome, ...]) -> list[Ribbon]:
    """The clock as its own examples draw it, at the moment at which each is judged."""
    law = law_in_force()
    clocks = [one for one in outcomes if one.rule.check in CLOCK_CHECKS and one.evaluation.duties]
    return [draw(one.evaluation.duties[-1], law, one.example.as_of, name=one.example.name) for one in clocks]
