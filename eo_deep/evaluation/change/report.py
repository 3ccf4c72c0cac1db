"""The report of an assessment of change: a table of all methods, curves, and maps of their errors."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from ...reports.html import LINE_COLORS, LINE_STYLES, Report
from ..maps.error_maps import TWO_CLASS_ERRORS, color_codes
from ..polygons.object_scores import describe_matching
from .regions import MATCH_IOU
from .scores import Curve, divide

if TYPE_CHECKING:
    from .assess import Assessed

_ROWS = {
    "auroc": "AUROC",
    "ap": "Average precision",
    "threshold": "Threshold",
    "f_score": "F-score",
    "precision": "Precision",
    "recall": "Recall",
    "false_alarm_share": "False alarm share",
    "false_alarms_per_km2": "False alarms per km\N{SUPERSCRIPT TWO}",
    "object_recall": "Object recall",
    "false_objects_per_km2": "False objects per km\N{SUPERSCRIPT TWO}",
    "masked_share": "Masked share",
}
_MAX_PICTURES = 6
_WIDTH_PX = 440


def write_change_report(path: str, described: Sequence[Sequence[object]], assessed: Sequence[Assessed]) -> None:
    """Write the report. described: rows about what was compared."""
    page = Report("Assessment of change")
    page.table([], described)
    page.heading("Scores")
    page.table(["", *(each.method.name for each in assessed)],
               [[label, *(each.numbers.get(name, math.nan) for each in assessed)] for name, label in _ROWS.items()])
    page.text(
        "AUROC: the probability that a changed pixel has a higher score than an unchanged one; 0.5 is chance. Average "
        "precision: mean precision over all thresholds, weighed by the recall that each adds; where change is "
        "unlabelled, it is a lower bound. All other rows are about the detected changes: the map, or scores from the "
        "threshold on. False alarm share: share of the unchanged pixels that are detected. False alarms: detected "
        "pixels that are unchanged; false objects: detected regions without any changed pixel; both per square "
        "kilometre of unchanged ground. Masked share: share of the labelled pixels for which the method has no value; "
        "all other numbers are of the pixels for which every method has a value. A dash means that there is nothing to "
        "divide by."
    )
    _describe_objects(page, assessed)
    curves = {each.method.name: each.histogram.trace().thin() for each in assessed if each.histogram is not None}
    curves = {name: curve for name, curve in curves.items() if curve.true[-1] and curve.false[-1]}
    if curves:
        page.heading("All thresholds")
        page.figure(_draw_curves(curves, assessed), "Dots mark the detected changes.")
    _show_errors(page, assessed)
    page.write(path)


def _describe_objects(page: Report, assessed: Sequence[Assessed]) -> None:
    rows = [[each.method.name, regions.changed, regions.matched, regions.detected, regions.false]
            for each in assessed if (regions := each.regions) is not None]
    if rows:
        page.heading("Objects")
        page.table(["", "Changed regions", "of these found", "Detected regions", "of these false"], rows)
        page.text("Objects are regions of connected pixels. " + describe_matching(MATCH_IOU))


def _draw_curves(curves: dict[str, Curve], assessed: Sequence[Assessed]) -> Figure:
    figure = Figure(figsize=(10, 4.6), layout="constrained")
    axes, other = figure.subplots(1, 2)
    found = {each.method.name: each.detection for each in assessed}
    for number, (name, curve) in enumerate(curves.items()):
        look = {"color": LINE_COLORS[number % len(LINE_COLORS)], "linestyle": LINE_STYLES[number % len(LINE_STYLES)]}
        axes.plot(curve.false / curve.false[-1], curve.true / curve.true[-1], label=name, **look)
        with np.errstate(invalid="ignore"):
            precision = curve.true / (curve.true + curve.false)
        other.plot(curve.true / curve.true[-1], precision, label=name, **look)
        detection = found[name]
        if detection is not None:
            axes.plot(detection.false_alarm_share, detection.recall, "o", color=look["color"])
            other.plot(detection.recall, detection.precision, "o", color=look["color"])
    first = next(iter(curves.values()))
    share = divide(float(first.true[-1]), float(first.true[-1] + first.false[-1]))
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=0.8)
    other.axhline(share, color="#999999", linewidth=0.8)
    axes.set(xlabel="False alarm share", ylabel="Recall", title="Receiver operating characteristic")
    other.set(xlabel="Recall", ylabel="Precision", title="Precision and recall")
    for each in (axes, other):
        each.set_xlim(-0.02, 1.02)
        each.set_ylim(-0.02, 1.02)
        each.grid(True, color="#dddddd", linewidth=0.8)
    axes.legend()
    return figure


def _show_errors(page: Report, assessed: Sequence[Assessed]) -> None:
    shown = [each for each in assessed if each.detection is not None][:_MAX_PICTURES]
    if not shown:
        return
    page.heading("Maps of errors")
    colors = color_codes(np.array([[entry["value"] for entry in TWO_CLASS_ERRORS]], np.uint8), TWO_CLASS_ERRORS)[0]
    page.legend(zip(colors.tolist(), (str(entry["name"]) for entry in TWO_CLASS_ERRORS)))
    for each in shown:
        factor = max(1, _WIDTH_PX // max(each.picture.shape))
        page.image(color_codes(each.picture, TWO_CLASS_ERRORS).repeat(factor, axis=0).repeat(factor, axis=1),
                   f"{each.method.name}. White pixels are masked, unlabelled or outside the area.")
