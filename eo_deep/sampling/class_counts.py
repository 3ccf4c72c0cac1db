"""How many pixels of an image each class has, and the pixels with the smallest hashes, in one pass over the image."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..geo.measure import PixelSizes
from ..geo.place_hash import hash_pixel, hash_pixels
from ..io.names import name_of
from ..progress import Progress, silent
from ..runtime.compilation import njit
from .label_pixels import Entries, FeaturePixels, RasterPixels, State, Strip, map_strips
from .point_selection import LowestHashes, make_records

MAX_CLASSES = 1000
_STATES = len(State)
_UNUSABLE = tuple(State)[State.NODATA :]
_MAX_SPAN = 1 << 20  # of the values of a class raster that are counted by position
_ROOM = 4096


@dataclass
class KeyCounts:
    """Of one key, a feature's number or a class value: its pixels by `State`, their ground, and where they lie.

    hectares: of the usable pixels; NaN where the image has no CRS. extent: first and last row, first and last column.
    """

    pixels: np.ndarray
    hectares: float
    extent: np.ndarray

    def add(self, other: KeyCounts) -> None:
        """Count another part of the image too."""
        self.pixels = self.pixels + other.pixels
        self.hectares += other.hectares
        low = np.minimum(self.extent[[0, 2]], other.extent[[0, 2]])
        high = np.maximum(self.extent[[1, 3]], other.extent[[1, 3]])
        self.extent = np.array([low[0], high[0], low[1], high[1]])


def survey_image(
    pixels: FeaturePixels | RasterPixels, salt: np.uint64, kept: LowestHashes | None = None,
    rejected: LowestHashes | None = None, progress: Progress = silent,
) -> dict[int, KeyCounts]:  # fmt: skip
    """Count the labelled pixels of an image by key, and collect those with the smallest hashes.

    Parameters
    ----------
    pixels : FeaturePixels or RasterPixels
    salt : int
        Of the hash, see `place_hash.make_salt`.
    kept : LowestHashes, optional
        Gets usable pixels, in groups named by class.
    rejected : LowestHashes, optional
        Gets the others, in groups of `State`.
    progress : Progress

    Returns
    -------
    dict
        By feature number, or by value of a class raster.
    """
    areas = measure_row_hectares(pixels.grid)

    def scan(found):
        if isinstance(found, Strip):
            return _scan_raster(found, areas, salt, kept, rejected)
        return _scan_features(found, areas, salt, kept, rejected)

    counts: dict[int, KeyCounts] = {}
    for part, candidates in map_strips(pixels, scan, progress):
        for key, each in part.items():
            if key in counts:
                counts[key].add(each)
            else:
                counts[key] = each
        if isinstance(pixels, RasterPixels) and len(counts) > MAX_CLASSES:
            raise EoDeepError(
                f"The labels '{name_of(pixels.path)}' hold more than {MAX_CLASSES} classes; classify them first."
            )
        for receiver, group, records in candidates:
            receiver.add(group, records)
    return counts


def _find_limits(hashes: LowestHashes | None, groups: Sequence[Hashable]) -> np.ndarray:
    """Up to which hash pixels of each group are wanted, (N,) uint64; 0 where none are."""
    return hashes.list_limits(groups) if hashes else np.zeros(len(groups), np.uint64)


def measure_row_hectares(grid: Grid) -> np.ndarray:
    """The area (ha) of a pixel of each row, (H,) float64; NaN without a CRS."""
    if grid.crs is None:
        return np.full(grid.height, np.nan)
    return PixelSizes(grid).measure_area(np.arange(grid.height)) / 1e4


def _scan_features(
    entries: Entries, areas: np.ndarray, salt: np.uint64, kept: LowestHashes | None, rejected: LowestHashes | None
) -> tuple[dict[int, KeyCounts], list]:  # fmt: skip
    if not len(entries):
        return {}, []
    keys, codes = np.unique(entries.features, return_inverse=True)
    states = entries.states.astype(np.int64)
    pixels = np.bincount(codes * _STATES + states, minlength=len(keys) * _STATES).reshape(len(keys), _STATES)
    usable = states == State.USABLE
    hectares = np.bincount(codes, np.where(usable, areas[entries.rows], 0.0), len(keys))
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], np.arange(len(keys)))
    rows, columns = entries.rows[order], entries.columns[order]
    extents = np.stack([
        np.minimum.reduceat(rows, starts), np.maximum.reduceat(rows, starts),
        np.minimum.reduceat(columns, starts), np.maximum.reduceat(columns, starts),
    ], axis=1)  # fmt: skip
    counts = {int(key): KeyCounts(*each) for key, *each in zip(keys, pixels, hectares.tolist(), extents)}
    if kept is None and rejected is None:
        return counts, []
    hashes = hash_pixels(salt, entries.rows, entries.columns)
    records = make_records(hashes, entries.rows, entries.columns, entries.features)
    classes = [entries.class_of[int(key)] for key in keys]
    group_of = {group: number for number, group in enumerate(dict.fromkeys(classes))}
    groups = np.array([group_of[each] for each in classes])[codes]
    wanted = usable & (hashes <= _find_limits(kept, list(group_of))[groups])
    candidates = [(kept, group, records[wanted & (groups == number)]) for group, number in group_of.items() if kept]
    return counts, candidates + _list_rejected(rejected, records, states)


def _list_rejected(rejected: LowestHashes | None, records: np.ndarray, states: np.ndarray) -> list:
    """The records that are not usable, by state, for `rejected`."""
    if rejected is None:
        return []
    return [(rejected, State(state), records[states == state]) for state in _UNUSABLE if (states == state).any()]


def _scan_raster(
    strip: Strip, areas: np.ndarray, salt: np.uint64, kept: LowestHashes | None, rejected: LowestHashes | None
) -> tuple[dict[int, KeyCounts], list]:  # fmt: skip
    values, codes = encode_values(strip)
    if not len(values):
        return {}, []
    limits, reject_limits = _find_limits(kept, values.tolist()), np.zeros(_STATES, np.uint64)
    reject_limits[_UNUSABLE[0] :] = _find_limits(rejected, _UNUSABLE)
    first = int(strip.window.row_off)
    row_areas = areas[first : first + len(codes)]
    pixels, hectares, extents, found = _scan(codes, strip.states, row_areas, first, salt, limits, reject_limits)
    present = np.flatnonzero(pixels.sum(axis=1))
    counts = {int(values[code]): KeyCounts(pixels[code], float(hectares[code]), extents[code]) for code in present}
    hashes, rows, columns, found_codes, states = found
    records = make_records(hashes, rows, columns, values[found_codes])
    usable = states == State.USABLE
    candidates = [(kept, int(values[code]), records[usable & (found_codes == code)]) for code in present if kept]
    return counts, candidates + _list_rejected(rejected, records, states)


def encode_values(strip: Strip) -> tuple[np.ndarray, np.ndarray]:
    """The class values of a strip, (K,) int64, and the position of each pixel's among them, (H, W)."""
    pixels = strip.values
    if pixels.dtype == np.uint8:
        return np.arange(256), pixels
    labelled = pixels[strip.states > 0]
    if not len(labelled):
        return np.zeros(0, np.int64), pixels
    low, high = int(labelled.min()), int(labelled.max())
    if high - low < _MAX_SPAN:
        codes = (pixels.astype(np.int64) - low).astype(np.int32)
        return np.arange(low, high + 1), codes
    values, positions = np.unique(labelled, return_inverse=True)
    codes = np.zeros(pixels.shape, np.int32)
    codes[strip.states > 0] = positions
    return values.astype(np.int64), codes


