"""Each algorithm's dialog opens in a real QGIS window and shows every parameter; one is run from its button."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from eo_deep_plugin.algorithms.provider import find_declarations

QGIS = shutil.which("qgis.bin") or shutil.which("qgis")


@pytest.fixture(scope="module")
def report(profile, scene, tmp_path_factory):
    """What open_dialogs.py saw; its pictures are kept in $EO_DEEP_PICTURES where that is set."""
    if QGIS is None or shutil.which("xvfb-run") is None:
        pytest.skip("needs QGIS with windows, and Xvfb")
    folder = tmp_path_factory.mktemp("dialogs")
    variables = {**profile, "EO_DEEP_TEST_FOLDER": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    variables.update(EO_DEEP_TEST_IMAGE=str(scene.image), EO_DEEP_TEST_LABELS=str(scene.labels))
    variables.pop("QT_QPA_PLATFORM", None)
    variables.pop("QGIS_CUSTOM_CONFIG_PATH", None)
    words = ["--nologo", "--noversioncheck", "--profiles-path", str(folder / "profiles")]
    words += ["--code", str(Path(__file__).parent / "open_dialogs.py")]
    screen = ["xvfb-run", "--auto-servernum", "--server-args", "-screen 0 1600x1200x24"]
    done = subprocess.run([*screen, QGIS, *words], env=variables, capture_output=True, text=True, timeout=180)
    if os.environ.get("EO_DEEP_PICTURES"):
        shutil.copytree(
            folder, os.environ["EO_DEEP_PICTURES"], dirs_exist_ok=True, ignore=shutil.ignore_patterns("prof*")
        )
    assert (folder / "report.json").exists(), done.stderr
    return json.loads((folder / "report.json").read_text())


@pytest.mark.parametrize("declaration", find_declarations(), ids=lambda declaration: declaration.id)
def test_dialog_shows_every_parameter(declaration, report):
    assert report["missing"][declaration.id] == []


@pytest.mark.parametrize("name", ["assessaccuracy", "trainsegmentation"])
def test_the_class_field_is_chosen_from_a_list(name, report):
    assert "klass" in report["choices"][name]


def test_run_button(report):
    """The results arrive as styled layers; temporary layers are inputs too; reports are in the Results Viewer."""
    assert report["error"] == ""
    assert set(report["layers"]) == {"Image", "Buildings", "Displaced buildings"}
    assert report["layers"]["Buildings"].startswith("31,95,160")
    assert report["layers"]["Displaced buildings"].startswith("255,214,0")
    assert report["reports"] == ["Accuracy report"]
