"""Networks prepared for inference answer as before, to the last bit, and leave alone what others read."""

from copy import deepcopy

import numpy as np
import pytest
import torch
from torch import nn
from torch.fx.experimental.optimization import fuse
from torch.nn import functional

from eo_deep.models.footprint import activation_bytes_per_px
from eo_deep.models.networks import build
from eo_deep.models.networks.unet import UNet
from eo_deep.streaming.graph_optimization import (
    BandedNetwork,
    DecoderStage,
    add_into,
    join_upsampled,
    prepare_network,
    split_decoder,
)

U_NETS = {
    "unet": lambda: build("unet", in_channels=3, out_channels=5, base_channels=8),
    "unet nearest": lambda: UNet(3, 5, 8, upsampling="nearest"),
    "unet bilinear": lambda: UNet(3, 5, 8, upsampling="bilinear"),
    "resunet": lambda: build("resunet", in_channels=3, out_channels=5, base_channels=8),
}
OTHERS = {
    "fcn": lambda: build("fcn", in_channels=3, out_channels=5, base_channels=8),
    "mlp": lambda: build("mlp", in_channels=3, out_channels=5, base_channels=8),
}


def make(create):
    torch.manual_seed(0)
    network = create().eval()
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):  # else residual blocks would add zeros
            nn.init.uniform_(module.weight, 0.5, 1.5)
    return network


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("name", [*U_NETS, *OTHERS])
def test_answers_stay_the_same_bits(name, dtype):
    network = make({**U_NETS, **OTHERS}[name])
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


@pytest.mark.parametrize("core", [None, np.s_[16:97, 33:150], np.s_[0:160, 32:224]])
@pytest.mark.parametrize("name", U_NETS)
def test_bands_and_cores_give_the_same_answers(name, core):
    prepared = prepare_network(make(U_NETS[name])).to(memory_format=torch.channels_last)
    banded = split_decoder(prepared)
    assert isinstance(banded, BandedNetwork) and banded.stages[-1].step_px == 2
    image = torch.randn(2, 3, 160, 224).contiguous(memory_format=torch.channels_last)
    with torch.inference_mode():
        whole = prepared(image)[(..., *(core or np.s_[:, :]))]
        for band_px in (1, 34 * 224, 10**6):
            torch.testing.assert_close(banded(image, core=core, band_px=band_px), whole, rtol=0, atol=1e-5)


@pytest.mark.parametrize("name", ["unet", "resunet"])
def test_each_stage_of_a_decoder_sees_the_core_and_little_around_it(name, monkeypatch):
    prepared = prepare_network(make(U_NETS[name])).to(memory_format=torch.channels_last)
    banded = split_decoder(prepared)
    image = torch.randn(1, 3, 320, 320).contiguous(memory_format=torch.channels_last)
    seen, cut = [], DecoderStage.cut

    def note(stage, features, region):
        seen.append([span.stop - span.start for span in region])
        return cut(stage, features, region)

    monkeypatch.setattr(DecoderStage, "cut", note)
    with torch.inference_mode():
        whole = prepared(image)
        for core in (np.s_[128:192, 96:160], np.s_[0:64, 256:320]):  # inside, and at two of the image's edges
            seen.clear()
            found = banded(image, core=core, band_px=10**6)
            torch.testing.assert_close(found, whole[(..., *core)], rtol=0, atol=1e-5)
            assert len(seen) == 4 and sorted(seen, reverse=True) == seen
            assert max(seen[0]) <= 64 + 4 * 16 and max(seen[-1]) == (68 if core[0].start else 66)


class _Gated(nn.Module):
    """Joined features that are weighed by something of the whole image."""

    def __init__(self):
        super().__init__()
        self.first, self.last = nn.Conv2d(3, 4, 3, padding=1), nn.Conv2d(8, 2, 3, padding=1)

    def forward(self, x):
        a = self.first(x)
        joined = torch.cat([a, functional.relu(a)], dim=1)
        return self.last(joined) * joined.mean((2, 3), keepdim=True)[:, :2]


@pytest.mark.parametrize("create", [*OTHERS.values(), _Gated])
def test_other_networks_run_whole(create):
    prepared = prepare_network(make(create))
    assert split_decoder(prepared) is prepared


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
    plain, lean = (activation_bytes_per_px(each, [3], 8, 2) for each in (network, prepare_network(network)))
    # At the end of the decoder: 48 channels joined of 32 and 16, which once were beside them; two bytes each.
    assert (plain, lean) == (2 * (48 + 32 + 16), 2 * (48 + 16 + 16))
