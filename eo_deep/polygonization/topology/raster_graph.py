"""The outlines of all regions of a raster, approximated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from rasterio.windows import Window

from ...io.result_log import map_logged
from ...progress import Progress
from ..mesh.approximate import Pixels, Settings
from ..mesh.energy import number_objects
from .boundaries import Edges, Trace, trace_outlines
from .edge_store import EdgeStore
from .regions import Regions
from .tiled_graph import BoundaryGraph, Solved, Tile


class RasterBoundaryGraph(BoundaryGraph):
    """The boundaries between the regions of a raster, traced when a tile is asked for.

    read_probabilities: (K, h, w) float32 of a window, or None for a class map; make_settings: those for a row of the
    raster (the ground size of a pixel may change from north to south). class_count: K where regions of
    one class may touch, else 0. read_maps: (5, h, w) float32 of a window, see mesh/evidence.py.
    """

    def __init__(self, regions: Regions, read_probabilities: Callable[[Window], np.ndarray | None],
                 make_settings: Callable[[float], Settings], class_count: int = 0,
                 read_maps: Callable[[Window], np.ndarray] | None = None, folder: Path | None = None):
        super().__init__(regions.width, regions.height, len(regions.region_class), folder)
        self.regions = regions
        self._read_probabilities = read_probabilities
        self._make_settings = make_settings
        self._class_count = class_count
        self._read_maps = read_maps

    def classify(self, faces: np.ndarray) -> np.ndarray:
        """See `BoundaryGraph.classify`."""
        number = self.regions.region_class[faces]
        return number_objects(number, np.arange(len(faces)), self._class_count) if self._class_count else number

    def read_pixels(self, window: Window, faces: np.ndarray) -> tuple[Pixels, Settings]:
        """See `BoundaryGraph.read_pixels`; without objects, the map's classes are the same for all faces."""
        regions = self.regions.read(window)
        labels = self.regions.region_class[regions]
        if self._class_count:
            place = np.searchsorted(faces, regions).clip(max=len(faces) - 1)
            labels = number_objects(labels, np.where(faces[place] == regions, place, len(faces)), self._class_count)
        pixels = Pixels(int(window.col_off), int(window.row_off), labels, self._read_probabilities(window),
                        self._read_maps(window) if self._read_maps else None)
        return pixels, self._make_settings(window.row_off + window.height / 2)

    def run_whole(self, progress: Progress) -> np.ndarray:
        """Approximate the components that one tile holds.

        Returns the pixel edges on which the first phase cuts the others, by their numbers (see `_number_crossings`).
        """
        cut = finished = np.zeros(0, np.int64)
        for phase, shift in enumerate(self.phases):
            tiles = list(self._list_tiles(shift)) if not phase else self._tiles_of(cut, shift)
            runs = self.done.runs

            def solve(tile: Tile, phase: int = phase, shift: tuple[int, int] = shift, runs: int = runs,
                      finished: np.ndarray = finished):
                trace = self._trace(tile)
                of_edge, is_cut = trace.component[trace.ends[:, 0]], self._find_cut(trace)
                whole = ~is_cut & ~self._was_whole(trace, phase)
                leaving = self._number_crossings(trace.select(trace.leaves == 1))
                moving = trace.select(whole[of_edge])
                if not len(moving):
                    return [leaving, leaving[:0], *self.solve(moving, moving).pack()]
                out = np.flatnonzero(trace.leaves)
                known = np.isin(self._number_crossings(trace.select(out)), finished)
                is_cut[of_edge[out[known]]] = False  # it was whole in an earlier phase
                context = Edges.join([trace.select(is_cut[of_edge]), self.find_done(tile, shift, runs)])
                return [leaving, self._number_crossings(moving), *self.solve(moving, context).pack()]

            for step, (leaving, crossings, *arrays) in enumerate(map_logged(solve, tiles)):
                solved = Solved.unpack(arrays)
                cut = cut if phase else np.concatenate([cut, leaving])
                finished = np.concatenate([finished, crossings])
                self.note(solved)
                self.done.add(solved.edges)
                progress((phase + (step + 1) / len(tiles)) / 4)
            cut = cut[~np.isin(cut, finished)]
            if not len(cut):
                break
        return cut

    def run_cut(self, cut: np.ndarray, progress: Progress) -> None:
        """See `BoundaryGraph.run_cut`."""
        if not len(cut):
            return
        still, settled = self._start_cut(cut, progress)
        for phase in range(1, len(self.phases)):
            still, settled = self.move_cut(still, settled, phase)
            progress((phase + 1) / 4)
        self.done.extend(still)

    def _start_cut(self, cut: np.ndarray, progress: Progress) -> tuple[EdgeStore, np.ndarray]:
        """The first phase: edges, and which of their ends are settled, (E, 2) bool."""
        shift = self.phases[0]
        runs = self.done.runs
        tiles = self._tiles_of(cut, shift)

        def solve(tile: Tile) -> list[np.ndarray]:
            """What moves in a tile, with the edges that leave it behind the others; which ends are settled."""
            trace = self._trace(tile)
            concerned = np.zeros(int(trace.component.max(initial=-1)) + 1, bool)
            out = np.flatnonzero(trace.leaves)
            known = np.isin(self._number_crossings(trace.select(out)), cut)
            concerned[trace.component[trace.ends[out[known], 0]]] = True
            mine = concerned[trace.component[trace.ends[:, 0]]]
            moving = trace.select(mine & (trace.leaves == 0))
            context = Edges.join([trace.select(mine & (trace.leaves > 0)), self.find_done(tile, shift, runs)])
            solved, leaving = self.solve(moving, context), trace.select(mine & (trace.leaves == 1))
            settled = [solved.free & self.is_far(solved.edges, tile), np.zeros((len(leaving), 2), bool)]
            edges = Edges.join([solved.edges, leaving])
            return Solved(edges, np.concatenate(settled), solved.regions, solved.status).pack()

        still, flags = EdgeStore(self.folder), []
        for step, solved in enumerate(map(Solved.unpack, map_logged(solve, tiles))):
            self.note(solved)
            still.add(solved.edges)
            flags.append(solved.free)
            progress((step + 1) / len(tiles) / 4)
        return still, np.concatenate(flags)

    def _trace(self, tile: Tile) -> Trace:
        return trace_outlines(self.regions.read(_find_pixels(tile)), tile.left, tile.top)

    @staticmethod
    def _find_cut(trace: Trace) -> np.ndarray:
        """(components,) bool: which leave the tile."""
        cut = np.zeros(int(trace.component.max(initial=-1)) + 1, bool)
        cut[trace.component[trace.ends[trace.leaves > 0, 0]]] = True
        return cut

    def _was_whole(self, trace: Trace, phase: int) -> np.ndarray:
        """(components,) bool: which some tile of an earlier phase holds."""
        count = int(trace.component.max(initial=-1)) + 1
        low, high = np.full((count, 2), np.iinfo(np.int32).max), np.full((count, 2), -1)
        np.minimum.at(low, trace.component, trace.xy)
        np.maximum.at(high, trace.component, trace.xy)
        whole = np.zeros(count, bool)
        for shift in self.phases[:phase]:
            whole |= ((low - shift) // self.size_px == (high - shift) // self.size_px).all(axis=1)
        return whole

    def _number_crossings(self, edges: Edges) -> np.ndarray:
        """Numbers of the pixel edges on which axis-parallel edges cross from one tile of any phase to the next."""
        start, end = edges.start.astype(np.int64), edges.end.astype(np.int64)
        down = start[:, 0] == end[:, 0]
        last = np.where(np.stack([down, ~down], 1), start, end // self.half_px * self.half_px - 1)
        numbers = []
        while (crosses := (last >= start).all(axis=1)).any():
            numbers.append((last[crosses, 1] * (self.regions.width + 1) + last[crosses, 0]) << 1 | down[crosses])
            last -= self.half_px * np.stack([~down, down], 1)
        return np.concatenate(numbers) if numbers else np.zeros(0, np.int64)

    def _tiles_of(self, crossings: np.ndarray, shift: tuple[int, int]) -> list[Tile]:
        """The tiles that hold an end of such pixel edges, row by row."""
        y, x = np.divmod(crossings >> 1, self.regions.width + 1)
        down = crossings & 1
        points = np.concatenate([np.stack([x, y], 1), np.stack([x + 1 - down, y + down], 1)])
        corners = np.unique((points - shift)[:, ::-1] // self.size_px, axis=0)[:, ::-1] * self.size_px + shift
        return [self.clip(left, top) for left, top in corners.tolist()]

    def _list_tiles(self, shift: tuple[int, int]) -> Iterator[Tile]:
        for top in range(shift[1] - self.size_px * bool(shift[1]), self.regions.height + 1, self.size_px):
            for left in range(shift[0] - self.size_px * bool(shift[0]), self.regions.width + 1, self.size_px):
                tile = self.clip(left, top)
                if not self.regions.is_empty(_find_pixels(tile)):
                    yield tile


def _find_pixels(tile: Tile) -> Window:
    """The pixels around the lattice points of a tile."""
    return Window(tile.left - 1, tile.top - 1, tile.right - tile.left + 1, tile.bottom - tile.top + 1)
