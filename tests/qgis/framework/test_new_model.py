"""A training's model goes into the folder of the user's models unless told otherwise, and replaces none there."""

from __future__ import annotations

from pathlib import Path

import pytest
from eo_deep_plugin.algorithms.framework import settings
from eo_deep_plugin.algorithms.framework.inputs import InputError
from qgis.core import QgsApplication

DEFAULT = "segmentation_1.safetensors"


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv(settings.MODELS, str(tmp_path / "models"))
    return tmp_path / "models"


@pytest.fixture
def read(context):
    """Where the model of a training goes whose dialog was opened before; values as a dialog gives them."""
    return lambda opened, **values: opened.declaration.model.read(opened, values, "MODEL", context)


@pytest.fixture
def opened(folder):
    return QgsApplication.processingRegistry().createAlgorithmById("eodeep:trainsegmentation")


def test_the_default_is_the_first_free_name(folder, opened, read):
    assert opened.parameterDefinition("MODEL").defaultValue() == str(folder / DEFAULT)
    assert read(opened) == str(folder / DEFAULT)
    (folder / DEFAULT).touch()
    again = QgsApplication.processingRegistry().createAlgorithmById("eodeep:trainsegmentation")
    assert again.parameterDefinition("MODEL").defaultValue() == str(folder / "segmentation_2.safetensors")


def test_a_second_run_of_a_dialog_replaces_nothing(folder, opened, read):
    folder.mkdir()
    (folder / DEFAULT).touch()
    assert read(opened, MODEL=str(folder / DEFAULT)) == str(folder / "segmentation_2.safetensors")


@pytest.mark.parametrize(("resume", "name"), [(False, "segmentation_2.safetensors"), (True, DEFAULT)])
def test_a_checkpoint_is_gone_on_with_or_kept(folder, opened, read, resume, name):
    folder.mkdir()
    (folder / f"{DEFAULT}.step 1.checkpoint").touch()
    assert read(opened, RESUME=resume) == str(folder / name)


def test_a_file_that_was_chosen_is_taken(folder, opened, read, tmp_path):
    folder.mkdir()
    (folder / "mine.safetensors").touch()
    assert read(opened, MODEL=str(folder / "mine.safetensors")) == str(folder / "mine.safetensors")


def test_a_folder_that_cannot_be_made_is_a_sentence(read, tmp_path, monkeypatch, context):
    (tmp_path / "file").touch()
    monkeypatch.setenv(settings.MODELS, str(tmp_path / "file" / "models"))
    opened = QgsApplication.processingRegistry().createAlgorithmById("eodeep:trainsegmentation")
    sentence = f"The folder of models '{tmp_path}/file/models' cannot be made: Not a directory."
    assert opened.declaration.model.check(opened, {}, "MODEL", context) == sentence
    with pytest.raises(InputError, match="cannot be made"):
        read(opened)
