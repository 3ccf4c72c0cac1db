import numpy as np
import pytest
import torch

from eo_deep.errors import EoDeepError
from eo_deep.io.card_schema import UNKNOWN
from eo_deep.training.losses import LOSSES, compute_cross_entropy, compute_soft_iou_loss, get_loss


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
