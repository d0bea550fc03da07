"""The criminal rules: their examples, that the flow can record what they read, that nobody's custody rolls, and their articles."""

import os
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from hengjian.core.flow import read_flows
from hengjian.core.lawbook.clocks import Clock
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.lawbook.texts import articles_of, figures_not_in_text, read_articles
from hengjian.core.lawbook.values import Test
from hengjian.core.trial import run_examples
from tests.core.rules import HOUSE_LAW

BOOK = read_lawbook(HOUSE_LAW)
RULES = [rule for rule in BOOK.rules.values() if rule.statute in {"criminal-procedure", "procuratorate"}]
NAMES = [rule.id for rule in RULES]
FLOW = read_flows(HOUSE_LAW / "flows")["case/criminal"]
HELD = [
    "arrest-request", "arrest-receipt", "custody-after-arrest", "major-crime-approval", "measure-change-answer",
    "custody-advice-answer", "supplementary-investigation-held", "summons-limit", "compelled-limit",
]  # fmt: skip
OUTSIDE = os.environ.get("HENGJIAN_OUTSIDE_DATA", "")
outside = pytest.mark.outside
needs_outside = pytest.mark.skipif(not OUTSIDE, reason="HENGJIAN_OUTSIDE_DATA is not set: articles not compared")


@pytest.fixture(scope="module")
def outcomes():
    """Each example of the criminal rules, as it ran."""
    ran = run_examples(BOOK)
    return {name: [one for one in ran if one.rule.id == name] for name in NAMES}


@pytest.fixture(scope="module")
def texts():
    with (Path(OUTSIDE) / "law" / "articles.jsonl").open("rb") as lines:
        return read_articles("articles.jsonl", lines)


def test_there_are_at_least_twenty_eight_rules():
    assert len(RULES) >= 28


@pytest.mark.parametrize("name", NAMES)
def test_every_worked_example_comes_out(name, outcomes):
    assert len(outcomes[name]) >= 2
    assert [(one.example.name, one.wrong) for one in outcomes[name] if one.wrong] == []


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_every_rule_hangs_on_the_tree_and_speaks_both_languages(rule):
    assert rule.stage and rule.dimension and rule.severity
    assert rule.title[1] and rule.restates[1]


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_the_flow_has_a_move_for_every_event_that_a_rule_reads_or_asks_as_remedy(rule):
    known = {move.event for move in FLOW.moves.values()} | {"document.issued"}
    assert sorted((rule.kinds | rule.remedy.kinds) - known) == []


def conditions(node, kinds):
    """(kinds of the event in question, test) for every condition below a part of a rule."""
    if isinstance(node, Test):
        yield ({node.kind} if node.scope == "fact" else kinds), node
    elif isinstance(node, (tuple, list, frozenset)):
        for one in node:
            yield from conditions(one, kinds)
    elif is_dataclass(node):
        own = {node.kind} if getattr(node, "kind", "") else kinds
        for part in fields(node):
            yield from conditions(getattr(node, part.name), own)


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_the_flow_asks_for_every_field_that_a_rule_weighs(rule):
    asked = {(move.event, field) for move in FLOW.moves.values() for field in move.fields}
    acts = rule.shape.starts if isinstance(rule.shape, Clock) else getattr(rule.shape, "act", None) or rule.shape.second
    start = {kind for patterns in acts.values if patterns for kind in patterns.kinds}
    weighed = {(kind, test.field) for kinds, test in conditions(rule.shape, start) if test.scope != "matter" for kind in kinds}
    unasked = {(kind, field) for kind, field in weighed - asked if field not in {"by_role", "by_level"}}
    assert sorted((kind, field) for kind, field in unasked) == []


@pytest.mark.parametrize("name", HELD)
def test_a_clock_that_runs_while_a_person_is_held_never_rolls(name):
    clock = BOOK.rules[f"criminal-procedure.{name}"].shape
    assert isinstance(clock, Clock)
    assert [terms.counting.rolls for terms in clock.versions.values if terms] == [False] * len([t for t in clock.versions.values if t])


def test_bail_rolls_only_by_policy_and_the_policy_says_no():
    clock = BOOK.rules["criminal-procedure.bail-period"].shape
    assert clock.versions.values[-1].counting.rolls_policy == "bail_rolls" and BOOK.policy("bail_rolls") is False


@outside
@needs_outside
@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_every_figure_of_a_rule_stands_in_its_article(rule, texts):
    assert figures_not_in_text(rule, texts) == []


@outside
@needs_outside
@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_every_article_that_a_rule_names_is_held(rule, texts):
    assert sorted({key for day in rule.text.days for key in articles_of(rule, texts, day)[1]}) == []


@outside
@needs_outside
def test_a_rule_whose_limit_rests_on_a_wording_nobody_checked_says_so(texts):
    first = {rule.id: {keys[0] for keys in rule.text.in_force() if keys} for rule in RULES}
    unchecked = [name for name, keys in first.items() if any(not texts[key].checked for key in keys)]
    forfeited = [f"criminal-procedure.forfeiture-{name}" for name in ("reconsideration-window", "review-window", "told")]
    assert sorted(unchecked) == [*forfeited, "criminal-procedure.opening-review", "criminal-procedure.transfer-told"]
    assert all("条文未核对" in BOOK.rules[name].note[0] for name in unchecked)
