"""Two class maps compared: counts of all pairs of classes, and matched objects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from rasterio.windows import Window

from ...errors import EoDeepError
from ...geo.grid import Grid
from ...geo.rasterization import PolygonIndex
from ...progress import Progress
from ..polygons.object_scores import MATCH_IOU, find_pairs, match_objects
from .class_maps import ClassMap, PolygonMap
from .class_matching import BACKGROUND, Matching, match_classes
from .comparison_grid import Part
from .scores import ObjectScores

MAX_CLASSES = 256


@dataclass
class Confusion:
    """Counts of all pairs of classes, rows the reference: pixels, and m2 where there is a CRS."""

    matching: Matching
    pixels: np.ndarray  # (K, K) int64
    area_m2: np.ndarray | None

    @property
    def names(self) -> list[str]:
        """Of the K classes."""
        return self.matching.names

    @property
    def positive(self) -> int | None:
        """The index of the class that two-class scores are about."""
        return 1 if len(self.names) == 2 else None


@dataclass
class Comparison:
    """Two maps on one grid. parts: the windows of it to look at."""

    grid: Grid
    prediction: ClassMap
    reference: ClassMap
    parts: list[Part]
    area: PolygonIndex | None = None

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Reference and prediction (H, W) int32, and which pixels are valid in both and within the area."""
        predicted, valid = self.prediction.read(window)
        reference, reference_valid = self.reference.read(window)
        valid = valid & reference_valid
        if self.area is not None and valid.any():
            valid &= self.area.rasterize(1, self.grid, window).astype(bool)
        return reference, predicted, valid

    def count(self, progress: Progress) -> Confusion:
        """Count the pairs of classes of all valid pixels."""
        pairs: dict[tuple[int, int], np.ndarray] = {}

        def add(reference: int, predicted: int, pixels: int, part: Part) -> None:
            total = pairs.setdefault((reference, predicted), np.zeros(2))
            total += pixels * np.array([1.0, part.pixel_m2])

        for done, part in enumerate(self.parts):
            if part.is_empty:
                add(BACKGROUND, BACKGROUND, part.count, part)
            else:
                reference, predicted, valid = self.read(part.window)
                if valid.any():
                    for reference_value, predicted_value, count in _count_pairs(reference[valid], predicted[valid]):
                        add(reference_value, predicted_value, count, part)
                if len(pairs) > MAX_CLASSES**2:
                    raise EoDeepError(f"Class maps may have at most {MAX_CLASSES} classes; these have more.")
            progress((done + 1) / len(self.parts))
        if not pairs:
            where = " inside the area" if self.area is not None else ""
            raise EoDeepError(f"The prediction and the reference data have no valid pixels in common{where}.")
        return self._tabulate(pairs)

    def match(self, matching: Matching) -> ObjectScores | None:
        """Match the polygons one by one, if both layers are polygons; those inside the area count."""
        if not isinstance(self.prediction, PolygonMap) or not isinstance(self.reference, PolygonMap):
            return None
        predicted, reference = self.prediction.polygons, self.reference.polygons
        predicted_classes = matching.encode_prediction(self.prediction.codes)
        reference_classes = matching.encode_reference(self.reference.codes)
        candidates = find_pairs(
            predicted.geometries, reference.geometries, predicted_classes, reference_classes, MATCH_IOU
        )
        matches = match_objects(candidates)
        matched, found = np.zeros(len(predicted), bool), np.zeros(len(reference), bool)
        matched[matches.predicted], found[matches.reference] = True, True
        predicted_counts, reference_counts = (self._lies_inside(layer.geometries) for layer in (predicted, reference))
        return ObjectScores(
            predicted=int(predicted_counts.sum()),
            predicted_matched=int((matched & predicted_counts).sum()),
            reference=int(reference_counts.sum()),
            reference_matched=int((found & reference_counts).sum()),
        )

    def _lies_inside(self, geometries: np.ndarray) -> np.ndarray:
        if self.area is None or not len(geometries):
            return np.ones(len(geometries), bool)
        area = shapely.union_all(self.area.geometries)
        shapely.prepare(area)
        return shapely.intersects(area, shapely.point_on_surface(geometries))

    def _tabulate(self, pairs: dict[tuple[int, int], np.ndarray]) -> Confusion:
        reference, predicted = ({pair[side] for pair in pairs} for side in (0, 1))
        matching = match_classes(self.reference.make_legend(reference), self.prediction.make_legend(predicted))
        size = len(matching.names)
        if size > MAX_CLASSES:
            raise EoDeepError(f"Class maps may have at most {MAX_CLASSES} classes, got {size}.")
        table = np.zeros((2, size, size))
        for (reference_value, predicted_value), total in pairs.items():
            table[:, matching.reference[reference_value], matching.prediction[predicted_value]] += total
        area_m2 = table[1] if np.isfinite(table[1]).all() else None
        return Confusion(matching, np.rint(table[0]).astype(np.int64), area_m2)


def _count_pairs(reference: np.ndarray, predicted: np.ndarray) -> list[tuple[int, int, int]]:
    """(true value, predicted value, count) of all pairs that occur."""
    if min(reference.min(), predicted.min()) >= 0 and max(reference.max(), predicted.max()) < 256:
        counts = np.bincount(reference.astype(np.int64) * 256 + predicted, minlength=1)
        return [(int(pair) // 256, int(pair) % 256, int(counts[pair])) for pair in np.flatnonzero(counts)]
    pairs, counts = np.unique(np.stack([reference, predicted]), axis=1, return_counts=True)
    return [(int(a), int(b), int(count)) for (a, b), count in zip(pairs.T, counts)]
