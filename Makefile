# Community Case: the two commands are `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Compiled modules are kept, whatever the machine is set to: without them each start compiles the whole project anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test tests check bench docs pictures samples clean

run: $(VENV)/.runtime
	$(BIN)/python -m ui

test: $(VENV)/.development
	$(MAKE) --jobs=2 check tests

tests: $(VENV)/.development
	$(BIN)/python -m pytest -v --numprocesses=3 --dist=loadfile --no-loadscope-reorder --durations=40 --cov --cov-report=term

check: $(VENV)/.development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.development
	$(BIN)/python -m bench
	$(BIN)/python -m bench.store
	$(BIN)/python -m bench.simulation
	$(BIN)/python -m bench.journey
	$(BIN)/python -m bench.exports

docs: $(VENV)/.runtime
	$(BIN)/python -m exports.handbook

pictures: $(VENV)/.development
	$(BIN)/python -m docs.screenshots.take

SAMPLES := gm_fastlane.docx gm_fastlane.pdf support_b2b.xlsx support_b2b.pptx

samples: $(VENV)/.runtime
	for name in $(SAMPLES); do \
	  $(BIN)/python cli.py export $$(ls scenarios/*/$${name%.*}.yaml) docs/samples/$$name || exit 1; \
	done

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage build

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit("Community Case needs Python 3.11 or newer: make PYTHON=python3.11 …" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check pip==26.3  # installs in two thirds of the time of older ones

$(VENV)/.runtime: $(BIN)/python requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.development: $(BIN)/python requirements.txt requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@ $(VENV)/.runtime
