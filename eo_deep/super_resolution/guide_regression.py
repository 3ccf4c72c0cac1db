"""An image made finer without a network by a guide: each band gets the guide's detail, as much as a regression says."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from rasterio.windows import Window
from torch import nn
from torch.nn import functional

from ..errors import EoDeepError
from ..geo.nested_grids import measure_ratio
from ..io.card_schema import MAX_SR_RATIO, MIN_SR_RATIO
from ..io.names import name_of
from ..io.raster import RasterSource
from ..models.networks.degradation import BicubicEnlargement, Degradation, Projection
from ..models.other_images import lay_over
from ..models.scaling import FittedScaling
from ..progress import silent
from .finer_networks import SIGMA, Unprojected

_LEAST_FINER = 1.5  # a guide's pixels
_WINDOWS_PX, _WINDOWS = (64, 32, 16), 6  # sides in the image's pixels: the largest that are known; windows along a side
_MARGIN_PX = 4  # of a window's pixels, whose surroundings are missing


def find_ratio(guide: RasterSource, image: RasterSource) -> int:
    """How many pixels of a guide lie along one of the image. EoDeepError where that cannot be made use of."""
    found = measure_ratio(guide.grid, image.grid)
    if found < _LEAST_FINER or round(found) > MAX_SR_RATIO:
        raise EoDeepError(f"The pixels of the guide '{name_of(guide.path)}' must be {MIN_SR_RATIO} to {MAX_SR_RATIO} "
                          f"times smaller than those of '{name_of(image.path)}', got {found:.3g} times.")
    return round(found)


class Guided(nn.Module):
    """An image (B, C, H, W) and its guide (B, G ratio^2, H, W) -> (B, C, ratio H, ratio W): the bicubic image, and of
    what the guide has beyond the image's resolution a mixture for each band, projected.

    factors: (C, G). constraint: whether it is projected.
    """

    def __init__(self, factors: np.ndarray, ratio: int, constraint: bool = True):
        super().__init__()
        bands, guides = factors.shape
        self.in_channels, self.ratios = (bands, guides * ratio**2), (1, 1)
        self.shuffle, self.enlarge, self.degrade = nn.PixelShuffle(ratio), BicubicEnlargement(ratio), Degradation(ratio)
        self.mix = nn.Conv2d(guides, bands, 1, bias=False).requires_grad_(False)
        self.mix.weight.copy_(torch.from_numpy(factors.astype(np.float32))[..., None, None])
        self.project: nn.Module = Projection(ratio, SIGMA) if constraint else Unprojected()

    def forward(self, *sources: torch.Tensor) -> torch.Tensor:
        image, mixed = sources[0], self.mix(self.shuffle(sources[1]))
        # U LR + M - U A M: the bicubic image, as fine as the guide.
        return self.project(mixed + self.enlarge(image - self.degrade(mixed)), image)


def fit_factors(image: RasterSource, guide: RasterSource, described: dict, scaling: FittedScaling,
                ratio: int) -> np.ndarray:
    """How much of each guide band's detail is in each of the image's, (C, G), both in their scaled units.

    A regression (Aiazzi et al., IEEE TGRS 45, 2007) one scale coarser, where the image's own detail is known: of what
    degrading it takes away on what that takes away of the guide on the image's pixels. Windows all over the image.
    """
    products, wanted = np.zeros((guide.count, guide.count)), np.zeros((guide.count, image.count))
    degrade, enlarge = Degradation(ratio), BicubicEnlargement(ratio)

    def split(pixels: torch.Tensor) -> np.ndarray:
        detail = (pixels - enlarge(degrade(pixels)))[0, :, _MARGIN_PX:-_MARGIN_PX, _MARGIN_PX:-_MARGIN_PX]
        return detail.double().flatten(1).numpy()

    with lay_over([guide], [described], image, image.grid, silent) as (_, laid), torch.inference_mode():
        for side_px in _WINDOWS_PX:
            for window in _list_windows(image, ratio, side_px):
                pixels, valid = image.read(window)
                cells, known = laid[0].read(window)
                if not (valid & known).all():
                    continue
                finer = functional.pixel_shuffle(torch.from_numpy(cells)[None], ratio)
                theirs, ours = split(degrade(finer)), split(torch.from_numpy(scaling(pixels, valid))[None])
                products += theirs @ theirs.T
                wanted += theirs @ ours.T
            if products.any():
                break
        else:
            raise EoDeepError(f"'{name_of(image.path)}' and its guide have no {_WINDOWS_PX[-1]} x {_WINDOWS_PX[-1]} px "
                              "where both are known and vary; leave the guide out.")
    ridge = 1e-6 * np.trace(products) / len(products)  # of bands that are alike
    return np.linalg.solve(products + ridge * np.eye(len(products)), wanted).T


def _list_windows(image: RasterSource, ratio: int, side_px: int) -> Iterator[Window]:
    """Windows of whole cells of ratio x ratio pixels, all over an image."""
    height, width = (min(side_px, side) // ratio * ratio for side in (image.grid.height, image.grid.width))
    if min(height, width) <= 2 * _MARGIN_PX:
        return
    rows, columns = (np.unique(np.linspace(0, side - own, min(_WINDOWS, -(-side // own))).astype(int))
                     for side, own in ((image.grid.height, height), (image.grid.width, width)))  # fmt: skip
    for row in rows.tolist():
        for column in columns.tolist():
            yield Window(column, row, width, height)
