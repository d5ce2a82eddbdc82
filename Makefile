# `make` lists what there is to do.
.DEFAULT_GOAL := help
.PHONY: help run test check check-slow check-code check-browser check-postgres audit bench validate pictures report demo-again clean

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
# A new database is filled with the made-up centre. SURVEY_DEMO=no starts with an empty one.
export SURVEY_DEMO ?= yes
ifeq ($(SURVEY_DEMO),yes)
export SURVEY_ORGANISATION ?= Larkfield Support
endif
export FLASK_APP := app.py
# Homebrew's libraries are not on the loader's path of every Python on a Mac.
export DYLD_FALLBACK_LIBRARY_PATH := /opt/homebrew/lib:/usr/local/lib:$(DYLD_FALLBACK_LIBRARY_PATH)

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/ready ## Set everything up and start the product with demo data
	@$(BIN)/flask start --port $(PORT)

test: $(VENV)/ready ## Run the tests, but those that take long
	@$(BIN)/pytest -n auto -m "not browser and not slow"

check: test check-slow check-code check-browser check-postgres audit ## Everything CI runs

check-slow: $(VENV)/ready ## Workers killed at random, a thousand letters, simulations
	@$(BIN)/pytest -n auto -m "slow and not browser"

check-code: $(VENV)/checks ## Format, lint, types, import contracts, templates
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djlint --lint --quiet templates reports

check-browser: $(VENV)/checks ## Journeys and accessibility in Debian's chromium
	@CI=true $(BIN)/pytest -m browser

check-postgres: $(VENV)/ready ## Store and operation tests against PostgreSQL
	@sh .ci/with-postgres $(BIN)/pytest -n auto -k "postgresql" -m "not browser"

audit: $(VENV)/ready ## Fill a centre on both engines, and audit its anonymity
	@sh .ci/with-postgres $(BIN)/pytest -n 0 -rp -k a_filled_centre tests/operations/test_auditing.py

bench: $(VENV)/ready ## Measure, and write docs/performance.md
	@$(BIN)/python -m bench

validate: $(VENV)/ready ## Try every interval and test on made-up centres, and write docs/statistics.md
	@$(BIN)/python -m validation

pictures: $(VENV)/checks ## Take the README's pictures anew
	@$(BIN)/python docs/pictures/take.py

report: $(VENV)/ready ## Write the newest forum report to var/forum-report.pdf
	@$(BIN)/flask report -o var/forum-report.pdf

demo-again: $(VENV)/ready ## Throw the demo data away and fill it anew
	@$(BIN)/flask start --port $(PORT) --demo-again

clean: ## Remove the virtual environment and caches; data in var stays
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/ready: requirements.txt .ci/system-libraries
	@sh .ci/system-libraries $(VENV)
	@echo "Installing the Python packages of requirements.txt (about a minute the first time)."
	@$(BIN)/pip install --disable-pip-version-check --quiet --progress-bar on -r requirements.txt
	@touch $@

$(VENV)/checks: $(VENV)/ready .ci/requirements.txt
	@$(BIN)/pip install --disable-pip-version-check --quiet --progress-bar on -r .ci/requirements.txt
	@touch $@
