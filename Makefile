# `make build` and `make test` need Python 3.11 or newer, and nothing else: each makes .venv from requirements.lock.
PYTHON ?= python3
VENV := .venv
VALIDATORS := $(VENV)/validators
ATHERIS := $(VENV)/atheris
PIP := -m pip install --quiet --disable-pip-version-check --require-hashes
RUN := $(VENV)/bin/python

.PHONY: build test check mutate kill fuzz breed agree licences lock clean

build: $(VENV)/ready
	$(RUN) build.py

test: $(VENV)/ready $(VALIDATORS)/ready
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) build.py --check
	$(RUN) -m pytest

check: $(VENV)/ready
	$(RUN) build.py --check

# The stamp is written last, so that an install that was cut short is made anew.
$(VENV)/ready: requirements.lock
	rm -rf $(VENV)
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(RUN) $(PIP) --only-binary :all: -r requirements.lock
	touch $@

# Validators of what is published for other tools. Some of their parts come as source; only setuptools may build them.
$(VALIDATORS)/ready: tests/validators.lock $(VENV)/ready
	rm -rf $(VALIDATORS)
	$(PYTHON) -m venv $(VALIDATORS)
	sed -n '/^setuptools==/,/[^\\]$$/p' tests/validators.lock > $(VALIDATORS)/setuptools.lock
	$(VALIDATORS)/bin/python $(PIP) -r $(VALIDATORS)/setuptools.lock
	$(VALIDATORS)/bin/python $(PIP) --no-build-isolation -r tests/validators.lock
	touch $@

# Longer than a test should be: every slip in every cell, half an hour; SOURCES=DIR names the articles.
mutate: $(VENV)/ready
	$(RUN) -m tests.mutate --write $(if $(SOURCES),--sources $(SOURCES))

# A whole build, killed at a hundred random moments; prints which, and what came of it.
kill: $(VENV)/ready
	ISTANBUL_TALKS_KILLS=100 $(RUN) -m pytest tests/test_place.py -k random

# Every property, with a thousand inputs each, and how many were tried.
fuzz: $(VENV)/ready
	ISTANBUL_TALKS_FUZZ=1000 $(RUN) -m pytest --hypothesis-show-statistics tests/test_fuzz.py

# Bytes for each parser that takes bytes, bred by atheris for SECONDS; it has wheels for Linux alone.
SECONDS ?= 300
PARSERS := csv evidence verdicts descriptor spreadsheet archive
breed: $(ATHERIS)/ready
	for parser in $(PARSERS); do \
	    PYTHONPATH=$(ATHERIS) $(RUN) -m tests.fuzz_bytes $$parser -max_total_time=$(SECONDS) || exit 1; done

$(ATHERIS)/ready: tests/fuzz.lock $(VENV)/ready
	rm -rf $(ATHERIS)
	$(RUN) $(PIP) --only-binary :all: --target $(ATHERIS) -r tests/fuzz.lock
	touch $@

# All tests on each of PYTHONS, and in other locales, time zones, folders and the like: an hour or two.
agree: $(VENV)/ready
	$(RUN) -m tests.agree $(PYTHONS)

licences: $(VENV)/ready
	$(RUN) -m piplicenses --from=mixed --order=license

# Needs uv; run it after a change of the dependencies in pyproject.toml.
COMPILE = uv pip compile pyproject.toml --universal --python-version 3.11 --upgrade --generate-hashes --no-annotate \
	--no-header --quiet
lock:
	$(COMPILE) --group build --group cluster --group test --output-file requirements.lock
	$(COMPILE) --group validators --output-file tests/validators.lock
	$(subst pyproject.toml,--group fuzz,$(COMPILE)) --output-file tests/fuzz.lock

clean:
	rm -rf $(VENV)
