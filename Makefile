# All commands anybody needs. Each sets up what it uses: uv in .uv/, the packages in .venv/.

PYTHON := .venv/bin/python
# Arguments for the command: make test ARGS="-k demo"
ARGS ?=
# Packages are compiled once for each uv.lock, and our own modules when they have changed: else
# each process would do it at its start wherever PYTHONDONTWRITEBYTECODE is set.
OURS := $(filter-out bench tests,$(patsubst %/__init__.py,%,$(wildcard */__init__.py)))
compiled_since = $(shell [ $(1) -nt uv.lock ] || echo --compile-bytecode)

.PHONY: help run test check bench demo fuzz snapshots format icons run-packages all-packages

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

run: run-packages ## Run Muster at http://localhost:8000 until Ctrl-C
	@exec $(PYTHON) manage.py run --with-parent

test: all-packages ## Run all tests, with two processes
	@exec $(PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

check: all-packages ## Look for mistakes in style, types, migrations and settings
	@bin/check

bench: all-packages ## Measure the pages with a large organisation
	@if [ -d bench ]; then exec $(PYTHON) -m bench $(ARGS); else echo "There is no bench yet."; fi

demo: run-packages ## Load the demo organisation: make demo ARGS="--people 1000"
	@exec $(PYTHON) manage.py demo $(ARGS)

fuzz: all-packages ## Send APIs and pages what no client would, to the APIs 20,000 requests: make fuzz ARGS=5000
	@MUSTER_FUZZ=$(or $(ARGS),20000) exec $(PYTHON) -m pytest -n 2 --dist load tests/hostile/test_any_call.py tests/hostile/test_no_request_breaks_the_server.py

snapshots: all-packages ## Write tests/api/snapshots/ anew, after the APIs were changed
	@DJANGO_SETTINGS_MODULE=config.settings $(PYTHON) -m tests.api.snapshots

format: all-packages ## Format the Python files and the templates
	@$(PYTHON) -m ruff format .
	@$(PYTHON) -m ruff check --fix --exit-zero .
	@find templates -name '*.html' -print0 | xargs -0 .venv/bin/djade || true

icons: ## Draw static/icons.svg from the names in bin/icons.txt (needs npm)
	@python3 bin/icons.py

run-packages:
	@[ -d .venv ] || echo "Installing the packages of uv.lock into .venv/ ..."
	@bin/uv sync --frozen --quiet $(call compiled_since,.venv/run.stamp) --no-dev --inexact
	@touch .venv/run.stamp
	@$(PYTHON) -m compileall -q $(OURS)

all-packages:
	@[ -d .venv ] || echo "Installing the packages of uv.lock into .venv/ ..."
	@bin/uv sync --frozen --quiet $(call compiled_since,.venv/all.stamp)
	@touch .venv/all.stamp
	@$(PYTHON) -m compileall -q $(OURS)
