"""Ten plain deadlines on one matter at a time against Declare4Py's timed responses (E10): cost per matter and rule, with reasons and
without.

DECLARE_PYTHON names the interpreter of an environment with Declare4Py, pandas and pyarrow; without it there is nothing to compare.
Both are measured in processor seconds over facts in memory, the least of several runs. The two do not answer the same question:
a response knows neither calendar nor a duty that is still pending, and says no reasons.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pyarrow.parquet as pq

from bench.goals import at_least
from bench.kernel_bench import cost
from bench.kernel_log import write_log
from bench.law_bench import ATTRIBUTES, NOW, facts_of, reasons_of
from bench.peers import PAIRS, law_folder, theirs
from hengjian.core.evaluate import evaluate
from hengjian.core.lawbook.reader import read_lawbook

MATTERS = int(os.environ.get("BENCH_DECLARE_MATTERS", 2_000))
SCRIPT = "peer_declare4py.py"
GOALS = {False: 50, True: 12}


def ours(folder: Path, log: Path) -> dict[bool, float]:
    """Processor seconds for every matter of the log, without reasons and with every one of them."""
    law, matters = read_lawbook(law_folder(folder)), facts_of(pq.read_table(log))

    def bare() -> None:
        for facts in matters:
            evaluate(facts, law, NOW, attributes=ATTRIBUTES)

    def explained() -> None:
        for facts in matters:
            reasons_of(evaluate(facts, law, NOW, attributes=ATTRIBUTES))

    return {reasons: min(cost(work)[1] for _ in range(5)) for reasons, work in ((False, bare), (True, explained))}


def main() -> None:
    python = os.environ.get("DECLARE_PYTHON", "")
    if not python:
        print("Declare4Py: not compared; name an interpreter that has it in DECLARE_PYTHON")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_log(folder / "log.parquet", MATTERS)
        peer, mine = theirs(python, folder / "log.parquet", folder, SCRIPT), ours(folder, folder / "log.parquet")
    each = 1e6 / (MATTERS * len(PAIRS))
    other = float(str(peer["seconds"])) * each
    print(f"{MATTERS:,} matters of 12 events, {len(PAIRS)} deadlines, one matter at a time")
    print(f"Declare4Py {peer['version']}: {other:.2f} us per matter and rule, {peer['broken']} responses broken")
    for reasons, took in mine.items():
        how, ratio = "with every reason" if reasons else "without reasons", other / (took * each)
        at_least("E10", f"Declare4Py / ours for a matter and rule, {how}", ratio, GOALS[reasons], f"{took * each:.2f} us")


if __name__ == "__main__":
    main()
