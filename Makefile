# Two commands matter: `make serve` and `make test`. Both make their own environment in .venv
# and ask nothing. They need only make and Python 3.11 or newer.

CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11
IS_RECENT := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for one in $(CANDIDATES); do $$one -c '$(IS_RECENT)' 2>/dev/null && echo $$one && break; done)
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock
LESSONS ?=

.PHONY: serve test test-fast test-browser lint types check format words frontend bench guide lock clean

serve: .venv/.serve
	$(BIN)/cuentas serve

test: .venv/.dev
	$(BIN)/python tests/browser/find_browser.py
	$(MAKE) --jobs=2 test-fast test-browser

test-fast: .venv/.dev  ## everything but the browser
	$(BIN)/python -m pytest -m "not browser"

test-browser: .venv/.dev  ## only what a real browser is needed for
	$(BIN)/python -m pytest -m browser

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/pylint --score=n widgets/cuentas

types: .venv/.dev
	$(BIN)/mypy

check: lint types

format: .venv/.dev
	$(BIN)/ruff format .
	$(BIN)/cuentas lesson format $(LESSONS)

words: .venv/.dev  ## what click says in Spanish, after a change of its catalogue
	$(BIN)/pybabel compile --domain messages --directory widgets/cuentas/i18n/locale

frontend:  ## the light script of the lessons, from widgets/frontend; needs Node 18 or newer
	cd widgets/frontend && npm ci --ignore-scripts && npm run build && npm test

bench: .venv/.dev  ## half an hour of the whole machine: now, before and Voilà side by side
	$(BIN)/python tests/bench run --full

guide: .venv/.dev
	$(BIN)/sphinx-build -W -n -b html facilitator_guide facilitator_guide/_build/html
	@echo "La guía está en facilitator_guide/_build/html/index.html"

lock: .venv/.dev  ## new versions for everybody, after thinking about each
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --extra dev pyproject.toml \
		--upgrade --no-annotate --no-header --no-emit-index-url --no-emit-find-links \
		-o requirements.lock

clean:
	rm -rf .venv facilitator_guide/_build

.venv/.made:
	@test -n "$(PYTHON)" || { echo "Hace falta Python 3.11 o más nuevo. Instálalo y vuelve a probar."; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.serve: .venv/.made pyproject.toml requirements.lock
	@echo "Instalando lo necesario: ocupa unos 600 MB. Solo la primera vez, y tarda varios minutos."
	$(INSTALL) -e .
	@touch $@

.venv/.dev: .venv/.made pyproject.toml requirements.lock
	@echo "Instalando lo necesario para las pruebas: ocupa 1 GB. Solo la primera vez, y tarda varios minutos."
	$(INSTALL) -e ".[dev]"
	@touch $@ .venv/.serve
