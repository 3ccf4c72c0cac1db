"""The outlines of all regions of a raster, approximated."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from rasterio.windows import Window

from ...progress import Progress
from ...runtime.threads import map_in_order
from ..mesh.approximate import Pixels, Settings
from .boundaries import Trace, Walls, trace_outlines
from .regions import Regions
from .tiled_graph import Bins, Network, Sheet


class MapNetwork(Network):
    """The boundaries between the regions of a raster, traced when a sheet is asked for.

    read_probabilities: (K, h, w) float32 of a window, or None for a class map; make_settings: those for a row of the
    raster (the ground size of a pixel may change from north to south).
    """

    def __init__(self, regions: Regions, read_probabilities: Callable[[Window], np.ndarray | None],
                 make_settings: Callable[[float], Settings]):
        super().__init__(regions.width, regions.height, len(regions.region_class))
        self.regions = regions
        self._read_probabilities = read_probabilities
        self._make_settings = make_settings

    def classify(self, faces: np.ndarray) -> np.ndarray:
        """See `Network.classify`."""
        return self.regions.region_class[faces]

    def read_pixels(self, window: Window, faces: np.ndarray) -> tuple[Pixels, Settings]:
        """See `Network.read_pixels`; the map's classes are the same for all faces."""
        labels = self.regions.region_class[self.regions.read(window)]
        pixels = Pixels(int(window.col_off), int(window.row_off), labels, self._read_probabilities(window))
        return pixels, self._make_settings(window.row_off + window.height / 2)

    def run_whole(self, progress: Progress) -> np.ndarray:
        """Approximate what lies within one sheet; returns where the rest is cut in the first phase."""
        cut = finished = np.zeros(0, np.int64)
        for phase, shift in enumerate(self.phases):
            sheets = list(self._list_sheets(shift)) if not phase else self._sheets_of(cut, shift)
            done = Bins(Walls.join(self.done), shift)

            def solve(sheet: Sheet, phase: int = phase, done: Bins = done, finished: np.ndarray = finished):
                trace = self._trace(sheet)
                of_edge, is_cut = trace.component[trace.edges[:, 0]], self._find_cut(trace)
                whole = ~is_cut & ~self._was_whole(trace, phase)
                leaving = self._number_crossings(trace.walls(trace.leaves == 1))
                moving = trace.walls(whole[of_edge])
                if not len(moving):
                    return leaving, leaving[:0], None
                out = np.flatnonzero(trace.leaves)
                known = np.isin(self._number_crossings(trace.walls(out)), finished)
                is_cut[of_edge[out[known]]] = False  # it was whole in an earlier phase
                context = Walls.join([trace.walls(is_cut[of_edge]), done.find(sheet)])
                return leaving, self._number_crossings(moving), self.solve(moving, context)

            for step, (leaving, crossings, solved) in enumerate(map_in_order(solve, sheets)):
                cut = cut if phase else np.concatenate([cut, leaving])
                finished = np.concatenate([finished, crossings])
                if solved:
                    self.note(solved)
                    self.done.append(solved.walls)
                progress((phase + (step + 1) / len(sheets)) / 4)
            cut = cut[~np.isin(cut, finished)]
            if not len(cut):
                break
        return cut

    def run_cut(self, cut: np.ndarray, progress: Progress) -> None:
        """Approximate what no sheet holds."""
        if not len(cut):
            return
        still, settled = self._start_cut(cut, progress)
        for phase in range(1, len(self.phases)):
            still, settled = self.move(still, settled, phase)
            progress((phase + 1) / 4)
        self.done.append(still)

    def _start_cut(self, cut: np.ndarray, progress: Progress) -> tuple[Walls, np.ndarray]:
        """The first phase: walls, and which of their ends are settled, (E, 2) bool."""
        shift = self.phases[0]
        done = Bins(Walls.join(self.done), shift)
        sheets = self._sheets_of(cut, shift)

        def solve(sheet: Sheet):
            trace = self._trace(sheet)
            concerned = np.zeros(int(trace.component.max(initial=-1)) + 1, bool)
            out = np.flatnonzero(trace.leaves)
            known = np.isin(self._number_crossings(trace.walls(out)), cut)
            concerned[trace.component[trace.edges[out[known], 0]]] = True
            mine = concerned[trace.component[trace.edges[:, 0]]]
            moving = trace.walls(mine & (trace.leaves == 0))
            solved = self.solve(moving, Walls.join([trace.walls(mine & (trace.leaves > 0)), done.find(sheet)]))
            return sheet, solved, trace.walls(mine & (trace.leaves == 1))

        walls, settled = [], []
        for step, (sheet, solved, leaving) in enumerate(map_in_order(solve, sheets)):
            self.note(solved)
            walls += [solved.walls, leaving]
            settled += [solved.free & self.is_far(solved.walls, sheet), np.zeros((len(leaving), 2), bool)]
            progress((step + 1) / len(sheets) / 4)
        return Walls.join(walls), np.concatenate(settled)

    def _trace(self, sheet: Sheet) -> Trace:
        window = Window(sheet.left - 1, sheet.top - 1, sheet.right - sheet.left + 1, sheet.bottom - sheet.top + 1)
        return trace_outlines(self.regions.read(window), sheet.left, sheet.top)

    @staticmethod
    def _find_cut(trace: Trace) -> np.ndarray:
        """(components,) bool: which leave the sheet."""
        cut = np.zeros(int(trace.component.max(initial=-1)) + 1, bool)
        cut[trace.component[trace.edges[trace.leaves > 0, 0]]] = True
        return cut

    def _was_whole(self, trace: Trace, phase: int) -> np.ndarray:
        """(components,) bool: which some sheet of an earlier phase holds."""
        count = int(trace.component.max(initial=-1)) + 1
        low, high = np.full((count, 2), np.iinfo(np.int32).max), np.full((count, 2), -1)
        np.minimum.at(low, trace.component, trace.xy)
        np.maximum.at(high, trace.component, trace.xy)
        whole = np.zeros(count, bool)
        for shift in self.phases[:phase]:
            whole |= ((low - shift) // self.size_px == (high - shift) // self.size_px).all(axis=1)
        return whole

    def _number_crossings(self, walls: Walls) -> np.ndarray:
        """Numbers of the pixel edges on which axis-parallel walls cross from one sheet of any phase to the next."""
        start, end = walls.start.astype(np.int64), walls.end.astype(np.int64)
        down = start[:, 0] == end[:, 0]
        last = np.where(np.stack([down, ~down], 1), start, end // self.half_px * self.half_px - 1)
        numbers = []
        while (crosses := (last >= start).all(axis=1)).any():
            numbers.append((last[crosses, 1] * (self.regions.width + 1) + last[crosses, 0]) << 1 | down[crosses])
            last -= self.half_px * np.stack([~down, down], 1)
        return np.concatenate(numbers) if numbers else np.zeros(0, np.int64)

    def _sheets_of(self, crossings: np.ndarray, shift: tuple[int, int]) -> list[Sheet]:
        """The sheets that hold an end of such pixel edges, row by row."""
        y, x = np.divmod(crossings >> 1, self.regions.width + 1)
        down = crossings & 1
        points = np.concatenate([np.stack([x, y], 1), np.stack([x + 1 - down, y + down], 1)])
        corners = np.unique((points - shift)[:, ::-1] // self.size_px, axis=0)[:, ::-1] * self.size_px + shift
        return [self.clip(left, top) for left, top in corners.tolist()]

    def _list_sheets(self, shift: tuple[int, int]) -> Iterator[Sheet]:
        for top in range(shift[1] - self.size_px * bool(shift[1]), self.regions.height + 1, self.size_px):
            for left in range(shift[0] - self.size_px * bool(shift[0]), self.regions.width + 1, self.size_px):
                yield self.clip(left, top)
