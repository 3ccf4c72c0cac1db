"""A small place: an image, the truth, and probabilities that are wrong along its edges."""

import numpy as np
import pytest

from tests.engine.class_map_refinement.place import CLASSES, SIDE, write_raster


@pytest.fixture
def truth():
    roofs = np.zeros((SIDE, SIDE), bool)
    for row in range(10, SIDE - 30, 45):
        for column in range(8, SIDE - 30, 40):
            roofs[row : row + 30, column : column + 22] = True
    return roofs


@pytest.fixture
def image(tmp_path, truth):
    rng = np.random.default_rng(0)
    pixels = np.where(truth, 180, 60) + rng.normal(0, 4, (3, SIDE, SIDE))
    return write_raster(tmp_path / "image.tif", pixels.round().astype(np.uint8))


@pytest.fixture
def probabilities(tmp_path, truth):
    """Too large by two pixels to the right, noisy, with nodata in a corner."""
    rng = np.random.default_rng(1)
    grown = truth | np.roll(truth, 1, axis=1) | np.roll(truth, 2, axis=1)
    odds = np.where(grown, 1.5, -1.5) + rng.normal(0, 1, truth.shape)
    second = 1 / (1 + np.exp(-odds))
    pixels = np.stack([1 - second, second]).astype(np.float32)
    pixels[:, :9, :9] = np.nan
    names = ["probability of meadow", "probability of roof"]
    return write_raster(tmp_path / "probabilities.tif", pixels, nodata=np.nan, names=names, classes=CLASSES)


@pytest.fixture
def labels(tmp_path, truth):
    return write_raster(tmp_path / "labels.tif", np.where(truth, 7, 3).astype(np.uint8)[None])
