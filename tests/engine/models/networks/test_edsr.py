"""EDSR: what it starts with, that its output keeps the image, and that tiles agree."""

from fractions import Fraction

import pytest
import torch

from eo_deep.models.footprint import measure_footprint
from eo_deep.models.networks import build
from eo_deep.models.networks.degradation import BicubicEnlargement, Degradation, Projection


def make(ratio=4, **options):
    torch.manual_seed(0)
    network = build("edsr", in_channels=3, out_channels=3, ratio=ratio, features=8, blocks=2, **options).eval()
    with torch.no_grad():
        last = network.refine[-1] if options.get("fine_features") else network.detail
        last.weight.normal_(0, 0.05)
    return network.requires_grad_(False)


@pytest.mark.parametrize("fine_features", [0, 5])
def test_it_starts_as_bicubic_enlargement_with_projection(fine_features):
    network = build("edsr", in_channels=2, out_channels=2, ratio=3, fine_features=fine_features)
    image = torch.randn(1, 2, 14, 11)
    with torch.no_grad():
        found = network(image)
    assert torch.allclose(found, Projection(3)(BicubicEnlargement(3)(image), image), atol=1e-5)


@pytest.mark.parametrize("ratio", [2, 3, 4, 5, 8])
def test_its_output_degrades_to_the_image(ratio):
    image = torch.randn(1, 3, 21, 17)
    found = make(ratio, sigma=0.6)(image)
    assert found.shape == (1, 3, 21 * ratio, 17 * ratio)
    assert (Degradation(ratio, 0.6)(found) - image).abs().max() < 1e-3


def test_errors_are_further_channels_that_can_be_switched_off():
    network, image = make(error_head=True), torch.randn(1, 3, 9, 9)
    whole = network(image)
    network.gives_errors = False
    assert whole.shape == (1, 6, 36, 36)
    assert torch.equal(network(image), whole[:, :3])


def test_errors_of_a_flat_image_are_alike_at_its_edge():
    network = build("edsr", in_channels=3, out_channels=3, ratio=4, features=8, blocks=2, error_head=True).eval()
    errors = network(torch.full((1, 3, 9, 9), 0.7))[0, 3:].detach()
    assert errors.flatten(1).std(dim=1).max() < 1e-6


def test_haze_which_raises_all_values_changes_no_error():
    network = build("edsr", in_channels=3, out_channels=3, ratio=4, features=8, blocks=2, error_head=True).eval()
    image = torch.randn(1, 3, 12, 12)
    with torch.no_grad():
        errors, others = (network(image + offset)[:, 3:] for offset in (0, 3))
    assert torch.allclose(others, errors, atol=1e-5)
    assert errors.std() > 1e-3


def test_a_flat_image_gets_no_grid_from_a_layer_on_the_fine_pixels():
    network = make(fine_features=6)
    with torch.no_grad():
        for layer in network.body.modules():
            if isinstance(layer, torch.nn.Conv2d):
                layer.weight.normal_(0, 0.2)
    found = network(torch.ones(1, 3, 40, 40))[..., 60:-60, 60:-60]
    assert found.std(dim=(2, 3)).max() < 1e-5


@pytest.mark.parametrize("options", [{}, {"error_head": True}, {"error_head": True, "fine_features": 5}])
def test_a_window_with_its_halo_gives_what_the_whole_image_gives(options):
    network = make(**options)
    footprint = measure_footprint(network)
    assert (footprint.stride_px, footprint.exact, footprint.scale) == (1, True, Fraction(4))
    halo, image = footprint.halo_px, torch.randn(1, 3, 2 * footprint.halo_px + 20, 40)
    whole = network(image)
    part = network(image[:, :, 5 : 2 * halo + 12])
    core = slice(4 * (5 + halo), 4 * (12 + halo))
    assert torch.allclose(part[:, :, 4 * halo : 4 * (halo + 7)], whole[:, :, core], atol=1e-5)
    less = network(image[:, :, 5 + halo // 2 : halo + halo // 2 + 12])
    assert not torch.allclose(less[:, :, 4 * (halo // 2) : 4 * (halo // 2 + 7)], whole[:, :, core], atol=1e-7)
