"""Resampling by a fraction: right values, and tiles that agree bit by bit."""

from fractions import Fraction

import numpy as np
import pytest
from rasterio.windows import Window

from eo_deep.streaming.resampling import Resampling

SCALES = [Fraction(5, 3), Fraction(20, 21), Fraction(2, 3), Fraction(7, 5), Fraction(64, 63), Fraction(3)]


def resample_whole(resampling, image):
    height, width = image.shape[1:]
    core = Window(0, 0, resampling.size(width), resampling.size(height))
    return resampling(image, Window(0, 0, width, height), core, (height, width))


@pytest.mark.parametrize("scale", SCALES, ids=str)
def test_tiles_agree_bit_by_bit(scale):
    image = np.random.default_rng(0).normal(size=(2, 61, 83)).astype(np.float32)
    resampling = Resampling(scale)
    whole = resample_whole(resampling, image)
    for core_px in (1, 16, 31):
        tiled = np.full_like(whole, np.nan)
        for top in range(0, whole.shape[1], core_px):
            for left in range(0, whole.shape[2], core_px):
                rows, columns = (slice(at, min(at + core_px, size))
                                 for at, size in ((top, whole.shape[1]), (left, whole.shape[2])))  # fmt: skip
                down, across = resampling.find_need(rows, 61), resampling.find_need(columns, 83)
                seen = Window.from_slices(down, across)
                tiled[:, rows, columns] = resampling(image[:, down, across], seen, Window.from_slices(rows, columns),
                                                     (61, 83))  # fmt: skip
        np.testing.assert_array_equal(tiled, whole)


@pytest.mark.parametrize("scale", SCALES, ids=str)
def test_a_plane_keeps_its_place(scale):
    """No shift of a part of a pixel: the centre of output pixel j is at (j + 1/2) / scale - 1/2."""
    rows, columns = np.mgrid[:40, :50].astype(np.float32)
    resampled = resample_whole(Resampling(scale), np.stack([rows, columns]))
    down, across = ((np.arange(size) + 0.5) / float(scale) - 0.5 for size in resampled.shape[1:])
    for plane, wanted in zip(resampled, np.meshgrid(down, across, indexing="ij"), strict=True):
        np.testing.assert_allclose(plane[10:-10, 10:-10], wanted[10:-10, 10:-10], atol=1e-4)


def test_upsampling_is_exact_on_a_parabola():
    """Keys' kernel with slope -1/2 reproduces polynomials of degree 2."""
    image = np.broadcast_to(np.arange(30, dtype=np.float32) ** 2, (1, 30, 30))
    resampled = resample_whole(Resampling(Fraction(5, 3)), image)
    places = (np.arange(50) + 0.5) * 0.6 - 0.5
    np.testing.assert_allclose(resampled[0, 5, 5:45], places[5:45] ** 2, rtol=1e-5, atol=1e-3)


def test_shrinking_does_not_alias():
    """Of a pattern finer than the output, nothing is left but its mean."""
    image = np.broadcast_to(np.arange(60) % 2, (1, 60, 60)).astype(np.float32)
    assert np.abs(resample_whole(Resampling(Fraction(1, 3)), image) - 0.5)[:, :, 2:-2].max() < 0.02


@pytest.mark.parametrize("size", [1, 2, 3])
def test_images_smaller_than_the_kernel(size):
    image = np.full((1, size, size), 7.0, np.float32)
    for scale in SCALES:
        np.testing.assert_allclose(resample_whole(Resampling(scale), image), 7.0, rtol=1e-6)
