# Lodebook in two commands: make run, make test. `make help` lists the others.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
SERVERS := $(RUN) -m config.embedded.throwaway
export PYTHONUNBUFFERED := 1

.DEFAULT_GOAL := help
.PHONY: help run test lint bench rules verifier mutants shots install browser migrate drill
.NOTPARALLEL:

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: install ## Start Lodebook with all it needs on http://127.0.0.1:8000/ (PORT=, LODEBOOK_HOME=, DEMO=0)
	@exec $(RUN) -m config.run

test: install browser ## Install everything, then lint, run all tests, and see that every rule bites
	@$(RUN) -m config.running.translations
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy
	@$(SERVERS) -- sh -euc '\
	  $(RUN) manage.py check && \
	  $(RUN) manage.py makemigrations --check --dry-run && \
	  $(RUN) -m pytest -n 2 $(ARGS) && \
	  $(RUN) -m tests.rules --check'

lint: install ## Ruff, mypy, missing migrations
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy
	@$(SERVERS) -- $(RUN) manage.py makemigrations --check --dry-run

bench: install ## Measure, on servers that flush, and print the figures
	@$(SERVERS) --durable -- $(RUN) -m tests.bench $(ARGS)

drill: install ## Kill, cut off, fill up and turn back everything under load, and check what is left (ARGS=)
	@$(SERVERS) -- env DRILL=full $(RUN) -m pytest -n 2 tests/drill tests/log/test_tamper_matrix.py \
	  tests/log/test_tampering.py --durations=0 --durations-min=1 $(ARGS)

rules: install ## Show that every rule bites, and write docs/rules.md
	@$(SERVERS) -- $(RUN) -m tests.rules $(ARGS)

verifier: install ## Build the verifier of packs as one file, dist/lodebook_verify.py
	@$(RUN) -m ledger.proofs.bundle dist/lodebook_verify.py

mutants: install ## Plant small faults in the code of proofs: its tests must notice them (ARGS="tree notes")
	@$(RUN) -m tests.proofs.mutating $(ARGS)

shots: install browser ## Take screenshots of the pages
	@$(RUN) -m config.running.translations
	@$(SERVERS) -- $(RUN) -m tests.shots $(ARGS)

migrate: install ## Migrate the database named by DATABASE_URL, as its owner
	@LODEBOOK_LOGIN=owner $(RUN) manage.py migrate

install: $(VENV)/.installed ## Install into .venv what uv.lock says

# The stamp comes last, so an installation that was cut short is taken up again.
$(VENV)/.installed: uv.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Lodebook needs Python 3.11 or newer; name one as in make run PYTHON=python3.11." \
	  if sys.version_info < (3, 11) else 0)'
	@test -x $(RUN) && $(RUN) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@test -x $(VENV)/bin/uv || $(RUN) -m pip install --quiet --disable-pip-version-check uv
	@VIRTUAL_ENV= UV_PROJECT_ENVIRONMENT=$(VENV) UV_PYTHON=$(RUN) UV_PYTHON_DOWNLOADS=never \
	  $(VENV)/bin/uv sync --locked --quiet
	@touch $@

# Browser tests say in words that they are skipped where there is no browser, and fail where CI=true.
browser:
	@command -v chromium >/dev/null 2>&1 && exit 0; \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	    echo "Installing chromium for the browser tests."; \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	      apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 && exit 0; \
	  fi; \
	  echo "No chromium here, so the browser tests are left out; install the package chromium to run them."
