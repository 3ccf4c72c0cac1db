"""Change in a series of dates: what the history of each pixel does not predict, and since when.

The history is a robust harmonic regression on the date; what comes after is monitored by moving sums of its residuals
(Verbesselt et al. 2012, BFAST monitor; MOSUM of Chu et al. 1995). Boundaries are not those of the theory, which needs
independent noise, but quantiles of the same sums in the history.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

_FEWEST_HISTORY = 3
_WINDOW = 3
_YEAR_DAYS = 365.25
_HUBER, _ROUNDS = 1.5, 4
_RIDGE = 1e-2  # of what a harmonic has in observations: few dates of one season leave it open
_PRIOR_DATES = 4.0  # that the spread of all pixels counts for beside a pixel's own
_LARGEST = 6.0  # of one residual in standard deviations: a cloud is no change
_LARGEST_REACH, _LEAST_LEFT = 10.0, 0.1
_NORMAL_MAD = 1.4826


@dataclass(frozen=True)
class Monitor:
    """Standardised residuals of a series and their moving sums.

    days: (T,) of the dates, the first `history` of which are history. spread: (C,) of a residual. A score of 1 is what
    one residual has as standard deviation.
    """

    days: np.ndarray
    history: int
    spread: np.ndarray

    @property
    def names(self) -> tuple[str, ...]:
        """Of what `compute` gives: of one band, an index, also its change."""
        return ("score", "change_day", "index_change")[: 3 if len(self.spread) == 1 else 2]

    @property
    def window(self) -> int:
        """How many dates a moving sum has."""
        return min(_WINDOW, len(self.days) - self.history, self.history - 1)

    def compute(self, values: np.ndarray, known: np.ndarray) -> np.ndarray:
        """Score, day of change and, of one band, the mean change since, (2 or 3, h, w) float32, of values (T, C, h, w),
        known (T, h, w) bool.

        NaN where too few dates are known.
        """
        scores, dates, residuals = self._compute(values, known, self.history, len(self.days))
        found = [scores, np.where(dates >= 0, self.days[dates], np.nan)]
        if len(self.spread) == 1:
            since = (np.arange(len(self.days))[:, None] >= np.maximum(dates, self.history)) & _flatten(values, known)[1]
            change = np.where(since, residuals[..., 0], 0).sum(axis=0) / np.maximum(since.sum(axis=0), 1)
            found.append(np.where(dates >= 0, change, np.nan))
        return np.stack(found).reshape(-1, *known.shape[1:]).astype(np.float32)

    def compute_null(self, values: np.ndarray, known: np.ndarray) -> np.ndarray:
        """The scores (h, w) float32 that the end of the history has by the same rule: nothing changed there."""
        count = min(len(self.days) - self.history, self.history)
        return self._compute(values, known, self.history - count, self.history)[0].reshape(known.shape[1:])

    def measure_residuals(self, values: np.ndarray, known: np.ndarray) -> np.ndarray:
        """Residuals (K, C) of the known dates of the history, over the root of 1 - leverage."""
        flat, seen = _flatten(values, known)
        residuals, _ = _predict(flat, seen, _design(self.days, self.history), self.history, self.spread, self.window)
        return residuals[: self.history][seen[: self.history]]

    def _compute(self, values: np.ndarray, known: np.ndarray, start: int,
                 stop: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Scores (N,), numbers of the dates of change (N,), -1 without, over the dates start to stop; residuals (T, N,
        C)."""
        flat, seen = _flatten(values, known)
        residuals, own = _predict(flat, seen, _design(self.days, self.history), self.history, self.spread, self.window)
        limited = np.clip(residuals / own, -_LARGEST, _LARGEST)
        enough = seen[: self.history].sum(axis=0) >= _FEWEST_HISTORY
        scores, dates = _sum_moving(limited, seen & enough, start, stop, self.window)
        return np.where(scores >= 0, scores, np.nan).astype(np.float32), dates, residuals


