"""Recording: the lock of a stream, sources that come twice, what has no exact form."""

from datetime import datetime

import pytest
from django.db import transaction

from hengjian.ledger import read
from hengjian.ledger.canonical import NotCanonical
from hengjian.ledger.models import Arrival, Event
from hengjian.ledger.record import StaleStream, record, record_many
from tests.ledger.make import NOW, draft

pytestmark = pytest.mark.django_db


def test_a_stream_counts_from_one_and_each_event_names_the_one_before():
    first, second = record([draft(), draft()], now=NOW, expected=0)
    (third,) = record([draft()], now=NOW, expected=2)
    assert [e.version for e in read.events_in("m1")] == [1, 2, 3]
    assert (first.previous, second.previous, third.previous) == ("", first.leaf, second.leaf)
    assert read.stream_head("m1").leaf == third.leaf


@pytest.mark.parametrize("expected", [0, 2, 7])
def test_a_writer_who_read_another_version_is_refused_and_writes_nothing(expected):
    record([draft()], now=NOW, expected=0)
    with pytest.raises(StaleStream) as refusal, transaction.atomic():
        record([draft()], now=NOW, expected=expected)
    assert refusal.value.stream == "m1"
    assert (Event.objects.count(), Arrival.objects.count(), read.stream_version("m1")) == (1, 1, 1)


def test_a_head_once_read_serves_as_what_was_expected_once():
    record([draft()], now=NOW, expected=0)
    head = read.stream_head("m1")
    (event,) = record([draft()], now=NOW, expected=head)
    assert (event.version, event.previous) == (2, head.leaf)
    with pytest.raises(StaleStream), transaction.atomic():
        record([draft()], now=NOW, expected=head)


def test_what_comes_back_is_what_stands_in_the_database():
    given = draft(body={"甲": [1, True, None, "文"], "n": -5}, sealed={"name": "张三"}, about=["party:1"], source="feed:7", date_only=True)
    (event,) = record([given], now=NOW, expected=0)
    (stored,) = read.events_in("m1")
    for field in Event._meta.concrete_fields:
        assert getattr(stored, field.attname) == getattr(event, field.attname), field.name


def test_a_known_source_gives_back_the_event_that_stands():
    (first,) = record([draft(source="feed:1")], now=NOW, expected=0)
    again = record([draft("m2", source="feed:1"), draft("m2", source="feed:2")], now=NOW, expected=0)
    assert [(e.id == first.id, e.already_stood) for e in again] == [(True, True), (False, False)]
    assert record([draft(source="feed:1")], now=NOW, expected=99)[0].id == first.id
    assert Event.objects.count() == 2


def test_one_source_twice_in_one_call_is_written_once():
    events = record_many([draft(source="a"), draft("m2"), draft("m3", source="a")], now=NOW)
    assert events[0].id == events[2].id
    assert Event.objects.count() == 2
    assert record([draft("m9", source="b"), draft("m9", source="b")], now=NOW, expected=0)[1].version == 1


def test_many_streams_are_continued_after_what_stands_and_a_second_run_adds_nothing():
    record([draft("m0")], now=NOW, expected=0)
    drafts = [draft(f"m{n % 7}", source=f"row:{n}", sealed={"name": "王五"}) for n in range(700)]
    written = record_many(drafts, now=NOW)
    again = record_many(drafts, now=NOW)
    assert [e.id for e in written] == [e.id for e in again]
    assert all(e.already_stood for e in again)
    assert [e.version for e in read.events_in("m0")] == list(range(1, 102))
    assert Arrival.objects.count() == 701


def test_one_call_of_record_writes_one_stream():
    with pytest.raises(ValueError, match="one stream"):
        record([draft("m1"), draft("m2")], now=NOW, expected=0)


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ({"body": {"fine": {"sum": 1.5}}}, "fine.sum"),
        ({"body": {"n": 2**53}}, "整数超出范围"),
        ({"body": {"when": NOW}}, "datetime"),
        ({"body": {"text": "a\x00b"}}, "NUL"),
        ({"body": {"text": "\ud800"}}, "Unicode"),
        ({"body": {1: "a"}}, "字段名"),
        ({"body": {"𠀀": "a"}}, "字段名"),
        ({"sealed": {"name": 1.5}}, "name"),
        ({"at": datetime(2026, 1, 1)}, "没有时区"),  # noqa: DTZ001 (a naive time is the point)
        ({"by": ""}, "行为人"),
    ],
)
def test_what_has_no_exact_form_is_refused_with_its_place(bad, says):
    with pytest.raises(NotCanonical, match=says):
        record([draft(**bad)], now=NOW, expected=0)
    assert not Event.objects.exists()


def test_a_naive_now_is_refused():
    with pytest.raises(NotCanonical, match="now"):
        record([draft()], now=datetime(2026, 1, 1), expected=0)  # noqa: DTZ001 (a naive time is the point)
