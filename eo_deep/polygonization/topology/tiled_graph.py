"""Boundary graphs of any extent, approximated tile by tile, so that no tile shows in the result.

The graph is processed in square tiles, in four phases; from one to the next the grid of tiles is shifted by half a
tile. A connected component that lies within one tile is approximated there as a whole; so is every component that
extends over at most half a tile. Only then are the components that no tile holds (a country's fields, a raster's frame)
cut: the outermost vertices of a tile stay in place until a later phase, in which they lie in the middle of a tile. The
size of the tiles belongs to the method; neither threads nor the blocks of a file change the result.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rasterio.windows import Window

from ...io.result_log import map_logged
from ...progress import Progress, silent
from ..mesh.approximate import Outlines, Pixels, Settings, approximate
from .boundaries import FIX_X, FIX_Y, Edges, number_points
from .edge_store import EdgeStore
from .rectangles import count_in_rectangles, mark_rectangles

TILE_PX = 2048
# Vertices farther from a cut than this are as they would be without it.
SETTLED_PX = 128
# What was cut moves again in later phases, by at most this share of the maximum distance: the distance of each phase is
# measured from where the one before has left it.
_LATER_SHARE = 0.25
# Edges within this distance of a moving one could come into its way; they are found by cells of this size.
_NEAR_PX, _CELL_PX = 64, 32
_MARGIN_PX = 2
_REGULAR, _CONTOUR = 1, 2


@dataclass
class Tile:
    """Lattice points left..right - 1, top..bottom - 1."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass
class Solved:
    """Approximated edges; free: (E, 2) bool, which of their ends could move; regions, status: of those concerned."""

    edges: Edges
    free: np.ndarray
    regions: np.ndarray
    status: np.ndarray

    def pack(self) -> list[np.ndarray]:
        """All as a list of arrays."""
        edges = self.edges
        return [edges.start, edges.end, edges.left, edges.right, self.free, self.regions, self.status]

    @classmethod
    def unpack(cls, arrays: Sequence[np.ndarray]) -> Solved:
        """What `pack` gave."""
        return cls(Edges(*arrays[:4]), *arrays[4:])


