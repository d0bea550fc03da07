"""The law pack as a whole: examples, sources, and figures against the articles' own words.

The articles are read from the folder that HENGJIAN_OUTSIDE_DATA names; none of their text stands here.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from hengjian.core.evaluate import evaluate
from hengjian.core.facts import Fact
from hengjian.core.lawbook.cited_forms import wrong_in_forms
from hengjian.core.lawbook.clocks import Clock
from hengjian.core.lawbook.editions import library_of, number_of, read_named
from hengjian.core.lawbook.instruments import instruments, without_text
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.read_acts import NEEDED
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.lawbook.resting import keys_out_of_force, wrong_sources
from hengjian.core.lawbook.rule import CLOCK_CHECKS, Rule
from hengjian.core.lawbook.texts import Texts, figures_not_in_text, read_articles
from hengjian.core.lawbook.values import ALWAYS
from hengjian.core.trial import run_examples
from tests.core.rules import CHINA_TIME, HOUSE_LAW
from tests.law.test_limits_without_figure import without_figure

OUTSIDE = os.environ.get("HENGJIAN_OUTSIDE_DATA", "")
ARTICLES = Path(OUTSIDE) / "law" / "articles.jsonl"
outside = pytest.mark.skipif(not OUTSIDE, reason="HENGJIAN_OUTSIDE_DATA is not set: figures not compared with the articles")
LEAST_RULES = 330
LEAST_INSTRUMENTS = 30
# Figures that follow from the article without standing in it as such, with the reason.
NOT_IN_THE_TEXT: dict[tuple[str, str, int], str] = {
    ("public-security.announced-notice-period", "days", 8): "the day after the seventh day",
    ("public-security.enforcement-demanded", "working_days", 11): "the day after the tenth day",
    ("public-security.hearing-request-period", "days", 4): "the day after the third day",
    ("public-security.hearing-request-period", "working_days", 6): "the day after the fifth working day",
    ("public-security.no-consecutive-summons", "hours", 12): "policy: the article names no interval between two summonses",
    ("prosecution-cases.probation-length", "at_most", 12): "a year, written in months",
    ("custody-review.expiry-notice", "days_ahead", 1): "before expiry: the day before at the latest",
    ("criminal-trial.first-instance", "months", 6): "three months at the latest and three more with the higher court",
    ("criminal-trial.first-instance-held", "months", 6): "three months at the latest and three more with the higher court",
}


@pytest.fixture(scope="module")
def law() -> Lawbook:
    return read_lawbook(HOUSE_LAW)


@pytest.fixture(scope="module")
def texts() -> Texts:
    with ARTICLES.open("rb") as lines:
        return read_articles(ARTICLES.name, lines)


def unfounded(rule: Rule, texts: Texts) -> list[str]:
    """Figures that no article of the rule names, but for those listed above and rules whose text is not held."""
    absent = figures_not_in_text(rule, texts) if any(rule.text.in_force()) else []
    return [
        f"{rule.id}: {name} {number} from {since}" for name, number, since, _ in absent if (rule.id, name, number) not in NOT_IN_THE_TEXT
    ]


@outside
def test_every_citation_of_rules_and_forms_names_an_article_in_force(law: Lawbook, texts: Texts) -> None:
    library = library_of(texts, read_named(HOUSE_LAW / "instruments"))
    wrong = [(rule.id, one.sentence("zh")) for rule in law.rules.values() for one in wrong_sources(rule, library)]
    wrong += [(file, one.sentence("zh")) for file, one in wrong_in_forms(HOUSE_LAW, library)]
    assert wrong == []
    assert [(rule.id, *one) for rule in law.rules.values() for one in keys_out_of_force(rule, law, library)] == []


@outside
def test_every_instrument_of_the_articles_is_named_and_no_count_of_articles_is_too_small(texts: Texts) -> None:
    known = read_named(HOUSE_LAW / "instruments")
    library = library_of(texts, known)
    assert sorted(set(library.instruments) - {one.name for one in known}) == []
    highest = [
        (edition.title, int(number_of(edition.articles[-1].number)), edition.last)
        for held in library.instruments.values()
        for edition in held.editions
        if edition.last
    ]
    assert len(highest) > 15 and all(number <= last for _title, number, last in highest)


def test_every_example_of_every_rule_comes_out_as_a_jurist_expects(law: Lawbook) -> None:
    wrong = [f"{one.rule.id}: {one.example.name}: {one.wrong}" for one in run_examples(law) if one.wrong]
    assert wrong == []


def test_the_pack_holds_the_rules_of_the_institutions(law: Lawbook) -> None:
    assert len(law.rules) >= LEAST_RULES
    assert {"public-security", "criminal-procedure"} <= {rule.statute for rule in law.rules.values()}


def test_every_rule_names_its_sources_and_has_both_languages(law: Lawbook) -> None:
    bare = [rule.id for rule in law.rules.values() if not any(source for _, source, _ in rule.sources)]
    silent = [rule.id for rule in law.rules.values() if not (all(rule.title) and all(rule.restates))]
    assert (bare, silent) == ([], [])


def test_every_rule_hangs_on_the_tree_and_says_how_grave_its_breach_is(law: Lawbook) -> None:
    assert [rule.id for rule in law.rules.values() if not (rule.stage and rule.dimension and rule.severity)] == []


def test_every_rule_has_two_examples_that_are_not_the_same(law: Lawbook) -> None:
    thin = [rule.id for rule in law.rules.values() if len({repr((one.facts, one.as_of, one.step)) for one in rule.examples}) < 2]
    assert thin == []


def test_every_rule_shows_one_kept_and_one_broken(law: Lawbook) -> None:
    """A limit without a figure is never broken by law; every other rule is, in some example."""
    kept, broken = set(), set()
    for one in run_examples(law):
        states = {duty.state for duty in one.evaluation.duties} | {judgement.verdict for judgement in one.evaluation.judgements}
        kept |= {one.rule.id} if states & {"met", "pending", "passed"} else set()
        broken |= {one.rule.id} if states & {"overdue", "met_late", "breached"} or one.evaluation.breaches else set()
    shown_by_step = {rule.id for rule in law.rules.values() for one in rule.examples if one.step and one.expect in ("blocked", "warned")}
    breakable = law.rules.keys() - {rule.id for rule in without_figure(law)}
    assert (sorted(law.rules.keys() - kept), sorted(breakable - broken - shown_by_step)) == ([], [])


def test_every_amended_value_has_an_example_on_the_new_side(law: Lawbook) -> None:
    """For each day on which a rule's figures change, some example has facts from that day on."""
    lacking = []
    for rule in law.rules.values():
        for day in {figure.since for figure in rule.figures}:
            if not any(max(fact.at.date() for fact in one.facts) >= day for one in rule.examples if one.facts):
                lacking.append(f"{rule.id}: {day}")
    assert lacking == []


