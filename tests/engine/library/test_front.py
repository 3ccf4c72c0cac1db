"""The doors as a program calls them: what is in memory goes in, results come out, files stream as before."""

import inspect
import logging
import os
import warnings
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.io import MemoryFile
from rasterio.transform import from_origin
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window

import eo_deep
from eo_deep import polygonization, segmentation
from eo_deep.errors import EoDeepError
from eo_deep.io.paths import Input, Output, find_paths
from eo_deep.library.front import EoDeepWarning
from eo_deep.library.results import Raster, Vectors

GRID = from_origin(500000, 5500000, 1, 1)


@pytest.fixture
def house():
    """A class map (20, 30) uint8 with one building of 6 x 10 m."""
    classes = np.zeros((20, 30), np.uint8)
    classes[4:10, 5:15] = 1
    return classes


def test_array_in_polygons_out(house):
    found = eo_deep.polygonize(house, classes="1", transform=GRID, crs=32633, method="contour")

    assert [round(shape.area, 6) for shape in found.geometries] == [60]
    assert found.geometries[0].bounds == (500005, 5499990, 500015, 5499996)
    assert found.crs.to_epsg() == 32633
    assert found.polygons_count == found["polygons_count"] == 1
    assert isinstance(found.output, Vectors) and found["output"] == found.path


def test_arrays_without_a_transform_lie_in_columns_and_rows(house):
    with pytest.warns(EoDeepWarning, match="has no CRS"):
        found = eo_deep.polygonize(house, method="contour")
    assert found.geometries[0].bounds == (5, 4, 15, 10) and found.crs is None


def test_temporary_files_go_with_their_results(house):
    found = eo_deep.polygonize(house, transform=GRID, crs=32633)
    layer = found.output
    path = Path(layer.path)
    del found
    assert path.is_file() and len(layer) == 1
    del layer
    assert not path.parent.exists()


