# Each target sets up what it needs in .venv: Python 3.11 or later with pip is all that must be there.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test lint format bench wheel clean

demo: .venv/.package
	$(BIN)/twilio-async demo

test: .venv/.tests
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

lint: .venv/.lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright

format: .venv/.lint
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.benchmarks
	$(BIN)/python benchmarks/run.py

wheel: .venv/.build
	rm -rf dist
	$(BIN)/python -m build --quiet --outdir dist .

clean:
	rm -rf .venv build dist .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=...")'
	$(PYTHON) -m venv .venv

.venv/.package: pyproject.toml | $(BIN)/python
	$(PIP) --upgrade 'pip>=25.1'
	$(PIP) --editable '.[all]'
	touch $@

# One stamp for each group of development tools that a target needs.
.venv/.tests .venv/.benchmarks .venv/.build: .venv/.%: .venv/.package
	$(PIP) --group $*
	touch $@

.venv/.lint: .venv/.tests .venv/.benchmarks
	$(PIP) --group lint
	touch $@
