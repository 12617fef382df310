# Every target makes and fills .venv when needed; the second time that takes no time.
# What a stranger needs: Python 3.11 or later and make. Nothing is installed outside this folder.

VENV := .venv
BIN := $(VENV)/bin
CACHE := .cache
SAY ?= remove the original background and replace it with a virtual office scene
CLIP ?=
OUT ?= office.mp4
export SAY CLIP OUT

.PHONY: help setup run demo test tests check format bench soak wheel clean
help:
	@echo 'make run     the bot with a page in your browser; it says where. Ctrl-C stops it'
	@echo 'make demo    a sample clip goes in, an MP4 before an office comes out (CLIP=… SAY="…" OUT=… for yours)'
	@echo 'make test    everything that must hold: style, types, imports, migrations, all tests'
	@echo 'make check   style, types and import rules alone'
	@echo 'make bench   speed and memory, as ratios'
	@echo 'make soak    the tests that take long'
	@echo 'make wheel   a wheel with the converted networks in it'
	@echo 'make clean   take away all that the other targets made'

$(VENV)/.python:
	@deploy/setup/find-python $(VENV)
	@touch $@

$(VENV)/.installed: requirements/dev.lock pyproject.toml $(VENV)/.python
	@echo 'Installing the locked dependencies into $(VENV) (about a minute, once) …'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(CACHE)/.networks: engine/networks/*.py $(VENV)/.installed
	@$(BIN)/python -m engine.networks
	@mkdir -p $(CACHE) && touch $@

setup: $(VENV)/.installed $(CACHE)/.networks

sample.mp4: engine/sample.py | setup
	@$(BIN)/python -m engine.sample $@

run: setup
	@# In the place of the shell, so that Ctrl-C is the bot's alone to answer.
	@exec $(BIN)/backdrop run

demo: setup $(if $(CLIP),,sample.mp4)
	@$(BIN)/backdrop edit "$${CLIP:-sample.mp4}" "$$SAY" -o "$$OUT"
	@echo 'To try your own clips in a browser: make run'

check: $(VENV)/.installed
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache | tail -n 4

test: setup check
	@$(MAKE) --no-print-directory tests

# The tests alone, after `setup`: for whoever has just run the checks.
tests:
	@# One more than there are cores: the journeys wait for processes of their own half of the time.
	@# With bytecode kept, whatever the machine says: hundreds of processes are started.
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $$(( $$(getconf _NPROCESSORS_ONLN) + 1 )) --dist worksteal -m 'not bench and not soak'

bench: setup
	@$(BIN)/python -m pytest -m bench -s tests/bench

soak: setup
	@$(BIN)/python -m pytest -m soak

wheel: setup
	@$(BIN)/python -m hatchling build -t wheel

format: $(VENV)/.installed
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

clean:
	@rm -rf $(VENV) $(CACHE) dist build *.egg-info engine/networks/*.onnx engine/networks/grace_hopper.jpg engine/fonts/*.ttf engine/fonts/*.txt sample.mp4 office.mp4 \
	  .mypy_cache .ruff_cache .pytest_cache .hypothesis
