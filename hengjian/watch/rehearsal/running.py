"""A draft of the law run over the past: part by part over the facts of the ledger, both lawbooks at once, and what could not be decided.

Who asked for it, and what is kept of it, stands in `jobs.py`; nothing is written here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from hengjian.core.evaluate import evaluate
from hengjian.core.lawbook.differing import narrowed
from hengjian.ledger.read import facts_up_to
from hengjian.watch.rehearsal.counting import Difference, Tally
from hengjian.watch.rehearsal.facts import Scope, in_order, matters_in, parts
from hengjian.watch.rehearsal.judging import KERNEL_PAYS, Trial, judged
from hengjian.work.matters.models import Matter
from hengjian.work.matters.project import attributes

Sink = Callable[[Sequence[Difference]], None]


@dataclass
class Run:
    """One rehearsal while it runs. `total` matters are to be looked through; every difference goes to `sink`."""

    trial: Trial
    scope: Scope
    sink: Sink
    large: int = KERNEL_PAYS
    total: int = 0
    tally: Tally = field(default_factory=Tally)

    def go(self) -> Iterator[None]:
        """Runs to its end, a part of the matters at each step."""
        rules = self.trial.all_rules
        if not rules:
            return
        self.total = matters_in(self.scope, rules).count()
        columnar = self.total * len(rules) >= self.large
        for part in parts(self.scope, rules):
            said = judged(part, self.trial, self.scope.now, columnar=columnar)
            self.sink(self.tally.take(part, said, self.trial))
            yield

    def figures(self) -> dict[str, Any]:
        """What came out, once it has run."""
        return self.tally.figures(self.trial, self.missing())

    def missing(self) -> Counter[tuple[str, str]]:
        """Which facts are missing where the draft cannot decide, by rule; of the first matters alone (`looked_at`)."""
        rules: defaultdict[str, set[str]] = defaultdict(set)
        for matter, rule in self.tally.unclear:
            rules[matter].add(rule)
        told, rows = facts_up_to(self.scope.place, list(rules)), Matter.objects.select_related("unit").in_bulk(list(rules))
        found: Counter[tuple[str, str]] = Counter()
        for matter, asked in rules.items():
            facts, law = in_order(told[matter], self.scope.now), narrowed(self.trial.new, asked)
            for one in evaluate(facts, law, self.scope.now, attributes=attributes(rows[matter])).undetermined:
                found[one.rule, one.missing] += 1
        return found
