"""The global code of whole images: what a date does to all of it, the same however the image is cut into tiles."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from rasterio.windows import Window
from torch import Tensor
from torch.nn import functional

from .footprint import measure_footprint
from .networks.series_network import DateFeatures, SeriesNetwork
from .scaling import FittedScaling

KNOWN_SHARE = 0.75  # of a cell's pixels: with fewer it is not known
_CORE_PX = 512

ReadPlanes = Callable[[int, int, int, int], Tensor]  # first row, first column, height, width -> planes (C + 1, h, w)


def plan_reading(read: Callable[[Window], tuple[np.ndarray, np.ndarray]], scaling: dict) -> ReadPlanes:
    """What reads planes for a network of series. read: values (C, h, w) and where they are known, (h, w) bool, of any
    window, also beyond the image. scaling: the card's, "fixed"."""
    fitted = FittedScaling(np.array(scaling["mean"]), np.array(scaling["std"]))

    def read_planes(row: int, column: int, height: int, width: int) -> Tensor:
        values, known = read(Window(column, row, width, height))
        return torch.from_numpy(np.concatenate([fitted(values, known), known[None].astype(np.float32)]))

    return read_planes


@torch.no_grad()
def compute_global_code(network: SeriesNetwork, read: ReadPlanes, height: int, width: int,
                        device: torch.device | str = "cpu") -> Tensor | None:  # fmt: skip
    """The global code (G,) float32 of an image, on the CPU; None where no cell is known.

    network: in evaluation mode, on the device. read: planes of any window, also beyond the image, where they are 0.
    Sums are float64, in the order of fixed tiles.
    """
    view, cell_px = DateFeatures(network).eval(), network.exclusive_px
    halo = -(-measure_footprint(view).halo_px // cell_px) * cell_px
    size, edge = _CORE_PX + 2 * halo, halo // cell_px
    sums, count = None, 0.0
    for row in range(0, height, _CORE_PX):
        for column in range(0, width, _CORE_PX):
            planes = read(row - halo, column - halo, size, size)[None].to(device)
            cells = slice(edge, edge + _CORE_PX // cell_px)
            known = functional.avg_pool2d(planes[:, -1:], cell_px)[..., cells, cells] >= KNOWN_SHARE
            if not known.any():
                continue
            features = view(planes)[..., cells, cells].double() * known
            part = features.sum((2, 3)).cpu()
            sums = part if sums is None else sums + part
            count += float(known.sum())
    if sums is None:
        return None
    code = network.exclusive_global(sums.to(device), torch.tensor([count], dtype=torch.float64, device=device))
    return code[0].float().cpu()