def split_dates(days: np.ndarray, first: float | None) -> int:
    """How many dates are history: those before the day `first`, or half of them; at least 3, and one is left."""
    count = int(np.searchsorted(days, first)) if first is not None else -(-len(days) // 2)
    return count if first is not None else min(max(count, _FEWEST_HISTORY), len(days) - 1)


def fit_monitor(days: np.ndarray, history: int, blocks: list[tuple[np.ndarray, np.ndarray]]) -> Monitor:
    """A monitor whose spread is that of the residuals of blocks (values, known), see `Monitor.compute`."""
    bands = blocks[0][0].shape[1]
    rough = Monitor(days, history, np.ones(bands))
    known = np.concatenate([each[0][:history].transpose(0, 2, 3, 1)[each[1][:history]] for each in blocks])
    middle = np.median(known, axis=0)
    rough = Monitor(days, history, np.maximum(_NORMAL_MAD * np.median(np.abs(known - middle), axis=0), 1e-9))
    for _ in range(2):
        residuals = np.concatenate([rough.measure_residuals(*block) for block in blocks])
        rough = Monitor(days, history, np.maximum(_NORMAL_MAD * np.median(np.abs(residuals), axis=0), 1e-9))
    return rough


def _design(days: np.ndarray, history: int) -> np.ndarray:
    """Constant and harmonics of the year (T, P): as many as the history has dates and seasons for."""
    span = days[history - 1] - days[0]
    pairs = 0 if history < 6 or span < 0.8 * _YEAR_DAYS else 1 if history < 12 or span < 1.5 * _YEAR_DAYS else 2
    phase = 2 * math.pi * days / _YEAR_DAYS
    waves = [wave((number + 1) * phase) for number in range(pairs) for wave in (np.cos, np.sin)]
    return np.stack([np.ones(len(days)), *waves], axis=1)


def _flatten(values: np.ndarray, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Values (T, N, C) float64, 0 where not known, and known (T, N)."""
    seen = known.reshape(len(known), -1)
    flat = values.reshape(*values.shape[:2], -1).transpose(0, 2, 1).astype(np.float64)
    return np.where(seen[..., None], flat, 0.0), seen


def _predict(values: np.ndarray, known: np.ndarray, design: np.ndarray, history: int, spread: np.ndarray,
             window: int) -> tuple[np.ndarray, np.ndarray]:
    """Residuals (T, N, C) of predictions from the history, those of the history by their leverage as if it did not know
    the date itself, and their spreads (T, N, C).

    Huber weights, common to the bands; values are centred on the pixel's mean so that the ridge does not pull at it.
    """
    past, there = design[:history], known[:history]
    weights = there.astype(np.float64)
    count = np.maximum(weights.sum(axis=0), 1)
    centre = (values[:history] * weights[..., None]).sum(axis=0) / count[:, None]
    values = np.where(known[..., None], values - centre, 0.0)
    ridge = np.diag([1e-9, *[_RIDGE] * (design.shape[1] - 1)])
    for _ in range(_ROUNDS):
        gram = np.einsum("tn,tp,tq->npq", weights, past, past) + ridge * count[:, None, None]
        right = np.einsum("tn,tp,tnc->npc", weights, past, values[:history])
        inverse = np.linalg.inv(gram)
        fitted = np.einsum("tp,npc->tnc", design, inverse @ right)
        residuals = np.where(known[..., None], values - fitted, 0.0)
        reach = np.einsum("tp,npq,tq->tn", design, inverse, design)
        leverage = np.minimum(reach[:history] * weights, 0.9)
        size = np.sqrt(((residuals[:history] / spread) ** 2 / (1 - leverage[..., None])).mean(axis=2))
        weights = there * np.minimum(1, _HUBER / np.maximum(size, 1e-9))
    residuals[:history] /= np.sqrt(1 - leverage[..., None])
    squares = (weights[..., None] * np.minimum(residuals[:history] ** 2, (_LARGEST * spread) ** 2)).sum(axis=0)
    own = np.sqrt((squares + _PRIOR_DATES * spread**2) / (weights.sum(axis=0) + _PRIOR_DATES)[:, None])
    # The error of the prediction, which all dates of a sum share, counts as often as it has dates.
    # In the history it is the reverse: residuals of one fit cancel each other in a sum.
    cancelled = np.clip((1 - window / count) / (1 - leverage), _LEAST_LEFT, 1)
    shared = 1 + window * np.minimum(reach[history:], _LARGEST_REACH)
    return residuals, own * np.sqrt(np.concatenate([cancelled, shared]))[..., None]


def _sum_moving(residuals: np.ndarray, known: np.ndarray, start: int, stop: int,
                window: int) -> tuple[np.ndarray, np.ndarray]:
    """The largest moving sum (N,) of the last `window` known residuals over its standard deviation, root mean square
    of the bands, and the number (N,) of the date since which it grew; -1 and -1 without enough known dates.

    Before the moving sum's end, it is the date from which on the sum to there has the largest such value.
    """
    places = np.arange(known.shape[1])
    sums = np.zeros((stop - start + 1, known.shape[1], residuals.shape[2]))
    np.cumsum(np.where(known[start:stop, :, None], residuals[start:stop], 0), axis=0, out=sums[1:])
    counts = np.concatenate([np.zeros((1, len(places)), int), np.cumsum(known[start:stop], axis=0)])
    begins = np.zeros((window, len(places)), int)  # of the last known dates, oldest first
    best, end = np.full(len(places), -1.0), np.zeros(len(places), int)
    for time in range(stop - start):
        now = known[start + time]
        begins[:, now] = np.concatenate([begins[1:, now], np.full((1, int(now.sum())), time)])
        size = np.sqrt(((sums[time + 1] - sums[begins[0], places]) ** 2).mean(axis=1) / window)
        better = now & (counts[time + 1] >= window) & (size > best)
        best, end = np.where(better, size, best), np.where(better, time + 1, end)
    largest, since = np.full(len(places), -1.0), np.full(len(places), -1)
    for time in range(stop - start):
        length = counts[end, places] - counts[time]
        size = np.sqrt(((sums[end, places] - sums[time]) ** 2).mean(axis=1) / np.maximum(length, 1))
        better = known[start + time] & (length > 0) & (size > largest)
        largest, since = np.where(better, size, largest), np.where(better, start + time, since)
    return best, np.where(best >= 0, since, -1)
