"""The report of an assessed alignment: tables, curves, the remaining offset, a map of errors, the worst objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from matplotlib import colormaps
from matplotlib.collections import LineCollection
from matplotlib.colors import BoundaryNorm
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from ...reports.html import LINE_COLORS, LINE_STYLES, Report
from ...reports.maps import draw_outlines, fill_polygons, frame_axes
from .scores import Calibration, measure_object_distances, measure_vertex_distances, share_within

CURVE_LIMIT_M = 8.0
_MOVED, _REFERENCE = LINE_COLORS[1], LINE_COLORS[0]
_BOUNDS_M = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0)
_GALLERY = 12
_MAX_DRAWN = 20_000  # more objects cannot be distinguished on a page
_DRAWN_M = 12.0  # of a remaining offset; more is drawn at the plot's edge


def write_assessment_report(path: str, described: Sequence[Sequence[object]], numbers: Mapping[str, float],
                            moved: np.ndarray, reference: np.ndarray, status: np.ndarray | None,
                            calibration: Calibration | None, confidence_radius_m: float) -> None:
    """Write the HTML report on K pairs of moved and reference geometries in a plane in metres.

    described: rows (what, value) on the layers. numbers: of `assess_alignment`. status: (K,) str of the moved objects.
    Raises EoDeepError if the file cannot be written.
    """
    objects = measure_object_distances(moved, reference)
    page = Report("Assessment of an alignment")
    page.heading("Input")
    counts = [
        ["Pairs", numbers["pairs_count"]],
        ["Unmatched objects", numbers["unpaired_count"]],
        ["Unmatched reference objects", numbers["reference_unpaired_count"]],
        ["Pairs with different vertices", numbers["other_vertices_count"]],
    ]
    page.table([], [*described, *counts])
    if numbers["other_vertices_count"]:
        page.text("Where the vertices of a pair differ, the distance of each vertex is measured to the outline of the "
                  "reference object. This distance is shorter than a distance between vertices.")
    _describe_distances(page, numbers, moved, reference, objects)
    if status is not None:
        _describe_status(page, status, objects)
    _describe_offsets(page, numbers, moved, reference)
    _describe_shapes(page, numbers)
    if calibration is not None:
        _describe_confidence(page, calibration, confidence_radius_m)
    page.heading("Map of errors")
    page.figure(_draw_map(moved, reference, objects),
                "Each object at its position in the vectors, coloured by its distance from its true position. A line "
                "leads from the one to the other.")
    page.figure(_draw_gallery(moved, reference, objects),
                "The objects with the largest distances. The reference object is filled, the assessed object is "
                "outlined.")
    page.write(path)


def _describe_distances(page: Report, numbers: Mapping[str, float], moved: np.ndarray, reference: np.ndarray,
                        objects: np.ndarray) -> None:
    page.heading("Distances")
    keys = ["within_0_5_m", "within_1_m", "within_2_m", "within_4_m", "within_8_m", "auc", "mean_m", "median_m", "95_m"]
    header = ["", "Within 0.5 m", "1 m", "2 m", "4 m", "8 m", "Area under curve", "Mean (m)", "Median (m)", "95 % (m)"]
    rows = [[title, *(numbers[f"{name}_{key}"] for key in keys)]
            for name, title in (("vertices", "Vertices"), ("objects", "Objects"))]
    page.table(header, rows)
    page.text("The distance of an object is the distance of the centroids. The area under the curve is the mean share "
              f"for all distances up to {CURVE_LIMIT_M:g} m; it is 1 if everything is at its true position.")
    figure = Figure(figsize=(7.5, 3.8), layout="constrained")
    axes = figure.add_subplot()
    steps = np.linspace(0, CURVE_LIMIT_M, 401)
    curves = (("Vertices", measure_vertex_distances(moved, reference).distance), ("Objects", objects))
    for (name, distance), color, style in zip(curves, LINE_COLORS, LINE_STYLES):
        axes.plot(steps, share_within(distance, steps), label=name, color=color, linestyle=style)
    axes.set_xlabel("Distance (m)")
    axes.set_ylabel("Share within")
    axes.set_xlim(0, CURVE_LIMIT_M)
    axes.set_ylim(0, 1.02)
    axes.grid(True, color="#dddddd", linewidth=0.8)
    axes.legend(loc="lower right")
    page.figure(figure, "Share of the vertices and of the objects within a distance of their true position.")


def _describe_status(page: Report, status: np.ndarray, objects: np.ndarray) -> None:
    rows = []
    for name in np.unique(status):
        distance = objects[status == name]
        rows.append([name or "none", len(distance), np.median(distance), np.percentile(distance, 95),
                     *share_within(distance, (1.0, 2.0, 4.0))])
    page.table(["Status", "Objects", "Median (m)", "95 % (m)", "Within 1 m", "2 m", "4 m"], rows)


def _describe_offsets(page: Report, numbers: Mapping[str, float], moved: np.ndarray, reference: np.ndarray) -> None:
    page.heading("Remaining offset")
    offset = np.column_stack([shapely.get_x(shapely.centroid(reference)) - shapely.get_x(shapely.centroid(moved)),
                              shapely.get_y(shapely.centroid(reference)) - shapely.get_y(shapely.centroid(moved))])
    mean = numbers["mean_dx_m"], numbers["mean_dy_m"]
    page.text(f"On average, a shift of {mean[0]:.2f} m to the east and {mean[1]:.2f} m to the north would correct the "
              "objects. If the points lie around another place than the centre, the objects have a common shift.")
    figure = Figure(figsize=(4.6, 4.4), layout="constrained")
    axes = figure.add_subplot()
    reach = float(np.clip(np.percentile(np.abs(offset), 99), 1.0, _DRAWN_M))
    shown = np.clip(offset, -reach, reach)
    axes.scatter(shown[:, 0], shown[:, 1], s=7, color=_REFERENCE, alpha=0.45, linewidths=0)
    for radius in _BOUNDS_M[1:]:
        axes.add_patch(Circle((0, 0), radius, fill=False, color="#b0b0b0", linewidth=0.8))
    axes.plot(*mean, marker="x", color=_MOVED, markersize=9, markeredgewidth=2)
    axes.set_xlim(-1.05 * reach, 1.05 * reach)
    axes.set_ylim(-1.05 * reach, 1.05 * reach)
    axes.set_aspect("equal")
    axes.set_xlabel("East (m)")
    axes.set_ylabel("North (m)")
    page.figure(figure, "The shift that would correct each object, and their mean (cross). Circles: 0.5, 1, 2, 4 and "
                "8 m. Larger shifts are drawn at the edge.")


def _describe_shapes(page: Report, numbers: Mapping[str, float]) -> None:
    page.heading("Change of shape")
    rows: list[list[object]] = []
    for title, name, unit in (("Lengths of edges (m)", "side_change", "m"), ("Angles (°)", "angle_change", "deg")):
        # What the rounding of coordinates adds looks like a change, and is none.
        rows.append([title, *(round(numbers[f"{name}_{key}_{unit}"], 4) for key in ("mean", "95", "max"))])
    page.table(["", "Mean", "95 %", "Maximum"], rows)
    page.text("Differences from the reference objects, of the pairs that have the same vertices.")


def _describe_confidence(page: Report, calibration: Calibration, radius_m: float) -> None:
    page.heading("Confidence")
    page.table(["Measure", "Value"], [
        ["Mean difference between confidence and share of correct objects", calibration.error],
        ["Median distance of the more confident half (m)", calibration.median_top],
        ["Median distance of the less confident half (m)", calibration.median_rest],
    ])  # fmt: skip
    figure = Figure(figsize=(4.8, 4.2), layout="constrained")
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1], color="#b0b0b0", linewidth=1)
    axes.plot(calibration.confidence, calibration.right, color=_REFERENCE)
    axes.scatter(calibration.confidence, calibration.right, color=_REFERENCE,
                 s=12 + 150 * calibration.count / calibration.count.max())
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("Confidence")
    axes.set_ylabel("Share of correct objects")
    axes.grid(True, color="#dddddd", linewidth=0.8)
    page.figure(figure, f"An object is correct if it lies within {radius_m:g} m of its true position. A calibrated "
                "confidence lies on the grey line. Larger dots mean more objects.")


def _draw_map(moved: np.ndarray, reference: np.ndarray, objects: np.ndarray) -> Figure:
    left, bottom, right, top = shapely.total_bounds(np.concatenate([moved, reference]))
    height_in = float(np.clip(8.0 * (top - bottom) / max(right - left, 1e-9), 2.5, 9))
    figure = Figure(figsize=(9, height_in), layout="constrained")
    axes = figure.add_subplot()
    ramp, norm = colormaps["viridis_r"], BoundaryNorm(_BOUNDS_M, 256, extend="max")
    step = 1 + len(moved) // _MAX_DRAWN
    colors = ramp(norm(objects[::step]))
    areal = shapely.get_dimensions(moved[::step]) == 2
    fill_polygons(axes, moved[::step][areal], colors[areal], 0.9)
    draw_outlines(axes, moved[::step][~areal], colors[~areal])
    arrows = np.stack([shapely.get_coordinates(shapely.centroid(each[::step])) for each in (moved, reference)], axis=1)
    axes.add_collection(LineCollection(list(arrows), colors="#d55e00", linewidths=0.8))
    frame_axes(axes, (left, bottom, right, top))
    bar = LineCollection([], cmap=ramp, norm=norm)
    figure.colorbar(bar, ax=axes, shrink=0.6, label="Distance (m)")
    return figure


def _draw_gallery(moved: np.ndarray, reference: np.ndarray, objects: np.ndarray) -> Figure:
    worst = np.argsort(-objects, kind="stable")[:_GALLERY]
    rows = -(-len(worst) // 4)
    figure = Figure(figsize=(9, 2.5 * rows), layout="constrained")
    panels = figure.subplots(rows, 4, squeeze=False).ravel()
    for axes, pair in zip(panels, worst):
        both = np.array([moved[pair], reference[pair]], object)
        if shapely.get_dimensions(reference[pair]) == 2:
            fill_polygons(axes, both[1:], _REFERENCE, 0.35)
        draw_outlines(axes, both[1:], _REFERENCE, 0.8)
        draw_outlines(axes, both[:1], _MOVED)
        frame_axes(axes, tuple(shapely.total_bounds(both)))
        axes.set_title(f"{objects[pair]:.2f} m", fontsize=9)
    for axes in panels[len(worst):]:
        axes.set_axis_off()
    return figure
