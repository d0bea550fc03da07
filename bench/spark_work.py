"""What a worker of the bench does with one file: sixty rules, answers counted, no reasons."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from itertools import cycle, islice
from pathlib import Path

import numpy as np

from bench.law_bench import ATTRIBUTES, LAW, NOW
from hengjian.bulk.facts.frame import Laid, facts_frame
from hengjian.bulk.facts.reading import Part, fields_of, read_part
from hengjian.bulk.spread import judge_frame
from hengjian.bulk.table.columns import RuleTable, rule_table
from hengjian.bulk.times import EPOCH
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.reader import read_lawbook

RULES = 60
NOW_US = (NOW - EPOCH) // timedelta(microseconds=1)


def sixty(law: Lawbook) -> RuleTable:
    """The rules that apply to the made-up matters, laid down until there are sixty."""
    own = [rule for rule in rule_table(law).rules if rule.applies(ATTRIBUTES)]
    return rule_table(law, islice(cycle(own), RULES))


def tally(part: Part, laid: Laid) -> np.ndarray:
    """How many answers of each sort each rule gives on a part."""
    found = np.zeros((len(laid.rules.rules), 8), np.int64)
    for log in read_part(part, fields_of(laid.rules), NOW):
        found += judge_frame(facts_frame(log, laid), laid.rules, NOW_US, threads=1).tally
    return found


@cache
def laid_once() -> Laid:
    """The law of this process."""
    return Laid(sixty(read_lawbook(LAW)))


def tally_of(path: str) -> np.ndarray:
    """The same of one whole file, by its name."""
    return tally(Part(Path(path)), laid_once())
