"""The list of models in the dialogs: what it offers, in which order, and that its value is a path."""

from __future__ import annotations

import os
import shutil

import processing
import pytest
from eo_deep_plugin.algorithms.framework import model_list, settings
from eo_deep_plugin.algorithms.framework.widgets.model_chooser import ModelChooser, ModelList
from other_widget import Other
from qgis.core import QgsApplication, QgsProcessingContext
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QWidget

MINE = "tiny (mine.safetensors)"
NOWHERE = "/nowhere/model.safetensors"


@pytest.fixture
def folder(model, scene_model, tmp_path, monkeypatch):
    """A user's folder: a model in a subfolder, a file that is none; and, too deep to be searched, one more."""
    monkeypatch.setenv(settings.MODELS, str(tmp_path))
    (tmp_path / "deeper" / "by" / "far" / "away").mkdir(parents=True)
    shutil.copy(model, tmp_path / "deeper" / "mine.safetensors")
    shutil.copy(scene_model, tmp_path / "scenes.safetensors")
    shutil.copy(model, tmp_path / "deeper" / "by" / "far" / "away" / "unseen.safetensors")
    (tmp_path / "broken.safetensors").write_text("no model")
    return tmp_path


def make_list(name: str, parameter: str = "MODEL"):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"eodeep:{name}")
    definition = algorithm.parameterDefinition(parameter)
    options = dict(definition.metadata()["widget_wrapper"])
    assert options.pop("class").endswith(ModelChooser.__name__)
    made = ModelChooser(definition, QWidget(), **options)
    made.algorithm = algorithm  # which owns the definition
    return made


def list_rows(made: ModelList) -> list[tuple[str, str]]:
    """(name, why it does not fit) of each row."""
    rows = range(made.box.count())
    return [(made.box.itemText(row), made.box.itemData(row, Qt.ItemDataRole.UserRole + 2)) for row in rows]


def test_what_fits_the_algorithm_comes_first_and_no_model_last(folder):
    rows = list_rows(make_list("segment"))
    names = [name for name, reason in rows if not reason]
    assert names == ["buildings", MINE] and rows[-1][0] == "broken.safetensors"
    assert rows[-1][1] == "'broken.safetensors' is not a model of EO Deep, or is truncated."
    assert dict(rows)["eurosat_jem"] == (
        "Model 'eurosat_jem.safetensors' is for scenes, this algorithm needs one for segmentation or polygons.")


def test_what_fits_the_image_comes_before_the_rest(folder, scene):
    made = make_list("segment")
    made.read_other(Other(made.algorithm, "IMAGE", str(scene.image)))
    assert [name for name, reason in list_rows(made) if not reason] == [MINE, "buildings"]  # 0.5 m, 0.21 m
    made.read_other(Other(made.algorithm, "BANDS", [1, 2]))
    assert dict(list_rows(made))[MINE] == "The model needs 3 bands (red, green, blue), 2 are chosen."
    made.read_other(Other(made.algorithm, "IMAGE", None))
    assert not dict(list_rows(made))[MINE]


def test_a_coarse_image_fits_no_model_of_fine_ones(folder):
    card = model_list.read_model(str(folder / "deeper" / "mine.safetensors")).card
    coarse, fine = (model_list.Image("image", 3, resolution_m) for resolution_m in (4.1, 3.9))
    assert model_list.find_wrong_resolution(card, coarse) == (
        "The image's pixels are 4.1 m, the model was trained at 0.5 m; it needs 4 m or finer.")
    assert model_list.find_wrong_resolution(card, fine) is None
    assert model_list.measure_distance(card, fine)[:2] == (3, 0)


def test_the_value_is_a_path(folder, scene):
    made, context = make_list("segment"), QgsProcessingContext()
    assert made.parameterValue() is None
    made.box.setCurrentIndex(made.box.findText(MINE))
    assert made.parameterValue() == str(folder / "deeper" / "mine.safetensors")
    assert "0.5 m; bands: red, green, blue" in made.told.text()
    unseen = str(folder / "deeper" / "by" / "far" / "away" / "unseen.safetensors")
    for path in (str(model_list.MODELS / "eurosat_jem.safetensors"), unseen, NOWHERE):
        made.setParameterValue(path, context)
        made.read_other(Other(made.algorithm, "IMAGE", str(scene.image)))  # which keeps what was chosen
        assert made.parameterValue() == path
    assert made.told.text() == f"The model file '{NOWHERE}' does not exist."
    made.setParameterValue(None, context)
    assert made.parameterValue() is None and not made.told.text()


def test_an_empty_value_is_the_bundled_model_where_there_is_one(folder):
    made = make_list("extractbuildings")
    assert list_rows(made)[0] == ("", "") and made.parameterValue() is None
    assert made.box.lineEdit().placeholderText() == "Default: buildings" and "IoU 0.83" in made.told.text()


def test_the_algorithm_lists_the_users_folder_too(folder, tmp_path):
    found = processing.run("eodeep:listmodels", {"TASK": "segmentation", "TABLE": str(tmp_path / "t.csv")})
    assert found["MODELS"] == 2  # it searches all levels
    other = processing.run("eodeep:listmodels", {"FOLDER": str(folder / "deeper" / "by"), "TASK": "segmentation",
                                                 "TABLE": str(tmp_path / "t.csv")})  # fmt: skip
    assert other["MODELS"] == 1


def test_a_file_is_read_again_when_it_changed(folder, model, scene_model):
    path = str(folder / "scenes.safetensors")
    assert model_list.read_model(path).card["task"] == "scenes"
    shutil.copy(model, path)
    os.utime(path, (1, 1))
    assert model_list.read_model(path).card["task"] == "segmentation"
