"""A matter is open until it comes to a stage that its flow names as ending, and again once it is reopened; every row replays."""

import pytest

from hengjian.work.matters.models import Matter
from hengjian.work.matters.queries import counts, matter_list
from hengjian.work.matters.rebuild import ended_otherwise
from tests.world import ADULT, CRIME, assert_replays

REFUSED = {"ground": "no_competence", "reasons": "属于民事纠纷"}
NO_CRIME = {"ground": "no_crime", "has_complainant": False, "reasons": "没有犯罪事实"}


def listed(world, state):
    return matter_list(world.viewer("S1.station_chief"), {"state": state}).rows


def stands(case):
    return Matter.objects.get(id=case.id)


def test_a_refused_case_is_open_no_longer_and_is_again_once_it_is_reopened(world):
    case = world.case()
    world.step(case, "refuse", "S1.station_chief", **REFUSED)
    assert (listed(world, "open"), listed(world, "closed"), stands(case).closed_at) == ([], [case], world.now)
    assert counts(world.viewer("S1.station_chief"))["open"] == 0
    assert_replays(case, world.now)
    world.later(days=1)
    world.step(case, "reopen", "S1.station_chief", ground="new_evidence", reasons="有新的证据")
    assert (listed(world, "open"), listed(world, "closed"), stands(case).closed_at) == ([case], [], None)
    assert counts(world.viewer("S1.station_chief"))["open"] == 1
    assert_replays(case, world.now)


def test_filing_what_was_refused_moves_its_end_no_further(world):
    case = world.case()
    world.step(case, "add_party", "S1.officer", role="reporter", name="周敏", **ADULT)
    world.step(case, "refuse", "S1.station_chief", **REFUSED)
    refused = world.now
    world.later(days=2)
    world.step(case, "issue_receipt", "S1.officer", about="party:1")
    world.step(case, "serve_refusal", "S1.officer", about="party:1", manner="in_person")
    world.step(case, "close", "S1.station_legal", result="refused")
    assert (stands(case).stage, stands(case).closed_at) == ("closed", refused)
    assert_replays(case, world.now)


def test_a_crime_refused_after_its_review_waits_for_nobody_and_has_ended(world):
    crime = world.crime()
    world.step(crime, "accept", "S1.officer", **CRIME, offence="theft")
    world.step(crime, "begin_opening_review", "S1.officer", clue_to_verify=True)
    assert stands(crime).awaiting == "opening_review.started"
    world.step(crime, "refuse", "D1.district_chief", **NO_CRIME)
    assert (stands(crime).awaiting, stands(crime).closed_at) == ("", world.now)
    world.step(crime, "take_back", "D1.district_chief", ground="refusal_revoked", reasons="复议撤销")
    assert stands(crime).closed_at is None
    assert_replays(crime, world.now)


def test_a_transferred_case_and_a_closed_call_have_ended_and_a_withdrawn_call_has_not(world):
    case, call, withdrawn = world.case(), world.incident(), world.incident()
    world.step(case, "transfer", "S1.station_chief", unit="S2", ground="place")
    world.step(call, "dispose", "S1.officer", outcome="dispute_advised", offence_marked=False, account="当场劝解")
    assert stands(call).closed_at is None
    world.step(call, "close", "S1.station_legal", result="disposed")
    world.step(withdrawn, "withdraw", "S1.officer", channel="call_110", stated_reason="misunderstanding", account="称是误会")
    assert listed(world, "open") == [withdrawn]
    assert {row.id for row in listed(world, "closed")} == {case.id, call.id}


@pytest.mark.parametrize(("stage", "ended"), [("refused", False), ("investigating", True)])
def test_a_row_that_says_otherwise_than_the_flow_is_found(world, stage, ended):
    case, other = world.case(), world.case()
    assert ended_otherwise(10) == []
    Matter.objects.filter(id=case.id).update(stage=stage, closed_at=world.now if ended else None)
    assert ended_otherwise(10) == [case.id]
    assert ended_otherwise(10, max(case.id, other.id)) == []
