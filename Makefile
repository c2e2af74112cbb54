# Gongkai. `make run` sets up and runs the bot, `make test` sets up and runs every check; all else is by the way.
# Needs Python 3.11 or newer, make and a Python package registry; no root, no system package.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
RUNTIME := $(VENV)/.installed-runtime
DEVELOPMENT := $(VENV)/.installed-development

.DEFAULT_GOAL := help
.PHONY: help setup run chat test check lint types imports unit wheel release questions bench soak fuzz lines lock clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Gongkai needs Python 3.11 or newer; say which with: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# --no-build-isolation: the build back-end is pinned in the lock with everything else.
$(RUNTIME): requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Setting up (once, about a minute) ..." >&2
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q bot handlers # a start costs a third less where Python may not write its caches
	@touch $@

$(DEVELOPMENT): requirements-dev.lock $(RUNTIME)
	@$(PIP) install --require-hashes -r requirements-dev.lock
	-@$(BIN)/mypy >/dev/null & env PYTHONDONTWRITEBYTECODE= $(BIN)/pytest --collect-only -q >/dev/null; wait # fill caches once
	@touch $@

setup: $(RUNTIME) ## set up .venv and .venv/bin/gongkai, no more

run: $(RUNTIME) ## run the bot: on Telegram with GONGKAI_BOT_TOKEN, else a chat in the browser
	@$(BIN)/gongkai run

chat: $(RUNTIME) ## a chat in this terminal, whatever the token
	@$(BIN)/gongkai chat

# The quick checks first; what else needs no eye on it runs beside the tests, and is shown after them.
test: lint imports ## every check
	@mkdir -p build
	@$(MAKE) --no-print-directory types wheel >build/beside.log 2>&1 & beside=$$!; \
		$(MAKE) --no-print-directory unit; failed=$$?; \
		wait $$beside || failed=1; cat build/beside.log; exit $$failed

# Two workers a core: many tests wait for a process or a browser. Each would compile all tests anew (5 s of processor),
# and each process that they start what has changed, where Python may not write its caches: here it may.
PYTEST = env PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n $$(($$($(BIN)/python -c 'import os; print(os.cpu_count())') * 2)) --dist worksteal

check: lint types imports ## what a change needs at least: lint, types, imports and the tests of the folders that it touches
	@$(BIN)/python -m tests.changed | xargs -r $(PYTEST) -q --no-cov -m "not soak"

# What is imported is declared, and what is declared is imported: the tests may import what is for development only.
lint: $(DEVELOPMENT) ## ruff: lint and format; deptry: what is imported is declared
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/deptry bot handlers
	$(BIN)/deptry bot handlers tests --ignore DEP002,DEP004

types: $(DEVELOPMENT) ## mypy --strict
	$(BIN)/mypy

imports: $(DEVELOPMENT) ## the directions of the house (import-linter)
	$(BIN)/lint-imports --no-cache

unit: $(DEVELOPMENT) ## pytest; with COVERAGE=1 traced, which takes half as long again, and with the coverage floor
	$(PYTEST) $(if $(COVERAGE),--cov --cov-report=term,--no-cov)

SITE := -c 'import sysconfig; print(sysconfig.get_path("purelib"))'
# What the bot needs is borrowed from .venv, as a path alone: so the checkout, which a .pth file there names, is not found.
wheel: $(DEVELOPMENT) ## build the wheel and try it in an environment that has it alone: it must find its bundled files
	@rm -rf build/wheel && mkdir -p build/wheel
	$(BIN)/python -m build --wheel --no-isolation --outdir build/wheel . >build/wheel/build.log || { cat build/wheel/build.log; exit 1; }
	@$(BIN)/python -m venv --without-pip build/wheel/env
	@$(PIP) --python build/wheel/env/bin/python install --no-index --no-deps build/wheel/*.whl
	@$(BIN)/python $(SITE) >"$$(build/wheel/env/bin/python $(SITE))/borrowed.pth"
	cd build/wheel && env/bin/python -c 'import bot, sys; sys.exit(not bot.__file__.startswith(sys.prefix))'
	cd build/wheel && env/bin/gongkai --version
	cd build/wheel && printf '399\n' | GONGKAI_DATA_DIR="$$PWD/data" env/bin/gongkai chat | grep -q 399 && echo "the wheel answers"

# pyproject.toml takes its version from the code, which cyclonedx-py does not look at: it is told.
# What is in it is what the lock pins: the versions that were tested, whatever is newer on the day of the release.
release: $(DEVELOPMENT) ## dist/: the wheel, the source, what both need (an SBOM in CycloneDX), and the checksums of all three
	@rm -rf dist build/release && mkdir -p dist build/release
	$(BIN)/python -m build --no-isolation --outdir dist . >build/release/build.log || { cat build/release/build.log; exit 1; }
	@sed "s/^dynamic = \[\"version\"\].*/version = \"$$($(BIN)/python -c 'import bot; print(bot.__version__)')\"/" pyproject.toml >build/release/pyproject.toml
	$(BIN)/cyclonedx-py requirements requirements.lock --pyproject build/release/pyproject.toml --output-reproducible \
		-o "dist/$$(cd dist && ls *.tar.gz | sed 's/\.tar\.gz$$//').cdx.json"
	@cd dist && ../$(BIN)/python -c 'import hashlib, pathlib; print("\n".join(f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}" for p in sorted(pathlib.Path().iterdir())))' >../build/release/SHA256SUMS
	@mv build/release/SHA256SUMS dist && cat dist/SHA256SUMS

questions: $(DEVELOPMENT) ## grade all kept messages, through the local Telegram, then everything generated from all kept ones
	$(BIN)/python -m tests.questions.run $(addprefix tests/questions/,$(addsuffix .tsv,questions facts variants examiner dropped))
	$(BIN)/python -m tests.reading

bench: $(DEVELOPMENT) ## timings, as tables; exits non-zero where a promised figure does not hold
	$(BIN)/python -m tests.bench

soak: $(DEVELOPMENT) ## the long versions of the kill tests
	GONGKAI_TEST_ROUNDS=50 $(BIN)/pytest tests -m soak -q --no-cov

fuzz: $(DEVELOPMENT) ## a million random and mutated messages
	$(BIN)/python -m tests.fuzz

lines: $(VENV)/bin/python ## how many lines of code there are, without docstrings, comments and blank lines
	$(BIN)/python -m tests.lines

# --no-strip-extras: a requirement with extras (coverage[toml]) does not install with pip 23 from a lock that pins it bare.
LOCK = $(BIN)/uv pip compile pyproject.toml $(if $(PACKAGE),--upgrade-package $(PACKAGE),--upgrade) --no-strip-extras \
	--universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links -q

lock: | $(VENV)/bin/python ## pin newer versions in both lock files; of one package alone with PACKAGE=name
	$(PIP) install uv
	$(LOCK) --group build -o requirements.lock
	$(LOCK) --group build --group dev -o requirements-dev.lock

clean: ## remove what was built, and the environment
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .hypothesis .coverage*
