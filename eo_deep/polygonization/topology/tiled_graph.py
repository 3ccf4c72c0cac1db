"""Networks of walls of any extent, approximated sheet by sheet without a trace of the sheets.

The network is cut into square sheets, in four phases with the grid of sheets shifted by half a sheet. Whatever part of
the network lies within one sheet is approximated there, whole: so is every part that extends over no more than half a
sheet. Only then, parts that no sheet holds (a country's fields, a raster's frame) are cut: a sheet's outermost vertices
stay where they are until a later phase, for which they lie in the middle. The size of the sheets belongs to the method;
neither threads nor the blocks of a file change the result.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace

import numpy as np
from rasterio.windows import Window

from ...progress import Progress, silent
from ...runtime.threads import map_in_order
from ..mesh.approximate import Outlines, Pixels, Settings, approximate
from .boundaries import FIX_X, FIX_Y, Walls, number_points

SHEET_PX = 2048
# Vertices farther from a cut than this are as they would be without it.
SETTLED_PX = 128
# What was cut moves again in later phases, by this share of the largest distance, as it is measured from where it lay.
_LATER_SHARE = 0.25
_TILE_PX = 32
_NEAR_PX = 64
_MARGIN_PX = 2
_REGULAR, _CONTOUR = 1, 2


@dataclass
class Sheet:
    """Lattice points left..right - 1, top..bottom - 1."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass
class Solved:
    """Approximated walls; free: (E, 2) bool, which of their ends could move; regions, status: of those concerned."""

    walls: Walls
    free: np.ndarray
    regions: np.ndarray
    status: np.ndarray


class Network(ABC):
    """Walls between numbered regions (0 stands for none), to be approximated; a subclass knows their pixels.

    width, height: of the extent that holds all, in pixels; where vertices on its edge only slide along it.
    """

    def __init__(self, width: int, height: int, count: int):
        self.width, self.height = width, height
        self.size_px, self.half_px, self.settled_px = SHEET_PX, SHEET_PX // 2, SETTLED_PX
        self.phases = [(x, y) for y in (0, self.half_px) for x in (0, self.half_px)]
        self.done: list[Walls] = []
        self._lowest, self._highest = np.full(count, 255, np.uint8), np.zeros(count, np.uint8)

    @abstractmethod
    def classify(self, faces: np.ndarray) -> np.ndarray:
        """Class number of each of some regions, (F,) int32."""

    @abstractmethod
    def read_pixels(self, window: Window, faces: np.ndarray) -> tuple[Pixels, Settings]:
        """What the walls between some regions are to approximate in a window, and how."""

    def run(self, progress: Progress = silent) -> tuple[Walls, np.ndarray]:
        """All walls, and the status of each region, (R,) uint8: 0 free, 1 regular, 2 contour."""
        cut = self.run_whole(progress.part(0, 0.6))
        self.run_cut(cut, progress.part(0.6, 1))
        status = np.where((self._lowest == _REGULAR) & (self._highest == _REGULAR), _REGULAR, 0)
        status[self._highest == _CONTOUR] = _CONTOUR
        progress(1.0)
        return Walls.join(self.done), status.astype(np.uint8)

    @abstractmethod
    def run_whole(self, progress: Progress) -> np.ndarray:
        """Approximate what lies within one sheet; returns what else there is, in a subclass's own terms."""

    @abstractmethod
    def run_cut(self, cut: np.ndarray, progress: Progress) -> None:
        """Approximate what no sheet holds."""

    def move(self, still: Walls, settled: np.ndarray, phase: int) -> tuple[Walls, np.ndarray]:
        """A phase for walls that no sheet holds: what is not settled moves, where its sheet holds it."""
        shift = self.phases[phase]
        vertex, _ = number_points(np.concatenate([still.start, still.end]))
        vertex = vertex.reshape(2, -1).T
        place = np.stack([np.floor((xy - shift) / self.size_px) for xy in (still.start, still.end)])
        within = (place[0] == place[1]).all(axis=1)
        held = np.zeros(int(vertex.max(initial=-1)) + 1, bool)
        held[vertex[settled]] = True
        held[vertex[~within]] = True
        moving = within & ~held[vertex].all(axis=1)
        rest = Bins(Walls.join([still.select(~moving), *self.done]), shift)
        sheets = self.list_sheets(place[0, moving], shift)
        owner = Bins(still.select(moving), shift)
        held = held[vertex[moving]]

        def solve(sheet: Sheet):
            mine = owner.positions(sheet)
            return sheet, self.solve(owner.walls.select(mine), rest.find(sheet), held[mine], phase)

        walls, flags = [still.select(~moving)], [settled[~moving]]
        before = np.unique(to_complex(np.concatenate([still.start[settled[:, 0]], still.end[settled[:, 1]]])))
        for sheet, solved in map_in_order(solve, sheets):
            self.note(solved)
            walls.append(solved.walls)
            known = np.stack([np.isin(to_complex(xy), before) for xy in (solved.walls.start, solved.walls.end)], 1)
            flags.append(known | (solved.free & self.is_far(solved.walls, sheet)))
        return Walls.join(walls), np.concatenate(flags)

    def solve(self, moving: Walls, context: Walls, held: np.ndarray | None = None, phase: int = 0) -> Solved:
        """Approximate walls among others that stay as they are. held: (E, 2) bool, which ends stay too; phase: how
        often they may have moved before."""
        if not len(moving):
            return Solved(moving, np.zeros((0, 2), bool), moving.left, np.zeros(0, np.uint8))
        context = context.select(_find_near(context, moving))
        walls = Walls.join([moving, context])
        vertex, xy = number_points(np.concatenate([walls.start, walls.end]))
        order = np.lexsort((xy[:, 1], xy[:, 0]))  # whatever the order of the walls, vertices come in this one
        place = np.empty(len(xy), np.int32)
        place[order] = np.arange(len(xy))
        xy, edges = xy[order], place[vertex].reshape(2, -1).T.copy()
        frozen = np.zeros(len(xy), bool)
        frozen[edges[len(moving) :]] = True
        if held is not None:
            frozen[edges[: len(moving)][held]] = True
        slide = FIX_X * ((xy[:, 0] == 0) | (xy[:, 0] == self.width))
        slide += FIX_Y * ((xy[:, 1] == 0) | (xy[:, 1] == self.height))
        faces, number = np.unique(np.concatenate([walls.left, walls.right]), return_inverse=True)
        left, right = number.reshape(2, -1).astype(np.int32)
        outlines = Outlines(xy, edges, left, right, self.classify(faces), frozen, slide.astype(np.uint8))
        pixels, settings = self.read_pixels(_find_window(moving), faces)
        if phase:
            settings = replace(settings, max_distance_px=_LATER_SHARE * settings.max_distance_px)
        result = approximate(outlines, pixels, settings)
        concerned = np.unique(np.concatenate([left[: len(moving)], right[: len(moving)]]))
        made = _keep_moved(result.outlines, faces, context)
        return replace(made, regions=faces[concerned], status=result.status[concerned])

    def note(self, solved: Solved) -> None:
        self._lowest[solved.regions] = np.minimum(self._lowest[solved.regions], solved.status)
        self._highest[solved.regions] = np.maximum(self._highest[solved.regions], solved.status)

    def list_sheets(self, place: np.ndarray, shift: tuple[int, int]) -> list[Sheet]:
        """The sheets of a phase with column and row (N, 2), each once, row by row."""
        number = np.unique(place[:, ::-1], axis=0)[:, ::-1].astype(np.int64)
        return [self.clip(x * self.size_px + shift[0], y * self.size_px + shift[1]) for x, y in number]

    def clip(self, left: int, top: int) -> Sheet:
        """The sheet with a corner, without what lies beyond the extent."""
        right, bottom = min(left + self.size_px, self.width + 1), min(top + self.size_px, self.height + 1)
        return Sheet(max(0, int(left)), max(0, int(top)), int(right), int(bottom))

    def is_far(self, walls: Walls, sheet: Sheet) -> np.ndarray:
        """(E, 2) bool: which ends are far from where the sheet is cut; the extent's edge is no cut."""
        left, top = -np.inf if sheet.left == 0 else sheet.left, -np.inf if sheet.top == 0 else sheet.top
        right = np.inf if sheet.right > self.width else sheet.right - 1
        bottom = np.inf if sheet.bottom > self.height else sheet.bottom - 1
        low, high = np.array([left, top]) + self.settled_px, np.array([right, bottom]) - self.settled_px
        return np.stack([((xy > low) & (xy < high)).all(axis=1) for xy in (walls.start, walls.end)], 1)


