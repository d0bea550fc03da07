"""What a process remembers of streams is joined with what is new only where both are of one piece."""

import pytest

from hengjian.ledger import recent
from hengjian.ledger.models import Event


def events(stream, *leaves, after=""):
    made = []
    for number, leaf in enumerate(leaves, 1):
        made.append(Event(id=f"{stream}{leaf}", stream=stream, version=number, leaf=leaf, previous=after))
        after = leaf
    return made


@pytest.fixture(autouse=True)
def nothing_held(monkeypatch):
    monkeypatch.setattr(recent, "_held", type(recent._held)())


def test_what_was_held_goes_on_with_what_is_new():
    old, new = events("s", "a", "b"), events("s", "c", after="b")
    assert recent.joined(old, new, "c") == [*old, *new]
    assert recent.joined(old, [], "b") == old
    assert recent.joined([], new, "c") == new


def test_what_was_never_recorded_after_all_is_not_taken():
    old = events("s", "a", "b")
    assert recent.joined(old, [], "a") is None, "the last was rolled back"
    assert recent.joined(old, [], "other") is None, "another one was recorded in its place"
    assert recent.joined(old, events("s", "d", after="c"), "d") is None, "others followed upon another one"


def test_the_streams_read_last_are_held_and_long_ones_never(monkeypatch):
    monkeypatch.setattr(recent, "STREAMS", 2)
    monkeypatch.setattr(recent, "LONGEST", 3)
    for stream in ("s1", "s2"):
        recent.hold(events(stream, "a"))
    assert recent.held("s1")
    recent.hold(events("s3", "a", "b", "c"))
    assert recent.held("s1") and recent.held("s3") and not recent.held("s2")
    recent.hold(events("s4", "a", "b", "c", "d"))
    recent.hold([])
    assert not recent.held("s4") and recent.held("s1")
    recent.drop("s1")
    recent.drop("never held")
    assert not recent.held("s1")
