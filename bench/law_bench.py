"""The law on one matter at a time: every answer of made-up matters of twelve events, with reasons and without (E8), and after one more
fact, with the size of what is carried from one to the next (E9).

Beside each figure stands its ratio to a floor of the same run: reading the same facts from JSON, which whoever judges a matter must do
first. A declarative checker of single cases is measured in `declare_bench.py`. BENCH_LAW names another law folder.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from bench.goals import at_most
from bench.kernel_log import KINDS, LEVELS, OUTCOMES, portion
from hengjian.core.evaluate import evaluate, evaluate_after
from hengjian.core.evaluation import Evaluation
from hengjian.core.facts import Fact
from hengjian.core.lawbook.differing import narrowed
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.reader import read_lawbook

LAW = Path(os.environ.get("BENCH_LAW", Path(__file__).resolve().parents[1] / "hengjian" / "law"))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 2, 10, 15, 30, tzinfo=UTC)
ATTRIBUTES = {"matter": "case/admin", "category": "public_security", "level": "station"}
MATTERS, PASSES = 2_000, 2
WHOLE = {(20, True): 50, (60, True): 100, (20, False): 10, (60, False): 20}
ONE_MORE = {20: 1, 60: 2}
CARRIED = 1_500


def facts_of(table: pa.Table) -> list[list[Fact]]:
    """The matters of a made-up log as facts."""
    matters: dict[int, list[Fact]] = {}
    for place, one in enumerate(table.to_pylist()):
        body = {"by_level": LEVELS[one["by_level"]], "outcome": OUTCOMES[one["outcome"]]}
        body |= {"victim": bool(one["victim"]), "minor": bool(one["minor"])}
        at = EPOCH + timedelta(microseconds=one["at"])
        matters.setdefault(one["matter"], []).append(Fact(KINDS[one["kind"]], at, body, seq=place, id=str(place)))
    return list(matters.values())


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def answered(facts: Sequence[Fact], law: Lawbook) -> float:
    """Seconds for every answer of one matter, its facts fresh as from the database."""
    fresh = [replace(fact, body=dict(fact.body)) for fact in facts]
    return seconds(lambda: evaluate(fresh, law, NOW, attributes=ATTRIBUTES))


def explained(facts: Sequence[Fact], law: Lawbook) -> float:
    """The same with every reason."""
    fresh = [replace(fact, body=dict(fact.body)) for fact in facts]
    return seconds(lambda: reasons_of(evaluate(fresh, law, NOW, attributes=ATTRIBUTES)))


def followed(facts: Sequence[Fact], law: Lawbook) -> list[float]:
    """Seconds for each fact after the first, judged as it comes."""
    found, took = evaluate(facts[:1], law, facts[0].at, attributes=ATTRIBUTES), []
    for count in range(1, len(facts)):
        begun = time.perf_counter()
        found = evaluate_after(found, facts[:count], facts[count], law, facts[count].at, attributes=ATTRIBUTES)
        took.append(time.perf_counter() - begun)
    return took


def carried(facts: Sequence[Fact], law: Lawbook) -> int:
    """Bytes of JSON of all that one fact hands on to the next: each answer with its due time, reasons left out."""
    found, places = evaluate(facts, law, facts[-1].at, attributes=ATTRIBUTES), law.panel(ATTRIBUTES).places
    duties = [
        [places[one.rule], one.key, one.started.id, one.state, one.due_at and int(one.due_at.timestamp()), one.met and one.met.id]
        for one in found.duties
    ]
    said = [[places[one.rule], one.key, one.verdict, one.act.id, one.what] for one in found.judgements]
    return len(json.dumps([duties, said], separators=(",", ":")))


def reasons_of(found: Evaluation) -> None:
    for one in (*found.duties, *found.judgements):
        _ = one.reasons


def read_again(text: str) -> float:
    """Seconds for reading one matter's facts from JSON."""
    return seconds(lambda: [Fact(**{**row, "at": datetime.fromisoformat(row["at"])}) for row in json.loads(text)])


def as_text(facts: Iterable[Fact]) -> str:
    return json.dumps([{"kind": one.kind, "at": one.at.isoformat(), "body": one.body, "seq": one.seq, "id": one.id} for one in facts])


def median(matters: Sequence[Sequence[Fact]], law: Lawbook, work: Callable[[Sequence[Fact], Lawbook], float]) -> float:
    """Microseconds for the median matter."""
    return statistics.median(work(facts, law) for _pass in range(PASSES) for facts in matters) * 1e6


def measure(law: Lawbook, matters: Sequence[Sequence[Fact]]) -> None:
    """Prints a line for each number of rules, with reasons and without; then for long matters, and for one more fact."""
    own = [rule.id for rule in law.rules.values() if rule.applies(ATTRIBUTES)]
    few, many = (narrowed(law, set(own[:count])) for count in (20, 60))
    floor = statistics.median(read_again(text) for text in map(as_text, matters)) * 1e6
    print(f"live law, {platform.machine()}: medians over {len(matters):,} matters of {len(matters[0])} events, read in {floor:.0f} us")
    for some in (few, many):
        for reasons, work in ((True, explained), (False, answered)):
            how = "with every reason" if reasons else "without reasons"
            said("E8", some, how, median(matters, some, work), floor, WHOLE[len(some.rules), reasons])
    long = [[fact for one in matters[first : first + 5] for fact in one] for first in range(0, 1_000, 5)]
    said("E8", few, "without reasons, 60 events", median(long, few, answered), floor, 40)
    for some in (few, many):
        each = statistics.median(one for facts in matters[:500] for one in followed(facts, some)) * 1e6
        said("E9", some, "one more fact", each, floor, ONE_MORE[len(some.rules)])
        size = statistics.median(carried(facts, some) for facts in matters[:500])
        at_most("E9", f"bytes of JSON carried to the next fact, {len(some.rules)} rules", size, CARRIED)


def said(name: str, law: Lawbook, how: str, took: float, floor: float, goal: int) -> None:
    at_most(name, f"us for {len(law.rules)} rules, {how}", took, goal, f"{took / floor:.1f} of reading twelve events")


def main() -> None:
    measure(read_lawbook(LAW), facts_of(portion(np.random.default_rng(1), 0, MATTERS)))


if __name__ == "__main__":
    main()