class Bins:
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

    def positions(self, sheet: Sheet) -> np.ndarray:
        """Positions of the walls."""
        x, y = (sheet.right - 1 - self._shift[0]) // SHEET_PX + 1, (sheet.bottom - 1 - self._shift[1]) // SHEET_PX + 1
        start, stop = np.searchsorted(self._key, [y << 32 | x, (y << 32 | x) + 1])
        return self._member[start:stop]

    def find(self, sheet: Sheet) -> Walls:
        """The walls."""
        return self.walls.select(self.positions(sheet))


def to_complex(xy: np.ndarray) -> np.ndarray:
    """Points (N, 2) as numbers that sort and compare as wholes; -0 is 0."""
    return np.ascontiguousarray(xy + 0.0).view(np.complex128)[:, 0]


def _find_window(walls: Walls) -> Window:
    """The pixels that walls pass, and some around them."""
    corners = np.concatenate([walls.start, walls.end])
    left, top = (np.floor(corners.min(axis=0)) - _MARGIN_PX).astype(int).tolist()
    right, bottom = (np.ceil(corners.max(axis=0)) + _MARGIN_PX).astype(int).tolist()
    return Window(left, top, right - left, bottom - top)


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


def _keep_moved(outlines: Outlines, faces: np.ndarray, context: Walls) -> Solved:
    """The walls of a result without those of the context."""
    number, known = number_points(np.concatenate([outlines.xy, context.start, context.end]))
    ends = number[: len(outlines.xy)][outlines.edges]
    others = number[len(outlines.xy) :].reshape(2, -1).T
    pairs, stay = (np.sort(each, axis=1) @ np.array([len(known), 1]) for each in (ends, others))
    moved = ~np.isin(pairs, stay)
    edges = outlines.edges[moved]
    walls = Walls(outlines.xy[edges[:, 0]], outlines.xy[edges[:, 1]],
                  faces[outlines.left[moved]], faces[outlines.right[moved]])
    return Solved(walls, ~outlines.frozen[edges], faces[:0], np.zeros(0, np.uint8))
