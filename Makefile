# Tandem. `make run` is all a newcomer needs; `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := build/ready
# Plain pip: it heeds the machine's own certificates, mirror and proxy.
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check --no-input --require-hashes
ROOM ?=
UI := $(shell find tandem/ui/css tandem/ui/ts -type f 2>/dev/null) tandem/ui/icons.txt

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 14

run: setup ## install what is missing, build the demo school and serve it
	$(BIN)/tandem demo
	$(BIN)/python -m tools.run

setup: $(READY)/bundle $(READY)/words ## install only

test: setup $(READY)/dev ## all tests, or those of one room: make test ROOM=timetable
	$(BIN)/python -m tools.test $(ROOM)

check: setup $(READY)/dev ## formatter, linter, types, import contracts, migrations, translations
	$(BIN)/python -m tools.check

bench: setup $(READY)/dev ## measure speed; ends with status 1 above a budget
	$(BIN)/python -m tools.bench

gallery: setup ## every component in every state, at /gallery/
	TANDEM_GALLERY=1 $(BIN)/python -m tools.run

screenshots: setup $(READY)/dev ## the main pages at both sizes into docs/screenshots
	$(BIN)/python -m tools.screenshots

messages: setup $(READY)/dev ## gather strings to translate into tandem/locale
	$(BIN)/python -m tools.messages

lock: $(READY)/dev ## write the locked requirements anew
	for part in tools tandem dev; do $(BIN)/uv pip compile -q --generate-hashes --universal --python-version 3.11 --no-header requirements/$$part.in -o requirements/$$part.txt; done

clean: ## forget what was built; what people made (var/) stays
	rm -rf build node_modules $(VENV) tandem/ui/static/dist

$(READY)/venv: requirements/tools.txt requirements/tandem.txt pyproject.toml
	@mkdir -p $(READY)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "Python's venv is missing: apt-get install python3-venv"; exit 1; }
	$(PIP) -r requirements/tools.txt -r requirements/tandem.txt
	$(BIN)/python tools/install.py
	@touch $@

$(READY)/dev: $(READY)/venv requirements/dev.txt
	$(PIP) -r requirements/dev.txt
	@touch $@

$(READY)/node: $(READY)/venv package-lock.json
	$(BIN)/python tools/node.py npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(READY)/bundle: $(READY)/node $(UI) tools/build/build.mjs
	$(BIN)/python tools/node.py node tools/build/build.mjs
	$(BIN)/tandem manage collectstatic --noinput --clear -v 0
	@touch $@

$(READY)/words: $(READY)/venv tools/messages.py $(wildcard tandem/locale/*/LC_MESSAGES/django.po)
	$(BIN)/python -m tools.messages --compile
	@touch $@

.PHONY: help run setup test check bench gallery screenshots messages lock clean
