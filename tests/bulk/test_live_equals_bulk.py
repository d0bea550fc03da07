"""One law, two engines, one answer: a million cells of matters made to break it, compared duty by duty."""

import random
from datetime import datetime, timedelta

import numpy as np
import pytest

from hengjian.bulk.frame import frame_of
from hengjian.bulk.layout import STATE_BITS
from hengjian.bulk.spread import answers_of, judge_frame
from hengjian.bulk.table.assemble import Names
from hengjian.bulk.table.columns import rule_table
from hengjian.bulk.times import EPOCH
from tests.bulk.adversarial import ZONE, adversarial_law, log_of, matter
from tests.bulk.live import live_answers

MATTERS, SEEDS = 4_000, (1, 2, 3, 4, 5, 6)
NOW = datetime(2026, 2, 10, 15, 30, tzinfo=ZONE)
NOW_US = (NOW - EPOCH) // timedelta(microseconds=1)


@pytest.fixture(scope="module")
def law(tmp_path_factory):
    return adversarial_law(tmp_path_factory.mktemp("odd"))


@pytest.fixture(scope="module")
def table(law):
    return rule_table(law)


def generated(seed, count):
    draw = random.Random(seed)
    return [matter(draw) for _ in range(count)]


def in_order(rows):
    return rows[np.lexsort(rows.T[::-1])]


def test_every_odd_rule_has_columns(law, table):
    assert not table.live
    assert {rule.check for rule in table.rules} == {rule.check for rule in law.rules.values()}


def test_the_generated_cells_are_a_million(table):
    assert MATTERS * len(SEEDS) * len(table.rules) >= 1_000_000


@pytest.mark.parametrize("seed", SEEDS)
def test_live_and_bulk_answers_are_equal_duty_by_duty(law, table, seed):
    matters = generated(seed, MATTERS)
    log = log_of(matters)
    frame = frame_of(log, table)
    found = answers_of(frame, table, NOW_US)
    keys = Names.of(key for about in log.about for key in about)
    places = {rule.id: place for place, rule in enumerate(table.rules)}
    live = np.array(live_answers(matters, law, places, NOW, keys.places), np.int64)
    kept = ~found.live
    assert kept.mean() > 0.9, "too many matters fell back to the live check to prove anything"
    assert (found.cells[kept] != 0).mean() > 0.25, "too many cells are empty to prove anything"
    expected, said = in_order(live[kept[live[:, 0]]]), in_order(found.rows[kept[found.rows[:, 0]]])
    assert len(expected) == len(said)
    differing = (expected != said).any(axis=1)
    assert not differing.any(), f"{table.rules[expected[differing][0][1]].id}: live {expected[differing][0]}, bulk {said[differing][0]}"


def test_every_state_occurs_among_the_generated_answers(table):
    found = answers_of(frame_of(log_of(generated(7, 2_000)), table), table, NOW_US)
    assert set(np.unique(found.rows[:, 4])) == set(STATE_BITS.values())


def test_threads_and_portions_change_no_cell(table, monkeypatch):
    monkeypatch.setattr("hengjian.bulk.spread.PORTION", 97)
    frame = frame_of(log_of(generated(8, 1_000)), table)
    alone, spread = answers_of(frame, table, NOW_US), judge_frame(frame, table, NOW_US, threads=2)
    assert np.array_equal(alone.live, spread.live)
    assert np.array_equal(alone.cells[~alone.live], spread.cells[~alone.live])


def test_the_tally_counts_the_answers_of_the_matters_that_were_kept(table):
    frame = frame_of(log_of(generated(9, 1_000)), table)
    found = answers_of(frame, table, NOW_US)
    rows = found.rows[~found.live[found.rows[:, 0]]]
    for rule in range(len(table.rules)):
        for bit in range(8):
            assert found.tally[rule, bit] == ((rows[:, 1] == rule) & (rows[:, 4] == 1 << bit)).sum()


def test_a_changed_law_needs_no_new_machine_code(law, tmp_path):
    changed = rule_table(law, [*law.rules.values(), *law.rules.values()])
    frame = frame_of(log_of(generated(10, 200)), changed)
    cells = answers_of(frame, changed, NOW_US).cells
    assert np.array_equal(cells[:, : len(law.rules)], cells[:, len(law.rules) :])
