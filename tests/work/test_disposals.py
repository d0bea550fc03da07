"""How a call ends: mediated on the spot, education alone, a penalty on the spot, handed over and answered, taken up with all it told."""

import pytest

from hengjian.ledger.models import Event
from hengjian.ledger.read import events_in
from hengjian.ledger.sealed import unseal
from hengjian.work.matters import actions
from hengjian.work.matters.models import Matter
from hengjian.work.people.refusal import Refused
from tests.world import ADULT, CASE, assert_replays

MEDIATION = {
    "offence_marked": False, "voluntary": True, "exclusions": [], "officers": 2, "recorded": True, "minor_involved": False,
    "guardian": "not_needed", "account": "一方推搡在先，承担主要责任", "agreement": "当面道歉并赔偿三百元", "paper": False,
    "performance": "at_once",
}  # fmt: skip
EDUCATION = {
    "offence_marked": False, "conduct": "noise", "education_ground": "minor_corrected", "law_explained": True, "account": "深夜音响扰民",
    "reasons": "当场关闭并保证不再犯",
}  # fmt: skip
PENALTY = {
    "reasons": "监控和证言证明其深夜播放音响", "offence": "noise", "law_applied": "治安管理处罚法有关噪声的条款", "bracket": "lesser",
    "factors": ["admitted"], "discretion_reasons": "初次、认错", "fine": "200", "rights_told": True, "heard": "none", "undisputed": True,
    "officers": 2, "card_shown": True, "recorded": True, "setting": "ordinary", "victim": False,
}  # fmt: skip


@pytest.fixture
def call(world):
    call = world.incident("D1.dispatcher", unit="S1", kind="nuisance")
    world.step(call, "add_party", "S1.officer", role="suspect", name="卢朝", **ADULT)
    world.step(call, "add_party", "S1.officer", role="witness", name="白露", **ADULT)
    world.step(call, "dispatch", "D1.dispatcher", unit="S1")
    world.step(call, "arrive", "S1.officer", officers=2, recorder_on=True)
    world.step(call, "record_scene", "S1.officer", description="到场时音响仍在播放")
    world.later(minutes=5)
    return call


def stage(call):
    return Matter.objects.get(id=call.id).stage


def test_a_settlement_performed_at_once_ends_the_call(world, call):
    step = world.step(call, "mediate", "S1.officer", **MEDIATION)
    assert step.events[0].body["outcome"] == "dispute_mediated" and "agreement" not in step.events[0].body
    world.step(call, "inform_reporter", "S1.officer", result="understood", manner="phone")
    world.step(call, "close", "S1.station_legal", result="disposed")
    assert stage(call) == "closed"


def test_a_settlement_by_a_day_is_seen_through_before_the_call_is_closed(world, call):
    world.step(call, "mediate", "S1.officer", **MEDIATION | {"performance": "by_day", "perform_by": "2026-11-20"})
    duty = call.duties.get(rule="incident-supervision.spot-mediation-performed")
    assert (duty.state, duty.data["due"]["on"]) == ("pending", "2026-11-20")
    with pytest.raises(Refused, match="履行有结果再办结"):
        world.step(call, "close", "S1.station_legal", result="disposed")
    world.later(days=2)
    world.step(call, "default_mediation", "S1.officer", civil_action_told=True)
    with pytest.raises(Refused, match="不履行的不得一办了之"):
        world.step(call, "close", "S1.station_legal", result="disposed")
    world.step(call, "give_reasons", "S1.officer", ground="civil_dispute", reasons="属民事纠纷，已告知起诉")
    world.step(call, "close", "S1.station_legal", result="disposed")
    assert_replays(call, world.now)


@pytest.mark.parametrize("barred", [{"voluntary": False}, {"exclusions": ["gang_fight"]}])
def test_what_may_not_be_mediated_is_not_settled_on_the_spot(world, call, barred):
    with pytest.raises(Refused, match="不适用调解"):
        world.step(call, "mediate", "S1.officer", **MEDIATION | barred)
    assert stage(call) == "on_scene"


def test_education_alone_is_an_outcome_with_its_reasons(world, call):
    with pytest.raises(Refused) as refusal:
        world.step(call, "educate", "S1.officer", **EDUCATION | {"reasons": ""})
    assert set(refusal.value.fields) == {"reasons"}
    done = world.step(call, "educate", "S1.officer", **EDUCATION)
    assert done.events[0].body["outcome"] == "education_only" and stage(call) == "disposed"


