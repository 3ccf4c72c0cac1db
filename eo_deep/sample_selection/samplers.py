"""The pixels of an image that become samples, by one of three samplers. No answer depends on strips or threads."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..geo.place_hash import hash_pixels, make_salt, mix
from ..progress import Progress
from ..runtime.compilation import njit
from ..sampling.class_counts import KeyCounts, encode_values, survey_image
from ..sampling.label_pixels import FeaturePixels, RasterPixels, State, Strip, map_strips
from ..sampling.point_selection import RECORD, LowestHashes, make_records, take_every

SAMPLERS = ("random", "regular", "spread")
REJECTED_PER_REASON = 10_000
_KEPT = 1 << 14
_MOST_KEPT = 1 << 22
_FACTOR = 8
_SHORTER = 0.9
_ROOM = 0.7  # at this part of the distance on a square grid, random points still find room


@dataclass
class ImageSurvey:
    """One image: its labelled pixels, how many there are of each key, and those with the smallest hashes."""

    pixels: FeaturePixels | RasterPixels
    salt: np.uint64
    counts: dict[int, KeyCounts]
    kept: LowestHashes
    rejected: LowestHashes | None
    too_close: dict[int | str, np.ndarray] = field(default_factory=dict)

    def class_of(self, key: int) -> int | str:
        """The class of a feature or value."""
        return self.pixels.class_of[key] if isinstance(self.pixels, FeaturePixels) else key

    def count_usable(self) -> dict[int | str, int]:
        """How many pixels of each class can be samples."""
        totals: dict[int | str, int] = {}
        for key, each in self.counts.items():
            totals[self.class_of(key)] = totals.get(self.class_of(key), 0) + int(each.pixels[State.USABLE])
        return totals


def survey(
    pixels: FeaturePixels | RasterPixels, seed: int, image: int, by_hash: bool, with_rejected: bool, progress: Progress
) -> ImageSurvey:
    """Count an image's pixels and, where they are selected by hash, keep those that would be taken first."""
    salt, kept = make_salt(seed, image), LowestHashes(_KEPT)
    rejected = LowestHashes(REJECTED_PER_REASON) if with_rejected else None
    counts = survey_image(pixels, salt, kept if by_hash else None, rejected, progress)
    return ImageSurvey(pixels, salt, counts, kept, rejected)


def select_random(found: ImageSurvey, wanted: dict[int | str, int], progress: Progress) -> dict[int | str, np.ndarray]:
    """The pixels of each class with the smallest hashes, (n,) of `RECORD`, `wanted` of each, in that order."""
    kept = found.kept
    if max(wanted.values(), default=0) > _KEPT:
        kept = LowestHashes(max(wanted.values()), wanted)
        survey_image(found.pixels, found.salt, kept, progress=progress)
    return {name: kept.take(name, count) for name, count in wanted.items()}


def select_regular(found: ImageSurvey, wanted: dict[int | str, int], progress: Progress) -> dict[int | str, np.ndarray]:
    """Of each class's pixels in row-major order those at equal distances in this order, (n,) of `RECORD`."""
    totals = found.count_usable()
    names = list(wanted)
    place = {name: number for number, name in enumerate(names)}
    counts = np.array([wanted[name] for name in names], np.int64)
    of = np.array([totals[name] for name in names], np.int64)
    ranks = np.zeros(len(names), np.int64)
    parts: list[np.ndarray] = []
    for strip in map_strips(found.pixels, lambda strip: strip, progress):
        if isinstance(strip, Strip):
            values, codes = encode_values(strip)
            places = np.full(len(values), -1, np.int64)
            for name, number in place.items():
                places[values == name] = number
            rows, columns, chosen = _take_ranked(
                codes, strip.states, int(strip.window.row_off), places, ranks, counts, of
            )
            keys = values[chosen]
        else:
            entries = strip.select(np.lexsort((strip.features, strip.columns, strip.rows)))
            entries = entries.select(entries.states == State.USABLE)
            groups = np.array([place.get(found.class_of(int(key)), -1) for key in entries.features], np.int64)
            taken = np.zeros(len(entries), bool)
            for group in range(len(names)):
                members = np.flatnonzero(groups == group)
                taken[members] = take_every(ranks[group] + np.arange(len(members)), counts[group], of[group])
                ranks[group] += len(members)
            rows, columns, keys = entries.rows[taken], entries.columns[taken], entries.features[taken]
        parts.append(make_records(hash_pixels(found.salt, rows, columns), rows, columns, keys))
    records = np.concatenate(parts) if parts else np.empty(0, RECORD)
    records = records[np.lexsort((records["key"], records["hash"]))]
    keys, positions = np.unique(records["key"], return_inverse=True)
    owners = np.array([place[found.class_of(key)] for key in keys.tolist()], np.int64)[positions]
    return {name: records[owners == number] for number, name in enumerate(names)}


