"""All scores of predicted polygons against reference polygons: numbers of the layers, arrays of the pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from ...progress import Progress, silent
from .area_scores import cut_inner_bands, find_gaps, find_meeting, find_overlaps, measure_common_area
from .corner_scores import CORNER_DISTANCES_M, find_medians, measure_corner_distances
from .object_scores import (
    IOU_THRESHOLDS,
    Pairs,
    average_precision,
    count_holes,
    count_parts,
    count_vertices,
    find_pairs,
    match_objects,
    measure_complexity_iou,
)
from .outline_scores import (
    average_polis_m,
    compare_axes,
    compare_directions,
    measure_hausdorff_m,
    measure_max_tangent_angle_deg,
    measure_polis_m,
)


@dataclass(frozen=True)
class PolygonScores:
    """The scores of `score_polygons`; numbers that are 0/0 are NaN.

    numbers: name -> value. candidates: every pair of IoU 0.1 and more. matches: the K pairs that count as found; then
    (K,) arrays for these. by_threshold: IoU threshold -> (precision, recall, average precision), the last NaN without
    scores. by_class: class ->
    (IoU, boundary IoU, predicted, reference, matched polygons), empty without classes.
    """

    numbers: dict[str, float]
    candidates: Pairs
    matches: Pairs
    polis_m: np.ndarray
    hausdorff_m: np.ndarray
    direction_error_deg: np.ndarray
    tangent_angle_deg: np.ndarray
    complexity_iou: np.ndarray
    corner_median_m: np.ndarray
    by_threshold: dict[float, tuple[float, float, float]]
    by_class: dict[object, tuple[float, float, int, int, int]]


def score_polygons(
    predicted: np.ndarray,
    reference: np.ndarray,
    scores: np.ndarray | None = None,
    classes: Sequence[np.ndarray] | None = None,
    min_iou: float = 0.5,
    boundary_width_m: float = 1.0,
    unmatched_penalty_m: float = 10.0,
    gap_width_m: float = 1.0,
    progress: Progress = silent,
) -> PolygonScores:
    """Score predicted (N,) against reference (M,) polygons in a plane in metres.

    scores: (N,) confidence of the predicted polygons; without them there is no average precision. classes: of the
    predicted (N,) and of the reference (M,) polygons; with them, only polygons of one class are compared, and areas are
    sums over classes. min_iou: of a pair that is matched. boundary_width_m: of the bands of the boundary IoU.
    unmatched_penalty_m: what a polygon without a match adds to the mean PoLiS distance. gap_width_m: wider openings
    between predicted polygons are no gaps unless enclosed.
    """
    areas = _compare_areas(predicted, reference, classes, boundary_width_m)
    progress(0.35)
    candidates = find_pairs(predicted, reference, *(classes or (None, None)))
    matches = match_objects(candidates, min_iou)
    precision = np.full(len(IOU_THRESHOLDS), np.nan)
    if scores is not None:
        precision = average_precision(candidates, len(predicted), len(reference), scores)
    by_threshold = {}
    for threshold, average in zip(IOU_THRESHOLDS.tolist(), precision.tolist(), strict=True):
        right = len(match_objects(candidates, threshold))
        by_threshold[threshold] = (_divide(right, len(predicted)), _divide(right, len(reference)), average)
    progress(0.4)
    first, second = predicted[matches.predicted], reference[matches.reference]
    polis_m = measure_polis_m(first, second)
    progress(0.5)
    hausdorff_m = measure_hausdorff_m(first, second)
    progress(0.6)
    directions, axes = compare_directions(first, second), compare_axes(first, second)
    progress(0.7)
    tangent_angle_deg = measure_max_tangent_angle_deg(first, second)
    progress(0.85)
    corners_m, corner_owner = measure_corner_distances(first, second)
    predicted_vertices, reference_vertices = count_vertices(predicted), count_vertices(reference)
    matched_vertices = predicted_vertices[matches.predicted], reference_vertices[matches.reference]
    complexity_iou = measure_complexity_iou(matches.iou, *matched_vertices)
    objects = len(predicted) + len(reference) - len(matches)
    missed, spurious = len(reference) - len(matches), len(predicted) - len(matches)
    found = _divide(len(matches), len(predicted)), _divide(len(matches), len(reference))
    common_m2, union_m2, common_band_m2, union_band_m2 = np.sum(list(areas.values()), axis=0)
    numbers = {
        "iou": _divide(common_m2, union_m2),
        "boundary_iou": _divide(common_band_m2, union_band_m2),
        "object_precision": found[0],
        "object_recall": found[1],
        "object_f_score": _divide(2 * len(matches), len(predicted) + len(reference)),
        "average_precision": float(precision.mean()),
        "average_precision_50": float(precision[0]),
        "average_precision_75": float(precision[5]),
        "polis_m": average_polis_m(polis_m, missed, spurious, unmatched_penalty_m),
        "polis_matched_m": _divide(polis_m.sum(), len(matches)),
        "complexity_iou": _divide(complexity_iou.sum(), objects),
        **{name_corner_share(d): _divide((corners_m <= d).sum(), len(corners_m)) for d in CORNER_DISTANCES_M},
        "corner_median_m": float(find_medians(corners_m, np.zeros(len(corners_m), int), 1)[0]),
        "vertex_ratio": _divide(*(vertices.sum() for vertices in matched_vertices)),
        "direction_error_deg": directions.mean_deg,
        "direction_error_95_deg": directions.percentile_deg(95),
        "axis_error_deg": axes.mean_deg,
        "axis_error_95_deg": axes.percentile_deg(95),
        "tangent_angle_median_deg": float(np.median(tangent_angle_deg)) if len(matches) else float("nan"),
        "tangent_angle_mean_deg": _divide(tangent_angle_deg.sum(), len(matches)),
        "hausdorff_median_m": float(np.median(hausdorff_m)) if len(matches) else float("nan"),
        "hausdorff_max_m": float(hausdorff_m.max()) if len(matches) else float("nan"),
        "gap_area_m2": float(shapely.area(find_gaps(predicted, gap_width_m, reference)).sum()),
        "overlap_area_m2": float(shapely.area(find_overlaps(predicted)).sum()),
        "predicted_count": len(predicted),
        "true_count": len(reference),
        "matched_count": len(matches),
        "predicted_vertices": int(predicted_vertices.sum()),
        "true_vertices": int(reference_vertices.sum()),
        "parts_changed": int((count_parts(first) != count_parts(second)).sum()),
        "holes_changed": int((count_holes(first) != count_holes(second)).sum()),
    }
    progress(1.0)
    return PolygonScores(
        numbers, candidates, matches, polis_m, hausdorff_m, directions.mean_per_object_deg(len(matches)),
        tangent_angle_deg, complexity_iou, find_medians(corners_m, corner_owner, len(matches)), by_threshold,
        _count_classes(areas, classes, matches) if classes else {},
    )  # fmt: skip


def name_corner_share(distance_m: float) -> str:
    """The name of the share of corners within a distance, as in corners_within_0_5_m."""
    return f"corners_within_{f'{distance_m:g}'.replace('.', '_')}_m"


def _compare_areas(
    predicted: np.ndarray, reference: np.ndarray, classes: Sequence[np.ndarray] | None, width_m: float
) -> dict[object, tuple[float, float, float, float]]:
    """For each class (None if there are none): areas of intersection and union, of the polygons and of their bands."""
    groups = {None: (predicted, reference)}
    if classes:
        names = np.unique(np.concatenate(classes)).tolist()
        groups = {name: (predicted[classes[0] == name], reference[classes[1] == name]) for name in names}
    areas: dict[object, tuple[float, float, float, float]] = {}
    for name, (first, second) in groups.items():
        linked = find_meeting(first), find_meeting(second)  # bands overlap only where the polygons do
        bands = cut_inner_bands(first, width_m), cut_inner_bands(second, width_m)
        areas[name] = (*measure_common_area(first, second, linked), *measure_common_area(bands[0], bands[1], linked))
    return areas


def _count_classes(
    areas: dict[object, tuple[float, float, float, float]], classes: Sequence[np.ndarray], matches: Pairs
) -> dict[object, tuple[float, float, int, int, int]]:
    counted = (*classes, classes[0][matches.predicted])
    rows = {}
    for name, (common, union, common_band, union_band) in areas.items():
        predicted, reference, found = (int((values == name).sum()) for values in counted)
        rows[name] = (_divide(common, union), _divide(common_band, union_band), predicted, reference, found)
    return rows


def _divide(numerator: float, denominator: float) -> float:
    return float(numerator / denominator) if denominator else float("nan")
