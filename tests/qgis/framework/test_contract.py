"""Every algorithm, present or future, refuses in one sentence what cannot be done, and leaves nothing behind.

Nothing here names an algorithm: values and cases come from the declarations. Only the engine's functions are replaced,
by one that begins all outputs and then waits.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import processing
import pytest
from eo_deep_plugin.algorithms.framework import settings
from eo_deep_plugin.algorithms.framework.layers import Points, Raster, Rasters
from eo_deep_plugin.algorithms.framework.outputs import Destination, FolderOut, ModelOut, VectorOut
from eo_deep_plugin.algorithms.framework.params import DataFile, Folder, ImageSet, ImageSets, ModelFile, Parameter
from eo_deep_plugin.algorithms.framework.provider import find_declarations
from qgis.core import QgsProcessingException, QgsProcessingFeedback
from synthetic_data import write_points

DECLARATIONS = [declaration for declaration in find_declarations() if declaration.engine]
CASES = [
    (declaration, name)
    for declaration in DECLARATIONS
    for name, declared in declaration.declared.items()
    if isinstance(declared, Destination)
]
NEEDED = [
    (declaration, name)
    for declaration in DECLARATIONS
    for name, declared in declaration.declared.items()
    if isinstance(declared, Parameter) and not declared.optional and declared.default is None
    and not isinstance(declared, ModelOut)  # it has a default that depends on the user's folder
]
BY_CASE = pytest.mark.parametrize(("declaration", "name"), CASES, ids=lambda part: getattr(part, "id", part))

WAITING_ENGINE = """
import os, sys, time
from contextlib import ExitStack

sys.path.insert(0, os.getcwd())
import eo_deep.__main__ as worker
from eo_deep.io.staging import stage


def begin(progress, **arguments):
    with ExitStack() as files:
        for path in arguments.values():
            if isinstance(path, str) and os.path.isdir(os.path.dirname(path)) and not os.path.exists(path):
                files.enter_context(stage(path)).write_bytes(b"half of it")
        progress(0.5)
        time.sleep(600)


worker.find_function = lambda name: begin
sys.exit(worker.main())
"""


@pytest.fixture
def inputs(scene, model, scene_model, pixel_model, translation_model, detector, tmp_path):
    """Copies of small input files in a folder of their own, and what they hold."""
    folder = tmp_path / "inputs"
    (folder / "patches" / "town").mkdir(parents=True)
    for path, name in ((scene.image, "image.tif"), (scene.labels, "labels.gpkg"), (model, "segmentation.safetensors"),
                       (scene_model, "scenes.safetensors"), (pixel_model, "pixels.safetensors"),
                       (translation_model, "translation.safetensors"), (detector, "detection.safetensors"),
                       (scene.image, "patches/town/1.tif")):
        shutil.copy(path, folder / name)
    write_points(folder / "points.gpkg")
    return folder


@pytest.fixture
def outputs(tmp_path):
    folder = tmp_path / "outputs"
    folder.mkdir()
    return folder


def give(declaration, inputs: Path, outputs: Path) -> dict:
    """Values for all that an algorithm needs, and a file for each of its outputs."""
    values = {}
    for name, declared in declaration.declared.items():
        if isinstance(declared, Destination):
            values[name.upper()] = str(outputs / f"{name}{find_suffix(declared)}")
        elif isinstance(declared, Parameter) and not declared.optional and declared.default is None:
            values[name.upper()] = find_input(declared, inputs)
    if {"samples", "labels"} <= declaration.declared.keys():  # which may be given instead of images with labels
        values |= {"IMAGES": [str(inputs / "image.tif")], "LABELS": [str(inputs / "labels.gpkg")]}
    if "dataset" in declaration.declared:  # instead of images with labels
        values["DATASET"] = str(inputs / "patches")
    return values


def find_suffix(declared: Destination) -> str:
    if isinstance(declared, VectorOut):
        return ".gpkg"
    return "" if isinstance(declared, FolderOut) else declared.suffixes[0]


def find_input(declared: Parameter, inputs: Path) -> object:
    if isinstance(declared, Points):
        return str(inputs / "points.gpkg")
    if isinstance(declared, ModelFile):
        return str(inputs / f"{declared.task.split(' or ')[0]}.safetensors")
    if isinstance(declared, (Rasters, ImageSets)):
        return [str(inputs / "image.tif")]
    if isinstance(declared, Folder):
        return str(inputs / "patches")
    if isinstance(declared, DataFile):
        (inputs / f"data{declared.suffixes[0]}").touch()
        return str(inputs / f"data{declared.suffixes[0]}")
    if isinstance(declared, (Raster, ImageSet)):
        return str(inputs / "image.tif")
    return str(inputs / "labels.gpkg")


def refuse(declaration, values: dict, feedback: QgsProcessingFeedback | None = None) -> str:
    """Run an algorithm that must refuse, and return what it says."""
    try:  # pytest.raises would keep layers alive until QGIS is gone
        processing.run(f"eodeep:{declaration.id}", values, feedback=feedback)
    except QgsProcessingException as error:
        return str(error).removeprefix("Unable to execute algorithm\n")  # QGIS's words
    return pytest.fail("It did not refuse.")


def list_files(folder: Path) -> dict[str, bytes]:
    """The files of a folder, hidden ones too, but those that GDAL keeps beside an open GeoPackage."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(("-wal", "-shm"))]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def is_sentence(text: str) -> bool:
    return bool(re.fullmatch(r"[^\n]+", text)) and "Traceback" not in text


