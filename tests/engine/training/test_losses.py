import numpy as np
import pytest
import torch

from eo_deep.errors import EoDeepError
from eo_deep.io.card_schema import UNKNOWN
from eo_deep.training.losses import (
    LOSSES,
    compute_charbonnier,
    compute_cross_entropy,
    compute_laplacian_loss,
    compute_soft_iou_loss,
    compute_ssim_loss,
    fill_unknown,
    get_loss,
)


def make_batch(seed=0, classes=3):
    generator = torch.Generator().manual_seed(seed)
    logits = torch.randn(2, classes, 8, 8, generator=generator)
    labels = torch.randint(0, classes, (2, 8, 8), generator=generator)
    labels[0, :3] = UNKNOWN
    return logits, labels


def test_cross_entropy_is_the_mean_over_known_pixels():
    logits, labels = make_batch()
    expected = torch.nn.functional.cross_entropy(logits, labels, ignore_index=UNKNOWN)
    assert torch.allclose(compute_cross_entropy(logits, labels), expected)


def test_soft_iou_follows_its_formula():
    logits, labels = make_batch()
    p, known = logits.softmax(1).numpy(), (labels != UNKNOWN).numpy()
    ious = []
    for index in range(3):
        y, q = (labels.numpy() == index)[known].astype(float), p[:, index][known]
        ious.append((y * q).sum() / (y + q - y * q).sum())
    assert float(compute_soft_iou_loss(logits, labels)) == pytest.approx(-np.mean(ious), rel=1e-5)


def test_soft_iou_leaves_absent_classes_out():
    labels = torch.zeros(1, 4, 4, dtype=torch.long)
    logits = torch.stack([torch.full((4, 4), 20.0), torch.full((4, 4), -20.0)])[None]
    assert float(compute_soft_iou_loss(logits, labels)) == pytest.approx(-1.0, abs=1e-5)


@pytest.mark.parametrize("name", LOSSES)
def test_unknown_pixels_never_count(name):
    logits, labels = make_batch()
    other = logits.clone()
    other[0, :, :3] = 7 * torch.randn(3, 3, 8)
    assert torch.equal(get_loss(name)(logits, labels), get_loss(name)(other, labels))


@pytest.mark.parametrize("name", LOSSES)
def test_a_batch_without_known_pixels_costs_nothing(name):
    logits = torch.randn(1, 2, 4, 4, requires_grad=True)
    loss = get_loss(name)(logits, torch.full((1, 4, 4), UNKNOWN))
    loss.backward()
    assert float(loss) == 0
    assert torch.equal(logits.grad, torch.zeros_like(logits))


def test_an_unknown_loss_is_named():
    with pytest.raises(EoDeepError, match="Loss must be one of .*, got hinge"):
        get_loss("hinge")


def make_images(seed=0, side=24):
    return torch.rand(2, 3, side, side, generator=torch.Generator().manual_seed(seed))


def test_charbonnier_is_the_absolute_error_away_from_zero():
    x = make_images()
    assert float(compute_charbonnier(x, x - 0.5)) == pytest.approx(0.5, abs=1e-5)
    assert float(compute_charbonnier(x, x)) == pytest.approx(1e-3)


def test_the_laplacian_pyramid_parts_an_error_by_its_scale():
    """What is the same everywhere is in the last level, a pattern of single pixels in the first."""
    x = make_images(side=23)
    assert float(compute_laplacian_loss(x, x + 1)) == pytest.approx(1, abs=1e-5)
    rows, columns = torch.meshgrid(torch.arange(24), torch.arange(24), indexing="ij")
    board = ((rows + columns) % 2 * 2.0 - 1).expand(2, 3, 24, 24)
    assert float(compute_laplacian_loss(board, torch.zeros_like(board))) == pytest.approx(1, abs=1e-5)


def test_ssim_follows_its_formula():
    """Checked against the sums of one window of 11 x 11 px."""
    x, y = make_images(0, 11), make_images(1, 11)
    taps = np.exp(-((np.arange(11) - 5) ** 2) / (2 * 1.5**2))
    weights = np.outer(taps, taps) / np.outer(taps, taps).sum()
    found = []
    for a, b in zip(x.reshape(-1, 11, 11).double().numpy(), y.reshape(-1, 11, 11).double().numpy()):
        mean_a, mean_b = (weights * a).sum(), (weights * b).sum()
        variance_a, variance_b = (weights * (a - mean_a) ** 2).sum(), (weights * (b - mean_b) ** 2).sum()
        covariance = (weights * (a - mean_a) * (b - mean_b)).sum()
        c1, c2 = 0.02**2, 0.06**2
        found.append((2 * mean_a * mean_b + c1) * (2 * covariance + c2)
                     / ((mean_a**2 + mean_b**2 + c1) * (variance_a + variance_b + c2)))  # fmt: skip
    assert float(compute_ssim_loss(x, y, 2.0)) == pytest.approx(1 - np.mean(found), abs=1e-5)
    assert float(compute_ssim_loss(x, x)) == pytest.approx(0, abs=1e-5)


def test_no_loss_counts_what_is_unknown():
    x, y, known = make_images(0), make_images(1), torch.ones(2, 1, 24, 24, dtype=torch.bool)
    known[..., :12] = False
    filled = fill_unknown(x, y, known)
    assert torch.equal(filled[..., :12], y[..., :12]) and torch.equal(filled[..., 12:], x[..., 12:])
