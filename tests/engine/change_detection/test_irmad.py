import numpy as np
import pytest
import scipy.stats

from eo_deep.change_detection.irmad import fit_irmad


def make_pair(count=20_000, changed=400):
    rng = np.random.default_rng(0)
    place = rng.normal(size=(3, count))
    before = (place + 0.1 * rng.normal(size=place.shape)).astype(np.float32)
    after = (place + 0.1 * rng.normal(size=place.shape)).astype(np.float32)
    after[:, :changed] += 3
    return before, after


def measure(before, after):
    return fit_irmad(before, after).measure(before[:, None], after[:, None])[0]


def test_changed_pixels_stand_out():
    chi2 = measure(*make_pair())
    assert chi2[:400].min() > np.quantile(chi2[400:], 0.99)


def test_gains_offsets_and_mixtures_of_bands_change_nothing():
    before, after = make_pair()
    mixed = (np.array([[2, 0.5, 0], [0, -3, 0.2], [0.1, 0, 0.7]]) @ after + 40).astype(np.float32)
    assert np.allclose(measure(before, mixed), measure(before, after), rtol=0.02)


def test_correlations_rise_and_are_those_of_the_unchanged_pixels():
    model = fit_irmad(*make_pair())
    assert (np.diff(model.correlations) >= 0).all()
    assert 0.98 < model.correlations[0] <= model.correlations[-1] < 1


def test_a_constant_band_and_a_copy_are_no_change():
    before, _ = make_pair()
    before[1] = 7
    assert measure(before, before).max() < 1e-3


def test_few_pixels_that_are_much_alike_do_not_blow_up_the_scale():
    """A tenth of the pixels is a thousand times as quiet; half of all still lie below the median of chi-square."""
    before, after = make_pair(changed=0)
    after[:, :2000] = before[:, :2000] + (after - before)[:, :2000] / 1000
    chi2 = measure(before, after)
    assert np.median(chi2) == pytest.approx(scipy.stats.chi2.ppf(0.5, 3), rel=0.01)
    assert chi2[:2000].max() < np.quantile(chi2[2000:], 0.01)
