#!/usr/bin/env bash
# Every benchmark, each with its ratio against a peer or a limit of the same run; at the end the lines of the engine's goals, E1 to E12,
# once more together. Sizes from the environment, see each file.
set -euo pipefail
cd "$(dirname "$0")/.."
said=$(mktemp)
trap 'rm -f "$said"' EXIT
run() { "$@" | tee -a "$said"; }
run .venv/bin/python -m bench.equal_bench
run .venv/bin/python -m bench.kernel_bench
run .venv/bin/python -m bench.scale_bench
run .venv/bin/python -m bench.rehearsal_bench
run .venv/bin/python -m bench.law_bench
# Files of facts, here and on a real Spark of three processes; the lines of E6 need what `make test-spark` installs.
PYTHONPATH="$PWD/.venv-spark${PYTHONPATH:+:$PYTHONPATH}" run .venv/bin/python -m bench.spark_bench
# pm4py is AGPL, and Declare4Py brings it: they live in an environment of their own and are never imported by the product.
if ! .venv-peers/bin/python -c "import Declare4Py, pm4py, polars" >/dev/null 2>&1; then
  .venv/bin/uv venv --quiet --clear .venv-peers
  .venv/bin/uv pip install --quiet --python .venv-peers/bin/python "pm4py==2.7.23.11" "declare4py==2.2.0" "polars==2.1.0" pandas pyarrow
fi
PEERS_PYTHON=.venv-peers/bin/python run .venv/bin/python -m bench.peers
DECLARE_PYTHON=.venv-peers/bin/python run .venv/bin/python -m bench.declare_bench
run .venv/bin/python -m tests.postgres --durable -- .venv/bin/python -m bench.record_bench
run .venv/bin/python -m tests.postgres --durable -- .venv/bin/python -m bench.import_bench
run .venv/bin/python -m tests.postgres --durable -- .venv/bin/python -m bench.live_bench
# The goal is stated for a million matters (BENCH_MATTERS=1000000, some 20 GB of disk and a quarter of an hour); fewer by default.
# `tests.postgres --large --in FOLDER` keeps the city for the next run.
run .venv/bin/python -m tests.postgres --large -- .venv/bin/python -m bench.million_bench
echo
echo "The goals of the engine:"
grep -E '^(E[0-9]+|growth) .*(: (NOT )?met$|not measured)' "$said" | sort -V
