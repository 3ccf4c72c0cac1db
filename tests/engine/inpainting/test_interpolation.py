"""Interpolation of missing pixels is better than the usual one, everywhere on an image."""

import numpy as np
import pytest
from scipy.interpolate import griddata
from scipy.ndimage import gaussian_filter

from eo_deep.energy_models.jem import GaussianInit
from eo_deep.energy_models.langevin import measure_covariance
from eo_deep.inpainting.interpolation import estimate_covariance, fill_smoothly, measure_uncertainty, refine_by_field
from tests.engine.inpainting.landscape import landscape


def test_first_guesses_beat_cubic_interpolation(make_scene_model):
    """Sums of what is known: planes exactly, holes and single pixels better than scipy's cubic surface."""
    plane = np.add.outer(np.arange(20.0), 2 * np.arange(30.0))[None]
    gaps = np.zeros(plane.shape, bool)
    gaps[0, 5:7, 8:10] = gaps[0, 15, 20] = True
    np.testing.assert_allclose(fill_smoothly(np.where(gaps, 99, plane), gaps), plane, atol=1e-6)
    assert not fill_smoothly(plane, np.ones_like(gaps)).any()
    images = np.stack([2 * landscape(32, 32, seed) - 1 for seed in range(30)])
    covariance = measure_covariance(
        GaussianInit.from_tensors(GaussianInit.fit(*keep_tensors(images), 1).tensors()))
    assert covariance.shape == (3, 3, 13, 13)
    assert covariance[0, 1, 6, 7] == pytest.approx(covariance[1, 0, 6, 5], rel=1e-3)
    single = np.broadcast_to(np.random.default_rng(0).random((32, 32)) < 0.1, images[0].shape)
    own_bands = np.random.default_rng(0).random(images[0].shape) < 0.1
    rows, columns = np.mgrid[:32, :32]
    for missing, better in ((single, 1.0), (own_bands, 4.0)):
        ours, cubic = 0.0, 0.0
        for image in images[:5]:
            filled = refine_by_field(fill_smoothly(image, missing), missing, covariance)
            np.testing.assert_array_equal(filled[~missing], image[~missing])
            ours += ((filled - image) ** 2).sum()
            for band, gap in zip(image, missing):
                known = (rows[~gap], columns[~gap])
                guess = griddata(known, band[~gap], (rows[gap], columns[gap]), "cubic")
                cubic += np.nansum((guess - band[gap]) ** 2)
        assert ours < cubic / better


def test_slivers_at_the_edge_are_refined_too():
    image = 2 * landscape(65, 131) - 1
    missing = np.broadcast_to(np.random.default_rng(0).random((65, 131)) < 0.1, image.shape)
    covariance = estimate_covariance(image, 6)
    guess = fill_smoothly(image, missing)
    filled = refine_by_field(guess, missing, covariance)
    np.testing.assert_array_equal(filled[~missing], image[~missing])
    assert ((filled - image) ** 2).sum() < ((guess - image) ** 2).sum()


def test_a_hole_stays_within_the_range_of_its_border():
    rows, columns = np.mgrid[0:40, 0:50]
    hill = np.exp(-((rows - 20) ** 2 + (columns - 25) ** 2) / 300)[None]
    missing = np.zeros(hill.shape, bool)
    missing[0, 12:28, 15:35] = True
    filled = fill_smoothly(np.where(missing, 99, hill), missing)
    assert np.array_equal(filled[~missing], hill[~missing])
    assert filled.min() > 0 and filled.max() < 1
    deep = filled[0, 20, 25]  # harmonic deep inside: no higher than what surrounds it
    assert deep <= hill[~missing].max() + 0.1


def test_covariance_is_that_of_shifted_pixels():
    pixels = np.random.default_rng(0).normal(size=(2, 64, 64))
    covariance = estimate_covariance(pixels, 3)
    centred = pixels - pixels.mean(axis=(1, 2), keepdims=True)
    shifted = np.roll(centred[1], (-2, 1), axis=(0, 1))  # the pixel two rows below and one column to the left
    assert covariance[0, 1, 3 + 2, 3 - 1] == pytest.approx((centred[0] * shifted).mean())
    assert np.trace(covariance[:, :, 3, 3]) == pytest.approx(pixels.var(axis=(1, 2)).sum())


def test_single_pixels_are_better_estimated_from_another_band():
    rng = np.random.default_rng(0)
    texture = gaussian_filter(rng.normal(size=(64, 64)), 1)
    pixels = np.stack([texture, 2 * texture + 0.02 * gaussian_filter(rng.normal(size=(64, 64)), 1)])
    missing = np.zeros(pixels.shape, bool)
    missing[0] = rng.random((64, 64)) < 0.1
    smooth = fill_smoothly(pixels, missing)
    refined = refine_by_field(smooth, missing, estimate_covariance(pixels, 6))
    assert np.array_equal(refined[~missing], pixels[~missing])
    error = [np.abs(filled - pixels)[missing].mean() for filled in (smooth, refined)]
    assert error[1] < 0.2 * error[0]


def test_uncertainty_grows_into_holes():
    missing = np.zeros((1, 40, 40), bool)
    missing[0, 10:30, 10:30] = True
    texture = gaussian_filter(np.random.default_rng(0).normal(size=(1, 64, 64)), (0, 2, 2))
    uncertainty = measure_uncertainty(missing, estimate_covariance(texture, 6))
    assert (uncertainty[~missing] == 0).all()
    assert (np.diff(uncertainty[0, 20, 9:20]) >= 0).all() and 0 < uncertainty[0, 20, 10] < 0.5
    assert uncertainty[0, 20, 19] == pytest.approx(1.0)
    assert (measure_uncertainty(np.ones((1, 5, 5), bool), estimate_covariance(texture, 6)) == 1).all()


def keep_tensors(images):
    import torch

    return torch.from_numpy(images.astype(np.float32)), torch.zeros(len(images), dtype=torch.int64)
