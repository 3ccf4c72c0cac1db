"""What a training on a series learns from: blocks of ground at all dates, and windows of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor

from ..errors import EoDeepError
from ..models.networks.disentangler import SHARED_PX
from ..sampling.training_data import ClassLabel
from .objective import MARGIN_PX, SeriesBatch

WINDOW_PX = 96
INNER_PX = WINDOW_PX - 2 * MARGIN_PX
_LEAST_KNOWN = 0.5  # of the inner part of a window
_TRIES = 50
_JITTER_SHARE, _GAIN, _OFFSET = 0.5, 0.05, 0.05  # of the bands, in standard deviations: what air does


@dataclass(frozen=True)
class Block:
    """A part of the ground at all dates.

    values (D, C, h, w) float16, scaled, 0 where not known; known (D, h, w) bool; held (h, w) bool, what is kept from
    the training; row, column: of its corner in the grid.
    """

    values: np.ndarray
    known: np.ndarray
    held: np.ndarray
    row: int
    column: int

    def cut(self, date: int, row: int, column: int, size: int = WINDOW_PX, held: bool = True) -> np.ndarray:
        """Planes (C + 1, size, size) float32 from a row and column, which may lie beyond: bands, and where they are
        known. held: with what is kept from the training."""
        planes = np.zeros((self.values.shape[1] + 1, size, size), np.float32)
        height, width = self.held.shape
        rows, columns = (slice(max(start, 0), max(0, min(start + size, end)))
                         for start, end in ((row, height), (column, width)))  # fmt: skip
        inside = slice(rows.start - row, rows.stop - row), slice(columns.start - column, columns.stop - column)
        known = self.known[date, rows, columns]
        if not held:
            known = known & ~self.held[rows, columns]
        planes[(slice(0, -1), *inside)] = self.values[date, :, rows, columns] * known
        planes[(-1, *inside)] = known
        return planes


@dataclass(frozen=True)
class SeriesData:
    """A series in memory; ``inputs`` and ``origin`` as the card has them.

    images: name and date (ISO, or None) of each. rows: a table of the series for the report.
    """

    blocks: Sequence[Block]
    images: Sequence[tuple[str, str | None]]
    inputs: list[dict]
    origin: dict
    rows: Sequence[dict] = ()
    classes: list[ClassLabel] = field(default_factory=list)

    @property
    def deviations(self) -> np.ndarray:
        """Standard deviations (C,) of the bands, the unit of the values."""
        return np.array(self.inputs[0]["scaling"]["std"])


class BlockSampler:
    """Draws two places by two dates; see `SeriesBatch`."""

    def __init__(self, data: SeriesData) -> None:
        self._blocks, self._dates = data.blocks, len(data.images)
        free = np.array([(block.known & ~block.held).any(0).sum() for block in self._blocks], float)
        if not free.any():
            raise EoDeepError("No pixel of the series is left for the training; check masks, area and nodata.")
        self._shares = free / free.sum()
        self._pairs = _count_pairs(self._blocks)
        if not self._pairs.any():
            raise EoDeepError("No two images of the series show the same ground; a training needs two dates of it.")
        self._pair_shares = (self._pairs / self._pairs.sum()).ravel()

    def draw(self, rng: Generator) -> SeriesBatch:
        """Planes (2, 2, C + 1, 96, 96) and cells (2, 2, 12, 12), without the leading axis of a batch."""
        for _ in range(_TRIES):
            first, second = divmod(int(rng.choice(len(self._pair_shares), p=self._pair_shares)), self._dates)
            dates = (first, second) if rng.random() < 0.5 else (second, first)
            places = [self._draw_place(rng, dates) for _ in range(2)]
            if all(planes[:, -1, MARGIN_PX:-MARGIN_PX, MARGIN_PX:-MARGIN_PX].mean((1, 2)).min() >= _LEAST_KNOWN
                   for planes, _ in places):  # fmt: skip
                break
        planes, cells = (np.stack(parts) for parts in zip(*places))
        for date in range(2):
            if rng.random() < _JITTER_SHARE:
                bands, known = planes.shape[2] - 1, planes[:, date, -1:]
                gain, offset = rng.normal(0, (_GAIN, _OFFSET), (bands, 2)).astype(np.float32).T[:, :, None, None]
                planes[:, date, :-1] = (planes[:, date, :-1] * (1 + gain) + offset) * known
        return SeriesBatch(torch.from_numpy(planes), torch.from_numpy(cells))

    def _draw_place(self, rng: Generator, dates: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
        """One place at two dates, turned: planes (2, C + 1, 96, 96), and the centres of its cells (2, 12, 12)."""
        block = self._blocks[int(rng.choice(len(self._blocks), p=self._shares))]
        row, column = (_draw_start(rng, size) for size in block.held.shape)
        planes = np.stack([block.cut(date, row, column, held=False) for date in dates])
        ticks = np.arange(WINDOW_PX // SHARED_PX, dtype=np.float32) * SHARED_PX + SHARED_PX / 2
        cells = np.stack(np.meshgrid(ticks + (block.row + row), ticks + (block.column + column), indexing="ij"))
        turns, mirrored = int(rng.integers(4)), bool(rng.integers(2))
        return _turn(planes, turns, mirrored), _turn(cells, turns, mirrored)


def find_held_places(data: SeriesData, most: int, seed: int) -> list[tuple[Block, int, int]]:
    """Windows whose inner part is kept from the training: block, row and column of the window; at most so many.

    Where nothing is kept, windows of the training's ground. EoDeepError where no two dates show that much ground.
    """
    for is_held, step in ((True, INNER_PX), (False, INNER_PX), (False, SHARED_PX)):
        places = list(_list_places(data, is_held, step))
        if places:
            break
    else:
        raise EoDeepError(f"The training needs squares of {INNER_PX} x {INNER_PX} px that two dates show by at least "
                          f"{_LEAST_KNOWN:.0%}; the series has none.")
    chosen = np.random.default_rng([seed, 1]).permutation(len(places))[:most]
    return [places[number] for number in sorted(chosen.tolist())]


def _list_places(data: SeriesData, is_held: bool, step: int) -> Iterator[tuple[Block, int, int]]:
    """Windows every `step` px, of all ground or of what is kept from the training as a whole."""
    for block in data.blocks:
        height, width = block.held.shape
        for row in range(0, height - INNER_PX + 1, step):
            for column in range(0, width - INNER_PX + 1, step):
                inner = slice(row, row + INNER_PX), slice(column, column + INNER_PX)
                if is_held and not block.held[inner].all():
                    continue
                known = block.known[:, inner[0], inner[1]].mean((1, 2)) >= _LEAST_KNOWN
                if known.sum() >= 2:
                    yield block, row - MARGIN_PX, column - MARGIN_PX


def cut_all(places: Sequence[tuple[Block, int, int]], dates: int) -> Tensor:
    """Planes (P, D, C + 1, 96, 96) of places at all dates."""
    return torch.from_numpy(np.stack([[block.cut(date, row, column) for date in range(dates)]
                                      for block, row, column in places]))  # fmt: skip


def _count_pairs(blocks: Sequence[Block]) -> np.ndarray:
    """How much ground each pair of dates shares (D, D), from thinned pixels; 0 on and below the diagonal."""
    shared = 0
    for block in blocks:
        known = (block.known & ~block.held)[:, ::8, ::8].reshape(len(block.known), -1).astype(np.float64)
        shared = shared + known @ known.T
    return np.triu(shared, 1)


def _draw_start(rng: Generator, size: int) -> int:
    """Where a window starts along a side: its inner part lies within, in the middle where the side is shorter."""
    if size <= INNER_PX:
        return (size - WINDOW_PX) // 2
    return int(rng.integers(-MARGIN_PX, size - INNER_PX - MARGIN_PX + 1))


def _turn(values: np.ndarray, turns: int, mirrored: bool) -> np.ndarray:
    return np.ascontiguousarray(np.rot90(values[..., ::-1] if mirrored else values, turns, (-2, -1)))
