#!/usr/bin/env bash
# Every benchmark, each with its ratio against a peer or a limit of the same run. Sizes from the environment, see each file.
set -euo pipefail
cd "$(dirname "$0")/.."
.venv/bin/python -m bench.kernel_bench
.venv/bin/python -m tests.postgres -- .venv/bin/python -m bench.record_bench
