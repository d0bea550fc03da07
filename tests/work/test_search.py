"""Words of the narrative are found in Chinese on both engines; a name finds only one's own matters; what is forgotten is gone."""

import pytest

from hengjian.core.evaluation import Evaluation
from hengjian.ledger.models import Event
from hengjian.work.matters import actions, search
from hengjian.work.matters.forgetting import forget, purge
from hengjian.work.matters.models import Matter, PartyRow, SearchRow
from hengjian.work.matters.page import matter_page
from hengjian.work.matters.queries import check_my_case, matter_list
from hengjian.work.matters.rebuild import rebuild
from hengjian.work.people.refusal import Refused
from tests.work.test_take_step import opened


def found(world, text, seat="S1.officer"):
    return [row.number for row in matter_list(world.viewer(seat), {"text": text}).rows]


@pytest.mark.parametrize("text", ["漏水", "水", "了", "地下室漏水", "kv-3", "220", "漏水 220"])
def test_words_of_any_length_are_found(world, text):
    call = world.incident(description="地下室漏水了，KV-3型泵停转，220伏")
    assert found(world, text) == [call.number]


@pytest.mark.parametrize("text", ["水漏", "漏室", "停电", "漏水 停电", "!?", "' OR 1=1 --"])
def test_what_does_not_stand_there_is_not_found(world, text):
    world.incident(description="地下室漏水了，KV-3型泵停转，220伏")
    assert found(world, text) == []


def test_the_unit_beside_finds_nothing(world):
    world.incident(description="占道经营")
    assert found(world, "占道", "S2.officer") == []
    assert len(found(world, "占道", "C.city_legal")) == 1


def test_names_addresses_and_contacts_are_not_in_the_index(world):
    world.incident(description="争吵", place="柳荫里十二号", reporter_name="欧阳春晓", reporter_contact="13800000000")
    for text in ("柳荫里", "欧阳春晓", "13800000000"):
        assert found(world, text) == []


def test_a_partys_name_in_the_narrative_finds_only_ones_own_matters(world):
    case = opened(world)
    call = world.incident(description="有人看见王安澜路过")
    assert found(world, "王安澜", "S1.station_chief") == []
    assert found(world, "看见王安澜路过", "S1.station_chief") == []
    assert found(world, "路过", "S1.station_chief") == [call.number]
    assert case.number not in found(world, "王安澜")


def test_words_are_met_over_all_texts_of_a_matter_but_what_stands_side_by_side_in_one_of_them(world):
    call = world.incident(description="东河路漏水")
    world.incident(description="管道老化")
    actions.take_step(call.id, "note", {"note": "管道老化，已通知物业"}, by=world.viewer("S1.officer"), at=world.now, now=world.now)
    assert found(world, "漏水 老化") == found(world, "老化 东河路") == [call.number]
    assert found(world, "漏水管道") == [] and len(found(world, "管道老化")) == 2
    search.drop(call.id)
    assert found(world, "漏水 老化") == [] and len(found(world, "管道老化")) == 1


def closed(world):
    case = opened(world)
    Matter.objects.filter(id=case.id).update(stage="closed", closed_at=world.now)
    return case


def verdicts(evaluation: Evaluation) -> list[tuple[str, str, str]]:
    return [(duty.rule, duty.key, duty.state) for duty in evaluation.duties] + [(b.rule, b.key, b.verdict) for b in evaluation.judgements]


def test_what_is_forgotten_leaves_no_name_no_sentence_and_the_same_verdicts(world):
    case = closed(world)
    chief = world.viewer("S1.station_chief")
    before = verdicts(check_my_case(chief, case.id, world.now))
    forget(case.id, "retention_ended", by=world.viewer("C.security_admin"), now=world.now)
    assert not SearchRow.objects.filter(matter_id=case.id).exists()
    assert not PartyRow.objects.exclude(name_print="").exists()
    assert verdicts(check_my_case(chief, case.id, world.now)) == before
    assert {party.masked for party in matter_page(chief, case.id).parties} == {"未登记姓名"}
    assert Event.objects.get(kind="key.destroyed").body == {"reason": "retention_ended"}
    purge(case.id)
    rebuild(case.id, world.now)
    assert verdicts(check_my_case(chief, case.id, world.now)) == before
    assert not SearchRow.objects.filter(matter_id=case.id).exists() and not PartyRow.objects.exclude(name_print="").exists()


def test_only_a_closed_matter_is_forgotten_by_the_security_administrator(world):
    case = opened(world)
    with pytest.raises(Refused, match="只有安全管理员"):
        forget(case.id, "retention_ended", by=world.viewer("S1.station_chief"), now=world.now)
    with pytest.raises(Refused, match="已办结"):
        forget(case.id, "retention_ended", by=world.viewer("C.security_admin"), now=world.now)
    with pytest.raises(Refused, match="依据"):
        forget(case.id, "because", by=world.viewer("C.security_admin"), now=world.now)


def test_a_rebuilt_matter_is_found_again(world):
    call = world.incident(description="占道经营")
    search.drop(call.id)
    assert found(world, "占道") == []
    rebuild(call.id, world.now)
    assert found(world, "占道") == [call.number]


def test_the_index_keeps_pairs_of_characters():
    assert search.grams("漏水了 KV3") == ["漏水", "水了", "了", "kv3"]


@pytest.mark.parametrize("common", [1, 2, 5_000])
def test_common_and_rare_words_find_the_same(world, monkeypatch, common):
    monkeypatch.setattr(search, "COMMON", common)
    both = world.incident(description="楼下有人争吵")
    one = world.incident(description="楼下路灯不亮")
    world.incident(description="停电")
    assert found(world, "楼下") == sorted([both.number, one.number], reverse=True)
    assert found(world, "争吵 楼下") == found(world, "争吵") == [both.number]
    assert found(world, "路灯 争吵") == []
