"""What the machine says when it checks a finding again: passes, no breach, remedy done, still stands (law.md, T5)."""

from datetime import timedelta

import pytest

from hengjian.core.evaluate import evaluate
from hengjian.ledger.read import facts_of
from hengjian.ledger.record import Draft, record_many
from hengjian.work.findings.actions import raise_by_rule
from hengjian.work.findings.faults import faults_of
from hengjian.work.findings.models import FindingRow
from hengjian.work.findings.rechecking import examine_now
from hengjian.work.findings.states import Verdict
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.matters.models import Matter
from hengjian.work.matters.project import attributes

DAY = timedelta(days=1)


def watch(cast, matter, now):
    """Raises what the law sees, as the watch does; gives back the new findings by rule."""
    row = Matter.objects.select_related("unit").get(id=matter)
    found = evaluate(facts_of(matter), law_in_force(), now, attributes=attributes(row))
    events = raise_by_rule(matter, row.unit, faults_of(found, frozenset()), now=now)
    return {event.body["rule"]: FindingRow.objects.get(id=event.stream) for event in events}


@pytest.fixture
def matter(cast, start):
    return cast.case("a1", "S1", now=start)


def verdict(row, now):
    return examine_now(row, now).verdict


def test_what_nobody_did_still_stands(cast, matter, start):
    row = watch(cast, matter, start + 2 * DAY)["s.contact"]
    assert verdict(row, start + 3 * DAY) is Verdict.STANDS


def test_a_step_done_late_is_the_remedy_of_a_clock_without_one(cast, matter, start):
    row = watch(cast, matter, start + 2 * DAY)["s.contact"]
    cast.happens(matter, "reporter.contacted", now=start + 3 * DAY)
    assert verdict(row, start + 3 * DAY) is Verdict.REMEDY_DONE


def test_a_step_done_late_is_no_remedy_where_the_rule_names_another(cast, matter, start):
    row = watch(cast, matter, start + 4 * DAY)["s.told"]
    cast.happens(matter, "transfer.told", now=start + 5 * DAY)
    assert verdict(row, start + 5 * DAY) is Verdict.STANDS
    step = cast.happens(matter, "reporter.informed", now=start + 6 * DAY)
    assert examine_now(row, start + 6 * DAY).rests_on == step.id


def test_a_remedy_from_before_the_fault_remedies_nothing(cast, matter, start):
    cast.happens(matter, "reporter.informed", now=start + DAY)
    row = watch(cast, matter, start + 4 * DAY)["s.told"]
    assert verdict(row, start + 5 * DAY) is Verdict.STANDS


def test_a_step_recorded_late_that_was_done_in_time_shows_that_there_was_no_breach(cast, matter, start):
    row = watch(cast, matter, start + 2 * DAY)["s.contact"]
    cast.happens(matter, "reporter.contacted", now=start + 3 * DAY, at=start + timedelta(hours=3))
    assert verdict(row, start + 3 * DAY) is Verdict.NO_BREACH


def test_a_correction_of_the_record_that_ends_the_breach_shows_that_there_was_none(cast, matter, start):
    decided = cast.happens(matter, "case.decided", now=start)
    row = watch(cast, matter, start)["s.notice"]
    correct(matter, decided, now=start + DAY, void=True)
    assert verdict(row, start + DAY) is Verdict.NO_BREACH


def test_a_step_whose_time_was_entered_wrongly_shows_no_breach_once_it_is_corrected(cast, matter, start):
    row = watch(cast, matter, start + 2 * DAY)["s.contact"]
    step = cast.happens(matter, "reporter.contacted", now=start + 3 * DAY)
    assert verdict(row, start + 3 * DAY) is Verdict.REMEDY_DONE
    correct(matter, step, now=start + 3 * DAY, at=(start + timedelta(hours=1)).isoformat())
    assert verdict(row, start + 3 * DAY) is Verdict.NO_BREACH


def test_a_fault_in_the_record_itself_is_rectified_by_correcting_the_record(cast, matter, start):
    cast.happens(matter, "notice.given", now=start)
    decided = cast.happens(matter, "case.decided", now=start)
    row = watch(cast, matter, start)["s.outcome"]
    assert verdict(row, start + DAY) is Verdict.STANDS
    correct(matter, decided, now=start + DAY, body={"outcome": "penalty"})
    assert verdict(row, start + DAY) is Verdict.PASSES


def correct(matter, event, *, now, **what):
    record_many([Draft(matter, matter, "event.corrected", now, "p1", {"corrects": event.id, **what})], now=now)


def test_a_missing_step_taken_after_the_act_does_not_undo_the_breach_but_its_remedy_counts(cast, matter, start):
    cast.happens(matter, "case.decided", now=start)
    row = watch(cast, matter, start)["s.notice"]
    cast.happens(matter, "notice.given", now=start + timedelta(hours=1))
    assert verdict(row, start + timedelta(hours=2)) is Verdict.STANDS
    cast.happens(matter, "case.returned", now=start + timedelta(hours=3))
    assert verdict(row, start + timedelta(hours=4)) is Verdict.REMEDY_DONE


def test_a_rule_that_is_no_longer_in_the_law_leaves_the_judgement_to_a_person(cast, matter, start):
    row = watch(cast, matter, start + 2 * DAY)["s.contact"]
    row.rule = "s.gone"
    assert verdict(row, start + 3 * DAY) is Verdict.NOT_BY_MACHINE


def test_an_overdue_duty_that_stands_explained_is_not_raised(cast, matter, start):
    cast.happens(matter, "deadline.explained", now=start + timedelta(hours=5), rule="s.contact")
    assert "s.contact" not in watch(cast, matter, start + 2 * DAY)


def test_the_watch_raises_each_fault_once_however_often_it_looks(cast, matter, start):
    assert set(watch(cast, matter, start + 4 * DAY)) == {"s.contact", "s.told"}
    assert watch(cast, matter, start + 5 * DAY) == {}
    cast.happens(matter, "reporter.contacted", now=start + 5 * DAY)
    assert watch(cast, matter, start + 6 * DAY) == {}
    assert FindingRow.objects.count() == 2
