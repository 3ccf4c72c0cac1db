"""The edges of a map of any size, on disk, in the order in which they were made."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ...io.files import write_error
from .boundaries import Edges

_RECORD = np.dtype([("start", "f8", 2), ("end", "f8", 2), ("left", "i4"), ("right", "i4")])
_RUN = 1 << 14  # edges that are found together


class EdgeStore:
    """Edges in a temporary file, which are found again by place. Several threads may read while one adds.

    folder: where the file lies, None: the system's for temporary files. Memory holds the bounds of runs of edges that
    were added together. `close` removes the file, as the end of the process does.
    """

    def __init__(self, folder: Path | None = None):
        self._folder = folder
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by close()
        self._lock = threading.Lock()
        self._starts = [0]
        self._bounds = np.zeros((16, 2, 2))  # of each run, with room for more: lowest and highest x, y

    def __len__(self) -> int:
        return self._starts[-1]

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return len(self._starts) - 1

    def add(self, edges: Edges) -> EdgeStore:
        """Put edges behind those that are there. Raises EoDeepError where the disk is full."""
        for first in range(0, len(edges), _RUN):
            part = edges.select(slice(first, first + _RUN))
            records = np.empty(len(part), _RECORD)
            for name in _RECORD.names or ():
                records[name] = getattr(part, name)
            try:
                with self._lock:
                    self._file.seek(self._starts[-1] * _RECORD.itemsize)
                    self._file.write(records.data)
                    self._file.flush()
            except OSError as error:
                folder = self._folder or Path(tempfile.gettempdir())
                raise write_error(str(folder / "edges"), error) from None
            low, high = (function(part.start, part.end) for function in (np.minimum, np.maximum))
            if self.runs == len(self._bounds):
                self._bounds = np.concatenate([self._bounds, np.zeros_like(self._bounds)])
            self._bounds[self.runs] = low.min(axis=0), high.max(axis=0)
            self._starts.append(self._starts[-1] + len(part))
        return self

    def extend(self, others: EdgeStore) -> None:
        """Put all edges of a store behind those that are there, and close it."""
        for _, edges in others:
            self.add(edges)
        others.close()

    def __iter__(self) -> Iterator[tuple[int, Edges]]:
        """Each run: the position of its first edge, and its edges."""
        for run in range(self.runs):
            yield self._starts[run], self._read(run)

    def find(self, low: tuple[float, float], high: tuple[float, float],
             runs: int | None = None) -> tuple[np.ndarray, Edges]:
        """Positions, ascending, and edges whose bounding boxes reach into a rectangle: x from low[0], to below high[0].

        runs: only of so many of the first runs.
        """
        positions, parts = [np.zeros(0, np.int64)], []
        for run in self._find_runs(low, high, runs):
            edges = self._read(run)
            here = np.flatnonzero(((np.minimum(edges.start, edges.end) < high)
                                   & (np.maximum(edges.start, edges.end) >= low)).all(axis=1))  # fmt: skip
            if len(here):
                positions.append(self._starts[run] + here)
                parts.append(edges.select(here))
        return np.concatenate(positions), Edges.join(parts)

    def reaches(self, low: tuple[float, float], high: tuple[float, float]) -> bool:
        """Whether runs may have edges in a rectangle."""
        return bool(len(self._find_runs(low, high, None)))

    def join(self) -> Edges:
        """All edges."""
        return Edges.join([edges for _, edges in self])

    def close(self) -> None:
        """Remove the file."""
        self._file.close()

    def _find_runs(self, low: tuple[float, float], high: tuple[float, float], runs: int | None) -> np.ndarray:
        bounds = self._bounds[: self.runs if runs is None else runs]
        return np.flatnonzero(((bounds[:, 0] < high) & (bounds[:, 1] >= low)).all(axis=1))

    def _read(self, run: int) -> Edges:
        start, stop = self._starts[run : run + 2]
        with self._lock:
            self._file.seek(start * _RECORD.itemsize)
            data = self._file.read((stop - start) * _RECORD.itemsize)
        records = np.frombuffer(data, _RECORD)
        return Edges(*(records[name].copy() for name in ("start", "end", "left", "right")))
