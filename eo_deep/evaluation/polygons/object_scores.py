"""Scores of polygons by area and by object: IoU, matching, average precision, gaps and overlaps.

Geometries are (N,) arrays of valid shapely Polygons and MultiPolygons, none of them empty, in one plane in metres.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ...errors import EoDeepError

IOU_THRESHOLDS = np.round(np.arange(0.5, 0.96, 0.05), 2)
LEAST_PAIR_IOU = 0.1
_RECALLS = np.linspace(0, 1, 101)
# What is thinner than this comes from the rounding of coordinates, not from anybody's outline.
_ROUNDING_M = 1e-6
# Corners stay corners when outlines grow and shrink again, unless they are sharper than 23 degrees.
_MITRE_LIMIT = 5.0
_MANY_PARTNERS = 50


@dataclass(frozen=True)
class Pairs:
    """Pairs of predicted and true polygons: their positions, (K,) int, and their IoU, (K,) float64."""

    predicted: np.ndarray
    true: np.ndarray
    iou: np.ndarray

    def __len__(self) -> int:
        return len(self.iou)

    def select(self, chosen: np.ndarray) -> Pairs:
        """The pairs of a boolean mask (K,) or of an array of positions."""
        return Pairs(self.predicted[chosen], self.true[chosen], self.iou[chosen])


def count_vertices(geometries: np.ndarray) -> np.ndarray:
    """Vertices (N,) int64 of all rings and parts; the point that closes a ring is not counted again."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    rings = 1 + shapely.get_num_interior_rings(parts)
    vertices = shapely.get_num_coordinates(parts) - rings
    return np.bincount(owner, vertices, len(geometries)).astype(np.int64)


def count_parts(geometries: np.ndarray) -> np.ndarray:
    """Parts (N,) int64: 1 for a polygon."""
    return shapely.get_num_geometries(geometries).astype(np.int64)


