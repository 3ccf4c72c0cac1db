"""What a feature chain is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import EoDeepError
from .formulas import Formula
from .layers import Layer, cut_network

MAX_WINDOW_PX = 63
RESAMPLINGS = ("bilinear", "nearest")


@dataclass(frozen=True)
class FeatureSettings:
    """Which features are computed from the bands of all sources, in this order.

    Attributes
    ----------
    use_bands : bool
        The bands themselves.
    window_px : int
        Side of the square window, odd, over which mean and standard deviation of each band are taken; 1: none.
    formulas : tuple of Formula
        Indices that are computed from the bands.
    layer : Layer, optional
        A layer of a network, on the first image.
    """

    use_bands: bool = True
    window_px: int = 1
    formulas: tuple[Formula, ...] = ()
    layer: Layer | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.window_px <= MAX_WINDOW_PX or self.window_px % 2 == 0:
            raise EoDeepError(f"The window must be an odd number of pixels from 1 to {MAX_WINDOW_PX}, got "
                              f"{self.window_px} px.")


def measure_reach(features: FeatureSettings) -> tuple[int, int]:
    """The stride and the halo of features, in px."""
    halo_px = features.window_px // 2
    if features.layer is None:
        return 1, halo_px
    footprint = cut_network(features.layer)[2]
    return footprint.stride_px, max(halo_px, footprint.halo_px)


@dataclass(frozen=True)
class ChainSettings:
    """A feature chain on images.

    Attributes
    ----------
    images : sequence of str
        Rasters, the sources; the first one gives the grid.
    features : FeatureSettings
    bands : sequence of (sequence of int or None), optional
        1-based band numbers of each source; None: all of that source, or matched by `band_names`.
    band_names : sequence of sequences of str, optional
        What the bands of each source are called, which must all be there. Default: as the files call them.
    resampling : str
        "bilinear" or "nearest": how sources with another grid are brought to the first one's.
    whose : str
        Who asks for these bands, for messages.
    """

    images: Sequence[str]
    features: FeatureSettings = FeatureSettings()
    bands: Sequence[Sequence[int] | None] | None = None
    band_names: Sequence[Sequence[str]] | None = None
    resampling: str = "bilinear"
    whose: str = "The model"
