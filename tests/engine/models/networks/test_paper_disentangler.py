"""The paper's network: windows of 64 px, each for itself, and codes of each."""

from fractions import Fraction

import pytest
import torch

from eo_deep.models.footprint import measure_footprint
from eo_deep.models.networks import build
from eo_deep.models.networks.series_network import CellCode, DateFeatures, SharedCode


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    return build("paperdisentangler", in_channels=3, out_channels=3, base_channels=8).eval().requires_grad_(False)


@pytest.mark.parametrize(("view", "scale"), [
    (SharedCode, Fraction(1, 16)), (CellCode, Fraction(1, 64)), (DateFeatures, Fraction(1, 64)),
    (lambda network: network, Fraction(1)), (lambda network: network.paint_at(torch.ones(64)), Fraction(1)),
])  # fmt: skip
def test_a_window_is_all_that_is_seen(network, view, scale):
    part = view(network)
    footprint = measure_footprint(part)
    assert footprint.exact and footprint.scale == scale and footprint.stride_px == 64 and footprint.halo_px == 0
    image = torch.randn(1, 3, 192, 128)
    whole, windows = part(image), part(image[:, :, 64:128, 64:])
    side = int(64 * scale)
    assert torch.allclose(windows, whole[:, :, side : 2 * side, side:], atol=1e-5)


def test_codes_of_windows_paint_them(network):
    planes = torch.randn(2, 4, 64, 64)  # with a plane where it is known, which is not read
    codes = network.encode(planes)
    assert codes.shared.shape == (2, 64, 4, 4) and codes.global_.shape == (2, 64) and codes.local.shape[1] == 0
    painted = network.decode(codes.shared, codes.skip, codes.global_)
    assert painted.shape == (2, 3, 64, 64) and painted.abs().max() <= 4
    assert torch.allclose(painted, network(planes), atol=1e-5)
    assert torch.allclose(network.paint_at(codes.global_[1])(planes)[1], painted[1], atol=1e-5)
    assert not torch.allclose(network.paint_at(codes.global_[1] + 50)(planes), painted, atol=1e-3)


def test_the_code_of_an_image_is_the_mean_of_its_windows(network):
    planes = torch.randn(1, 3, 64, 128)
    features = network.describe_date(planes)
    code = network.exclusive_global(features.sum((2, 3)).double(), torch.tensor([2.0], dtype=torch.float64))
    apart = [network.encode(planes[..., first : first + 64]).global_ for first in (0, 64)]
    assert torch.allclose(code, (apart[0] + apart[1]) / 2, atol=1e-5)