def count_holes(geometries: np.ndarray) -> np.ndarray:
    """Holes (N,) int64 of all parts."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    return np.bincount(owner, shapely.get_num_interior_rings(parts), len(geometries)).astype(np.int64)


def count_invalid(geometries: np.ndarray) -> int:
    """How many geometries break the rules of simple features; these may be anything."""
    return int((~shapely.is_valid(geometries)).sum())


def measure_iou(predicted: np.ndarray, true: np.ndarray) -> float:
    """Intersection over union of what the two layers cover, wherever in a layer polygons overlap counted once.

    1 if neither covers anything.
    """
    common_m2, union_m2 = measure_common_area(predicted, true)
    return common_m2 / union_m2 if union_m2 else 1.0


def measure_common_area(
    predicted: np.ndarray, true: np.ndarray, linked: Sequence[tuple[np.ndarray, np.ndarray]] | None = None
) -> tuple[float, float]:
    """Areas in m2 of the intersection and of the union of what the two layers cover.

    linked: for each layer, the pairs of its own polygons that may overlap, if known; see `find_meeting`.
    """
    first, second = (
        unite_overlapping(layer, *(linked[k] if linked else find_meeting(layer)))
        for k, layer in enumerate((predicted, true))
    )
    total = float(shapely.area(first).sum() + shapely.area(second).sum())
    i, j = shapely.STRtree(second).query(first, predicate="intersects")
    common = 0.0
    # A large polygon is cut once with all its partners together: each overlay walks its whole outline.
    for _ in range(2):
        many = np.bincount(i, minlength=len(first)) > _MANY_PARTNERS
        for position in np.flatnonzero(many):
            partners = shapely.union_all(second[j[i == position]])
            common += float(shapely.area(shapely.intersection(first[position], partners)))
        first, second, i, j = second, first, j[~many[i]], i[~many[i]]
    common += float(shapely.area(shapely.intersection(first[i], second[j])).sum())
    return common, total - common


def cut_inner_bands(geometries: np.ndarray, width_m: float) -> np.ndarray:
    """What of each polygon lies within `width_m` of its own outline: (N,) geometries."""
    return shapely.difference(geometries, shapely.buffer(geometries, -width_m))


def measure_boundary_iou(predicted: np.ndarray, true: np.ndarray, width_m: float = 1.0) -> float:
    """IoU of the polygons' inner bands of `width_m`: how well the outlines agree, whatever the polygons' size.

    Each polygon has a band of its own, so walls that neighbours share count. Source: Cheng et al. 2021, "Boundary
    IoU", equation 3.
    """
    if not width_m > 0:
        raise EoDeepError(f"The width of the boundary must be above 0 m, got {width_m:g} m.")
    return measure_iou(cut_inner_bands(predicted, width_m), cut_inner_bands(true, width_m))


def find_pairs(
    predicted: np.ndarray,
    true: np.ndarray,
    predicted_classes: np.ndarray | None = None,
    true_classes: np.ndarray | None = None,
    least_iou: float = LEAST_PAIR_IOU,
) -> Pairs:
    """All pairs of a predicted (N,) and a true (M,) polygon with an IoU of `least_iou` and, where given, one class."""
    i, j = shapely.STRtree(true).query(predicted)
    if predicted_classes is not None and true_classes is not None:
        same = predicted_classes[i] == true_classes[j]
        i, j = i[same], j[same]
    area, true_area = shapely.area(predicted), shapely.area(true)
    # Overlays are dear: only pairs whose bounds and areas allow the IoU get one.
    bounds, true_bounds = shapely.bounds(predicted)[i], shapely.bounds(true)[j]
    sides = np.minimum(bounds[:, 2:], true_bounds[:, 2:]) - np.maximum(bounds[:, :2], true_bounds[:, :2])
    most = np.minimum(np.minimum(area[i], true_area[j]), np.prod(np.maximum(sides, 0), axis=1))
    likely = (most >= least_iou * (area[i] + true_area[j] - most)) & (most > 0)
    i, j = i[likely], j[likely]
    common = shapely.area(shapely.intersection(predicted[i], true[j]))
    iou = common / (area[i] + true_area[j] - common)
    good = (iou >= least_iou) & (common > 0)
    return Pairs(i[good], j[good], iou[good])


def match_objects(pairs: Pairs, least_iou: float = 0.5, scores: np.ndarray | None = None) -> Pairs:
    """Pairs of which no polygon is in two, all with an IoU of at least `least_iou`; in the order of the predicted.

    Greedy: of what is left, the pair with the highest IoU; if there are `scores` (N,) of the predicted polygons, as
    COCO does, the predicted polygon with the highest score takes its best partner. Where neither layer overlaps
    itself, pairs of more than 0.5 leave no choice, and greedy is optimal.
    """
    fitting = pairs.select(pairs.iou >= least_iou)
    if scores is not None:
        first = -_make_comparable(scores)[fitting.predicted]
    else:
        first = np.zeros(len(fitting))
    fitting = fitting.select(np.lexsort((fitting.true, fitting.predicted, -fitting.iou, first)))
    taken = (np.bincount(fitting.predicted)[fitting.predicted] == 1) & (np.bincount(fitting.true)[fitting.true] == 1)
    busy_predicted, busy_true = set(), set()
    for position in np.flatnonzero(~taken):
        i, j = fitting.predicted[position], fitting.true[position]
        if i not in busy_predicted and j not in busy_true:
            busy_predicted.add(i)
            busy_true.add(j)
            taken[position] = True
    matched = fitting.select(taken)
    return matched.select(np.argsort(matched.predicted))


def average_precision(
    pairs: Pairs,
    predicted_count: int,
    true_count: int,
    scores: np.ndarray | None = None,
    thresholds: np.ndarray = IOU_THRESHOLDS,
) -> np.ndarray:
    """Average precision (T,) at each IoU threshold as COCO defines it: the mean interpolated precision at 101 recalls.

    The curve runs from the predicted polygon with the highest of the `scores` (N,) down; polygons of the same score
    come together, so their order in the file changes nothing. Without scores it is one point, and the average
    precision is precision times recall. NaN if nothing is true.
    """
    if not true_count:
        return np.full(len(thresholds), np.nan)
    values = np.zeros(predicted_count) if scores is None else _make_comparable(scores)
    order = np.argsort(-values, kind="stable")
    last_of_tie = np.flatnonzero(np.diff(values[order], append=np.nan) != 0)
    result = np.zeros(len(thresholds))
    for number, threshold in enumerate(thresholds):
        hit = np.zeros(predicted_count, bool)
        hit[match_objects(pairs, threshold, scores).predicted] = True
        right = np.cumsum(hit[order])[last_of_tie]
        precision = np.maximum.accumulate((right / (last_of_tie + 1))[::-1])[::-1]
        reached = np.searchsorted(right / true_count, _RECALLS - 1e-12)
        result[number] = np.append(precision, 0.0)[reached].mean()
    return result


def measure_complexity_iou(iou: np.ndarray, predicted_vertices: np.ndarray, true_vertices: np.ndarray) -> np.ndarray:
    """C-IoU (K,) of pairs: the IoU, less the more the numbers of vertices differ (Zorzi et al. 2022).

    Vertices of holes and of all parts count; see `count_vertices`.
    """
    difference = np.abs(predicted_vertices - true_vertices) / (predicted_vertices + true_vertices)
    return iou * (1 - difference)


def find_overlaps(geometries: np.ndarray) -> np.ndarray:
    """What more than one polygon of a layer covers: (K,) polygons that do not overlap."""
    copies = shapely.to_wkb(shapely.normalize(geometries))
    _, first, count = np.unique(copies, return_index=True, return_counts=True)
    once = geometries[first]
    i, j = find_meeting(once)
    common = np.append(once[count > 1], shapely.intersection(once[i], once[j]))
    return _drop_rounding(shapely.union_all(common[shapely.area(common) > 0]))


def find_gaps(geometries: np.ndarray, width_m: float = 1.0, true: np.ndarray | None = None) -> np.ndarray:
    """Gaps between the polygons of a layer: (K,) polygons that do not overlap.

    A gap is an area that no polygon covers, that touches at least two of them, and that is either enclosed by them or
    narrower than `width_m`. With `true`, only what true polygons cover counts, and only farther than `width_m` from
    where they leave such an opening themselves: courtyards and alleys are no gaps, even if a little displaced.
    """
    openings = _find_openings(geometries, width_m)
    if true is None or not len(openings):
        return openings
    i, j = shapely.STRtree(true).query(openings, predicate="intersects")
    gaps = _drop_rounding(shapely.union_all(shapely.intersection(openings[i], true[j])))
    true_openings = _find_openings(true, width_m)
    i, j = shapely.STRtree(true_openings).query(gaps, predicate="dwithin", distance=width_m)
    near, first = np.unique(i, return_index=True)
    around = np.array([None, *(shapely.union_all(true_openings[k]) for k in np.split(j, first)[1:])], object)[1:]
    left = shapely.difference(gaps[near], shapely.buffer(around, width_m))
    return _drop_rounding(np.concatenate([np.delete(gaps, near), left]))


def _find_openings(geometries: np.ndarray, width_m: float) -> np.ndarray:
    """What no polygon covers between two or more of them, enclosed or narrower than `width_m`: (K,) polygons."""
    i, j = shapely.STRtree(geometries).query(geometries, predicate="dwithin", distance=width_m)
    near = np.zeros(len(geometries), bool)
    near[i[i != j]] = True  # what has no neighbour has no gap
    if not near.any():
        return np.array([], object)
    number = np.cumsum(near) - 1
    covered = shapely.get_parts(unite_linked(geometries[near], number[i[i != j]], number[j[i != j]]))
    rings, part = shapely.get_rings(covered, return_index=True)
    holes = shapely.polygons(rings[1:][part[1:] == part[:-1]])  # the first ring of a part is its shell
    corners = {"join_style": "mitre", "mitre_limit": _MITRE_LIMIT}
    grown = shapely.buffer(shapely.multipolygons(covered), width_m / 2, **corners)
    closed = shapely.buffer(grown, -width_m / 2, **corners)
    covered = np.concatenate([covered, shapely.get_parts(geometries[~near])])
    empty = shapely.difference(shapely.union_all(np.append(holes, closed)), shapely.multipolygons(covered))
    empty = _drop_rounding(empty)
    between, _ = shapely.STRtree(geometries).query(empty, predicate="dwithin", distance=_ROUNDING_M)
    return empty[np.bincount(between, minlength=len(empty)) >= 2]


def find_meeting(geometries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (K,), (K,) of polygons of a layer that have points in common, each pair once; the first ascend."""
    i, j = shapely.STRtree(geometries).query(geometries, predicate="intersects")
    return i[i < j], j[i < j]


