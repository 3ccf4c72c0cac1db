"""Groups of alike cells by k-means, the same whatever the tiles and threads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..geo.place_hash import hash_pixels, make_salt
from ..progress import Progress, silent
from .feature_map import BLOCK_CELLS

SAMPLE_CELLS = 50_000
FEWEST, MOST = 2, 30
_MOST_TRIED = 15  # classes, where their number is chosen
_STARTS, _ROUNDS = 5, 100
_SILHOUETTE_CELLS = 2000


@dataclass(frozen=True)
class Clusters:
    """What k-means found.

    Attributes
    ----------
    centres : ndarray, (K, C) float64
        Of features in standard deviations of the sample, the largest cluster first.
    mean, deviation : ndarray, (C,) float64
        By which features are scaled.
    shares : ndarray, (K,) float64
        Of the sample.
    spread : float
        The mean squared distance of the sample from its centres.
    """

    centres: np.ndarray
    mean: np.ndarray
    deviation: np.ndarray
    shares: np.ndarray
    spread: float

    def measure(self, features: np.ndarray) -> np.ndarray:
        """Squared distances (K, h, w) float32 of features (C, h, w) from the centres, summed channel by channel."""
        total = np.zeros((len(self.centres), *features.shape[1:]), np.float32)
        for channel, values in enumerate(features):
            scaled = (values - np.float32(self.mean[channel])) * np.float32(1 / self.deviation[channel])
            total += (scaled - self.centres[:, channel, None, None].astype(np.float32)) ** 2
        return total


def sample_cells(grid: Grid, read: Callable[[Window], tuple[np.ndarray, np.ndarray]], seed: int,
                 progress: Progress = silent) -> np.ndarray:
    """Features (N, C) float64 of up to 50,000 known cells, drawn by a hash of their position, in order of position.

    Raises EoDeepError where fewer than 2 are known.
    """
    kept_hash, kept_place, kept = np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros((0, 0), np.float32)
    salt = make_salt(seed, 0)
    blocks = list(grid.blocks(BLOCK_CELLS * 4))
    for number, block in enumerate(blocks, 1):
        features, known = read(block)
        rows, columns = np.nonzero(known)
        place = (rows + int(block.row_off)).astype(np.int64) * grid.width + columns + int(block.col_off)
        drawn = hash_pixels(salt, rows + int(block.row_off), columns + int(block.col_off))
        if len(kept_hash) == SAMPLE_CELLS:
            lower = drawn < kept_hash.max()
            rows, columns, place, drawn = rows[lower], columns[lower], place[lower], drawn[lower]
        values = features[:, rows, columns].T
        kept = np.concatenate([kept, values]) if len(kept) else values
        kept_hash, kept_place = np.concatenate([kept_hash, drawn]), np.concatenate([kept_place, place])
        if len(kept_hash) > SAMPLE_CELLS:
            chosen = np.argsort(kept_hash, kind="stable")[:SAMPLE_CELLS]
            kept, kept_hash, kept_place = kept[chosen], kept_hash[chosen], kept_place[chosen]
        progress(number / len(blocks))
    if len(kept) < FEWEST:
        raise EoDeepError(f"Classes need at least {FEWEST} places with valid pixels, got {len(kept)}.")
    return kept[np.argsort(kept_place)].astype(np.float64)


def find_clusters(sample: np.ndarray, count: int | None, seed: int, scaled: bool = True,
                  progress: Progress = silent) -> tuple[Clusters, dict[int, float]]:
    """k-means of a sample (N, C) by k-means++ with 5 starts, and the silhouettes by number of classes.

    count None: the number before the largest drop of the silhouette among 2 to 15, of 2,000 cells of the sample.
    scaled: features count in standard deviations.
    """
    mean, deviation = (sample.mean(axis=0), sample.std(axis=0)) if scaled else (np.zeros(sample.shape[1]),
                                                                                np.ones(sample.shape[1]))  # fmt: skip
    deviation = np.where(deviation > 1e-9, deviation, 1)
    points = (sample - mean) / deviation
    distinct = len(np.unique(points, axis=0)) if len(points) < 1000 else MOST + 1
    if distinct < FEWEST:
        raise EoDeepError("All places of the image look the same, so there are no classes.")
    if count is not None and count > distinct:
        raise EoDeepError(f"There are {distinct} different places, so there can be no {count} classes.")
    silhouettes: dict[int, float] = {}
    if count is None:
        few = points[:: max(1, len(points) // _SILHOUETTE_CELLS)][:_SILHOUETTE_CELLS]
        tried = range(FEWEST, min(_MOST_TRIED + 1, distinct) + 1)
        for number, each in enumerate(tried, 1):
            silhouettes[each] = measure_silhouette(few, _run(few, each, seed)[1])
            progress(number / len(tried))
        count = choose_count(silhouettes)
    centres, labels, squares = _run(points, count, seed)
    sizes = np.bincount(labels, minlength=len(centres))
    order = np.argsort(-sizes, kind="stable")
    return Clusters(centres[order], mean, deviation, sizes[order] / len(points), float(squares.mean())), silhouettes


def choose_count(silhouettes: dict[int, float]) -> int:
    """The number of classes before the largest drop of the silhouette."""
    counts = sorted(silhouettes)
    if len(counts) == 1:
        return counts[0]
    return max(counts[:-1], key=lambda each: (silhouettes[each] - silhouettes[each + 1], -each))


def measure_silhouette(points: np.ndarray, labels: np.ndarray) -> float:
    """The mean of (b - a) / max(a, b): mean distances to the own and to the nearest other cluster (Rousseeuw 1987)."""
    squares = (points**2).sum(axis=1)
    distances = np.sqrt(np.maximum(squares[:, None] + squares - 2 * points @ points.T, 0))
    groups = np.eye(labels.max() + 1)[labels]
    sizes = groups.sum(axis=0)
    means = distances @ groups
    own = means[np.arange(len(labels)), labels] / np.maximum(sizes[labels] - 1, 1)
    others = np.where((np.arange(len(sizes)) == labels[:, None]) | (sizes == 0), np.inf, means / np.maximum(sizes, 1))
    nearest = others.min(axis=1)
    finite = np.isfinite(nearest) & (sizes[labels] > 1)
    score = np.where(finite, (nearest - own) / np.maximum(np.maximum(nearest, own), 1e-12), 0.0)
    return float(score.mean())


def _run(points: np.ndarray, count: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The best of 5 starts: centres (K, C), labels (N,), squared distances (N,)."""
    best = None
    for start in range(_STARTS):
        found = _improve(points, _choose_starts(points, count, np.random.default_rng([seed, count, start])))
        if best is None or found[2].sum() < best[2].sum():
            best = found
    assert best
    return best


