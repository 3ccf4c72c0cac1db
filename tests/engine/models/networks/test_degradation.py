"""Enlargement, degradation and projection: against scipy and torch, where the image ends, and their field of view."""

import numpy as np
import pytest
import torch
from scipy.ndimage import gaussian_filter
from torch.nn import functional

from eo_deep.models.networks.degradation import BicubicEnlargement, Deconvolution, Degradation, Projection

RATIOS = [2, 3, 4, 5, 6, 7, 8]


def draw(*shape, seed=0):
    return torch.rand(1, *shape, generator=torch.Generator().manual_seed(seed)) * 3000


@pytest.mark.parametrize("ratio", RATIOS)
def test_degradation_is_a_gaussian_at_the_centre_of_each_large_pixel(ratio):
    image = draw(1, 12 * ratio, 9 * ratio)
    found = Degradation(ratio, 0.5)(image)[0, 0].numpy()
    assert found.shape == (12, 9)

    if ratio % 2:  # the centre of a large pixel is that of a small one
        smooth = gaussian_filter(image[0, 0].double().numpy(), ratio / 2, mode="reflect", truncate=4)
        assert np.allclose(found, smooth[ratio // 2 :: ratio, ratio // 2 :: ratio], atol=1)
    fine = np.pad(image[0, 0].double().numpy(), 4 * ratio, "symmetric")
    centres = [(np.arange(size) + 0.5) / ratio - 4 for size in fine.shape]
    for row, column in ((0, 0), (5, 8), (11, 3)):
        weights = [np.exp(-0.5 * ((c - place - 0.5) / 0.5) ** 2) for c, place in zip(centres, (row, column))]
        assert found[row, column] == pytest.approx(weights[0] @ fine @ weights[1] / np.prod([w.sum() for w in weights]),
                                                   abs=0.5)


@pytest.mark.parametrize("ratio", RATIOS)
def test_enlargement_is_bicubic_and_nothing_moves(ratio):
    image = draw(1, 11, 13)
    wanted = functional.interpolate(image, scale_factor=ratio, mode="bicubic", align_corners=False)
    found = BicubicEnlargement(ratio)(image)
    inside = (..., slice(2 * ratio, -2 * ratio), slice(2 * ratio, -2 * ratio))  # torch repeats the last pixel beyond
    assert torch.allclose(found[inside], wanted[inside], atol=1e-2)

    turned = BicubicEnlargement(ratio)(image.flip(2, 3)).flip(2, 3)
    assert torch.allclose(found, turned, atol=1e-2)
    turned = Degradation(ratio)(found.flip(2, 3)).flip(2, 3)
    assert torch.allclose(Degradation(ratio)(found), turned, atol=1e-2)


@pytest.mark.parametrize("sigma", [0.3, 0.5, 0.8])
@pytest.mark.parametrize("ratio", RATIOS)
def test_what_is_projected_degrades_to_the_image_also_at_its_edge(ratio, sigma):
    for height, width in ((1, 1), (3, 2), (40, 37)):
        image, finer = draw(2, height, width), draw(2, height * ratio, width * ratio, seed=1)
        projected = Projection(ratio, sigma)(finer, image)
        assert projected.dtype == torch.float32
        assert (Degradation(ratio, sigma)(projected) - image).abs().max() < 0.1


def test_the_projection_of_nothing_is_that_of_the_enlarged_image():
    image, project = draw(1, 20, 20), Projection(4)
    nothing = torch.zeros(1, 1, 80, 80)
    assert torch.allclose(project(nothing, image), project(BicubicEnlargement(4)(image), image), atol=0.1)


def test_values_stay_float32_where_a_network_computes_in_bfloat16():
    image, finer, project = draw(1, 20, 20), draw(1, 80, 80, seed=1), Projection(4).to(torch.bfloat16)
    with torch.autocast("cpu", torch.bfloat16):
        projected = project(finer, image)
    assert projected.dtype == torch.float32
    assert torch.equal(projected, Projection(4)(finer, image))


@pytest.mark.parametrize("make", [BicubicEnlargement, Degradation, Deconvolution])
@pytest.mark.parametrize("ratio", [3, 4])
def test_what_an_output_pixel_needs_is_what_changes_it(make, ratio):
    layer = make(ratio)
    size = 40 * (ratio if layer.stride > 1 else 1)
    for first, last in ((0, 0), (1, 2), (0, 6), (-3, 1)):
        middle = int(size / layer.stride) // 2
        middle -= middle % (layer.stride.denominator)  # as LR pixel 0 is
        offset = int(middle * layer.stride)
        image = torch.zeros(1, 1, size, size, dtype=torch.float64, requires_grad=True)
        layer(image)[0, 0, middle + first : middle + last + 1, middle].square().add(1).sum()
        out = layer(image)[0, 0, middle + first : middle + last + 1, middle]
        seen = torch.autograd.grad(out.sum(), image)[0][0, 0].abs().sum(1).nonzero()[:, 0] - offset
        begin, end = layer.find_need(first, last)
        assert begin <= seen.min() and seen.max() <= end
        assert seen.min() - begin <= 1 and end - seen.max() <= 1  # taps of weight 0 at most
