"""A text that nests without end is refused before it is built; one that only looks so is read."""

import pytest

from hengjian.core.depth import DEEPEST, too_deep
from hengjian.core.lawbook.difference import differences
from hengjian.core.lawbook.nodes import Reading, compose_bytes


@pytest.mark.parametrize("text", ["a: " + "[" * 90_000, "- " * 90_000 + "x", "? " * 90_000 + "x", "a: " + "{a: " * 90_000])
def test_what_nests_without_end_is_a_fault(text):
    reading = Reading("x.yaml")
    assert compose_bytes(text.encode(), reading) is None and [one.code for one in reading.errors] == ["too_deep"]
    (part,) = differences({"policy/x.yaml": b"a: 1"}, {"policy/x.yaml": text.encode()})
    assert (part.state, part.changes) == ("changed", ())


def test_many_brackets_are_not_deep_ones():
    assert not too_deep("a: [" + "[1, 2], " * 500 + "[3]]")
    assert not too_deep("a:\n" + " " * 80 + "b: 1")
    assert not too_deep('"' + "[" * 3 * DEEPEST)
    assert too_deep("\n".join(f"{' ' * level}a:" for level in range(DEEPEST + 2)))
