"""E1: the kernel and the live check over the same made-up matters, cell by cell: how many cells differ. The goal is none of a hundred
million; tests hold a million adversarial cells equal in every run, among them those that name keys, which these do not.

Half of the matters go their usual course, half are wild: any kind after any other, many at one instant. Two cells are equal where every
answer in them is: its start, its state, its due time and what ended it. Sizes from the environment: BENCH_CELLS, BENCH_LAW.
"""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context

import numpy as np
import pyarrow as pa

from bench.goals import at_most
from bench.kernel_bench import KNOWN, NAMES, NOW_US, columns_of
from bench.kernel_log import DAY, KINDS, START, portion
from bench.law_bench import ATTRIBUTES, LAW, NOW, facts_of
from hengjian.bulk.frame import kind_codes
from hengjian.bulk.spread import run, space
from hengjian.bulk.table.bound import bound
from hengjian.bulk.table.columns import RuleTable, rule_table
from hengjian.core.evaluate import evaluate
from hengjian.core.lawbook.differing import narrowed
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.reader import read_lawbook
from tests.bulk.live import live_rows

CELLS = int(os.environ.get("BENCH_CELLS", 100_000_000))
MATTERS, PROCESSES, WIDTH = 2_000, 2, 12
Cells = set[tuple[int, ...]]


@lru_cache(maxsize=1)
def law_in_columns() -> tuple[Lawbook, RuleTable]:
    """The rules that apply to the made-up matters and that columns can hold, for the live check and for the kernel."""
    law = read_lawbook(LAW)
    own = [rule for rule in rule_table(law).rules if rule.applies(ATTRIBUTES)]
    return narrowed(law, {rule.id for rule in own}), rule_table(law, own)


def wild(draw: np.random.Generator, count: int) -> pa.Table:
    """Matters of any kinds in any order, a third of the events at the instant of the one before."""
    tame = portion(draw, 0, count)
    gaps = draw.exponential(4 * DAY, (count, WIDTH)).astype(np.int64) * (draw.random((count, WIDTH)) < 0.67)
    at = START + draw.integers(0, 1_150 * DAY, (count, 1)) + np.cumsum(gaps, axis=1)
    kinds = draw.integers(0, len(KINDS), count * WIDTH).astype(np.int16)
    return tame.set_column(1, "at", pa.array(at.ravel())).set_column(2, "kind", pa.array(kinds))


def by_kernel(table: pa.Table, rules: RuleTable) -> tuple[Cells, np.ndarray]:
    """Its answers, and the matters that it leaves to the live check."""
    words, kinds = bound(rules, [ATTRIBUTES], KNOWN), kind_codes(KINDS, rules)
    columns = columns_of(rules, {name: table[name].combine_chunks().to_numpy() for name in NAMES}, kinds)
    nothing = np.zeros(len(columns.panel), bool)
    number = run(words, columns, rules, NOW_US, space(len(nothing), len(rules.rules), nothing))
    out = space(len(nothing), len(rules.rules), nothing, number)
    run(words, columns, rules, NOW_US, out)
    return set(map(tuple, out.rows.tolist())), out.given_up.astype(bool)


def by_live(table: pa.Table, law: Lawbook, rules: RuleTable) -> Cells:
    places = {rule.id: place for place, rule in enumerate(rules.rules)}
    found: Cells = set()
    for matter, facts in enumerate(facts_of(table)):
        found.update(live_rows(evaluate(facts, law, NOW, attributes=ATTRIBUTES), places, matter, 0, {}))
    return found


def compared(seed: int) -> tuple[int, int, int]:
    """Cells that were compared, those that differ, and answers in them."""
    law, rules = law_in_columns()
    draw = np.random.default_rng(seed)
    table = wild(draw, MATTERS) if seed % 2 else portion(draw, 0, MATTERS)
    kernel, live_alone = by_kernel(table, rules)
    live = by_live(table, law, rules)
    differ = {row[:2] for row in kernel ^ live if not live_alone[row[0]]}
    return int((~live_alone).sum()) * len(rules.rules), len(differ), len(live)


def main() -> None:
    rules = law_in_columns()[1]
    seeds = range(-(-CELLS // (MATTERS * len(rules.rules))))
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        found = np.array(list(pool.map(compared, seeds)))
    cells, differ, answers = (int(number) for number in found.sum(axis=0))
    said = f"{cells:,} cells compared, {answers:,} answers, {len(rules.rules)} rules"
    at_most("E1", "cells in which kernel and live check differ", differ, 0, said)


if __name__ == "__main__":
    main()
