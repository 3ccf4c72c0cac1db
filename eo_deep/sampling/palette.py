"""Maps that are painted in few colours: the colours found, and the map as a class raster."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import EoDeepError
from ..io.card_schema import UNKNOWN
from ..io.names import name_of
from ..io.raster import RasterSource, open_image
from ..io.raster_writer import RasterWriter
from .training_data import ClassLabel

MAX_COLORS = 32
_SCANNED_PX, _SCANNED_WINDOWS = 256, 64  # spread over a map
_BLOCK_PX = 1024
_NOISE = 3  # of a plain colour, as JPEG leaves it
# Distances in CIE Lab: 2.3 is just noticeable (Mahy et al. 1994).
_SAME = 3.0
FAR = 25.0  # of a pixel from all colours: text and symbols
_LEAST_SHARE = 0.002  # of a map's plain pixels that a colour has
_LEAST_COVERAGE = 0.9  # of a map's plain pixels that all colours have
_LEAST_PLAIN = 0.5  # of a map's pixels that are plain
_HEX = re.compile(r"#?([0-9a-fA-F]{6})(?:[0-9a-fA-F]{2})?")
_RGB = re.compile(r"(?:rgba?\()?\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,.*)?")


@dataclass(frozen=True)
class Palette:
    """The colours of a map, (K, 3) uint8, the most frequent first.

    plain: the share of its pixels that are of one colour with their neighbours, so no edge, text or photograph.
    coverage: the share of these that have one of the colours.
    """

    colors: np.ndarray
    plain: float
    coverage: float

    @property
    def is_one(self) -> bool:
        """Whether the map is painted with them, and no picture."""
        return self.plain >= _LEAST_PLAIN and self.coverage >= _LEAST_COVERAGE and 2 <= len(self.colors) <= MAX_COLORS

    def list_classes(self) -> list[dict]:
        """The colours as classes {"value", "name", "color"}, called what they are."""
        texts = [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in self.colors.tolist()]
        return [{"value": number, "name": text, "color": text} for number, text in enumerate(texts)]

    def find_nearest(self, pixels: np.ndarray) -> np.ndarray:
        """The number of each pixel's colour, (H, W) uint8, of pixels (3, H, W) uint8; `UNKNOWN` far from all."""
        nearest, distances = find_nearest_color(pixels, self.colors)
        return np.where(distances > FAR, np.uint8(UNKNOWN), nearest)


