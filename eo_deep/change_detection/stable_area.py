"""Area that is known not to have changed: its scores, and what is flagged there all the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from rasterio.windows import Window

from ..geo.grid import Grid
from ..geo.measure import measure_areas_m2
from ..io.raster import RasterSource
from ..io.vector_layer import VectorLayer, rasterize_area
from .change_map import CHANGED, UNKNOWN
from .date_pair import draw
from .thresholds import StableScores

_BLOCK_PX, _READ_PX = 64, 1024
_SAMPLE_PX = 4_000_000


@dataclass(frozen=True)
class FalseAlarms:
    """What is flagged in stable area: its share of the known pixels there, objects that touch it, its area in km2."""

    share: float
    objects: int
    area_km2: float


class StableSample:
    """Collects the scores in stable polygons, window by window; of large rasters those in blocks of 64 px that a hash
    of their place chooses."""

    def __init__(self, grid: Grid, stable: VectorLayer | None):
        self._grid, self.stable = grid, stable
        self._found: list[tuple[np.ndarray, ...]] = []

    def add(self, scores: np.ndarray, window: Window) -> None:
        """The scores (h, w) of a window, NaN where not known."""
        if self.stable is None or not len(self.stable.index.find(self._grid, window)):
            return
        rows, columns = np.nonzero(rasterize_area(self.stable, self._grid, window) & np.isfinite(scores))
        picked = scores[rows, columns]
        rows, columns = rows + int(window.row_off), columns + int(window.col_off)
        size = self._grid.width * self._grid.height
        if size > _SAMPLE_PX:
            places, each = np.unique(np.stack([rows, columns]) // _BLOCK_PX, axis=1, return_inverse=True)
            chosen = np.array([draw(*place) * size < _SAMPLE_PX for place in places.T.tolist()], bool)
            kept = chosen[each.reshape(-1)]
            picked, rows, columns = picked[kept], rows[kept], columns[kept]
        self._found.append((picked, rows, columns))

    def join(self) -> StableScores:
        """All that was collected."""
        nothing = np.zeros(0, np.float32), np.zeros(0, int), np.zeros(0, int)
        return StableScores(*(np.concatenate(part) for part in zip(nothing, *self._found)))


def count_false_alarms(changed: RasterSource, changes: VectorLayer, stable: VectorLayer) -> FalseAlarms | None:
    """What a map of objects, and its polygons, flag in the stable area; None where no pixel of it is known."""
    flagged = known = 0
    for window, inside in _find_windows(changed, stable):
        values = changed.read(window)[0][0][inside]
        flagged += int((values == CHANGED).sum())
        known += int((values != UNKNOWN).sum())
    if not known:
        return None
    touching = np.unique(shapely.STRtree(changes.geometries).query(stable.geometries, predicate="intersects")[1])
    area_m2 = float(measure_areas_m2(np.array([shapely.union_all(stable.geometries)], object), stable.crs).sum())
    return FalseAlarms(flagged / known, len(touching), area_m2 / 1e6)


def _find_windows(source: RasterSource, stable: VectorLayer) -> Iterator[tuple[Window, np.ndarray]]:
    for window in source.grid.blocks(_READ_PX):
        if len(stable.index.find(source.grid, window)):
            yield window, rasterize_area(stable, source.grid, window)
