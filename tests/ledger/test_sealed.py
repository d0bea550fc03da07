"""Sealing, opening, forgetting, and a new master key."""

import shutil

import pytest

from hengjian.ledger import keys, read
from hengjian.ledger.forget import destroy_key, rotate_master
from hengjian.ledger.index import index_token
from hengjian.ledger.integrate import integrate_all
from hengjian.ledger.models import Event, MatterKey
from hengjian.ledger.record import record, record_many
from hengjian.ledger.sealed import FORGOTTEN, KeyDestroyed, Unreadable, open_values, seal, unseal, unseal_many
from hengjian.ledger.verify import verify
from tests.ledger.make import NOW, draft, history

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


def test_sealed_fields_open_with_their_matters_key_and_stand_nowhere_in_clear():
    (event,) = record([draft(sealed={"name": "欧阳询", "parts": ["a", 3]})], now=NOW, expected=0)
    assert unseal(event) == {"name": "欧阳询", "parts": ["a", 3]}
    stored = Event.objects.values().get(id=event.id)
    assert "欧阳询" not in repr(stored)


def test_equal_values_are_sealed_unlike_each_other():
    one, two = record_many([draft("m1", sealed={"name": "张三"}), draft("m2", sealed={"name": "张三"})], now=NOW)
    assert one.sealed["name"]["h"] != two.sealed["name"]["h"]
    assert one.sealed["name"]["c"] != two.sealed["name"]["c"]


def test_a_sealed_value_moved_to_another_event_field_or_matter_does_not_open():
    one, two = record([draft(sealed={"name": "张三", "phone": "1"}), draft(sealed={"name": "李四"})], now=NOW, expected=0)
    two.sealed = {"name": one.sealed["name"]}
    with pytest.raises(Unreadable):
        unseal(two)
    one.sealed = {"name": one.sealed["phone"]}
    with pytest.raises(Unreadable):
        unseal(one)


def test_a_value_is_what_was_committed_to():
    (event,) = record([draft(sealed={"name": "张三"})], now=NOW, expected=0)
    event.sealed["name"]["h"] = "00" * 32
    with pytest.raises(Unreadable, match="承诺值"):
        unseal(event)


def test_projections_seal_under_the_same_key():
    sealed = seal("m1", {"name": "张三"}, context="party:1", now=NOW)
    assert open_values("m1", sealed, context="party:1") == {"name": "张三"}
    with pytest.raises(Unreadable):
        open_values("m1", sealed, context="party:2")


def test_sealed_values_belong_to_a_matter():
    with pytest.raises(ValueError, match="必须属于一个事项"):
        record([draft("units", matter="", sealed={"name": "张三"})], now=NOW, expected=0)


def test_a_forgotten_matter_shows_that_it_is_forgotten_and_takes_nothing_more():
    kept, gone = record_many([draft("m1", sealed={"name": "张三"}), draft("m2", sealed={"name": "李四"})], now=NOW)
    told = destroy_key("m2", by="archivist", now=NOW, reason="retention")
    assert (told.kind, told.matter, told.by, told.body) == ("key.destroyed", "m2", "archivist", {"reason": "retention"})
    opened = unseal_many([kept, gone])
    assert opened == {kept.id: {"name": "张三"}, gone.id: {"name": FORGOTTEN}}
    assert str(opened[gone.id]["name"]) == "〔已遗忘〕"
    with pytest.raises(KeyDestroyed):
        record([draft("m2", sealed={"name": "李四"})], now=NOW, expected=1)
    assert record([draft("m2")], now=NOW, expected=1)


def test_forgetting_leaves_every_proof_and_fact_as_it_was():
    history()
    before = read.facts_of("m1")
    destroy_key("m1", by="p9", now=NOW)
    integrate_all(NOW)
    assert verify().problems == []
    assert read.facts_of("m1") == before
    assert MatterKey.objects.get(matter="m1").wrapped is None


def test_a_key_is_destroyed_once():
    first = destroy_key("m1", by="p1", now=NOW)
    again = destroy_key("m1", by="p2", now=NOW)
    assert (again.id, again.by, MatterKey.objects.get(matter="m1").destroyed_by) == (first.id, "p1", "p1")


def test_a_new_master_key_opens_everything_and_the_old_one_is_gone():
    events = record_many([draft(f"m{n}", sealed={"name": f"甲{n}"}) for n in range(5)], now=NOW)
    destroy_key("m4", by="p1", now=NOW)
    old = keys.masters()
    assert rotate_master(batch=2) == 4
    assert not old.keys() & keys.masters().keys()
    assert unseal(events[0]) == {"name": "甲0"}
    assert unseal(events[4]) == {"name": FORGOTTEN}


def test_a_rotation_that_was_stopped_is_finished_by_the_next():
    events = record_many([draft(f"m{n}", sealed={"name": f"甲{n}"}) for n in range(3)], now=NOW)
    keys.add_master()
    assert unseal(events[0]) == {"name": "甲0"}
    record_many([draft("m9", sealed={"name": "乙"})], now=NOW)
    assert rotate_master() == 4
    assert len(keys.masters()) == 1
    assert unseal_many(events)[events[2].id] == {"name": "甲2"}


def test_another_master_key_opens_nothing_and_says_so(home):
    (event,) = record([draft(sealed={"name": "张三"})], now=NOW, expected=0)
    shutil.move(home / "keys" / "master.key", home / "elsewhere")
    with pytest.raises(Unreadable, match=r"master\.key"):
        unseal(event)


def test_keys_are_files_of_their_owner_alone(home):
    keys.secret("checkpoint.key")
    keys.masters()
    assert {path.stat().st_mode & 0o777 for path in (home / "keys").iterdir()} == {0o600}
    (home / "keys" / "checkpoint.key").chmod(0o644)
    with pytest.raises(keys.KeyFileError, match="chmod 600"):
        keys.secret("checkpoint.key")


@pytest.mark.parametrize("content", ["", "short", "name !!!", "name c2hvcnQ="])
def test_a_broken_master_key_is_refused_with_its_name(home, content):
    keys.masters()
    (home / "keys" / "master.key").write_text(content)
    with pytest.raises(keys.KeyFileError, match=r"master\.key"):
        keys.masters()


def test_equal_texts_have_equal_tokens_whatever_their_width_and_spaces():
    assert index_token("name", "张 三") == index_token("name", "张三")
    assert index_token("document", "４２０２ 0x") == index_token("document", "42020X")
    assert index_token("name", "张三") != index_token("phone", "张三")
    assert index_token("name", "张三") != index_token("name", "张四")
