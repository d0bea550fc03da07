"""One place of a YAML text is changed: all else stays to the sign, and what is read afterwards is what was meant."""

import copy
from collections.abc import Iterator

import pytest
import yaml

from hengjian.work.matters.lawmaking import retouch
from hengjian.work.matters.lawmaking.retouch import NoPlace
from tests.core.rules import HOUSE_LAW

FILES = sorted([*HOUSE_LAW.glob("statutes/*/*.yaml"), *HOUSE_LAW.glob("policy/*.yaml"), *HOUSE_LAW.glob("calendars/*.yaml")])
ODD = "新 值: x, [y] # 1"
TEXT = """# the head
a: {b: 1, c: [x, 'y']}   # beside a
d:
  # about e
  e: >
    folded
    words
  f:
  - n: 1
    m: [2]
  - n: 3
g:
h: []
"""


def every(node: yaml.Node, path: retouch.Path = ()) -> Iterator[tuple[retouch.Path, yaml.Node]]:
    yield path, node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from every(value, (*path, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for at, value in enumerate(node.value):
            yield from every(value, (*path, at))


def plain(node):
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): plain(value) for key, value in node.value}
    return [plain(one) for one in node.value] if isinstance(node, yaml.SequenceNode) else (node.tag, node.value)


def read(text):
    return plain(retouch.tree(text))


def at(whole, path):
    for step in path:
        whole = whole[step]
    return whole


@pytest.mark.parametrize("file", FILES[::16] + FILES[-16:], ids=lambda path: path.stem)
def test_each_place_of_a_law_file_is_put_added_to_and_taken_out(file):
    text = file.read_text(encoding="utf-8")
    whole = read(text)
    for path, node in list(every(retouch.tree(text)))[1::3]:
        assert read(retouch.put(text, path, retouch.flow(node, text))) == whole
        assert at(read(retouch.put(text, path, retouch.words(ODD))), path) == (retouch.STR, ODD)
        expected = copy.deepcopy(whole)
        if isinstance(node, yaml.MappingNode):
            at(expected, path)["zz"] = (retouch.STR, "x y")
            assert read(retouch.add(text, path, "zz", "x y")) == expected
        elif isinstance(node, yaml.SequenceNode):
            at(expected, path).append({"a": (retouch.STR, "b"), "c": (retouch.STR, "d")})
            assert read(retouch.add(text, path, "", ["a: b", "c: d"])) == expected
        expected = copy.deepcopy(whole)
        if len(at(expected, path[:-1])) > 1:
            del at(expected, path[:-1])[path[-1]]
            assert read(retouch.remove(text, path)) == expected


def lines_that_differ(before, after):
    return [one for one in after.splitlines() if one not in before.splitlines()]


def test_comments_and_the_way_of_writing_stay():
    assert lines_that_differ(TEXT, retouch.put(TEXT, ("a", "b"), "2")) == ["a: {b: 2, c: [x, 'y']}   # beside a"]
    assert lines_that_differ(TEXT, retouch.add(TEXT, ("a", "c"), "", "z")) == ["a: {b: 1, c: [x, 'y', z]}   # beside a"]
    assert lines_that_differ(TEXT, retouch.add(TEXT, ("d", "f"), "", ["n: 4", "m: []"])) == ["  - n: 4", "    m: []"]
    assert lines_that_differ(TEXT, retouch.put(TEXT, ("g",), "7")) == ["g: 7"]
    assert lines_that_differ(TEXT, retouch.add(TEXT, ("h",), "", "1")) == ["h: [1]"]
    assert "# about e\n  e: new\n" in retouch.put(TEXT, ("d", "e"), "new")
    assert "  - m: [2]\n  - n: 3" in retouch.remove(TEXT, ("d", "f", 0, "n"))
    assert retouch.remove(TEXT, ("a", "b")).startswith("# the head\na: {c: [x, 'y']}   # beside a")
    assert "f: [{n: 3}]" not in retouch.remove(TEXT, ("d", "f", 0)) and "  - n: 3\n" in retouch.remove(TEXT, ("d", "f", 0))
    assert "\nd: 1\ng:" in retouch.put(TEXT, ("d",), "1")
    assert lines_that_differ(TEXT, retouch.rename(TEXT, ("a", "b"), "bb")) == ["a: {bb: 1, c: [x, 'y']}   # beside a"]


def test_the_last_entry_leaves_an_empty_collection():
    assert read(retouch.remove("a: {b: 1}\n", ("a", "b"))) == {"a": {}}
    assert read(retouch.remove("a:\n  - 1\n", ("a", 0))) == {"a": []}
    assert retouch.add("a: {}\n", ("a",), "b", "1") == "a: {b: 1}\n"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("30 日", "30 日"),
        ("30", "'30'"),
        ("true", "'true'"),
        ("a: b", "'a: b'"),
        ("it's", "it's"),
        ("", "''"),
        ("a\nb", "a b"),
        ("'", "''''"),
    ],
)
def test_words_are_quoted_only_where_they_would_read_otherwise(value, written):
    assert retouch.words(value) == written


@pytest.mark.parametrize(("value", "written"), [("30", "30"), ("2026-01-01", "2026-01-01"), ("a, b", "'a, b'"), ("[", "'['"), ("", "''")])
def test_single_words_are_written_as_they_are_typed(value, written):
    assert retouch.plain(value) == written


def test_what_has_no_place_is_refused():
    for act in (
        lambda: retouch.tree("a: ["),
        lambda: retouch.tree(""),
        lambda: retouch.put("a: 1", ("b",), "1"),
        lambda: retouch.put("a: [1]", ("a", 1), "1"),
        lambda: retouch.add("a: 1", ("a",), "b", "1"),
        lambda: retouch.rename("a: [1]", ("a", 0), "b"),
        lambda: retouch.remove("a: 1", ()),
    ):
        with pytest.raises(NoPlace):
            act()
