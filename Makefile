# Every target works as the first command on a fresh machine: it creates .venv and installs what it needs.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
JOBS   ?= 2

.PHONY: test test-integrations test-review demo lint docs bless bench bench-pages bench-speed bench-start bench-run bench-scaling bench-zones bench-pagetext bench-review kill-test bench-markdown bench-oneline bench-headlines fix check-docs clean

test: $(READY)
	$(BIN)/python -m pytest -n $(JOBS) --doctest-modules cleaner tests --ignore=cleaner/integrations --ignore=tests/integrations --ignore=tests/review

# Spark, datatrove, Ray, Scrapy, pandas and polars themselves, in an environment of their own: they are large and slow to start.
test-integrations: $(VENV)-integrations/.ready
	$(VENV)-integrations/bin/python -m pytest --doctest-modules cleaner/integrations tests/integrations

# The review page in a real browser: needs chromium and chromedriver, and fails where there are none.
test-review: $(VENV)/.ready-browser
	$(BIN)/python -m pytest tests/review

demo: $(READY)
	$(BIN)/python -m benchmarks.demo

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/cleaner rules check

docs: $(READY)
	$(BIN)/python -m docs.build

check-docs: $(READY)
	$(BIN)/python -m docs.build --check

bless: $(READY)
	$(BIN)/cleaner golden update samples --yes
	cd docs/regression-project && $(abspath $(BIN))/cleaner golden update samples --yes
	git --no-pager diff --stat -- samples docs/regression-project

bench: $(READY)
	$(BIN)/python -m benchmarks.quality

bench-speed: $(VENV)/.ready-bench
	$(BIN)/python -m benchmarks.speed

bench-pages: $(VENV)/.ready-bench
	$(BIN)/python -m benchmarks.pages

bench-start: $(READY)
	$(BIN)/python -m benchmarks.start

bench-run: $(READY)
	$(BIN)/python -m benchmarks.run

kill-test: $(READY)
	$(BIN)/python -m benchmarks.kill

bench-scaling: $(READY)
	$(BIN)/python -m benchmarks.scaling --update

bench-zones: $(READY)
	$(BIN)/python -m benchmarks.zones

bench-pagetext: $(READY)
	$(BIN)/python -m benchmarks.pagetext

bench-review: $(VENV)/.ready-browser
	$(BIN)/python -m benchmarks.review

bench-markdown: $(VENV)/.ready-bench
	$(BIN)/python -m benchmarks.markdown

bench-oneline: $(READY)
	$(BIN)/python -m benchmarks.oneline

bench-headlines: $(READY)
	$(BIN)/python -m benchmarks.headlines

fix: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(READY): pyproject.toml hatch_build.py $(wildcard native/*)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[dev]'
	touch $@

$(VENV)-integrations/.ready: pyproject.toml
	test -x $(VENV)-integrations/bin/python || $(PYTHON) -m venv $(VENV)-integrations
	$(VENV)-integrations/bin/python -m pip install -q --disable-pip-version-check -e '.[dev,integrations]'
	touch $@

$(VENV)/.ready-browser: $(READY)
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[dev,browser]'
	touch $@

$(VENV)/.ready-bench: $(READY)
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[dev,bench]'
	touch $@

clean:
	rm -rf $(VENV) $(VENV)-integrations dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
