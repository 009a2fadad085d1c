# Everything a newcomer needs: `make demo` shows the program, `make test` proves it. Only Python 3.11 and make are needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CATALOGUES := $(wildcard mcsj_cli/locales/*/LC_MESSAGES/*.po)
DEMO := demo
# One process a core, but not more than there is work for.
SIDE_BY_SIDE := -n auto --maxprocesses 8 --dist worksteal
# What tells most in a minute: the model, the store's own parts, and the commands of every day.
FAST := tests/model tests/test_checks.py tests/test_schemas.py \
	$(patsubst %,tests/store/test_%.py,change edit files index project records yaml yaml_round_trip) \
	$(patsubst %,tests/commands/test_%.py,check_fix content lists week work)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test test-fast coverage stress check format messages pictures bench clean

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /  make \1\t/' | expand -t 20

demo: $(VENV)/.core ## Run the main job on example data, into demo/
	rm -rf $(DEMO)
	$(BIN)/mcsj init $(DEMO) --demo
	cd $(DEMO) && ../$(BIN)/mcsj groups list
	cd $(DEMO) && ../$(BIN)/mcsj meetings ics --group 4 -o grupo-4.ics
	cd $(DEMO) && ../$(BIN)/mcsj content add --tag SOSeconomia "Créditos a la palabra" \
		--url https://example.org/a --source IMSS --date 2020-04-23
	cd $(DEMO) && ../$(BIN)/mcsj report weekly --week 2020-W17
	cd $(DEMO) && ../$(BIN)/mcsj report weekly --week 2020-W17 -o informe.md
	@echo
	@echo "Listo. Los archivos / the files: $(DEMO)/data/ $(DEMO)/grupo-4.ics $(DEMO)/informe.md"
	@echo "Siga con / go on with: cd $(DEMO) && ../$(BIN)/mcsj --help"

test: $(VENV)/.dev tests/js/node_modules ## Run the tests
	$(BIN)/python -m pytest $(SIDE_BY_SIDE)

test-fast: $(VENV)/.dev ## Run the tests of a minute: the model, the store, the commands of every day
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) $(FAST)

coverage: $(VENV)/.dev tests/js/node_modules ## Tell which branches of the program the tests take
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest $(SIDE_BY_SIDE) --ignore tests/stress
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

stress: $(VENV)/.dev ## Run the long tests: crashes, crowds, clones, full disks, random commands and texts
	MCSJ_STRESS=$${MCSJ_STRESS:-1} $(BIN)/python -m pytest $(SIDE_BY_SIDE) tests/stress

check: $(VENV)/.dev ## Look at style, types, layers and catalogues
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/plainness.py
	$(BIN)/python scripts/catalogues.py

format: $(VENV)/.dev ## Bring the code to its format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: $(VENV)/.dev ## Collect the messages to translate, and compile the catalogues
	$(BIN)/python scripts/catalogues.py update

pictures: $(VENV)/.dev ## Draw the pictures of the documentation anew
	$(BIN)/python scripts/pictures.py

bench: $(VENV)/.dev ## Measure start-up, archives of up to 100,000 records, many calendars and a large public page
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m compileall -q mcsj_cli
	$(BIN)/python scripts/bench.py
	$(BIN)/python scripts/bench_site.py

clean: ## Remove everything that can be made again
	rm -rf $(VENV) $(DEMO) build dist tests/js/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*

$(VENV)/.core: pyproject.toml hatch_build.py $(CATALOGUES)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable .
	$(BIN)/python -m compileall -q mcsj_cli
	touch $@

$(VENV)/.dev: $(VENV)/.core
	$(BIN)/python -m pip install --quiet --group dev
	touch $@

tests/js/node_modules: $(VENV)/.dev tests/js/package-lock.json
	PATH="$(abspath $(BIN)):$$PATH" npm ci --silent --no-audit --no-fund --prefix tests/js
	touch $@
