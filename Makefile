# make demo    a team's day, played from a new workspace
# make test    every check: style, types, layers, tests
# make lint    the checks without the tests
# make bench   how long the everyday commands take, and lint beside other linters
# make catalogue   the French sentences: takes up those that are new in the code, drops those that are gone
# make regions     the countries and their parts whose public holidays the library knows
# make clean   removes everything that the others made
#
# Each sets up .venv by itself: all they need is Python 3.11 or newer (choose one with `make PYTHON=…`).

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

export PIP_DISABLE_PIP_VERSION_CHECK := 1

# The first Python that is new enough and can make an environment, else the first that is new enough.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON = $(shell for check in "import ensurepip, venv; $(NEW_ENOUGH)" "$(NEW_ENOUGH)"; do \
	for python in python3 python3.15 python3.14 python3.13 python3.12 python3.11 python; do \
		if $$python -c "$$check" 2>/dev/null; then echo $$python; exit; fi; done; done)

.PHONY: help demo test lint bench catalogue regions clean

help:
	@sed -n '/^#/!q; s/^# \{0,1\}//p' Makefile

demo: $(READY)
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash examples/demo.sh

test: lint
	$(BIN)/pytest -n auto

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python bench/run.py
	@$(BIN)/python -m pip install --quiet --editable '.[bench]'
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python bench/lint.py

LOCALES := brt/locale
TEMPLATE := $(LOCALES)/brt.pot

catalogue: $(READY)
	$(BIN)/pybabel -q extract -k N_ --add-location=file --sort-by-file -w 120 -o $(TEMPLATE) brt
	$(BIN)/pybabel -q update -D brt -i $(TEMPLATE) -d $(LOCALES) -l fr -N -w 120 --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel -q compile -D brt -d $(LOCALES) -l fr
	@rm $(TEMPLATE)

# The countries whose public holidays are known, after a new release of the library.
regions: $(READY)
	$(BIN)/python -c "from brt import holidays_of, regions; open(regions.FILE, 'w', encoding='utf-8').write(holidays_of.listed())"

clean:
	rm -rf $(VENV) dist build demo .hypothesis .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml
	@python="$(PYTHON)"; \
	if [ -z "$$python" ]; then \
		echo "brt needs Python 3.11 or newer, and there is none: $$(python3 --version 2>&1 | head -n 1)." >&2; \
		echo "Install one (on Debian or Ubuntu: sudo apt-get install python3 python3-venv), or say where it is: make PYTHON=/path/to/python3" >&2; \
		exit 1; \
	fi; \
	if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "$$python lacks the module venv. On Debian or Ubuntu: sudo apt-get install python3-venv" >&2; \
		exit 1; \
	fi; \
	$(BIN)/python -c '$(NEW_ENOUGH)' 2>/dev/null || "$$python" -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@
