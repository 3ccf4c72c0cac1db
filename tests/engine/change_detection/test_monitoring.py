"""Monitoring of series: what a season explains is no change, and the day of a change is found."""

import numpy as np

from eo_deep.change_detection.monitoring import fit_monitor, split_dates

DAYS = np.arange(24) * 45.0 + 17000


def make_series(seed=0, size=24):
    """Values (24, 2, size, size) with a season and noise, of which a quarter of the pixels changes at date 17."""
    rng = np.random.default_rng(seed)
    season = np.sin(2 * np.pi * DAYS / 365.25)
    values = 100 + 20 * season[:, None, None, None] * np.array([1, -0.5])[:, None, None]
    values = values + rng.normal(0, 2, (24, 2, size, size)) + rng.normal(0, 10, (2, size, size))
    values[17:, 0, : size // 2, : size // 2] -= 12
    known = rng.random((24, size, size)) > 0.2
    return values.astype(np.float32), known


def test_a_change_is_found_with_its_day():
    values, known = make_series()
    history = split_dates(DAYS, DAYS[14])
    assert history == 14
    monitor = fit_monitor(DAYS, history, [(values, known)])
    np.testing.assert_allclose(monitor.spread, 2, rtol=0.2)
    score, day = monitor.compute(values, known)
    null = monitor.compute_null(values, known)
    threshold = np.nanquantile(null, 0.99)
    changed = np.zeros(score.shape, bool)
    changed[:12, :12] = True
    assert (score[changed] >= threshold).mean() > 0.95
    assert (score[~changed] >= threshold).mean() < 0.05
    near = np.abs(day[changed] - DAYS[17])
    assert np.median(near) == 0
    assert (near <= 90).mean() > 0.9


def test_what_is_known_decides_alone():
    """Pixels are for themselves, whatever lies beside them, and what is masked has no influence."""
    values, known = make_series()
    monitor = fit_monitor(DAYS, 12, [(values, known)])
    whole = monitor.compute(values, known)
    assert np.array_equal(whole[:, 5:9, 3:20], monitor.compute(values[..., 5:9, 3:20], known[:, 5:9, 3:20]),
                          equal_nan=True)
    spoiled = np.where(known[:, None], values, np.float32(1e4))
    assert np.array_equal(whole, monitor.compute(spoiled, known), equal_nan=True)
    known[:10, 0, 0] = False
    assert np.isnan(monitor.compute(values, known)[:, 0, 0]).all()


def test_a_cloud_is_no_change():
    values, known = make_series()
    values[19, :, 20:, 20:] += 1000
    monitor = fit_monitor(DAYS, 14, [(values, known)])
    score = monitor.compute(values, known)[0]
    assert score[20:, 20:].max() < score[:12, :12].mean()


def test_few_dates_have_no_season():
    days = np.arange(5) * 20.0
    values = np.random.default_rng(0).normal(50, 1, (5, 1, 8, 8)).astype(np.float32)
    values[4, 0, :4] += 20
    assert split_dates(days, None) == 3
    monitor = fit_monitor(days, 3, [(values, np.ones((5, 8, 8), bool))])
    score, day, change = monitor.compute(values, np.ones((5, 8, 8), bool))
    assert np.abs(change[:4].mean() - 20) < 2
    assert score[:4].mean() > 2.5 * score[4:].mean()
    assert (day[:4] == days[4]).mean() > 0.7
