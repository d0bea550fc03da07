"""The life of a finding as a machine of states: nothing closes without its ground (T5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengjian.work.findings.states import FOLLOWS, OPEN, Close, State, Verdict, after, may_follow, ways_to_close

STATES, VERDICTS = st.sampled_from(State), st.sampled_from(Verdict)


@given(STATES, VERDICTS)
def test_rectified_needs_the_rule_to_pass(state, verdict):
    if Close.RECTIFIED in ways_to_close(state, verdict):
        assert verdict is Verdict.PASSES


@given(STATES, VERDICTS)
def test_remedied_needs_a_second_person_and_a_remedy(state, verdict):
    if Close.REMEDIED in ways_to_close(state, verdict):
        assert state is State.ACCEPTED
        assert verdict in {Verdict.REMEDY_DONE, Verdict.NOT_BY_MACHINE}


@given(STATES, VERDICTS)
def test_lapsed_needs_the_facts_or_an_upheld_contest(state, verdict):
    if Close.LAPSED in ways_to_close(state, verdict):
        assert verdict is Verdict.NO_BREACH or state is State.UPHELD


@pytest.mark.parametrize("state", OPEN)
def test_what_still_stands_cannot_be_closed_without_an_upheld_contest(state):
    expected = {Close.LAPSED} if state is State.UPHELD else set()
    assert ways_to_close(state, Verdict.STANDS) == expected


@pytest.mark.parametrize("kind", FOLLOWS)
def test_nothing_follows_a_closed_finding(kind):
    assert not may_follow(kind, State.CLOSED)


@pytest.mark.parametrize("verdict", Verdict)
def test_a_contested_finding_waits_for_its_decision(verdict):
    assert ways_to_close(State.CONTESTED, verdict) == frozenset()


def test_a_refused_contest_leads_back_to_where_the_finding_stood():
    assert after("contest.decided", State.CONTESTED, {"upheld": False, "back_to": "asked"}) is State.ASKED
    assert after("contest.decided", State.CONTESTED, {"upheld": True, "back_to": "asked"}) is State.UPHELD


def test_a_recheck_and_a_climb_change_no_state():
    for kind in ("finding.rechecked", "finding.escalated"):
        assert after(kind, State.REPLIED, {}) is State.REPLIED
