"""The provider starts quickly, loads nothing heavy, and survives a reload."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

START = """
import json, sys, time
sys.path.insert(0, {folder!r})
import qgis.utils
from qgis.core import QgsApplication
application = QgsApplication([], False)
application.initQgis()
sys.path.append({processing!r})
from processing.core.Processing import Processing
Processing.initialize()
before = set(sys.modules)
started_at = time.process_time()
{body}
"""
LOAD = """
plugin = __import__("eo_deep_plugin").classFactory(None)
plugin.initProcessing()
duration_s = time.process_time() - started_at
loaded = set(sys.modules) - before
print(json.dumps([duration_s, sorted(loaded), len(plugin.provider.algorithms())]))
"""
RELOAD = """
registry = QgsApplication.processingRegistry()
qgis.utils.plugin_paths = [{folder!r}]
qgis.utils.updateAvailablePlugins()
counts = []
for round in range(3):
    assert qgis.utils.loadPlugin("eo_deep_plugin") and qgis.utils.startProcessingPlugin("eo_deep_plugin")
    counts.append(len(registry.providerById("eodeep").algorithms()))
    assert qgis.utils.unloadPlugin("eo_deep_plugin")
    assert registry.providerById("eodeep") is None
    left = [name for name in sys.modules if name.startswith("eo_deep_plugin")]
print(json.dumps([counts, left]))
"""


def start_qgis(body: str, folder: Path) -> list:
    """Run `body` in a QGIS without windows, where the plugin can be imported under the name of its folder."""
    import processing
    from eo_deep_plugin.algorithms.framework.worker import ROOT

    link = folder / "eo_deep_plugin"
    link.symlink_to(ROOT, target_is_directory=True)
    script = START.format(
        folder=str(folder), processing=str(Path(processing.__file__).parents[1]), body=body.format(folder=str(folder))
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_start_is_quick_and_light(tmp_path):
    """Some 100 ms of the processor, of which a busy machine takes more."""
    duration_s, loaded, algorithms = start_qgis(LOAD, tmp_path)
    print(f"The provider loads in {1000 * duration_s:.0f} ms of the processor.")
    assert algorithms >= 8
    assert duration_s < 0.4
    packages = {name.split(".")[0] for name in loaded}
    assert not packages & {"torch", "rasterio", "shapely", "pyogrio", "numpy", "scipy", "matplotlib", "eo_deep"}


def test_reload_finds_all_algorithms_again(tmp_path):
    counts, left = start_qgis(RELOAD, tmp_path)
    assert counts[0] >= 8
    assert counts == [counts[0]] * 3
    assert left == []


def test_torch_stays_outside():
    assert "torch" not in sys.modules
