"""Quality scores order images by how real they are."""

import numpy as np
import pytest

from eo_deep.evaluation.images.realism import extract_texture, measure_kid, score_samples
from eo_deep.evaluation.images.spectrum import measure_power
from eo_deep.image_generation.generate import score_with_controls


def textures(count, seed, sharpness=1.0, size=32):
    """Random images (count, 3, size, size) with structure at every scale."""
    noise = np.random.default_rng(seed).normal(size=(count, 3, size, size))
    frequency = np.hypot(np.fft.fftfreq(size)[:, None], np.fft.fftfreq(size)[None]) + 1 / size
    shaped = np.fft.ifft2(np.fft.fft2(noise) * frequency**-sharpness).real
    return (0.1 * shaped).clip(-1, 1).astype(np.float32)


def test_measures_order_images_by_how_real_they_are():
    """Real ones at best values; sharper ones are off in all measures; noise is farthest."""
    real, same, sharp = textures(200, 0), textures(200, 1), textures(200, 2, sharpness=0.7)
    noise = np.random.default_rng(3).uniform(-1, 1, real.shape).astype(np.float32)
    scores = [score_samples(images, real) for images in (same, sharp, noise)]
    assert abs(scores[0].kid) < 0.1 and scores[0].kid < scores[1].kid < scores[2].kid
    assert scores[0].spectrum_distance_db < 0.7 < scores[1].spectrum_distance_db < scores[2].spectrum_distance_db
    assert abs(scores[0].discriminator_auc - 0.5) < 0.1 and scores[1].discriminator_auc > 0.9
    assert extract_texture(real).shape == (200, 2 * 32 * 3)
    slope = np.polyfit(np.log10(np.arange(2, 16)), 10 * np.log10(measure_power(real)[0, 1:15]), 1)[0]
    assert -20 < slope < -10  # power falls with frequency squared, but for the offset
    assert measure_kid(extract_texture(real[:50]), extract_texture(real[50:100])) == pytest.approx(0, abs=0.5)
    assert score_with_controls(real[:5], real, real) == {}
