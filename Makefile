# EO Deep. On a fresh Debian or Ubuntu machine two commands do all of their own set-up:
#   make demo                    buildings of a synthetic town, or of your own image: make demo IMAGE=your.tif
#   make test                    the engine's tests, the QGIS side's, and those of its window
# Further: make manual (its HTML, in manual/), make zip (the plugin's archive, with the manual), make lint, make clean,
# make translations (after a text changed).
# INDEX_URL=...                  one more package index for pip, for instance one with a CUDA build of PyTorch
# Nothing is written outside this folder, except Debian packages that are missing.

PYTHON = /usr/bin/python3
INDEX_URL =
# make translations LANGUAGES=es: a further language
LANGUAGES =
IMAGE =
SHOWN = $(or $(IMAGE),demo/scene.tif)
VERSION = $(shell sed -n 's/^version=//p' metadata.txt)
ZIP = $(CURDIR)/build/eo_deep_plugin-$(VERSION).zip
MANUAL = $(CURDIR)/manual
PIP_INSTALL = -m pip install --disable-pip-version-check --no-input $(if $(INDEX_URL),--extra-index-url "$(INDEX_URL)")

# A QGIS profile, settings and caches of its own: the user's QGIS is neither read nor changed.
PRIVATE = QGIS_CUSTOM_CONFIG_PATH="$(CURDIR)/build/qgis" QGIS_PLUGINPATH="$(CURDIR)/build/plugins" \
	XDG_CONFIG_HOME="$(CURDIR)/build/config" XDG_DATA_HOME="$(CURDIR)/build/data" \
	XDG_CACHE_HOME="$(CURDIR)/build/cache" XDG_RUNTIME_DIR="$(CURDIR)/build/runtime" \
	PYTHONNOUSERSITE=1 PYTHONWARNINGS=ignore::DeprecationWarning
# The wrapper qgis_process of Debian fails where /etc/default/qgis sets options; the program behind it doesn't.
QGIS_PROCESS = env $(PRIVATE) QT_QPA_PLATFORM=offscreen \
	"$$(command -v qgis_process.bin || command -v qgis_process)"

unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV
# An environment whose Python is gone (a distribution upgrade) or that was never finished is made anew.
$(shell for venv in .venv .venv-qgis .venv-docs; do $$venv/bin/python -c "" 2>/dev/null || rm -f $$venv/complete; done)

.DELETE_ON_ERROR:
.PHONY: demo test test-engine test-qgis test-window lint manual zip translations clean packages engine profile

demo: engine profile
	@test -z "$(IMAGE)" || test -f "$(IMAGE)" || { echo "There is no image '$(IMAGE)'." >&2; exit 1; }
	@rm -f demo/buildings.gpkg demo/probabilities.tif demo/preview.png
	@$(if $(IMAGE),,echo "Making a synthetic town."; $(QGIS_PROCESS) run eodeep:makescene -- SEED=34 SIZE_PX=1024 RESOLUTION_M=0.3 \
		IMAGE="$(CURDIR)/demo/scene.tif" BUILDINGS="$(CURDIR)/demo/true_buildings.gpkg")
	@echo "Extracting its buildings."
	@$(QGIS_PROCESS) run eodeep:extractbuildings -- IMAGE="$$(realpath "$(SHOWN)")" \
		OUTPUT="$(CURDIR)/demo/buildings.gpkg" PROBABILITIES="$(CURDIR)/demo/probabilities.tif"
	@.venv/bin/python -m demo.draw_preview "$(SHOWN)" demo/buildings.gpkg demo/preview.png
	@echo
	@echo "Building polygons:       $(CURDIR)/demo/buildings.gpkg"
	@echo "Building probabilities:  $(CURDIR)/demo/probabilities.tif"
	@echo "Picture of the result:   $(CURDIR)/demo/preview.png"
	@echo "Look at them in QGIS:    qgis \"$(SHOWN)\" demo/buildings.gpkg"

# The window's tests, which mostly wait, run beside those of the QGIS side; what they say is printed at the end, and where QGIS
# died, if it did: the trace is long.
test: engine .venv/dev-complete .venv-qgis/complete .venv-docs/complete profile
	@rm -f build/failed; $(MAKE) --no-print-directory test-engine || touch build/failed; \
	$(MAKE) --no-print-directory test-window >build/test-window.log 2>&1 & window=$$!; \
	{ $(MAKE) --no-print-directory test-qgis || touch build/failed; } 2>&1 | tee build/test-qgis.log; \
	wait $$window || touch build/failed; cat build/test-window.log; \
	grep -B 1 -A 9 "^Fatal Python error" build/test-qgis.log build/test-window.log; test ! -e build/failed

test-engine: .venv/dev-complete
	OMP_NUM_THREADS=1 .venv/bin/python -m pytest tests/engine --numprocesses 2 --dist loadfile

test-qgis: .venv/complete .venv-qgis/complete .venv-docs/complete profile
	env $(PRIVATE) xvfb-run --auto-servernum .venv-qgis/bin/python -m pytest tests/qgis

