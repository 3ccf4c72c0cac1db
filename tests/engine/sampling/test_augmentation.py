import math

import numpy as np
import pytest
import torch

from eo_deep.errors import EoDeepError
from eo_deep.sampling.augmentation import (
    STRENGTHS,
    Placement,
    add_haze,
    draw_placement,
    get_augmentation,
    lose_sharpness,
    place,
    repaint_objects,
    vary_radiometry,
)


def cut_centre(window, size):
    start = (window.shape[-1] - size) // 2
    return window[..., start : start + size, start : start + size]


@pytest.mark.parametrize("quarter", range(4))
@pytest.mark.parametrize("mirrored", [False, True])
def test_quarter_turns_move_pixels_without_changing_them(quarter, mirrored):
    placement = Placement(quarter * math.pi / 2, mirrored, 1.0)
    window = torch.randn(2, placement.needed_px(32), placement.needed_px(32))
    placed = place(window, placement, 32, "bilinear")
    candidates = [torch.rot90(cut_centre(window, 32), k, (1, 2)) for k in range(4)]
    candidates += [each.flip(2) for each in candidates]
    assert min(float((placed - each).abs().max()) for each in candidates) < 1e-4


def test_pixels_and_classes_go_the_same_way():
    rng = np.random.default_rng(3)
    for _ in range(10):
        placement = draw_placement(get_augmentation("strong"), rng)
        size = placement.needed_px(64)
        classes = torch.zeros(1, size, size)
        classes[:, : size // 3, : size // 2] = 1
        smooth, sharp = place(classes, placement, 64, "bilinear"), place(classes, placement, 64, "nearest")
        assert ((smooth > 0.5) == (sharp > 0.5)).float().mean() > 0.97


def test_the_window_covers_the_crop():
    rng = np.random.default_rng(0)
    for _ in range(30):
        placement = draw_placement(get_augmentation("strong"), rng)
        size = placement.needed_px(48)
        assert place(torch.ones(1, size, size), placement, 48, "bilinear").min() > 0.999


def test_no_augmentation_changes_nothing():
    strength = get_augmentation("none")
    assert draw_placement(strength, np.random.default_rng(0)) == Placement(0.0, False, 1.0)
    x = torch.randn(3, 16, 16)
    assert vary_radiometry(x, torch.zeros(16, 16, dtype=torch.long), strength, np.random.default_rng(0)) is x


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_radiometry_stays_in_range_and_repeats(channels):
    x = torch.randn(channels, 40, 40).clamp(-4, 4)
    objects = torch.zeros(40, 40, dtype=torch.long)
    objects[5:15, 5:15], objects[20:30, 20:30] = 1, 2
    for seed in range(60):
        one, two = (vary_radiometry(x, objects, STRENGTHS["strong"], np.random.default_rng(seed)) for _ in range(2))
        assert torch.equal(one, two)
        assert one.shape == x.shape
        assert torch.isfinite(one).all()
        assert one.abs().max() <= 4


def test_only_objects_are_repainted():
    v, objects = torch.rand(3, 32, 32), torch.zeros(32, 32, dtype=torch.long)
    objects[8:24, 8:24] = 1
    changed = [repaint_objects(v, objects, np.random.default_rng(seed)) for seed in range(20)]
    assert all(torch.allclose(each[:, objects == 0], v[:, objects == 0], atol=1e-6) for each in changed)
    assert any((each[:, objects == 1] - v[:, objects == 1]).abs().mean() > 0.05 for each in changed)


def test_haze_and_blur_take_contrast_away():
    v = torch.rand(3, 64, 64)
    detail = [float(lose_sharpness(v, np.random.default_rng(seed)).diff(dim=2).abs().mean()) for seed in range(20)]
    assert max(detail) < float(v.diff(dim=2).abs().mean())
    assert np.mean([float(add_haze(v, np.random.default_rng(seed)).std()) for seed in range(20)]) < float(v.std())


def test_an_unknown_strength_is_named():
    with pytest.raises(EoDeepError, match="Augmentation must be one of .*, got wild"):
        get_augmentation("wild")
