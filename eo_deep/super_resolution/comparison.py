"""A super-resolved image beside the coarse one, and the true fine one where there is one, block by block."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from fractions import Fraction

import numpy as np
from rasterio.windows import Window
from scipy import ndimage

from ..evaluation import (
    ErrorScores,
    PixelScorer,
    PixelScores,
    ValueRange,
    compare_energy_db,
    fit_value_range,
    map_details,
    measure_angles,
    measure_power,
    score_expected_errors,
)
from ..geo.grid import Grid
from ..io.raster import RasterSource
from ..io.vector_layer import VectorLayer, rasterize_area
from ..sampling.degraded import degrade
from ..sampling.image_pairs import ImagePair
from ..streaming.gap_filling import fill_gaps
from .baselines import BICUBIC, BILINEAR, NEAREST, PROJECTED, Baselines

SUPERRESOLVED = "super-resolved"
METHODS = SUPERRESOLVED, NEAREST, BILINEAR, BICUBIC, PROJECTED
SPECTRUM_PX = 128
_BLOCK_PX = 512  # about, of the fine image
_EDGE_PX = 2  # coarse pixels beside the edge and nodata that do not count, since no method knows what is beyond
_WHOLE = 1 - 1e-6
_RANGE_SAMPLES, _RANGE_PX = 256, 2_000_000


@dataclass(frozen=True)
class Part:
    """A block of the comparison, with the surroundings that scores need.

    low (C, h, w) and low_valid (h, w); images: (C, ratio h, ratio w) by method; made_valid (ratio h, ratio w): where
    the super-resolved one is valid; reference alike or None, expected, its expected error, alike or of one band, or
    None; compared (ratio h, ratio w) bool. inner: what the block
    itself is, in coarse pixels.
    """

    low: np.ndarray
    low_valid: np.ndarray
    images: dict[str, np.ndarray]
    made_valid: np.ndarray
    reference: np.ndarray | None
    expected: np.ndarray | None
    compared: np.ndarray
    inner: tuple[slice, slice]
    ratio: int

    @property
    def fine_inner(self) -> tuple[slice, slice]:
        """The block itself, in fine pixels."""
        rows, columns = (slice(part.start * self.ratio, part.stop * self.ratio) for part in self.inner)
        return rows, columns


@dataclass(frozen=True)
class MethodScores:
    """What one way to a finer image is worth.

    pixels, details, energy_db: against the reference, None without one. details: mean improvement, omission and
    hallucination. energy_db: of what is finer than the coarse image can show. low_error, low_error_max, low_angle_deg:
    mean and largest difference between the degraded image and the coarse one, in its units, and their mean spectral
    angle. power, reference_power: (C, F), None where no window is valid.
    """

    low_error: float
    low_error_max: float
    low_angle_deg: float
    pixels: PixelScores | None
    details: np.ndarray | None
    energy_db: float | None
    power: np.ndarray | None
    reference_power: np.ndarray | None


class Comparison:
    """Reads blocks of all images.

    low, made: the coarse and the super-resolved image, the latter on the coarse one's `grid` refined by `ratio`, and
    expected: its expected error there, or None. pair: the coarse image and the reference. window: of the coarse
    image, what is compared. sigma: of the degradation.
    """

    def __init__(self, low: RasterSource, made: RasterSource, expected: RasterSource | None, pair: ImagePair | None,
                 grid: Grid, ratio: int, window: Window, sigma: float, area: VectorLayer | None):
        self.low, self.made, self.expected, self.pair = low, made, expected, pair
        self.grid, self.ratio = grid, ratio
        self.window, self.sigma, self.area = window, sigma, area
        self.block_px = max(16, round(_BLOCK_PX / ratio / 16) * 16)
        self._baselines = Baselines(ratio, sigma)

    @property
    def fine_grid(self) -> Grid:
        """The coarse image's grid, refined."""
        return self.grid.magnified(Fraction(self.ratio))

    def list_blocks(self) -> list[Window]:
        """Windows of the coarse image that cover what is compared once."""
        left, top = int(self.window.col_off), int(self.window.row_off)
        right, bottom = left + int(self.window.width), top + int(self.window.height)
        return [block for block in self.grid.blocks(self.block_px)
                if block.col_off < right and block.row_off < bottom
                and block.col_off + block.width > left and block.row_off + block.height > top]

    def read(self, block: Window) -> Part:
        """All images in a window of the coarse one, with surroundings."""
        margin, ratio = self._baselines.margin_px, self.ratio
        top, left = max(0, int(block.row_off) - margin), max(0, int(block.col_off) - margin)
        bottom = min(self.grid.height, int(block.row_off + block.height) + margin)
        right = min(self.grid.width, int(block.col_off + block.width) + margin)
        around = Window(left, top, right - left, bottom - top)
        low, low_valid = self.low.read(around)
        low = np.where(low_valid, low, 0).astype(np.float32)
        fill_gaps(low, low_valid, margin)
        fine = np.array((left, top, right - left, bottom - top)) * ratio
        made, made_valid = self.made.read(Window(*fine.tolist()))
        expected, expected_valid = self.expected.read(Window(*fine.tolist())) if self.expected else (None, None)
        images = {SUPERRESOLVED: np.where(made_valid, made, 0).astype(np.float32)}
        images |= self._baselines.enlarge(low)
        compared = low_valid & made_valid.reshape(*low_valid.shape[:1], ratio, -1, ratio).all(axis=(1, 3))
        if self.area is not None:
            compared &= rasterize_area(self.area, self.grid, around)
        compared = ndimage.binary_erosion(compared, iterations=_EDGE_PX, structure=np.ones((3, 3)))
        reference = None
        if self.pair is not None:
            read = self.pair.read(around)
            reference = np.where(np.isfinite(read.high), read.high, 0)
            compared &= read.known
        row, column = int(block.row_off) - top, int(block.col_off) - left
        inner = np.s_[row : row + int(block.height), column : column + int(block.width)]
        fine_compared = compared.repeat(ratio, axis=0).repeat(ratio, axis=1)
        if expected_valid is not None:
            fine_compared &= expected_valid
        return Part(low, low_valid, images, made_valid, reference, expected, fine_compared, inner, ratio)

    def fit_range(self) -> ValueRange | None:
        """The range of the reference's values, else of the coarse image's; None where nothing is compared."""
        pixels, count = [], 0
        blocks = self.list_blocks()
        for block in blocks[:: max(1, len(blocks) // _RANGE_SAMPLES)]:
            part = self.read(block)
            source = part.reference if part.reference is not None else part.images[BICUBIC]
            found = source[(slice(None), *part.fine_inner)][:, part.compared[part.fine_inner]]
            pixels.append(found[:, :: max(1, math.ceil(found.shape[1] * len(blocks) / _RANGE_PX))])
            count += pixels[-1].shape[1]
        if not count:
            return None
        joined = np.concatenate(pixels, axis=1)[:, None]
        return fit_value_range(joined, np.ones(joined.shape[1:], bool))


class MethodScorer:
    """Collects the scores of one method part by part."""

    def __init__(self, name: str, value_range: ValueRange, ratio: int, sigma: float):
        self._name, self._ratio, self._sigma = name, ratio, sigma
        self._pixels = PixelScorer(value_range, ratio)
        self._details, self._detailed = np.zeros(3), 0
        self._powers: list[np.ndarray] = []  # sums of the image's and the reference's
        self._windows = 0
        self._error, self._error_max, self._angles, self._count = 0.0, 0.0, 0.0, 0

    def add(self, part: Part) -> np.ndarray | None:
        """Count a part. With a reference: the details' shares (3, ratio h, ratio w) of the block, NaN where unknown."""
        image = part.images[self._name]
        self._add_consistency(part, image)
        inner = (slice(None), *part.fine_inner)
        images = [image[inner]] if part.reference is None else [image[inner], part.reference[inner]]
        compared = part.compared[part.fine_inner]
        for window in cut_windows(compared):
            powers = [measure_power(each[(slice(None), *window)][None]) for each in images]
            self._powers = [a + b for a, b in zip(self._powers, powers)] if self._powers else powers
            self._windows += 1
        if part.reference is None:
            return None
        self._pixels.add(image, part.reference, part.compared, part.fine_inner)
        shares = map_details(image[inner], part.images[BICUBIC][inner], part.reference[inner])
        shares[:, ~compared] = np.nan
        known = np.isfinite(shares[0])
        self._details += shares[:, known].sum(axis=1)
        self._detailed += int(known.sum())
        return shares

    def _add_consistency(self, part: Part, image: np.ndarray) -> None:
        """What the degraded image differs from the coarse one, wherever all that it is made of is valid."""
        whole = degrade(part.made_valid[None], self._ratio, self._sigma)[0] > _WHOLE
        counted = (whole & part.low_valid)[part.inner]
        inner = (slice(None), *part.inner)
        seen, low = degrade(image, self._ratio, self._sigma)[inner], part.low[inner]
        error = np.abs(seen - low)[:, counted]
        self._count += error.shape[1]
        self._error += float(error.mean(axis=0, dtype=np.float64).sum())
        self._error_max = max(self._error_max, float(error.max(initial=0)))
        self._angles += float(measure_angles(seen, low)[counted].sum())

    def finish(self) -> MethodScores:
        """The scores of all parts."""
        pixels, count = self._pixels.finish(), self._count or math.nan
        powers = [each / self._windows for each in self._powers]
        reference = powers[1] if len(powers) > 1 else None
        return MethodScores(
            self._error / count,
            self._error_max if self._count else math.nan,
            self._angles / count if len(pixels.rmse) > 1 else math.nan,
            pixels if pixels.count else None,
            self._details / self._detailed if self._detailed else None,
            compare_energy_db(powers[0], reference, 0.5 / self._ratio) if reference is not None else None,
            powers[0] if powers else None,
            reference,
        )


class ErrorSampler:
    """Collects the expected and the true error of pixels spread over all parts, of each band."""

    def __init__(self, blocks: int):
        self._most = max(1, _RANGE_PX // blocks)  # pixels of a block
        self._pairs: list[np.ndarray] = []

    def add(self, part: Part) -> None:
        """Take pixels of a part; none without a reference and an expected error."""
        if part.reference is None or part.expected is None:
            return
        inner, compared = (slice(None), *part.fine_inner), part.compared[part.fine_inner]
        error = np.abs(part.images[SUPERRESOLVED][inner] - part.reference[inner])[:, compared]
        if len(part.expected) == 1:
            error = error.mean(axis=0, keepdims=True)
        step = -(-error.shape[1] // self._most) or 1
        self._pairs.append(np.stack([part.expected[inner][:, compared], error])[:, :, ::step])

    def finish(self) -> ErrorScores | None:
        """Means of the bands' scores; None without a pixel."""
        pairs = np.concatenate(self._pairs, axis=2) if self._pairs else np.zeros((2, 0, 0))
        if not pairs.size:
            return None
        scores = [astuple(score_expected_errors(*band)) for band in pairs.transpose(1, 0, 2)]
        return ErrorScores(*np.mean(scores, axis=0).tolist())


def cut_windows(valid: np.ndarray) -> Iterator[tuple[slice, slice]]:
    """Windows of SPECTRUM_PX, evenly over (H, W), in which all pixels are valid."""
    starts = []
    for size in valid.shape:
        count = -(-size // SPECTRUM_PX) if size >= SPECTRUM_PX else 0
        starts.append(np.linspace(0, size - SPECTRUM_PX, count).round().astype(int).tolist())
    for top in starts[0]:
        for left in starts[1]:
            window = np.s_[top : top + SPECTRUM_PX, left : left + SPECTRUM_PX]
            if valid[window].all():
                yield window
