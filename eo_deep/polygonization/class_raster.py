"""A raster as labels: the class of each pixel, from a class map or from probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from rasterio.windows import Window

from ..errors import EoDeepError
from ..io.band_description import BandDescription, describe_band
from ..io.class_names import same_name
from ..io.class_values import PROBABILITY_OF, find_background, is_background, list_class_values, read_values
from ..io.raster import RasterSource
from ..runtime.compilation import njit

# Values of a class map that span no more than this are looked up in a table.
_MAX_TABLE = 1 << 22


@dataclass
class LabelRaster:
    """The classes of a raster that get polygons, numbered from 1; 0 is every other valid pixel.

    values: what output calls each class: its value in the map, or its band; names. threshold: of one band of
    probabilities; of several, how probable a class must be against the rest. scalings: scale and offset of each
    band of probabilities, empty for a class map. written: class number of each band of probabilities, or of each value
    in `present`, the sorted values of a class map.
    """

    source: RasterSource
    values: list[int]
    names: list[str]
    threshold: float = 0.5
    scalings: list[tuple[float, float]] = field(default_factory=list)
    written: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int32))
    present: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))

    def __post_init__(self) -> None:
        self._table = None
        if len(self.present) and int(self.present[-1]) - int(self.present[0]) < _MAX_TABLE:
            self._table = np.zeros(int(self.present[-1]) - int(self.present[0]) + 1, np.int32)
            self._table[self.present - self.present[0]] = self.written

    @property
    def count(self) -> int:
        """Number of classes, the one of everything else included."""
        return len(self.values) + 1

    @property
    def is_named(self) -> bool:
        """Whether the classes have names, and not just values, numbers of bands or colours."""
        bare = {*map(str, self.values), *(f"band {band}" for band in self.source.bands), "gray", "red", "green", "blue"}
        return any(name not in bare for name in self.names)

    def read_labels(self, window: Window) -> np.ndarray:
        """Class number of each pixel, (h, w) int32, -1 where nodata or beyond the raster."""
        if self.scalings:
            pixels, valid = self.source.read(window)
            labels = self._label(self._scale(pixels))
        else:
            values, valid = read_values(self.source, window)
            if self._table is not None:
                return _take(values, valid, self._table, self.present[0])
            labels = np.zeros(valid.shape, np.int32)
            if len(self.present):
                labels = _look_up(values, self.present, self.written)
        labels[~valid] = -1
        return labels

    def read_probabilities(self, window: Window) -> np.ndarray | None:
        """(count, h, w) float32, 0 where nodata; None for a class map. The higher of two is the label's."""
        if not self.scalings:
            return None
        pixels, valid = self.source.read(window)
        bands = self._scale(pixels)
        if len(bands) == 1:
            # Stretched so that the class is the more probable one from the threshold on.
            low = bands[0] / max(self.threshold, 1e-6)
            high = (bands[0] - self.threshold) / max(1 - self.threshold, 1e-6)
            of_class = 0.5 * np.clip(np.where(bands[0] < self.threshold, low, 1 + high), 0, 2)
            result = np.stack([1 - of_class, of_class]).astype(np.float32)
        else:
            result = self._collect(self._weigh(bands))
        result[:, ~valid] = 0
        return result

    def read_raw_probabilities(self, window: Window) -> np.ndarray | None:
        """(count, h, w) float32 probabilities as the raster gives them, for their means; None for a class map."""
        if not self.scalings:
            return None
        pixels, valid = self.source.read(window)
        bands = self._scale(pixels)
        if len(bands) == 1:
            return np.stack([1 - bands[0], bands[0]])
        result = self._collect(bands)
        result[:, ~valid] = 0
        return result

    def _collect(self, bands: np.ndarray) -> np.ndarray:
        """The highest of the bands (B, h, w) of each class, (count, h, w) float32."""
        result = np.zeros((self.count, *bands.shape[1:]), np.float32)
        for band, number in zip(bands, self.written, strict=True):
            np.maximum(result[number], band, out=result[number])
        return result

    def _weigh(self, bands: np.ndarray) -> np.ndarray:
        """Several bands (B, h, w) with the odds of those without polygons so changed that the most probable band tells
        the class from the threshold on; as they are at 0.5."""
        if self.threshold == 0.5:
            return bands
        odds = np.float32(self.threshold / max(1 - self.threshold, 1e-6))
        weighed = bands * np.where(self.written == 0, odds, np.float32(1))[:, None, None]
        return weighed / np.maximum(weighed.sum(axis=0), np.float32(1e-6))

    def _scale(self, pixels: np.ndarray) -> np.ndarray:
        bands = pixels.astype(np.float32)
        for band, (scale, offset) in zip(bands, self.scalings, strict=True):
            if (scale, offset) != (1.0, 0.0):
                band *= np.float32(scale)
                band += np.float32(offset)
        return bands

    def _label(self, bands: np.ndarray) -> np.ndarray:
        if len(bands) == 1:
            return (bands[0] >= np.float32(self.threshold)).astype(np.int32)
        return self.written[np.argmax(self._weigh(bands), axis=0)]


