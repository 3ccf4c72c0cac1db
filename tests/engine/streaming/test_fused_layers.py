"""Fused layers answer as those that they stand for, and overwrite nothing that others read."""

from copy import deepcopy

import pytest
import torch
from torch import nn
from torch.nn import functional

from eo_deep.models.networks import build
from eo_deep.streaming import fused_layers
from eo_deep.streaming.fused_layers import FusedConvolution, HalvedMaximum, fuse_layers
from eo_deep.streaming.graph_optimization import prepare_network, split_decoder

needs_onednn = pytest.mark.skipif(
    not fused_layers._has_fused_convolutions(torch.float32), reason="this build of PyTorch has no such convolutions"
)


def make_pair(network, dtype, split=True):
    """The network without and with fused layers, its batch norms away from their start."""
    torch.manual_seed(0)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.5, 1.5)
    prepared = prepare_network(network.eval()).to(dtype).to(memory_format=torch.channels_last)
    plain = split_decoder(prepared) if split else prepared
    return plain, fuse_layers(deepcopy(plain))


def list_kinds(network):
    return [type(module) for module in network.modules()]


@needs_onednn
@pytest.mark.parametrize("name", ["unet", "resunet", "fcn", "mlp"])
def test_float32_keeps_its_bits(name):
    plain, fused = make_pair(build(name, in_channels=3, out_channels=5, base_channels=8), torch.float32)
    image = torch.randn(2, 3, 96, 64).contiguous(memory_format=torch.channels_last)
    before = image.clone()
    with torch.inference_mode():
        found = fused(image)
        torch.testing.assert_close(found, plain(image), rtol=0, atol=1e-6)
    assert torch.equal(image, before) and found.std() > 0.001
    kinds = list_kinds(fused)
    assert kinds.count(FusedConvolution) > 5 and nn.MaxPool2d not in kinds and nn.ReLU not in kinds


@needs_onednn
@pytest.mark.parametrize("name", ["unet", "resunet"])
def test_bfloat16_comes_no_farther_from_float32(name):
    network = build(name, in_channels=3, out_channels=5, base_channels=8)
    exact, _ = make_pair(network, torch.float32)
    plain, fused = make_pair(network, torch.bfloat16)
    image = torch.randn(1, 3, 160, 128).bfloat16().contiguous(memory_format=torch.channels_last)
    with torch.inference_mode():
        expected = exact(image.float())
        errors = [(each(image).float() - expected).square().mean().sqrt() for each in (plain, fused)]
    assert errors[1] <= 1.02 * errors[0] < 0.05 * expected.std()


class _Sums(nn.Module):
    """Sums of what is read again, of other shapes, and of the same value twice."""

    def __init__(self):
        super().__init__()
        self.first, self.second, self.third = (nn.Conv2d(4, 4, 3, padding=1) for _ in range(3))
        self.narrow = nn.Conv2d(4, 1, 1)
        self.even = nn.Conv2d(4, 4, 3, padding="same", dilation=2)

    def forward(self, x):
        a = self.first(x)
        b = functional.relu(self.second(x) + a)  # a is read again
        c = self.third(b) + self.narrow(b)  # broadcast
        d = functional.relu(self.even(c) + x)  # the input stays
        return torch.cat([a, d, self.narrow(d) + self.narrow(a)], dim=1)


@needs_onednn
@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
def test_what_is_read_again_is_not_overwritten(layout):
    plain, fused = make_pair(_Sums(), torch.float32, split=False)
    image = torch.randn(2, 4, 9, 7).contiguous(memory_format=layout)
    before = image.clone()
    with torch.inference_mode():
        torch.testing.assert_close(fused(image), plain(image), rtol=0, atol=1e-5)
    assert torch.equal(image, before)
    assert any(module.overwrites for module in fused.modules() if isinstance(module, FusedConvolution))


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("size", [(8, 6), (7, 9), (2, 2)])
@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
def test_halved_maximum_is_that_of_torch(dtype, size, layout):
    image = torch.randn(2, 3, *size).to(dtype).contiguous(memory_format=layout)
    image[0, 0, 0, 0] = torch.nan
    torch.testing.assert_close(HalvedMaximum()(image), nn.MaxPool2d(2)(image), rtol=0, atol=0, equal_nan=True)


def test_other_pooling_stays():
    network = nn.Sequential(nn.Conv2d(3, 4, 3), nn.MaxPool2d(3, 2), nn.MaxPool2d(2, padding=1), nn.MaxPool2d(2, 1))
    _, fused = make_pair(network, torch.float32, split=False)
    assert list_kinds(fused).count(nn.MaxPool2d) == 3 and HalvedMaximum not in list_kinds(fused)


def test_without_onednn_the_layers_stay(monkeypatch):
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: False)
    fused_layers._has_fused_convolutions.cache_clear()
    try:
        plain, fused = make_pair(build("unet", in_channels=3, out_channels=5, base_channels=8), torch.float32)
    finally:
        fused_layers._has_fused_convolutions.cache_clear()
    image = torch.randn(1, 3, 32, 32)
    with torch.inference_mode():
        assert FusedConvolution not in list_kinds(fused) and torch.equal(fused(image), plain(image))


@pytest.mark.parametrize("size", [1, 2, 24])
@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("overwrites", [False, True])
def test_a_sum_is_fused_however_tensors_lie(size, layout, dtype, overwrites):
    torch.manual_seed(0)
    layer = nn.Conv2d(6, 6, 3, padding=1, dtype=dtype).to(memory_format=layout)
    x, term = (torch.randn(1, 6, size, size, dtype=dtype).contiguous(memory_format=layout) for _ in range(2))
    with torch.inference_mode():
        expected = (layer(x) + term).relu()
        found = FusedConvolution(layer, True, overwrites)(x, term)
    torch.testing.assert_close(found, expected, rtol=0.02, atol=0.02)
