# Two commands on a fresh machine do everything: `make demo` and `make test`. Everything else is a convenience.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
INSTALLED := $(VENV)/.installed
COMPILED := hatch_build.py $(wildcard warehouse/transforms/*.py warehouse/transforms/*.pxd)

.PHONY: install demo test images services lint up bench prove lock clean

install: $(INSTALLED)

$(INSTALLED): requirements.lock requirements-uv.lock pyproject.toml $(COMPILED)
	@command -v $(PYTHON) >/dev/null || { echo "jobproof needs Python 3.11: no '$(PYTHON)' on the PATH; name yours with 'make PYTHON=...'"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements-uv.lock
# uv takes seconds where pip takes minutes; pip reads settings (proxies, mirrors) that uv does not, so it stands behind.
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --no-deps --require-hashes -r requirements.lock \
	  || $(PIP) install --no-deps --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@ls warehouse/transforms/automaton.*.so warehouse/transforms/scan.*.so >/dev/null 2>&1 \
	  || echo "warning: no C compiler with Python's headers here; postings are read by the same code uncompiled, slower"
	touch $@

demo: install
	$(BIN)/jobproof demo

test: install
	$(BIN)/python -m pytest -n auto $(TESTS)

# The small references that tests hold charts against; look at them before committing.
images: install
	$(BIN)/python -m tests.chart_images

# PostgreSQL and an S3-compatible server, really started; nothing is skipped here, and `make test` skips what is absent.
services: install
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { \
	  SUDO=$$(test $$(id -u) = 0 || echo sudo); $$SUDO apt-get update -q && $$SUDO apt-get install -qy --no-install-recommends postgresql; }
	JOBPROOF_SERVICES=required $(BIN)/python -m pytest -m services -n0

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

up: install
	$(BIN)/jobproof up

bench: install
	$(BIN)/python -m bench

prove: install
	$(BIN)/python -m bench.prove

lock:
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/pip install --quiet uv
	$(VENV)-lock/bin/uv pip compile --quiet --extra dev --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 --output-file requirements.lock pyproject.toml
# Workers of a cluster install this one lock: the default versions but for tqdm, of which Daft wants an older one.
	grep -o '^[a-z0-9._-]*==[^ ]*' requirements.lock | grep -v '^tqdm==' > $(VENV)-lock/constraints.txt
	$(VENV)-lock/bin/uv pip compile --quiet --extra scale --constraint $(VENV)-lock/constraints.txt --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --python-version 3.11 --output-file requirements-scale.lock pyproject.toml
	echo uv | $(VENV)-lock/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 --output-file requirements-uv.lock -
	rm -rf $(VENV)-lock
	@! grep -nE 'https?://|file:' requirements.lock requirements-scale.lock requirements-uv.lock

clean:
	rm -rf $(VENV) warehouse/transforms/*.so .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