def test_inputs_written_for_a_call_are_removed_after_it(house, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    output = tmp_path / "named.gpkg"

    found = eo_deep.polygonize(house, transform=GRID, crs=32633, output=output)

    assert os.listdir(tmp_path) == ["named.gpkg"]
    assert found.path == str(output)
    with pytest.raises(EoDeepError, match="complex|real numbers"):
        eo_deep.polygonize(house.astype(complex))
    assert os.listdir(tmp_path) == ["named.gpkg"]


def test_paths_are_handed_on_and_nothing_is_copied(house, write_raster, tmp_path, monkeypatch):
    image = write_raster(house[None], transform=GRID)
    monkeypatch.setattr("eo_deep.library.inputs.write_array", None)
    monkeypatch.setattr("rasterio.shutil.copy", None)
    plain = polygonization.polygonize(image, output=str(tmp_path / "plain.gpkg"))
    with rasterio.open(image) as dataset:
        found = eo_deep.polygonize(dataset, output=tmp_path / "front.gpkg")

    assert type(plain) is dict
    assert {**found, "output": ""} == {**plain, "output": ""}
    assert (tmp_path / "front.gpkg").stat().st_size == (tmp_path / "plain.gpkg").stat().st_size


def test_datasets_that_are_no_files_are_copied(house, write_raster):
    image = write_raster(house[None], transform=GRID)
    with rasterio.open(image) as dataset, WarpedVRT(dataset, crs="EPSG:32633", width=60, height=40,
                                                    transform=from_origin(500000, 5500000, 0.5, 0.5)) as warped:
        found = eo_deep.polygonize(warped, method="contour")
    assert found.geometries[0].area == pytest.approx(60, rel=0.02)
    with MemoryFile(Path(image).read_bytes()) as memory, memory.open() as dataset:
        assert eo_deep.polygonize(dataset, method="contour").geometries[0].area == pytest.approx(60)


def test_results_are_inputs(house, make_brightness_model):
    pixels = np.repeat(house[None] * 200, 3, axis=0)

    found = eo_deep.segment(pixels, make_brightness_model(), transform=GRID, crs=32633, probabilities=True)

    assert isinstance(found.output, Raster) and found.shape == (1, 20, 30) and found.transform == GRID
    assert found.probabilities.read().dtype == np.float32
    np.testing.assert_array_equal(found.read()[0], house)
    np.testing.assert_array_equal(np.asarray(found.output)[0], house)
    assert found.read_valid().all()
    assert eo_deep.polygonize(found, method="contour").geometries[0].area == 60


def test_extras_are_made_when_asked_for(house, make_brightness_model, tmp_path):
    pixels, model = np.repeat(house[None] * 200, 3, axis=0), make_brightness_model()
    assert list(eo_deep.segment(pixels, model, transform=GRID, crs=32633).outputs) == ["output"]
    found = eo_deep.segment(pixels, model, transform=GRID, crs=32633, output=None, probabilities=tmp_path / "p.tif")
    assert list(found.outputs) == ["probabilities"] and found["output"] is None
    with pytest.raises(EoDeepError, match="'segment' has no output"):
        eo_deep.segment(pixels, model, transform=GRID, crs=32633, output=False)


def test_masked_pixels_are_nodata(house):
    masked = np.ma.masked_array(house, house == 0)
    with pytest.warns(EoDeepWarning, match="255 is nodata"):
        found = eo_deep.polygonize(masked, transform=GRID, crs=32633, method="contour")
    assert [shape.area for shape in found.geometries] == [60]


def test_messages_are_logged(house, caplog):
    caplog.set_level(logging.INFO, "eo_deep")
    with warnings.catch_warnings():
        warnings.simplefilter("error", EoDeepWarning)
        eo_deep.polygonize(house, transform=GRID, crs=32633)
    assert any(text.startswith("Wrote") for text in caplog.messages)


def test_a_bar_is_drawn_when_asked_for(house, capsys):
    eo_deep.polygonize(house, transform=GRID, crs=32633)
    assert capsys.readouterr().err == ""
    eo_deep.polygonize(house, transform=GRID, crs=32633, progress=True)
    assert capsys.readouterr().err.endswith(f"\r[{'#' * 25}] 100 %\n")


def test_layers_and_lists_are_inputs(house):
    found = eo_deep.polygonize(house, transform=GRID, crs=32633)
    assert eo_deep.compare_polygons(found.read(), found).iou == pytest.approx(1)
    with pytest.raises(EoDeepError, match="'images 2' must be a path, an open rasterio dataset or an array, got dict"):
        eo_deep.train_segmentation([np.repeat(house[None], 3, axis=0), {}], [found, found])
    with pytest.raises(EoDeepError, match="'input' must be a raster, got a VectorLayer"):
        eo_deep.polygonize(found.read())


def test_parts_of_a_raster_are_read(house, write_raster):
    raster = Raster(write_raster(np.stack([house, house * 2]), transform=GRID))
    np.testing.assert_array_equal(raster.read([2], Window(5, 4, 3, 2)), np.full((1, 2, 3), 2))
    assert raster.shape == (2, 20, 30) and raster.nodata is None


@pytest.mark.parametrize(("value", "message"), [
    (object(), "'input' must be a path, an open rasterio dataset or an array, got object."),
    (np.zeros((2, 3, 4, 5)), r"'input' must be an array \(height, width\) or \(bands, height, width\), got"),
    (np.zeros(0), "'input' must be an array"),
    ("nowhere.tif", "'nowhere.tif'"),
])  # fmt: skip
def test_what_cannot_be_an_input_is_said(value, message):
    with pytest.raises(EoDeepError, match=message):
        eo_deep.polygonize(value)


def test_closed_datasets_and_wrong_arguments_are_said(house, write_raster):
    image = write_raster(house[None])
    with rasterio.open(image) as dataset:
        pass
    with pytest.raises(EoDeepError, match="The dataset given as 'input' is closed"):
        eo_deep.polygonize(dataset)
    with pytest.raises(EoDeepError, match="'vectors' must be a path or a GeoDataFrame, got ndarray"):
        eo_deep.assess_alignment(house, "b.gpkg")
    with pytest.raises(EoDeepError, match="'threshold' must be a number"):
        eo_deep.polygonize(image, threshold="half")
    with pytest.raises(TypeError, match="treshold"):
        eo_deep.polygonize(image, treshold=0.5)


def test_errors_name_arrays_by_their_argument(house):
    with pytest.raises(EoDeepError, match=r"'input'") as error:
        eo_deep.polygonize(house, band=7)
    assert "eo_deep_" not in str(error.value)


DOORS = [name for name in eo_deep.__all__ if name not in ("load_model", "fetch_model")]  # which takes addresses


@pytest.mark.parametrize("name", DOORS)
def test_every_file_of_a_door_is_declared(name):
    """An output of the door is named in its result, and each argument that names a file has a kind."""
    door = getattr(eo_deep, name)
    kinds = find_paths(door)
    assert kinds, name
    named = {"image", "images", "vectors", "area", "validation_area", "reference", "output", "report", "prediction",
             "labels", "mask", "probabilities"}
    parameters = set(inspect.signature(door).parameters)
    assert named & parameters <= set(kinds)
    assert all(isinstance(kind, (Input, Output)) for kind in kinds.values())


def test_packages_keep_their_plain_doors():
    assert eo_deep.segment is eo_deep.segment
    assert segmentation.segment is eo_deep.segment.__wrapped__
    assert inspect.signature(eo_deep.segment) == inspect.signature(segmentation.segment)
