"""A city that lives on PostgreSQL: whatever a process remembers of its matters is what a cold reading and a whole judgement say."""

from dataclasses import fields
from datetime import timedelta

import pytest
from django.db import connection

from hengjian.core.evaluate import evaluate, would_breach
from hengjian.feeds.city.cast import settle, settled
from hengjian.feeds.city.living import City
from hengjian.work.matters import project, reading, remembered, stepping
from hengjian.work.matters.lawbook import law_in_force
from tests.world import START

pytestmark = pytest.mark.processes


@pytest.fixture
def compared(own_database, monkeypatch):
    """Holds each warm reading and each answer that follows upon an earlier one against the long way; counts them."""
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite nothing is remembered")
    counts = {"readings": 0, "answers": 0}

    def read(matter):
        warm = reading.read(matter)
        if warm is not None and warm.known.found is not None and not connection.in_atomic_block:
            counts["readings"] += 1
            remembered.drop(matter)
            same_as_cold(warm, reading.read(matter))
            remembered.hold(matter, warm.known)
        return warm

    def breaching(facts, step, law, now, *, attributes, before):
        said = would_breach(facts, step, law, now, attributes=attributes, before=before)
        if before is not None:
            counts["answers"] += 1
            assert said == would_breach(facts, step, law, now, attributes=attributes)
        return said

    monkeypatch.setattr(stepping, "read", read)
    monkeypatch.setattr(stepping, "would_breach", breaching)
    return counts


def same_as_cold(warm, cold):
    for name in ("values", "unit", "marks", "stood"):
        assert getattr(warm.known, name) == getattr(cold.known, name), name
    assert list(warm.known.facts) == list(cold.known.facts) and warm.head == cold.head
    assert [(e.id, e.body, e.at, e.leaf) for e in warm.known.events] == [(e.id, e.body, e.at, e.leaf) for e in cold.known.events]
    found = warm.known.found
    whole = evaluate(cold.known.facts, law_in_force(), found.now, attributes=project.attributes(cold.row))
    assert [getattr(whole, one.name) for one in fields(whole)] == [getattr(found, one.name) for one in fields(found)]


@pytest.mark.parametrize("pace", [timedelta(seconds=7), timedelta(hours=5)])
def test_what_is_remembered_of_a_living_city_is_what_a_cold_reading_and_a_whole_judgement_say(compared, pace):
    settle(START - timedelta(days=300))
    city, now, steps = City(settled(), seed=5), START, 0
    while steps < 150:
        now += pace
        steps += len(city.live(now))
    assert compared["readings"] > 40 and compared["answers"] > 40
