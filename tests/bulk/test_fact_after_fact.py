"""Matters made to break it, by odd rules that use every part of every check: judged at once, judged fact after fact, by the long way."""

import random
from datetime import datetime, timedelta

import pytest

from hengjian.core.checks import deadline
from hengjian.core.evaluate import evaluate, evaluate_after
from tests.bulk.adversarial import ZONE, adversarial_law, matter

NOW = datetime(2026, 2, 10, 15, 30, tzinfo=ZONE)


@pytest.fixture(scope="module")
def law(tmp_path_factory):
    return adversarial_law(tmp_path_factory.mktemp("odd"))


def words(found):
    """Everything that an evaluation says, every reason with it."""
    return [duty.as_data() for duty in found.duties], [one.as_data() for one in found.judgements], found.next_look_at


def test_clocks_that_run_straight_say_what_the_long_way_says(law, monkeypatch):
    draw = random.Random(11)
    matters = [matter(draw) for _ in range(600)]
    short = [words(evaluate(facts, law, NOW, attributes=attributes)) for facts, attributes in matters]
    long = []
    monkeypatch.setattr(deadline, "run_straight", lambda course, moments, place: long.append(course))
    assert [words(evaluate(facts, law, NOW, attributes=attributes)) for facts, attributes in matters] == short
    assert len(long) > 5_000, "too few clocks to prove anything"


@pytest.mark.parametrize("seed", [12, 13])
def test_fact_after_fact_says_what_the_whole_says(law, seed):
    draw, taken_over = random.Random(seed), 0
    for _ in range(120):
        facts, attributes = matter(draw)
        facts, now = sorted(facts, key=lambda fact: (fact.at, fact.seq)), NOW - timedelta(days=2_000)
        found = evaluate([], law, now, attributes=attributes)
        for count, fact in enumerate(facts):
            before, now = found, max(now, fact.at) + timedelta(hours=draw.choice((0, 0, 30)))
            found = evaluate_after(before, facts[:count], fact, law, now, attributes=attributes)
            assert words(found) == words(evaluate(facts[: count + 1], law, now, attributes=attributes))
            taken_over += len({id(duty) for duty in before.duties} & {id(duty) for duty in found.duties})
    assert taken_over > 5_000, "too few answers were taken over to prove anything"
