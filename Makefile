# Commands of Keheng; see README.md. Everything they make lies under the checkout; `make clean` removes it.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT

.PHONY: demo test check clean setup reset format

.tools/bin/uv:
	$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet uv

.venv/.installed: requirements-dev.txt | .tools/bin/uv
	.tools/bin/uv venv --quiet --allow-existing --python $(PYTHON) .venv
	.tools/bin/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements-dev.txt
	touch $@

node_modules/.installed: package-lock.json | .venv/.installed
	if command -v npm >/dev/null; then npm ci --ignore-scripts --silent; else PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --ignore-scripts --silent; fi
	touch $@

setup: .venv/.installed node_modules/.installed
	$(BIN)/python tools/vendor_assets.py
	$(BIN)/python tools/translations.py compile
	$(BIN)/python -c "from config.environment import make_keys_file; make_keys_file()"

reset:
	@if [ "$(RESET)" = "1" ]; then $(BIN)/python -m config.postgres stop; rm -rf .data/pg .data/files .data/checkpoints .data/outbox; fi

demo: setup reset
	$(BIN)/python tools/serve_demo.py

test: setup
	$(BIN)/python -m pytest -n 2 $(ARGS)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	DATABASE_URL=postgresql:///none $(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py print_lifecycles --check
	$(BIN)/python manage.py print_policies --check
	$(BIN)/python tools/translations.py check
	$(BIN)/djlint --quiet --lint frontend/templates
	$(BIN)/bandit --quiet -c pyproject.toml -ll -r core accounts projects experts reviews funding api frontend config -x '*/vendor/*'

format: setup
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format --quiet .

clean:
	-$(BIN)/python -m config.postgres stop
	rm -rf .venv .tools .data node_modules frontend/vendor locale/zh_Hans/LC_MESSAGES .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
