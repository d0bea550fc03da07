#!/usr/bin/env bash
# Java 17 for the tests on a Spark, where we may install it; else says what to install.
set -euo pipefail
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless procps >/dev/null
else
  echo "Spark needs Java 17: install openjdk-17-jre-headless, or set JAVA_HOME" >&2
  exit 1
fi
