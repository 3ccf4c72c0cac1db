"""A finer image within the range that can be written, whose values are kept all the same."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import torch
from torch import nn

from ..models.networks.degradation import BicubicEnlargement, Deconvolution, Degradation, mirror
from ..runtime.compilation import njit
from .finer_networks import state_sources

_STEPS, _RELAXATION, _REACH_PX = 200, 1.8, 12  # few blocks need more than 20 steps
_BLOCK_PX = 32  # of the image: only those near a loss are corrected


class Bounded(nn.Module):
    """A finer image kept between `low` and `high` (C,) without a change of what it degrades to, where that can be.

    What the range cuts off is given to the pixels around: SR = clip(S), S += 1.8 U (A U)^-1 (LR - A SR), as long as
    LR - A SR is above `tolerance` (C,) anywhere; nine tenths of it may remain. In each step the rest falls by about a
    third. Its influence falls to a seventh each two pixels of the image, so what lies beyond `_REACH_PX` is left out of
    the footprint.

    Each band of a block goes through the steps by itself, on the CPU, where what it needs stays in the cache.
    """

    stride = Fraction(1)
    low: torch.Tensor
    high: torch.Tensor
    tolerance: torch.Tensor

    def __init__(self, ratio: int, sigma: float, low: np.ndarray, high: np.ndarray, tolerance: np.ndarray):
        super().__init__()
        self._ratio = ratio
        self.degrade = Degradation(ratio, sigma)
        # A, (A U)^-1 and U: what the steps are made of.
        self._maps = [(each.phases.astype(np.float32), each.before)
                      for each in (self.degrade, Deconvolution(ratio, sigma), BicubicEnlargement(ratio))]  # fmt: skip
        for name, values in (("low", low), ("high", high), ("tolerance", tolerance)):
            self.register_buffer(name, torch.tensor(values, dtype=torch.float32).reshape(1, -1, 1, 1), persistent=False)

    def find_need(self, first: int, last: int) -> tuple[int, int]:
        """The first and last fine pixel that fine pixels first to last depend on."""
        margin_px = _REACH_PX * self._ratio
        return first - margin_px, last + margin_px

    def forward(self, finer: torch.Tensor) -> torch.Tensor:
        kept = finer.clamp(self.low, self.high)
        if torch.equal(kept, finer):
            return finer
        missing = ((self.degrade(finer) - self.degrade(kept)).abs() > self.tolerance).cpu().numpy()
        limits = [each.flatten().tolist() for each in (self.low, self.high, self.tolerance)]
        height, width = missing.shape[-2:]
        for row in range(0, height, _BLOCK_PX):
            for column in range(0, width, _BLOCK_PX):
                top, left = max(0, row - _REACH_PX), max(0, column - _REACH_PX)
                bottom, right = row + _BLOCK_PX + _REACH_PX, column + _BLOCK_PX + _REACH_PX
                around = self._enlarge(top, bottom), self._enlarge(left, right)
                core = self._enlarge(row, row + _BLOCK_PX), self._enlarge(column, column + _BLOCK_PX)
                inner = (self._enlarge(row - top, row - top + _BLOCK_PX),
                         self._enlarge(column - left, column - left + _BLOCK_PX))  # fmt: skip
                for image, band in np.argwhere(missing[:, :, top:bottom, left:right].any(axis=(2, 3))).tolist():
                    given = finer[image, band][around].float().cpu().contiguous().numpy()
                    bounded = self._bound(given, *(each[band] for each in limits))
                    kept[image, band][core] = torch.from_numpy(bounded[inner]).to(kept)
        return kept

    def _enlarge(self, start: int, stop: int) -> slice:
        return slice(start * self._ratio, stop * self._ratio)

    def _bound(self, finer: np.ndarray, low: float, high: float, tolerance: float) -> np.ndarray:
        fine, coarse = finer.shape, [side // self._ratio for side in finer.shape]
        places = [[mirror(side, before, phases.shape[1]).numpy() for side in shape]
                  for shape, (phases, before) in zip((fine, coarse, coarse), self._maps)]  # fmt: skip
        degrade, deconvolve, enlarge = ((phases, *each) for (phases, _), each in zip(self._maps, places))
        return _bound(finer, np.float32(low), np.float32(high), np.float32(tolerance), degrade, deconvolve, enlarge)


@njit(cache=True, nogil=True)
def _bound(finer, low, high, tolerance, degrade, deconvolve, enlarge):
    ratio, allowed = len(enlarge[0]), np.float32(0.9) * tolerance
    wanted = _apply(finer, degrade, ratio)
    free, kept = finer.copy(), finer.copy()
    missing = np.empty_like(wanted)
    for step in range(_STEPS + 1):
        for row in range(len(free)):
            for column in range(free.shape[1]):
                kept[row, column] = min(max(free[row, column], low), high)
        if step == _STEPS:
            break
        found = _apply(kept, degrade, ratio)
        left = 0
        for row in range(len(found)):
            for column in range(found.shape[1]):
                rest = wanted[row, column] - found[row, column]
                left += abs(rest) > tolerance
                # Less what may remain, so that neither rounding nor a window around decides what is corrected.
                missing[row, column] = _RELAXATION * (rest - min(max(rest, -allowed), allowed))
        if left == 0:
            break
        change = _apply(_apply(missing, deconvolve, 1), enlarge, 1)
        for row in range(len(free)):
            for column in range(free.shape[1]):
                free[row, column] += change[row, column]
    return kept


@njit(cache=True, nogil=True)
def _apply(values, linear, step):
    """What a `LocalLinear` gives of one band: its phases, and where rows and columns continue beyond the edge."""
    phases, rows, columns = linear
    count, taps = phases.shape
    height, given = len(values) // step * count, values.shape[1]
    width, sites = given // step * count, given // step
    out = np.empty((height, width), np.float32)
    line, wide, part = np.empty(given, np.float32), np.empty(len(columns), np.float32), np.empty(sites, np.float32)
    for row in range(height):
        line[:] = 0
        for tap in range(taps):
            weight, source = phases[row % count, tap], rows[row // count * step + tap]
            for column in range(given):
                line[column] += weight * values[source, column]
        for place in range(len(columns)):
            wide[place] = line[columns[place]]
        for phase in range(count):
            part[:] = 0
            for tap in range(taps):
                weight = phases[phase, tap]
                for site in range(sites):
                    part[site] += weight * wide[site * step + tap]
            for site in range(sites):
                out[row, site * count + phase] = part[site]
    return out


class Kept(nn.Module):
    """A network whose first `count` channels are the finer image, and this within bounds; `more` follow."""

    def __init__(self, network: nn.Module, bound: Bounded, count: int, more: int):
        super().__init__()
        self.network, self.bound, self.count, self.more = network, bound, count, more
        state_sources(self, network)

    def forward(self, *sources: torch.Tensor) -> torch.Tensor:
        made = self.network(*sources)
        if not self.more:
            return self.bound(made)
        return torch.cat([self.bound(made.narrow(1, 0, self.count)), made.narrow(1, self.count, self.more)], dim=1)
