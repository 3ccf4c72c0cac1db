"""The report of an assessed super-resolved image: tables of all methods, spectra, and places at full zoom."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from scipy import ndimage

from ..evaluation import DETAIL_NAMES, ErrorScores, ValueRange
from ..models.image_input import find_bands
from ..reports.html import LINE_COLORS, LINE_STYLES, Report
from ..sampling.pair_report import add_pairs
from .baselines import BICUBIC
from .comparison import SPECTRUM_PX, SUPERRESOLVED, Comparison, MethodScores, Part

_COUNT, _SIDE_PX, _ZOOM, _GAP_PX = 3, 96, 3, 4
_RED_GREEN_BLUE = "red", "green", "blue"


class Places:
    """The places where the super-resolved image is worst, or without a reference where it adds most."""

    def __init__(self, value_range: ValueRange):
        self._range = value_range
        self._found: list[tuple[float, dict[str, np.ndarray]]] = []

    def add(self, part: Part, shares: np.ndarray | None) -> None:
        """Look for such a place in a part; shares: of its details, see `MethodScorer.add`."""
        rows, columns = part.fine_inner
        compared = part.compared[rows, columns]
        size = min(_SIDE_PX, *compared.shape)
        inner = (slice(None), rows, columns)
        images = {"bicubic": part.images[BICUBIC][inner], SUPERRESOLVED: part.images[SUPERRESOLVED][inner]}
        if part.reference is not None:
            images["reference"] = part.reference[inner]
        truth = images.get("reference", images["bicubic"])
        error = np.abs(self._range.scale(images[SUPERRESOLVED]) - self._range.scale(truth)).mean(axis=0) * compared
        mean = ndimage.uniform_filter(error, size, mode="constant", origin=-(size // 2))
        mean = mean[: compared.shape[0] - size + 1, : compared.shape[1] - size + 1]
        top, left = np.unravel_index(int(mean.argmax()), mean.shape)
        if mean[top, left] > 0:
            place = np.s_[:, top : top + size, left : left + size]
            shown = {name: image[place].copy() for name, image in images.items()}
            if shares is not None:
                shown["details"] = shares[place].copy()
            self._found = sorted([*self._found, (float(mean[top, left]), shown)], key=lambda each: -each[0])[:_COUNT]

    def draw(self, bands: tuple[int, ...]) -> list[tuple[np.ndarray, list[str]]]:
        """Pictures (H, W, 3) uint8 of all images side by side, each pixel 3 x 3, and what they show."""
        drawn = []
        for _, shown in self._found:
            parts = []
            for name, image in shown.items():
                if name == "details":
                    picture = np.nan_to_num(image, nan=1.0)[[2, 0, 1]]  # red: hallucination, green: improvement
                else:
                    picture = self._range.scale(image)[list(bands)]
                picture = np.rint(255 * picture).astype(np.uint8).transpose(1, 2, 0)
                parts.append(picture.repeat(_ZOOM, axis=0).repeat(_ZOOM, axis=1))
                parts.append(np.full((len(parts[-1]), _GAP_PX, 3), 255, np.uint8))
            drawn.append((np.concatenate(parts[:-1], axis=1), list(shown)))
        return drawn


def write_assessment_report(path: str, low: str, superresolved: str, reference: str | None, comparison: Comparison,
                            scores: Mapping[str, MethodScores], errors: ErrorScores | None, shift_px: float,
                            places: Places) -> None:
    """Write the HTML report. EoDeepError if the file cannot be written."""
    page = Report("Assessment of a super-resolved image")
    _describe_input(page, low, superresolved, reference, comparison)
    page.heading("Values")
    page.table(
        ["Image", "Mean difference", "Largest difference", "Spectral angle (°)"],
        [[name, each.low_error, each.low_error_max, each.low_angle_deg] for name, each in scores.items()],
    )
    shift = f" The super-resolved image lies {shift_px:.2f} coarse pixels beside it." if math.isfinite(shift_px) else ""
    page.text("Each image degraded to the coarse pixels, compared with the coarse image, in its units. Values that can "
              f"be trusted differ by less than the rounding.{shift}")
    if scores[SUPERRESOLVED].pixels:
        _describe_quality(page, scores)
    if errors:
        _describe_errors(page, errors)
    _describe_spectra(page, comparison, scores)
    page.heading("Places at full zoom")
    worst = "differs most from the reference" if reference else "adds most to the bicubic image"
    for picture, names in places.draw(_choose_bands(comparison.low.band_names)):
        note = " Details: red is hallucination, green improvement, blue omission." if "details" in names else ""
        page.image(picture, f"Where the super-resolved image {worst}; left to right: {', '.join(names)}.{note}")
    page.write(path)


def _describe_input(page: Report, low: str, superresolved: str, reference: str | None,
                    comparison: Comparison) -> None:
    page.heading("Input")
    rows: list[list[object]] = [["Coarse image", low], ["Super-resolved image", superresolved]]
    rows += [["Reference", reference]] if reference else []
    rows += [["Ratio", comparison.ratio], ["Width of the sensor's response", f"{comparison.sigma:g} coarse pixels"]]
    page.table([], rows)
    if comparison.pair:
        add_pairs(page, [comparison.pair.describe()])


def _describe_quality(page: Report, scores: Mapping[str, MethodScores]) -> None:
    page.heading("Likeness to the reference")
    header = ["Image", "PSNR (dB)", "SSIM", "ERGAS", "Spectral angle (°)", "Fine energy (dB)"]
    rows = [[name, each.pixels.psnr_db, each.pixels.ssim, each.pixels.ergas, each.pixels.angle_deg, each.energy_db]
            for name, each in scores.items() if each.pixels]
    page.table(header, rows)
    page.text("PSNR and SSIM refer to the range between the 0.1 and 99.9 percentile of each band of the reference. "
              "Fine energy: what is finer than the coarse image can show, against the reference; below 0 dB the image "
              "is smoother, above it is sharper than the truth. An image that is not better than bicubic + projection, "
              "which needs no network, is not worth its name.")
    page.heading("Detail")
    rows = [[name, *each.details.tolist()] for name, each in scores.items() if each.details is not None]
    page.table(["Image", *map(str.capitalize, DETAIL_NAMES)], rows)
    page.text("Shares of the detail that the coarse image lacks: shown as it is, not shown, and shown as it is not. "
              "Even a linear sharpening has a share of the last; compare with bicubic + projection.")


def _describe_errors(page: Report, errors: ErrorScores) -> None:
    page.heading("Expected error")
    page.table(["Measure", "Value", "Meaning"], [
        ["Rank correlation", errors.rank_correlation, "Of expected and true error; 1: the same order"],
        ["Sparsification error", errors.sparsification_error, "0: finds the worst pixels as well as the true error "
         "does, 1: not at all"],
        ["Coverage", errors.coverage, "Share of the errors within the 90 % interval; 0.9 is right"],
        ["Expected / true", errors.bias, "Quotient of the means; 1 is right, more is too careful"],
    ])  # fmt: skip


def _describe_spectra(page: Report, comparison: Comparison, scores: Mapping[str, MethodScores]) -> None:
    found = {name: each.power for name, each in scores.items() if each.power is not None}
    reference = scores[SUPERRESOLVED].reference_power
    if reference is not None:
        found["reference"] = reference
    if found:
        page.heading("Spectra")
        page.figure(_draw_spectra(found, comparison.ratio), "Mean power of the bands by frequency. Right of the line "
                    "is what the coarse image cannot show.")


def _draw_spectra(powers: Mapping[str, np.ndarray], ratio: int) -> Figure:
    figure = Figure(figsize=(7.5, 4.2), layout="constrained")
    axes = figure.add_subplot()
    frequencies = np.arange(1, SPECTRUM_PX // 2 + 1) / SPECTRUM_PX
    for index, (name, power) in enumerate(powers.items()):
        axes.plot(frequencies, 10 * np.log10(np.maximum(power.mean(axis=0), 1e-12)), label=name,
                  color=LINE_COLORS[index % len(LINE_COLORS)], linestyle=LINE_STYLES[index % len(LINE_STYLES)])
    axes.axvline(0.5 / ratio, color="#808080", linewidth=1)
    axes.set_xlabel("Frequency (cycles per fine pixel)")
    axes.set_ylabel("Power (dB)")
    axes.grid(True, color="#dddddd", linewidth=0.8)
    axes.legend()
    return figure


def _choose_bands(names: tuple[str, ...]) -> tuple[int, ...]:
    """The bands to show as red, green and blue: those called so, else the first three, else the first."""
    found = find_bands(_RED_GREEN_BLUE, names)
    return tuple(found) if found else (0, 1, 2) if len(names) > 2 else (0, 0, 0)
