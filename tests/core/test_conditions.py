"""The closed set of conditions: equal, in, at least, less than, present; and where their values come from."""

from datetime import timedelta

import pytest

from hengjian.core.case import Case, Moment
from hengjian.core.conditions import fits, holds, matches
from hengjian.core.facts import Fact
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.lawbook.values import Path, Pattern, Patterns, Test
from tests.core.rules import CHINA_TIME, HOUSE_LAW, at

START = at("2026-03-01T10:00")[0]
LAW = read_lawbook(HOUSE_LAW)


def case_of(*facts, **attributes):
    return Case(facts, LAW, START + timedelta(days=9), attributes)


def answer(operation, value, body, absent=None):
    fact = Fact("case.opened", START, body)
    test = Test("event", "", "x", operation, value, absent)
    return holds((test,), Moment(fact, 0, CHINA_TIME), "", case_of(fact))


@pytest.mark.parametrize(
    ("operation", "value", "body", "expected"),
    [
        ("equal", "a", {"x": "a"}, True),
        ("equal", "a", {"x": ["b", "a"]}, True),
        ("equal", True, {"x": 1}, False),
        ("equal", 1, {"x": True}, False),
        ("equal", "1", {"x": 1}, False),
        ("equal", "a", {}, "x"),
        ("in", ("a", "b"), {"x": "b"}, True),
        ("in", ("a",), {"x": "c"}, False),
        ("at_least", 3, {"x": 3}, True),
        ("at_least", 3, {"x": 2}, False),
        ("less_than", 3, {"x": 2}, True),
        ("less_than", 3, {"x": 3}, False),
        ("at_least", 3, {"x": "3"}, "x"),
        ("at_least", 1, {"x": True}, "x"),
        ("present", True, {"x": 0}, True),
        ("present", True, {}, False),
        ("present", False, {}, True),
    ],
)
def test_each_operation(operation, value, body, expected):
    assert answer(operation, value, body) == expected


def test_an_absent_field_may_be_given_an_answer():
    assert answer("equal", "a", {}, absent=False) is False
    assert answer("equal", "a", {}, absent=True) is True


def test_one_test_that_fails_decides_even_where_another_field_is_missing():
    fact = Fact("case.opened", START, {"y": 1})
    tests = (Test("event", "", "x", "equal", 1), Test("event", "", "y", "equal", 2))
    assert holds(tests, Moment(fact, 0, CHINA_TIME), "", case_of(fact)) is False


def test_attributes_and_the_actor_can_be_read():
    fact = Fact("case.opened", START, by="p1")
    moment = Moment(fact, 0, CHINA_TIME)
    assert holds((Test("matter", "", "level", "equal", "station"),), moment, "", case_of(fact, level="station")) is True
    assert holds((Test("matter", "", "level", "equal", "station"),), moment, "", case_of(fact)) == "matter.level"
    assert holds((Test("event", "", "by", "equal", "p1"),), moment, "", case_of(fact)) is True


def test_the_last_fact_at_or_before_counts_else_the_first_after():
    def read(*facts, key="", place=1):
        case = case_of(*facts)
        moment = case.moments(CHINA_TIME)[place]
        return holds((Test("fact", "party.added", "band", "equal", "a"),), moment, key, case)

    def party(hours, band, *about):
        return Fact("party.added", START + timedelta(hours=hours), {"band": band}, about)

    act = Fact("case.opened", START, {}, ("party:1",))
    assert read(party(-2, "b"), party(-1, "a"), act, place=2) is True
    assert read(act, party(1, "a"), party(2, "b"), place=0) is True
    assert read(party(-2, "a", "party:1"), party(-1, "b", "party:2"), act, place=2) is True
    assert read(party(-2, "a", "party:1"), party(-1, "b", "party:2"), act, key="party:2", place=2) is False
    assert read(act, place=0) == "party.added.band"


def test_any_pattern_that_fits_is_enough_and_one_that_cannot_be_told_is_named():
    fact = Fact("case.opened", START, {"x": 1})
    moment, case = Moment(fact, 0, CHINA_TIME), case_of(fact)
    unclear = Pattern("case.opened", (Test("event", "", "y", "equal", 1),))
    other, sure = Pattern("case.closed"), Pattern("case.opened", (Test("event", "", "x", "equal", 1),))
    assert matches(Patterns((other, unclear, sure)), moment, "", case) is True
    assert matches(Patterns((other, unclear)), moment, "", case) == "y"
    assert matches(Patterns((other,)), moment, "", case) is False
    assert fits(Pattern("case.opened"), moment, "", case) is True


def test_paths_read_as_they_are_written():
    assert [str(path) for path in (Path("event", "", "x"), Path("matter", "", "x"), Path("fact", "a.b", "x"))] == ["x", "matter.x", "a.b.x"]
