"""Reports: one self-contained HTML file with text, tables and pictures."""

from __future__ import annotations

import base64
import io
import math
import numbers
from collections.abc import Iterable, Mapping, Sequence
from html import escape

import numpy as np
from matplotlib import colormaps, rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator
from PIL import Image

from ..errors import EoDeepError
from ..io.files import check_writable
from ..io.names import put_names
from ..io.staging import stage

# QGIS shows reports in an old WebKit or, with Qt 6, in a QTextBrowser: neither knows flexbox, and the second ignores
# most CSS. Plain tables, PNG pictures and width attributes look right in both and in a browser.
STYLE = """
body { font-family: Helvetica, Arial, sans-serif; font-size: 14px; color: #1b1b1b;
       background: #ffffff; max-width: 1000px; margin: 24px auto; padding: 0 16px; }
h1 { font-size: 24px; margin: 0 0 12px 0; }
h2 { font-size: 18px; margin: 28px 0 8px 0; border-bottom: 1px solid #b0b0b0; padding-bottom: 3px; }
table { border-collapse: collapse; margin: 8px 0 16px 0; }
p, td, th { line-height: 1.45; }
th, td { border: 1px solid #b0b0b0; padding: 3px 9px; }
th { background: #eef2f5; text-align: left; }
td.number { text-align: right; }
img { max-width: 100%; height: auto; }
p.caption { color: #4a4a4a; font-size: 13px; margin: 4px 0 18px 0; }
@media print { body { margin: 0; max-width: none; } h2 { page-break-after: avoid; }
               table, img, div.picture { page-break-inside: avoid; } }
"""

# Okabe and Ito's palette: distinguishable with every common colour vision deficiency.
LINE_COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000")
LINE_STYLES = ("-", "--", "-.", ":")
FIGURE_DPI = 144
SCREEN_DPI = 96
MAX_WIDTH_PX = 960
MAX_ANNOTATED_CLASSES = 12


