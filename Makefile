# Everything that is run by hand or in CI. `make` alone lists the targets.
# Only the first run of a target needs a network: what it installed is kept in .venv until a lock file changes.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NORMBOOK := $(BIN)/normbook
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet

# A stamp bears the content of what it was made from in its name: a checkout that only touches files reinstalls nothing.
key = $(shell cat $(1) | cksum | cut -d' ' -f1)
BUILD_DEPS := $(VENV)/.build-$(call key,requirements/build.txt pyproject.toml)
TEST_DEPS := $(VENV)/.test-$(call key,requirements/test.txt)
DEV_DEPS := $(VENV)/.dev-$(call key,requirements/dev.txt)

.PHONY: help site serve check test lint bench lock clean distclean system-tools

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */  make \1\t/' | expand -t 18

site: $(BUILD_DEPS)  ## build the handbook, the model law and the checklists into site/
	@$(NORMBOOK) schema >/dev/null
	@$(NORMBOOK) build
	@echo "The model law in Word: $$(ls site/latest/downloads/model-law.docx site/draft/downloads/model-law.docx 2>/dev/null | head -n 1)"
	@echo "To read it while you edit norms/: make serve"

serve: $(BUILD_DEPS)  ## show the handbook in a browser and follow every saved edit
	@$(NORMBOOK) serve

check: $(BUILD_DEPS)  ## find mistakes in norms/
	@$(NORMBOOK) check

test: $(BUILD_DEPS) $(TEST_DEPS) system-tools  ## run all tests
	@$(BIN)/python -m pytest -n auto --dist worksteal

lint: $(BUILD_DEPS) $(DEV_DEPS)  ## look for mistakes in the Python code without running it
	@$(BIN)/ruff check .
	@$(BIN)/mypy

bench: $(BUILD_DEPS)  ## measure speed and memory beside a plain build
	@$(BIN)/python bench/run.py
	@$(BIN)/python bench/word.py
	@$(BIN)/python bench/countries.py

clean:  ## remove what builds and tests left
	@rm -rf build .cache .pytest_cache .hypothesis .mypy_cache .ruff_cache dist
	@find site -mindepth 1 -maxdepth 1 ! -name .gitignore -exec rm -rf {} +

distclean: clean  ## also remove the environment
	@rm -rf $(VENV)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Normbook needs Python 3.11 or newer, and '$(PYTHON)' is $$($(PYTHON) --version 2>&1)." >&2; \
	  echo "  hint: make site PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "  hint: on Debian and Ubuntu, install the package python3-venv" >&2; exit 1; }

$(BUILD_DEPS): | $(BIN)/python
	@echo "Installing what a build needs (requirements/build.txt)"
	@$(PIP) --require-hashes --only-binary :all: -r requirements/build.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@rm -f $(VENV)/.build-* && touch $@

$(TEST_DEPS): | $(BUILD_DEPS)
	@echo "Installing what the tests need (requirements/test.txt)"
	@$(PIP) --require-hashes --only-binary :all: -r requirements/test.txt
	@rm -f $(VENV)/.test-* && touch $@

$(DEV_DEPS): | $(BUILD_DEPS)
	@echo "Installing what the linters need (requirements/dev.txt)"
	@$(PIP) --require-hashes --only-binary :all: -r requirements/dev.txt
	@rm -f $(VENV)/.dev-* && touch $@

# Some tests look at pages in Chromium and open documents in LibreOffice. Where they are missing they are installed, if
# that is possible without asking; if not, the tests that need them are skipped, and say so. In CI a skip is a failure.
system-tools:
	@missing=; \
	has() { for name in "$$@"; do command -v "$$name" >/dev/null && return; done; false; }; \
	program() { dirname "$$(readlink -f "$$(command -v soffice)")"; }; \
	has chromium chromium-browser google-chrome || missing+=" chromium"; \
	has pdftotext || missing+=" poppler-utils"; \
	has soffice || missing+=" libreoffice-writer-nogui libreoffice-calc-nogui fonts-liberation"; \
	if has soffice; then \
	  [ -e "$$(program)/libswlo.so" ] || missing+=" libreoffice-writer-nogui"; \
	  [ -e "$$(program)/libsclo.so" ] || missing+=" libreoffice-calc-nogui"; \
	fi; \
	[ -n "$$missing" ] || exit 0; \
	install="apt-get install --yes --no-install-recommends$$missing"; \
	root=; [ "$$(id -u)" = 0 ] || { sudo --non-interactive true 2>/dev/null && root=sudo; } || root=no; \
	if has apt-get && [ "$$root" != no ]; then \
	  echo "Installing for the tests:$$missing"; \
	  $$root env DEBIAN_FRONTEND=noninteractive timeout 900 sh -c "apt-get update -qq && $$install -qq >/dev/null" && exit 0; \
	fi; \
	echo "********************************************************************************" >&2; \
	echo "Missing:$$missing" >&2; \
	echo "Tests that need a browser or LibreOffice are skipped. To run them, on Debian or Ubuntu:" >&2; \
	echo "  sudo $$install" >&2; \
	echo "********************************************************************************" >&2

# Locks are made with uv (install it with pip or pipx; it is not part of the environment). UPGRADE=1 takes the newest
# versions that pyproject.toml allows. No address of an index is written into them.
UV_COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --only-binary :all: \
  --no-emit-index-url --no-header --no-annotate --group build pyproject.toml

lock:  ## make the lock files in requirements/ anew (needs uv; UPGRADE=1 takes newer versions)
	@$(UV_COMPILE) $(if $(UPGRADE),--upgrade) --extra test --extra dev --output-file requirements/dev.txt
	@$(UV_COMPILE) --upgrade --extra test --constraints requirements/dev.txt --output-file requirements/test.txt
	@$(UV_COMPILE) --upgrade --constraints requirements/dev.txt --output-file requirements/build.txt