def select_spread(
    found: ImageSurvey, wanted: dict[int | str, int], distance_m: float | None, progress: Progress
) -> dict[int | str, np.ndarray]:
    """The pixels of each class in the order of their hashes, without those nearer to a former one than a distance.

    distance_m: None for one at which `wanted` pixels about fit in. Pixels without room are kept in `too_close`.
    """
    totals, chosen = found.count_usable(), {}
    kept, held, open_classes = found.kept, _KEPT, dict(wanted)
    while open_classes:
        for name, count in list(open_classes.items()):
            candidates = kept.take(name, held)
            sides = measure_sides(found.pixels)
            reach = distance_m
            if reach is None:
                reach = _ROOM * (totals[name] * sides[0] * sides[1] / max(count, 1)) ** 0.5
            is_whole = len(candidates) >= min(totals[name], _MOST_KEPT)
            y, x = candidates["row"] * sides[1], candidates["column"] * sides[0]
            taken = _keep_distance(y, x, float(reach), int(count))
            while distance_m is None and is_whole and (taken == 1).sum() < min(count, len(candidates)):
                reach *= _SHORTER if reach > min(sides) else 0.0
                taken = _keep_distance(y, x, float(reach), int(count))
            chosen[name] = candidates[taken == 1]
            if found.rejected is not None:
                found.too_close[name] = candidates[taken == 2][:REJECTED_PER_REASON]
            if len(chosen[name]) == count or is_whole:
                del open_classes[name]
        if open_classes:
            held *= _FACTOR
            kept = LowestHashes(held)
            survey_image(found.pixels, found.salt, kept, progress=progress)
    return chosen


def measure_sides(pixels: FeaturePixels | RasterPixels) -> tuple[float, float]:
    """Width and height of a pixel in metres, in units of the coordinates without CRS."""
    transform = pixels.grid.transform
    return pixels.grid.ground_resolution_m or (
        float(np.hypot(transform.a, transform.d)), float(np.hypot(transform.b, transform.e))
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _find_rank(first, count, total):
    """The first rank from `first` on that `take_every` takes; `total` if none is."""
    half = total // 2
    if count <= 0:
        return total
    # The smallest r with (r + 1) count + half >= ((first count + half) // total + 1) total.
    return (((first * count + half) // total + 1) * total - half + count - 1) // count - 1


@njit(cache=True, nogil=True)
def _take_ranked(codes, states, first_row, places, ranks, counts, totals):
    """Rows, columns and codes of the usable pixels whose ranks in their classes are taken; moves `ranks` on."""
    size, held = 4096, 0
    found = np.empty((size, 3), np.int64)
    awaited = np.empty(len(ranks), np.int64)
    for place in range(len(ranks)):
        awaited[place] = _find_rank(ranks[place], counts[place], totals[place])
    height, width = codes.shape
    for i in range(height):
        for j in range(width):
            if states[i, j] != 1:
                continue
            place = places[codes[i, j]]
            if place < 0:
                continue
            ranks[place] += 1
            if ranks[place] <= awaited[place]:
                continue
            awaited[place] = _find_rank(ranks[place], counts[place], totals[place])
            if held == size:
                size *= 2
                more = np.empty((size, 3), np.int64)
                more[:held] = found
                found = more
            found[held, 0], found[held, 1], found[held, 2] = first_row + i, j, codes[i, j]
            held += 1
    return found[:held, 0].copy(), found[:held, 1].copy(), found[:held, 2].copy()


@njit(cache=True, nogil=True)
def _keep_distance(y, x, reach, count):
    """Which of the points (N,), in order, are taken (1) or too near to a taken one (2), until `count` are taken."""
    state = np.zeros(len(y), np.uint8)
    buckets = 16
    while buckets < 2 * count:
        buckets *= 2
    heads, following = np.full(buckets, -1, np.int64), np.full(len(y), -1, np.int64)
    mask, taken = np.uint64(buckets - 1), 0
    for point in range(len(y)):
        if taken == count:
            break
        row, column = 0, 0
        if reach > 0:
            row, column = int(np.floor(y[point] / reach)), int(np.floor(x[point] / reach))
            for i in range(row - 1, row + 2):
                for j in range(column - 1, column + 2):
                    other = heads[np.int64(mix((np.uint64(i) << np.uint64(32)) ^ np.uint64(j)) & mask)]
                    while other >= 0 and state[point] == 0:
                        if (y[other] - y[point]) ** 2 + (x[other] - x[point]) ** 2 < reach * reach:
                            state[point] = 2
                        other = following[other]
        if state[point] == 0:
            state[point] = 1
            taken += 1
            bucket = np.int64(mix((np.uint64(row) << np.uint64(32)) ^ np.uint64(column)) & mask)
            following[point] = heads[bucket]
            heads[bucket] = point
    return state
