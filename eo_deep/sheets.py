"""The outlines of all regions of a raster of any size, approximated sheet by sheet without a trace of the sheets.

The network of boundaries is cut into square sheets of lattice points, in four phases with the grid of sheets shifted by
half a sheet. Whatever part of the network lies within one sheet is approximated there, whole: so is every part that
extends over no more than half a sheet. Only then, parts that no sheet holds (a country's fields, the raster's frame)
are cut: a sheet's outermost vertices stay where they are until a later phase, for which they lie in the middle.
The size of the sheets belongs to the method; neither threads nor blocks of the file change the result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from rasterio.windows import Window

from .mesh import Outlines, Pixels, Settings, approximate
from .outlines import FIX_X, FIX_Y, Trace, Walls, trace_outlines
from .progress import Progress, silent
from .regions import Regions, map_in_order

SHEET_PX = 2048
# Vertices farther from a cut than this are as they would be without it.
_SETTLED_PX = 128
# What was cut moves again in later phases, by this share of the largest distance, as it is measured from where it lay.
_LATER_SHARE = 0.25
_TILE_PX = 32
_NEAR_PX = 64
_MARGIN_PX = 2
_REGULAR, _CONTOUR = 1, 2


@dataclass
class _Sheet:
    """Lattice points left..right - 1, top..bottom - 1."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass
class _Solved:
    """Approximated walls; free: (E, 2) bool, which of their ends could move; regions, status: of those concerned."""

    walls: Walls
    free: np.ndarray
    regions: np.ndarray
    status: np.ndarray


