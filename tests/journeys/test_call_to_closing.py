"""T1, T12: from a call at night to a closed case, each step an event by somebody of that role, and nothing typed twice.

Two men quarrel at a stall and one strikes the other. The station takes the call up, questions in its case area, keeps the stick, sends
the case up the chain, the bureau detains for five days, the stick is destroyed, and only then may the case be closed.
"""

from datetime import date

import pytest

from hengjian.ledger.read import events_in
from hengjian.work.matters.actions import take_up
from hengjian.work.matters.models import Matter
from hengjian.work.matters.queries import check_my_case
from hengjian.work.matters.registers.queries import open_items, stays_now
from hengjian.work.people.actions_qualification import enter_qualification
from hengjian.work.people.refusal import Refused
from tests.world import ADULT, assert_replays

SUSPECT, VICTIM, STICK = "party:1", "party:2", "item:1"
PASSED = {"result": "passed", "opinion": "事实清楚，证据充分，程序合法"}
DECISION = {
    "outcome": "penalty", "offence": "assault", "penalties": ["detention"], "detention_days": 5, "age_band": "18_69", "minor": False,
    "complex_or_grave": False, "review_ground": "none", "victim": True, "delivered_on_spot": True, "reasons": "持木棍打伤他人手臂",
    "evidence_relied": "双方陈述、证人证言、监控和木棍相互印证", "law_applied": "治安管理处罚法有关殴打他人的条款", "bracket": "ordinary",
    "factors": ["none"], "discretion_reasons": "没有从轻从重情节，按一般档处理",
}  # fmt: skip


@pytest.fixture
def told(world):
    for seat in ("S1.station_legal", "D1.district_legal"):
        known = {"qualified_on": date(2019, 3, 1), "proof": "A9901022019", "reviews_since": None}
        enter_qualification(world.accounts[seat], by=world.viewer("C.security_admin"), now=world.now, **known)
    call = world.incident("D1.dispatcher", unit="S1", offence_marks=["injured_person"], description="烧烤摊有人持棍打人")
    world.step(call, "dispatch", "D1.dispatcher", unit="S1")
    world.later(minutes=12)
    world.step(call, "arrive", "S1.officer", officers=2, recorder_on=True)
    world.step(call, "add_party", "S1.officer", role="suspect", name="卢朝", **ADULT)
    world.step(call, "add_party", "S1.officer", role="victim", name="白露", **ADULT)
    world.step(call, "record_scene", "S1.officer", offence_marks=["injured_person"], injured=1, description="白某左臂红肿，地上有木棍一根")
    return call


def opened(world, call):
    act = {"by": world.viewer("S1.officer"), "at": world.now, "now": world.now}
    case = take_up(call.id, "case/admin", {"offence": "assault", "jurisdiction_unclear": False, "complex": False}, **act).matter
    world.later(minutes=10)
    world.step(case, "accept", "S1.officer", injury=False, examination_needed=False)
    world.step(case, "issue_receipt", "S1.officer", VICTIM)
    world.step(case, "open", "S1.station_chief", offence="assault", reasons="有被害人陈述和现场物证")
    return case


def questioned(world, case):
    """Summoned, in the area, watched and fed, questioned, and out again with what was theirs."""
    world.step(case, "approve_summons", "S1.station_chief", SUSPECT, manner="written", reasons="需要询问查证")
    world.step(case, "summon", "S1.officer", SUSPECT, manner="written", grounds_told=True)
    arrival = {"manner": "summoned", "many_or_unidentified": False, "complex_and_detention": True, "signed": True}
    world.step(case, "arrive", "S1.officer", SUSPECT, **arrival)
    entry = {"ground": "summoned", "paper": "summons", "searched": True, "injuries": False}
    world.step(case, "enter_area", "S1.officer", SUSPECT, brought_by=world.accounts["S1.officer"].person, **entry)
    world.step(case, "list_belongings", "S1.officer", SUSPECT, count=2, belongings="手机、钥匙", signed=True)
    world.step(case, "notify_family", "S1.officer", SUSPECT, occasion="summons", result="told", manner="phone")
    world.later(minutes=50)
    world.step(case, "watch_person", "S1.officer2", SUSPECT, state="calm")
    held = {"officers": 2, "place": "case_area", "recorded": True, "person_role": "suspect", "minor": False, "guardian": "not_needed"}
    world.step(case, "question", "S1.officer", SUSPECT, **held)
    assert [one.row.key for one in stays_now(world.viewer("S1.station_chief"))] == [SUSPECT]
    world.step(case, "give_meal", "S1.officer2", SUSPECT, meal="meal", taken=True)
    world.step(case, "return_belongings", "S1.officer", SUSPECT, receiver="person", complete=True, signed=True)
    world.step(case, "leave_area", "S1.officer", SUSPECT, destination="released")
    world.step(case, "leave", "S1.officer", SUSPECT, signed=True)
    assert stays_now(world.viewer("S1.station_chief")) == []


