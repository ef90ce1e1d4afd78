# Everything a person does with this repository. `make` alone lists it.
PYTHON ?= python3
BIN := .venv/bin
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run install setup check form test coverage long fmt bench learn words pictures lock

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' $(MAKEFILE_LIST) | column -t -s '|' 2>/dev/null || grep '##' $(MAKEFILE_LIST)

run: ## start Kulanz here, with the demo company on the first start
	@$(PYTHON) scripts/environment.py run
	@$(BIN)/kulanz serve --prepare --demo

install: ## prepare this folder for a real house: libraries and texts, no demo (see docs/deploy)
	@$(PYTHON) scripts/environment.py run

setup: ## prepare everything that checks and tests need
	@$(PYTHON) scripts/environment.py dev
	@$(PYTHON) scripts/machine.py

check: form ## the fast part: style, types, floors, templates, house rules (under a minute)
	@$(BIN)/python -m pytest tests/house

form:
	@$(PYTHON) scripts/environment.py dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djangofmt --quiet --check $$(git ls-files 'src/*.html')
	@$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'src/*.html')
	@$(BIN)/mypy src
	@$(BIN)/lint-imports --no-logo

test: setup form ## everything: checks, tests on SQLite and PostgreSQL, browser journeys
	@$(BIN)/python scripts/all_tests.py

coverage: setup ## what the tests without a browser go through, on both databases (twice as long as they take)
	@$(BIN)/python scripts/measure_coverage.py

long: setup ## the tests that take hours: hundreds of kills, floods of damaged mails (both databases)
	@$(BIN)/python scripts/long_tests.py

fmt: ## put code and templates into the house's form
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .
	@$(BIN)/djangofmt --quiet $$(git ls-files 'src/*.html') || true  # both say by their code that they changed something
	@$(BIN)/djade --target-version 5.2 $$(git ls-files 'src/*.html') || true

bench: ## measure (SIZE=1000000 for the large run); prints JSON. What: .venv/bin/python -m bench --help
	@$(PYTHON) scripts/environment.py dev
	@$(PYTHON) scripts/machine.py
	@$(BIN)/python -m bench

learn: ## learn the weights of tonfall anew after its lines have changed (a minute)
	@$(PYTHON) scripts/environment.py dev
	@PYTHONPATH=src $(BIN)/python scripts/learn_abuse.py

words: ## collect new texts into the catalogues, and say which still need their German
	@$(BIN)/python scripts/words.py

pictures: ## take the pictures of the manuals from the running product, German and English (a few minutes)
	@$(PYTHON) scripts/environment.py dev
	@$(PYTHON) scripts/machine.py
	@$(BIN)/python scripts/pictures.py

lock: ## choose new versions of the libraries (needs uv)
	@uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --extra fast pyproject.toml -o requirements/run.txt --upgrade
	@uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --extra fast --group dev pyproject.toml -o requirements/dev.txt --upgrade
