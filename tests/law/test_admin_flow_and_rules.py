"""The rules of administrative cases and of calls: that their flows can record what the rules read."""

from __future__ import annotations

import pytest

from hengjian.core.flow import Flow, read_flows
from hengjian.core.lawbook.clocks import Clock
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.lawbook.rule import Rule
from tests.core.rules import HOUSE_LAW
from tests.law.test_criminal_rules import conditions

BOOK = read_lawbook(HOUSE_LAW)
FLOWS = read_flows(HOUSE_LAW / "flows")
RULES = [rule for rule in BOOK.rules.values() if {"case/admin", "incident"} & set(dict(rule.applies_to).get("matter", ()))]
NAMES = [rule.id for rule in RULES]
RECORDED_ANYWAY = {"by", "by_role", "by_level", "by_organ"}


def flow_of(rule: Rule) -> Flow:
    return FLOWS[dict(rule.applies_to)["matter"][0]]


def first_kinds(rule: Rule) -> set[str]:
    """The kinds of event that make the rule answer."""
    shape = rule.shape
    acts = shape.starts if isinstance(shape, Clock) else getattr(shape, "act", None) or shape.second
    return {kind for patterns in acts.in_force() for kind in patterns.kinds}


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_the_flow_has_a_move_for_every_event_that_a_rule_reads(rule: Rule) -> None:
    known = {move.event for move in flow_of(rule).moves.values()}
    assert sorted((rule.kinds | rule.remedy.kinds) - known) == []


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_the_flow_asks_for_every_field_that_a_rule_weighs(rule: Rule) -> None:
    asked = {(move.event, name) for move in flow_of(rule).moves.values() for name in move.fields}
    fields = {name for _, name in asked}
    found = [(kinds, test) for kinds, test in conditions(rule.shape, first_kinds(rule)) if test.scope != "matter"]
    unasked = {
        test.path for kinds, test in found if test.field not in RECORDED_ANYWAY and not any((kind, test.field) in asked for kind in kinds)
    }
    assert (sorted(unasked), sorted(test.field for _, test in found if test.field not in fields | RECORDED_ANYWAY)) == ([], [])


BOUND = [rule for rule in BOOK.rules.values() if not isinstance(rule.shape, Clock) and rule.bearer in {"police", "handler"}]


@pytest.mark.parametrize("rule", BOUND, ids=lambda rule: rule.id)
def test_what_cannot_be_undone_can_be_made_good_by_a_step(rule: Rule) -> None:
    """A finding closes in one of three ways; an act that broke the law stays so, and without a remedy its finding would stand for ever."""
    assert rule.remedy.any_of
    assert [kind for kind in rule.remedy.kinds if BOOK.terms.label(kind, "en") == kind] == []
