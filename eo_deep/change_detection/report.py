"""The report of a change detection: dates, method, threshold, what is known of its false alarms, and a map."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from matplotlib.figure import Figure

from ..io.raster import RasterSource
from ..io.vector_layer import VectorLayer
from ..reports.html import LINE_COLORS, Report
from ..reports.maps import draw_outlines, frame_axes
from .comparison import Comparison, FittedScore
from .stable_area import FalseAlarms
from .thresholds import Calibration, Threshold

_MAP_PX = 800
_LISTED = 20


def _no_changes() -> VectorLayer:
    return VectorLayer(np.zeros(0, object), {"area_m2": np.zeros(0), "mean_score": np.zeros(0)})


@dataclass
class ChangeResult:
    """All that a change detection found. share: false alarms that were asked for, 0..1. touched: objects of a map that
    changes touch, and all."""

    comparison: Comparison
    fitted: FittedScore
    share: float
    threshold: Threshold
    calibration: Calibration | None
    min_area_m2: float = 0.0
    changes: VectorLayer = field(default_factory=_no_changes)
    alarms: FalseAlarms | None = None
    touched: tuple[int, int] | None = None


def write_report(path: str, result: ChangeResult, scores: RasterSource) -> None:
    """Write the HTML file."""
    page = Report("Change detection")
    values, valid = scores.read_overview(_MAP_PX)
    area_m2 = float(result.changes.fields["area_m2"].sum())
    page.table([], [
        ["Method", result.fitted.chosen],
        ["Threshold of the score", result.threshold.low],
        ["Score that an object must reach", result.threshold.high],
        ["False alarms asked for", f"{100 * result.share:g} %"],
        ["Minimum area (m²)", result.min_area_m2],
        ["Changes", len(result.changes)],
        ["Changed area (ha)", area_m2 / 1e4],
        ["Area without data on one date (nodata, masked, outside)", f"{100 * (1 - valid.mean()):.1f} %"],
        *([["Objects of the map touched by changes", f"{result.touched[0]} of {result.touched[1]}"]]
          if result.touched else []),
    ])
    page.heading("False alarms")
    _add_false_alarms(page, result)
    page.heading("Dates")
    page.table(["Image", "Date", "Known share", "Shift corrected (px: down, right)", "Correlation", "Status"], [
        [row["image"], row["date"] or "unknown", row["known_share"],
         ", ".join(f"{shift:.2f}" for shift in row["shift_px"]), row["correlation"], row["status"]]
        for row in result.comparison.series.table()
    ])
    page.heading("Map")
    page.figure(_draw_map(result, values[0], valid, scores),
                "The score (dark: high), grey where a date has no data, and the changes.")
    page.heading("Scores")
    page.figure(_draw_histogram(result), "Scores of a sample of all pixels, changed or not.")
    if len(result.changes):
        page.heading("Largest changes")
        order = np.argsort(-result.changes.fields["area_m2"], kind="stable")[:_LISTED]
        page.table(["id", "Area (m²)", "Mean score"],
                   [[int(result.changes.fields["id"][i]), float(result.changes.fields["area_m2"][i]),
                     float(result.changes.fields["mean_score"][i])] for i in order])
    page.write(path)


def _add_false_alarms(page: Report, result: ChangeResult) -> None:
    calibration = result.calibration
    if calibration is None:
        page.text(
            "Not calibrated. No area that is known to be unchanged was given, or it is too small, and no dates without "
            "the event that suffice. So the threshold was guessed from the scores alone, and the pixels with the "
            f"highest scores, about {100 * result.share:g} % of all, are suspects even where nothing changed. How many "
            "of the changes are false alarms, and how many changes are missed, is unknown. Take the map of scores as "
            "the result first and give polygons of stable area, or images of dates without the event, to calibrate it."
        )
        return
    low, high = (100 * each for each in calibration.interval)
    rows: list[list[object]] = [
        [f"Scores used, of {calibration.null_dates}" if calibration.null_dates else "Stable area used (pixels)",
         calibration.pixels],
        ["Pixels at or above the threshold, 95 % interval (by blocks of 32 px)", f"{low:.2f} to {high:.2f} %"],
        ["Threshold of one half, false alarms in the other",
         " and ".join(f"{100 * each:.2f} %" for each in calibration.halves)],
    ]
    if result.alarms is not None:
        per_km2 = result.alarms.objects / result.alarms.area_km2 if result.alarms.area_km2 else None
        rows += [["Stable area within changes", f"{100 * result.alarms.share:.2f} %"],
                 ["Changes that touch stable area, per km²", per_km2]]
    page.table([], rows)
    if calibration.null_dates:
        page.text(
            f"Calibrated by {calibration.null_dates}, where nothing is to be found: the threshold is the score that "
            "the share asked for of these pixels exceeds. The two halves of the image show how well that holds where "
            "the threshold was not set. Whatever else changed between these dates makes it higher."
        )
        return
    page.text(
        "Calibrated: the threshold is the score that the share asked for of the stable area exceeds. The two halves of "
        "the stable area show how well that holds where the threshold was not set; it holds elsewhere as far as the "
        "stable area is like the rest."
    )


def _draw_map(result: ChangeResult, values: np.ndarray, valid: np.ndarray, scores: RasterSource) -> Figure:
    figure = Figure(figsize=(7.5, 7.5), layout="constrained")
    axes = figure.add_subplot()
    axes.set_facecolor("#c8c8c8")
    left, bottom, right, top = scores.grid.bounds
    shown = np.where(valid, values, np.nan)
    high = float(np.nanpercentile(shown, 99.5)) if valid.any() else 1.0
    picture = axes.imshow(shown, cmap="Greys", vmin=0, vmax=max(high, 1e-6), extent=(left, right, bottom, top),
                          interpolation="nearest")
    draw_outlines(axes, result.changes.geometries, "#d55e00", 0.8)
    frame_axes(axes, (left, bottom, right, top))
    figure.colorbar(picture, ax=axes, shrink=0.7, label=result.fitted.names[0])
    return figure


def _draw_histogram(result: ChangeResult) -> Figure:
    figure = Figure(figsize=(7.5, 3.4), layout="constrained")
    axes = figure.add_subplot()
    sample = result.fitted.sample
    sample = sample[sample > 0]
    if sample.size:
        low, high = np.percentile(sample, (0.1, 99.9))
        axes.hist(sample.clip(low, high), np.geomspace(low, max(high, low * 1.001), 81).tolist(), color="#b8c4cc")
        axes.set_xscale("log")
    if np.isfinite(result.threshold.low) and result.threshold.low > 0:
        axes.axvline(result.threshold.low, color=LINE_COLORS[1], label="threshold")
        axes.legend()
    axes.set_xlabel(f"Score ({result.fitted.names[0]})")
    axes.set_ylabel("Pixels")
    return figure