def classify(source: RasterSource, threshold: float = 0.5, classes: str | None = None,
             band: BandDescription | None = None) -> LabelRaster:
    """Find out what the bands of an open raster hold, and which of its classes get polygons.

    One band of probabilities: what is at least `threshold`. Several: the most probable band at each pixel, if it is at
    least `threshold` against the rest; those named background get no polygons. A class map: each value but the
    background. classes: names or values (bands), separated by commas, of those that get polygons; None: as said. band:
    what the first band holds; None: described here. Raises EoDeepError for classes that the raster does not have, and
    for bands of other quantities.
    """
    band = band or describe_band(source)
    if source.count > 1:
        return _classify_bands(source, classes, threshold)
    scaling = band.scaling
    if scaling:
        name = source.band_names[0].removeprefix(PROBABILITY_OF)
        return LabelRaster(source, [source.bands[0]], [name], threshold, [scaling], np.array([1], np.int32))
    present = list_class_values(source)
    legend = {entry["value"]: entry["name"] for entry in source.classes}
    names = [legend.get(int(value), str(value)) for value in present]
    chosen = choose_classes(classes, present.tolist(), names, "class map") if classes else \
        [int(value) for value in present if value != find_background(source)]
    written = np.array([chosen.index(value) + 1 if value in chosen else 0 for value in present.tolist()], np.int32)
    by_value = dict(zip(present.tolist(), names, strict=True))
    return LabelRaster(source, chosen, [by_value[value] for value in chosen], written=written, present=present)


def _classify_bands(source: RasterSource, classes: str | None, threshold: float) -> LabelRaster:
    """Several bands of probabilities, one per class."""
    names = [name.removeprefix(PROBABILITY_OF) for name in source.band_names]
    scalings = list(zip(source.scales, source.offsets, strict=True))
    if source.dtype == "uint8":
        scalings = [(1 / 255, 0.0) if each == (1.0, 0.0) else each for each in scalings]
    if np.dtype(source.dtype).kind != "f" and (1.0, 0.0) in scalings:
        raise EoDeepError(f"Several bands must hold probabilities, '{source.path}' holds {source.dtype} without scale.")
    bands = list(source.bands)
    chosen = choose_classes(classes, bands, names, "raster") if classes else \
        [band for band, name in zip(bands, names, strict=True) if not is_background(name)]
    written = np.array([chosen.index(band) + 1 if band in chosen else 0 for band in bands], np.int32)
    return LabelRaster(source, chosen, [names[bands.index(band)] for band in chosen], threshold, scalings, written)


def choose_classes(text: str, values: Sequence[int], names: Sequence[str], where: str) -> list[int]:
    """The values, ascending, of classes given by name or value: "building, 3"; EoDeepError where one is not there."""
    found = set()
    for wanted in filter(None, (part.strip() for part in text.split(","))):
        matching = [v for v, name in zip(values, names, strict=True) if wanted == str(v) or same_name(wanted, name)]
        if not matching:
            known = ", ".join(names[:20]) or "none"
            raise EoDeepError(f"Class '{wanted}' is not in the {where}, which has: {known}.")
        found.update(matching)
    return sorted(found)


@njit(cache=True, nogil=True)
def _take(pixels, valid, table, least):  # pragma: no cover - compiled
    """table[pixels - least], -1 where not valid."""
    labels = np.empty(pixels.shape, np.int32)
    for y in range(pixels.shape[0]):
        for x in range(pixels.shape[1]):
            labels[y, x] = table[np.int64(pixels[y, x]) - least] if valid[y, x] else -1
    return labels


def _look_up(pixels: np.ndarray, present: np.ndarray, written: np.ndarray) -> np.ndarray:
    """Class numbers of the pixels, by one search per run of equal ones."""
    flat = pixels.ravel()
    heads = np.flatnonzero(np.concatenate([[True], flat[1:] != flat[:-1]]))
    position = np.minimum(np.searchsorted(present, flat[heads]), len(present) - 1)
    return np.repeat(written[position], np.diff(np.append(heads, len(flat)))).reshape(pixels.shape)
