# The course as make sees it: `make` sets up, runs the lessons and writes the figures;
# `make test` passes the tests; `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
# A lesson that fails does not keep the others from running; make's exit status still tells.
MAKEFLAGS += --keep-going --no-print-directory

DENO := .venv/bin/deno
PYTHON := .venv/bin/python
READY := .venv/stamps/ready
LESSONS := $(wildcard notebooks/[0-9][0-9]_*.ipynb)
EXECUTED := $(LESSONS:notebooks/%=build/lessons/%)
# The one lesson that L=04 names.
LESSON = $(or $(wildcard notebooks/$(L)_*.ipynb notebooks/0$(L)_*.ipynb),$(error name one lesson by its number, such as L=04))

export DENO_TLS_CA_STORE ?= system,mozilla
export TF_CPP_MIN_LOG_LEVEL ?= 3

.PHONY: all setup lessons lesson figures figures-check test ok claims ledger fuzz study carry data bench lab reset student doctor fmt clean distclean help

# Set up, run every lesson that is stale, write the figures that moved.
all: setup
	@start=$$SECONDS; failed=0; $(MAKE) lessons || failed=$$?; $(MAKE) figures || failed=$$?; \
	echo "make: $$((SECONDS - start)) s for lessons and figures"; exit $$failed

# Bring the tools into .venv and node_modules; GPU=1 takes TensorFlow for CUDA.
setup: $(READY)

# Always asked, in a tenth of a second; the file's date changes only when something was redone.
$(READY): FORCE
	@python3 tools/setup.py $(if $(GPU),--gpu)

.PHONY: FORCE
FORCE:

# Run every lesson that is stale, or whose code is.
lessons: $(EXECUTED)

# Figures are drawn from what there is: a lesson that fails does not keep back the others' figures.
ifneq ($(MAKECMDGOALS),figures)
# A lesson also depends on the records of its studies; what it imports is in build/deps.
.SECONDEXPANSION:
build/lessons/%.ipynb: notebooks/%.ipynb $$(wildcard data/results/$$(firstword $$(subst _, ,$$*))_*.json) tools/run_lesson.py $(READY)
	@$(PYTHON) tools/run_lesson.py --unless-fresh $<

include $(wildcard build/deps/*.d)
endif

# Run one lesson again and write its figures: make lesson L=04
lesson: setup
	@$(PYTHON) tools/run_lesson.py $(LESSON)
	@$(DENO) run -A tools/figures.ts export $(LESSON:notebooks/%=build/lessons/%)

# Write the figures of the executed lessons, where their numbers moved.
figures: build/figures.stamp

build/figures.stamp: $(wildcard build/lessons/*.ipynb build/lessons/*.json tools/figures.ts tools/figures/*.ts) $(READY)
	@$(if $(wildcard build/lessons/*.ipynb),$(DENO) run -A tools/figures.ts export $(wildcard build/lessons/*.ipynb),echo "figures: no lesson has run yet: make lessons")
	@mkdir -p build && touch $@

# Say by numbers which figures moved beyond their tolerance.
figures-check: lessons
	@$(DENO) run -A tools/figures.ts check $(EXECUTED)

# Everything that is tested: format, lint, types, units, claims, kernel, lessons at scale tiny.
test: setup
	@$(PYTHON) tools/test.py

# The gate: all that `make` does, then all tests.
ok:
	@$(MAKE) all
	@$(MAKE) test

# Measure every claim, the slow ones too, into build/ledger.json.
claims: setup
	@CLAIMS=all $(DENO) test -A tests/claims/ledger_test.ts

# Measure every claim into the record that lesson 15 shows (a quarter of an hour).
ledger: setup
	@$(DENO) run -A tools/ledger.ts

# Hold compile() against TensorFlow.js on 1,000 random programs (half an hour); N=… for another number.
fuzz: setup
	@$(DENO) run -A tests/tensorflow/compile/fuzz.ts $(N)

# Run the long studies again and write their records (minutes to hours): make study STUDY=11_frozen SCALE=gpu
study: setup
	@$(DENO) run -A tools/study.ts $(STUDY)

# Keep a study's record over a change that leaves its rows as they are: make carry STUDY=11_frozen FROM=HEAD
carry: setup
	@$(DENO) run -A tools/carry.ts $(STUDY) $(FROM)

# List the image data sets; DATA="cifar10 imagenette2-160" brings and decodes some.
data: setup
	@$(DENO) run -A tools/data.ts $(DATA)

# Time this project against PyTorch, JAX and others, in turns; BENCH_FLAGS="--works conv7 --check".
bench: setup
	@$(DENO) run -A tools/bench.ts $(BENCH_FLAGS)

LAB := .venv/bin/jupyter lab --ServerApp.root_dir=. --KernelSpecManager.allowed_kernelspecs=deno \
	--KernelSpecManager.ensure_native_kernel=False --MultiKernelManager.default_kernel_name=deno

# Open JupyterLab on your own copies in work/; AUTHOR=1 opens the sources; LAB_FLAGS=… for Jupyter.
lab: setup
	@$(PYTHON) tools/student.py --work
	@$(LAB) --LabApp.default_url=/lab/$(if $(AUTHOR),workspaces/author/tree/notebooks,tree/work) $(LAB_FLAGS)

# Begin one lesson anew; your old copy is kept beside it: make reset L=04
reset: setup
	@$(PYTHON) tools/student.py --reset $(notdir $(basename $(LESSON)))

# Write the copies that an instructor hands out, with a table of the exercises, to build/student.
student: setup
	@$(PYTHON) tools/student.py

# Print versions and device, and for all that is missing the command that brings it.
doctor:
	@python3 tools/doctor.py

# Format the code and the notebooks, and strip what running them left behind.
fmt: setup
	@$(PYTHON) -m nbconvert --log-level WARN --clear-output --inplace $(LESSONS)
	@$(DENO) fmt

# Remove what was built; your copies in work/ stay.
clean:
	rm -rf build

# Remove the tools too; your copies in work/ stay.
distclean: clean
	rm -rf .venv node_modules

# List these targets.
help:
	@awk '/^# /{d=substr($$0,3)} /^[a-z-]+:/{split($$1,t,":"); if (d) printf "  make %-14s %s\n",t[1],d} {if(!/^# /)d=""}' Makefile
