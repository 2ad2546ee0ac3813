# Everything a newcomer types. `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# One target directory outside the clone, when the environment names one, is shared by all clones.
export CARGO_TARGET_DIR ?= $(CURDIR)/target
DEV_BIN := $(CARGO_TARGET_DIR)/debug/bartizan
REL_BIN := $(CARGO_TARGET_DIR)/release/bartizan
NPM := npm --no-audit --no-fund --loglevel=error
DATA ?= data
LISTEN ?= localhost:9000
# Of each fuzz target.
FUZZ_SECONDS ?= 20

.PHONY: help run build test lint bench vitals demo web check-web test-rust test-web test-compat test-e2e test-deploy fuzz screens openapi clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: build ## Build web interface and server, start on http://localhost:9000 with the embedded default
	$(REL_BIN) serve --data-dir $(DATA) --listen $(LISTEN)

build: web ## Build the release binary with the web interface inside
	cargo build --release --locked --package bartizan
	@echo "built $(REL_BIN)"

web/node_modules/.installed: web/package-lock.json
	cd web && $(NPM) ci
	@touch $@

web: web/node_modules/.installed ## Build the web interface into web/dist
	cd web && npm run --silent build

test: ## Everything: Rust, web, real SDKs, browser; installs what it needs
	tests/run.sh

fuzz: ## Fuzz every parser for a bounded time: make fuzz FUZZ_SECONDS=20
	fuzz/run.sh $(FUZZ_SECONDS)

lint: web/node_modules/.installed ## Formatting, clippy, types, house rules
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	cargo xtask tidy
	cd web && npm run --silent lint

bench: build ## Measure against docs/benchmarks.md
	cargo build --release --locked --package bartizan-bench
	benches/run.sh

vitals: build tests/node_modules/.installed ## Measure the interface in the browser, into docs/benchmarks.md
	cd tests && BARTIZAN_TEST_BINARY=$(REL_BIN) node e2e/vitals.mjs

tests/node_modules/.installed: tests/package-lock.json
	cd tests && $(NPM) ci
	@touch $@

demo: build ## Fill a running server (or the data folder) with the history of a demo company
	$(REL_BIN) demo --data-dir $(DATA)

openapi: ## Write openapi/bartizan.json and the web client's types anew
	cargo xtask openapi
	cd web && npm run --silent api

screens: ## Take the screenshots in docs/screens anew
	tests/e2e/screens.sh

clean: ## Remove what was built
	cargo clean
	rm -rf web/dist web/node_modules
