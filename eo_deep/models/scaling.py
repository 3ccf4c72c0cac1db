"""How raw pixel values become network input. Every constant is one for the whole image, so tiling stays exact."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..errors import EoDeepError
from ..runtime.memory import make_array

if TYPE_CHECKING:  # not at run time: a fitted scaling also serves where there is no GDAL
    from ..io.raster import RasterSource

_SAMPLE_PX = 1024
_STRIP_ROWS = 64  # fit the processor's cache


@dataclass(frozen=True)
class FittedScaling:
    """Scales pixels of one image: x -> clip((x - center) / spread, low, high), 0 = nodata.

    center, spread: (C,) float64.
    """

    center: np.ndarray
    spread: np.ndarray
    low: float = -np.inf
    high: float = np.inf

    def __call__(self, pixels: np.ndarray, valid: np.ndarray, channels_last: bool = False) -> np.ndarray:
        """pixels (C, H, W) of any real dtype, valid (H, W) bool -> (C, H, W) float32.

        channels_last: the values of a pixel lie together in memory, as networks want them.
        """
        if channels_last:
            scaled = np.moveaxis(make_array((*pixels.shape[1:], len(pixels)), np.float32), -1, 0)
        else:
            scaled = make_array(pixels.shape, np.float32)
        factor, offset = (1 / self.spread).astype(np.float32), (-self.center / self.spread).astype(np.float32)
        with np.errstate(invalid="ignore", over="ignore"):
            for top, band in itertools.product(range(0, pixels.shape[1], _STRIP_ROWS), range(len(pixels))):
                rows = slice(top, top + _STRIP_ROWS)
                values = np.multiply(pixels[band, rows], factor[band], dtype=np.float32, casting="unsafe")
                values += offset[band]
                if np.isfinite(self.low) or np.isfinite(self.high):
                    np.clip(values, np.float32(self.low), np.float32(self.high), out=values)
                scaled[band, rows] = values
        if not valid.all():
            scaled[:, ~valid] = 0
        return scaled


def fit_scaling(scaling: dict, source: RasterSource) -> FittedScaling:
    """The scaling of a model card, fitted to one image.

    {"kind": "fixed", "mean": [...], "std": [...]}: (x - mean) / std in raw units.
    {"kind": "percentiles", "low": 1, "high": 99}: the image's own per-band percentiles over its valid pixels become 0
    and 1, values are clipped to [-0.5, 1.5] and moved to (v - 0.5) / 0.25.
    {"kind": "range", "low": [...], "high": [...]}: these raw values become -1 and 1, what lies beyond is clipped.
    Raises EoDeepError if no pixel of the image is valid.
    """
    if scaling["kind"] == "fixed":
        return FittedScaling(np.asarray(scaling["mean"], float), np.asarray(scaling["std"], float))
    if scaling["kind"] == "range":
        return fit_range(scaling["low"], scaling["high"])
    if scaling["kind"] != "percentiles":
        raise EoDeepError(f"The model's scaling must be fixed, percentiles or range, got '{scaling['kind']}'.")
    pixels, valid = source.read_sample(_SAMPLE_PX)
    if not valid.any():
        raise EoDeepError(f"No pixel of '{source.path}' is valid: all are nodata, transparent or NaN.")
    low, high = np.percentile(pixels[:, valid].astype(np.float64), [scaling["low"], scaling["high"]], axis=1)
    spread = np.maximum(high - low, 1e-6 * np.maximum(np.abs(high), 1))  # a constant band becomes a constant, not NaN
    return FittedScaling(low + 0.5 * spread, 0.25 * spread, low=-4.0, high=4.0)


def fit_input(described: Mapping, source: RasterSource) -> FittedScaling:
    """The same of an input of a card. Where that is in the values that a file's scale and offset make of the numbers it
    stores: x -> (scale x + offset - center) / spread."""
    fitted = fit_scaling(described["scaling"], source)
    if not is_in_scaled_values(described, source):
        return fitted
    scales, offsets = np.array(source.scales), np.array(source.offsets)
    return replace(fitted, center=(fitted.center - offsets) / scales, spread=fitted.spread / scales)


def is_in_scaled_values(described: Mapping, source: RasterSource) -> bool:
    """Whether an input of a card is in real numbers, as an image's whole numbers are by their scale and offset."""
    if described["scaling"]["kind"] != "fixed" or np.dtype(described.get("dtype") or source.dtype).kind != "f":
        return False
    is_scaled = any(scale != 1 for scale in source.scales) or any(source.offsets)
    return is_scaled and np.dtype(source.dtype).kind in "iu"


def fit_range(low: Sequence[float], high: Sequence[float]) -> FittedScaling:
    """Raw values ``low`` and ``high``, one per band, become -1 and 1; what lies beyond is clipped."""
    lowest, highest = np.asarray(low, float), np.asarray(high, float)
    return FittedScaling((lowest + highest) / 2, (highest - lowest) / 2, low=-1.0, high=1.0)


def measure_scaling(sources: list[RasterSource]) -> dict:
    """A fixed scaling for a model card: mean and standard deviation per band over the valid pixels of all `sources`.

    Raises EoDeepError if no pixel is valid.
    """
    overviews = (source.read_overview(_SAMPLE_PX) for source in sources)
    return measure_values(pixels[:, valid] for pixels, valid in overviews)


def measure_values(parts: Iterable[np.ndarray]) -> dict:
    """The same of valid pixels (C, N), part by part: all of them together might not fit the memory."""
    counts, means, variances = [], [], []
    for part in parts:
        if part.size:
            values = part.astype(np.float64)
            counts.append(values.shape[1])
            means.append(values.mean(axis=1))
            variances.append(values.var(axis=1))
    if not counts:
        raise EoDeepError("No pixel of the training images is valid: all are nodata, transparent or NaN.")
    mean = np.average(means, axis=0, weights=counts)
    std = np.sqrt(np.average(variances + (means - mean) ** 2, axis=0, weights=counts))
    return {
        "kind": "fixed",
        "mean": [float(f"{value:.7g}") for value in mean],
        "std": [float(f"{value:.7g}") for value in np.where(std > 0, std, 1)],
    }
