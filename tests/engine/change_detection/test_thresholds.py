import math

import numpy as np
import pytest

from eo_deep.change_detection.thresholds import StableScores, calibrate, guess_threshold


def draw_stable(count=40_000, side=200):
    rng = np.random.default_rng(0)
    place = np.arange(count)
    return StableScores(rng.lognormal(0, 1, count).astype(np.float32), place // side, place % side)


@pytest.mark.parametrize("share", [0.01, 0.05])
def test_the_share_asked_for_exceeds_the_threshold(share):
    stable = draw_stable()
    found = calibrate(stable, share)
    assert np.mean(stable.scores >= found.threshold.low) == pytest.approx(share, rel=0.02)
    assert found.interval[0] < share < found.interval[1]
    assert all(0.5 * share < half < 2 * share for half in found.halves)
    assert found.pixels == 40_000


def test_halves_differ_where_one_side_of_the_stable_area_is_unlike_the_other():
    stable = draw_stable()
    tilted = StableScores(stable.scores * np.where(stable.rows < 100, 1, 3), stable.rows, stable.columns)
    first, second = calibrate(tilted, 0.01).halves
    assert max(first, second) > 0.03
    assert min(first, second) < 0.01


def test_a_small_stable_area_calibrates_nothing():
    few = draw_stable()
    assert calibrate(StableScores(few.scores[:300], few.rows[:300], few.columns[:300]), 0.01) is None
    assert calibrate(StableScores(few.scores[:1000], few.rows[:1000], few.columns[:1000]), 0.0001) is None


def test_a_quarter_of_the_false_alarms_are_seeds_of_objects():
    stable = draw_stable()
    assert np.mean(stable.scores >= calibrate(stable, 0.01).threshold.high) == pytest.approx(0.0025, rel=0.05)


def test_a_log_normal_score_has_its_mode_and_its_quantile():
    rng = np.random.default_rng(0)
    guess = guess_threshold(rng.lognormal(2, 0.5, 200_000), 0.01)
    assert guess.usual == pytest.approx(math.exp(2), rel=0.1)
    assert guess.threshold.low == pytest.approx(math.exp(2 + 2.326 * 0.5), rel=0.2)
    assert guess.threshold.high > guess.threshold.low


def test_changes_do_not_raise_the_threshold():
    rng = np.random.default_rng(0)
    usual, changed = rng.lognormal(2, 0.5, 160_000), rng.lognormal(4.5, 0.5, 40_000)
    alone, both = guess_threshold(usual, 0.01), guess_threshold(np.concatenate([usual, changed]), 0.01)
    assert both.threshold.low == pytest.approx(math.exp(2 + 2.326 * 0.5), rel=0.2)
    assert both.usual == pytest.approx(alone.usual, rel=0.1)


def test_the_highest_scores_are_suspects_whatever_the_distribution():
    """Most scores lie in the upper of two hills, whose left half is wide: its law alone would suspect nothing."""
    rng = np.random.default_rng(0)
    scores = np.concatenate([rng.lognormal(0, 0.5, 20_000), rng.lognormal(4, 0.3, 80_000)])
    threshold = guess_threshold(scores, 0.01).threshold
    assert np.mean(scores >= threshold.low) == pytest.approx(0.01, rel=0.01)
    assert np.mean(scores >= threshold.high) == pytest.approx(0.0025, rel=0.01)


def test_where_nothing_differs_nothing_is_suspect():
    assert guess_threshold(np.zeros(1000, np.float32), 0.01).threshold.low == math.inf
