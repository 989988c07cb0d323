# `make build` and `make test` need Python 3.11 or newer, and nothing else: each makes .venv from requirements.lock.
PYTHON ?= python3
VENV := .venv
PIP := -m pip install --quiet --disable-pip-version-check --require-hashes
RUN := $(VENV)/bin/python
PYTEST := $(RUN) -m pytest -n auto
# Environments of the release tests, each with its lock in tests/.
OTHERS := validators clients catalogues floor middle

.PHONY: build test check test-all test-browser test-release test-crash test-spark test-matrix fuzz mutate bench lock clean

build: $(VENV)/ready
	@$(RUN) build.py --progress
	@echo "Running the examples of the pages"
	@$(RUN) build.py examples

test: $(VENV)/ready
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(VENV)/bin/oxlint --deny-warnings publish/page/script
	$(RUN) -m mypy
	$(RUN) build.py --check --allow-unreviewed
	$(PYTEST) --dist loadfile

check: $(VENV)/ready
	$(RUN) build.py --check

test-all: test test-browser test-release test-crash test-spark

# The page in a real browser; needs Chromium.
test-browser: $(VENV)/ready
	$(PYTEST) -m browser

# The wheel in a bare environment and with older pandas, the archives, validators and clients of others, every subset of
# the articles.
test-release: $(VENV)/ready $(OTHERS:%=$(VENV)/%/ready)
	$(PYTEST) -m release

# Builds that are killed, starved of disk or edited under way leave every file whole.
test-crash: $(VENV)/ready
	$(PYTEST) -m crash

# Large packages on Apache Spark; needs Java 17.
test-spark: $(VENV)/ready $(VENV)/spark/ready
	$(RUN) -m pytest -m spark

# All tests on each of PYTHONS, in another locale, time zone and folder: half an hour.
test-matrix: $(VENV)/ready
	$(RUN) -m tests.matrix $(PYTHONS)

# Bytes for each parser that takes bytes: EXAMPLES of each.
EXAMPLES ?= 2000
fuzz: $(VENV)/ready
	ISTANBUL_TALKS_FUZZ=$(EXAMPLES) $(PYTEST) -m fuzz

# Every slip in every cell, and which rules see it, by severity; SOURCES=DIR names the articles.
mutate: $(VENV)/ready
	$(RUN) -m tests.mutate --write $(if $(SOURCES),--sources $(SOURCES))

bench: $(VENV)/ready
	$(RUN) -m bench

# The file `ready` is written last, so that an install that was cut short is made anew.
$(VENV)/ready: requirements.lock
	@rm -rf $(VENV)
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	@echo "Installing what the build needs into $(VENV), once: a minute or two"
	@$(PYTHON) -m venv $(VENV)
	@$(RUN) $(PIP) --only-binary :all: -r requirements.lock
	@touch $@

# The oldest Python that the reader supports, or the one at hand.
OLDEST := $(shell for python in python3.9 "$$HOME"/.pyenv/versions/3.9.*/bin/python $(PYTHON); do \
	$$python -c "" 2>/dev/null && echo $$python && break; done)
$(VENV)/floor/ready: private PYTHON := $(OLDEST)

# Environments of their own: what these need contradicts what the build needs. Some parts come as source; only
# setuptools may build them.
$(VENV)/%/ready: tests/%.lock $(VENV)/ready
	rm -rf $(@D)
	$(PYTHON) -m venv $(@D)
	sed -n '/^setuptools==/,/[^\\]$$/p' tests/$*.lock > $(@D)/setuptools.lock
	$(@D)/bin/python $(PIP) -r $(@D)/setuptools.lock
	$(@D)/bin/python $(PIP) --no-build-isolation -r tests/$*.lock
	touch $@

# Needs uv; run it after a change of the dependencies in pyproject.toml.
COMPILE = uv pip compile pyproject.toml --universal --python-version 3.11 --upgrade --generate-hashes --no-annotate \
	--no-header --no-emit-index-url --quiet
lock:
	$(COMPILE) --group build --group test --output-file requirements.lock
	$(subst pyproject.toml,--group validators,$(COMPILE)) --output-file tests/validators.lock
	$(subst pyproject.toml,--group clients,$(COMPILE)) --output-file tests/clients.lock
	$(subst pyproject.toml,--group catalogues,$(COMPILE)) --output-file tests/catalogues.lock
	$(subst pyproject.toml,--group spark,$(COMPILE)) --output-file tests/spark.lock
	$(subst pyproject.toml,--group middle,$(COMPILE)) --output-file tests/middle.lock
	$(subst 3.11,3.9,$(subst pyproject.toml,--group floor,$(COMPILE))) --output-file tests/floor.lock

clean:
	rm -rf $(VENV)
