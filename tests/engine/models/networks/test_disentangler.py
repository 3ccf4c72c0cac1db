"""The disentangled network: what its codes see, that tiles of each agree, and that images are painted by codes."""

from fractions import Fraction

import pytest
import torch

from eo_deep.models.footprint import measure_footprint
from eo_deep.models.networks import build
from eo_deep.models.networks.disentangler import Painting
from eo_deep.models.networks.series_network import CellCode, DateFeatures, SharedCode, join_known


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    return build("disentangler", in_channels=4, out_channels=3, base_channels=8).eval().requires_grad_(False)


@pytest.mark.parametrize(("view", "scale"), [
    (SharedCode, Fraction(1, 8)), (CellCode, Fraction(1, 16)), (DateFeatures, Fraction(1, 16)),
    (lambda network: network, Fraction(1)), (lambda network: Painting(network, torch.ones(8)), Fraction(1)),
])  # fmt: skip
def test_a_window_with_its_halo_gives_what_the_whole_image_gives(network, view, scale):
    part = view(network)
    footprint = measure_footprint(part)
    assert footprint.exact and footprint.scale == scale and 16 % footprint.stride_px == 0
    halo = -(-footprint.halo_px // 16) * 16
    image = torch.randn(1, 4, 2 * halo + 112, 64)
    whole, window = part(image), part(image[:, :, 16 : 2 * halo + 64])
    first, count = int((16 + halo) * scale), int(48 * scale)
    core = window[:, :, int(halo * scale) : int(halo * scale) + count]
    assert torch.allclose(core, whole[:, :, first : first + count], atol=1e-5)


def test_codes_have_their_sizes_and_what_is_not_known_does_not_count(network):
    x, known = torch.randn(2, 3, 64, 96), torch.ones(2, 1, 64, 96)
    known[1, :, :32] = 0
    shared, local = network.shared(x, known), network.exclusive_local(x, known)
    assert shared.shape == (2, 32, 8, 12) and local.shape == (2, 4, 4, 6)
    assert torch.allclose(shared.norm(dim=1), torch.ones(2, 8, 12), atol=1e-5)
    other = x.clone()
    other[1, :, :32] = 9.0
    assert torch.equal(network.shared(other, known), shared)
    assert torch.equal(network(join_known(other, known)), network(join_known(x, known)))


def test_the_global_code_is_that_of_sums_over_tiles(network):
    x, known = torch.randn(1, 3, 64, 64), torch.ones(1, 1, 64, 64)
    features = network.exclusive_features(x, known).double()
    count = torch.tensor([16.0], dtype=torch.float64)
    whole = network.exclusive_global(features.sum((2, 3)), count)
    parts = network.exclusive_global(features[..., :2, :].sum((2, 3)) + features[..., 2:, :].sum((2, 3)), count)
    assert whole.shape == (1, 8) and torch.equal(whole, parts)
    assert torch.allclose(whole, network.encode_global(features.mean((2, 3)).float())[0], atol=1e-6)


def test_a_painting_is_decoded_with_its_date_and_without_local_code(network):
    x, known, code = torch.randn(1, 3, 32, 48), torch.ones(1, 1, 32, 48), torch.randn(8)
    painted = Painting(network, code)(join_known(x, known))
    shared, skip = network.shared(x, known), network.skip(x, known)
    assert painted.shape == x.shape
    assert torch.allclose(painted, network.decode(shared, skip, code[None]), atol=1e-5)
    assert not torch.allclose(painted, network.decode(shared, skip, -code[None]), atol=1e-3)
