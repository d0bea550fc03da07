"""What was held of a stream is joined with what is new only where both are of one piece."""

from hengjian.ledger import recent
from hengjian.ledger.models import Event


def events(stream, *leaves, after=""):
    made = []
    for number, leaf in enumerate(leaves, 1):
        made.append(Event(id=f"{stream}{leaf}", stream=stream, version=number, leaf=leaf, previous=after))
        after = leaf
    return made


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
