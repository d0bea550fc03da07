"""The canonical form is RFC 8785's, byte for byte, and every part of an event bears on its leaf."""

from datetime import timedelta, timezone

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from hengjian.ledger.canonical import LARGEST, check, encode, leaf_of, moment
from hengjian.ledger.charter import DIGESTS, sm3
from hengjian.ledger.models import Event
from hengjian.ledger.verifier import verify as outside
from tests.ledger.make import NOW

texts = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=12)
names = st.text(st.characters(max_codepoint=0xFFFF, blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_the_form_is_that_of_rfc_8785(value):
    check(value, "body")
    assert encode(value) == rfc8785.dumps(value)


def event(**given) -> Event:
    plain = {
        "id": "e1", "stream": "m1", "version": 2, "matter": "m1", "kind": "case.opened", "body": {"n": 1}, "about": ["party:1"],
        "sealed": {"name": {"c": "abc", "h": "00"}}, "at": NOW, "recorded_at": NOW, "by": "p1", "source": "s", "previous": "ab",
    }  # fmt: skip
    return Event(**{**plain, **given})


@pytest.mark.parametrize(
    "change",
    [
        {"id": "e2"}, {"stream": "m2"}, {"version": 3}, {"matter": "m2"}, {"kind": "case.closed"}, {"body": {"n": 2}}, {"about": []},
        {"sealed": {"name": {"c": "abc", "h": "01"}}}, {"sealed": {}}, {"at": NOW - timedelta(microseconds=1)}, {"source": None},
        {"recorded_at": NOW - timedelta(days=1)}, {"by": "p2"}, {"previous": "ac"}, {"date_only": True},
    ],
)  # fmt: skip
def test_changing_any_part_of_an_event_changes_its_leaf(change):
    assert leaf_of(event(**change), DIGESTS["sha256"]) != leaf_of(event(), DIGESTS["sha256"])


def test_the_leaf_does_not_hang_on_the_zone_in_which_a_time_is_written_nor_on_the_ciphertext():
    shanghai = NOW.astimezone(timezone(timedelta(hours=8)))
    same = event(at=shanghai, sealed={"name": {"c": "gone", "h": "00"}})
    assert leaf_of(same, DIGESTS["sha256"]) == leaf_of(event(), DIGESTS["sha256"])
    assert moment(shanghai, "at") == "2026-03-02T09:30:00.000000Z"


@given(st.binary(max_size=200))
def test_every_sm3_is_the_same_sm3(data):
    assert outside.sm3(data) == sm3(data) == DIGESTS["sm3"](data)


def test_sm3_of_the_standard():
    assert outside.sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
