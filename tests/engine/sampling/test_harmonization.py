"""Gain, offset and curves between two images of one place."""

import numpy as np
import pytest

from eo_deep.sampling.harmonization import add_curves, fit_harmonization, measure_curvature


def draw(count=2000, seed=0):
    return np.random.default_rng(seed).uniform(300, 3000, (2, count))


def test_other_pixels_do_not_move_the_line():
    values = draw()
    target = np.array([[0.5], [1.2]]) * values + np.array([[100.0], [-30.0]])
    target[:, :500] = 65_000  # a cloud or fill, in one place
    fitted = fit_harmonization(target, values)
    assert fitted.gain == pytest.approx([0.5, 1.2], abs=1e-6)
    assert fitted.offset == pytest.approx([100, -30], abs=1e-3)
    assert np.abs(fitted(values) - target)[:, 500:].max() < 0.01


def test_bands_are_mixed_where_their_numbers_differ():
    values = draw()
    fitted = fit_harmonization(0.3 * values[:1] + 0.7 * values[1:] + 5, values)
    assert fitted.gain is None
    assert fitted.matrix == pytest.approx(np.array([[0.3, 0.7]]), abs=1e-6)


def test_a_curve_follows_stretched_values():
    values = draw()
    target = 3000 * (values / 3000) ** 2
    linear = fit_harmonization(target, values)
    assert measure_curvature(linear, target, values) < 0.1
    curved = add_curves(linear, target, values)
    assert np.abs(curved(values) - target).mean() < 0.02 * target.std()
    straight = 2 * values + np.random.default_rng(1).normal(0, 50, values.shape)
    assert measure_curvature(fit_harmonization(straight, values), straight, values) > 0.98


def test_a_flat_band_gets_an_offset_only():
    values = np.full((1, 100), 7.0)
    fitted = fit_harmonization(values + 3, values)
    assert fitted.gain == pytest.approx([1.0]) and fitted.offset == pytest.approx([3.0])
