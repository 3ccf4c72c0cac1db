"""Where a coarse and a fine image show the same: pixels that cannot, blocks that do not correlate."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from rasterio.windows import Window
from scipy import ndimage

from ..io.vector_layer import VectorLayer
from ..progress import Progress
from .aligned_images import NEAR, AlignedImages, Sample
from .coregistration import LOWEST_CORRELATION
from .degraded import REACH_PX, degrade
from .harmonization import Harmonization

BLOCK_PX = 32  # in which the images must correlate
MOST_OTHER = 0.2  # of a block's pixels
OTHER, FILL = 4.0, 10.0  # standard deviations: a pixel that differs, one that cannot be the same
CORRELATION_BINS = np.linspace(0, 1, 21)
USED, UNKNOWN_PIXELS, UNCORRELATED, DIFFERENT = "used", "too few valid pixels", "not correlated", "different"

_CELL_PX = 8
_FEWEST_KNOWN, _FEWEST_PX = 0.25, 32  # of a block's pixels
_CHUNK_PX = 8 * BLOCK_PX


@dataclass(frozen=True)
class PairBlock:
    """What was found in a block of the coarse image that begins at (row, column) of it.

    known: the share of its pixels that are known in both. correlation: mean of the bands at the coarse pixels. other:
    the share of pixels that differ by more than 4 standard deviations. status: USED, or why it is not.
    """

    row: int
    column: int
    known: float
    correlation: float
    other: float
    status: str


@dataclass(frozen=True)
class Judgement:
    """All blocks of a window, row by row; the share of valid pixels that cannot be the same; which pixels count.

    bits: (rows, columns / 8) uint8, the pixels that count packed along rows, since a scene has 100 million of them.
    """

    window: Window
    blocks: list[PairBlock]
    fill_share: float
    bits: np.ndarray

    def read(self, window: Window) -> np.ndarray:
        """(h, w) bool: which pixels of a window of the coarse image count; none of those beyond what was judged."""
        known = np.zeros((int(window.height), int(window.width)), bool)
        top, left = int(window.row_off - self.window.row_off), int(window.col_off - self.window.col_off)
        rows = slice(max(0, top), min(int(self.window.height), top + known.shape[0]))
        columns = slice(max(0, left), min(int(self.window.width), left + known.shape[1]))
        if rows.start < rows.stop and columns.start < columns.stop:
            part = np.unpackbits(self.bits[rows], axis=1)[:, columns].astype(bool)
            known[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left] = part
        return known


def judge_blocks(images: AlignedImages, window: Window, fitted: Harmonization, sigma: float, area: VectorLayer | None,
                 progress: Progress) -> Judgement:
    """Look at every block of a window of the coarse image.

    Parameters
    ----------
    images : AlignedImages
    window : Window
    fitted : Harmonization
        From the fine image's values to the coarse one's.
    sigma : float
        Of the degradation, in coarse pixels.
    area : VectorLayer or None
        Outside of it no pixel counts.
    progress : Progress
    """
    bits = np.zeros((int(window.height), -(-int(window.width) // 8)), np.uint8)
    blocks, seen, fill = [], 0, 0
    chunks = list(_cut(window, _CHUNK_PX))
    for number, chunk in enumerate(chunks):
        sample = images.read_sample(chunk, REACH_PX + 2, area)
        made, apart = compare_pixels(sample, fitted, sigma)
        impossible = (apart > FILL) & sample.valid
        seen, fill = seen + int(sample.valid.sum()), fill + int(impossible.sum())
        same = sample.known & ~ndimage.binary_dilation(impossible, NEAR)
        other = apart > OTHER
        for part in _cut(Window(0, 0, chunk.width, chunk.height), BLOCK_PX):
            place, bands = part.toslices(), (slice(None), *part.toslices())
            row, column = int(chunk.row_off + part.row_off), int(chunk.col_off + part.col_off)
            values, masks = (sample.low[bands], made[bands]), (sample.known[place], same[place], other[place])
            block = _judge_block(*values, *masks, row, column)
            blocks.append(block)
            same[place] &= block.status == USED
        top, left = int(chunk.row_off - window.row_off), int(chunk.col_off - window.col_off)
        packed = np.packbits(same, axis=1)
        bits[top : top + len(packed), left // 8 : left // 8 + packed.shape[1]] = packed
        progress((number + 1) / len(chunks))
    blocks.sort(key=lambda block: (block.row, block.column))
    return Judgement(window, blocks, fill / max(1, seen), bits)


def find_alike(low: np.ndarray, made: np.ndarray, known: np.ndarray) -> np.ndarray:
    """(h, w) bool: known pixels in cells of 8 x 8 in which (C, h, w) and (D, h, w) correlate, whatever their values.

    Where the numbers of bands differ, their means do.
    """
    if len(low) != len(made):
        low, made = low.mean(axis=0, keepdims=True), made.mean(axis=0, keepdims=True)
    alike = np.zeros_like(known)
    for part in _cut(Window(0, 0, known.shape[1], known.shape[0]), _CELL_PX):
        place, bands = part.toslices(), (slice(None), *part.toslices())
        inside = known[place]
        if inside.sum() >= _CELL_PX**2 // 2:
            alike[place] = inside & (_correlate(low[bands][:, inside], made[bands][:, inside]) >= LOWEST_CORRELATION)
    return alike


def compare_pixels(sample: Sample, fitted: Harmonization, sigma: float) -> tuple[np.ndarray, np.ndarray]:
    """What the coarse image should be by the fine one (C, h, w), and how far it is not, in standard deviations (h, w).

    The latter is the largest of all bands. A difference of up to half the range of the fine image around is none: half
    a pixel's shift makes as much.
    """
    made = fitted(degrade(sample.high, sample.ratio, sigma))
    around = ndimage.maximum_filter(made, (1, 3, 3)) - ndimage.minimum_filter(made, (1, 3, 3))
    inner = sample.crop(made)
    rest = np.abs(sample.low - inner) - 0.5 * sample.crop(around)
    return inner, (rest / fitted.sigma[:, None, None]).max(axis=0)


def _judge_block(low: np.ndarray, made: np.ndarray, known: np.ndarray, same: np.ndarray, other: np.ndarray, row: int,
                 column: int) -> PairBlock:
    """Whether a block is used: low, and what is made of the fine image, (C, h, w); three masks (h, w).

    known: by the files; same: of these, those that are not fill; other: those that differ.
    """
    correlation = differing = math.nan
    if known.sum() < max(_FEWEST_KNOWN * known.size, _FEWEST_PX):
        return PairBlock(row, column, float(known.mean()), correlation, differing, UNKNOWN_PIXELS)
    differing, correlation = float(other[known].mean()), _correlate(low[:, same], made[:, same])
    status = USED if correlation >= LOWEST_CORRELATION else UNCORRELATED
    if differing > MOST_OTHER or same.sum() < _FEWEST_PX:
        status = DIFFERENT
    return PairBlock(row, column, float(known.mean()), correlation, differing, status)


def _correlate(first: np.ndarray, second: np.ndarray) -> float:
    """Mean over the bands of the correlation of (C, N) and (C, N); NaN where no band varies in both."""
    if not first.size:
        return math.nan
    first, second = (each - each.mean(axis=1, keepdims=True, dtype=np.float64) for each in (first, second))
    sizes = np.sqrt((first**2).sum(axis=1) * (second**2).sum(axis=1))
    good = sizes > 0
    return float(((first * second).sum(axis=1)[good] / sizes[good]).mean()) if good.any() else math.nan


def _cut(window: Window, size_px: int) -> Iterator[Window]:
    """Windows of at most size_px x size_px that cover a window once, row by row."""
    top, left = int(window.row_off), int(window.col_off)
    bottom, right = top + int(window.height), left + int(window.width)
    for row in range(top, bottom, size_px):
        for column in range(left, right, size_px):
            yield Window(column, row, min(size_px, right - column), min(size_px, bottom - row))
