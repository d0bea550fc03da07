"""Plain deadlines on one thread (ten, laid down up to BENCH_RULES) against pm4py's checks of the ten: cost per event and rule.

PEERS_PYTHON names the interpreter of an environment with pm4py, pandas, polars and pyarrow; without it there is nothing to compare.
Both are measured in processor seconds, the least of several runs, which other work on the machine disturbs less. They do not answer the
same question: the profile sees only pairs that occurred, DECLARE knows no time, none knows a calendar or a pause.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from datetime import date
from itertools import cycle, islice
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import yaml

from bench.goals import at_least
from bench.kernel_bench import ATTRIBUTES, FIELDS, KNOWN, LAW, NAMES, NOW_US, RULES, columns_of, cost
from bench.kernel_log import KINDS, write_log
from hengjian.bulk.frame import kind_codes
from hengjian.bulk.spread import run, space
from hengjian.bulk.table.bound import bound
from hengjian.bulk.table.columns import RuleTable, rule_table
from hengjian.core.lawbook.reader import read_lawbook

MATTERS = int(os.environ.get("BENCH_PEER_MATTERS", 60_000))
PAIRS = (
    ("case.reported", "receipt.issued", 3), ("case.reported", "case.accepted", 5), ("case.accepted", "case.decided", 30),
    ("case.opened", "case.decided", 30), ("examination.submitted", "examination.received", 10),
    ("examination.received", "opinion.served", 5),
    ("person.summoned", "person.arrived", 1), ("case.decided", "decision.served", 7), ("notice.given", "case.decided", 15),
    ("item.seized", "item.returned", 30),
)  # fmt: skip
ANSWERS = {
    "profile": ("pm4py's temporal profile", 500),
    "follows": ("pm4py's timed check that one follows another", 150),
    "declare": ("pm4py's DECLARE on pandas", 150),
    "polars": ("pm4py's DECLARE on Polars", 20),
}


def law_folder(folder: Path) -> Path:
    """The pairs as a law folder of ten deadlines."""
    statute = folder / "law" / "statutes" / "pairs"
    statute.mkdir(parents=True)
    for name in ("policy", "terms"):
        shutil.copytree(LAW / name, folder / "law" / name)
    write(statute / "_statute.yaml", {"id": "pairs", "title": {"zh": "对", "en": "pairs"}, "in_force_since": date(2006, 3, 1)})
    for place, (first, second, days) in enumerate(PAIRS):
        rule = {
            "id": f"pairs.pair-{place}", "title": first, "restates": first, "check": "deadline", "applies_to": {"matter": "case/admin"},
            "text": "not_held", "checked": {"by": "bench", "day": date(2026, 1, 1)}, "starts": {"event": first, "source": "bench"},
            "met_by": [second], "within": {"days": days, "source": "bench"}, "examples": [example("one"), example("two")],
        }  # fmt: skip
        write(statute / f"pair-{place}.yaml", rule)
    return folder / "law"


def example(name: str) -> dict[str, object]:
    return {"name": name, "events": [[date(2024, 1, 1), "note.added"]], "as_of": date(2024, 1, 2), "expect": "none"}


def write(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def ours(path: Path, table: RuleTable) -> float:
    """Processor seconds from Parquet to verdicts, on one thread."""
    words, kinds = bound(table, [ATTRIBUTES], KNOWN), kind_codes(KINDS, table)
    # as in a patrol, what its mapping would not name stays in the file
    names = [name for name in NAMES if name not in FIELDS or name in table.fields]

    def whole() -> None:
        with pq.ParquetFile(path) as file:
            for number in range(file.num_row_groups):
                read = file.read_row_group(number, columns=names, use_threads=False)
                columns = columns_of(table, {name: read[name].chunk(0).to_numpy() for name in names}, kinds)
                count = len(columns.starts) - 1
                run(words, columns, table, NOW_US, space(count, len(table.rules), np.zeros(count, bool)))

    whole()
    return min(cost(whole)[1] for _ in range(9))


def theirs(python: str, path: Path, folder: Path, script: str = "peer_pm4py.py") -> dict[str, object]:
    """What a peer's script, run by the interpreter of its own environment, measured of the pairs."""
    pairs = folder / "pairs.json"
    pairs.write_text(json.dumps({"kinds": KINDS, "pairs": [(a, b, days * 86_400.0) for a, b, days in PAIRS]}), encoding="utf-8")
    command = [python, str(Path(__file__).with_name(script)), str(path), str(pairs)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def main() -> None:
    python = os.environ.get("PEERS_PYTHON", "")
    if not python:
        print("pm4py: not compared; name an interpreter that has it in PEERS_PYTHON")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_log(folder / "log.parquet", MATTERS)
        law = read_lawbook(law_folder(folder))
        mine = ours(folder / "log.parquet", rule_table(law, islice(cycle(law.rules.values()), RULES)))
        peer = theirs(python, folder / "log.parquet", folder)
    print(f"{MATTERS:,} matters of 12 events, one thread, pm4py {peer['version']} with the log in memory, ours from Parquet")
    ours_each = mine / (MATTERS * 12 * RULES)
    print(f"ours: {RULES} deadlines {mine:.3f} s, {ours_each * 1e9:.2f} ns per event and rule")
    for name, (words, goal) in ANSWERS.items():
        seconds = float(str(peer[name]))
        their_each = seconds / (MATTERS * 12 * len(PAIRS))
        at_least("E7", f"{words} / ours per event and rule", their_each / ours_each, goal, f"{seconds:.2f} s, {their_each * 1e9:.0f} ns")


if __name__ == "__main__":
    main()
