"""What all networks of series share: codes of images, images painted from codes, and parts that are streamed."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn


class Codes(NamedTuple):
    """What a network says of windows.

    shared (B, S, h, w): what the place is; skip (B, K, h', w'): details of it, K may be 0. The exclusive codes, each as
    mean and logarithm of its variance: local (B, L, h'', w''), of cells, L may be 0; global_ (B, G).
    """

    shared: Tensor
    skip: Tensor
    local: Tensor
    local_log: Tensor
    global_: Tensor
    global_log: Tensor


class SeriesNetwork(nn.Module):
    """A network that tells what a place is from what a date does to it.

    All read planes (B, C + 1, H, W): bands, 0 where not known, and where they are known.

    Attributes
    ----------
    shared_px, exclusive_px : sides of the cells of the shared code, and of what is said of an image's date.
    margin_px : of a window, what only gives it surroundings.
    """

    named_layers: dict[str, str]  # where features are made of a layer
    shared_px: int
    exclusive_px: int
    margin_px: int

    def encode(self, planes: Tensor) -> Codes:
        """All codes of windows."""
        raise NotImplementedError

    def encode_place(self, planes: Tensor) -> Tensor:
        """The shared code (B, S, H / shared_px, W / shared_px)."""
        raise NotImplementedError

    def encode_cells(self, planes: Tensor) -> Tensor:
        """The mean exclusive code of cells (B, L, H / exclusive_px, W / exclusive_px)."""
        raise NotImplementedError

    def describe_date(self, planes: Tensor) -> Tensor:
        """What `exclusive_global` wants the sums of: (B, F, H / exclusive_px, W / exclusive_px)."""
        raise NotImplementedError

    def exclusive_global(self, sums: Tensor, counts: Tensor) -> Tensor:
        """The exclusive code (B, G) of whole images: of `describe_date` (B, F) summed over known cells, and their
        number (B,). The sums may come from tiles, in float64: so the code does not depend on them."""
        raise NotImplementedError

    def decode(self, shared: Tensor, skip: Tensor, global_code: Tensor, local_code: Tensor | None = None) -> Tensor:
        """Paint (B, bands, H, W): the place of the shared code and skip, at the date of the exclusive codes.

        global_code: (B, G); local_code: of cells, or None where nothing is known of what happened in places.
        """
        raise NotImplementedError

    def paint_at(self, global_code: Tensor) -> nn.Module:
        """A network of its own: planes -> the image (B, bands, H, W) of their place at the date of a global code (G,).
        What happened in places at that date is not known."""
        raise NotImplementedError


class SharedCode(nn.Module):
    """The shared code of planes, as a network of its own."""

    def __init__(self, network: SeriesNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, planes: Tensor) -> Tensor:
        return self.network.encode_place(planes)


class CellCode(SharedCode):
    """The exclusive code of each cell."""

    def forward(self, planes: Tensor) -> Tensor:
        return self.network.encode_cells(planes)


class DateFeatures(SharedCode):
    """What the global code is made of, to be summed over the known cells."""

    def forward(self, planes: Tensor) -> Tensor:
        return self.network.describe_date(planes)


def join_known(x: Tensor, known: Tensor) -> Tensor:
    """The planes that a network reads: bands (B, C, H, W), 0 where not known (B, 1, H, W), and where they are."""
    known = known.to(x.dtype)
    return torch.cat([x * known, known], 1)
