"""The short ways that an evaluation takes: each must say, word for word, what the long way says."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengjian.core.checks import deadline, ending
from hengjian.core.evaluate import evaluate
from hengjian.core.lawbook.values import ALWAYS, Dated
from tests.core.rules import CASE, DAYS, clock, judge, rule
from tests.core.test_evaluate import ATTRIBUTES, DAY, FACTS, HOUSE, START, facts_of


def words(facts, now, law=HOUSE, attributes=ATTRIBUTES):
    """Everything that an evaluation says, every reason with it."""
    found = evaluate(facts, law, now, attributes=attributes)
    return [duty.as_data() for duty in found.duties], [one.as_data() for one in found.judgements], found.next_look_at


@given(FACTS, st.integers(0, 150 * 24))
def test_a_clock_that_runs_straight_says_what_the_general_way_says(monkeypatch, drawn, hours):
    facts, now = facts_of(drawn), START + timedelta(hours=hours)
    said = words(facts, now)
    with monkeypatch.context() as patch:
        patch.setattr(deadline, "run_straight", lambda course, moments, place: None)
        assert words(facts, now) == said


BODIES = st.fixed_dictionaries(
    {},
    optional={
        "outcome": st.sampled_from(("penalty", "no_penalty", "not_established")),
        "victim": st.booleans(),
        "injury": st.booleans(),
        "examination_needed": st.booleans(),
        "delivered_on_spot": st.booleans(),
        "detention": st.booleans(),
        "hearing_right": st.booleans(),
    },
)


EVERYTHING = type(HOUSE)(HOUSE.rules, HOUSE.policies, HOUSE.calendars, HOUSE.statutes, HOUSE.terms, HOUSE.digest)
"""The same law, only ever asked while nothing is left out."""


@given(FACTS, st.lists(BODIES, min_size=14, max_size=14))
def test_rules_left_out_by_a_failed_test_would_say_nothing(monkeypatch, drawn, bodies):
    facts, now = [replace(fact, body=body) for fact, body in zip(facts_of(drawn), bodies, strict=False)], START + 150 * DAY
    said = words(facts, now)
    with monkeypatch.context() as patch:
        patch.setattr("hengjian.core.lawbook.panel.asked_by_day", lambda rule, kind: Dated((ALWAYS,), (((),),)))
        assert words(facts, now, EVERYTHING) == said


@pytest.mark.parametrize(("given_value", "states"), [(True, ["pending", "none"]), (1, ["none", "pending"])])
def test_a_test_for_true_is_no_test_for_one(law_of, fact, now, given_value, states):
    """Two versions of a start that differ in nothing but the sort of the value."""
    text = clock(DAYS).replace(
        "starts: {event: case.opened, source: 一}",
        "starts:\n  2010-01-01: {event: case.opened, when: {first: {equal: true, absent: false}}, source: 一}\n"
        "  2024-01-01: {event: case.opened, when: {first: {equal: 1, absent: false}}, source: 一}",
    )
    law = law_of(r=text)
    for day, state in zip(("2023-06-01", "2024-06-01"), states, strict=True):
        found = judge(law, [fact(day, "case.opened", first=given_value)], now("2024-06-02")).duties
        assert bool(found) is (state != "none")


def test_what_is_kept_of_start_days_is_bounded_and_changes_no_answer(law_of, fact, now, monkeypatch):
    law = law_of(r=clock(DAYS))
    facts = [fact(f"2024-03-{day:02}", "case.opened") for day in range(1, 7)]
    said = [words([one], now("2024-03-20"), law, CASE) for one in facts]
    monkeypatch.setattr(ending, "DAYS_KEPT", 2)
    again = law_of(r=clock(DAYS) + "# other bytes, so that the rule is read anew\n")
    assert [words([one], now("2024-03-20"), again, CASE) for one in facts] == said
    kept = again.rules["s.r"].shape.versions.values[0].ready[0].endings
    assert 0 < len(kept) <= 2


def test_an_act_whose_day_is_missing_is_undetermined_even_where_its_condition_fails(law_of, fact, now):
    text = rule(
        "required_step",
        "act: {event: case.decided, when: {grave: {equal: true, absent: false}}}\njudged_by: {field: conduct_on}\n"
        "needs: {events: [notice.given], source: 一}\n",
    )
    found = judge(law_of(r=text), [fact("2026-03-10", "case.decided", grave=False)], now("2026-03-11"))
    assert [(one.verdict, one.missing) for one in found.judgements] == [("undetermined", "conduct_on")]
