# The commands of Finsam. `make` alone lists them. All are safe to repeat.
#
# Needed beforehand: make, bash and Python 3.11 or newer. The rest is installed here: Python packages into .venv from
# uv.lock, and Debian packages through apt where this user may; where not, the exact command is printed.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.SILENT:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

PYTHON ?=#       interpreter for .venv; default: the first of python3, python3.14 … python3.11 that is 3.11 or newer
HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=#         handed on to pytest: make test ARGS="tests/budgets -k equity"
TEST_PROCESSES ?= 2

BIN := .venv/bin
APPS := finsam members budgets plans reports
TEMPLATES = $$(find templates -name '*.html')

# uv works on .venv and on the interpreter there, whatever the caller's environment says, and fetches no other Python.
export UV_PROJECT_ENVIRONMENT := $(CURDIR)/.venv
export UV_PYTHON := $(CURDIR)/$(BIN)/python
export UV_PYTHON_DOWNLOADS := never

# $(call apt_install,PACKAGES): installs them where this user may, else prints the command. Fails unless installed.
define apt_install
	if ! command -v apt-get >/dev/null; then
	    echo "Finsam needs what Debian calls: $(1). Install it, then run make again." >&2; exit 1
	fi
	if [ "$$(id -u)" = 0 ]; then as_root=(); elif sudo -n true 2>/dev/null; then as_root=(sudo -n); else
	    printf 'Finsam needs system packages. Run this, then run make again:\n\n    %s\n\n' \
	        "sudo apt-get update && sudo apt-get install --no-install-recommends $(1)" >&2; exit 1
	fi
	echo "Installing from the system's package source: $(1)"
	"$${as_root[@]}" apt-get update -qq || echo "The package lists could not all be updated; trying with those there are." >&2
	"$${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(1) >/dev/null
endef

.PHONY: help
help:  ## List the commands
	sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 18

# --- Environment ---------------------------------------------------------------------------------------------------

.PHONY: setup
setup: .venv/synced .venv/libraries  ## Create or update .venv from uv.lock, and the libraries that PDF needs

