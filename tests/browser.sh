#!/usr/bin/env bash
# Sees to a Chromium, to fonts for its pictures and to pdftoppm; without the right to install, the browser tests say that they were skipped.
set -euo pipefail
have() { command -v "$1" >/dev/null 2>&1; }
if have chromium && have pdftoppm && fc-list :lang=zh 2>/dev/null | grep -q .; then exit 0; fi
if [ "$(id -u)" = 0 ] && have apt-get; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium poppler-utils fonts-noto-cjk >/dev/null
else
  echo "tests: no Chromium here and no right to install one: browser tests will be skipped" >&2
fi