class Report:
    """Collects headings, text, tables and pictures in order, and writes them as one HTML file."""

    def __init__(self, title: str):
        self.title = title
        self._parts: list[str] = []

    def heading(self, text: str) -> None:
        """Start a section."""
        self._parts.append(f"<h2>{_to_html(text)}</h2>")

    def text(self, text: str) -> None:
        """Add a paragraph; an empty line in `text` starts a new one."""
        self._parts += [f"<p>{_to_html(paragraph)}</p>" for paragraph in text.split("\n\n") if paragraph.strip()]

    def table(self, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Add a table, without a head if `header` is empty.

        Numbers are aligned right; floats are shown with 4 digits, NaN and None as a dash.
        """
        names = "".join(f"<th>{_to_html(str(name))}</th>" for name in header)
        head = f"<thead><tr>{names}</tr></thead>" if header else ""
        body = "".join(f"<tr>{''.join(_table_cell(value) for value in row)}</tr>\n" for row in rows)
        self._parts.append(
            f'<table border="1" cellspacing="0" cellpadding="4">{head}\n'
            f"<tbody>{body}</tbody></table>"
        )

    def figure(self, figure: Figure, caption: str = "") -> None:
        """Add a matplotlib figure, as PNG at twice the screen's resolution. A `$` in its texts is a `$`."""
        buffer = io.BytesIO()
        FigureCanvasAgg(figure)  # a figure without a pyplot window behind it needs a canvas to be saved
        for text in figure.findobj(Text):
            text.set_parse_math(False)
        with rc_context({"text.parse_math": False}):  # for the texts that drawing makes
            figure.savefig(buffer, format="png", dpi=FIGURE_DPI, bbox_inches="tight", facecolor="white")
        self._add_png(buffer.getvalue(), SCREEN_DPI / FIGURE_DPI, caption)

    def image(self, pixels: np.ndarray, caption: str = "") -> None:
        """Add a picture: (H, W, 3) uint8, shown at its own size but at most MAX_WIDTH_PX wide."""
        if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
            raise EoDeepError(f"A report's picture must be (H, W, 3) uint8, got {pixels.shape} {pixels.dtype}.")
        buffer = io.BytesIO()
        Image.fromarray(np.ascontiguousarray(pixels)).save(buffer, format="PNG", optimize=True)
        self._add_png(buffer.getvalue(), min(1.0, MAX_WIDTH_PX / pixels.shape[1]), caption)

    def legend(self, entries: Iterable[tuple[Sequence[int], str]]) -> None:
        """Explain colours: (red, green, blue) 0..255 and what they stand for."""
        cells = "".join(
            f'<td bgcolor="#{red:02x}{green:02x}{blue:02x}" width="24">&nbsp;</td><td>{_to_html(name)}</td>'
            for (red, green, blue), name in entries
        )
        self._parts.append(f'<table border="1" cellspacing="0" cellpadding="4"><tr>{cells}</tr></table>')

    def write(self, path: str) -> None:
        """Write the report to `path` at once: the file appears complete or not at all. EoDeepError if not writable."""
        check_writable(path)
        with stage(path) as prepared:
            prepared.write_text(self._html(), encoding="utf-8")

    def _add_png(self, png: bytes, scale: float, caption: str) -> None:
        width_px, height_px = (max(1, round(size * scale)) for size in Image.open(io.BytesIO(png)).size)
        data = base64.b64encode(png).decode("ascii")
        note = f'<p class="caption">{_to_html(caption)}</p>' if caption else ""
        self._parts.append(
            f'<div class="picture"><img src="data:image/png;base64,{data}" width="{width_px}" height="{height_px}" '
            f'alt="{_to_html(caption or self.title)}"/>{note}</div>'
        )

    def _html(self) -> str:
        body = "\n".join(self._parts)
        return (
            f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"/><title>{_to_html(self.title)}</title>\n'
            f"<style>{STYLE}</style></head>\n<body><h1>{_to_html(self.title)}</h1>\n{body}\n</body></html>\n"
        )


def _to_html(text: str) -> str:
    """Any text as HTML, quotes included, with the user's names for files."""
    return escape(put_names(text), quote=True)


def format_number(value: object) -> str:
    """A value as a report shows it: 12345 -> 12 345, 0.123456 -> 0.1235, NaN and None -> a dash."""
    if value is None:
        return "–"
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if isinstance(value, numbers.Integral):
        return f"{int(value):,}".replace(",", "\N{NO-BREAK SPACE}")
    if isinstance(value, numbers.Real):
        number = float(value)
        if not math.isfinite(number):
            return "–" if math.isnan(number) else str(number)
        if abs(number) >= 1000:
            return f"{number:,.0f}".replace(",", "\N{NO-BREAK SPACE}")
        return f"{number:.4g}" if abs(number) < 1e-3 or abs(number) >= 1 else f"{number:.4f}"
    return str(value)


def confusion_figure(matrix: np.ndarray, class_names: Sequence[str]) -> Figure:
    """Draw a confusion matrix, shaded by the share of each reference class.

    Parameters
    ----------
    matrix : ndarray of counts, shape (K, K)
        Rows are the reference data, columns the prediction.
    class_names : sequence of str, length K

    Returns
    -------
    matplotlib.figure.Figure
    """
    counts = np.asarray(matrix, dtype=np.float64)
    size = len(class_names)
    if counts.shape != (size, size):
        raise EoDeepError(f"A confusion matrix of {size} classes must be {size} x {size}, got {counts.shape}.")
    totals = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, totals, out=np.zeros_like(counts), where=totals > 0)
    side_in = 2.2 + 0.75 * min(size, 20)
    figure = Figure(figsize=(side_in + 1.4, side_in), layout="constrained")
    axes = figure.add_subplot()
    picture = axes.imshow(shares, cmap=colormaps["Blues"], vmin=0, vmax=1)
    axes.set_xticks(range(size), class_names, rotation=45 if size > 2 else 0, ha="right" if size > 2 else "center")
    axes.set_yticks(range(size), class_names)
    axes.set_xlabel("Prediction")
    axes.set_ylabel("Reference data")
    if size <= MAX_ANNOTATED_CLASSES:
        for row in range(size):
            for column in range(size):
                axes.text(
                    column,
                    row,
                    f"{shares[row, column]:.1%}\n{_shorten_count(counts[row, column])}",
                    ha="center",
                    va="center",
                    fontsize=9,
                    color="white" if shares[row, column] > 0.55 else "black",
                )
    figure.colorbar(picture, ax=axes, shrink=0.8, label="Share of the reference class")
    return figure


def curves_figure(series: Mapping[str, Sequence[float]], x_label: str, y_label: str) -> Figure:
    """Draw curves over 1, 2, 3, ...

    Parameters
    ----------
    series : mapping of str to sequence of float
        Name and values of each curve; NaN leaves a gap.
    x_label, y_label : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure = Figure(figsize=(7.5, 3.8), layout="constrained")
    axes = figure.add_subplot()
    for index, (name, values) in enumerate(series.items()):
        axes.plot(
            range(1, len(values) + 1),
            np.asarray(values, dtype=np.float64),
            label=name,
            color=LINE_COLORS[index % len(LINE_COLORS)],
            linestyle=LINE_STYLES[index % len(LINE_STYLES)],
            marker="o" if len(values) <= 40 else None,
            markersize=3.5,
        )
    axes.set_xlabel(x_label)
    axes.set_ylabel(y_label)
    axes.grid(True, color="#dddddd", linewidth=0.8)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    if series:
        axes.legend()
    return figure


def _table_cell(value: object) -> str:
    is_number = value is None or (isinstance(value, numbers.Real) and not isinstance(value, (bool, np.bool_)))
    attributes = ' class="number" align="right"' if is_number else ""
    return f"<td{attributes}>{_to_html(format_number(value))}</td>"


def _shorten_count(count: float) -> str:
    """12 -> 12, 34567 -> 34.6k, 2.1e9 -> 2.1G: long counts would run over their cells."""
    for limit, suffix in ((1e9, "G"), (1e6, "M"), (1e4, "k")):
        if count >= limit:
            return f"{count / (1e3 if suffix == 'k' else limit):.1f}{suffix}"
    return f"{count:.0f}"
