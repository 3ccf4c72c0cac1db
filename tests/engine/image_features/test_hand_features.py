"""Hand features of cells: what they say, and that no window shows in them."""

import numpy as np
import pytest

from eo_deep.image_features.hand_features import CELL_PX, HALO_PX, compute_features, name_features


def pad(pixels, known=None):
    margin = HALO_PX
    known = np.ones(pixels.shape[1:], bool) if known is None else known
    return np.pad(pixels, [(0, 0), (margin, margin), (margin, margin)]), np.pad(known, margin)


@pytest.fixture(scope="module")
def picture():
    return np.random.default_rng(0).normal(size=(2, 96, 128)).astype(np.float32)


def test_means_and_deviations_are_those_of_the_cells(picture):
    features, known = compute_features(*pad(picture))
    assert features.shape == (len(name_features(["a", "b"])), 12, 16) and known.all()
    cells = picture.reshape(2, 12, CELL_PX, 16, CELL_PX)
    np.testing.assert_allclose(features[:2], cells.mean(axis=(2, 4)), atol=1e-6)
    np.testing.assert_allclose(features[2:4], cells.std(axis=(2, 4)), atol=1e-6)


@pytest.mark.parametrize(("direction", "expected"), [((1, 0), 0), ((0, 1), 4), ((1, 1), 2)])
def test_orientations_are_those_of_the_gradient(direction, expected):
    across, down = direction
    rows, columns = np.mgrid[0:64, 0:64]
    ramp = (across * columns + down * rows)[None].astype(np.float32) / 64
    features, _ = compute_features(*pad(ramp))
    assert features[-8:, 4, 4].argmax() == expected


def test_no_window_shows(picture):
    whole, known = compute_features(*pad(picture))
    pixels, valid = pad(picture)
    part, _ = compute_features(pixels[:, 32:120, 24:128], valid[32:120, 24:128])
    np.testing.assert_allclose(part, whole[:, 4:7, 3:8], atol=1e-6)


def test_masked_pixels_do_not_count(picture):
    known = np.ones(picture.shape[1:], bool)
    known[40:48, 40:48] = False  # one cell
    known[0, 0] = False
    spoiled = np.where(known, picture, np.float32(1e6))
    features, here = compute_features(*pad(spoiled, known))
    others, _ = compute_features(*pad(np.where(known, picture, np.float32(-50)), known))
    np.testing.assert_array_equal(features, others)
    assert not here[5, 5] and here.sum() == here.size - 1 and (features[:, 5, 5] == 0).all()
