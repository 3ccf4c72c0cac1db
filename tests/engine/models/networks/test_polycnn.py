import numpy as np
import pytest
import torch

from eo_deep.models.networks import build
from eo_deep.models.networks.polycnn import SketchEncoder, cyclic_distance


def test_gives_four_corners_inside_the_patch():
    network = build("polycnn", in_channels=3, out_channels=8, base_channels=4, blocks=[1, 1, 1], patch_px=48).eval()
    corners = network(torch.randn(2, 3, 48, 48))
    assert corners.shape == (2, 8)
    assert ((corners > 0) & (corners < 1)).all()
    assert SketchEncoder(48)(torch.zeros(2, 1, 48, 48)).shape == (2, 128)


def test_coordinates_are_not_rounded_by_autocast():
    network = build("polycnn", in_channels=1, out_channels=8, base_channels=4, blocks=[1, 1, 1], patch_px=32).eval()
    with torch.autocast("cpu", torch.bfloat16):
        assert network(torch.randn(1, 1, 32, 32)).dtype == torch.float32


def test_extractor_starts_from_a_resunet():
    network = build("polycnn", in_channels=3, out_channels=8, base_channels=8, blocks=[1, 2, 3], patch_px=32).eval()
    trunk = build("resunet", in_channels=3, out_channels=2, base_channels=8, blocks=[1, 2, 3, 2]).eval()
    network.take_extractor(trunk)
    x = torch.randn(1, 3, 32, 32)
    features, wanted = network.stem(x), trunk.stem(x)
    for mine, given in zip(network.extractor, trunk.encoder, strict=False):
        features, wanted = mine(features), given(wanted)
    assert torch.equal(features, wanted)


@pytest.mark.parametrize("shift", range(4))
def test_first_corner_has_no_meaning(shift):
    square = torch.tensor([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    moved = square.roll(shift, 0) + torch.tensor([0.3, 0.4])
    distance = cyclic_distance(moved.reshape(1, 8), square.reshape(1, 8))
    assert np.isclose(float(distance), 0.5)
