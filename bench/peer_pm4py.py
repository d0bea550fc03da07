"""pm4py's temporal profile on the made-up log. Runs in an environment of its own (AGPL: measured, never part of the product).

Called as `python peer_pm4py.py LOG.parquet PAIRS.json`; prints processor seconds and versions as JSON.
"""

import json
import sys
import time

import pandas as pd
import pm4py
from pm4py.algo.conformance.temporal_profile import algorithm as temporal_profile


def main(log: str, pairs: str) -> None:
    frame = pd.read_parquet(log)
    with open(pairs, encoding="utf-8") as file:
        spec = json.load(file)
    frame["concept:name"] = frame["kind"].map(dict(enumerate(spec["kinds"])))
    frame["case:concept:name"] = frame["matter"].astype(str)
    frame["time:timestamp"] = pd.to_datetime(frame["at"], unit="us", utc=True)
    events = pm4py.convert_to_event_log(frame[["case:concept:name", "concept:name", "time:timestamp"]])
    profile = {(first, second): (limit, 0.0) for first, second, limit in spec["pairs"]}
    spent = []
    for _ in range(3):
        begun = time.process_time()
        temporal_profile.apply(events, profile, parameters={"zeta": 1.0})
        spent.append(time.process_time() - begun)
    print(json.dumps({"seconds": min(spent), "version": pm4py.__version__}))


if __name__ == "__main__":
    main(*sys.argv[1:])
