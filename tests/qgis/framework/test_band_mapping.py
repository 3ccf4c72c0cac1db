"""The lists of bands in the dialogs: what they begin with, and that their value is what the engine needs."""

from __future__ import annotations

import pytest
from eo_deep_plugin.algorithms.framework.image_bands import list_bands
from eo_deep_plugin.algorithms.framework.widgets.band_mapping import BandLists, BandMapping
from eo_deep_plugin.eo_deep.io.band_names import ImageBand
from osgeo import gdal, osr
from other_widget import Other
from qgis.core import QgsApplication, QgsRasterLayer
from qgis.PyQt.QtWidgets import QWidget

CHECK = "please check"


@pytest.fixture
def write(tmp_path):
    """Write an image with bands of these names and wavelengths, where they are given."""

    def make(name: str, count: int, names=(), waves=()) -> str:
        path = str(tmp_path / name)
        dataset = gdal.GetDriverByName("GTiff").Create(path, 8, 8, count, gdal.GDT_UInt16, ["PHOTOMETRIC=MINISBLACK"])
        dataset.SetGeoTransform((500000, 10, 0, 5500000, 0, -10))
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(32633)
        dataset.SetProjection(reference.ExportToWkt())
        for place, text in enumerate(names):
            dataset.GetRasterBand(place + 1).SetDescription(text)
        for place, nm in enumerate(waves):
            dataset.GetRasterBand(place + 1).SetMetadata({"wavelength": str(nm), "wavelength_units": "nanometers"})
        return path

    return make


@pytest.fixture
def lists():
    """The lists of a dialog of 'Classify scenes' with its bundled model, of red, green and blue."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("eodeep:classifyscenes")
    definition = algorithm.parameterDefinition("BANDS")
    options = dict(definition.metadata()["widget_wrapper"])
    assert options.pop("class").endswith(BandMapping.__name__)
    made = BandMapping(definition, QWidget(), **options)
    made.algorithm = algorithm  # which owns the definition

    def open_image(path: str | None) -> BandLists:
        made.read_model(Other(algorithm, "MODEL", algorithm.declaration.model.bundled))
        made.read_image(Other(algorithm, "IMAGE", path))
        return made

    return open_image


def describe(made) -> list[str]:
    return [box.currentText() for box in made.lists]


def test_names_are_left_to_the_engine(lists, write):
    made = lists(write("named.tif", 4, ["blue", "green", "red", "nir"]))
    assert describe(made) == ["3: red", "2: green", "1: blue"]
    assert (made.value(), made.told.text()) == ([], "Taken by their names.")


def test_the_product_in_the_files_name(lists, write):
    made = lists(write("S2A_MSIL1C_20210701.tif", 13))
    assert made.value() == [4, 3, 2]
    assert made.told.text() == "Guessed by the product in the file's name: please check."


def test_wavelengths(lists, write):
    made = lists(write("cube.tif", 4, waves=[490, 560, 665, 842]))
    assert describe(made) == ["3: band 3 (665 nm)", "2: band 2 (560 nm)", "1: band 1 (490 nm)"]
    assert made.value() == [3, 2, 1]


def test_as_many_bands_are_to_be_checked(lists, write):
    made = lists(write("three.tif", 3))
    assert made.value() == []
    assert CHECK in made.told.text()
    made.lists[0].setCurrentIndex(3)
    made.lists[2].setCurrentIndex(1)
    assert (made.value(), made.told.text()) == ([3, 2, 1], "")


def test_what_cannot_be_guessed_is_to_be_chosen(lists, write):
    made = lists(write("stack.tif", 5))
    assert (describe(made), made.value()) == (["", "", ""], [])
    assert made.told.text() == "Please choose a band for each."


def test_values_of_the_history_last_until_another_image_comes(lists, write):
    made = lists(write("stack.tif", 5))
    made.setValue("5;1;2")
    assert made.value() == [5, 1, 2]
    assert lists(write("S2A.tif", 4)).value() == [3, 2, 1]


def test_without_an_image(lists):
    made = lists(None)
    assert (made.lists, made.value()) == ([], [])
    made.setValue([1, 2, 3])
    assert made.value() == [1, 2, 3]


def test_bands_of_a_layer(scene, write):
    assert [band.name for band in list_bands(QgsRasterLayer(str(scene.image)))] == ["red", "green", "blue"]
    assert list_bands(QgsRasterLayer(write("one.tif", 1, ["B04"], [665]))) == [ImageBand("B04", 665)]
