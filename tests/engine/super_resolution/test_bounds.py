"""A finer image within the range of its data type, which averages back to the image all the same."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from eo_deep.models.networks.degradation import Degradation
from eo_deep.super_resolution.bounds import Bounded
from eo_deep.super_resolution.finer_networks import Bicubic

RATIO, SIGMA = 4, 0.5


def bound(image: np.ndarray, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """The bounded bicubic image of (C, h, w), and what it degrades to."""
    coarse, count = torch.from_numpy(image.astype(np.float32))[None], len(image)
    limits = (np.full(count, value) for value in (low, high, 0.25))
    with torch.inference_mode():
        finer = Bounded(RATIO, SIGMA, *limits)(Bicubic(RATIO)(coarse))
        return finer[0].numpy(), Degradation(RATIO, SIGMA)(finer)[0].numpy()


def make_image() -> np.ndarray:
    """What a sensor sees of water beside bright roofs: interpolated, it falls below 0."""
    rng = np.random.default_rng(0)
    roofs = np.kron(rng.random((2, 35, 24)) < 0.04, np.ones((8, 8), bool))
    ground = np.where(roofs, 4000, rng.uniform(20, 60, roofs.shape)).astype(np.float32)
    return Degradation(RATIO, SIGMA)(torch.from_numpy(ground)[None])[0].numpy()


def test_values_are_kept_within_the_range():
    image = make_image()
    finer, back = bound(image, 0, 65535)
    assert finer.min() == 0
    assert np.abs(back - image).max() <= 0.3


def test_bands_are_bounded_by_themselves():
    image = make_image()
    both, one = bound(image, 0, 65535)[0], bound(image[1:], 0, 65535)[0]
    assert np.abs(both[1:] - one).max() <= 1


def test_what_fits_is_left_alone():
    finer = torch.rand(1, 2, 24, 32)
    assert torch.equal(Bounded(RATIO, SIGMA, np.zeros(2), np.ones(2), np.full(2, 0.01))(finer), finer)


@pytest.mark.parametrize("value", [0, 255])
def test_a_lone_pixel_at_the_end_of_the_range_gives_way_and_the_others_are_kept(value):
    image = np.full((1, 40, 40), 128.0)
    image[0, 20, 20] = value
    finer, back = bound(image, 0, 255)
    assert finer.min() >= 0 and finer.max() <= 255
    off = np.abs(back - image)[0]
    off[17:24, 17:24] = 0
    assert off.max() <= 0.5
