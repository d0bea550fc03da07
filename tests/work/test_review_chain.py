"""A penalty on its way: legal officer, head of the unit, legal department, chief. Each another person, each having opened the file."""

from datetime import date

import pytest

from hengjian.ledger.models import Event
from hengjian.work.matters import looks
from hengjian.work.matters.lawbook import flows
from hengjian.work.matters.models import Matter
from hengjian.work.matters.waiting import check_opened, waiting_for
from hengjian.work.people import actions as people
from hengjian.work.people.actions_qualification import enter_qualification
from hengjian.work.people.models import Account
from hengjian.work.people.refusal import Refused
from tests.world import ADULT

DECISION = {
    "outcome": "penalty", "offence": "assault", "penalties": ["detention"], "detention_days": 5, "age_band": "18_69", "minor": False,
    "complex_or_grave": False, "review_ground": "none", "victim": False, "delivered_on_spot": True, "reasons": "推打他人",
    "evidence_relied": "视频与笔录一致", "law_applied": "治安管理处罚法有关条款", "bracket": "ordinary", "discretion_reasons": "情节一般",
}  # fmt: skip
PASSED = {"result": "passed", "opinion": "事实清楚，证据充分"}


def qualify(world, seat, **known):
    given = {"qualified_on": None, "proof": "", "reviews_since": None} | known
    return enter_qualification(world.accounts[seat], by=world.viewer("C.security_admin"), now=world.now, **given)


@pytest.fixture
def case(world):
    qualify(world, "S1.station_legal", qualified_on=date(2019, 3, 1), proof="A9901022019")
    qualify(world, "D1.district_legal", reviews_since=date(2015, 6, 1))
    case = world.case()
    world.step(case, "add_party", "S1.officer", role="suspect", name="卢朝", **ADULT)
    world.step(case, "accept", "S1.officer")
    world.step(case, "open", "S1.station_chief", offence="assault", reasons="有证人和伤情照片")
    world.step(case, "give_notice", "S1.officer", heard="none")
    world.step(case, "send_to_review", "S1.officer", proposal="penalty", reasons="拟拘留五日")
    world.later(hours=1)
    return case


def decide(world, case, seat="D1.district_chief", **body):
    return world.step(case, "decide", seat, **DECISION | body)


def test_a_detention_goes_through_every_hand_before_the_bureau_decides(world, case):
    for move, seat, still in (
        ("review", "S1.station_legal", "呈批的处罚先经法制审核"),
        ("head_review", "S1.station_chief", "先经部门负责人审核"),
        ("review", "D1.district_legal", "经法制部门审核"),
    ):
        with pytest.raises(Refused, match=still):
            decide(world, case)
        world.step(case, move, seat, **PASSED)
        world.later(hours=1)
    decided = decide(world, case)
    assert decided.matter.stage == "decided" and decided.matter.awaiting == ""
    told = Event.objects.filter(stream=case.id, kind="legal_review.done").order_by("version")
    assert [event.body.get("first_qualified") for event in told] == [True, None]


def test_a_return_for_correction_begins_the_chain_anew(world, case):
    world.step(case, "review", "S1.station_legal", **PASSED)
    world.step(case, "return", "S1.station_chief", reasons="补充监控来源说明")
    world.step(case, "send_to_review", "S1.officer", proposal="penalty", reasons="已补充")
    with pytest.raises(Refused, match="先经法制审核"):
        decide(world, case, "S1.station_chief", penalties=["fine"], fine="500", detention_days=None)
    world.step(case, "review", "S1.station_legal", **PASSED)
    decide(world, case, "S1.station_chief", penalties=["fine"], fine="500", detention_days=None)
    assert Matter.objects.get(id=case.id).outcome == "penalty"


def test_who_reviewed_does_not_approve(world, case):
    world.step(case, "review", "S1.station_legal", **PASSED)
    world.step(case, "head_review", "S1.station_chief", **PASSED)
    with pytest.raises(Refused, match="自己呈请"):
        decide(world, case, "S1.station_chief", penalties=["fine"], fine="500", detention_days=None)


def test_who_handled_does_not_review_even_in_another_post(world, case):
    people.give_post(world.accounts["S1.officer"], world.units["S1"], "station_legal", by=world.viewer("C.security_admin"), now=world.now)
    world.later(minutes=1)
    with pytest.raises(Refused, match="自己呈请"):
        world.step(case, "review", "S1.officer", **PASSED)


@pytest.mark.parametrize(
    "known", [{}, {"reviews_since": date(2024, 1, 1)}, {"qualified_on": date(2026, 11, 16), "proof": "A9901022026", "reviews_since": None}]
)
def test_who_first_takes_up_review_needs_the_qualification(world, case, known):
    qualify(world, "S1.station_legal", **known)
    if known.get("qualified_on"):
        world.step(case, "review", "S1.station_legal", **PASSED)
        return
    with pytest.raises(Refused, match="初次从事法制审核者的资格"):
        world.step(case, "review", "S1.station_legal", **PASSED)


def test_a_qualification_is_entered_by_the_security_administrator_with_its_proof(world):
    day = {"qualified_on": date(2020, 5, 1), "proof": "A99010220200001"}
    with pytest.raises(Refused, match="不能管理机构、账号和岗位"):
        enter_qualification(
            world.accounts["S1.station_legal"], by=world.viewer("S1.station_chief"), now=world.now, reviews_since=None, **day
        )
    with pytest.raises(Refused, match="同时填写"):
        qualify(world, "S1.station_legal", qualified_on=date(2020, 5, 1))
    with pytest.raises(Refused, match="6至40位"):
        qualify(world, "S1.station_legal", qualified_on=date(2020, 5, 1), proof="甲1")
    with pytest.raises(Refused, match="不能晚于今天"):
        qualify(world, "S1.station_legal", qualified_on=date(2027, 5, 1), proof="A990102")
    with pytest.raises(Refused, match="自己的资格"):
        qualify(world, "C.security_admin", **day)
    qualify(world, "S1.station_legal", **day)
    kept = Account.objects.get(pk=world.accounts["S1.station_legal"].pk)
    recorded = Event.objects.filter(stream=f"account/{kept.person}").order_by("version").last()
    assert kept.qualification_proof == "A99010220200001" and recorded.body["qualified_on"] == "2020-05-01"
    assert kept.qualification_proof not in str(recorded.body)


def test_what_waits_is_opened_before_it_is_approved(world, case):
    chief = world.viewer("D1.district_chief")
    (one,) = waiting_for(chief)
    assert (one.matter.id, one.opened) == (case.id, False)
    row, decides, returns = Matter.objects.get(id=case.id), flows()["case/admin"].moves["decide"], flows()["case/admin"].moves["return"]
    with pytest.raises(Refused, match="先打开案卷"):
        check_opened(chief, row, decides)
    check_opened(chief, row, returns)
    looks.look_at_sealed(chief, case.id, "review", world.now)
    check_opened(chief, row, decides)
    assert waiting_for(chief)[0].opened
    world.step(case, "return", "S1.station_legal", reasons="补充")
    assert waiting_for(chief) == []
    world.later(minutes=1)
    world.step(case, "send_to_review", "S1.officer", proposal="penalty", reasons="已补充")
    assert not waiting_for(chief)[0].opened
    assert waiting_for(world.viewer("S1.officer2")) == []