@BY_CASE
def test_an_output_in_place_of_an_input(declaration, name, inputs, outputs):
    values, before = give(declaration, inputs, outputs), list_files(inputs)
    given = [path for value in values.values() for path in (value if isinstance(value, list) else [value])]
    suffix = find_suffix(declaration.declared[name])
    for path in filter(os.path.isfile, given):
        if path.endswith(suffix):
            said = refuse(declaration, {**values, name.upper(): path})
            assert re.search(r" would overwrite .* is in use: choose another name\.$| must be a new or an empty ", said)
            assert is_sentence(said)
    assert list_files(inputs) == before
    assert list(outputs.iterdir()) == []


@BY_CASE
def test_an_output_in_a_folder_that_does_not_exist(declaration, name, inputs, outputs):
    values = give(declaration, inputs, outputs)
    place = outputs / "missing" / f"a{find_suffix(declaration.declared[name])}"
    said = refuse(declaration, {**values, name.upper(): str(place)})
    assert said.endswith(f"folder '{place.parent}' does not exist."), said
    assert is_sentence(said)
    assert list(outputs.iterdir()) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there is a folder that even root cannot write")
@BY_CASE
def test_an_output_in_a_folder_that_cannot_be_written(declaration, name, inputs, outputs):
    values = give(declaration, inputs, outputs)
    suffix = find_suffix(declaration.declared[name])
    said = refuse(declaration, {**values, name.upper(): f"/proc/a{suffix}"})
    assert "cannot be written to '/proc': " in said
    assert is_sentence(said)
    assert list(outputs.iterdir()) == []


@pytest.mark.parametrize(("declaration", "name"), NEEDED, ids=lambda part: getattr(part, "id", part))
def test_something_needed_is_missing(declaration, name, inputs, outputs):
    values = give(declaration, inputs, outputs)
    del values[name.upper()]
    assert refuse(declaration, values) == f"{declaration.declared[name].label} is missing."
    assert list(outputs.iterdir()) == []


class CancelledHalfWay(QgsProcessingFeedback):
    """Presses Cancel when the engine has done half; `begun` is what was in a folder then."""

    def __init__(self, folder: Path):
        super().__init__()
        self.folder, self.begun = folder, []

    def setProgress(self, progress):
        if progress >= 50:
            self.begun = self.begun or list(self.folder.iterdir())
            self.cancel()


@pytest.fixture
def waiting_engine(engine_python, tmp_path, monkeypatch):
    """An engine whose algorithms begin all of their outputs, and then wait to be cancelled."""
    script, program = tmp_path / "engine.py", tmp_path / "engine"
    script.write_text(WAITING_ENGINE)
    program.write_text(f"#!/bin/sh\nexec '{engine_python}' '{script}'\n")
    program.chmod(0o755)
    monkeypatch.setenv(settings.PYTHON, str(program))


@pytest.mark.skipif(sys.platform == "win32", reason="the engine is a shell script")
@pytest.mark.parametrize("declaration", DECLARATIONS, ids=lambda declaration: declaration.id)
def test_cancel_half_way(declaration, inputs, outputs, waiting_engine):
    values, before, feedback = give(declaration, inputs, outputs), list_files(inputs), CancelledHalfWay(outputs)
    assert refuse(declaration, values, feedback) == "Cancelled. Nothing was written."
    assert feedback.begun or "run" in vars(type(declaration))  # which writes by itself what the engine returns
    assert list(outputs.iterdir()) == []
    assert list_files(inputs) == before