def unite_overlapping(geometries: np.ndarray, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """The layer with all polygons united that cover common areas, directly or through others.

    i, j: (K,), the pairs that may overlap, as `find_meeting` orders them. Those that others link already are not looked
    at, so that a stack of polygons costs no more than its height.
    """
    linked_i, linked_j, tried = i[:0], j[:0], 1
    while len(i):
        now = np.arange(len(i)) - np.searchsorted(i, i) < tried  # each polygon's next pairs, twice as many each time
        # Neighbours that touch have only lines and points in common.
        real = shapely.area(shapely.intersection(geometries[i[now]], geometries[j[now]])) > 0
        linked_i, linked_j = np.append(linked_i, i[now][real]), np.append(linked_j, j[now][real])
        _, group = _find_groups(len(geometries), linked_i, linked_j)
        left = ~now & (group[i] != group[j])
        i, j, tried = i[left], j[left], 2 * tried
    return unite_linked(geometries, linked_i, linked_j)


def unite_linked(geometries: np.ndarray, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """The layer with all polygons united that pairs i, j (K,) link, directly or through others."""
    count, group = _find_groups(len(geometries), i, j)
    order = np.argsort(group, kind="stable")
    members = np.split(order, np.cumsum(np.bincount(group, minlength=count))[:-1])
    united = [shapely.union_all(geometries[m]) if len(m) > 1 else geometries[m[0]] for m in members if len(m)]
    return np.array([None, *united], object)[1:]


def _find_groups(count: int, i: np.ndarray, j: np.ndarray) -> tuple[int, np.ndarray]:
    """How many groups pairs i, j (K,) make of `count` polygons, and the group (count,) of each."""
    links = coo_array((np.ones(len(i), bool), (i, j)), shape=(count, count))
    return connected_components(links, directed=False)


def _drop_rounding(geometries: shapely.Geometry | np.ndarray) -> np.ndarray:
    """The polygons of geometries without those as thin as the rounding of coordinates."""
    parts = shapely.get_parts(shapely.get_parts(geometries))
    parts = parts[shapely.get_dimensions(parts) == 2]
    return parts[shapely.area(parts) > _ROUNDING_M * np.maximum(shapely.length(parts), 1.0)]


def _make_comparable(scores: np.ndarray) -> np.ndarray:
    """Scores (N,) float64, in which unknown ones come last."""
    values = np.asarray(scores, dtype=np.float64)
    return np.nan_to_num(values, nan=np.finfo(float).min)
