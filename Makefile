# Four commands that always work on a fresh machine: demo, test, check, bench.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .stamps
PORT ?= 8000
MATTERS ?= 10000
DEMO_HOME ?= var/demo
STORES := tests/ledger tests/work tests/watch tests/journeys
COLUMNS := tests/bulk tests/feeds tests/law
SHARED := $(wildcard ../shared)
export HENGJIAN_OUTSIDE_DATA ?= $(if $(SHARED),$(abspath $(SHARED)))

.PHONY: help setup demo test test-stores test-rest test-browser test-fast test-spark check bench pictures format lock messages clean

help:
	@echo "make demo   a fictional city, living, on the embedded database (MATTERS=$(MATTERS) PORT=$(PORT))"
	@echo "make test   every test, on SQLite, on PostgreSQL and in a real browser"
	@echo "make test-spark  the same answers on a real Spark of several processes"
	@echo "make check  lint, types, the import contract"
	@echo "make bench  benchmarks against peers and limits of the same run"

$(STAMPS)/python: requirements.lock
	@mkdir -p $(STAMPS)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/python -c "import pathlib, sysconfig; pathlib.Path(sysconfig.get_path('purelib'), 'hengjian.pth').write_text(str(pathlib.Path.cwd()))"
	@printf '#!/bin/sh\nexec "%s/$(BIN)/python" -m hengjian "$$@"\n' "$$(pwd)" > $(BIN)/hengjian && chmod +x $(BIN)/hengjian
	@touch $@

$(STAMPS)/web: $(STAMPS)/python web/package-lock.json $(shell find web -type f -not -path '*/node_modules/*' 2>/dev/null)
	bash web/build.sh
	@touch $@

$(STAMPS)/messages: $(STAMPS)/python $(wildcard hengjian/locale/*/LC_MESSAGES/*.po)
	$(BIN)/pybabel --quiet compile --directory hengjian/locale --domain django 2>/dev/null
	@touch $@

setup: $(STAMPS)/python $(STAMPS)/web $(STAMPS)/messages

$(STAMPS)/browser: $(STAMPS)/python
	bash tests/browser.sh
	@touch $@

demo: setup
	HENGJIAN_HOME=$(DEMO_HOME) $(BIN)/hengjian demo --matters $(MATTERS) --port $(PORT)

# In two lanes of like length, one a processor: what stores runs on SQLite and on PostgreSQL, then the columns; the rest runs beside it.
test: setup $(STAMPS)/browser
	$(MAKE) --jobs=2 --output-sync=target test-stores test-rest
	$(BIN)/coverage combine --quiet .coverage.sqlite .coverage.postgres .coverage.columns .coverage.rest
	$(BIN)/python -m tests.coverage

test-stores: setup $(STAMPS)/browser
	COVERAGE_FILE=.coverage.sqlite $(BIN)/python -m pytest $(STORES) -p no:cacheprovider --cov=hengjian --cov-report=
	COVERAGE_FILE=.coverage.postgres $(BIN)/python -m tests.postgres -- $(BIN)/python -m pytest $(STORES) -m "not browser" -p no:cacheprovider --cov=hengjian --cov-report=
	COVERAGE_FILE=.coverage.columns $(BIN)/python -m pytest $(COLUMNS) -p no:cacheprovider --cov=hengjian --cov-report=

test-rest: setup $(STAMPS)/browser
	COVERAGE_FILE=.coverage.rest $(BIN)/python -m pytest tests $(foreach folder,$(STORES) $(COLUMNS),--ignore=$(folder)) -p no:cacheprovider --cov=hengjian --cov-report=

test-browser: setup $(STAMPS)/browser
	$(BIN)/python -m pytest tests -m browser

test-fast: setup
	$(BIN)/python -m pytest tests -m "not browser and not processes" -x

# On a real cluster of processes: pyspark (468 MB) lies in a folder of its own, Java is installed where that is allowed.
$(STAMPS)/spark: $(STAMPS)/python
	command -v java >/dev/null || bash tests/java.sh
	$(BIN)/uv pip install --quiet --python $(BIN)/python --target .venv-spark "pyspark==4.0.5"
	@touch $@

test-spark: setup $(STAMPS)/spark
	PYTHONPATH=$$PWD/.venv-spark $(BIN)/python -m pytest tests/bulk/spark

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hengjian law check

bench: setup
	bash bench/run.sh

# The manual's pictures, from a demo that runs on PORT.
pictures: setup $(STAMPS)/browser
	$(BIN)/python -m tests.manual_pictures http://127.0.0.1:$(PORT)

format: $(STAMPS)/python
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(STAMPS)/python
	$(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-annotate --no-header --group dev pyproject.toml -o requirements.lock

messages: $(STAMPS)/python
	$(BIN)/python -m tests.house.messages

clean:
	rm -rf $(STAMPS) hengjian/faces/static/built web/node_modules
