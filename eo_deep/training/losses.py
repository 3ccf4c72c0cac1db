"""Losses of class maps, where pixels of the class UNKNOWN never count, and of images.

Losses of images compare outputs with targets, both (B, C, H, W) in units of each band's standard deviation or alike,
and are computed in float32. Where a target is unknown, the caller puts it in the output's place: see `fill_unknown`.
"""

from __future__ import annotations

from typing import Callable

import torch
from torch import Tensor
from torch.nn import functional

from ..errors import EoDeepError
from ..io.card_schema import UNKNOWN


def compute_cross_entropy(logits: Tensor, classes: Tensor) -> Tensor:
    """Mean cross-entropy over the pixels that have a class; 0 when there is none.

    Args:
        logits: (B, K, H, W) float.
        classes: (B, H, W) int64 class indices, ``UNKNOWN`` for pixels without class.
    """
    total = functional.cross_entropy(logits.float(), classes, ignore_index=UNKNOWN, reduction="sum")
    return total / (classes != UNKNOWN).sum().clamp(min=1)


def compute_soft_iou_loss(logits: Tensor, classes: Tensor) -> Tensor:
    """Minus the mean over classes of sum(y p) / sum(y + p - y p), summed over the batch's pixels with a class.

    A class absent from the batch is left out of the mean: its quotient could only be 0.
    Arguments as in `compute_cross_entropy`. Source: Rahman and Wang 2016; the form used on the Inria data.
    """
    valid = (classes != UNKNOWN).unsqueeze(1)
    p = logits.float().softmax(1) * valid
    y = functional.one_hot(classes.masked_fill(classes == UNKNOWN, 0), p.shape[1]).movedim(-1, 1) * valid
    intersection = (y * p).sum((0, 2, 3))
    union = (y + p).sum((0, 2, 3)) - intersection
    present = y.sum((0, 2, 3)) > 0
    iou = intersection / union.clamp(min=1e-6)
    return -torch.where(present, iou, 0.0).sum() / present.sum().clamp(min=1)


def compute_cross_entropy_and_soft_iou(logits: Tensor, classes: Tensor) -> Tensor:
    """Cross-entropy, which gives gradients everywhere, plus soft IoU, which is what a map is judged by."""
    return compute_cross_entropy(logits, classes) + compute_soft_iou_loss(logits, classes)


def fill_unknown(outputs: Tensor, targets: Tensor, known: Tensor) -> Tensor:
    """Outputs with the targets where these are not ``known`` ((B, 1, H, W) bool): no loss counts an error there."""
    return torch.where(known, outputs.float(), targets.float())


def compute_charbonnier(outputs: Tensor, targets: Tensor, epsilon: float = 1e-3) -> Tensor:
    """Mean of sqrt(e^2 + epsilon^2), an absolute error that is smooth at 0 (Charbonnier et al. 1994)."""
    return ((outputs.float() - targets.float()).square() + epsilon**2).sqrt().mean()


def compute_laplacian_loss(outputs: Tensor, targets: Tensor, levels: int = 3) -> Tensor:
    """Mean absolute error of each level of the Laplacian pyramid (Burt and Adelson 1983), and of what is left, summed.

    The pyramid is linear: it is that of the error. Fine detail counts as much as what covers many pixels.
    """
    error, total = outputs.float() - targets.float(), torch.zeros((), device=outputs.device)
    for _ in range(levels):
        coarse = functional.avg_pool2d(error, 2, ceil_mode=True, count_include_pad=False)
        total = total + (error - functional.interpolate(coarse, error.shape[-2:], mode="bilinear")).abs().mean()
        error = coarse
    return total + error.abs().mean()


def compute_ssim_loss(outputs: Tensor, targets: Tensor, data_range: float = 1.0) -> Tensor:
    """1 - the mean structural similarity of images whose sides are at least 11 px."""
    with torch.autocast(outputs.device.type, enabled=False):  # variances are differences of squares
        return 1 - map_ssim(outputs.float(), targets.float(), data_range).mean()


def map_ssim(x: Tensor, y: Tensor, data_range: float = 1.0) -> Tensor:
    """Structural similarity at each pixel that is 5 px from all edges, (B, C, H - 10, W - 10).

    data_range: the distance between the lowest and the highest value that images have. Source: Wang et al., IEEE TIP
    13(4), 2004: a Gaussian of 11 px with sigma 1.5, K 0.01 and 0.03.
    """
    c1, c2 = (0.01 * data_range) ** 2, (0.03 * data_range) ** 2
    mean_x, mean_y, square_x, square_y, product = (_blur(each) for each in (x, y, x * x, y * y, x * y))
    variances = square_x - mean_x**2 + square_y - mean_y**2
    covariance = product - mean_x * mean_y
    alike = (2 * mean_x * mean_y + c1) * (2 * covariance + c2)
    return alike / ((mean_x**2 + mean_y**2 + c1) * (variances + c2))


def _blur(x: Tensor) -> Tensor:
    """Gaussian means (B, C, H - 10, W - 10)."""
    taps = torch.exp(-((torch.arange(11, dtype=x.dtype, device=x.device) - 5.0) ** 2) / (2 * 1.5**2))
    kernel = (taps / taps.sum()).expand(x.shape[1], 1, 1, 11)
    rows = functional.conv2d(x, kernel, groups=x.shape[1])
    return functional.conv2d(rows, kernel.transpose(2, 3), groups=x.shape[1])


LOSSES: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "cross-entropy": compute_cross_entropy,
    "cross-entropy + soft IoU": compute_cross_entropy_and_soft_iou,
}


def get_loss(name: str) -> Callable[[Tensor, Tensor], Tensor]:
    """The loss of that name; EoDeepError names the available ones otherwise."""
    if name not in LOSSES:
        raise EoDeepError(f"Loss must be one of {', '.join(LOSSES)}, got {name}.")
    return LOSSES[name]
