"""pm4py on the made-up log. Runs in an environment of its own (AGPL: measured, never part of the product).

Called as `python peer_pm4py.py LOG.parquet PAIRS.json`; prints processor seconds of its temporal profile, of its timed check that one
event follows another, of its DECLARE responses (untimed) on frames of pandas and of Polars, and the version, as JSON.
"""

import json
import sys
import time

import pandas as pd
import pm4py
import polars as pl
from pm4py.algo.conformance.declare import algorithm as declare
from pm4py.algo.conformance.temporal_profile import algorithm as temporal_profile
from pm4py.algo.filtering.log.ltl import ltl_checker

RUNS = 3


def least(work):
    """Processor seconds, the least of several runs."""
    spent = []
    for _ in range(RUNS):
        begun = time.process_time()
        work()
        spent.append(time.process_time() - begun)
    return min(spent)


def follows(events, pairs):
    for first, second, limit in pairs:
        parameters = {"enable_timestamp": True, "timestamp_diff_boundaries": [(0, limit)]}
        ltl_checker.eventually_follows(events, [first, second], parameters=parameters)


def frame_of(log, kinds):
    frame = pd.read_parquet(log)
    frame["concept:name"] = frame["kind"].map(dict(enumerate(kinds)))
    frame["case:concept:name"] = frame["matter"].astype(str)
    frame["time:timestamp"] = pd.to_datetime(frame["at"], unit="us", utc=True)
    return frame[["case:concept:name", "concept:name", "time:timestamp"]]


def main(log: str, pairs: str) -> None:
    with open(pairs, encoding="utf-8") as file:
        spec = json.load(file)
    frame = frame_of(log, spec["kinds"])
    events, lazy = pm4py.convert_to_event_log(frame), pl.from_pandas(frame).lazy()
    profile = {(first, second): (limit, 0.0) for first, second, limit in spec["pairs"]}
    responses = {"response": {(first, second): {"support": 1, "confidence": 1} for first, second, _limit in spec["pairs"]}}
    found = {
        "profile": least(lambda: temporal_profile.apply(events, profile, parameters={"zeta": 1.0})),
        "follows": least(lambda: follows(events, spec["pairs"])),
        "declare": least(lambda: declare.apply(frame, responses)),
        "polars": least(lambda: declare.apply(lazy, responses)),
    }
    print(json.dumps({**found, "version": pm4py.__version__}))


if __name__ == "__main__":
    main(*sys.argv[1:])