class Approximator:
    """Approximates the outlines of all regions.

    read_probabilities: (K, h, w) float32 of a window, or None for a class map; make_settings: those for a row of the
    raster (the ground size of a pixel may change from north to south).
    """

    def __init__(self, regions: Regions, read_probabilities: Callable[[Window], np.ndarray | None],
                 make_settings: Callable[[float], Settings]):
        self.regions = regions
        self._read_probabilities = read_probabilities
        self._make_settings = make_settings
        self._half = SHEET_PX // 2
        self._phases = [(x, y) for y in (0, self._half) for x in (0, self._half)]

    def run(self, progress: Progress = silent) -> tuple[Walls, np.ndarray]:
        """All walls, and the status of each region, (R,) uint8: 0 free, 1 regular, 2 contour."""
        count = len(self.regions.region_class)
        self._lowest, self._highest = np.full(count, 255, np.uint8), np.zeros(count, np.uint8)
        self._done: list[Walls] = []
        cut = self._run_whole(progress.part(0, 0.6))
        if len(cut):
            self._run_cut(cut, progress.part(0.6, 1))
        status = np.where((self._lowest == _REGULAR) & (self._highest == _REGULAR), _REGULAR, 0)
        status[self._highest == _CONTOUR] = _CONTOUR
        progress(1.0)
        return Walls.join(self._done), status.astype(np.uint8)

    def _run_whole(self, progress: Progress) -> np.ndarray:
        """Approximate what lies within one sheet; returns where the rest is cut in the first phase."""
        cut = finished = np.zeros(0, np.int64)
        for phase, shift in enumerate(self._phases):
            sheets = list(self._list_sheets(shift)) if not phase else self._sheets_of(cut, shift)
            done = _Bins(Walls.join(self._done), shift)

            def solve(sheet: _Sheet, phase: int = phase, done: _Bins = done, finished: np.ndarray = finished):
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
                return leaving, self._number_crossings(moving), self._solve(moving, context)

            for step, (leaving, crossings, solved) in enumerate(map_in_order(solve, sheets)):
                cut = cut if phase else np.concatenate([cut, leaving])
                finished = np.concatenate([finished, crossings])
                if solved:
                    self._note(solved)
                    self._done.append(solved.walls)
                progress((phase + (step + 1) / len(sheets)) / 4)
            cut = cut[~np.isin(cut, finished)]
            if not len(cut):
                break
        return cut

    def _run_cut(self, cut: np.ndarray, progress: Progress) -> None:
        """Approximate what no sheet holds."""
        still, settled = self._start_cut(cut, progress)
        for phase, shift in enumerate(self._phases[1:], 1):
            still, settled = self._continue_cut(still, settled, shift)
            progress((phase + 1) / 4)
        self._done.append(still)

    def _start_cut(self, cut: np.ndarray, progress: Progress) -> tuple[Walls, np.ndarray]:
        """The first phase: walls, and which of their ends are settled, (E, 2) bool."""
        shift = self._phases[0]
        done = _Bins(Walls.join(self._done), shift)
        sheets = self._sheets_of(cut, shift)

        def solve(sheet: _Sheet):
            trace = self._trace(sheet)
            concerned = np.zeros(int(trace.component.max(initial=-1)) + 1, bool)
            out = np.flatnonzero(trace.leaves)
            known = np.isin(self._number_crossings(trace.walls(out)), cut)
            concerned[trace.component[trace.edges[out[known], 0]]] = True
            mine = concerned[trace.component[trace.edges[:, 0]]]
            moving = trace.walls(mine & (trace.leaves == 0))
            solved = self._solve(moving, Walls.join([trace.walls(mine & (trace.leaves > 0)), done.find(sheet)]))
            return sheet, solved, trace.walls(mine & (trace.leaves == 1))

        walls, settled = [], []
        for step, (sheet, solved, leaving) in enumerate(map_in_order(solve, sheets)):
            self._note(solved)
            walls += [solved.walls, leaving]
            settled += [solved.free & self._is_far(solved.walls, sheet), np.zeros((len(leaving), 2), bool)]
            progress((step + 1) / len(sheets) / 4)
        return Walls.join(walls), np.concatenate(settled)

    def _continue_cut(self, still: Walls, settled: np.ndarray, shift: tuple[int, int]) -> tuple[Walls, np.ndarray]:
        """A further phase: what is not settled moves again, where its sheet holds it."""
        _, vertex = np.unique(_to_complex(np.concatenate([still.start, still.end])), return_inverse=True)
        vertex = vertex.reshape(2, -1).T
        place = np.stack([np.floor((xy - shift) / SHEET_PX) for xy in (still.start, still.end)])
        within = (place[0] == place[1]).all(axis=1)
        held = np.zeros(int(vertex.max(initial=-1)) + 1, bool)
        held[vertex[settled]] = True
        held[vertex[~within]] = True
        moving = within & ~held[vertex].all(axis=1)
        rest = _Bins(Walls.join([still.select(~moving), *self._done]), shift)
        number = np.unique(place[0, moving], axis=0).astype(np.int64)
        sheets = [self._clip(x * SHEET_PX + shift[0], y * SHEET_PX + shift[1]) for x, y in number]
        owner = _Bins(still.select(moving), shift)
        held = held[vertex[moving]]

        def solve(sheet: _Sheet):
            mine = owner.positions(sheet)
            return sheet, self._solve(owner.walls.select(mine), rest.find(sheet), held[mine])

        walls, flags = [still.select(~moving)], [settled[~moving]]
        before = np.unique(_to_complex(np.concatenate([still.start[settled[:, 0]], still.end[settled[:, 1]]])))
        for sheet, solved in map_in_order(solve, sheets):
            self._note(solved)
            walls.append(solved.walls)
            known = np.stack([np.isin(_to_complex(xy), before) for xy in (solved.walls.start, solved.walls.end)], 1)
            flags.append(known | (solved.free & self._is_far(solved.walls, sheet)))
        return Walls.join(walls), np.concatenate(flags)

    def _solve(self, moving: Walls, context: Walls, held: np.ndarray | None = None) -> _Solved:
        """Approximate walls among others that stay as they are. held: (E, 2) bool, which ends stay too."""
        if not len(moving):
            return _Solved(moving, np.zeros((0, 2), bool), moving.left, np.zeros(0, np.uint8))
        context = context.select(_find_near(context, moving))
        walls = Walls.join([moving, context])
        points, vertex = np.unique(_to_complex(np.concatenate([walls.start, walls.end])), return_inverse=True)
        edges = vertex.reshape(2, -1).T.astype(np.int32)
        xy = np.column_stack([points.real, points.imag])
        frozen = np.zeros(len(xy), bool)
        frozen[edges[len(moving) :]] = True
        if held is not None:
            frozen[edges[: len(moving)][held]] = True
        slide = FIX_X * ((xy[:, 0] == 0) | (xy[:, 0] == self.regions.width))
        slide += FIX_Y * ((xy[:, 1] == 0) | (xy[:, 1] == self.regions.height))
        faces, number = np.unique(np.concatenate([walls.left, walls.right]), return_inverse=True)
        left, right = number.reshape(2, -1).astype(np.int32)
        outlines = Outlines(xy, edges, left, right, self.regions.region_class[faces], frozen, slide.astype(np.uint8))
        pixels, settings = self._read_pixels(moving)
        if held is not None:
            settings = replace(settings, max_distance_px=_LATER_SHARE * settings.max_distance_px)
        result = approximate(outlines, pixels, settings)
        concerned = np.unique(np.concatenate([left[: len(moving)], right[: len(moving)]]))
        made = _keep_moved(result.outlines, faces, context)
        return replace(made, regions=faces[concerned], status=result.status[concerned])

    def _read_pixels(self, moving: Walls) -> tuple[Pixels, Settings]:
        corners = np.concatenate([moving.start, moving.end])
        left, top = (np.floor(corners.min(axis=0)) - _MARGIN_PX).astype(int).tolist()
        right, bottom = (np.ceil(corners.max(axis=0)) + _MARGIN_PX).astype(int).tolist()
        window = Window(left, top, right - left, bottom - top)
        labels = self.regions.region_class[self.regions.read(window)]
        return Pixels(left, top, labels, self._read_probabilities(window)), self._make_settings((top + bottom) / 2)

    def _note(self, solved: _Solved) -> None:
        self._lowest[solved.regions] = np.minimum(self._lowest[solved.regions], solved.status)
        self._highest[solved.regions] = np.maximum(self._highest[solved.regions], solved.status)

    def _trace(self, sheet: _Sheet) -> Trace:
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
        for shift in self._phases[:phase]:
            whole |= ((low - shift) // SHEET_PX == (high - shift) // SHEET_PX).all(axis=1)
        return whole

    def _number_crossings(self, walls: Walls) -> np.ndarray:
        """Numbers of the pixel edges on which axis-parallel walls cross from one sheet of any phase to the next."""
        start, end = walls.start.astype(np.int64), walls.end.astype(np.int64)
        down = start[:, 0] == end[:, 0]
        last = np.where(np.stack([down, ~down], 1), start, end // self._half * self._half - 1)
        numbers = []
        while (crosses := (last >= start).all(axis=1)).any():
            numbers.append((last[crosses, 1] * (self.regions.width + 1) + last[crosses, 0]) << 1 | down[crosses])
            last -= self._half * np.stack([~down, down], 1)
        return np.concatenate(numbers) if numbers else np.zeros(0, np.int64)

    def _sheets_of(self, crossings: np.ndarray, shift: tuple[int, int]) -> list[_Sheet]:
        """The sheets that hold an end of such pixel edges, row by row."""
        y, x = np.divmod(crossings >> 1, self.regions.width + 1)
        down = crossings & 1
        points = np.concatenate([np.stack([x, y], 1), np.stack([x + 1 - down, y + down], 1)])
        corners = np.unique((points - shift)[:, ::-1] // SHEET_PX, axis=0)[:, ::-1] * SHEET_PX + shift
        return [self._clip(left, top) for left, top in corners.tolist()]

    def _list_sheets(self, shift: tuple[int, int]) -> Iterator[_Sheet]:
        for top in range(shift[1] - SHEET_PX * bool(shift[1]), self.regions.height + 1, SHEET_PX):
            for left in range(shift[0] - SHEET_PX * bool(shift[0]), self.regions.width + 1, SHEET_PX):
                yield self._clip(left, top)

    def _clip(self, left: int, top: int) -> _Sheet:
        right, bottom = min(left + SHEET_PX, self.regions.width + 1), min(top + SHEET_PX, self.regions.height + 1)
        return _Sheet(max(0, int(left)), max(0, int(top)), int(right), int(bottom))

    def _is_far(self, walls: Walls, sheet: _Sheet) -> np.ndarray:
        """(E, 2) bool: which ends are far from where the sheet is cut; the raster's edge is no cut."""
        left, top = -np.inf if sheet.left == 0 else sheet.left, -np.inf if sheet.top == 0 else sheet.top
        right = np.inf if sheet.right > self.regions.width else sheet.right - 1
        bottom = np.inf if sheet.bottom > self.regions.height else sheet.bottom - 1
        low, high = np.array([left, top]) + _SETTLED_PX, np.array([right, bottom]) - _SETTLED_PX
        return np.stack([((xy > low) & (xy < high)).all(axis=1) for xy in (walls.start, walls.end)], 1)


class _Bins:
    """Finds the walls that may touch a sheet of one phase."""

    def __init__(self, walls: Walls, shift: tuple[int, int]):
        self.walls, self._shift = walls, shift
        low = np.floor((np.minimum(walls.start, walls.end) - shift) / SHEET_PX).astype(np.int32) + 1
        high = np.floor((np.maximum(walls.start, walls.end) - shift) / SHEET_PX).astype(np.int32) + 1
        span = (high - low + 1).astype(np.int64)
        times = span.prod(axis=1)
        self._member = np.repeat(np.arange(len(walls)), times)
        nth = np.arange(len(self._member)) - np.repeat(np.cumsum(times) - times, times)
        across = span[self._member, 0]
        key = (low[self._member, 1] + nth // across) << 32 | (low[self._member, 0] + nth % across)
        order = np.argsort(key, kind="stable")
        self._member, self._key = self._member[order], key[order]

    def positions(self, sheet: _Sheet) -> np.ndarray:
        """Positions of the walls."""
        x, y = (sheet.right - 1 - self._shift[0]) // SHEET_PX + 1, (sheet.bottom - 1 - self._shift[1]) // SHEET_PX + 1
        start, stop = np.searchsorted(self._key, [y << 32 | x, (y << 32 | x) + 1])
        return self._member[start:stop]

    def find(self, sheet: _Sheet) -> Walls:
        """The walls."""
        return self.walls.select(self.positions(sheet))


def _to_complex(xy: np.ndarray) -> np.ndarray:
    """Points (N, 2) as numbers that sort and compare as wholes; -0 is 0."""
    return np.ascontiguousarray(xy + 0.0).view(np.complex128)[:, 0]


def _find_near(walls: Walls, moving: Walls) -> np.ndarray:
    """(E,) bool: which walls could come into the way of those that move."""
    if not len(walls):
        return np.zeros(0, bool)
    low = np.minimum(moving.start, moving.end) - _NEAR_PX
    high = np.maximum(moving.start, moving.end) + _NEAR_PX
    origin = low.min(axis=0)
    columns, rows = ((high.max(axis=0) - origin) // _TILE_PX).astype(int) + 1
    marks = np.zeros((rows + 1, columns + 1), np.int64)
    a, b = ((each - origin) // _TILE_PX for each in (low, high))
    for x, y, sign in ((a[:, 0], a[:, 1], 1), (b[:, 0] + 1, a[:, 1], -1), (a[:, 0], b[:, 1] + 1, -1),
                       (b[:, 0] + 1, b[:, 1] + 1, 1)):
        np.add.at(marks, (y.astype(int), x.astype(int)), sign)
    marked = np.zeros((rows + 1, columns + 1), np.int64)
    marked[1:, 1:] = (marks.cumsum(0).cumsum(1) > 0)[:-1, :-1].cumsum(0).cumsum(1)
    a, b = ((function(walls.start, walls.end) - origin) // _TILE_PX for function in (np.minimum, np.maximum))
    a, b = (np.clip(each, -1, [columns, rows]).astype(int) for each in (a, b))
    a, b = np.maximum(a, 0), np.minimum(b + 1, [columns, rows])
    total = marked[b[:, 1], b[:, 0]] - marked[a[:, 1].clip(max=rows), b[:, 0]] - marked[b[:, 1], a[:, 0]] \
        + marked[a[:, 1], a[:, 0]]
    return (a < b).all(axis=1) & (total > 0)


def _keep_moved(outlines: Outlines, faces: np.ndarray, context: Walls) -> _Solved:
    """The walls of a result without those of the context."""
    points = _to_complex(outlines.xy)
    known, number = np.unique(np.concatenate([points, _to_complex(context.start), _to_complex(context.end)]),
                              return_inverse=True)
    ends = number[: len(points)][outlines.edges]
    others = number[len(points) :].reshape(2, -1).T
    pairs, stay = (np.sort(each, axis=1) @ np.array([len(known), 1]) for each in (ends, others))
    moved = ~np.isin(pairs, stay)
    edges = outlines.edges[moved]
    walls = Walls(outlines.xy[edges[:, 0]], outlines.xy[edges[:, 1]],
                  faces[outlines.left[moved]], faces[outlines.right[moved]])
    return _Solved(walls, ~outlines.frozen[edges], faces[:0], np.zeros(0, np.uint8))
