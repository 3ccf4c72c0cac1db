"""Two class maps laid over each other: counts of all pairs of classes, objects that match."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from ..errors import EoDeepError
from ..progress import Progress
from ..raster import Grid, Window
from ..vector import PolygonIndex, Polygons
from .class_maps import BACKGROUND, MAX_CLASSES, OBJECT, ClassMap
from .scores import ObjectScores, match_objects

BLOCK_PX = 1024


@dataclass
class Confusion:
    """Counts of all pairs of classes, rows the reference: pixels, and m2 where the CRS tells them."""

    values: list[int]
    names: list[str]
    pixels: np.ndarray  # (K, K) int64
    area_m2: np.ndarray | None
    recode: bool  # every class above 0 is 1: the maps name the same class by different numbers

    @property
    def positive(self) -> int | None:
        """The index of the class that two-class scores are about."""
        return 1 if len(self.values) == 2 else None


@dataclass
class Comparison:
    """Two maps on one grid."""

    grid: Grid
    prediction: ClassMap
    reference: ClassMap
    classes: set[int]  # those that are there even if no pixel has them
    area: PolygonIndex | None = None
    objects: tuple[Polygons, Polygons, np.ndarray, np.ndarray] | None = None

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Reference and prediction (H, W) int32, and where both are known within the area."""
        predicted, known = self.prediction.read(window)
        true, known_true = self.reference.read(window)
        known = known & known_true
        if self.area is not None and known.any():
            known &= self.area.rasterize(1, self.grid, window).astype(bool)
        return true, predicted, known

    def count(self, progress: Progress) -> Confusion:
        """Count the pairs of classes of all known pixels."""
        pairs: dict[tuple[int, int], np.ndarray] = {}
        windows = list(self.grid.blocks(BLOCK_PX))
        for done, window in enumerate(windows):
            true, predicted, known = self.read(window)
            if known.any():
                block = Grid(self.grid.crs, self.grid.window_transform(window), window.width, window.height)
                size = block.ground_resolution_m
                pixel_m2 = size[0] * size[1] if size else np.nan
                for true_value, predicted_value, count in _count_pairs(true[known], predicted[known]):
                    total = pairs.setdefault((true_value, predicted_value), np.zeros(2))
                    total += count * np.array([1.0, pixel_m2])
                if len(pairs) > MAX_CLASSES**2:
                    raise EoDeepError(f"Class maps may have at most {MAX_CLASSES} classes; these have more.")
            progress((done + 1) / len(windows))
        if not pairs:
            where = " inside the area" if self.area is not None else ""
            raise EoDeepError(f"The prediction and the reference have no known pixel in common{where}.")
        return self._tabulate(pairs)

    def match(self) -> ObjectScores | None:
        """Match the polygons one by one, if both layers are polygons; those inside the area count."""
        if self.objects is None:
            return None
        predicted, true, predicted_classes, true_classes = self.objects
        right, found = match_objects(predicted.geometries, true.geometries, predicted_classes, true_classes)
        predicted_counts, true_counts = (self._lies_inside(layer.geometries) for layer in (predicted, true))
        return ObjectScores(
            predicted=int(predicted_counts.sum()),
            predicted_right=int((right & predicted_counts).sum()),
            true=int(true_counts.sum()),
            true_found=int((found & true_counts).sum()),
        )

    def _lies_inside(self, geometries: np.ndarray) -> np.ndarray:
        if self.area is None or not len(geometries):
            return np.ones(len(geometries), bool)
        area = shapely.union_all(self.area.geometries)
        shapely.prepare(area)
        return shapely.intersects(area, shapely.point_on_surface(geometries))

    def _tabulate(self, pairs: dict[tuple[int, int], np.ndarray]) -> Confusion:
        names = self.reference.names | self.prediction.names
        above = [{pair[side] for pair in pairs} - {BACKGROUND} for side in (0, 1)]
        # Masks of 0 and 255 and maps of 0 and 1 mean the same; named classes mean what their names say.
        recode = all(len(values) == 1 for values in above) and above[0] != above[1]
        recode = recode and not (self.reference.names and self.prediction.names)
        if recode:
            names = {BACKGROUND: names.get(BACKGROUND, "0"), OBJECT: _name_first(names, above[0] | above[1])}
            pairs = {(int(a != 0), int(b != 0)): total for (a, b), total in pairs.items()}
        values = sorted({value for pair in pairs for value in pair} | self.classes)
        if len(values) > MAX_CLASSES:
            raise EoDeepError(f"Class maps may have at most {MAX_CLASSES} classes, got {len(values)}.")
        place = {value: index for index, value in enumerate(values)}
        table = np.zeros((2, len(values), len(values)))
        for (true, predicted), total in pairs.items():
            table[:, place[true], place[predicted]] += total
        area_m2 = table[1] if np.isfinite(table[1]).all() else None
        labels = [names.get(value, str(value)) for value in values]
        return Confusion(values, labels, np.rint(table[0]).astype(np.int64), area_m2, recode)


def _count_pairs(true: np.ndarray, predicted: np.ndarray) -> list[tuple[int, int, int]]:
    """(true value, predicted value, count) of all pairs that occur."""
    if min(true.min(), predicted.min()) >= 0 and max(true.max(), predicted.max()) < 256:
        counts = np.bincount(true.astype(np.int64) * 256 + predicted, minlength=1)
        return [(int(pair) // 256, int(pair) % 256, int(counts[pair])) for pair in np.flatnonzero(counts)]
    pairs, counts = np.unique(np.stack([true, predicted]), axis=1, return_counts=True)
    return [(int(a), int(b), int(count)) for (a, b), count in zip(pairs.T, counts)]


def _name_first(names: dict[int, str], values: set[int]) -> str:
    return next((names[value] for value in sorted(values) if value in names), "1")
