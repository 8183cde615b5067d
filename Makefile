# Each target sets up what it needs in .venv: Python 3.11 or later with pip is all that must be there.
# Another Python has another place: make test PYTHON=python3.13 VENV=.venv-3.13

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test lint format bench soak wheel clean

demo: $(VENV)/.package
	$(BIN)/twilio-async demo

test: $(VENV)/.tests
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest --numprocesses auto
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

lint: $(VENV)/.lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright

format: $(VENV)/.lint
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.benchmarks
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/concurrency.py
	$(BIN)/python benchmarks/histories.py
	$(BIN)/python -m benchmarks.twiml
	$(BIN)/python -m benchmarks.webhooks
	$(BIN)/python benchmarks/campaigns.py
	$(BIN)/python -m benchmarks.pages
	$(BIN)/python -m benchmarks.command_line

soak: $(VENV)/.tests
	$(BIN)/python benchmarks/soak.py --kills 3 --records 5000
	$(BIN)/python benchmarks/soak_campaigns.py --kills 5 --messages 300
	$(BIN)/python -m benchmarks.fuzz

wheel: $(VENV)/.build
	rm -rf dist
	$(BIN)/python -m build --quiet --outdir dist .

clean:
	rm -rf .venv .venv-* build dist .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.package: pyproject.toml | $(BIN)/python
	$(PIP) --upgrade 'pip>=25.1'
	$(PIP) --editable '.[all]'
	touch $@

# One stamp for each group of development tools that a target needs.
$(VENV)/.tests $(VENV)/.benchmarks $(VENV)/.build: $(VENV)/.%: $(VENV)/.package
	$(PIP) --group $*
	touch $@

$(VENV)/.lint: $(VENV)/.tests $(VENV)/.benchmarks
	$(PIP) --group lint
	touch $@