$(BIN)/python:
	version='import sys; sys.exit(sys.version_info < (3, 11))'
	for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11) none; do
	    if command -v $$python >/dev/null && $$python -c "$$version" 2>/dev/null; then break; fi
	done
	if [ $$python = none ]; then
	    echo "Finsam needs Python 3.11 or newer. Install it, or name it: make setup PYTHON=/path/to/python3.11" >&2; exit 1
	fi
	# Debian and Ubuntu ship Python without the part that makes environments.
	if ! $$python -c 'import ensurepip, venv' 2>/dev/null; then
	    package=$$($$python -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
	    $(call apt_install,$$package)
	fi
	$$python -m venv --clear .venv

# uv itself is locked too; pip is only used to bring it in, so that pip's configuration (mirrors, certificates) is obeyed.
# uv fetches from the addresses in the lock. Where only a package mirror is reachable, pip installs the same set by hash.
.venv/synced: uv.lock pyproject.toml | $(BIN)/python
	uv=$$(sed -nE 's/.*"(uv==[0-9.]+)".*/\1/p' pyproject.toml)
	if [ "$$($(BIN)/uv --version 2>/dev/null | cut -d' ' -f2)" != "$${uv#uv==}" ]; then
	    $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check "$$uv"
	fi
	echo "Installing Python packages from uv.lock"
	if ! $(BIN)/uv sync --frozen --quiet; then
	    echo "uv could not install from the lock's own addresses; trying pip, with the same versions and hashes." >&2
	    $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null
	    $(BIN)/uv export --frozen --quiet --output-file .venv/requirements.txt
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/requirements.txt
	fi
	touch $@

# Tried, not looked up: whatever way the libraries came in, a machine that has them is not asked. The first is needed;
# without the second (fonts cut down by HarfBuzz) a PDF takes 1.4 times as long.
.venv/libraries: .venv/synced
	wanted=(); found='from weasyprint.text import ffi'
	$(BIN)/python -c "$$found" >/dev/null 2>&1 || wanted+=(libpangoft2-1.0-0)
	$(BIN)/python -c "$$found; assert ffi.harfbuzz_subset" >/dev/null 2>&1 || wanted+=(libharfbuzz-subset0)
	if [ $${#wanted[@]} -gt 0 ]; then
	    $(call apt_install,$${wanted[*]})
	    $(BIN)/python -c "$$found"
	fi
	touch $@

# --- Running -------------------------------------------------------------------------------------------------------

# gunicorn and not runserver: one worker keeps its PDF processes warm and takes them down with it, which runserver's
# reloader does not. DEBUG=true gives every setting a value for trying out; those set by the caller win.
.PHONY: run
run: export DEBUG ?= true
run: setup  ## Serve Finsam with the demo at http://127.0.0.1:8000/ (PORT=8000 HOST=127.0.0.1)
	if ! $(BIN)/python -c 'import socket, sys; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind((sys.argv[1], int(sys.argv[2])))' $(HOST) $(PORT) 2>/dev/null; then
	    echo "Port $(PORT) on $(HOST) is taken or not allowed. Choose another: make run PORT=8001" >&2; exit 1
	fi
	mkdir -p var
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py load_demo
	printf '\nFinsam is at http://%s:%s/   (Ctrl+C stops it)\n\n' $(HOST) $(PORT)
	exec $(BIN)/gunicorn finsam.wsgi --bind $(HOST):$(PORT) --workers 1 --threads 8 --log-level warning

# --- Checking ------------------------------------------------------------------------------------------------------

.PHONY: test
test: setup .venv/test-tools  ## Run the tests (ARGS="tests/budgets -k equity"; DATABASE_URL chooses the database)
	$(BIN)/pytest -n $(TEST_PROCESSES) $(ARGS)

# The journeys drive a real Chromium (or the browser named in CHROMIUM); veraPDF, the judge of the PDF, needs a JDK.
.venv/test-tools: .venv/synced
	wanted=()
	if [ -z "$${CHROMIUM:-}" ] && ! command -v chromium chromium-browser google-chrome >/dev/null; then
	    if grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null; then
	        echo "Ubuntu has no Chromium package outside snap. Install Chromium or Google Chrome, or name one: CHROMIUM=/path/to/it" >&2; exit 1
	    fi
	    wanted+=(chromium)
	fi
	$(BIN)/playwright --version >/dev/null 2>&1 || wanted+=(libatomic1)  # what its own Node is linked to
	command -v javac >/dev/null || wanted+=(default-jdk-headless)
	if [ $${#wanted[@]} -gt 0 ]; then $(call apt_install,$${wanted[*]}); fi
	touch $@

.PHONY: lint
lint: export DEBUG ?= true
lint: setup  ## Check format, code, types, templates and architecture
	failed=()
	check() { echo "· $$1"; "$${@:2}" || failed+=("$$1"); }
	check "uv.lock follows pyproject.toml" $(BIN)/uv lock --check --offline --quiet
	check "ruff format" $(BIN)/ruff format --check --output-format concise .
	check "ruff" $(BIN)/ruff check --quiet --output-format concise .
	check "mypy" $(BIN)/mypy --no-error-summary $(APPS)
	check "djade" $(BIN)/djade --check $(TEMPLATES)
	check "djlint" $(BIN)/djlint --quiet --lint templates
	check "import-linter" $(BIN)/lint-imports --no-logo
	check "architecture" $(BIN)/pytest -q tests/test_architecture.py
	if [ $${#failed[@]} -gt 0 ]; then printf 'Failed: %s\n' "$${failed[@]}" >&2; exit 1; fi

.PHONY: format
format: setup  ## Format code and templates, and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/djade $(TEMPLATES)

.PHONY: bench
bench: export DEBUG ?= true
bench: setup  ## Measure what the PDF and the pages cost
	$(BIN)/python -m tests.benchmarks

.PHONY: clean
clean:  ## Remove .venv and all caches; the database and files in var/ stay
	rm -rf .venv .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
