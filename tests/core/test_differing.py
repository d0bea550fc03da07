"""Two lawbooks differ in the rules that count otherwise, and in all of them where what bears on every rule is another."""

from dataclasses import replace

import pytest

from hengjian.core.calendar import Calendar
from hengjian.core.lawbook.differing import differing, narrowed
from hengjian.core.lawbook.reader import read_lawbook
from tests.core.rules import HOUSE_LAW

RULE = "public-security.closing-period"


@pytest.fixture(scope="module")
def law():
    return read_lawbook(HOUSE_LAW)


def with_rule(law, **changes):
    rule = replace(law.rules[RULE], **changes)
    return replace(law, rules={**law.rules, RULE: rule})


def ids(law, other):
    return [[rule.id for rule in side] for side in differing(law, other)]


def test_a_rule_that_counts_otherwise_differs_on_both_sides(law):
    assert ids(law, with_rule(law, per="party")) == [[RULE], [RULE]]
    assert ids(law, law) == [[], []]


def test_what_only_describes_a_rule_makes_no_difference(law):
    assert ids(law, with_rule(law, title=("另名", ""), note=("", ""), severity="minor", examples=())) == [[], []]


def test_a_rule_that_comes_or_goes_stands_on_one_side(law):
    less = narrowed(law, set(law.rules) - {RULE})
    assert (ids(law, less), ids(less, law), less.digest) == ([[RULE], []], [[], [RULE]], law.digest)


def test_a_calendar_or_a_counting_policy_bears_on_every_rule(law):
    exclusion = replace(law.policies["exclusion_days"], value="both_days")
    counting = replace(law, policies={**law.policies, "exclusion_days": exclusion})
    resting = replace(law, calendars={**law.calendars, "china": Calendar(rest_days=frozenset({6}))})
    for other in (counting, resting):
        assert [len(side) for side in ids(law, other)] == [len(law.rules)] * 2


def test_a_policy_that_only_warns_counts_nothing(law):
    warnings = replace(law.policies["warnings"], value={"days": 9})
    assert ids(law, replace(law, policies={**law.policies, "warnings": warnings})) == [[], []]
