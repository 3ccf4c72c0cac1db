"""Power spectra find waves where they are."""

import numpy as np
import pytest

from eo_deep.evaluation.images.spectrum import compare_energy_db, measure_power


def make_wave(cycles, amplitude=1.0, side=64):
    wave = amplitude * np.sin(2 * np.pi * cycles * np.arange(side) / side + 1)
    return np.tile(wave, (1, 1, side, 1))


def test_a_wave_is_at_its_frequency():
    power = measure_power(make_wave(20))
    assert power.shape == (1, 32)
    assert np.argmax(power[0] * np.arange(1, 33)) == 19


def test_energy_beyond_a_frequency_is_compared_in_decibels():
    """Half the amplitude of the fine wave is -6 dB, whatever the coarse one does."""
    truth, half = (measure_power(make_wave(3, coarse) + make_wave(20, fine)) for coarse, fine in ((5, 1), (7, 0.5)))
    assert compare_energy_db(half, truth, above=1 / 8) == pytest.approx(-6.02, abs=0.05)
    assert compare_energy_db(truth, truth, above=1 / 8) == 0


def test_no_energy_is_no_number():
    flat = measure_power(np.zeros((1, 2, 32, 32)))
    assert np.isnan(compare_energy_db(flat, flat, above=0.1))
