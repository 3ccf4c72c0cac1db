"""A part of `compare`: a synthetic town of six classes. Does the coverage stay one, do diagonals and towers survive?"""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

import numpy as np
import shapely

from benchmarks.polygonization.curves import repair
from benchmarks.polygonization.simplifiers import (
    DEFAULT_PENALTY_PX2,
    HAS_REGULARISER,
    OURS,
    REGULARISER,
    Drawing,
    Method,
    draw_mesh,
    regularise_buildings,
    simplify_by_douglas_peucker,
    simplify_by_visvalingam,
    simplify_coverage,
    trace_pixels,
    write_map,
)
from benchmarks.polygonization.synthetic_outlines import BUILDING_CLASSES, CLASSES, Town, cover, make_town, observe
from eo_deep.evaluation.polygons.area_scores import measure_iou
from eo_deep.evaluation.polygons.object_scores import count_invalid, count_vertices, find_pairs, match_objects
from eo_deep.evaluation.polygons.outline_scores import collect_edges, compare_directions

MIN_PX2 = 64
_REACH_PX = 3.0


def run_town(folder: Path, quick: bool) -> None:
    """Print one table."""
    town = make_town(512 if quick else 1024)
    shares = np.stack([cover(town.outlines[town.classes == k], town.shape_px) for k in range(len(CLASSES))])
    source = write_map(str(folder / "town.tif"), observe(shares, 1.0), CLASSES, MIN_PX2,
                       drawn=tuple(range(len(CLASSES))), regular=tuple(CLASSES.index(k) for k in BUILDING_CLASSES))
    print(f"## A synthetic town of six classes, {len(town.outlines)} polygons, noise 1\n\n"
          "| method | setting | vertices | IoU, mean of classes, % | of worst class, % | gaps, px2 | overlaps, px2 | "
          "invalid | walls not shared exactly, px | direction error, deg | of diagonal walls, deg | "
          "vertices of a tower | IoU of towers, % | s |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|")
    for method in _list_methods():
        start = time.perf_counter()
        try:
            drawing = method.draw(source)
        except Exception as error:
            print(f"| {method} | {type(error).__name__}: {error} |", flush=True)
            continue
        seconds = time.perf_counter() - start
        print(f"| {method.name} | {method.setting} | {score_town(drawing, town)} | {seconds:.1f} |", flush=True)
    print()


def _list_methods() -> list[Method]:
    methods = [Method("Pixel contour", "", trace_pixels)]
    methods += [Method("Douglas-Peucker", f"{t:g} px", partial(simplify_by_douglas_peucker, tolerance_px=t))
                for t in (1.0, 2.0)]
    methods += [Method("Visvalingam", "8 px2", partial(simplify_by_visvalingam, area_px2=8))]
    methods += [Method("coverage_simplify", f"{a} px2", partial(simplify_coverage, area_px2=a)) for a in (4, 8, 16, 32)]
    if HAS_REGULARISER:
        methods += [Method(f"{REGULARISER}, buildings only", "1 px", partial(regularise_buildings, tolerance_px=1.0))]
    methods += [Method(OURS, f"{p:g} px2", partial(draw_mesh, vertex_price_px2=p))
                for p in (DEFAULT_PENALTY_PX2 / 2, DEFAULT_PENALTY_PX2, 2 * DEFAULT_PENALTY_PX2)]
    return methods + [Method(OURS, "no penalty for directions", partial(draw_mesh, angle_weight=0.0))]


def score_town(drawing: Drawing, town: Town) -> str:
    """A row's columns."""
    raw, frame = drawing.polygons, shapely.box(0, 0, *town.shape_px[::-1])
    polygons, classes = repair(raw), drawing.classes[~shapely.is_empty(shapely.buffer(raw, 0))]
    union = shapely.union_all(polygons)
    gaps, overlaps = (max(0.0, area) for area in (frame.area - union.area, shapely.area(polygons).sum() - union.area))
    not_shared = shapely.length(shapely.coverage_invalid_edges(raw)).sum() / 2
    ious = [measure_iou(polygons[classes == k], town.outlines[town.classes == k]) for k in range(len(CLASSES))]
    built = np.isin(classes, [CLASSES.index(name) for name in BUILDING_CLASSES])
    is_round = shapely.area(town.outlines) > 0.97 * shapely.area(shapely.minimum_bounding_circle(town.outlines))
    straight = town.outlines[~is_round]
    pairs = match_objects(find_pairs(polygons[built], straight))
    errors = compare_directions(polygons[built][pairs.predicted], straight[pairs.reference])
    round_ones = match_objects(find_pairs(polygons[built], town.towers))
    values = (
        f"{count_vertices(raw).sum()}",
        f"{100 * np.mean(ious):.2f}",
        f"{100 * min(ious):.2f}",
        f"{gaps:.3g}" if gaps > 1e-6 else "0",
        f"{overlaps:.3g}" if overlaps > 1e-6 else "0",
        f"{count_invalid(raw)}",
        f"{not_shared:.0f}",
        f"{errors.mean_deg:.2f}",
        f"{measure_wall_error_deg(polygons[built], town.diagonals):.2f}",
        f"{count_vertices(polygons[built][round_ones.predicted]).mean():.1f}",
        f"{100 * round_ones.iou.mean():.1f}",
    )
    return " | ".join(values)


def measure_wall_error_deg(polygons: np.ndarray, walls: np.ndarray) -> float:
    """Mean angle between reference walls and those edges that lie beside their middle 70 %, weighted by length."""
    edges = collect_edges(polygons)
    lines = shapely.linestrings(np.stack([edges.start, edges.end], axis=1))
    ends = shapely.get_coordinates(walls).reshape(-1, 2, 2)
    shares = np.array([[0.85, 0.15], [0.15, 0.85]])
    zones = shapely.buffer(shapely.linestrings(shares @ ends), _REACH_PX, cap_style="flat")
    wall, edge = shapely.STRtree(lines).query(zones, predicate="intersects")
    length = shapely.length(shapely.intersection(lines[edge], zones[wall]))
    direction = np.degrees(np.arctan2(*(ends[:, 1] - ends[:, 0]).T[::-1]))
    error = np.mod(edges.direction_deg[edge] - direction[wall], 180)
    return float((length * np.minimum(error, 180 - error)).sum() / length.sum())
