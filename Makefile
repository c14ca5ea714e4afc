# Two commands do everything on a fresh machine: `make plan` and `make test`.
SHELL := /bin/bash
.DEFAULT_GOAL := help
CARGO ?= cargo
CARGO_TARGET_DIR ?= $(CURDIR)/target
export CARGO_TARGET_DIR
OUT ?= plan
VENV ?= $(CARGO_TARGET_DIR)/venv

.PHONY: help plan test setup lint venv unit docs deps notebook bench peers clean

help: ## Say what can be done here
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

plan: setup ## Plan the European programme and write the report to ./plan
	$(CARGO) run --release --quiet --bin gigasite -- plan --out $(OUT)

test: setup lint unit docs deps notebook ## Everything CI checks

setup: ## Install cmake and libclang, which HiGHS is built with, when they are missing
	@bash .ci/setup

lint: setup
	$(CARGO) fmt --all --check
	$(CARGO) clippy --release --workspace --all-targets --quiet -- -D warnings

venv:
	@bash .ci/venv $(VENV)

unit: setup venv
	GIGASITE_PYTHON=$(VENV)/bin/python $(CARGO) test --release --workspace

docs: setup
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --release --workspace --no-deps --quiet

deps: setup
	@bash .ci/deps

notebook: setup venv
	$(CARGO) build --release --workspace --quiet
	@bash .ci/notebook $(VENV)

bench: setup ## How fast each stage is
	$(CARGO) build --release --workspace --quiet
	$(CARGO) bench --workspace --bench data --bench facility --bench dispatch --bench command

peers: setup venv ## Flows of CASE and the optimal flow of OPF_CASE beside lightsim2grid, pandapower and PyPSA
	@bash .ci/peers $(VENV) "$(CASE)" "$(OPF_CASE)"

clean:
	$(CARGO) clean
