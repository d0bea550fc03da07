"""Remedies that run for somebody outside: forfeited bail money, a victim against non-prosecution, an organ whose referral was refused."""

from datetime import UTC, datetime

import pytest

from hengjian.work.findings.models import FindingRow
from hengjian.work.matters.models import DutyRow
from tests.world import ADULT, assert_replays, small_world

CHIEF, LEGAL, OFFICER = "D1.district_chief", "D1.district_legal", "S1.officer"
PARTY = "party:1"


@pytest.fixture
def world(db):
    return small_world(datetime(2026, 6, 1, 2, tzinfo=UTC))


@pytest.fixture
def opened(world):
    """A case that was opened, with one party."""
    case = world.crime(OFFICER)
    world.step(case, "accept", OFFICER, source="reported", offence="theft", has_complainant=True, account="车内财物被盗")
    world.step(case, "open", CHIEF, offence="theft", reasons="有犯罪事实")
    world.step(case, "add_party", OFFICER, role="suspect", name="甲", **ADULT)
    return case


def duty(case, rule):
    row = DutyRow.objects.get(matter=case, rule=f"criminal-procedure.{rule}")
    return row.state, row.data["due"]["on"]


def test_forfeited_bail_money_is_read_out_and_contested_in_five_and_five_days(world, opened):
    on = {"about": PARTY}
    world.step(opened, "impose_bail", CHIEF, surety="deposit", amount="5000", **on)
    world.step(opened, "forfeit_bail_money", CHIEF, amount="5000", reasons="未经批准离开本市", **on)
    assert duty(opened, "forfeiture-told") == ("pending", "2026-06-04")
    world.step(opened, "tell_forfeiture", OFFICER, remedies_told=True, signed=True, **on)
    assert (duty(opened, "forfeiture-told")[0], duty(opened, "forfeiture-reconsideration-window")) == ("met", ("pending", "2026-06-08"))
    world.later(days=7)
    world.step(opened, "request_forfeiture_reconsideration", LEGAL, grounds="事出有因", **on)
    assert duty(opened, "forfeiture-reconsideration-window")[0] == "met"
    world.step(opened, "decide_forfeiture_reconsideration", CHIEF, result="upheld", reasons="理由不成立", **on)
    world.step(opened, "serve_forfeiture_reconsideration", OFFICER, how="in_person", **on)
    assert duty(opened, "forfeiture-review-window") == ("pending", "2026-06-15")
    world.later(days=8)
    world.step(opened, "request_forfeiture_review", LEGAL, **on)
    world.step(opened, "decide_forfeiture_review", "C.city_chief", result="upheld", reasons="维持", **on)
    assert duty(opened, "forfeiture-review-window")[0] == "met_late"
    assert not FindingRow.objects.filter(rule="criminal-procedure.forfeiture-review-window").exists()
    assert_replays(opened, world.now)


def test_a_victim_has_seven_days_against_non_prosecution(world, opened):
    world.step(opened, "add_party", OFFICER, role="victim", name="乙", **ADULT)
    world.step(opened, "send_to_procuratorate", CHIEF, about=PARTY, held=False, expedited=False, opinion="事实清楚")
    world.step(opened, "record_prosecution", LEGAL, about=PARTY, result="not_prosecuted_evidence")
    world.step(opened, "record_nonprosecution_served", LEGAL, about="party:2", how="by_post")
    assert duty(opened, "nonprosecution-petition-window") == ("pending", "2026-06-08")
    world.later(days=3)
    world.step(opened, "record_nonprosecution_petition", LEGAL, about="party:2", grounds="证据充分")
    assert duty(opened, "nonprosecution-petition-window")[0] == "met"
    assert_replays(opened, world.now)


def test_a_referring_organ_has_three_days_after_it_received_the_refusal(world):
    case = world.crime(OFFICER)
    world.step(case, "receive_referral", OFFICER, organ="tax", complete=True, account="涉嫌虚开")
    world.step(case, "refuse", CHIEF, ground="no_crime", has_complainant=False, reasons="没有犯罪事实")
    world.step(case, "answer_referral", LEGAL, opened=False, reasons="没有犯罪事实")
    world.step(case, "serve_referral_answer", LEGAL, how="in_person", signed=True)
    assert duty(case, "referral-reconsideration-window") == ("pending", "2026-06-04")
    world.later(days=3)
    world.step(case, "contest_referral_refusal", LEGAL)
    assert (duty(case, "referral-reconsideration-window")[0], duty(case, "referral-reconsideration")[0]) == ("met", "pending")
    assert_replays(case, world.now)
