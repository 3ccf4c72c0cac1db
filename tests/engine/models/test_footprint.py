"""Stride and halo of networks of several sources, by gradients and by the errors that they raise."""

import pytest
import torch
from torch import nn

from eo_deep.errors import EoDeepError
from eo_deep.models.footprint import measure_footprint
from eo_deep.models.networks import build


class Joined(nn.Module):
    """Sources of ratio 1 and `ratio`; the second passes a convolution of `kernel` cells and is upsampled."""

    in_channels = (1, 1)

    def __init__(self, ratio, kernel, factor):
        super().__init__()
        self.ratios = (1, ratio)
        self.fine, self.coarse = nn.Conv2d(1, 1, 3, padding=1), nn.Conv2d(1, 1, kernel, padding=kernel // 2)
        self.up = nn.Upsample(scale_factor=factor)

    def forward(self, fine, coarse):
        return self.fine(fine) + self.up(self.coarse(coarse))


def probe(network, stride_px, size_px):
    """The pixels of the first source before and after a core of one stride that its output depends on, at most."""
    torch.manual_seed(0)
    if isinstance(getattr(network, "pool", None), nn.MaxPool2d):  # it passes its gradient to one pixel only
        network.pool = nn.AvgPool2d(2)
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
            nn.init.uniform_(module.weight, 0.5, 1.0)
    channels, ratios = network.in_channels, network.ratios
    sources = [torch.rand(1, count, size_px // ratio, size_px // ratio, dtype=torch.float64, requires_grad=True)
               for count, ratio in zip(channels, ratios)]  # fmt: skip
    start = size_px // 2 // stride_px * stride_px
    core = slice(start, start + stride_px)
    network.double().eval()(*sources)[:, :, core, core].sum().backward()
    before, after = 0, 0
    for source, ratio in zip(sources, ratios):
        rows = (source.grad.abs().sum((0, 1, 3)) > 0).nonzero()[:, 0]
        before = max(before, start - ratio * int(rows.min()))
        after = max(after, ratio * (int(rows.max()) + 1) - core.stop)
    return before, after


def test_the_coarse_source_may_need_the_larger_margin():
    footprint = measure_footprint(Joined(4, 5, 4))
    assert (footprint.stride_px, footprint.before_px, footprint.after_px, footprint.halo_px) == (4, 8, 8, 8)


@pytest.mark.parametrize("ratios", [[1, 2], [1, 4], [1, 3], [1, 6], [1, 2, 4], [1, 4, 3]])
def test_the_halo_of_a_network_of_sources_is_what_its_gradients_reach(ratios):
    network = build("multiunet", in_channels=[1, 2, 1][: len(ratios)], ratios=ratios, out_channels=2, base_channels=2,
                    depth=2)  # fmt: skip
    footprint = measure_footprint(network)
    assert footprint.exact and all(footprint.stride_px % ratio == 0 for ratio in ratios)
    before, after = probe(network, footprint.stride_px, 16 * footprint.stride_px)
    assert footprint.before_px - max(ratios) < before <= footprint.before_px
    assert footprint.after_px - max(ratios) < after <= footprint.after_px


def test_cells_of_different_sizes_are_not_joined():
    sentence = "^Layer 'add' joins cells of 2 px, from source 2, with cells of 1 px.$"
    with pytest.raises(EoDeepError, match=sentence):
        measure_footprint(Joined(4, 3, 2))
