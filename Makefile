# `make` alone lists what can be made.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
ARGS   ?=

.DEFAULT_GOAL := help
.PHONY: help demo test slow check format bench wheel screenshots clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/demo.stamp  ## build the demonstration, print its links, serve it on 127.0.0.1:8000 (ARGS="--robots 60" for simulated participants)
	@$(BIN)/gullseye demo $(ARGS)

test: $(VENV)/dev.stamp  ## install what the tests need, then pass the whole suite
	@tests/install-services
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

slow: $(VENV)/dev.stamp  ## pass the longer proofs too
	$(BIN)/python -m pytest -m slow -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(VENV)/dev.stamp  ## style and types only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/dev.stamp  ## lay the code out as the project does
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/dev.stamp  ## measure speed (never part of a test)
	$(BIN)/python -m tests.benchmarks $(ARGS)

wheel: $(VENV)/dev.stamp  ## build the wheel into dist/
	$(BIN)/python -m build --wheel

screenshots: $(VENV)/dev.stamp  ## take the pictures of the documentation anew
	$(BIN)/python -m docs.screenshots $(ARGS)

clean:  ## remove the environment and everything the demonstration made
	rm -rf $(VENV) instance build dist

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Gullseye needs Python 3.11 or newer; name one: make PYTHON=python3.12 …")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/demo.stamp: pyproject.toml | $(VENV)/bin/python
	@echo "Installing into $(VENV): about 5 GB, nearly all of it PyTorch. This takes some minutes, once."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[stimuli,analysis]'
	@touch $@

$(VENV)/dev.stamp: pyproject.toml | $(VENV)/bin/python
	@echo "Installing into $(VENV) what the tests need: about 5 GB, nearly all of it PyTorch, where it is not there yet."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/demo.stamp