test-window: .venv/complete .venv-qgis/complete profile
	env $(PRIVATE) xvfb-run --auto-servernum .venv-qgis/bin/python -m pytest tests/window

lint: .venv/dev-complete
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/flake8 .
	.venv/bin/bandit --quiet --recursive . --ini .bandit
	git ls-files -z | xargs -0 .venv/bin/detect-secrets-hook --baseline .secrets.baseline

translations: .venv-qgis/complete
	env $(PRIVATE) QT_QPA_PLATFORM=offscreen .venv-qgis/bin/python resources/i18n/update.py $(LANGUAGES)

# Sphinx reads docs/ and, through QGIS, the declarations of the algorithms. A warning is an error.
manual: .venv-docs/complete
	rm -rf "$(MANUAL)" && mkdir -p build && mkdir -p -m 700 build/runtime
	env $(PRIVATE) QT_QPA_PLATFORM=offscreen .venv-docs/bin/python -m sphinx -q -W -n --keep-going -d build/doctrees docs "$(MANUAL)"
	@find "$(MANUAL)" -name "*.map" -delete

# What is committed, without what .gitattributes marks export-ignore; and the manual.
zip: manual
	rm -rf build/zip "$(ZIP)" && mkdir -p build/zip
	git archive --prefix=eo_deep_plugin/ HEAD | tar --extract --directory build/zip
	cp -r "$(MANUAL)" build/zip/eo_deep_plugin/manual
	# The sources of the manual stay behind, so the links to them lead to its pages; so do the benchmarks.
	sed -i -E 's#\(docs/([a-z_0-9]+)\.md\)#(manual/\1.html)#g; s#\[docs\]#[manual]#; s#\[([^]]*)\]\(benchmarks/[^)]*\)#\1#g' build/zip/eo_deep_plugin/README.md
	cd build/zip && $(PYTHON) -m zipfile --create "$(ZIP)" eo_deep_plugin
	@test "$$(stat -c %s "$(ZIP)")" -lt 25000000 || { echo "$(ZIP) is larger than the 25 MB that plugins.qgis.org accepts." >&2; exit 1; }
	@echo "$(ZIP): in QGIS, Plugins > Manage and Install Plugins > Install from ZIP."

clean:
	rm -rf build manual docs/algorithms *.egg-info .venv .venv-qgis .venv-docs .qgis-settings .mypy_cache .pytest_cache .ruff_cache
	rm -f demo/*.tif demo/*.gpkg demo/*.qml demo/*.png
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

engine: packages .venv/complete

.venv/complete: requirements.txt | packages
	rm -rf .venv
	$(PYTHON) -m venv .venv
	.venv/bin/python $(PIP_INSTALL) -r requirements.txt
	@touch $@

.venv/dev-complete: .venv/complete requirements-dev.txt requirements-onnx.txt requirements-cluster.txt
	.venv/bin/python $(PIP_INSTALL) -r requirements-dev.txt -r requirements-onnx.txt -r requirements-cluster.txt
	@touch $@

.venv-qgis/complete: requirements-qgis.txt | packages
	rm -rf .venv-qgis
	$(PYTHON) -m venv --system-site-packages .venv-qgis
	.venv-qgis/bin/python $(PIP_INSTALL) -r requirements-qgis.txt
	@touch $@

.venv-docs/complete: requirements-docs.txt | packages
	rm -rf .venv-docs
	$(PYTHON) -m venv --system-site-packages .venv-docs
	.venv-docs/bin/python $(PIP_INSTALL) -r requirements-docs.txt
	@touch $@

profile: build/qgis/enabled

build/qgis/enabled: | packages
	@mkdir -p build/plugins build/qgis && mkdir -p -m 700 build/runtime
	ln -sfn "$(CURDIR)" build/plugins/eo_deep_plugin
	$(QGIS_PROCESS) plugins enable eo_deep_plugin
	@touch $@

packages:
	@needed=""; \
	has() { command -v $$1 >/dev/null 2>&1; }; \
	finds() { /usr/bin/python3 -c "import importlib.util, sys; sys.exit(not importlib.util.find_spec('$$1'))" 2>/dev/null; }; \
	{ has qgis_process && finds qgis; } || needed="$$needed qgis qgis-providers python3-qgis"; \
	finds ensurepip || needed="$$needed python3-venv"; \
	{ has xvfb-run && has xauth; } || needed="$$needed xvfb xauth"; \
	test -n "$$needed" || exit 0; \
	if ! has apt-get; then echo "EO Deep needs QGIS 3.22 or newer, Python's venv module and Xvfb; install them with your system's package manager." >&2; exit 1; fi; \
	if test "$$(id -u)" = 0; then as_root="env"; elif has sudo; then as_root="sudo env"; \
	else echo "These packages are missing and only root can install them: apt-get install$$needed" >&2; exit 1; fi; \
	echo "Installing from the distribution:$$needed"; \
	$$as_root DEBIAN_FRONTEND=noninteractive apt-get update && \
	$$as_root DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $$needed
