"""The house's own law in columns: every example of every rule, and made-up matters of its own kinds, live and bulk alike."""

import random
from datetime import datetime, timedelta
from itertools import groupby

import numpy as np
import pytest

from hengjian.bulk.frame import frame_of
from hengjian.bulk.spread import answers_of
from hengjian.bulk.table.assemble import Names
from hengjian.bulk.table.columns import rule_table
from hengjian.bulk.times import EPOCH
from hengjian.core.facts import Fact
from hengjian.core.lawbook.reader import read_lawbook
from tests.bulk.adversarial import ABOUT, LAW, ZONE, body, log_of, moments
from tests.bulk.live import live_answers
from tests.bulk.test_live_equals_bulk import in_order


@pytest.fixture(scope="module")
def law():
    return read_lawbook(LAW)


@pytest.fixture(scope="module")
def table(law):
    return rule_table(law)


def differing(law, table, matters, now):
    """(rows compared, matters left to the live check, rules whose rows differ)."""
    log = log_of(matters)
    found = answers_of(frame_of(log, table), table, (now - EPOCH) // timedelta(microseconds=1))
    keys = Names.of(key for about in log.about for key in about)
    places = {rule.id: place for place, rule in enumerate(table.rules)}
    live = np.array(live_answers(matters, law, places, now, keys.places), np.int64).reshape(-1, found.rows.shape[1])
    kept = ~found.live
    expected, said = in_order(live[kept[live[:, 0]]]), in_order(found.rows[kept[found.rows[:, 0]]])
    both = set(map(tuple, expected.tolist())) ^ set(map(tuple, said.tolist()))
    return len(expected), int(found.live.sum()), {table.rules[row[1]].id for row in both}


def numbered(facts):
    ordered = sorted(facts, key=lambda fact: (fact.at, fact.seq))
    return [Fact(f.kind, f.at, f.body, f.about, f.by, place, str(place), f.date_only) for place, f in enumerate(ordered)]


def test_only_card_fields_are_left_to_the_live_check(law, table):
    assert {law.rules[name].check for name in table.live} <= {"field"}


def test_every_example_of_the_law_says_the_same_in_columns(law, table):
    examples = sorted((one for rule in law.rules.values() for one in rule.examples), key=lambda one: one.as_of)
    rows = 0
    for moment, group in groupby(examples, key=lambda one: one.as_of):
        count, _, wrong = differing(law, table, [(numbered(one.facts), dict(one.attributes)) for one in group], moment)
        assert not wrong
        rows += count
    assert rows >= len(examples) // 2


def made_up(draw, law):
    """A matter with the attributes of one of the rules, of the kinds that the rules for it read, with fields that come and go."""
    rule = draw.choice(list(law.rules.values()))
    attributes = {name: draw.choice(values) for name, values in rule.applies_to} | {"level": draw.choice(["station", "district"])}
    kinds = sorted({kind for one in law.panel(attributes).rules for kind in one.kinds})
    some = draw.sample(kinds, min(12, len(kinds)))
    facts = []
    for seq, (at, day_alone) in enumerate(moments(draw, draw.randrange(6, 14))):
        kind = draw.choice(some)
        facts.append(Fact(kind, at, body(draw, kind), draw.choice(ABOUT), draw.choice(["p1", "p2", ""]), seq, str(seq), day_alone))
    return facts, attributes


@pytest.mark.parametrize("seed", [1, 2])
def test_made_up_matters_of_its_own_kinds_say_the_same_in_columns(law, table, seed):
    draw = random.Random(seed)
    count, left, wrong = differing(law, table, [made_up(draw, law) for _ in range(3_000)], datetime(2026, 2, 10, 15, 30, tzinfo=ZONE))
    assert not wrong
    assert left < 600
    assert count > 3_000
