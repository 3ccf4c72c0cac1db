"""Some polygons at a time: the edges around some regions, from all edges of a map."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .boundaries import Edges
from .edge_store import EdgeStore
from .tiled_graph import to_complex

_BATCH = 20_000  # regions
# Regions that reach over more rows are looked for one by one.
_TALL_PX = 4096


class RegionEdges:
    """Finds all edges that meet in the vertices of some regions.

    edges: of the map. count: of regions, 0 included.
    """

    def __init__(self, edges: EdgeStore, count: int):
        self._edges = edges
        self._low, self._high = np.full(count, np.iinfo(np.int32).max, np.int32), np.full(count, -1, np.int32)
        for _, run in edges:
            low = np.floor(np.minimum(run.start[:, 1], run.end[:, 1])).astype(np.int32)
            high = np.ceil(np.maximum(run.start[:, 1], run.end[:, 1])).astype(np.int32)
            for region in (run.left, run.right):
                np.minimum.at(self._low, region, low)
                np.maximum.at(self._high, region, high)

    def batches(self, regions: np.ndarray) -> Iterator[tuple[np.ndarray, Edges]]:
        """Regions (N,) in parts, each with its edges in their order; one part without any where there are none."""
        for first in range(0, max(1, len(regions)), _BATCH):
            members = regions[first : first + _BATCH]
            yield members, self.find(members)

    def find(self, regions: np.ndarray) -> Edges:
        """The edges of some regions, and all others that end in their vertices, in the order of the map's."""
        tall = self._high[regions] - self._low[regions] > _TALL_PX
        short = regions[~tall]
        positions, edges = self._edges.find((0, 0), (0, 0))
        if len(short):
            rows = int(self._low[short].min()), int(self._high[short].max()) + 1
            positions, edges = self._edges.find((-np.inf, rows[0]), (np.inf, rows[1]))
        if tall.any():
            positions, edges = self._add_stars(regions[tall], positions, edges)
        return edges

    def _add_stars(self, regions: np.ndarray, positions: np.ndarray, edges: Edges) -> tuple[np.ndarray, Edges]:
        """The edges around regions, and what is there already."""
        wanted = np.zeros(len(self._low), bool)
        wanted[regions] = True
        vertices = [np.zeros(0, np.complex128)]
        for _, run in self._edges:
            own = run.select(wanted[run.left] | wanted[run.right])
            vertices.append(np.unique(np.concatenate([to_complex(own.start), to_complex(own.end)])))
        known = np.unique(np.concatenate(vertices))
        places, parts = [positions], [edges]
        for start, run in self._edges:
            near = np.flatnonzero(np.isin(to_complex(run.start), known) | np.isin(to_complex(run.end), known))
            places.append(start + near)
            parts.append(run.select(near))
        positions, first = np.unique(np.concatenate(places), return_index=True)
        return positions, Edges.join(parts).select(first)
