"""Places without a gap, checkpoints that are signed, proofs out of the tiles."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hengjian.core import tree
from hengjian.ledger import note, prove, read
from hengjian.ledger.charter import DIGESTS, charter
from hengjian.ledger.integrate import BrokenLedger, integrate, integrate_all
from hengjian.ledger.models import Arrival, Checkpoint, Event, Place
from hengjian.ledger.record import record_many
from hengjian.ledger.tiles import Tiles
from tests.ledger.make import NOW, draft, history
from tests.ledger.tamper import guards_off, run

pytestmark = pytest.mark.django_db
SHA = DIGESTS["sha256"]


def test_events_get_places_in_the_order_of_their_streams_and_nothing_is_left_waiting():
    history(30)
    events = read.events_after(0, 100)
    assert [e.place for e in events] == list(range(1, 31))
    assert {m: [e.version for e in events if e.stream == m] for m in ("m0", "m1", "m2")} == dict.fromkeys(
        ["m0", "m1", "m2"], list(range(1, 11))
    )
    assert not Arrival.objects.exists()
    assert integrate(NOW) is None
    assert Checkpoint.objects.count() == 3


def test_a_batch_is_no_larger_than_asked():
    record_many([draft() for _ in range(7)], now=NOW)
    assert [integrate(NOW, limit=3).size for _ in range(3)] == [3, 6, 7]


def test_a_checkpoint_is_a_signed_note_and_a_changed_one_is_refused():
    history(6)
    row = read.last_checkpoint()
    origin = charter().origin
    key = note.verifier_key(origin)
    said = note.check(row.note, key)
    assert (said.origin, said.size, said.root.hex(), said.hash) == (origin, 6, row.root, "sha256")
    assert said.at == note.moment(row.at, "at")
    for old, new in ((f"\n{said.size}\n", "\n7\n"), ("time 2026", "time 2025"), (origin, "another"), ("=\n", "\n"), ("— ", "- ")):
        with pytest.raises(note.BadNote):
            note.check(row.note.replace(old, new), key)
    with pytest.raises(note.BadNote):
        note.read("hello")


@settings(max_examples=25)
@given(st.lists(st.integers(1, 700), min_size=1, max_size=4), st.data())
def test_tiles_grown_in_any_steps_give_the_tree_of_the_definition(steps, data):
    run("DELETE FROM ledger_tile")
    leaves = [SHA(n.to_bytes(4, "big")) for n in range(sum(steps))]
    size = 0
    for step in steps:
        assert Tiles(SHA).extend(size, leaves[size : size + step]) == tree.root(leaves[: size + step], SHA)
        size += step
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    tiles = Tiles(SHA)
    path = [tiles.subtree(a, b) for a, b in tree.inclusion_ranges(index, size)]
    assert tree.verify_inclusion(leaves[index], index, size, path, tree.root(leaves, SHA), SHA)
    assert prove.consistency(old, size) == tree.consistency_proof(old, leaves, SHA)


def test_a_third_level_of_tiles_is_grown_and_proven_from():
    leaves = [SHA(n.to_bytes(4, "big")) for n in range(70_000)]
    size = 0
    for step in (65_535, 2, 4_463):
        top = Tiles(SHA).extend(size, leaves[size : size + step])
        size += step
    assert top == tree.root(leaves, SHA)
    tiles = Tiles(SHA)
    path = [tiles.subtree(a, b) for a, b in tree.inclusion_ranges(40_000, size)]
    assert tree.verify_inclusion(leaves[40_000], 40_000, size, path, top, SHA)


def test_every_event_is_proven_under_every_later_checkpoint(django_assert_max_num_queries):
    events = history(21)
    last = read.last_checkpoint()
    for event in events:
        with django_assert_max_num_queries(3):
            proven = prove.inclusion(event, last)
        top = bytes.fromhex(last.root)
        assert tree.verify_inclusion(bytes.fromhex(event.leaf), proven.place - 1, last.size, proven.proof, top, SHA)


def test_what_has_no_place_yet_has_no_proof():
    history(6)
    (event,) = record_many([draft("late")], now=NOW)
    with pytest.raises(prove.NotInLog, match=event.id):
        prove.inclusion(event, read.last_checkpoint())


def test_a_waiting_event_that_vanished_stops_the_integrator():
    record_many([draft(), draft()], now=NOW)
    with guards_off():
        Event.objects.filter(version=2).delete()
    with pytest.raises(BrokenLedger, match="verify"):
        integrate_all(NOW + timedelta(seconds=1))
    assert not Place.objects.exists()
