"""Recording: the lock of a stream, sources that come twice, what has no exact form."""

from datetime import UTC, datetime

import pytest

from hengjian.ledger import read
from hengjian.ledger.record import Draft, StaleStream, record

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def draft(stream="m1", **given):
    return Draft(**{"stream": stream, "matter": stream, "kind": "note.added", "at": NOW, "by": "p1", **given})


def test_a_stream_counts_from_one_and_each_event_names_the_one_before():
    first, second = record([draft(), draft()], now=NOW, expected=0)
    (third,) = record([draft()], now=NOW, expected=2)
    assert [e.version for e in read.events_in("m1")] == [1, 2, 3]
    assert (first.previous, second.previous, third.previous) == ("", first.leaf, second.leaf)
    assert read.stream_head("m1").leaf == third.leaf


@pytest.mark.parametrize("expected", [0, 2, 7])
def test_a_writer_who_read_another_version_is_refused(expected):
    record([draft()], now=NOW, expected=0)
    with pytest.raises(StaleStream) as refusal:
        record([draft()], now=NOW, expected=expected)
    assert refusal.value.stream == "m1"
