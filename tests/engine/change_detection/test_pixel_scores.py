import numpy as np
import pytest

from eo_deep.change_detection.pixel_scores import (
    IndexChange,
    RankScore,
    SpectralAngle,
    average,
    find_levels,
    fit_magnitude,
    rank,
)


def frame(values):
    """A date (C, h, w) whose pixels all have the given values, with the halo of a 3 x 4 px window."""
    return np.broadcast_to(np.array(values, np.float32)[:, None, None], (len(values), 7, 8)).copy()


KNOWN = np.ones((7, 8), bool)


def test_means_take_known_pixels_only():
    values, known = np.arange(9, dtype=np.float32).reshape(1, 3, 3), np.zeros((3, 3), bool)
    known[0, 0] = known[2, 2] = True
    assert average(values, known, 1).tolist() == [[[4.0]]]
    assert average(values, np.zeros((3, 3), bool), 1).tolist() == [[[0.0]]]


def test_the_angle_is_in_degrees_and_blind_to_brightness():
    angle = SpectralAngle()
    assert angle.compute(frame([1, 0]), frame([1, 1]), KNOWN)[0] == pytest.approx(np.full((3, 4), 45), abs=1e-4)
    assert angle.compute(frame([300, 400]), frame([600, 800]), KNOWN).max() == 0
    small = angle.compute(frame([1e4, 0]), frame([1e4, 1]), KNOWN)[0]
    assert small == pytest.approx(np.full((3, 4), 0.0057296), rel=1e-3)
    assert angle.compute(frame([0, 0]), frame([1, 1]), KNOWN).max() == 0


def test_the_magnitude_is_in_deviations_of_the_difference():
    rng = np.random.default_rng(0)
    before = rng.normal(100, 10, (2, 50_000)).astype(np.float32)
    after = (3 * (before + rng.normal(0, 1, before.shape)) + 7).astype(np.float32)
    score = fit_magnitude(before, after)
    usual = score.compute(before[:, :40].reshape(2, 5, 8), after[:, :40].reshape(2, 5, 8), np.ones((5, 8), bool))
    assert usual.shape == (1, 1, 4)
    assert usual.max() < 5
    changed = score.compute(frame([100, 100]), frame([3 * 110 + 7, 307]), KNOWN)[0]
    assert changed == pytest.approx(np.full((3, 4), 10), rel=0.05)


@pytest.mark.parametrize(("direction", "expected"), [("any", 0.5), ("decrease", 0.5), ("increase", 0.0)])
def test_an_index_changes_in_a_direction(direction, expected):
    score = IndexChange(lambda bands: bands[0] / bands[1], direction)
    assert score.compute(frame([2, 2]), frame([1, 2]), KNOWN)[0].tolist() == np.full((3, 4), expected).tolist()


def test_ranks_are_shares_of_the_sample():
    levels = find_levels(np.arange(10_001, dtype=np.float32))
    assert rank(np.array([0, 2500, 10_000, 1e9], np.float32), levels) == pytest.approx([0, 0.25, 1, 1], abs=1e-4)


def test_the_rank_score_has_its_parts_as_bands():
    parts = SpectralAngle(), IndexChange(lambda bands: bands[0], "any")
    score = RankScore(parts, (find_levels(np.linspace(0, 90, 5)), find_levels(np.linspace(0, 1, 5))))
    bands = score.compute(frame([1, 0]), frame([1, 1]), KNOWN)
    assert score.names == ("rank", "spectral angle", "index")
    assert bands[1:, 0, 0].tolist() == pytest.approx([45, 0], abs=1e-3)
    assert bands[0, 0, 0] == pytest.approx(np.sqrt(0.5 * 0.5**2), abs=1e-3)


def test_a_score_does_not_depend_on_the_window():
    rng = np.random.default_rng(1)
    before, after = rng.random((2, 3, 40, 50), dtype=np.float32)
    known = rng.random((40, 50)) > 0.2
    whole = SpectralAngle().compute(before, after, known)
    part = SpectralAngle().compute(before[:, 10:25, 7:31], after[:, 10:25, 7:31], known[10:25, 7:31])
    assert np.array_equal(whole[:, 10:21, 7:27], part)