def find_nearest_color(pixels: np.ndarray, colors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of pixels (3, H, W) uint8: the number of the nearest of colours (K, 3), uint8, and its distance in CIE Lab."""
    packed, places = np.unique(_pack(pixels), return_inverse=True)
    distances = _measure(_unpack(packed), colors)
    shape = pixels.shape[1:]
    return distances.argmin(1).astype(np.uint8)[places].reshape(shape), distances.min(1)[places].reshape(shape)


def find_palette(sources: Sequence[RasterSource]) -> Palette:
    """The frequent colours of maps of three bands, 8 bits each; at most one more than `MAX_COLORS` of them.

    Colours that the eye cannot tell apart are one, as JPEG makes many of each.
    """
    counts: dict[int, int] = {}
    total = seen = 0
    for source in sources:
        windows = list(source.grid.blocks(_SCANNED_PX))
        for number in np.unique(np.linspace(0, len(windows) - 1, _SCANNED_WINDOWS).astype(int)):
            pixels, valid = source.read(windows[number])
            plain = _find_plain(pixels, valid)
            seen += int(valid[:-1, :-1].sum())
            for value, count in zip(*(each.tolist() for each in np.unique(_pack(pixels)[plain], return_counts=True))):
                counts[value] = counts.get(value, 0) + count
                total += count
    order = sorted(counts, key=lambda value: (-counts[value], value))
    colors, shares = _unpack(np.array(order, np.uint32)), np.array([counts[value] for value in order]) / max(total, 1)
    kept: list[int] = []
    coverage, left = 0.0, np.ones(len(order), bool)
    while left.any() and len(kept) <= MAX_COLORS:
        first = int(left.argmax())
        same = left & (_measure(colors, colors[first : first + 1])[:, 0] <= _SAME)
        left &= ~same
        if shares[first] < _LEAST_SHARE / 4:  # those that follow are rarer still
            break
        if (share := float(shares[same].sum())) >= _LEAST_SHARE:
            kept.append(first)
            coverage += share
    return Palette(colors[kept], total / max(seen, 1), coverage)


def can_have_palette(source: RasterSource) -> bool:
    """Whether an image has colours: three bands of 8 bits."""
    return source.count == 3 and source.dtype == "uint8"


def require_palette(sources: Sequence[RasterSource]) -> Palette:
    """The colours of maps. EoDeepError where they have no palette."""
    names = ", ".join(f"'{name_of(source.path)}'" for source in sources)
    if not all(can_have_palette(source) for source in sources):
        raise EoDeepError(f"A palette has colours of three 8-bit bands, but {names} is {sources[0].dtype} with "
                          f"{sources[0].count} bands; choose the kind 'image'.")  # fmt: skip
    found = find_palette(sources)
    if not found.is_one:
        count = len(found.colors)
        if found.plain < _LEAST_PLAIN:
            why = f"only {found.plain:.0%} of its pixels have the colour of their neighbours"
        elif count > MAX_COLORS:
            why = f"it has more than {MAX_COLORS} colours"
        elif found.coverage < _LEAST_COVERAGE:
            why = f"its frequent colours cover only {found.coverage:.0%} of it"
        else:
            why = "it has only one colour"
        raise EoDeepError(f"The target {names} is no map with a palette of 2 to {MAX_COLORS} colours: {why}; choose "
                          "the kind 'image'.")  # fmt: skip
    return found


def write_classes(path: str, bands: Sequence[int] | None, palette: Palette, target: Path) -> None:
    """Write a map of three bands as a class raster on its own grid: the number of each pixel's nearest colour."""
    with open_image(path, bands) as source, RasterWriter(
        target, source.grid, 1, "uint8", UNKNOWN, ["class"], palette.list_classes(), plain=True
    ) as writer:
        for window in source.grid.blocks(_BLOCK_PX):
            pixels, valid = source.read(window)
            writer.write(np.where(valid, palette.find_nearest(pixels), np.uint8(UNKNOWN))[None], window)


def name_by_color(classes: Sequence[ClassLabel]) -> list[ClassLabel]:
    """Classes whose names are colours ("#1f78b4", "31,120,180") in these colours; others as they are."""
    return [ClassLabel(each.value, each.name, parse_color(each.name) or each.color) for each in classes]


def parse_color(text: str) -> str | None:
    """A colour as #rrggbb of what QGIS and people write; None for other text."""
    text = text.strip()
    if found := _HEX.fullmatch(text):
        return f"#{found[1].lower()}"
    if found := _RGB.fullmatch(text.rstrip(")")):
        values = [int(part) for part in found.groups()]
        return "#{:02x}{:02x}{:02x}".format(*values) if max(values) < 256 else None
    return None


def _find_plain(pixels: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Which pixels (H, W) bool have the colour of those to the right, below and between."""
    low, high = pixels[:, :-1, :-1], pixels[:, :-1, :-1]
    known = valid[:-1, :-1]
    for part in (np.s_[..., :-1, 1:], np.s_[..., 1:, :-1], np.s_[..., 1:, 1:]):
        low, high = np.minimum(low, pixels[part]), np.maximum(high, pixels[part])
        known = known & valid[part]
    plain = np.zeros(valid.shape, bool)
    plain[:-1, :-1] = known & ((high - low).max(0) <= _NOISE)
    return plain


def _pack(pixels: np.ndarray) -> np.ndarray:
    red, green, blue = pixels.astype(np.uint32)
    return red << 16 | green << 8 | blue


def _unpack(packed: np.ndarray) -> np.ndarray:
    return np.stack([packed >> 16, packed >> 8 & 255, packed & 255], -1).astype(np.uint8)


def _measure(some: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Distances (N, K) in CIE Lab of colours (N, 3) and (K, 3) uint8."""
    return np.linalg.norm(_to_lab(some)[:, None] - _to_lab(others)[None], axis=-1)


def _to_lab(colors: np.ndarray) -> np.ndarray:
    """CIE Lab (N, 3) of sRGB (N, 3) uint8, for daylight (D65)."""
    values = colors / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    matrix = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    x, y, z = (linear @ (matrix / matrix.sum(1, keepdims=True)).T).T
    f = [np.where(each > (6 / 29) ** 3, np.cbrt(each), each / (3 * (6 / 29) ** 2) + 4 / 29) for each in (x, y, z)]
    return np.stack([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])], -1)
