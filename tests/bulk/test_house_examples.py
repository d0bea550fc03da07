"""The house's own law in columns: every example of every rule, judged by the whole pack, gets the same answers live and in bulk."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from hengjian.bulk.frame import frame_of
from hengjian.bulk.spread import answers_of
from hengjian.bulk.table.assemble import Names
from hengjian.bulk.table.columns import rule_table
from hengjian.bulk.times import EPOCH
from hengjian.core.lawbook.reader import read_lawbook
from tests.bulk.adversarial import ZONE, log_of
from tests.bulk.live import live_answers
from tests.bulk.test_live_equals_bulk import in_order
from tests.core.rules import HOUSE_LAW

LAW = read_lawbook(HOUSE_LAW)
MOMENTS = (datetime(2025, 4, 3, 12, 0, tzinfo=ZONE), datetime(2027, 1, 4, 8, 0, tzinfo=ZONE))


def matters():
    """The facts of each example as a matter, numbered as a log numbers them."""
    for rule in LAW.rules.values():
        for example in rule.examples:
            ordered = sorted(example.facts, key=lambda fact: (fact.at, fact.seq))
            yield [replace(fact, seq=place, id=str(place)) for place, fact in enumerate(ordered)], dict(example.attributes)


@pytest.mark.parametrize("now", MOMENTS, ids=lambda moment: moment.date().isoformat())
def test_examples_judged_by_the_whole_pack_get_the_same_answers_in_columns(now):
    cases = [one for one in matters() if one[0]]
    table = rule_table(LAW)
    log = log_of(cases)
    found = answers_of(frame_of(log, table), table, (now - EPOCH) // timedelta(microseconds=1))
    keys = Names.of(key for about in log.about for key in about)
    places = {rule.id: place for place, rule in enumerate(table.rules)}
    live = np.array(live_answers(cases, LAW, places, now, keys.places), np.int64)
    kept = ~found.live
    assert kept.mean() > 0.8 and len(table.rules) > 0.9 * len(LAW.rules)
    expected, said = in_order(live[kept[live[:, 0]]]), in_order(found.rows[kept[found.rows[:, 0]]])
    assert len(expected) == len(said) > 800
    differing = (expected != said).any(axis=1)
    assert not differing.any(), f"{table.rules[expected[differing][0][1]].id}: live {expected[differing][0]}, bulk {said[differing][0]}"
