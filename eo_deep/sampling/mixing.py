"""Labelled pixels in other surroundings: where labels are sparse, what lies around them must not give them away.

A network that sees a few polygons only can learn each by its surroundings, which tells nothing about other places. So
the labelled pixels of one window are pasted into another one, as ClassMix does with predicted classes (Olsson et al.,
WACV 2021).
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from ..io.card_schema import UNKNOWN

_SPARSE = 0.5  # of a window


def is_sparse(classes: Tensor) -> bool:
    """Whether few pixels of a window have a class, of (H, W)."""
    return float((classes != UNKNOWN).float().mean()) < _SPARSE


def paste_labelled(front: tuple[Any, Tensor], back: tuple[Any, Tensor], cell_px: int = 1) -> tuple[Any, Tensor]:
    """A sample with the labelled pixels of one sample, and around them all of another.

    A sample is the inputs, (C, H, W) or a tuple of (C, H / ratio, W / ratio), and classes (H, W). cell_px: the least
    common multiple of the ratios; a cell is pasted whole where any of its pixels has a label.
    """
    cells = functional.max_pool2d((front[1] != UNKNOWN)[None].float(), cell_px)[0] > 0

    def choose(one: Tensor, other: Tensor) -> Tensor:
        repeats = one.shape[-1] // cells.shape[-1]
        return torch.where(cells.repeat_interleave(repeats, 0).repeat_interleave(repeats, 1), one, other)

    single = isinstance(front[0], Tensor)
    inputs = choose(front[0], back[0]) if single else tuple(map(choose, front[0], back[0]))
    return inputs, choose(front[1], back[1])
