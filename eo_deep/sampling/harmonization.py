"""One image's values brought to another's of the same place: per band gain and offset, a curve where one is wanted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

_PAIRS, _NEAR = 20_000, 32  # of pixels, whose slopes give the first gain; how far they lie apart at most
_ROUNDS, _TRIM = 3, 3.0
_TO_SIGMA = 1.4826  # from the median absolute deviation to a normal law's standard deviation
_KNOTS = 64
_LEAST = 0.02  # of a band's own standard deviation


@dataclass(frozen=True)
class Harmonization:
    """What makes an image's values those of another: `matrix` (C, D) and `offset` (C,), then a curve for each band.

    curves: (C, 2, K) or None: rising values and what they become, straight in between and beyond. sigma: (C,), the
    standard deviation of what remains, by its median absolute deviation.
    """

    matrix: np.ndarray
    offset: np.ndarray
    sigma: np.ndarray
    curves: np.ndarray | None = None

    @property
    def gain(self) -> np.ndarray | None:
        """(C,) where each band is made of one; None where they are mixed."""
        square = self.matrix.shape[0] == self.matrix.shape[1]
        is_diagonal = square and not (self.matrix - np.diag(np.diag(self.matrix))).any()
        return np.diag(self.matrix) if is_diagonal else None

    def __call__(self, pixels: np.ndarray) -> np.ndarray:
        """(D, ...) -> (C, ...) float32."""
        flat = pixels.reshape(len(pixels), -1).astype(np.float32)
        gain = self.gain
        mixed = gain[:, None].astype(np.float32) * flat if gain is not None else self.matrix.astype(np.float32) @ flat
        mixed += self.offset[:, None].astype(np.float32)
        if self.curves is not None:
            mixed = np.stack([_follow(*pair) for pair in zip(self.curves, mixed)])
        return mixed.reshape(-1, *pixels.shape[1:])


def unchanged(count: int) -> Harmonization:
    """The values of `count` bands as they are."""
    return Harmonization(np.eye(count), np.zeros(count), np.zeros(count))


def fit_harmonization(target: np.ndarray, values: np.ndarray, seed: int = 0) -> Harmonization:
    """Gain and offset of each band by robust regression; a full matrix where the numbers of bands differ.

    It starts from the median slope between random pairs of pixels (Theil and Sen) that lie near each other, so that
    both are below a cloud or none is, and goes on by three rounds of least squares without residuals above 3 standard
    deviations.

    Parameters
    ----------
    target : (C, N) float
        The image whose values count.
    values : (D, N) float
        The other one at the same pixels, row by row.
    seed : int
        Of the pairs.
    """
    target, values = target.astype(np.float64), values.astype(np.float64)
    if len(target) == len(values):
        fits = [_fit_line(*pair, np.random.default_rng(seed)) for pair in zip(target, values)]
        matrix, offset = np.diag([gain for gain, _ in fits]), np.array([offset for _, offset in fits])
    else:
        rows = [_fit_plane(band, values) for band in target]
        matrix, offset = np.stack([row[:-1] for row in rows]), np.array([row[-1] for row in rows])
    linear = Harmonization(matrix, offset, np.ones(len(target)))
    return replace(linear, sigma=_measure_rest(linear, target, values))


def add_curves(linear: Harmonization, target: np.ndarray, values: np.ndarray) -> Harmonization:
    """Then match the histograms of what both show: to each quantile of one, that of the other.

    Parameters
    ----------
    linear : Harmonization
    target : (C, N) float
    values : (D, N) float
        As in `fit_harmonization`, without pixels that differ by more than a curve explains.
    """
    levels = np.linspace(0, 1, _KNOTS)
    made = linear(values)
    curves = np.stack([[np.quantile(a, levels), np.quantile(b, levels)] for a, b in zip(made, target)])
    curves[:, 0] = np.maximum.accumulate(curves[:, 0] + 1e-6 * np.arange(_KNOTS), axis=1)
    curved = replace(linear, curves=curves)
    return replace(curved, sigma=_measure_rest(curved, target, values))


def _fit_line(target: np.ndarray, values: np.ndarray, rng: np.random.Generator) -> tuple[float, float]:
    first = rng.integers(0, len(values), _PAIRS)
    second = (first + rng.integers(1, _NEAR + 1, _PAIRS)) % len(values)
    run = values[second] - values[first]
    apart = np.abs(run) > 1e-9 * max(1e-12, np.abs(values).max())
    if not apart.any():
        return 1.0, float(np.median(target - values))
    # Short runs are all noise: the longer half of them says more.
    apart &= np.abs(run) >= np.median(np.abs(run[apart]))
    gain = float(np.median((target[second] - target[first])[apart] / run[apart]))
    offset = float(np.median(target - gain * values))
    for _ in range(_ROUNDS):
        rest = target - gain * values - offset
        kept = np.abs(rest - np.median(rest)) <= _TRIM * max(float(_measure_sigma(rest)), 1e-12)
        if np.ptp(values[kept]) == 0:
            break
        gain, offset = np.polyfit(values[kept], target[kept], 1).tolist()
    return gain, offset


def _fit_plane(target: np.ndarray, values: np.ndarray) -> np.ndarray:
    """(D + 1,): weights and offset, by the same rounds from pixels that are ordinary in every band."""
    columns = np.concatenate([values, np.ones((1, values.shape[1]))]).T
    low, high = np.quantile(np.concatenate([values, target[None]]), (0.05, 0.95), axis=1)[..., None]
    inside = np.concatenate([values, target[None]])
    kept = ((inside >= low) & (inside <= high)).all(axis=0)
    kept = kept if kept.sum() > len(columns.T) else np.ones(len(target), bool)
    for _ in range(_ROUNDS + 1):
        weights = np.linalg.lstsq(columns[kept], target[kept], rcond=None)[0]
        rest = target - columns @ weights
        kept = np.abs(rest - np.median(rest)) <= _TRIM * max(float(_measure_sigma(rest)), 1e-12)
    return weights


def measure_rest(target: np.ndarray, values: np.ndarray) -> float:
    """The share of (C, N) that straight lines, or planes, of (D, N) leave: mean standard deviation over the bands'."""
    columns = [np.stack([band, np.ones_like(band)], axis=1) for band in values]
    if len(target) != len(values):
        columns = [np.concatenate([values, np.ones_like(values[:1])]).T] * len(target)
    left = [np.std(band - each @ np.linalg.lstsq(each, band, rcond=None)[0]) / max(float(np.std(band)), 1e-12)
            for band, each in zip(target, columns)]
    return float(np.mean(left))


