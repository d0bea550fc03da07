"""Which calls wait in the review queue (S4, S16): withdrawn ones, and ones with the marks of an offence that became no case."""

from datetime import UTC, datetime, timedelta

import pytest

from hengjian.core.facts import Fact
from hengjian.work.findings.queue import MARKED, WITHDRAWN, entries

START = datetime(2026, 11, 20, 14, tzinfo=UTC)


def call(*steps):
    """Facts of one call, ten minutes apart."""
    return [Fact(kind, START + timedelta(minutes=10 * n), body, seq=n, id=f"e{n}") for n, (kind, body) in enumerate(steps)]


REPORTED = ("incident.reported", {"offence_marks": ["money_demanded"]})
PLAIN = ("incident.reported", {})
WITHDRAWN_NOW = ("incident.withdrawn", {"stated_reason": "no_loss"})


def test_a_withdrawn_call_enters_and_stays_until_it_is_reviewed():
    (entry,) = entries(call(PLAIN, WITHDRAWN_NOW))
    assert (entry.why, entry.left_at) == (WITHDRAWN, None)
    (entry,) = entries(call(PLAIN, WITHDRAWN_NOW, ("withdrawal.reviewed", {"conclusion": "voluntary"})))
    assert entry.left_at == START + timedelta(minutes=20)


def test_giving_reasons_does_not_take_a_withdrawn_call_off_the_queue():
    (entry,) = entries(call(PLAIN, WITHDRAWN_NOW, ("disposal.reasons_given", {}), ("remedies.told", {})))
    assert entry.given_at and entry.told_at and entry.left_at is None


@pytest.mark.parametrize("outcome", ["dispute_mediated", "help_given", "no_police_matter", "nothing_found"])
def test_a_call_with_the_marks_of_an_offence_enters_when_it_becomes_no_case(outcome):
    (entry,) = entries(call(REPORTED, ("incident.disposed", {"outcome": outcome, "offence_marked": True})))
    assert entry.why == MARKED


def test_the_marks_that_the_caller_named_count_whatever_the_officer_ticked():
    (entry,) = entries(call(REPORTED, ("incident.disposed", {"outcome": "dispute_advised", "offence_marked": False})))
    assert entry.why == MARKED


def test_handing_a_marked_call_to_another_body_enters_the_queue_too():
    assert [e.why for e in entries(call(REPORTED, ("incident.handed_over", {"body": "community"})))] == [MARKED]


@pytest.mark.parametrize(
    "body", [{"outcome": "taken_up", "offence_marked": True}, {"outcome": "penalised_on_spot", "offence_marked": True}]
)
def test_a_call_that_was_taken_up_or_punished_does_not_enter(body):
    assert entries(call(REPORTED, ("incident.disposed", body))) == []


def test_a_call_without_marks_does_not_enter():
    assert entries(call(PLAIN, ("incident.disposed", {"outcome": "dispute_mediated", "offence_marked": False}))) == []


def test_a_marked_call_leaves_by_reasons_and_told_remedies_together():
    disposed = ("incident.disposed", {"outcome": "dispute_mediated", "offence_marked": True})
    demanded, given, told = ("disposal.reasons_demanded", {}), ("disposal.reasons_given", {}), ("remedies.told", {})
    assert entries(call(REPORTED, disposed, demanded, given))[0].left_at is None
    assert entries(call(REPORTED, disposed, demanded, told))[0].left_at is None
    assert entries(call(REPORTED, disposed, demanded, told, given))[0].left_at == START + timedelta(minutes=40)


def test_a_call_reopened_and_disposed_of_again_enters_again():
    disposed = ("incident.disposed", {"outcome": "dispute_mediated", "offence_marked": True})
    first, second = entries(call(REPORTED, disposed, ("incident.reopened", {}), disposed))
    assert first.left_at and second.left_at is None
