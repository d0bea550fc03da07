"""Story S4 (T11 in its core, T5, T13): a report that is withdrawn enters the review queue within seconds and cannot be closed silently.

A woman reports that money was demanded of her, and an hour later says on the telephone that nothing was lost and she withdraws.
"""

from datetime import timedelta

import pytest

from hengjian.ledger.read import events_in
from hengjian.ledger.sealed import unseal
from hengjian.watch.supervision.messages import inbox
from hengjian.work.findings.queries import review_queue
from hengjian.work.matters.actions import take_up
from hengjian.work.matters.models import Matter
from hengjian.work.people.refusal import Refused
from tests.journeys.watching import keep_watch
from tests.world import CASE, assert_replays

REASONS = {"ground": "civil_dispute", "reasons": "电话联系称系误会"}
REVIEW = {
    "reason": "threat", "reporter_reached": True, "earlier_incidents_checked": True, "conclusion": "take_up",
    "reasons": "当面核实：报警人称受到威胁，前一日另有同类报警",
}  # fmt: skip


def withdrawn(world, **more):
    call = world.incident("D1.dispatcher", kind="criminal", offence_marks=["money_demanded"], unit="S1", **more)
    world.later(minutes=1)
    world.step(call, "dispatch", "D1.dispatcher", unit="S1")
    world.later(hours=1)
    withdrawal = {"channel": "call_110", "stated_reason": "misunderstanding", "account": "称没有实际财产损失，不再报警"}
    world.step(call, "withdraw", "D1.dispatcher", **withdrawal)
    return call


@pytest.fixture
def call(world):
    return withdrawn(world)


def stage(call):
    return Matter.objects.get(id=call.id).stage


def events(call, kind):
    return [event for event in events_in(call.id) if event.kind == kind]


def test_the_call_is_in_the_queue_seconds_later_and_reasons_are_demanded(world, call):
    legal = world.viewer("D1.district_legal")
    assert not review_queue(legal).exists()
    keep_watch(world.later(seconds=2))
    keep_watch(world.later(seconds=1))
    row = review_queue(legal).get()
    assert (row.matter, row.unit, row.why) == (call.id, "S1", "withdrawn")
    assert row.demanded_at - row.entered_at < timedelta(seconds=10)
    (demand,) = events(call, "disposal.reasons_demanded")
    assert demand.by == "machine" and "真实原因" in unseal(demand)["question"]
    assert inbox(world.viewer("S1.officer")).filter(code="reasons.demanded", matter=call.id).exists()
    assert review_queue(world.viewer("C.city_legal")).exists() and not review_queue(world.viewer("S2.officer")).exists()


def test_of_a_caller_who_is_to_be_kept_secret_reasons_are_demanded_too(world):
    call = withdrawn(world, reporter_confidential=True)
    for _round in range(2):
        keep_watch(world.later(seconds=2))
    (demand,) = events(call, "disposal.reasons_demanded")
    assert demand.body["words_confirmed"] is True, "the sentence is the house's own"


def test_reasons_are_demanded_once(world, call):
    for _round in range(4):
        keep_watch(world.later(seconds=1))
    assert len(events(call, "disposal.reasons_demanded")) == 1


def test_it_cannot_be_closed_silently(world, call):
    keep_watch(world.later(seconds=2))
    for seat in ("D1.dispatcher", "S1.station_chief", "D1.district_legal"):
        with pytest.raises(Refused):
            world.step(call, "close", seat, result="withdrawn")
    world.later(hours=2)
    world.step(call, "give_reasons", "S1.officer", **REASONS)
    keep_watch(world.later(seconds=2))
    with pytest.raises(Refused):
        world.step(call, "close", "S1.station_chief", result="withdrawn")
    assert stage(call) == "withdrawn"
    assert review_queue(world.viewer("D1.district_legal")).get().given_at


def test_only_its_review_takes_it_off_the_queue_and_it_may_become_a_case(world, call):
    keep_watch(world.later(seconds=2))
    with pytest.raises(Refused):
        world.step(call, "review_withdrawal", "S1.officer", **REVIEW)
    world.later(hours=3)
    world.step(call, "review_withdrawal", "D1.district_legal", **REVIEW)
    keep_watch(world.later(seconds=2))
    assert not review_queue(world.viewer("D1.district_legal")).exists()
    assert review_queue(world.viewer("D1.district_legal"), waiting=False).get().left_at
    case = take_up(call.id, "case/admin", CASE, by=world.viewer("S1.officer"), at=world.now, now=world.now).matter
    assert stage(call) == "disposed" and case.links.get().other == call.id


def test_nothing_of_it_is_lost(world, call):
    keep_watch(world.later(seconds=2))
    kinds = [event.kind for event in events_in(call.id)]
    assert kinds == ["incident.reported", "incident.dispatched", "incident.withdrawn", "disposal.reasons_demanded"]
    assert_replays(call, world.now)
