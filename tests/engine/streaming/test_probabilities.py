"""One class's probability all over an image, on the image's own pixels, from a file that nobody sees."""

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from eo_deep.models.image_input import ImageSettings
from eo_deep.models.model_file import load_model
from eo_deep.segmentation.inference import segment
from eo_deep.streaming.probabilities import choose_classes, open_probability
from tests.engine.notes import Notes

CLASSES = [{"value": value, "name": name, "color": "#123456"} for value, name in enumerate("abc")]


@pytest.mark.parametrize("resolution_m", [None, 1.0])
def test_is_the_band_that_segment_writes(tmp_path, write_raster, make_brightness_model, resolution_m):
    pixels = np.random.default_rng(0).integers(1, 255, (3, 90, 130)).astype(np.uint8)
    pixels[:, :, 100:] = 0
    image = write_raster(pixels, transform=from_origin(500000, 5500000, 0.5, 0.5), crs="EPSG:32633", nodata=0)
    inputs = [{"bands": ["red", "green", "blue"], "resolution_m": resolution_m, "dtype": "uint8", "nodata": None,
               "scaling": {"kind": "fixed", "mean": [127.0] * 3, "std": [64.0] * 3}}]  # fmt: skip
    model = make_brightness_model(classes=CLASSES, inputs=inputs)
    segment(image, model, device="cpu", probabilities=str(tmp_path / "all.tif"))
    before = sorted(tmp_path.iterdir())
    settings, log = ImageSettings(image, device="cpu"), Notes()
    with open_probability(settings, load_model(model), 2, tmp_path / "out.gpkg", progress=log) as source:
        assert (source.count, source.dtype, source.grid.width) == (1, "float32", 130)
        found, valid = source.read()
    with rasterio.open(tmp_path / "all.tif") as written:
        np.testing.assert_array_equal(np.where(valid, found[0], np.nan), written.read(3))
    assert valid[:, :99].all() and not valid[:, 101:].any()
    assert sorted(tmp_path.iterdir()) == before
    assert not any("Wrote" in text for text in log.texts)


def test_classes_are_chosen_by_the_stored_threshold_of_two_and_the_maximum_of_more():
    two = {"classes": [{"value": 0}, {"value": 7}], "threshold": 0.6}
    scores = np.array([[[0.45, 0.4, 0.1]], [[0.55, 0.6, 0.9]]], np.float32)
    valid = np.array([[True, True, False]])
    assert choose_classes(scores, valid, two).tolist() == [[0, 7, 255]]
    assert choose_classes(scores, valid, {**two, "threshold": None}).tolist() == [[7, 7, 255]]
    three = {"classes": [{"value": 3}, {"value": 1}, {"value": 2}]}
    scores = np.array([[[0.2, 0.5]], [[0.3, 0.1]], [[0.5, 0.4]]])
    assert choose_classes(scores, valid[:, :2], three).tolist() == [[2, 3]]
