"""Improvement, omission and hallucination name what they are made for."""

import numpy as np
import pytest

from eo_deep.evaluation.images.detail_scores import map_details


@pytest.fixture
def pair():
    random = np.random.default_rng(0)
    enlarged = random.uniform(400, 600, (4, 30, 30))
    return enlarged, enlarged + random.normal(0, 60, enlarged.shape)


def test_the_reference_improves_the_enlarged_omits_and_other_detail_is_invented(pair):
    enlarged, reference = pair
    made = [reference, enlarged, enlarged + np.random.default_rng(5).normal(0, 300, enlarged.shape)]
    shares = [map_details(image, enlarged, reference).mean(axis=(1, 2)) for image in made]
    # The softmin of (0, 1, 1) with a temperature of 0.25.
    first = 1 / (1 + 2 * np.exp(-4))
    assert shares[0] == pytest.approx([first, (1 - first) / 2, (1 - first) / 2])
    assert shares[1] == pytest.approx([(1 - first) / 2, first, (1 - first) / 2])
    assert shares[2].argmax() == 2 and shares[2][2] > 0.8


def test_half_of_the_way_is_more_improvement_than_none(pair):
    enlarged, reference = pair
    shares = map_details((enlarged + reference) / 2, enlarged, reference)
    assert shares.sum(axis=0) == pytest.approx(np.ones((30, 30)))
    assert shares[0].mean() > 0.2


def test_no_detail_is_no_share(pair):
    enlarged, reference = pair
    reference[:, 3, 4] = enlarged[:, 3, 4]
    shares = map_details(reference + 5, enlarged, reference)
    assert np.isnan(shares).all(axis=0).sum() == 1
    assert np.isnan(shares[:, 3, 4]).all()
