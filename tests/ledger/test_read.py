"""Reading: facts after corrections, as of a day, places, followers."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hengjian.ledger import read
from hengjian.ledger.corrections import facts
from hengjian.ledger.follow import Follower
from hengjian.ledger.integrate import integrate, integrate_all
from hengjian.ledger.models import Event
from hengjian.ledger.record import record, record_many
from tests.ledger.make import NOW, draft, history


def correct(event, **change):
    return draft(kind="event.corrected", body={"corrects": event.id, **change})


def extend(*drafts):
    return record(list(drafts), now=NOW, expected=read.stream_version("m1"))


@pytest.mark.django_db
def test_a_fact_bears_what_the_event_says():
    given = draft(kind="case.opened", body={"by_role": "officer"}, about=["party:1"], date_only=True)
    extend(draft(), given)
    fact = read.facts_of("m1")[1]
    assert (fact.kind, fact.at, fact.body, fact.about) == ("case.opened", NOW, {"by_role": "officer"}, ("party:1",))
    assert (fact.by, fact.seq, fact.date_only, len(fact.id)) == ("p1", 2, True, 32)


@pytest.mark.django_db
def test_a_correction_replaces_what_it_names_and_nothing_else():
    (wrong,) = extend(draft(kind="case.opened", body={"sum": 5, "place": "x", "by_role": "officer"}))
    extend(correct(wrong, body={"sum": 7, "place": None}, at="2026-03-01T08:00:00+08:00"))
    (fact,) = read.facts_of("m1")
    assert (fact.body, fact.at.isoformat(), fact.id, fact.seq) == (
        {"sum": 7, "by_role": "officer"},
        "2026-03-01T08:00:00+08:00",
        wrong.id,
        1,
    )


@pytest.mark.django_db
def test_what_was_voided_is_no_fact_and_the_last_correction_stands():
    first, second = extend(draft(body={"n": 1}), draft(body={"n": 2}))
    extend(correct(first, void=True), correct(second, body={"n": 3}, kind="a.b"), correct(second, body={"n": 4}))
    assert [(f.kind, f.body) for f in read.facts_of("m1")] == [("a.b", {"n": 4})]


@pytest.mark.django_db
def test_a_correction_made_by_mistake_is_itself_voided_or_corrected():
    (event,) = extend(draft(body={"n": 1}))
    (voiding,) = extend(correct(event, void=True))
    extend(correct(voiding, void=True))
    assert [f.body for f in read.facts_of("m1")] == [{"n": 1}]
    (change,) = extend(correct(event, body={"n": 2}))
    extend(correct(change, body={"body": {"n": 3}}))
    assert [f.body for f in read.facts_of("m1")] == [{"n": 3}]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from(["void", "n", "at"]), st.integers(0, 9)), max_size=8))
def test_corrections_give_what_a_plain_reading_gives(corrections):
    """The plain reading: take away voided corrections from the last to the first, then apply the rest in order."""
    events = [Event(id=f"e{n}", stream="m", version=n + 1, kind="k", body={"n": n}, at=NOW, about=[], by="p") for n in range(3)]
    for n, (target, what, value) in enumerate(corrections):
        change = (
            {"void": True} if what == "void" else {"body": {"n": value}} if what == "n" else {"at": f"2026-01-0{value + 1}T00:00:00Z"[:20]}
        )
        change = {"at": f"2026-01-{value + 1:02d}T00:00:00+00:00"} if what == "at" else change
        body = {"corrects": f"e{min(target, n + 2)}" if what == "void" else f"e{target % 3}", **change}
        events.append(Event(id=f"e{n + 3}", stream="m", version=n + 4, kind="event.corrected", body=body, at=NOW, about=[], by="p"))
    voided: set[str] = set()
    for event in reversed(events[3:]):
        if event.id not in voided and event.body.get("void"):
            voided.add(event.body["corrects"])
    plain = {e.id: {"n": e.body["n"], "at": NOW.isoformat()} for e in events[:3] if e.id not in voided}
    for event in events[3:]:
        target = plain.get(event.body["corrects"])
        if event.id not in voided and target is not None:
            target.update(event.body.get("body", {}), **({"at": event.body["at"]} if "at" in event.body else {}))
    assert {f.id: {"n": f.body["n"], "at": f.at.isoformat()} for f in facts(events)} == plain


@pytest.mark.django_db
def test_the_facts_of_a_day_are_those_that_had_a_place_by_its_end_in_shanghai():
    record_many([draft("m1", body={"n": 1})], now=NOW)
    integrate(NOW.replace(hour=15, minute=59))
    record_many([draft("m1", body={"n": 2})], now=NOW)
    integrate(NOW.replace(hour=16, minute=0))
    record_many([draft("m1", body={"n": 3})], now=NOW)
    days = [[f.body["n"] for f in read.facts_as_of("m1", date(2026, 3, day))] for day in (1, 2, 3)]
    assert days == [[], [1], [1, 2]]


@pytest.mark.django_db
def test_a_matter_is_read_with_what_stands_in_other_streams_and_many_at_once():
    record_many([draft("m1"), draft("finding/1", matter="m1", kind="finding.raised"), draft("m2"), draft("m2")], now=NOW)
    assert sorted(e.stream for e in read.events_of("m1")) == ["finding/1", "m1"]
    assert {m: len(found) for m, found in read.facts_of_many(["m1", "m2", "m3"]).items()} == {"m1": 1, "m2": 2, "m3": 0}


@pytest.mark.django_db
def test_the_log_is_read_in_order_of_place():
    history(9)
    assert [e.place for e in read.events_after(2, 4)] == [3, 4, 5, 6]
    assert (read.head(), read.place_at(NOW), read.place_at(NOW - timedelta(seconds=1))) == (9, 3, 0)


@pytest.mark.django_db
def test_a_follower_sees_each_event_once_in_order():
    history(10)
    seen: list[int] = []
    follower = Follower("test")
    while follower.follow(lambda events, _now: seen.extend(e.place for e in events), NOW, limit=4):
        pass
    assert seen == list(range(1, 11))
    record_many([draft("m5")], now=NOW)
    integrate_all(NOW)
    assert follower.behind() == 1
    follower.start_again()
    assert follower.behind() == 11


@pytest.mark.django_db
def test_a_follower_that_fails_stays_where_it_was_and_leaves_nothing_behind():
    history(6)
    follower = Follower("test")

    def fails(events, now):
        record_many([draft("derived", matter="")], now=now)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        follower.follow(fails, NOW)
    assert (follower.place(), read.stream_version("derived")) == (0, 0)
