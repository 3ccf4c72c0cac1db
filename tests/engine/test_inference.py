"""Networks prepared for inference answer as before, to the last bit, and leave alone what others read."""

from copy import deepcopy

import pytest
import torch
from torch import nn
from torch.fx.experimental.optimization import fuse
from torch.nn import functional

from eo_deep.inference import add_into, join_upsampled, prepare_network
from eo_deep.models import build
from eo_deep.tiles import activation_bytes_per_px


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("name", ["unet", "resunet", "fcn", "mlp"])
def test_answers_stay_the_same_bits(name, dtype):
    torch.manual_seed(0)
    network = build(name, in_channels=3, out_channels=5, base_channels=8).eval()
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):  # else residual blocks would add zeros
            nn.init.uniform_(module.weight, 0.5, 1.5)
    image = torch.randn(2, 3, 96, 64).to(dtype).contiguous(memory_format=torch.channels_last)
    before = image.clone()
    folded, prepared = (
        each.to(dtype).to(memory_format=torch.channels_last)
        for each in (fuse(deepcopy(network)), prepare_network(network))
    )
    with torch.inference_mode():
        expected, found = folded(image), prepared(image)
    assert torch.equal(expected, found) and torch.equal(image, before)
    assert expected.std() > 0.001


class _Shared(nn.Module):
    """Values that are read again after a ReLU or a sum, by name or through a view."""

    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Conv2d(3, 4, 1), nn.Conv2d(3, 4, 1)
        self.relu, self.same = nn.ReLU(), nn.Identity()

    def forward(self, x):
        a, b = self.first(x), self.second(x)
        seen = self.same(b)
        c = self.relu(a) + a
        d = functional.relu(b) + seen
        return torch.cat([c, d, functional.relu(x) + x, c + c], dim=1)


def test_what_is_read_again_is_not_overwritten():
    network, image = _Shared().eval(), torch.randn(1, 3, 8, 8)
    with torch.inference_mode():
        assert torch.equal(prepare_network(network)(image.clone()), network(image))


def test_sums_of_other_shapes_are_new():
    total, term = torch.ones(1, 2, 1, 1), torch.ones(1, 2, 3, 3)
    assert add_into(total, term).shape == (1, 2, 3, 3) and total.sum() == 2
    assert add_into(term, total) is not term  # broadcasting is left to torch
    assert add_into(term, term.clone()) is term and term.max() == 2


@pytest.mark.parametrize("factor", [2, 3])
def test_joining_upsampled_values(factor):
    coarse, fine = torch.randn(2, 5, 4, 6), torch.randn(2, 3, 4 * factor, 6 * factor)
    expected = torch.cat([functional.interpolate(coarse, scale_factor=factor, mode="nearest"), fine], dim=1)
    assert torch.equal(join_upsampled(coarse, fine, factor), expected)


def test_values_in_one_place_are_counted_once():
    network = build("resunet", in_channels=3, out_channels=8, base_channels=32, blocks=(2, 3, 4)).eval()
    plain, lean = (activation_bytes_per_px(each, 3, 8, 2) for each in (network, prepare_network(network)))
    # At the end of the decoder: 48 channels joined of 32 and 16, which once were beside them; two bytes each.
    assert (plain, lean) == (2 * (48 + 32 + 16), 2 * (48 + 16 + 16))
