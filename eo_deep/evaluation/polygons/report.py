"""The report of a comparison of polygons: tables, curves, a map of the objects, and the worst ones drawn large."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ...reports.html import Report
from ...reports.maps import draw_outlines, fill_polygons, frame_axes
from .corner_scores import CORNER_DISTANCES_M
from .object_scores import describe_matching
from .summary import PolygonScores, name_corner_share

MATCHED, SPURIOUS, MISSED = "#009e73", "#d55e00", "#0072b2"  # of Okabe and Ito's palette, as the report's curves
GALLERY = 12
MAX_DRAWN = 20_000  # polygons on the map; more cannot be distinguished
SQUARE_METRE = "m\N{SUPERSCRIPT TWO}"


def write_polygon_report(
    path: str,
    described: Sequence[Sequence[object]],
    scores: PolygonScores,
    predicted: np.ndarray,
    reference: np.ndarray,
    settings_m: Mapping[str, float],
    min_iou: float,
) -> None:
    """Write the HTML report of `scores` on predicted (N,) and reference (M,) polygons in a plane in metres.

    described: rows (what, value) on the layers. settings_m: "boundary" width, maximum "gap" width, "unmatched" penalty.
    min_iou: of a pair that is matched.
    Raises EoDeepError if the file cannot be written.
    """
    page = Report("Comparison of polygons")
    page.heading("Input")
    page.table([], described)
    _describe_areas(page, scores, settings_m)
    _describe_objects(page, scores, min_iou)
    _describe_outlines(page, scores, settings_m)
    page.heading("Map of errors")
    page.figure(
        _draw_map(scores, predicted, reference),
        "Matched predicted polygons, missed reference polygons, and spurious predicted polygons (without a match).",
    )
    if len(scores.matches):
        page.figure(
            _draw_gallery(scores, predicted, reference),
            "The matched pairs with the lowest IoU. The reference polygon is filled, the predicted polygon is "
            "outlined.",
        )
    page.write(path)


def _describe_areas(page: Report, scores: PolygonScores, settings_m: Mapping[str, float]) -> None:
    numbers = scores.numbers
    page.heading("Area")
    rows: list[list[object]] = [
        ["IoU", numbers["iou"], "Intersection over union of the areas that the layers cover"],
        ["Boundary IoU", numbers["boundary_iou"], f"IoU of a band of {settings_m['boundary']:g} m inside each outline"],
        [f"Gaps ({SQUARE_METRE})", numbers["gap_area_m2"],
         f"Openings between predicted polygons, enclosed or narrower than {settings_m['gap']:g} m, that a reference "
         "polygon covers"],
        [f"Overlaps ({SQUARE_METRE})", numbers["overlap_area_m2"], "Area that more than one predicted polygon covers"],
        ["Invalid polygons", numbers.get("invalid_count"), "Of the prediction, repaired before the comparison"],
    ]  # fmt: skip
    page.table(["Measure", "Value", "Meaning"], [[name, _drop_noise(value), text] for name, value, text in rows])
    if scores.by_class:
        page.heading("Classes")
        header = ["Class", "IoU", "Boundary IoU", "Predicted", "Reference", "Matched"]
        page.table(header, [[name, *values] for name, values in scores.by_class.items()])


def _describe_objects(page: Report, scores: PolygonScores, min_iou: float) -> None:
    numbers = scores.numbers
    page.heading("Objects")
    columns = {
        "Predicted": "predicted_count", "Reference": "true_count", "Matched": "matched_count",
        "Precision": "object_precision", "Recall": "object_recall", "F-score": "object_f_score",
    }  # fmt: skip
    ranked = not np.isnan(numbers["average_precision"])
    if ranked:
        columns |= {
            "AP50-95": "average_precision", "AP50": "average_precision_50", "AP75": "average_precision_75",
        }  # fmt: skip
    page.table(list(columns), [[numbers[name] for name in columns.values()]])
    page.text(
        f"{describe_matching(min_iou)} Precision: share of the predicted polygons that are matched. Recall: share of "
        "the reference polygons that are matched. F-score: harmonic mean of both."
    )
    if ranked:
        page.text(
            "AP: average precision as defined by COCO. In order of their scores, predicted polygons take the reference "
            "polygon left with the highest IoU, if it is at least 0.5 (AP50) or 0.75 (AP75). AP50-95: mean of the IoU "
            "thresholds 0.5 to 0.95."
        )
    page.figure(
        _draw_thresholds(scores),
        "Precision, recall and, with scores, average precision by the minimum IoU of a pair.",
    )


def _describe_outlines(page: Report, scores: PolygonScores, settings_m: Mapping[str, float]) -> None:
    numbers = scores.numbers
    page.heading("Outlines")
    penalty = f"{settings_m['unmatched']:g} m"
    rows: list[list[object]] = [
        ["PoLiS distance (m)", numbers["polis_m"],
         f"Mean distance of vertices from the other outline. A polygon without a match counts {penalty}, no pair "
         "counts more"],
        ["PoLiS distance of pairs (m)", numbers["polis_matched_m"], "Mean of the matched pairs only"],
        ["Hausdorff distance, median (m)", numbers["hausdorff_median_m"],
         "Maximum distance between the outlines of a pair, median of the pairs"],
        ["Hausdorff distance, maximum (m)", numbers["hausdorff_max_m"], "Of the worst pair"],
        *(
            [f"Corners within {d:g} m", numbers[name_corner_share(d)],
             "Share of the corners of matched reference polygons whose predicted partner is as near. Corners are "
             "matched in their order along the outer ring; one without a partner is farther"]
            for d in CORNER_DISTANCES_M
        ),
        ["Distance of corners, median (m)", numbers["corner_median_m"], "50 % of these corners are nearer"],
        ["Direction error (°)", numbers["direction_error_deg"],
         "Angle between a predicted edge and the reference edge nearest to its middle, modulo 180°. Mean weighted by "
         "length"],
        ["Direction error, 95 % (°)", numbers["direction_error_95_deg"],
         "95 % of the predicted edges, by length, have a smaller error"],
        ["Axis error (°)", numbers["axis_error_deg"],
         "Angle between a predicted edge and the main axes of the reference polygon, modulo 90°. Mean weighted by "
         "length"],
        ["Axis error, 95 % (°)", numbers["axis_error_95_deg"],
         "95 % of the predicted edges, by length, have a smaller error"],
        ["Maximum tangent angle error, median (°)", numbers["tangent_angle_median_deg"],
         "Maximum tangent angle error of each pair, measured along each metre of its edges. Median of the pairs"],
        ["Maximum tangent angle error, mean (°)", numbers["tangent_angle_mean_deg"], "Mean of the pairs"],
        ["Vertex ratio", numbers["vertex_ratio"],
         "Predicted vertices divided by reference vertices, of the matched pairs"],
        ["Predicted vertices", numbers["predicted_vertices"], "Of all polygons, without closing points"],
        ["Reference vertices", numbers["true_vertices"], "Of all polygons, without closing points"],
        ["C-IoU", numbers["complexity_iou"],
         "IoU, reduced where the numbers of vertices differ. Mean of all polygons; a polygon without a match counts 0"],
        ["Pairs with different numbers of parts", numbers["parts_changed"], "Of the matched pairs"],
        ["Pairs with different numbers of holes", numbers["holes_changed"], "Of the matched pairs"],
    ]  # fmt: skip
    page.table(["Measure", "Value", "Meaning"], [[name, _drop_noise(value), text] for name, value, text in rows])
    if len(scores.matches):
        page.figure(
            _draw_histograms(scores),
            "Histograms of the matched pairs. The last bar of a distance or an angle includes all larger values.",
        )


def _drop_noise(value: object) -> object:
    """A measure without what rounding of coordinates adds: 2e-6 degrees look like an error, and are none."""
    return round(value, 5) if isinstance(value, float) else value


def _draw_thresholds(scores: PolygonScores) -> Figure:
    figure = Figure(figsize=(7.5, 3.6), layout="constrained")
    axes = figure.add_subplot()
    thresholds = list(scores.by_threshold)
    columns = np.array(list(scores.by_threshold.values()))
    styles = (("Precision", SPURIOUS, "-"), ("Recall", MISSED, "--"), ("Average precision", MATCHED, "-."))
    for (name, color, style), values in zip(styles, columns.T, strict=True):
        if np.isnan(values).all():
            continue
        axes.plot(thresholds, values, label=name, color=color, linestyle=style, marker="o", markersize=3.5)
    axes.set_xlabel("Minimum IoU of a pair")
    axes.set_ylabel("Share")
    axes.set_ylim(-0.02, 1.02)
    axes.grid(True, color="#dddddd", linewidth=0.8)
    axes.legend()
    return figure


def _draw_histograms(scores: PolygonScores) -> Figure:
    figure = Figure(figsize=(9, 5), layout="constrained")
    columns = {
        "IoU": scores.matches.iou,
        "PoLiS distance (m)": scores.polis_m,
        "Hausdorff distance (m)": scores.hausdorff_m,
        "Direction error (°)": scores.direction_error_deg,
    }
    for axes, (name, values) in zip(figure.subplots(2, 2).ravel(), columns.items(), strict=True):
        low, high = (values.min(), 1.0) if name == "IoU" else (0.0, max(float(np.percentile(values, 98)), 1e-9))
        axes.hist(np.clip(values, low, high), bins=np.linspace(min(low, high - 1e-9), high, 31), color=MISSED)
        median = round(float(np.median(values)), 5)
        axes.axvline(median, color=SPURIOUS, linestyle="--", label=f"median {median:.3g}")
        axes.set_xlabel(name)
        axes.set_ylabel("Pairs")
        axes.legend()
    return figure


def _draw_map(scores: PolygonScores, predicted: np.ndarray, reference: np.ndarray) -> Figure:
    spurious = np.setdiff1d(np.arange(len(predicted)), scores.matches.predicted)
    missed = np.setdiff1d(np.arange(len(reference)), scores.matches.reference)
    layers = [
        ("matched", MATCHED, predicted[scores.matches.predicted]),
        ("missed", MISSED, reference[missed]),
        ("spurious", SPURIOUS, predicted[spurious]),
    ]
    left, bottom, right, top = shapely.total_bounds(np.concatenate([predicted, reference]))
    height_in = float(np.clip(8.5 * (top - bottom) / max(right - left, 1e-9), 2.5, 9))
    figure = Figure(figsize=(9, height_in), layout="constrained")
    axes = figure.add_subplot()
    for _, color, geometries in layers:
        fill_polygons(axes, geometries[:: 1 + len(geometries) // MAX_DRAWN], color, 0.75)
    frame_axes(axes, (left, bottom, right, top))
    handles = [Line2D([], [], color=c, linewidth=8, label=f"{name}: {len(g)}") for name, c, g in layers]
    figure.legend(handles=handles, loc="outside upper center", ncols=3)
    return figure


def _draw_gallery(scores: PolygonScores, predicted: np.ndarray, reference: np.ndarray) -> Figure:
    worst = np.argsort(scores.matches.iou, kind="stable")[:GALLERY]
    rows = -(-len(worst) // 4)
    figure = Figure(figsize=(9, 2.5 * rows), layout="constrained")
    panels = figure.subplots(rows, 4, squeeze=False).ravel()
    for axes, pair in zip(panels, worst):
        outline = predicted[scores.matches.predicted[pair]]
        partner = reference[scores.matches.reference[pair]]
        fill_polygons(axes, np.array([partner], object), MISSED, 0.35)
        draw_outlines(axes, np.array([outline], object), SPURIOUS)
        frame_axes(axes, tuple(shapely.total_bounds(np.array([outline, partner], object))))
        axes.set_title(f"IoU {scores.matches.iou[pair]:.2f}, PoLiS {scores.polis_m[pair]:.2f} m", fontsize=9)
    for axes in panels[len(worst) :]:
        axes.set_axis_off()
    return figure
