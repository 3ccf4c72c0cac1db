"""What a band holds: classes, probabilities, or neither."""

import numpy as np
import pytest
from rasterio.transform import from_origin
from rasterio.windows import Window

from eo_deep.errors import EoDeepError
from eo_deep.evaluation.maps.assess import assess_accuracy
from eo_deep.geo.grid import Grid
from eo_deep.io.band_description import describe_band
from eo_deep.io.raster import open_raster
from eo_deep.io.raster_writer import RasterWriter
from eo_deep.polygonization.vectorization import polygonize
from tests.engine.notes import Notes

CLASSES = np.kron([[0, 1], [2, 3]], np.ones((20, 20), int)).astype(np.uint8)


@pytest.mark.parametrize(("pixels", "scale", "is_probability", "expected"), [
    (np.array([[0, 51], [102, 255]], np.uint8), 1 / 255, True, (0, 1)),
    (np.array([[0, 5000], [2000, 10000]], np.int16), 1e-4, True, (0, 1)),
    (np.array([[0.25, 0.5], [np.nan, 0.75]], np.float32), 1.0, True, (0.25, 0.75)),
    (CLASSES, 10.0, False, (0, 3)),  # whole numbers stay whole
    (CLASSES, 1.0, False, (0, 3)),
    (np.full((3, 3), np.nan, np.float32), 1.0, True, None),
])  # fmt: skip
def test_a_band_holds_classes_or_probabilities(write_raster, pixels, scale, is_probability, expected):
    with open_raster(write_raster(pixels, scale=scale)) as source:
        band = describe_band(source)
        assert band.is_probability == is_probability
        assert band.range == (expected and pytest.approx(expected))
        assert band.valid_share == pytest.approx(np.isfinite(pixels).mean())


def test_the_overview_is_read_once(write_raster, monkeypatch):
    with open_raster(write_raster(np.linspace(0, 1, 400, dtype=np.float32).reshape(20, 20))) as source:
        read, sizes = source.read_overview, []
        monkeypatch.setattr(source, "read_overview", lambda size_px: (sizes.append(size_px), read(size_px))[1])
        band = describe_band(source)
        assert sizes == []
        assert (band.is_probability, band.range, band.describe_reading()) == (True, (0, 1), None)
        band.warn_of_nodata(Notes())
        assert len(sizes) == 1


def test_a_scaled_class_map_is_a_class_map_for_all(tmp_path, write_raster):
    path, notes = write_raster(CLASSES, scale=10.0), Notes()
    for method in ("mesh", "contour"):
        assert polygonize(path, method=method, output=str(tmp_path / "p.gpkg"), progress=notes)["polygons_count"] == 3
        assert notes.messages[0] == \
            "'image.tif' is read as a class map: each stored number is a class, the band's scale is ignored."
    assert assess_accuracy(path, path)["overall_accuracy"] == 1.0


def test_a_displacement_map_is_neither(tmp_path):
    grid = Grid(None, from_origin(0, 0, 1, 1), 4, 3)
    shifts = np.random.default_rng(0).normal(0, 2, (3, 3, 4)).astype(np.float32)
    with RasterWriter(tmp_path / "d.tif", grid, 3, "float32", np.nan, ["dx_m", "dy_m", "variance_m2"]) as writer:
        writer.write(shifts, Window(0, 0, 4, 3))
    for band, name in ((1, "dx_m"), ([1, 2], "dx_m"), (3, "variance_m2")):
        expected = f"^Band {3 if band == 3 else 1} of 'd.tif' holds a quantity with a unit \\('{name}'\\), neither "
        with pytest.raises(EoDeepError, match=expected + "classes nor probabilities.$"):
            polygonize(str(tmp_path / "d.tif"), band=band, output=str(tmp_path / "p.gpkg"))
    assert not (tmp_path / "p.gpkg").exists()