def test_a_version_that_asks_nothing_of_an_act_is_not_touched_by_what_the_act_leaves_unsaid(law: Lawbook) -> None:
    """An act without a single field, on the day before each rule first asks something of it: no answer, and none left open."""
    silent, asks = 0, {check: needed[-1] for check, needed in NEEDED.items()} | {"separation": "first"}
    for rule in law.rules.values():
        first = ALWAYS if rule.check in CLOCK_CHECKS else min(getattr(rule.shape, asks[rule.check]).days)
        if first == ALWAYS or rule.judged_by.what != "act":
            continue
        day = first - timedelta(days=1)
        at = datetime(day.year, day.month, day.day, 12, tzinfo=CHINA_TIME)
        facts = [Fact(kind, at, {}, (), "", number, str(number)) for number, kind in enumerate(sorted(rule.triggers))]
        attributes = {name: values[0] for name, values in rule.applies_to}
        said = [one.rule for one in evaluate(facts, law, at, attributes=attributes).judgements if one.rule == rule.id]
        assert said == [], rule.id
        silent += 1
    assert silent > 100


def test_an_overrun_stands_explained_only_by_what_is_said_of_it_and_lies_outside_the_unit(law: Lawbook) -> None:
    """A statement on one limit excuses no other, and a fault of the unit is no excuse."""
    grounds = {"offender_unknown", "offender_fled", "force_majeure"}
    clocks = [(rule, terms) for rule in law.rules.values() if isinstance(rule.shape, Clock) for terms in rule.shape.versions.in_force()]
    loose = []
    for rule, terms in clocks:
        for pattern in terms.explained_by.any_of:
            said = {test.field: test for test in pattern.when if test.scope == "event"}
            if said["rule"].value != rule.id or not set(said["ground"].value) <= grounds or said["rule"].absent is not False:
                loose.append(rule.id)
    assert loose == [] and any(terms.explained_by.any_of for _, terms in clocks)


@pytest.mark.outside
@outside
def test_no_rule_names_a_text_that_is_not_held(law: Lawbook, texts: Texts) -> None:
    named = {(rule.id, key) for rule in law.rules.values() for keys in rule.text.in_force() for key in keys}
    assert sorted(f"{rule}: {key}" for rule, key in named if key not in texts) == []


@pytest.mark.outside
@outside
def test_the_rules_rest_on_the_instruments_of_every_institution(law: Lawbook, texts: Texts) -> None:
    rested_on = [one for one in instruments(law.rules.values(), texts) if one.rules]
    assert len(rested_on) >= LEAST_INSTRUMENTS


@pytest.mark.outside
@outside
def test_a_rule_whose_text_is_not_held_says_so(law: Lawbook, texts: Texts) -> None:
    bare = without_text(law.rules.values(), texts)
    assert [
        name for name in bare if not re.search("条文未核对|法无明文|没有法律", repr(law.rules[name].note) + repr(law.rules[name].sources))
    ] == []


@pytest.mark.outside
@outside
def test_every_figure_of_a_rule_stands_in_its_article(law: Lawbook, texts: Texts) -> None:
    assert [line for rule in law.rules.values() for line in unfounded(rule, texts)] == []


@pytest.mark.outside
@outside
def test_a_figure_that_is_listed_as_following_from_the_text_does_not_stand_in_it(law: Lawbook, texts: Texts) -> None:
    absent = {(rule.id, name, number) for rule in law.rules.values() for name, number, _, _ in figures_not_in_text(rule, texts)}
    assert {key for key in NOT_IN_THE_TEXT if key[0] in law.rules} <= absent


@pytest.mark.outside
@outside
def test_a_wrong_figure_is_found_out(law: Lawbook, texts: Texts) -> None:
    rule = law.rules["public-security.closing-period"]
    wrong = replace(rule, figures=tuple(replace(figure, number=figure.number + 1) for figure in rule.figures if figure.name == "days"))
    assert unfounded(rule, texts) == []
    assert len(unfounded(wrong, texts)) == len(wrong.figures)
