"""QGIS for the tests: the plugin under the name it has when installed, its provider in the registry, small data."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = "eo_deep_plugin"

if PLUGIN not in sys.modules:
    spec = importlib.util.spec_from_file_location(PLUGIN, ROOT / "__init__.py", submodule_search_locations=[str(ROOT)])
    sys.modules[PLUGIN] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[PLUGIN])


@pytest.fixture(scope="session", autouse=True)
def provider(qgis_processing):
    """The provider, as QGIS has it after start."""
    from processing.gui import Postprocessing

    Postprocessing.iface = None  # that of pytest-qgis has no layer tree, which QGIS 3.44 adds results to
    plugin = sys.modules[PLUGIN].classFactory(None)
    plugin.initProcessing()
    yield plugin.provider
    plugin.unload()


in_slots: list[BaseException] = []


def pytest_configure() -> None:
    """Without a hook, PyQt would abort all tests for an exception in a slot, with no word of which."""
    sys.excepthook = lambda kind, exception, trace: in_slots.append(exception)


@pytest.fixture(autouse=True)
def fail_for_slots():
    """An exception in a slot fails the test."""
    in_slots.clear()
    yield
    if in_slots:
        raise in_slots[0]


@pytest.fixture(autouse=True)
def release_layers(request):
    """pytest holds the last test's arguments until QGIS is gone; a layer that dies after QGIS takes Python along."""
    yield
    request.node.funcargs.clear()


@pytest.fixture
def context():
    from qgis.core import QgsProcessingContext

    return QgsProcessingContext()


@pytest.fixture(scope="session")
def engine_python(provider):
    """The interpreter that the plugin itself would find."""
    from eo_deep_plugin.algorithms.framework.worker import find_engine

    return str(find_engine())


@pytest.fixture(scope="session")
def ask_engine(engine_python):
    """Run a script in the engine's interpreter, at the repository's root, and return what it prints."""

    def ask(script: str) -> str:
        done = subprocess.run([engine_python, "-c", script], cwd=ROOT, capture_output=True, text=True, env=plain())
        assert done.returncode == 0, done.stderr
        return done.stdout

    return ask


def plain() -> dict[str, str]:
    from eo_deep_plugin.algorithms.framework.worker import clean_environment

    return clean_environment()


@pytest.fixture(scope="session")
def model(ask_engine, tmp_path_factory):
    """A segmentation model file of two classes with random weights: its maps mean nothing, but are maps."""
    path = tmp_path_factory.mktemp("model") / "tiny.safetensors"
    ask_engine((Path(__file__).parent / "make_model.py").read_text().replace("MODEL_PATH", str(path)))
    return path


@pytest.fixture(scope="session")
def scene_model(ask_engine, tmp_path_factory):
    """A scene model file of two classes with random weights, for patches of 32 px."""
    path = tmp_path_factory.mktemp("scene_model") / "tiny.safetensors"
    ask_engine((Path(__file__).parent / "make_scene_model.py").read_text().replace("MODEL_PATH", str(path)))
    return path


@pytest.fixture(scope="session")
def pixel_model(ask_engine, tmp_path_factory):
    """A classifier of pixels of two classes, dark and bright."""
    path = tmp_path_factory.mktemp("pixel_model") / "tiny.safetensors"
    ask_engine((Path(__file__).parent / "make_pixel_model.py").read_text().replace("MODEL_PATH", str(path)))
    return path


@pytest.fixture(scope="session")
def translation_model(ask_engine, tmp_path_factory):
    """A translation model of a map of two colours with random weights."""
    path = tmp_path_factory.mktemp("translation_model") / "tiny.safetensors"
    ask_engine((Path(__file__).parent / "make_translation_model.py").read_text().replace("MODEL_PATH", str(path)))
    return path


@pytest.fixture(scope="session")
def detector(ask_engine, tmp_path_factory):
    """A detection model of bright and grey rectangles."""
    path = tmp_path_factory.mktemp("detector") / "tiny.safetensors"
    ask_engine((Path(__file__).parent / "make_detector.py").read_text().replace("MODEL_PATH", str(path)))
    return path


@pytest.fixture(scope="session")
def scene(tmp_path_factory):
    """Image (200 x 160 px at 0.5 m) and labels: bright rectangles on dark ground."""
    from synthetic_data import write_scene

    return write_scene(tmp_path_factory.mktemp("scene"))


@pytest.fixture(scope="session")
def finer_image(scene, tmp_path_factory):
    """The scene's image with four pixels for each."""
    from synthetic_data import write_finer_image

    return write_finer_image(scene.image, tmp_path_factory.mktemp("finer") / "finer.tif")


@pytest.fixture(scope="session")
def large_image(scene, tmp_path_factory):
    """A virtual image on which the engine is busy for many minutes."""
    from synthetic_data import write_large_image

    return write_large_image(scene.image, tmp_path_factory.mktemp("large") / "large.vrt")


@pytest.fixture(scope="session")
def qgis_process_program() -> str:
    """Debian's `qgis_process` is a script that fails where /etc/default/qgis sets options; the program is behind it."""
    return shutil.which("qgis_process.bin") or shutil.which("qgis_process") or pytest.fail("There is no qgis_process.")


@pytest.fixture(scope="session")
def profile(qgis_process_program, tmp_path_factory):
    """A QGIS profile with the plugin enabled; returns the variables that make qgis_process use it."""
    folder = tmp_path_factory.mktemp("profile")
    (folder / "plugins").mkdir()
    (folder / "plugins" / PLUGIN).symlink_to(ROOT, target_is_directory=True)
    variables = {
        **os.environ,
        "QGIS_PLUGINPATH": str(folder / "plugins"),
        "QGIS_CUSTOM_CONFIG_PATH": str(folder),
        "QT_QPA_PLATFORM": "offscreen",
    }
    subprocess.run([qgis_process_program, "plugins", "enable", PLUGIN], env=variables, capture_output=True, check=True)
    return variables


@pytest.fixture
def qgis_process(profile, qgis_process_program):
    """Run an algorithm as a shell does and return its results."""

    def run(algorithm: str, **values: object) -> dict:
        words = [f"--{name}={value}" for name, value in values.items()]
        done = subprocess.run(
            [qgis_process_program, "--json", "run", algorithm, *words], env=profile, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return json.loads(done.stdout[done.stdout.index("{") :])["results"]

    return run
