"""Distances of corners: which corner of a predicted outline is which corner of its reference outline, and how far off.

A corner is a vertex at which the outline turns. Outlines are compared by their outer rings, of the largest part.
"""

from __future__ import annotations

import numpy as np
import shapely

from ...runtime.compilation import njit

CORNER_DISTANCES_M = (0.5, 1.0, 2.0, 4.0)
_STRAIGHT = np.sin(np.radians(0.1))  # vertices at which the outline turns by less are no corners
_MAX_CELLS = 500_000  # of the table of one pair; far beyond any building's


def find_corners(ring: np.ndarray) -> np.ndarray:
    """Corners (N, 2) of a ring (V, 2), closed or not, counter-clockwise: its vertices where it turns."""
    xy, _ = _collect_corners(np.array([shapely.Polygon(ring)], object))
    return xy


def match_corners(predicted: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """Euclidean distance (R,) of each corner of a reference ring (R, 2) from its partner in a predicted ring (P, 2).

    Both rings run in the same direction and do not repeat their first point. Corners are matched one to one in their
    order along the rings, wherever these start, so that the sum of distances is minimal: with equal numbers of corners
    this is the minimum over all cyclic shifts (Girard and Tarabalka 2018). inf where the prediction has fewer corners
    and none is left for a corner of the reference.
    """
    ends = np.array([0, len(predicted)]), np.array([0, len(reference)])
    return _match_rings(np.asarray(predicted, np.float64), ends[0], np.asarray(reference, np.float64), ends[1])


def measure_corner_distances(predicted: np.ndarray, reference: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distances (C,) of all corners of (K,) reference polygons by `match_corners`, and the pair (C,) int of each."""
    xy, ends = _collect_corners(predicted)
    reference_xy, reference_ends = _collect_corners(reference)
    owner = np.repeat(np.arange(len(reference)), np.diff(reference_ends))
    return _match_rings(xy, ends, reference_xy, reference_ends), owner


def find_medians(distances: np.ndarray, owner: np.ndarray, count: int) -> np.ndarray:
    """The median (K,) of the distances (C,) of each of `count` owners; NaN where it is not finite, or of none."""
    medians = np.full(count, np.nan)
    order = np.lexsort((distances, owner))
    first, end = (np.searchsorted(owner[order], np.arange(count), side) for side in ("left", "right"))
    has = end > first
    low, high = (distances[order][(first + end - k)[has] // 2] for k in (1, 0))
    medians[has] = (low + high) / 2
    return np.where(np.isfinite(medians), medians, np.nan)


def _collect_corners(geometries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Corners (C, 2) of the outer rings of the largest parts of (K,) polygons, and where each begins: (K + 1,)."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    order = np.lexsort((-shapely.area(parts), owner))
    largest = parts[order[np.unique(owner[order], return_index=True)[1]]]
    xy, ring = shapely.get_coordinates(shapely.get_exterior_ring(largest), return_index=True)
    xy, ring = xy[:-1][ring[1:] == ring[:-1]], ring[:-1][ring[1:] == ring[:-1]]  # without the points that close rings
    before, after = _find_neighbours(ring)
    moved = (xy != xy[after]).any(axis=1)
    xy, ring = xy[moved], ring[moved]
    before, after = _find_neighbours(ring)
    there, back = xy[after] - xy, xy - xy[before]
    cross, along = back[:, 0] * there[:, 1] - back[:, 1] * there[:, 0], (back * there).sum(axis=1)
    corner = (np.abs(cross) > _STRAIGHT * np.hypot(*there.T) * np.hypot(*back.T)) | (along < 0)
    local = xy - shapely.bounds(largest)[ring, :2]
    area = np.bincount(ring, local[:, 0] * local[after, 1] - local[:, 1] * local[after, 0], len(geometries))
    place = np.arange(len(ring))
    first = np.searchsorted(ring, ring)
    place = np.where(area[ring] < 0, first + np.searchsorted(ring, ring, side="right") - 1 - place, place)
    xy, ring = xy[place][corner[place]], ring[corner[place]]
    return xy, np.searchsorted(ring, np.arange(len(geometries) + 1))


def _find_neighbours(ring: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The vertices before and after each (V,) on its ring; `ring` (V,) ascends."""
    number = np.arange(len(ring))
    first, last = np.searchsorted(ring, ring), np.searchsorted(ring, ring, side="right") - 1
    return np.where(number == first, last, number - 1), np.where(number == last, first, number + 1)


@njit(cache=True, nogil=True)
def _match_rings(xy, ends, reference_xy, reference_ends):  # pragma: no cover - compiled
    """`match_corners` of many rings; ring k has the corners ends[k] to ends[k + 1]."""
    distance = np.full(len(reference_xy), np.inf)
    for k in range(len(reference_ends) - 1):
        predicted = xy[ends[k] : ends[k + 1]]
        reference = reference_xy[reference_ends[k] : reference_ends[k + 1]]
        fewer, more = (reference, predicted) if len(reference) <= len(predicted) else (predicted, reference)
        partner = _match_in_order(fewer, more)
        for i in range(len(fewer)):
            j = partner[i]
            place = reference_ends[k] + (i if len(reference) <= len(predicted) else j)
            d = np.hypot(fewer[i, 0] - more[j, 0], fewer[i, 1] - more[j, 1])
            distance[place] = min(distance[place], d)
    return distance


@njit(cache=True, nogil=True)
def _match_in_order(fewer, more):  # pragma: no cover - compiled
    """Partners (N,) among M corners for N <= M corners, in cyclic order, with the minimum sum of distances.

    Dynamic programming for each partner of the first corner: corner i gets number i + skipped after it, where `skipped`
    never decreases. A start is given up once its sum, with the rest at their nearest corners, reaches the best one. For
    rings of thousands of corners, where the table would be too large, the partners are the nearest corners.
    """
    n, m = len(fewer), len(more)
    nearest = np.zeros(n, np.int64)
    left = np.zeros(n + 1)  # sum of the distances of corners i to n from their nearest ones
    for i in range(n - 1, -1, -1):
        least = np.inf
        for j in range(m):
            d = np.hypot(fewer[i, 0] - more[j, 0], fewer[i, 1] - more[j, 1])
            if d < least:
                least = d
                nearest[i] = j
        left[i] = left[i + 1] + least
    slack = m - n + 1
    if n * slack > _MAX_CELLS:
        return nearest
    start_distance = np.hypot(fewer[0, 0] - more[:, 0], fewer[0, 1] - more[:, 1])
    best, partner = np.inf, nearest.copy()
    came_from = np.zeros((n, slack), np.int32)
    total = np.empty(slack)
    for start in np.argsort(start_distance):
        if start_distance[start] + left[1] >= best:
            break
        total[:] = np.inf
        total[0] = start_distance[start]
        given_up = False
        for i in range(1, n):
            least, source = np.inf, 0
            lowest = np.inf
            for skipped in range(slack):
                if total[skipped] < least:
                    least, source = total[skipped], skipped
                j = (start + i + skipped) % m
                d = np.hypot(fewer[i, 0] - more[j, 0], fewer[i, 1] - more[j, 1])
                came_from[i, skipped] = source
                total[skipped] = least + d
                lowest = min(lowest, least + d)
            if lowest + left[i + 1] >= best:
                given_up = True
                break
        if given_up:
            continue
        skipped = int(np.argmin(total))
        if total[skipped] < best:
            best = total[skipped]
            for i in range(n - 1, -1, -1):
                partner[i] = (start + i + skipped) % m
                skipped = came_from[i, skipped]
    return partner