def kept(world, case):
    seizure = {"kind": "weapon", "description": "木棍一根", "officers": 2, "place": "scene", "recorded": True, "on_spot": True}
    world.step(case, "seize", "S1.officer", **seizure)
    world.step(case, "approve_seizure", "S1.station_chief", STICK, reasons="作为证据")
    keeper = world.accounts["S1.station_legal"].person
    world.step(case, "hand_in_item", "S1.officer", STICK, keeper=keeper)
    world.step(case, "store_item", "S1.station_legal", STICK, store="unit_room", keeper=keeper, location="一号柜")


def decided(world, case):
    world.later(days=2)
    world.step(case, "give_notice", "S1.officer", SUSPECT, heard="none", by_announcement=False)
    world.step(case, "send_to_review", "S1.officer", proposal="penalty", reasons="拟行政拘留五日")
    for move, seat in (("review", "S1.station_legal"), ("head_review", "S1.station_chief"), ("review", "D1.district_legal")):
        world.later(hours=2)
        world.step(case, move, seat, **PASSED)
    world.step(case, "decide", "D1.district_chief", SUSPECT, **DECISION)


def carried_out(world, case):
    world.step(case, "serve", "S1.officer", SUSPECT, manner="handed_over")
    world.step(case, "copy_to_victim", "S1.officer", VICTIM, manner="handed_over")
    world.step(case, "notify_family", "S1.officer", SUSPECT, occasion="detention_decision", result="told", manner="phone")
    body = {"age_band": "18_69", "first_offence": True, "pregnant_or_nursing": False}
    world.step(case, "execute_detention", "S1.officer", SUSPECT, **body)
    world.later(days=5)
    world.step(case, "execute", "S1.officer", SUSPECT)


def test_a_call_becomes_a_closed_case_without_a_fault(world, told):
    case = opened(world, told)
    assert [event.kind for event in events_in(case.id)][:3] == ["case.reported", "party.added", "party.added"]
    kept(world, case)
    questioned(world, case)
    decided(world, case)
    carried_out(world, case)
    with pytest.raises(Refused, match="涉案财物没有处理完的不得结案"):
        world.step(case, "close", "S1.station_legal", result="executed")
    end = {"end": "destroyed", "reference": "城公销字〔2026〕3号", "officers": 3, "account": "集中销毁"}
    world.step(case, "end_seizure", "S1.station_chief", STICK, outcome="destroyed")
    world.step(case, "dispose_item", "S1.officer", STICK, approved_by=world.accounts["S1.station_chief"].person, **end)
    world.step(case, "close", "S1.station_legal", result="executed")
    world.step(told, "inform_reporter", "S1.officer", result="understood", manner="phone")
    world.step(told, "close", "S1.station_legal", result="case")
    assert {row.stage for row in Matter.objects.all()} == {"closed"} and open_items(world.viewer("S1.officer")) == []
    found = check_my_case(world.viewer("S1.station_chief"), case.id, world.now)
    assert ([one.rule for one in found.breaches], [one.rule for one in found.undetermined]) == ([], [])
    assert [duty.rule for duty in found.duties if duty.state in {"overdue", "met_late"}] == []
    for matter in (told, case):
        assert_replays(matter, world.now)
