"""Scores of an image against the true one follow their formulas, and parts give those of the whole."""

import math

import numpy as np
import pytest

from eo_deep.evaluation.images.pixel_scores import (
    SSIM_REACH_PX,
    PixelScorer,
    ValueRange,
    fit_value_range,
    measure_angles,
    score_pixels,
)


def make_pair(height=40, width=50, bands=3, seed=0):
    random = np.random.default_rng(seed)
    reference = random.uniform(100, 900, (bands, height, width))
    return reference + random.normal(0, 50, reference.shape), reference


def test_scores_follow_their_formulas():
    reference = np.stack([np.linspace(100, 1100, 441).reshape(21, 21)] * 2)
    image = reference + np.array([10, -20])[:, None, None]
    scorer = PixelScorer(ValueRange(np.full(2, -1e4), np.full(2, 1e4)), ratio=4)
    scorer.add(image, reference, np.ones((21, 21), bool))
    scores = scorer.finish()
    assert scores.count == 441
    assert scores.rmse == pytest.approx([10, 20])
    assert scores.mae == pytest.approx([10, 20])
    assert scores.psnr_db == pytest.approx(np.mean([20 * np.log10(2e4 / 10), 20 * np.log10(2e4 / 20)]))
    assert scores.ergas == pytest.approx(100 / 4 * math.sqrt((10**2 + 20**2) / 2 / 600**2))


def test_a_perfect_image_has_perfect_scores():
    _, reference = make_pair()
    scores = score_pixels(reference, reference, np.ones(reference.shape[1:], bool))
    assert scores.psnr_db == math.inf
    assert (scores.ssim, scores.ergas, scores.angle_deg) == pytest.approx((1, 0, 0))


def test_values_beyond_the_range_count_as_its_ends():
    """A single glint does not decide the score of a scene."""
    image, reference = make_pair()
    valid = np.ones(reference.shape[1:], bool)
    value_range = fit_value_range(reference, valid)
    glint, blind = reference.copy(), image.copy()
    glint[:, 20, 20], blind[:, 20, 20] = 60000, value_range.high
    scores = []
    for made, truth in ((blind, glint), (np.where(glint == 60000, 30000, image), glint)):
        scorer = PixelScorer(value_range)
        scorer.add(made, truth, valid)
        scores.append(scorer.finish().psnr_db)
    assert scores[0] == pytest.approx(scores[1])


def test_parts_give_the_scores_of_the_whole():
    image, reference = make_pair()
    valid = np.random.default_rng(1).random(reference.shape[1:]) > 0.002
    value_range = fit_value_range(reference, valid)
    whole, parts = PixelScorer(value_range), PixelScorer(value_range)
    whole.add(image, reference, valid)
    m = SSIM_REACH_PX
    around = [np.pad(each, [(0, 0)] * (each.ndim - 2) + [(m, m), (m, m)]) for each in (image, reference, valid)]
    for row in range(0, 40, 10):
        for column in range(0, 50, 25):
            pieces = [each[..., row : row + 10 + 2 * m, column : column + 25 + 2 * m] for each in around]
            parts.add(*pieces, inner=np.s_[m : m + 10, m : m + 25])
    a, b = whole.finish(), parts.finish()
    assert a.count == b.count == valid.sum()
    assert (b.psnr_db, b.ssim, b.ergas, b.angle_deg) == pytest.approx((a.psnr_db, a.ssim, a.ergas, a.angle_deg))
    assert 0 < a.ssim < 1


def test_what_is_not_valid_counts_nowhere():
    image, reference = make_pair()
    valid = np.ones(reference.shape[1:], bool)
    valid[10:13, 20:30] = False
    clean = score_pixels(image, reference, valid)
    image[:, ~valid], reference[:, ~valid] = np.nan, 1e30
    spoiled = score_pixels(image, reference, valid)
    assert (spoiled.psnr_db, spoiled.ssim, spoiled.angle_deg) == (clean.psnr_db, clean.ssim, clean.angle_deg)


def test_angles_are_exact_and_ignore_brightness():
    a = np.array([[1.0, 1.0, 1.0, 0.0], [0.0, 1.0, 1.0, 0.0]])[:, None]
    b = np.array([[0.0, 2.0, 1.0, 1.0], [1.0, 2.0, 1.0 + 1e-9, 1.0]])[:, None]
    angles = measure_angles(a, b)[0]
    assert angles[[0, 1, 3]] == pytest.approx([90, 0, 0])
    assert angles[2] == pytest.approx(math.degrees(5e-10), rel=1e-6)


def test_one_band_has_no_angle():
    image, reference = make_pair(bands=1)
    assert math.isnan(score_pixels(image, reference, np.ones(reference.shape[1:], bool)).angle_deg)
