import numpy as np

from eo_deep.sampling.hold_out import hold_out


def test_about_the_share_of_each_class_is_held_back():
    counts = np.random.default_rng(0).integers(0, 50, (400, 3))
    chosen = hold_out(counts, 0.2, np.random.default_rng(1))
    np.testing.assert_allclose(counts[chosen].sum(0) / counts.sum(0), 0.2, atol=0.05)
    assert (chosen == hold_out(counts, 0.2, np.random.default_rng(1))).all()


def test_no_class_loses_more_than_half_of_its_samples():
    counts = np.array([[10, 0], [10, 0], [10, 9], [10, 1]])
    for seed in range(20):
        assert not hold_out(counts, 0.4, np.random.default_rng(seed))[2]


def test_one_block_is_no_choice():
    assert not hold_out(np.array([[5, 5]]), 0.2, np.random.default_rng(0)).any()
