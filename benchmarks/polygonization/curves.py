"""A part of `compare`: rows and curves of quality against vertices, the same for every method."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from benchmarks.polygonization.simplifiers import DEFAULT_PENALTY_PX2, OURS, Drawing, Map, Method, trace_pixels
from benchmarks.polygonization.synthetic_outlines import TILE_PX
from eo_deep.evaluation.polygons.area_scores import measure_iou
from eo_deep.evaluation.polygons.object_scores import Pairs, count_invalid, count_vertices, find_pairs, match_objects
from eo_deep.evaluation.polygons.outline_scores import EdgeErrors, compare_axes, compare_directions

DESTROYED_IOU = 0.6
_BUDGETS = 7


@dataclass
class Row:
    """What one method at one setting reached. iou: 0..1; error_deg: of the edges' directions, weighted by length."""

    vertices: int
    iou: float
    error_deg: float
    worst_error_deg: float
    lost: int
    invalid: int
    method: Method = Method("", "", trace_pixels)
    seconds: float = 0.0

    @property
    def is_default(self) -> bool:
        return self.method.name == OURS and self.method.setting == f"{DEFAULT_PENALTY_PX2:g} px2"


def repair(polygons: np.ndarray) -> np.ndarray:
    """Invalid polygons made valid, so that overlays can be had; they are counted elsewhere."""
    invalid = ~shapely.is_valid(polygons)
    polygons = polygons.copy()
    polygons[invalid] = shapely.buffer(polygons[invalid], 0)
    return polygons[~shapely.is_empty(polygons)]


def score_buildings(drawing: Drawing, reference: np.ndarray) -> Row:
    """Buildings in tiles of their own: the largest polygon of each tile against the reference; IoU is the mean of all.

    Directions: against the reference walls' two directions. worst_error_deg: median over buildings of the largest
    error.
    """
    columns = int(np.ceil(np.sqrt(len(reference))))
    raw = drawing.polygons[np.argsort(shapely.area(drawing.polygons))]
    polygons = repair(raw)
    place = (shapely.get_coordinates(shapely.centroid(polygons)) // TILE_PX).astype(int)
    largest = dict(zip((place[:, 1] * columns + place[:, 0]).tolist(), polygons))
    chosen = np.array([number for number in range(len(reference)) if number in largest], dtype=int)
    found = np.array([largest[number] for number in chosen], dtype=object)
    iou = np.zeros(len(reference))
    common = shapely.area(shapely.intersection(found, reference[chosen]))
    iou[chosen] = common / (shapely.area(found) + shapely.area(reference[chosen]) - common)
    errors = compare_axes(found, reference[chosen])
    return Row(int(count_vertices(found).sum()), float(iou.mean()),
               float(errors.mean_per_object_deg(len(found)).mean()), float(np.median(find_largest(errors, len(found)))),
               int((iou < DESTROYED_IOU).sum()), count_invalid(raw))


def score_layer(drawing: Drawing, reference: np.ndarray, axes: np.ndarray | None = None) -> Row:
    """A layer against the reference: IoU of what they cover; directions of matched pairs (IoU at least 0.5).

    Directions: against the nearest reference edge, or, where the reference is made of pixels, against the sides of
    rectangles `axes` (M,), one for each reference polygon, None: no clear direction. worst_error_deg: not exceeded
    along 95 % of the length. lost: reference polygons without a partner.
    """
    polygons = repair(drawing.polygons)
    pairs = match_objects(find_pairs(polygons, reference))
    errors = _compare(polygons, reference, axes, pairs)
    return Row(int(count_vertices(drawing.polygons).sum()), measure_iou(polygons, reference), errors.mean_deg,
               errors.percentile_deg(95), len(reference) - len(pairs), count_invalid(drawing.polygons))


def _compare(polygons: np.ndarray, reference: np.ndarray, axes: np.ndarray | None, pairs: Pairs) -> EdgeErrors:
    if axes is None:
        return compare_directions(polygons[pairs.predicted], reference[pairs.reference])
    clear = pairs.select(~shapely.is_missing(axes[pairs.reference]))
    return compare_axes(polygons[clear.predicted], axes[clear.reference])


def find_largest(errors: EdgeErrors, count: int) -> np.ndarray:
    """The largest error (K,) of each pair."""
    largest = np.zeros(count)
    np.maximum.at(largest, errors.owner, errors.error_deg)
    return largest


def run_methods(methods: Sequence[Method], source: Map, score: Callable[[Drawing], Row]) -> list[Row]:
    """A row for each method; one that fails says so and leaves none."""
    rows = []
    for method in methods:
        start = time.perf_counter()
        try:
            drawing = method.draw(source)
        except Exception as error:
            print(f"{method}: {type(error).__name__}: {error}\n", flush=True)
            continue
        seconds = time.perf_counter() - start
        row = score(drawing)
        row.method, row.seconds = method, seconds
        print(f"{method}: {row.vertices} vertices, IoU {row.iou:.2%}, {seconds:.1f} s", file=sys.stderr, flush=True)
        rows.append(row)
    return rows


def print_rows(rows: Sequence[Row], unit: tuple[str, int], worst: str, lost: str) -> None:
    """A table of all rows. unit: what vertices are divided by, and how many there are; worst, lost: columns' names."""
    contour = next(row.vertices for row in rows if row.method.name == "EO Deep, contour")
    print(f"| method | setting | vertices / {unit[0]} | of contour's, % | IoU, % | direction error, deg | {worst}, deg "
          f"| {lost} | invalid | s |\n|---|---|---|---|---|---|---|---|---|---|")
    for row in rows:
        bold = "**" if row.is_default else ""
        print(f"| {bold}{row.method.name}{bold} | {row.method.setting} | {row.vertices / unit[1]:.2f} | "
              f"{100 * row.vertices / contour:.1f} | {100 * row.iou:.2f} | {row.error_deg:.2f} | "
              f"{row.worst_error_deg:.1f} | {row.lost} | {row.invalid} | {row.seconds:.1f} |")
    print(flush=True)


def print_budgets(rows: Sequence[Row], unit: tuple[str, int]) -> None:
    """With at most so many vertices: the best of our settings, and the best of all others."""
    ours = [row for row in rows if row.method.name == OURS]
    others = [row for row in rows if row.method.name != OURS]
    if not ours:
        return
    print(f"| vertices / {unit[0]}, at most | IoU, %: ours | best other | direction error, deg: ours | best other |\n"
          "|---|---|---|---|---|")
    fewest, most = min(row.vertices for row in ours), max(row.vertices for row in rows)
    for budget in np.ceil(np.geomspace(fewest, most, _BUDGETS)).astype(int):
        within, rivals = ([row for row in some if row.vertices <= budget] for some in (ours, others))
        cells = []
        for best, show in ((lambda row: -row.iou, lambda row: f"{100 * row.iou:.2f}"),
                           (lambda row: row.error_deg, lambda row: f"{row.error_deg:.2f}")):
            rival = min(rivals, key=best, default=None)
            cells += [show(min(within, key=best)), f"{show(rival)}, {rival.method}" if rival else "none has so few"]
        print(f"| {budget / unit[1]:.2f} | {' | '.join(cells)} |")
    print(flush=True)