def measure_curvature(linear: Harmonization, target: np.ndarray, values: np.ndarray) -> float:
    """What cubic curves leave of what straight lines leave, 0 to 1, of the band where it is least."""
    left = []
    for band, made in zip(target.astype(np.float64), linear(values).astype(np.float64)):
        if np.ptp(made) == 0:
            continue
        x = (made - made.mean()) / made.std()
        line, curve = (np.std(band - np.polyval(np.polyfit(x, band, degree), x)) for degree in (1, 3))
        left.append(float(curve / line) if line > 1e-9 * np.abs(band).max() else 1.0)
    return min(left, default=1.0)


def _measure_rest(fitted: Harmonization, target: np.ndarray, values: np.ndarray) -> np.ndarray:
    """(C,): the standard deviation of what remains; at least what rounding may leave of a band that varies."""
    least = np.maximum(_LEAST * _measure_sigma(target), 1e-9)
    return np.maximum(_measure_sigma(target - fitted(values)), least)


def _measure_sigma(rest: np.ndarray) -> np.ndarray:
    middle = np.median(rest, axis=-1, keepdims=True)
    return _TO_SIGMA * np.median(np.abs(rest - middle), axis=-1)


def _follow(curve: np.ndarray, values: np.ndarray) -> np.ndarray:
    """A curve's values, continued at both ends in parallel to the straight line."""
    before, after = curve
    inside = np.interp(values, before, after)
    return (inside + np.minimum(values - before[0], 0) + np.maximum(values - before[-1], 0)).astype(np.float32)