def test_a_hand_over_that_is_refused_does_not_end_the_call(world, call):
    world.step(call, "hand_over", "S1.officer", body="housing", receiver="王工", reporter_told=True, reasons="属物业管理")
    world.step(call, "answer_hand_over", "S1.officer", taken=False, reporter_told=True, reasons="称不属其职责")
    with pytest.raises(Refused, match="接收部门不接收"):
        world.step(call, "close", "S1.station_legal", result="handed_over")
    world.step(call, "reopen", "S1.station_legal", reasons="另找主管部门")
    world.step(call, "hand_over", "S1.officer", body="village", reporter_told=True, reasons="由居委会协调")
    world.step(call, "answer_hand_over", "S1.officer", taken=True, reporter_told=True)
    world.step(call, "close", "S1.station_legal", result="handed_over")
    assert stage(call) == "closed"


def punish(world, call, **body):
    act = {"by": world.viewer("S1.officer"), "at": world.now, "now": world.now}
    return actions.punish_on_spot(call.id, PENALTY | body, suspect="party:1", source="desk/one", **act)


def test_a_penalty_on_the_spot_makes_its_small_case_in_one_act(world, call):
    case = punish(world, call).matter
    assert (case.stage, case.title_code, case.handler.person) == ("decided", "noise", world.accounts["S1.officer"].person)
    told = {event.kind: event for event in events_in(case.id)}
    assert told["penalty.decided_on_spot"].about == ["party:1"] and told["penalty.decided_on_spot"].body["fine"] == 20000
    assert "到场时音响仍在播放" in unseal(told["case.reported"])["description"]
    ended = events_in(call.id)[-1]
    assert (ended.body["outcome"], ended.body["number"], ended.body["linked_to"]) == ("penalised_on_spot", case.number, case.id)
    assert punish(world, call).matter == case and Matter.objects.filter(kind="case/admin").count() == 1
    assert_replays(case, world.now)
    assert_replays(call, world.now)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"reasons": ""}, "reasons"),
        ({"discretion_reasons": ""}, "discretion_reasons"),
        ({"bracket": "ordinary", "fine": "100"}, "departure"),
    ],
)
def test_a_penalty_without_its_reasons_leaves_nothing_behind(world, call, body, named):
    before = Event.objects.count()
    with pytest.raises(Refused) as refusal:
        punish(world, call, **body)
    assert set(refusal.value.fields) == {named}
    assert Event.objects.count() == before and not Matter.objects.filter(kind="case/admin").exists()


def test_more_than_the_law_allows_on_the_spot_is_refused_as_a_whole(world, call):
    with pytest.raises(Refused, match="当场处罚的罚款上限"):
        punish(world, call, fine="600", bracket="ordinary")
    assert stage(call) == "on_scene"


def test_a_penalty_on_the_spot_needs_somebody_who_is_punished(world, call):
    act = {"by": world.viewer("S1.officer"), "at": world.now, "now": world.now}
    with pytest.raises(Refused, match="请先登记被处罚人"):
        actions.punish_on_spot(call.id, PENALTY, suspect="", **act)


def test_a_case_is_born_with_what_the_call_told_and_whom_it_named(world, call):
    act = {"by": world.viewer("S1.officer"), "at": world.now, "now": world.now}
    case = actions.take_up(call.id, "case/admin", {"offence": "noise"}, source="desk/two", **act).matter
    report, first, second = events_in(case.id)
    assert report.body["channel"] == "call_110" and unseal(report)["place"] == "柳荫里12号"
    assert [one.body["role"] for one in (first, second)] == ["suspect", "witness"]
    assert unseal(first)["name"] == "卢朝" and "name" not in first.body
    assert case.parties.count() == 2 and stage(call) == "disposed"
    assert actions.take_up(call.id, "case/admin", {"offence": "noise"}, source="desk/two", **act).matter == case
    assert_replays(case, world.now)


def test_what_is_typed_goes_before_what_the_call_told(world, call):
    act = {"by": world.viewer("S1.officer"), "at": world.now, "now": world.now}
    case = actions.take_up(call.id, "case/admin", CASE | {"place": "花园路3号"}, **act).matter
    assert unseal(events_in(case.id)[0]) == {"description": CASE["description"], "place": "花园路3号"}


def test_a_criminal_case_takes_over_whom_it_knows(world, call):
    world.step(call, "add_party", "S1.officer", role="interpreter", name="安娜", **ADULT)
    act = {"by": world.viewer("S1.officer"), "at": world.now, "now": world.now}
    case = actions.take_up(call.id, "case/criminal", {"has_complainant": False}, **act).matter
    assert events_in(case.id)[0].body["source"] == "incident"
    assert [row.role for row in case.parties.order_by("key")] == ["suspect", "witness"]