@njit(cache=True, nogil=True)
def _scan(codes, states, row_areas, first_row, salt, limits, reject_limits):
    """Pixels (K, states), hectares (K,) and extents (K, 4) of K codes, and hashes, rows, columns, codes and states of
    the pixels within the limits."""
    count = len(limits)
    pixels = np.zeros((count, len(reject_limits)), np.int64)
    hectares = np.zeros(count)
    extents = np.full((count, 4), -1, np.int64)
    size, held = _ROOM, 0
    hashes, places = np.empty(size, np.uint64), np.empty((size, 4), np.int64)
    height, width = codes.shape
    for i in range(height):
        for j in range(width):
            state = states[i, j]
            if state == 0:
                continue
            code = codes[i, j]
            if extents[code, 0] < 0:
                extents[code, 0], extents[code, 2], extents[code, 3] = first_row + i, j, j
            pixels[code, state] += 1
            extents[code, 1] = first_row + i
            if j < extents[code, 2]:
                extents[code, 2] = j
            if j > extents[code, 3]:
                extents[code, 3] = j
            if state == 1:
                hectares[code] += row_areas[i]
                limit = limits[code]
            else:
                limit = reject_limits[state]
            if limit == 0:
                continue
            hashed = hash_pixel(salt, first_row + i, j)
            if hashed > limit:
                continue
            if held == size:
                size *= 2
                more_hashes, more_places = np.empty(size, np.uint64), np.empty((size, 4), np.int64)
                more_hashes[:held], more_places[:held] = hashes, places
                hashes, places = more_hashes, more_places
            hashes[held] = hashed
            places[held, 0], places[held, 1], places[held, 2], places[held, 3] = first_row + i, j, code, state
            held += 1
    return pixels, hectares, extents, (
        hashes[:held], places[:held, 0], places[:held, 1], places[:held, 2], places[:held, 3]
    )
