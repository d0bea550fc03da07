"""Nobody approves their own: not by a second post, not in a post that was lent, neither a step nor an answer to supervision."""

from datetime import timedelta

import pytest

from hengjian.work.findings.actions import contest, raise_finding, reply
from hengjian.work.findings.actions_closing import accept_remedy, decide_contest
from hengjian.work.matters import across, approvals
from hengjian.work.matters.lawbook import flows
from hengjian.work.people import actions as people
from hengjian.work.people.models import Post
from hengjian.work.people.refusal import Refused
from tests.world import ADULT

PROTECTS = {"incident.reopened", "incident.case_opened", "case.returned", "case.transferred"}
"""Answers that take nothing from anybody: who withdrew a call may take it up again, who asked may send it back."""
REQUESTED_AND_APPROVED = {
    "case/admin": {
        "seizure.approved": "item.seized", "measure.approved": "measure.taken_on_spot", "reexamination.approved": "reexamination.requested",
        "check_detention.extended": "check_detention.started", "extension.approved": "extension.requested",
    },
    "case/criminal": {
        "opening_review.extended": "opening_review.started", "summons.extended": "person.arrived",
        "compelled.extended": "compelled.arrived",
        "case.opened": "case.accepted", "case.refused": "case.accepted",
    },
}  # fmt: skip


def test_who_asked_never_gives_the_answer_that_disposes_of_it(db):
    own = []
    for kind, flow in flows().items():
        asked = {move.event for move in flow.moves.values()}
        for request in approvals.ANSWERS:
            answers = [move for move in approvals.answering(flow, request) if request in asked and move.event not in PROTECTS]
            own += [f"{kind}.{move.name} after {request}" for move in answers if request not in move.not_after_own]
    assert own == []


@pytest.mark.parametrize("kind", REQUESTED_AND_APPROVED)
def test_who_took_a_measure_never_approves_it(db, kind):
    own = [
        move.name
        for move in flows()[kind].moves.values()
        for approved, taken in REQUESTED_AND_APPROVED[kind].items()
        if move.event == approved and taken not in move.not_after_own
    ]
    assert own == []


def lend(world, seat, to):
    account = world.accounts[seat]
    until = world.now + timedelta(days=5)
    lent = people.delegate(
        Post.objects.get(account=account), world.accounts[to], until=until, reason="外出", by=world.viewer(seat), now=world.now
    )
    world.later(minutes=1)
    return lent


@pytest.fixture
def case(world):
    case = world.case()
    world.step(case, "accept", "S1.officer")
    world.step(case, "open", "S1.station_chief", offence="assault", reasons="有违法事实")
    return case


def asks_longer(world, case, seat):
    world.step(case, "request_extension", seat, reasons="案情复杂")


def test_an_officer_to_whom_the_chiefs_post_is_lent_does_not_approve_what_the_officer_asked_for(world, case):
    asks_longer(world, case, "S1.officer")
    lend(world, "D1.district_chief", "S1.officer")
    with pytest.raises(Refused, match="自己呈请"):
        world.step(case, "approve_extension", "S1.officer", reasons="同意")
    world.step(case, "approve_extension", "D1.district_chief", reasons="同意")


def test_what_a_chief_asked_for_is_not_approved_in_that_chiefs_lent_post(world, case):
    security = world.viewer("C.security_admin")
    person = world.accounts["S1.station_chief"]
    people.give_post(person, world.units["D1"], "district_chief", by=security, now=world.now)
    asks_longer(world, case, "S1.station_chief")
    post = Post.objects.get(account=person, role="district_chief")
    until = world.now + timedelta(days=5)
    people.delegate(post, world.accounts["S2.officer"], until=until, reason="外出", by=world.viewer("S1.station_chief"), now=world.now)
    world.later(minutes=1)
    for seat in ("S1.station_chief", "S2.officer"):
        with pytest.raises(Refused, match="自己呈请"):
            world.step(case, "approve_extension", seat, reasons="同意")


def test_an_answer_to_supervision_is_not_judged_in_the_post_of_who_gave_it(world, case):
    finding = raise_finding(case.id, "self_check", "未见询问笔录", by=world.viewer("S1.station_legal"), now=world.now).id
    reply(finding, "已补正", by=world.viewer("S1.station_chief"), now=world.now)
    lend(world, "S1.station_chief", "S1.officer")
    with pytest.raises(Refused, match="另一人"):
        accept_remedy(finding, "核实", by=world.viewer("S1.officer"), now=world.now)
    other = raise_finding(case.id, "self_check", "未见传唤证", by=world.viewer("S1.station_legal"), now=world.now).id
    contest(other, "口头传唤", by=world.viewer("S1.station_chief"), now=world.now)
    with pytest.raises(Refused, match="另一人"):
        decide_contest(other, "成立", uphold=True, by=world.viewer("S1.officer"), now=world.now)


def test_a_search_across_matters_is_not_approved_in_the_post_of_who_asked(world, case):
    chief = world.accounts["S1.station_chief"].person
    world.step(case, "add_party", "S1.officer", role="suspect", name="王安澜", **ADULT)
    world.step(case, "assign", "S1.station_chief", handler=chief)
    asked = {"name": "王安澜", "document": "", "basis": "public_security_evidence", "reasons": "核实"}
    request = across.request_search(world.viewer("S1.station_chief"), case.id, **asked, now=world.now)
    lend(world, "S1.station_chief", "S1.station_legal")
    with pytest.raises(Refused, match="单位负责人"):
        across.approve_search(world.viewer("S1.station_legal"), request, now=world.now)
    across.approve_search(world.viewer("D1.district_chief"), request, now=world.now)
