"""What a report says of how pairs of images were made comparable."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from ..reports.html import LINE_COLORS, Report
from .coregistration import LOWEST_CORRELATION
from .pair_blocks import CORRELATION_BINS, FILL

_MOST_ROWS = 50


def add_pairs(report: Report, pairs: Sequence[dict]) -> None:
    """Tables of places and values, and a histogram of the blocks' correlations; pairs as of `ImagePair.describe`."""
    report.heading("Pairs of images")
    shown = pairs[:_MOST_ROWS]
    left_out = f" The first {len(shown)} of {len(pairs)} pairs are shown." if len(shown) < len(pairs) else ""
    report.text(
        "Low images stay as they are. High images are resampled once, to pixels of 1 / ratio of the low ones, moved to "
        f"where the low image shows the same. Blocks that correlate by less than {LOWEST_CORRELATION:g} are refused, "
        f"pixels that differ by more than {FILL:g} standard deviations (fill, cloud, change) left out. Shifts are to "
        f"the right and down, in pixels of the new grid.{left_out}"
    )
    report.table(
        ("Low", "High", "Ratio", "Shift (px)", "Shift (m)", "Spread (px)", "Blur (low px)", "Refused", "Left out"),
        [
            (
                pair["low"], pair["high"], pair["ratio"], "{:.2f}, {:.2f}".format(*pair["shift_px"]), pair["shift_m"],
                pair["shift_spread_px"], f"{pair['sigma']:.2f}", f"{100 * pair['refused_share']:.1f} %",
                f"{100 * pair['fill_share']:.2f} %",
            )  # fmt: skip
            for pair in shown
        ],
    )
    use = "make" if all(pair["is_harmonized"] for pair in pairs) else "are not used, but would make"
    report.text(f"Gain and offset {use} the values of a high image those of its low one.")
    report.table(
        ("High", "Band", "Gain", "Offset", "Standard deviation"),
        [
            (pair["high"], band, gain, offset, deviation)
            for pair in shown
            for band, gain, offset, deviation in zip(
                pair["bands"], pair["gain"] or ["mixed"] * len(pair["bands"]), pair["offset"], pair["deviation"]
            )
        ],
    )
    report.figure(_draw_correlations(pairs), "Correlation of low and high images in blocks, at the low one's pixels.")


def _draw_correlations(pairs: Sequence[dict]) -> Figure:
    figure = Figure(figsize=(7.5, 3.0), layout="constrained")
    axes = figure.add_subplot()
    counts = np.sum([pair["correlations"] for pair in pairs], axis=0)
    axes.bar(CORRELATION_BINS[:-1], counts, width=np.diff(CORRELATION_BINS), align="edge", color=LINE_COLORS[0])
    axes.axvline(LOWEST_CORRELATION, color=LINE_COLORS[1], linestyle="--", label=f"{LOWEST_CORRELATION:g}: least used")
    axes.set_xlabel("Correlation")
    axes.set_ylabel("Blocks")
    axes.set_xlim(0, 1)
    axes.legend()
    return figure
