"""Somebody with full rights over the database takes the guards away and tampers: the house finds it, and so does an outsider."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hengjian.ledger import read
from hengjian.ledger.models import Arrival, Checkpoint, Event, Head, Place, Tile
from hengjian.ledger.record import record_many
from hengjian.ledger.verify import verify
from tests.ledger.make import NOW, draft, history
from tests.ledger.tamper import cut_after, guards_off, rebuild_tiles, rewrite

pytestmark = pytest.mark.django_db


def found(*, against=()):
    report = verify(against)
    assert not report.whole
    return [f"{problem.where} {problem.sentence}" for problem in report.problems]


def test_an_untouched_record_is_whole_also_while_events_wait():
    history(20)
    record_many([draft("m1"), draft("m7")], now=NOW)
    report = verify([read.last_checkpoint().note])
    assert (report.problems, report.size, report.waiting, report.checkpoints) == ([], 20, 2, 3)
    assert report.root == read.last_checkpoint().root


def test_an_empty_record_is_whole():
    assert verify().whole


CHANGES = {
    "at": NOW - timedelta(days=1),
    "recorded_at": NOW - timedelta(days=1),
    "kind": "case.closed",
    "by": "p2",
    "body": {"n": 99},
    "about": ["party:9"],
    "matter": "other",
    "source": "forged",
    "date_only": True,
    "previous": "",
    "sealed": {},
}


@pytest.mark.parametrize("column", CHANGES)
def test_a_changed_event_is_named(column):
    target = history(12)[7]
    with guards_off():
        Event.objects.filter(id=target.id).update(**{column: CHANGES[column]})
    first = found()[0]
    assert target.id in first
    assert "散列" in first


@settings(max_examples=40)
@given(st.integers(0, 11), st.integers(0, 255))
def test_any_single_bit_of_any_leaf_is_missed_by_nobody(number, bit):
    event = read.events_after(0, 12)[number] if read.head() else history(12)[number]
    changed = f"{int(event.leaf, 16) ^ 1 << bit:064x}"
    with guards_off():
        Event.objects.filter(id=event.id).update(leaf=changed)
    assert event.id in found()[0]
    with guards_off():
        Event.objects.filter(id=event.id).update(leaf=event.leaf)
    assert verify().whole


def test_a_deleted_event_is_missed_in_the_middle_and_at_the_end():
    events = history(12)
    with guards_off():
        Event.objects.filter(id=events[4].id).delete()
    assert events[4].id in found()[0]


def test_a_deleted_end_is_missed_even_with_all_its_traces_removed():
    history(12)
    kept = read.last_checkpoint().note
    cut_after(8)
    assert verify().whole
    assert "账本变短" in found(against=[kept])[0]


def test_a_log_rewritten_with_the_key_of_the_house_is_found_by_one_checkpoint_kept_outside():
    history(12)
    kept = [row.note for row in Checkpoint.objects.order_by("size")]
    rewrite(6)
    assert verify().whole
    assert verify([kept[0]]).whole
    assert "前 8 个事件与该检查点所载的根不符" in found(against=[kept[1]])[0]


def test_an_event_inserted_beside_the_log_is_named():
    history(6)
    event = read.events_in("m0")[0]
    event.id, event.version = "f" * 32, 3
    event.save(force_insert=True)
    said = " ".join(found())
    assert "f" * 32 in said
    assert "既无位次" in said


def test_a_waiting_event_that_is_kept_from_the_log_is_named():
    history(6)
    (event,) = record_many([draft("m9")], now=NOW)
    Arrival.objects.all().delete()
    assert event.id in found()[0]


@pytest.mark.parametrize("change", [{"version": 3}, {"leaf": "00" * 32}])
def test_a_head_that_was_turned_back_is_named(change):
    history(12)
    Head.objects.filter(stream="m1").update(**change)
    assert found()[0].startswith("m1")


def test_places_exchanged_or_left_out_are_found():
    history(12)
    with guards_off():
        Place.objects.filter(place=7).delete()
    assert "第 8 位" in found()[0]


def test_a_checkpoint_that_was_changed_dated_back_or_removed_is_found():
    history(12)
    last = read.last_checkpoint()
    with guards_off():
        Checkpoint.objects.filter(size=last.size).update(at=last.at - timedelta(days=1))
    assert "签名的内容与登记的不符" in found()[0]
    with guards_off():
        Checkpoint.objects.filter(size=last.size).update(at=last.at, note=last.note.replace("\n12\n", "\n13\n"))
    assert "签名" in found()[0]


def test_a_tile_that_was_changed_lost_or_added_is_found():
    history(12)
    Tile.objects.update(hashes=bytes(12 * 32))
    assert "树片 0/0" in found()[0]
    Tile.objects.all().delete()
    assert "树片 0/0" in found()[0]
    rebuild_tiles()
    Tile.objects.create(level=1, index=0, hashes=bytes(32))
    assert "多余" in found()[0]


def test_a_missing_guard_is_found():
    history(3)
    with guards_off():
        assert "防护缺失" in found()[0]


def test_somebody_elses_checkpoint_is_refused():
    history(3)
    other = read.last_checkpoint().note.replace("hengjian/", "another/")
    assert "有效签名" in found(against=[other])[0]
    assert "不是有效的检查点" in found(against=["hello"])[0] or "签名" in found(against=["hello"])[0]
