"""A part of `regression`: how good polygons are that belong to a reference polygon each; distances in px."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from eo_deep.evaluation.polygons.area_scores import cut_inner_bands
from eo_deep.evaluation.polygons.outline_scores import measure_polis_m

LOST_IOU = 0.5
WITHIN_PX = (0.5, 1, 2, 4)


@dataclass(frozen=True)
class Scores:
    """iou, vertices, polis_px, boundary_iou: (N,); polis_px is NaN without a polygon. corner_px: (N,) object, the
    distances of each reference corner, infinite without a polygon."""

    iou: np.ndarray
    vertices: np.ndarray
    polis_px: np.ndarray
    boundary_iou: np.ndarray
    corner_px: np.ndarray

    @property
    def corners(self) -> np.ndarray:
        return np.concatenate(list(self.corner_px))


def score(predicted: np.ndarray, reference: np.ndarray) -> Scores:
    """predicted (N,) polygons or None, reference (N,) polygons."""
    count = len(reference)
    valid = np.array(
        [shapely.make_valid(each) if each is not None else shapely.Polygon() for each in predicted], dtype=object
    )
    there = ~shapely.is_empty(valid)
    vertices = np.array(
        [
            0 if each is None else sum(len(ring.coords) - 1 for ring in (each.exterior, *each.interiors))
            for each in predicted
        ]
    )
    polis = np.full(count, np.nan)
    parts = np.array(
        [
            max(shapely.get_parts(each), key=lambda part: part.area) if ok else None
            for each, ok in zip(valid, there, strict=True)
        ],
        dtype=object,
    )
    usable = np.array([part is not None and part.geom_type == "Polygon" for part in parts])
    polis[usable] = measure_polis_m(parts[usable], reference[usable])
    corners = np.empty(count, dtype=object)
    for number, (one, two) in enumerate(zip(predicted, reference, strict=True)):
        truth = np.array(two.exterior.coords)[:-1]
        corners[number] = (
            np.full(len(truth), np.inf) if one is None else match_corners(np.array(one.exterior.coords)[:-1], truth)
        )
    return Scores(
        _measure_iou(valid, reference),
        vertices,
        polis,
        _measure_iou(cut_inner_bands(valid, 2.0), cut_inner_bands(reference, 2.0)),
        corners,
    )


def _measure_iou(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    common = shapely.area(shapely.intersection(one, two))
    return common / (shapely.area(one) + shapely.area(two) - common)


def match_corners(predicted: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """(n,) distances of reference corners (n, 2) from the predicted ones (m, 2) that they are paired with.

    Pairs go round both outlines in the same order, in that of two directions and from that vertex with the lowest sum
    of distances. Where there are fewer predicted corners than reference ones, several of these have the same partner.
    """
    best, chosen = np.inf, np.full(len(reference), np.inf)
    for outline in (predicted, predicted[::-1]):
        distance = np.hypot(*(reference[:, None] - outline[None]).transpose(2, 0, 1))
        for start in range(len(outline)):
            turned = np.roll(distance, -start, axis=1)
            total, path = _follow(turned)
            if total < best:
                best, chosen = total, turned[np.arange(len(reference)), path]
    return chosen


def _follow(distance: np.ndarray) -> tuple[float, np.ndarray]:
    """The ascending columns, one for each row, with the lowest sum; several the same if there are more rows."""
    rows, columns = distance.shape
    strict = int(columns >= rows)
    total = distance[0].copy()
    steps = []
    for row in range(1, rows):
        index = np.arange(columns)
        running = np.minimum.accumulate(total)
        where = np.maximum.accumulate(np.where(total == running, index, 0))
        if strict:
            running, where = np.concatenate([[np.inf], running[:-1]]), np.concatenate([[0], where[:-1]])
        steps.append(where)
        total = running + distance[row]
    at = int(total.argmin())
    path = [at]
    for where in reversed(steps):
        path.append(int(where[path[-1]]))
    return float(total.min()), np.array(path[::-1])
