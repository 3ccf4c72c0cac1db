"""What the numbers of a raster mean: the same for polygonizing, training and accuracy."""

import numpy as np
import pytest

from eo_deep.evaluation.maps.assess import assess_accuracy
from eo_deep.io.band_description import describe_band
from eo_deep.io.class_values import join_spellings, to_classes
from eo_deep.io.raster import open_raster
from eo_deep.io.vector import read_polygons
from eo_deep.polygonization.vectorization import polygonize
from tests.engine.notes import Notes


def number_blocks(count, px=12, across=15):
    """A class map of `count` square blocks, numbered in rows from 1."""
    rows = -(-count // across)
    return np.kron((np.arange(rows * across) % count + 1).reshape(rows, across), np.ones((px, px), int))


def make_ramp(highest):
    x, y = np.meshgrid(np.arange(300), np.arange(200))
    return np.clip(highest * (1.2 - np.hypot(x - 150, y - 100) / 120), 0, highest)


def make_edges(highest):
    """Probabilities of a network: sure nearly everywhere, steep and noisy at the edges."""
    x, y = np.meshgrid(np.arange(300), np.arange(200))
    logits = 8 * np.sin(x / 9) * np.sin(y / 11) + np.random.default_rng(0).normal(0, 0.7, x.shape)
    return highest / (1 + np.exp(-logits))


@pytest.mark.parametrize(("pixels", "expected"), [
    (make_ramp(1).astype(np.float32), (1, 0)),
    ((make_ramp(1) > 0.5).astype(np.float32), (1, 0)),  # a mask: the same either way
    (make_ramp(100).astype(np.float32), (1, 0)),  # told in a warning
    (np.round(make_ramp(100)).astype(np.float32), (0.01, 0)),
    (np.round(make_ramp(100)).astype(np.uint8), (0.01, 0)),
    (np.round(make_ramp(255)).astype(np.uint8), (1 / 255, 0)),
    (np.round(make_ramp(255)).astype(np.float32), (1 / 255, 0)),
    (np.round(make_edges(255)).astype(np.uint8), (1 / 255, 0)),
    (np.repeat(np.arange(256), 4)[None].repeat(30, 0).astype(np.uint8), (1 / 255, 0)),
    (number_blocks(3).astype(np.float32), None),
    (number_blocks(150).astype(np.float32), None),
    (number_blocks(150).astype(np.uint8), None),
    (number_blocks(255).astype(np.uint8), None),
    (number_blocks(400).astype(np.float32), None),
    (number_blocks(400).astype(np.uint16), None),
    (-number_blocks(3).astype(np.float32), None),
    (np.random.default_rng(0).integers(0, 60, (100, 100)).astype(np.uint8), None),
    (np.random.default_rng(0).integers(0, 255, (100, 100)).astype(np.uint8), None),
    (np.round(0.8 * make_ramp(100)).astype(np.uint8), (1 / 255, 0)),  # nothing is sure, or percent: told
    (np.round(make_edges(100)).astype(np.uint8), (0.01, 0)),
    (np.random.default_rng(0).permutation(256)[number_blocks(200)].astype(np.uint8), None),
])  # fmt: skip
def test_probabilities_and_classes_are_told_apart(write_raster, pixels, expected):
    with open_raster(write_raster(pixels)) as source:
        assert describe_band(source).scaling == (expected and pytest.approx(expected))


def test_class_maps_of_floats_get_a_polygon_per_class(tmp_path, write_raster, notes):
    classes = np.zeros((60, 80), np.float32)
    classes[10:30, 10:40], classes[10:30, 40:60], classes[40:50, 10:20], classes[:5] = 1, 2, 3, np.nan
    for method in ("mesh", "contour"):
        for nodata in (np.nan, -9999):
            path = write_raster(np.where(np.isnan(classes), np.float32(nodata), classes), nodata=nodata)
            polygonize(path, method=method, output=str(tmp_path / "p.gpkg"), progress=notes)
            found = read_polygons(tmp_path / "p.gpkg")
            assert sorted(found.fields["class"].tolist()) == [1, 2, 3]
            assert "mean_probability" not in found.fields
    assert notes.warnings == []
    assert assess_accuracy(path, path)["overall_accuracy"] == 1.0


def test_byte_maps_of_many_classes_are_read_the_same_everywhere(tmp_path, write_raster):
    path = write_raster(number_blocks(150).astype(np.uint8))
    assert polygonize(path, output=str(tmp_path / "p.gpkg"), regular_classes=None)["polygons_count"] == 150
    assert assess_accuracy(path, path)["overall_accuracy"] == 1.0


def test_what_is_not_sure_is_told(tmp_path, write_raster):
    for pixels, expected in (
        (np.rint(make_ramp(100)).astype(np.uint8), "probabilities, of which 100 means 1; the maximum is 100."),
        (np.rint(make_ramp(80)).astype(np.uint8), "probabilities, of which 255 means 1; the maximum is 80."),
        (number_blocks(40).astype(np.uint8), "a class map: each whole number is a class."),
        (number_blocks(3).astype(np.float32), "a class map: each whole number is a class."),
        (number_blocks(3).astype(np.uint8), None),
        (make_ramp(1).astype(np.float32), None),
    ):
        path, output, notes = write_raster(pixels), str(tmp_path / "p.gpkg"), Notes()
        found = polygonize(path, output=output, method="contour", progress=notes)["polygons_count"]
        assert notes.messages == [
            *([f"'image.tif' is read as {expected}"] if expected else []),
            f"Wrote {found} polygons to '{output}'.",
        ]


def test_fields_are_numbers_or_texts():
    assert to_classes([1.0, 2, "3", " 4 ", None, np.nan, "", True]) == [1, 2, 3, 4, None, None, None, 1]
    assert to_classes(["1", "2b", "", None]) == ["1", "2b", None, None]
    assert to_classes([1.5, 2.0]) == ["1.5", "2"]


def test_spellings_of_a_class_are_one():
    values = ["forest", "Forest", 7, "class 7", "Bare soil", "bare_soil"]
    notes = Notes()
    joined = join_spellings(values, notes)
    assert [joined[value] for value in values] == ["Forest", "Forest", 7, 7, "Bare soil", "Bare soil"]
    assert notes.warnings == [
        "3 class names are merged with others that differ only in spelling: "
        "'bare_soil' as 'Bare soil', 'class 7' as '7', 'forest' as 'Forest'."
    ]


def test_masked_numbers_are_missing():
    assert to_classes(np.ma.masked_array([1, 2, 3], [False, True, False])) == [1, None, 3]
