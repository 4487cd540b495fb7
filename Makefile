# Two commands: `make run` opens the dashboard, `make test` checks everything. Both do their own set-up.
# PYTHON=… names the Python to use, PORT=… the port.

PORT ?= 8501
PEOPLE ?= 100000 1000000
KILLS ?= 300
DAMAGED ?= 300
BIN := .venv/bin

.PHONY: help run test lint types browser screenshot bench load chaos clean

help:
	@echo "make run         open the dashboard on this machine (sample company, or yours once you upload)"
	@echo "make test        lint, types, direction of imports, tests"
	@echo "make bench       speed against the floor, side by side (PEOPLE=\"100000 1000000\")"
	@echo "make chaos       kill, fill the disk, damage files: is anything ever lost?"
	@echo "make load        25 viewers at once on one process, in quiet and while a large file is loaded"
	@echo "make screenshot  take docs/overview.png again"

run: .venv/ready-to-run data/sample/current
	@echo "Bench Strength: http://127.0.0.1:$(PORT)  (Ctrl-C ends it)"
	@$(BIN)/python -m streamlit run app.py --server.address 127.0.0.1 --server.port $(PORT) \
		--server.headless true --browser.gatherUsageStats false

test: lint types browser
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: .venv/ready-to-test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

types: .venv/ready-to-test
	@$(BIN)/mypy

browser: .venv/ready-to-test
	@$(BIN)/python tests/browser/chromium.py

screenshot: .venv/ready-to-test data/sample/current
	@$(BIN)/python tests/browser/screenshot.py

chaos: .venv/ready-to-test
	@$(BIN)/python tools/chaos.py --kills $(KILLS) --damaged $(DAMAGED)

bench: .venv/ready-to-test benchmarks/.venv/ready
	@$(BIN)/python -m benchmarks $(PEOPLE)

load: .venv/ready-to-test
	@$(BIN)/python -m benchmarks.crowd

clean:
	rm -rf .venv benchmarks/.venv build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.venv/ready-to-run: requirements.txt
	@sh tools/venv.sh .venv requirements.txt
	@touch $@

.venv/ready-to-test: requirements-test.txt requirements-auth.txt requirements.txt
	@sh tools/venv.sh .venv requirements-test.txt
	@touch $@ .venv/ready-to-run

benchmarks/.venv/ready: benchmarks/requirements.txt
	@sh tools/venv.sh benchmarks/.venv benchmarks/requirements.txt
	@touch $@

data/sample/current: | .venv/ready-to-run
	@echo "Making the sample company (once)."
	@$(BIN)/python -m data_loaders sample
