"""An image against the true one, pixel by pixel: errors, signal to noise, structural similarity, spectral angle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from scipy.ndimage import binary_erosion

from ...training.losses import map_ssim

SSIM_REACH_PX = 5
_RANGE_PERCENT = (0.1, 99.9)


@dataclass(frozen=True)
class ValueRange:
    """The range of each band's values that scores refer to: low, high (C,) float64.

    A fixed peak, such as a reflectance of 1, would make every image look good: most have values of a tenth of it.
    """

    low: np.ndarray
    high: np.ndarray

    def scale(self, pixels: np.ndarray) -> np.ndarray:
        """Pixels (C, H, W) clipped to the range, low as 0 and high as 1; float64."""
        low, high = self.low[:, None, None], self.high[:, None, None]
        return (np.clip(pixels, low, high) - low) / (high - low)


def fit_value_range(pixels: np.ndarray, valid: np.ndarray) -> ValueRange:
    """The 0.1 and 99.9 percentiles of the valid pixels of a reference image, (C, H, W) and (H, W) bool."""
    low, high = np.percentile(pixels[:, valid].astype(np.float64), _RANGE_PERCENT, axis=1)
    return ValueRange(low, np.where(high > low, high, low + 1))


@dataclass(frozen=True)
class PixelScores:
    """count: how many pixels. psnr_db, ssim, ergas, angle_deg: NaN without a pixel; the angle also of a single band.

    rmse, mae: (C,), in the images' units. psnr_db is infinite for the true image.
    """

    count: int
    psnr_db: float
    ssim: float
    ergas: float
    angle_deg: float
    rmse: np.ndarray
    mae: np.ndarray


class PixelScorer:
    """Collects an image and the true one part by part.

    PSNR: 10 log10 (range^2 / MSE) of values clipped to the range, mean of the bands. SSIM: Wang et al. 2004, of these
    values. ERGAS: 100 / ratio sqrt(mean (RMSE / mean)^2), Wald 2000. Angle: Kruse et al. 1993, mean of the pixels.
    """

    def __init__(self, value_range: ValueRange, ratio: float = 1):
        self._range, self._ratio = value_range, ratio
        bands = len(value_range.low)
        self._count, self._similar, self._squares = 0, 0, np.zeros(bands)
        self._raw_squares, self._absolute, self._sums = np.zeros(bands), np.zeros(bands), np.zeros(bands)
        self._ssim, self._angles = 0.0, 0.0

    def add(self, image: np.ndarray, reference: np.ndarray, valid: np.ndarray,
            inner: tuple[slice, slice] = np.s_[:, :]) -> None:
        """Count a part: pixels (C, H, W) and which of them are valid, (H, W) bool.

        inner: the rows and columns that count. SSIM_REACH_PX of others around them make its values complete.
        """
        similar = _map_mean_ssim(self._range.scale(image), self._range.scale(reference), valid)[inner]
        image, reference, valid = (each[(..., *inner)] for each in (image, reference, valid))
        error = (image.astype(np.float64) - reference)[:, valid]
        scaled = (self._range.scale(image) - self._range.scale(reference))[:, valid]
        self._count += error.shape[1]
        self._squares += (scaled**2).sum(axis=1)
        self._raw_squares += (error**2).sum(axis=1)
        self._absolute += np.abs(error).sum(axis=1)
        self._sums += reference[:, valid].sum(axis=1, dtype=np.float64)
        self._angles += measure_angles(image, reference)[valid].sum()
        self._similar += int(np.isfinite(similar).sum())
        self._ssim += float(np.nansum(similar))

    def finish(self) -> PixelScores:
        """The scores of all parts."""
        with np.errstate(divide="ignore", invalid="ignore"):
            psnr = float(np.mean(-10 * np.log10(self._squares / self._count)))
            rmse, means = np.sqrt(self._raw_squares / self._count), self._sums / self._count
            ergas = float(100 / self._ratio * np.sqrt(np.mean((rmse / means) ** 2)))
            angle = np.float64(self._angles) / self._count if len(means) > 1 else np.nan
            ssim = np.float64(self._ssim) / self._similar
            mae = self._absolute / self._count
        return PixelScores(self._count, psnr, float(ssim), ergas, float(angle), rmse, mae)


def score_pixels(image: np.ndarray, reference: np.ndarray, valid: np.ndarray, ratio: float = 1) -> PixelScores:
    """The scores of one image (C, H, W) that is held in memory, in the range of the reference."""
    scorer = PixelScorer(fit_value_range(reference, valid), ratio)
    scorer.add(image, reference, valid)
    return scorer.finish()


def measure_angles(image: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """Spectral angles (H, W) in degrees between the spectra of two images (C, H, W); 0 where either spectrum is 0.

    By the chord, since arccos of a cosine near 1 holds half of the digits only.
    """
    a, b = image.astype(np.float64), reference.astype(np.float64)
    length_a, length_b = np.linalg.norm(a, axis=0), np.linalg.norm(b, axis=0)
    a, b = a / np.maximum(length_a, 1e-300), b / np.maximum(length_b, 1e-300)
    half = np.arctan2(np.linalg.norm(a - b, axis=0), np.linalg.norm(a + b, axis=0))
    return np.where((length_a > 0) & (length_b > 0), np.degrees(2 * half), 0.0)


def _map_mean_ssim(ours: np.ndarray, truth: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Structural similarity (H, W) of images scaled to 0..1, mean of the bands; NaN where pixels around lack."""
    reach = SSIM_REACH_PX
    found = np.full(valid.shape, np.nan)
    if min(valid.shape) <= 2 * reach:
        return found
    x, y = (torch.from_numpy(np.where(valid, each, 0))[None] for each in (ours, truth))
    found[reach:-reach, reach:-reach] = map_ssim(x, y)[0].mean(dim=0).numpy()
    return np.where(binary_erosion(valid, np.ones((2 * reach + 1, 2 * reach + 1), bool)), found, np.nan)
