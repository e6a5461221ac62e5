# `make reports` and `make test` need Python 3.11 or newer, git and make; the rest sets itself up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

SEED ?= 0
FROM ?= ../shared/data

.PHONY: help reports test test-slow slow-sample check check-reports snapshot bench format clean

help:            ## list the targets
	@grep -E '^[a-z-]+: ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## ?/\1\t/'

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	@touch $(READY)

reports: $(READY)  ## build every report from the shipped data into reports/
	$(BIN)/imp-stats reports --out reports

test: $(READY)   ## run the tests
	$(BIN)/python -m pytest -n 2 -m 'not slow'

test-slow: $(READY)  ## run the slow tests too
	$(BIN)/python -m pytest -n 2

slow-sample: $(READY)  ## run a few of the slow tests, chosen by SEED
	$(BIN)/python -m pytest -n 2 -m slow --slow-sample 3 --seed "$(SEED)"

check: $(READY)  ## lint, types, import contracts, coverage of branches
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 -q -m 'not slow' --cov --cov-report=term --cov-fail-under=95

check-reports: $(READY)  ## fail if a page is older than what it shows
	$(BIN)/imp-stats check

snapshot: $(READY)  ## add the publishers' files in FROM to the shipped ledger
	$(BIN)/imp-stats build --from "$(FROM)" --out data

bench: $(READY)  ## time the main steps, as ratios within one run
	$(BIN)/python -m pytest tests/benchmarks -q

format: $(READY)  ## format the code
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

clean:           ## remove the virtual environment and what tools left behind
	rm -rf $(VENV) build dist .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
