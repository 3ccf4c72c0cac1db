"""Scores of polygons object by object: pairs, the matching by which they count as found, average precision, C-IoU.

Geometries are (N,) arrays of valid shapely Polygons and MultiPolygons, none of them empty, in one plane in metres.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from .area_scores import find_groups

IOU_THRESHOLDS = np.round(np.arange(0.5, 0.96, 0.05), 2)
MIN_PAIR_IOU = 0.1
MATCH_IOU = 0.5  # from which a pair counts as found
_RECALLS = np.linspace(0, 1, 101)


@dataclass(frozen=True)
class Pairs:
    """Pairs of predicted and reference polygons: their positions, (K,) int, and their IoU, (K,) float64."""

    predicted: np.ndarray
    reference: np.ndarray
    iou: np.ndarray

    def __len__(self) -> int:
        return len(self.iou)

    def select(self, chosen: np.ndarray) -> Pairs:
        """The pairs of a boolean mask (K,) or of an array of positions."""
        return Pairs(self.predicted[chosen], self.reference[chosen], self.iou[chosen])


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


def find_pairs(
    predicted: np.ndarray,
    reference: np.ndarray,
    predicted_classes: np.ndarray | None = None,
    reference_classes: np.ndarray | None = None,
    min_iou: float = MIN_PAIR_IOU,
) -> Pairs:
    """All pairs of predicted (N,) and reference (M,) polygons with an IoU of `min_iou` and, where given, one class."""
    i, j = shapely.STRtree(reference).query(predicted)
    if predicted_classes is not None and reference_classes is not None:
        same = predicted_classes[i] == reference_classes[j]
        i, j = i[same], j[same]
    area, reference_area = shapely.area(predicted), shapely.area(reference)
    # Overlays are dear: only pairs whose bounds and areas allow the IoU get one.
    bounds, reference_bounds = shapely.bounds(predicted)[i], shapely.bounds(reference)[j]
    sides = np.minimum(bounds[:, 2:], reference_bounds[:, 2:]) - np.maximum(bounds[:, :2], reference_bounds[:, :2])
    max_common = np.minimum(np.minimum(area[i], reference_area[j]), np.prod(np.maximum(sides, 0), axis=1))
    likely = (max_common >= min_iou * (area[i] + reference_area[j] - max_common)) & (max_common > 0)
    i, j = i[likely], j[likely]
    common = shapely.area(shapely.intersection(predicted[i], reference[j]))
    iou = common / (area[i] + reference_area[j] - common)
    good = (iou >= min_iou) & (common > 0)
    return Pairs(i[good], j[good], iou[good])


def match_objects(pairs: Pairs, min_iou: float = MATCH_IOU) -> Pairs:
    """Maximum matching: as many pairs as possible with an IoU of at least `min_iou`, each polygon in one pair at most.

    Of all such matchings, the one with the highest sum of IoU; in the order of the predicted polygons. This is the rule
    by which objects are counted as found. Where no layer overlaps itself, pairs of more than 0.5 leave no choice.
    """
    fitting = pairs.select(pairs.iou >= min_iou)
    chosen = _has_no_rival(fitting)
    for rivals in _find_rivals(fitting, np.flatnonzero(~chosen)):
        chosen[rivals[_maximize(fitting.select(rivals))]] = True
    return _sort(fitting.select(chosen))


def describe_matching(min_iou: float = MATCH_IOU) -> str:
    """The rule of `match_objects` in words, for reports."""
    return (f"Maximum matching: as many pairs as possible with an IoU of at least {min_iou:g}. Each polygon is in one "
            "pair at most.")  # fmt: skip


def match_greedily(pairs: Pairs, min_iou: float = MATCH_IOU, scores: np.ndarray | None = None) -> Pairs:
    """Greedy matching: of the pairs left, take the one with the highest IoU, each polygon in one pair at most.

    With `scores` (N,) of the predicted polygons, the polygon with the highest score takes its best partner first, as
    COCO does. In the order of the predicted polygons.
    """
    fitting = pairs.select(pairs.iou >= min_iou)
    rank = np.zeros(len(fitting)) if scores is None else -_make_comparable(scores)[fitting.predicted]
    fitting = fitting.select(np.lexsort((fitting.reference, fitting.predicted, -fitting.iou, rank)))
    taken = _has_no_rival(fitting)
    busy_predicted, busy_reference = set(), set()
    for position in np.flatnonzero(~taken):
        i, j = fitting.predicted[position], fitting.reference[position]
        if i not in busy_predicted and j not in busy_reference:
            busy_predicted.add(i)
            busy_reference.add(j)
            taken[position] = True
    return _sort(fitting.select(taken))


def average_precision(
    pairs: Pairs,
    predicted_count: int,
    reference_count: int,
    scores: np.ndarray,
    thresholds: np.ndarray = IOU_THRESHOLDS,
) -> np.ndarray:
    """Average precision (T,) at each IoU threshold as COCO defines it: the mean interpolated precision at 101 recalls.

    In order of the `scores` (N,), each predicted polygon takes the reference polygon left with which it has the highest
    IoU, if that reaches the threshold. The curve of precision by recall runs from the highest score down, made
    monotonic from its end, and is read at recalls 0, 0.01 to 1; it is 0 beyond the last one reached. Unlike in COCO,
    polygons of the same score come together, so their order in the file changes nothing, and classes are pooled. NaN
    without reference polygons.
    """
    if not reference_count:
        return np.full(len(thresholds), np.nan)
    values = _make_comparable(scores)
    order = np.argsort(-values, kind="stable")
    last_of_tie = np.flatnonzero(np.diff(values[order], append=np.nan) != 0)
    result = np.zeros(len(thresholds))
    for number, threshold in enumerate(thresholds):
        hit = np.zeros(predicted_count, bool)
        hit[match_greedily(pairs, threshold, scores).predicted] = True
        right = np.cumsum(hit[order])[last_of_tie]
        precision = np.maximum.accumulate((right / (last_of_tie + 1))[::-1])[::-1]
        reached = np.searchsorted(right / reference_count, _RECALLS - 1e-12)
        result[number] = np.append(precision, 0.0)[reached].mean()
    return result


def measure_complexity_iou(
    iou: np.ndarray, predicted_vertices: np.ndarray, reference_vertices: np.ndarray
) -> np.ndarray:
    """C-IoU (K,) of pairs: the IoU, less the more the numbers of vertices differ (Zorzi et al. 2022).

    Vertices of holes and of all parts count; see `count_vertices`.
    """
    difference = np.abs(predicted_vertices - reference_vertices) / (predicted_vertices + reference_vertices)
    return iou * (1 - difference)


def _has_no_rival(pairs: Pairs) -> np.ndarray:
    """Which pairs (K,) bool have polygons that are in no other pair."""
    return (np.bincount(pairs.predicted)[pairs.predicted] == 1) & (np.bincount(pairs.reference)[pairs.reference] == 1)


def _find_rivals(pairs: Pairs, positions: np.ndarray) -> list[np.ndarray]:
    """Positions of pairs in groups: those that share a polygon, directly or through others."""
    if not len(positions):
        return []
    _, i = np.unique(pairs.predicted[positions], return_inverse=True)
    _, j = np.unique(pairs.reference[positions], return_inverse=True)
    count = i.max() + 1
    group = find_groups(count + j.max() + 1, i, count + j)[1][i]
    order = np.argsort(group, kind="stable")
    return np.split(positions[order], np.flatnonzero(np.diff(group[order])) + 1)


def _maximize(pairs: Pairs) -> np.ndarray:
    """Positions of the pairs of a maximum matching with the highest sum of IoU."""
    rows, i = np.unique(pairs.predicted, return_inverse=True)
    columns, j = np.unique(pairs.reference, return_inverse=True)
    # Each predicted polygon may also stay alone, at a weight that no sum of IoU makes up for.
    alone = np.arange(len(rows))
    weights = np.concatenate([len(pairs) + 2 + pairs.iou, np.ones(len(rows))])
    links = np.concatenate([i, alone]), np.concatenate([j, len(columns) + alone])
    table = coo_array((weights, links), shape=(len(rows), len(columns) + len(rows))).tocsr()
    matched, partner = min_weight_full_bipartite_matching(table, maximize=True)
    taken = np.full(len(rows), -1)
    taken[matched] = partner
    return np.flatnonzero(taken[i] == j)


def _sort(pairs: Pairs) -> Pairs:
    return pairs.select(np.argsort(pairs.predicted))


def _make_comparable(scores: np.ndarray) -> np.ndarray:
    """Scores (N,) float64, in which missing ones come last."""
    values = np.asarray(scores, dtype=np.float64)
    return np.nan_to_num(values, nan=np.finfo(float).min)
