"""The outputs of a polygons model: class logits, then the heads that see borders, walls and corners of objects.

With K classes its network gives (B, K + 7, H, W) at the image's resolution, in this order:

    0..K-1     logits of the classes
    K          border, a logit: close to a wall that two objects share, or in a narrow gap between two
    K+1, K+2   direction, (cos 4 phi, sin 4 phi), phi the angle of the nearest wall, x right, y down; its length, at
               most 1, says how sure it is (Girard et al., CVPR 2021, c0 of the frame field)
    K+3, K+4   corners, logits: an object's interior angle is below (convex) or above (reflex) 180 degrees
    K+5, K+6   offset, (dx, dy) in px to the nearest corner
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import Tensor, nn

from ..io.card_schema import HEADS

if TYPE_CHECKING:
    from .model_file import Model

# Borders and corners are rare: their logits start at this probability (Lin et al. 2017, section 4.1).
_PRIOR_LOGIT = -4.0


class Parts(NamedTuple):
    """Views of a network's outputs, (B, C, H, W) each: C is K, 1, 2, 2 (convex, reflex) and 2."""

    classes: Tensor
    border: Tensor
    direction: Tensor
    corners: Tensor
    offset: Tensor


@dataclass(frozen=True)
class Heads:
    """Where a polygons model with so many classes has which of its outputs."""

    class_count: int

    @property
    def channels(self) -> int:
        """How many channels the network gives."""
        return self.class_count + sum(HEADS.values())

    def split(self, outputs: Tensor) -> Parts:
        """The parts of outputs (B, channels, H, W), as logits or decoded."""
        return Parts(*outputs.split([self.class_count, *HEADS.values()], dim=1))

    def decode(self, outputs: Tensor) -> Tensor:
        """Probabilities of classes, border and corners, directions of length 1 at most, offsets as they are.

        outputs: (B, channels, H, W) as the network gives them. Returns float32 of the same shape.
        """
        parts = self.split(outputs.float())
        length = parts.direction.norm(dim=1, keepdim=True)
        decoded = (
            parts.classes.softmax(1), parts.border.sigmoid(), parts.direction / length.clamp(min=1.0),
            parts.corners.sigmoid(), parts.offset,
        )  # fmt: skip
        return torch.cat(decoded, dim=1)

    def set_priors(self, network: nn.Module) -> None:
        """Let borders and corners of new heads start as rare as they are."""
        bias = find_last_layer(network).bias
        assert bias is not None
        with torch.no_grad():
            for rare in (self.class_count, self.class_count + 3, self.class_count + 4):
                bias[rare] = _PRIOR_LOGIT


def find_last_layer(network: nn.Module) -> nn.Conv2d:
    """The layer that gives a pixel network's outputs."""
    return [module for module in network.modules() if isinstance(module, nn.Conv2d)][-1]


def choose_outputs(network: nn.Module, rows: Sequence[int | None]) -> None:
    """Give a network other outputs, in place: for each either one that it has, by its number, or None for a new one.

    New ones have random weights.
    """
    old = find_last_layer(network)
    assert old.bias is not None
    new = nn.Conv2d(old.in_channels, len(rows), 1)
    kept = [(place, row) for place, row in enumerate(rows) if row is not None]
    places, numbers = [place for place, _ in kept], [row for _, row in kept]
    with torch.no_grad():
        new.weight[places], new.bias[places] = old.weight[numbers], old.bias[numbers]  # type: ignore[index]
    new.requires_grad_(old.weight.requires_grad)
    old.weight, old.bias, old.out_channels = new.weight, new.bias, new.out_channels


def give_heads(initial: Model, class_count: int, seed: int) -> bool:
    """Give a model's network the outputs of a polygons model, in place; whether some of them are new.

    initial: a model for segmentation or polygons. seed: of the new ones' weights.
    """
    had, wanted = len(initial.card["classes"]), Heads(class_count)
    classes = [*range(class_count)] if had == class_count else [None] * class_count
    heads = wanted.channels - class_count
    kept = initial.card["task"] == "polygons"
    rows = [*classes, *(range(had, had + heads) if kept else [None] * heads)]
    torch.manual_seed(seed)
    choose_outputs(initial.network, rows)
    return None in rows
