"""Declare4Py's timed responses on the made-up log. Runs in an environment of its own (it brings pm4py, AGPL: measured, never part of
the product).

Called as `python peer_declare4py.py LOG.parquet PAIRS.json`; prints processor seconds, how often the responses were broken, and the
version as JSON.
"""

import importlib.metadata
import json
import sys
import time

import pandas as pd
import pm4py
from Declare4Py.D4PyEventLog import D4PyEventLog
from Declare4Py.ProcessMiningTasks.ConformanceChecking.MPDeclareAnalyzer import MPDeclareAnalyzer
from Declare4Py.ProcessModels.DeclareModel import DeclareModel


def main(log: str, pairs: str) -> None:
    with open(pairs, encoding="utf-8") as file:
        spec = json.load(file)
    frame = pd.read_parquet(log)
    names = {number: kind.replace(".", " ") for number, kind in enumerate(spec["kinds"])}
    frame["concept:name"] = frame["kind"].map(names)
    frame["case:concept:name"] = frame["matter"].astype(str)
    frame["time:timestamp"] = pd.to_datetime(frame["at"], unit="us", utc=True)
    events = pm4py.convert_to_event_log(frame[["case:concept:name", "concept:name", "time:timestamp"]])
    events._properties.update({"pm4py:param:activity_key": "concept:name", "pm4py:param:timestamp_key": "time:timestamp"})
    lines = [f"activity {name}" for name in names.values()]
    for first, second, limit in spec["pairs"]:
        lines.append(f"Response[{first.replace('.', ' ')}, {second.replace('.', ' ')}] | | |0,{limit / 3600:.0f},h")
    analyzer = MPDeclareAnalyzer(D4PyEventLog(log=events), DeclareModel().parse_from_string("\n".join(lines)), True)
    spent, broken = [], 0
    for _ in range(3):
        begun = time.process_time()
        results = analyzer.run()
        spent.append(time.process_time() - begun)
    for matter in results.model_check_res:
        broken += sum(one.num_violations or 0 for one in matter)
    print(json.dumps({"seconds": min(spent), "broken": broken, "version": importlib.metadata.version("declare4py")}))


if __name__ == "__main__":
    main(*sys.argv[1:])
