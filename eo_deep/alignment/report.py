"""The report of an alignment: what was moved and how far, a map of arrows, and examples on the image."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from rasterio.windows import Window

from ..io.raster import RasterSource
from ..reports.html import Report
from ..reports.maps import draw_outlines, frame_axes
from .placement import ALIGNED, FOLLOWS, NOT_FOUND, STATUSES

_BEFORE, _AFTER, _LOST = "#e69f00", "#56b4e9", "#d55e00"  # of Okabe and Ito's palette
_MAX_ARROWS = 3000  # more cannot be distinguished
_EXAMPLES = 9
_EXAMPLE_PX = 480


def write_alignment_report(
    path: str,
    described: Sequence[Sequence[object]],
    attributes: dict[str, np.ndarray],
    before_px: np.ndarray,
    after_px: np.ndarray,
    image: RasterSource,
) -> None:
    """Write the HTML report of an alignment.

    described: rows (what, value) on input and settings. attributes: dx_m, dy_m, shift_m, confidence and status, (N,)
    each. before_px, after_px: (N,) geometries in pixels of the image, empty ones for what is not there. image: for the
    examples. Raises EoDeepError if the file cannot be written.
    """
    page = Report("Alignment")
    page.heading("Input and settings")
    page.table([], described)
    status, shift_m, confidence = (attributes[name] for name in ("status", "shift_m", "confidence"))
    page.heading("Objects")
    rows = []
    for name in STATUSES:
        chosen = status == name
        rows.append([name, int(chosen.sum()), _median(shift_m[chosen]), _median(attributes["dx_m"][chosen]),
                     _median(attributes["dy_m"][chosen]), _median(confidence[chosen])])  # fmt: skip
    page.table(["Status", "Objects", "Shift (m), median", "East (m)", "North (m)", "Confidence, median"], rows)
    page.text(
        "Aligned objects were moved by their shift. Unchanged objects are where the image shows them. Objects that "
        "follow their neighbours were not found in the image themselves and were moved by their neighbours' mean "
        "shift. Objects that were not found stay where they are: no match lies within the maximum shift, or the image "
        "is nodata there. Confidence is the probability that an object now lies within 0.6 m of its true position."
    )
    moved = (status == ALIGNED) | (status == FOLLOWS)
    if moved.any():
        page.figure(_draw_histograms(shift_m[moved], confidence[moved]), "Objects that were moved.")
    shown = ~shapely.is_empty(before_px)
    if shown.any():
        page.heading("Map of shifts")
        page.figure(
            _draw_arrows(before_px[shown], after_px[shown], status[shown], confidence[shown]),
            "An arrow from each object's place to its new one, enlarged, and coloured by confidence; "
            "crosses: not found in the image.",
        )
        chosen = _choose_examples(np.flatnonzero(moved & shown), shift_m, confidence)
        if len(chosen):
            page.heading("Examples")
            captions = [f"{shift_m[k]:.1f} m, confidence {confidence[k]:.2f}" for k in chosen]
            page.figure(
                _draw_examples(image, before_px, after_px, chosen, captions),
                "Before (orange) and after (blue): the largest shifts, median shifts, and the lowest confidence.",
            )
    page.write(path)


def _median(values: np.ndarray) -> float | None:
    return float(np.median(values)) if len(values) else None


def _draw_histograms(shift_m: np.ndarray, confidence: np.ndarray) -> Figure:
    figure = Figure(figsize=(9, 3.2), layout="constrained")
    for axes, values, label in zip(figure.subplots(1, 2), (shift_m, confidence), ("Shift (m)", "Confidence")):
        axes.hist(values, bins=30, color="#0072b2")
        axes.set_xlabel(label)
        axes.set_ylabel("Objects")
    return figure


def _draw_arrows(before: np.ndarray, after: np.ndarray, status: np.ndarray, confidence: np.ndarray) -> Figure:
    figure = Figure(figsize=(9, 9), layout="constrained")
    axes = figure.add_subplot()
    start, end = (shapely.get_coordinates(shapely.centroid(each)) for each in (before, after))
    drawn = np.linspace(0, len(start) - 1, min(len(start), _MAX_ARROWS)).astype(int)
    moved = drawn[np.isin(status[drawn], (ALIGNED, FOLLOWS))]
    lost = drawn[status[drawn] == NOT_FOUND]
    axes.plot(*start[lost].T, "x", color=_LOST, markersize=4)
    axes.plot(*start[drawn].T, ".", color="#999999", markersize=1.5)
    if len(moved):
        arrows = axes.quiver(*start[moved].T, *(end - start)[moved].T, confidence[moved], angles="xy", cmap="viridis",
                             width=0.003, clim=(0, 1))  # fmt: skip
        figure.colorbar(arrows, ax=axes, shrink=0.6, label="Confidence")
    frame_axes(axes, tuple(shapely.total_bounds(before)))
    axes.invert_yaxis()
    return figure


def _choose_examples(moved: np.ndarray, shift_m: np.ndarray, confidence: np.ndarray) -> np.ndarray:
    """Numbers of at most _EXAMPLES objects: a third each of the largest shifts, median shifts, lowest confidences."""
    third = _EXAMPLES // 3
    by_shift = moved[np.argsort(-shift_m[moved], kind="stable")]
    middle = len(by_shift) // 2
    doubtful = moved[np.argsort(confidence[moved], kind="stable")]
    found = np.concatenate([by_shift[:third], by_shift[middle : middle + third], doubtful[:third]])
    return np.array(list(dict.fromkeys(found.tolist())), np.int64)


def _draw_examples(
    image: RasterSource, before: np.ndarray, after: np.ndarray, chosen: np.ndarray, captions: Sequence[str]
) -> Figure:
    rows = -(-len(chosen) // 3)
    figure = Figure(figsize=(9, 3.2 * rows), layout="constrained")
    for axes in (grid := figure.subplots(rows, 3, squeeze=False).ravel()):
        axes.axis("off")
    for axes, number, caption in zip(grid, chosen, captions):
        _draw_example(axes, image, before, after, number)
        axes.set_title(caption, fontsize=9)
    return figure


def _draw_example(axes: Axes, image: RasterSource, before: np.ndarray, after: np.ndarray, number: int) -> None:
    bounds = shapely.total_bounds(np.array([before[number], after[number]]))
    side = min(max(bounds[2] - bounds[0], bounds[3] - bounds[1]) * 1.8 + 20, 4 * _EXAMPLE_PX)
    left, top = (round((low + high - side) / 2) for low, high in ((bounds[0], bounds[2]), (bounds[1], bounds[3])))
    window = Window(left, top, round(side), round(side))
    pixels, valid = image.read(window)
    step = max(1, round(side) // _EXAMPLE_PX)
    colors = pixels[:3] if len(pixels) >= 3 else np.repeat(pixels[:1], 3, axis=0)
    colors = np.moveaxis(colors[:, ::step, ::step].astype(np.float64), 0, -1)
    if valid.any():
        low, high = np.percentile(colors[valid[::step, ::step]], [1, 99])
        colors = ((colors - low) / max(high - low, 1e-9)).clip(0, 1)
    axes.imshow(colors, extent=(left, left + side, top + side, top), interpolation="bilinear")
    box = shapely.box(left, top, left + side, top + side)
    for geometries, color in ((before, _BEFORE), (after, _AFTER)):
        near = geometries[shapely.intersects(geometries, box)]
        draw_outlines(axes, near, color)
    axes.set_xlim(left, left + side)
    axes.set_ylim(top + side, top)