def _choose_starts(points: np.ndarray, count: int, generator: np.random.Generator) -> np.ndarray:
    """k-means++ (Arthur and Vassilvitskii 2007)."""
    chosen = [int(generator.integers(len(points)))]
    nearest = ((points - points[chosen[0]]) ** 2).sum(axis=1)
    while len(chosen) < count:
        sums = np.cumsum(nearest)
        chosen.append(min(int(np.searchsorted(sums, generator.random() * sums[-1], side="right")), len(points) - 1))
        nearest = np.minimum(nearest, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
    return points[chosen]


def _improve(points: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lloyd's rounds until no label changes; an empty cluster starts again at the point farthest from its centre."""
    labels = np.full(len(points), -1)
    for _ in range(_ROUNDS):
        found, squares = _assign(points, centres)
        if (found == labels).all():
            break
        labels = found
        sizes = np.bincount(labels, minlength=len(centres))
        sums = np.stack([np.bincount(labels, column, len(centres)) for column in points.T], axis=1)
        centres = np.where(sizes[:, None] > 0, sums / np.maximum(sizes, 1)[:, None], centres)
        for number, empty in enumerate(np.flatnonzero(sizes == 0)):
            centres[empty] = points[np.argsort(-squares, kind="stable")[number]]
    labels, squares = _assign(points, centres)
    return centres, labels, squares


def _assign(points: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The nearest centre of each point (N,) and the squared distance."""
    distances = (centres**2).sum(axis=1) - 2 * points @ centres.T
    labels = distances.argmin(axis=1)
    squares = (points**2).sum(axis=1) + distances[np.arange(len(points)), labels]
    return labels, np.maximum(squares, 0)
