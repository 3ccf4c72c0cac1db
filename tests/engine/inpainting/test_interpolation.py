"""Interpolation of missing pixels is better than the usual one, everywhere on an image."""

import numpy as np
import pytest
from scipy.interpolate import griddata

from eo_deep.energy_models.jem import GaussianInit
from eo_deep.energy_models.langevin import measure_covariance
from eo_deep.inpainting.interpolation import estimate_covariance, fill_smoothly, refine_by_field


def landscape(height, width, seed=0, bands=3):
    """Smooth relief in bands that are nearly alike, (bands, H, W) float64 0..1."""
    generator = np.random.default_rng(seed)
    frequency = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.fftfreq(width)[None]) + 1 / max(height, width)
    common, *own = (np.fft.ifft2(np.fft.fft2(generator.normal(size=(height, width))) * frequency**-1.6).real
                    for _ in range(bands + 1))
    mixed = np.stack([common + 0.2 * each for each in own])
    return (mixed - mixed.min()) / np.ptp(mixed)


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


def keep_tensors(images):
    import torch

    return torch.from_numpy(images.astype(np.float32)), torch.zeros(len(images), dtype=torch.int64)
