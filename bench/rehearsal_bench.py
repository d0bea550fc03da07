"""A draft of the law run over a million matters beside the law in force, in one pass, against one evaluation of the same matters.

Four drafts: one limit a day shorter, ten of them, another calendar, which bears on every rule, and all of it at once. Sizes from the
environment: BENCH_MATTERS, BENCH_RULES, BENCH_RUNS, BENCH_LAW.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from bench.goals import at_most
from bench.kernel_bench import KNOWN, MATTERS, NAMES, NOW_US, RULES, RUNS, columns_of, cost, each_group, whole_log
from bench.kernel_log import KINDS, write_log
from bench.law_bench import ATTRIBUTES, LAW
from hengjian.bulk.frame import Frame, kind_codes
from hengjian.bulk.table.bound import bound
from hengjian.bulk.table.columns import RuleTable, rule_table
from hengjian.bulk.two_laws import TwoLaws, compared, two_laws
from hengjian.core.lawbook.clocks import Clock, Limit
from hengjian.core.lawbook.differing import differing
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.values import Dated

Pair = tuple[list[Rule], list[Rule]]


def shorter(rule: Rule) -> Rule:
    """The rule with each limit in days a day shorter."""
    clock = rule.shape
    assert isinstance(clock, Clock)
    versions = tuple(None if terms is None else replace(terms, limits=tuple(map(cut, terms.limits))) for terms in clock.versions.values)
    return replace(rule, shape=Clock(clock.starts, Dated(clock.versions.days, versions)))


def cut(limit: Limit) -> Limit:
    length = limit.length
    return limit if length is None or not length.days else replace(limit, length=replace(length, days=length.days - 1))


def in_days(rule: Rule) -> bool:
    clock = rule.shape
    return isinstance(clock, Clock) and any(
        one.length is not None and one.length.days for terms in clock.versions.in_force() for one in terms.limits
    )


def drafts(law: Lawbook, own: Sequence[Rule]) -> dict[str, tuple[Lawbook, Lawbook]]:
    """The law of these rules and drafts of its successor."""
    rules = {f"{rule.id}.{number}": replace(rule, id=f"{rule.id}.{number}") for number, rule in enumerate(islice(cycle(own), RULES))}
    old = replace(law, rules=rules, _panels={}, _others={})
    timed = [name for name, rule in rules.items() if in_days(rule)]

    china = replace(law.calendars["china"], rest_days=frozenset({6}), _known={}, _ends={})
    calendars = {**law.calendars, "china": china}

    def with_shorter(names: Sequence[str], **rest: Any) -> Lawbook:
        changed = {name: shorter(rule) if name in names else rule for name, rule in rules.items()}
        return replace(old, rules=changed, _panels={}, _others={}, **rest)

    made = {"one limit": with_shorter(timed[:1]), "ten limits": with_shorter(timed[:10])}
    made |= {"a calendar": with_shorter([], calendars=calendars), "everything": with_shorter(timed, calendars=calendars)}
    return {name: (old, draft) for name, draft in made.items()}


def rehearsed(path: Path, laws: TwoLaws) -> int:
    """From Parquet to the answers that differ, row group by row group on two threads; how many there are."""
    tables = [bound(table, [ATTRIBUTES], KNOWN) for table in (laws.old, laws.new)]
    kind_of = kind_codes(KINDS, laws.old)

    def group(number: int) -> int:
        with pq.ParquetFile(path) as file:
            read = file.read_row_group(number, columns=NAMES, use_threads=False)
        columns = columns_of(laws.old, {name: read[name].chunk(0).to_numpy() for name in NAMES}, kind_of)
        unfit = np.zeros(len(columns.starts) - 1, bool)
        found = compared([Frame(columns, words, unfit) for words in tables], laws, NOW_US)
        return len(found.gone) + len(found.come)

    return sum(each_group(path, group))


def ready(old: Lawbook, new: Lawbook) -> tuple[TwoLaws, float]:
    """Both tables of the rules that differ, laid out, and the processor seconds that this takes."""
    begun = time.process_time()
    laws = two_laws(old, new, differing(old, new))
    for table in (laws.old, laws.new):
        bound(table, [ATTRIBUTES], KNOWN)
    return laws, time.process_time() - begun


def against_one(path: Path, table: RuleTable, laws: TwoLaws) -> tuple[float, float, int]:
    """Median ratio of a rehearsal to one evaluation in paired runs, on the wall and in processor time; answers that differ."""
    found = 0

    def run() -> None:
        nonlocal found
        found = rehearsed(path, laws)

    works: tuple[Callable[[], object], ...] = (run, lambda: whole_log(path, table))
    runs = np.array([[cost(work) for work in works] for _ in range(RUNS)])
    wall, spent = (float(np.median(runs[:, 0, kind] / runs[:, 1, kind])) for kind in (0, 1))
    return wall, spent, found


def measure(path: Path, law: Lawbook) -> None:
    own = [rule for rule in rule_table(law).rules if rule.applies(ATTRIBUTES)]
    made = drafts(law, own)
    table = rule_table(made["one limit"][0])
    whole_log(path, table)
    print(f"{MATTERS:,} matters, {MATTERS * 12:,} events, {len(table.rules)} rules")
    for name, (old, new) in made.items():
        laws, laid_out = ready(old, new)
        wall, spent, found = against_one(path, table, laws)
        said = f"by the clock {wall:.2f}, {len(laws.old.rules)} rules asked, {found:,} answers differ"
        at_most("E11", f"a rehearsal of {name} / one evaluation", spent, 2, said)
        at_most("E11", f"seconds of a processor to lay out {name}, nothing compiled", laid_out, 0.1)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.parquet"
        write_log(path, MATTERS)
        measure(path, read_lawbook(LAW))


if __name__ == "__main__":
    main()