class BoundaryGraph(ABC):
    """The boundaries of numbered regions (0: no region), to be approximated; a subclass reads their pixels.

    width, height: of the extent (px); vertices on its border slide along it only. count: of regions, 0 included.
    folder: for the edges that are finished, see `EdgeStore`.
    """

    def __init__(self, width: int, height: int, count: int, folder: Path | None = None):
        self.width, self.height = width, height
        self.size_px, self.half_px, self.settled_px = TILE_PX, TILE_PX // 2, SETTLED_PX
        self.phases = [(x, y) for y in (0, self.half_px) for x in (0, self.half_px)]
        self.folder, self.done = folder, EdgeStore(folder)
        self._lowest, self._highest = np.full(count, 255, np.uint8), np.zeros(count, np.uint8)

    @abstractmethod
    def classify(self, faces: np.ndarray) -> np.ndarray:
        """Class number of each of some regions, (F,) int32."""

    @abstractmethod
    def read_pixels(self, window: Window, faces: np.ndarray) -> tuple[Pixels, Settings]:
        """The pixels of a window that the edges between some regions are to approximate, and how closely."""

    def run(self, progress: Progress = silent) -> tuple[EdgeStore, np.ndarray]:
        """All edges, and the status of each region, (R,) uint8: 0 free, 1 regular, 2 contour."""
        cut = self.run_whole(progress.part(0, 0.6))
        self.run_cut(cut, progress.part(0.6, 1))
        status = np.where((self._lowest == _REGULAR) & (self._highest == _REGULAR), _REGULAR, 0)
        status[self._highest == _CONTOUR] = _CONTOUR
        progress(1.0)
        return self.done, status.astype(np.uint8)

    @abstractmethod
    def run_whole(self, progress: Progress) -> np.ndarray:
        """Approximate the components that one tile holds; returns the others, in a subclass's own terms."""

    @abstractmethod
    def run_cut(self, cut: np.ndarray, progress: Progress) -> None:
        """Approximate the components that no tile holds."""

    def move_cut(self, still: EdgeStore, settled: np.ndarray, phase: int) -> tuple[EdgeStore, np.ndarray]:
        """A phase for components that no tile holds: edges within a tile move, apart from their settled ends.

        settled: (E, 2) bool. Returns the edges after it, and which of their ends are settled now; closes `still`.
        """
        shift, runs, moves = self.phases[phase], self.done.runs, np.zeros(len(still), bool)
        places = np.unique(np.concatenate([np.zeros((0, 2)), *(self._find_places(edges, shift) for _, edges in still)]),
                           axis=0)  # fmt: skip
        tiles = []
        for tile in self.list_tiles(places, shift):
            positions, _, moving, _ = self._find_moving(still, settled, tile, shift)
            moves[positions[moving]] = True
            tiles += [tile] if moving.any() else []

        def solve(tile: Tile) -> list[np.ndarray]:
            positions, edges, moving, held = self._find_moving(still, settled, tile, shift)
            context = Edges.join([edges.select(~moving), self.find_done(tile, shift, runs)])
            solved = self.solve(edges.select(moving), context, held[moving], phase)
            known = settled[positions]
            known = np.concatenate([to_complex(edges.start[known[:, 0]]), to_complex(edges.end[known[:, 1]])])
            settles = [np.isin(to_complex(xy), known) for xy in (solved.edges.start, solved.edges.end)]
            far = solved.free & self.is_far(solved.edges, tile)
            return replace(solved, free=np.stack(settles, 1) | far).pack()

        after, flags = EdgeStore(self.folder), [settled[~moves]]
        for first, edges in still:
            after.add(edges.select(~moves[first : first + len(edges)]))
        for solved in map(Solved.unpack, map_logged(solve, tiles)):
            self.note(solved)
            after.add(solved.edges)
            flags.append(solved.free)
        still.close()
        return after, np.concatenate(flags)

    def _find_places(self, edges: Edges, shift: tuple[int, int]) -> np.ndarray:
        """Columns and rows (N, 2) of the tiles that hold edges."""
        start, end = (np.floor((xy - shift) / self.size_px) for xy in (edges.start, edges.end))
        return np.unique(start[(start == end).all(axis=1)], axis=0)

    def _find_moving(self, still: EdgeStore, settled: np.ndarray, tile: Tile,
                     shift: tuple[int, int]) -> tuple[np.ndarray, Edges, np.ndarray, np.ndarray]:
        """The edges that may touch a tile: their positions, and they themselves; which move in it, (E,) bool, and which
        of their ends stay, (E, 2) bool."""
        low, high = self._bound(tile, shift)
        positions, edges = still.find(low, high)
        vertex = number_points(np.concatenate([edges.start, edges.end]))[0].reshape(2, -1).T
        column_row = (np.array(low) - shift) / self.size_px
        start, end = (np.floor((xy - shift) / self.size_px) == column_row for xy in (edges.start, edges.end))
        within = (start & end).all(axis=1)
        held = np.zeros(int(vertex.max(initial=-1)) + 1, bool)
        held[vertex[settled[positions]]] = True
        held[vertex[~within]] = True
        return positions, edges, within & ~held[vertex].all(axis=1), held[vertex]

    def solve(self, moving: Edges, context: Edges, held: np.ndarray | None = None, phase: int = 0) -> Solved:
        """Approximate edges among others that stay as they are. held: (E, 2) bool, which ends stay too; phase: how
        often they may have moved before."""
        if not len(moving):
            return Solved(moving, np.zeros((0, 2), bool), moving.left, np.zeros(0, np.uint8))
        context = context.select(_find_near(context, moving))
        edges = Edges.join([moving, context])
        vertex, xy = number_points(np.concatenate([edges.start, edges.end]))
        order = np.lexsort((xy[:, 1], xy[:, 0]))  # whatever the order of the edges, vertices come in this one
        place = np.empty(len(xy), np.int32)
        place[order] = np.arange(len(xy))
        xy, ends = xy[order], place[vertex].reshape(2, -1).T.copy()
        frozen = np.zeros(len(xy), bool)
        frozen[ends[len(moving) :]] = True
        if held is not None:
            frozen[ends[: len(moving)][held]] = True
        slide = FIX_X * ((xy[:, 0] == 0) | (xy[:, 0] == self.width))
        slide += FIX_Y * ((xy[:, 1] == 0) | (xy[:, 1] == self.height))
        faces, number = np.unique(np.concatenate([edges.left, edges.right]), return_inverse=True)
        left, right = number.reshape(2, -1).astype(np.int32)
        outlines = Outlines(xy, ends, left, right, self.classify(faces), frozen, slide.astype(np.uint8))
        pixels, settings = self.read_pixels(_find_window(moving), faces)
        if phase:
            settings = replace(settings, max_distance_px=_LATER_SHARE * settings.max_distance_px)
        result = approximate(outlines, pixels, settings)
        concerned = np.unique(np.concatenate([left[: len(moving)], right[: len(moving)]]))
        made = _keep_moved(result.outlines, faces, context)
        return replace(made, regions=faces[concerned], status=result.status[concerned])

    def note(self, solved: Solved) -> None:
        """Note the lowest and the highest status that each region got, in whatever tiles its edges lie."""
        self._lowest[solved.regions] = np.minimum(self._lowest[solved.regions], solved.status)
        self._highest[solved.regions] = np.maximum(self._highest[solved.regions], solved.status)

    def find_done(self, tile: Tile, shift: tuple[int, int], runs: int) -> Edges:
        """Of the first runs of finished edges those that may touch a tile of a phase."""
        return self.done.find(*self._bound(tile, shift), runs)[1]

    def _bound(self, tile: Tile, shift: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
        """Where a tile of a phase begins and ends, beyond the extent too."""
        left, top = ((side - 1 - start) // self.size_px * self.size_px + start
                     for side, start in ((tile.right, shift[0]), (tile.bottom, shift[1])))
        return (left, top), (left + self.size_px, top + self.size_px)

    def list_tiles(self, place: np.ndarray, shift: tuple[int, int]) -> list[Tile]:
        """The tiles of a phase with column and row (N, 2), each once, row by row."""
        number = np.unique(place[:, ::-1], axis=0)[:, ::-1].astype(np.int64)
        return [self.clip(x * self.size_px + shift[0], y * self.size_px + shift[1]) for x, y in number]

    def clip(self, left: int, top: int) -> Tile:
        """The tile with a corner, without what lies beyond the extent."""
        right, bottom = min(left + self.size_px, self.width + 1), min(top + self.size_px, self.height + 1)
        return Tile(max(0, int(left)), max(0, int(top)), int(right), int(bottom))

    def is_far(self, edges: Edges, tile: Tile) -> np.ndarray:
        """(E, 2) bool: which ends are far from where the tile is cut; the extent's edge is no cut."""
        left, top = -np.inf if tile.left == 0 else tile.left, -np.inf if tile.top == 0 else tile.top
        right = np.inf if tile.right > self.width else tile.right - 1
        bottom = np.inf if tile.bottom > self.height else tile.bottom - 1
        low, high = np.array([left, top]) + self.settled_px, np.array([right, bottom]) - self.settled_px
        return np.stack([((xy > low) & (xy < high)).all(axis=1) for xy in (edges.start, edges.end)], 1)


class EdgeBins:
    """An index of edges by the tiles of one phase that they may touch."""

    def __init__(self, edges: Edges, shift: tuple[int, int]):
        self.edges, self._shift = edges, shift
        low = np.floor((np.minimum(edges.start, edges.end) - shift) / TILE_PX).astype(np.int32) + 1
        high = np.floor((np.maximum(edges.start, edges.end) - shift) / TILE_PX).astype(np.int32) + 1
        span = (high - low + 1).astype(np.int64)
        times = span.prod(axis=1)
        self._member = np.repeat(np.arange(len(edges)), times)
        nth = np.arange(len(self._member)) - np.repeat(np.cumsum(times) - times, times)
        across = span[self._member, 0]
        key = (low[self._member, 1] + nth // across) << 32 | (low[self._member, 0] + nth % across)
        order = np.argsort(key, kind="stable")
        self._member, self._key = self._member[order], key[order]

    def positions(self, tile: Tile) -> np.ndarray:
        """Positions of the edges that may touch a tile."""
        x, y = (tile.right - 1 - self._shift[0]) // TILE_PX + 1, (tile.bottom - 1 - self._shift[1]) // TILE_PX + 1
        start, stop = np.searchsorted(self._key, [y << 32 | x, (y << 32 | x) + 1])
        return self._member[start:stop]

    def find(self, tile: Tile) -> Edges:
        """The edges that may touch a tile."""
        return self.edges.select(self.positions(tile))


def to_complex(xy: np.ndarray) -> np.ndarray:
    """Points (N, 2) as numbers that sort and compare as wholes; -0 is 0."""
    return np.ascontiguousarray(xy + 0.0).view(np.complex128)[:, 0]


def _find_window(edges: Edges) -> Window:
    """The pixels that edges pass, and some around them."""
    corners = np.concatenate([edges.start, edges.end])
    left, top = (np.floor(corners.min(axis=0)) - _MARGIN_PX).astype(int).tolist()
    right, bottom = (np.ceil(corners.max(axis=0)) + _MARGIN_PX).astype(int).tolist()
    return Window(left, top, right - left, bottom - top)


def _find_near(edges: Edges, moving: Edges) -> np.ndarray:
    """(E,) bool: which edges could come into the way of those that move: by the cells of their bounding boxes."""
    if not len(edges):
        return np.zeros(0, bool)
    low, high = (function(moving.start, moving.end) for function in (np.minimum, np.maximum))
    low, high = low - _NEAR_PX, high + _NEAR_PX
    origin = low.min(axis=0)

    def find_cells(xy: np.ndarray) -> np.ndarray:
        return ((xy - origin) // _CELL_PX).astype(int)

    columns, rows = find_cells(high.max(axis=0)) + 1
    marked = mark_rectangles(find_cells(low), find_cells(high), columns, rows)
    first, last = (find_cells(function(edges.start, edges.end)) for function in (np.minimum, np.maximum))
    return count_in_rectangles(marked, first, last) > 0


def _keep_moved(outlines: Outlines, faces: np.ndarray, context: Edges) -> Solved:
    """The edges of a result without those of the context."""
    number, known = number_points(np.concatenate([outlines.xy, context.start, context.end]))
    pairs = number[: len(outlines.xy)][outlines.edges]
    others = number[len(outlines.xy) :].reshape(2, -1).T
    pairs, stay = (np.sort(each, axis=1) @ np.array([len(known), 1]) for each in (pairs, others))
    moved = ~np.isin(pairs, stay)
    ends = outlines.edges[moved]
    edges = Edges(outlines.xy[ends[:, 0]], outlines.xy[ends[:, 1]],
                  faces[outlines.left[moved]], faces[outlines.right[moved]])
    return Solved(edges, ~outlines.frozen[ends], faces[:0], np.zeros(0, np.uint8))
