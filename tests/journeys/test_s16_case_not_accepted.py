"""Story S16 (T13, T5): a call with the marks of an offence, closed as a dispute, is found; reasons are demanded, the reporter is told.

Several men beat a shopkeeper; the officer notes a quarrel that was settled on the spot.
"""

import pytest

from hengjian.ledger.read import events_in
from hengjian.ledger.sealed import unseal
from hengjian.watch.supervision.messages import inbox
from hengjian.work.findings.models import FindingRow
from hengjian.work.findings.queries import review_queue
from hengjian.work.matters.actions import take_up
from hengjian.work.people.refusal import Refused
from tests.journeys.watching import keep_watch
from tests.world import CASE

DISPUTE = {"outcome": "dispute_advised", "offence_marked": False, "account": "双方口角，现场调解"}
REASONS = {"ground": "mediated_lawfully", "reasons": "双方当场和解，伤情轻微"}
REMEDIES = {"remedies": ["complaint_superior", "procuratorate"], "manner": "phone"}


@pytest.fixture
def call(world):
    call = world.incident("D1.dispatcher", offence_marks=["injured_person", "several_attackers"], unit="S1")
    world.step(call, "dispatch", "D1.dispatcher", unit="S1")
    world.later(minutes=12)
    world.step(call, "arrive", "S1.officer", officers=2, recorder_on=True)
    world.later(minutes=20)
    world.step(call, "dispose", "S1.officer", **DISPUTE)
    return call


def waiting(world):
    return review_queue(world.viewer("D1.district_legal"))


def test_it_is_found_though_the_officer_denied_the_marks_and_reasons_are_demanded(world, call):
    keep_watch(world.later(seconds=2))
    keep_watch(world.later(seconds=1))
    row = waiting(world).get()
    assert (row.matter, row.why) == (call.id, "marked") and row.demanded_at
    demand = events_in(call.id)[-1]
    assert (demand.kind, demand.by) == ("disposal.reasons_demanded", "machine")
    assert "救济途径" in unseal(demand)["question"]
    assert inbox(world.viewer("S1.station_chief")).filter(code="reasons.demanded").exists()


def test_it_cannot_be_closed_before_reasons_were_given_and_the_reporter_was_told_of_remedies(world, call):
    keep_watch(world.later(seconds=2))
    with pytest.raises(Refused):
        world.step(call, "close", "S1.station_chief", result="disposed")
    world.later(hours=1)
    world.step(call, "give_reasons", "S1.officer", **REASONS)
    with pytest.raises(Refused):
        world.step(call, "close", "S1.station_chief", result="disposed")
    world.step(call, "tell_remedies", "S1.officer", **REMEDIES)
    keep_watch(world.later(seconds=2))
    assert not waiting(world).exists()
    world.step(call, "inform_reporter", "S1.officer", result="understood", manner="phone")
    world.step(call, "close", "S1.station_chief", result="disposed")


def test_it_is_not_even_closed_in_the_second_before_the_watch_looks(world, call):
    with pytest.raises(Refused):
        world.step(call, "close", "S1.station_chief", result="disposed")


def test_who_gives_no_reasons_in_time_gets_a_finding_that_climbs_until_it_is_answered(world, call):
    keep_watch(world.later(seconds=2))
    keep_watch(world.later(days=3))
    row = FindingRow.objects.get(matter=call.id, rule="incident-supervision.reasons-in-time")
    assert (row.unit, row.level, row.state) == ("S1", "station", "raised")
    keep_watch(world.later(days=4))
    row.refresh_from_db()
    assert (row.handled_by, row.level) == ("D1", "district")
    assert inbox(world.viewer("D1.district_legal")).filter(code="finding.escalated", matter=call.id).exists()


def test_taking_it_up_as_a_case_answers_the_question(world, call):
    keep_watch(world.later(seconds=2))
    world.later(hours=1)
    take_up(call.id, "case/admin", CASE, by=world.viewer("S1.officer"), at=world.now, now=world.now)
    keep_watch(world.later(seconds=2))
    assert not waiting(world).exists()


def test_a_quarrel_without_marks_is_left_in_peace(world):
    call = world.incident("D1.dispatcher", unit="S1")
    world.step(call, "dispatch", "D1.dispatcher", unit="S1")
    world.step(call, "arrive", "S1.officer", officers=2, recorder_on=True)
    world.step(call, "dispose", "S1.officer", **DISPUTE)
    keep_watch(world.later(seconds=2))
    assert not waiting(world).exists()
    assert "disposal.reasons_demanded" not in [event.kind for event in events_in(call.id)]
