"""Rasters in parts, each a file that stands by itself: a job that ends at any moment goes on with those that lack.

A door that is `restartable` writes the rasters that it streams in parts as soon as the grid has more than one. They lie
in a folder beside its first output, `<name>.parts`, with a file that says what job they are of. A part is done when all
of the job's rasters have it, whole and on the disk, and a record says so, which is written last. At the end parts
become one file (`part_assembly`), or the sources of a virtual raster.
"""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..progress import Progress
from ..runtime.jobs import Call
from ..runtime.traces import uninterrupted
from .files import write_error
from .part_folder import PartFolder, find_folder, wanted_parts, wanting
from .part_layout import Layout
from .staging import scratch_folder, sync

PART_PX = 8192  # about the side of a part
_VARIABLE = "EO_DEEP_PART_PX"

Unit = TypeVar("Unit")
Distribute = Callable[[Call, list[int], Progress], None]

_active: ContextVar[Parts | None] = ContextVar("parts", default=None)
_distribute: ContextVar[Distribute | None] = ContextVar("distribute", default=None)


class PartsDone(Exception):
    """Ends a door that was to make some parts only, once they stand."""


@dataclass
class Tally:
    """How many there are of something."""

    count: int = 0


class PartedRaster(Protocol):
    """A raster that is written in parts."""

    role: str

    def close_part(self, number: int) -> Path:
        """Close a part's file, which is whole then, and say where it lies."""

    def list_moved(self) -> set[int]:
        """The numbers of the parts whose pixels are in what is being put together of them."""


class Parts:
    """The parts of the rasters that are being written, on one grid."""

    def __init__(self, folder: PartFolder, layout: Layout, work: Path, progress: Progress):
        self.folder, self.layout, self.work = folder, layout, work
        self.keeps = bool(folder.call.arguments.get("keep_parts"))
        self._progress = progress
        self._rasters: list[PartedRaster] = []
        self._tallies: list[tuple[object, tuple[str, ...]]] = []
        self._counted: list[list[int]] = []
        self._left: Counter[int] = Counter()
        self._done: set[int] = set()

    def add(self, raster: PartedRaster, path: str) -> str:
        """Have a raster written in parts; the name that its files have."""
        self._rasters.append(raster)
        roles = {os.path.realpath(target): name for name, target in self.folder.call.targets.items()}
        return roles.get(os.path.realpath(path), Path(path).stem)

    def track(self, tally: object, *names: str) -> None:
        """Keep with each part what attributes that count things, of an object, have counted in it."""
        if not self._left:
            self._tallies.append((tally, names))

    def select(self, units: Sequence[Unit], window_of: Callable[[Unit], Window]) -> list[Unit]:
        """The units of parts that are to be made here and now, part by part."""
        count, wanted, distribute = self.layout.count, wanted_parts(), _distribute.get()
        self._done = self._find_done()
        missing = set(range(count)) - self._done
        if self._done and wanted is None:
            self._progress.message(f"{len(self._done)} of {count} parts in '{self.folder.path}' are done already.")
        if distribute and missing and wanted is None:
            distribute(self.folder.call, sorted(missing), self._progress)
            self._done = self._find_done()
            missing -= self._done
            if missing:
                raise EoDeepError(f"{len(missing)} of {count} parts were not made.")
        self._add_tallies()
        missing = missing & wanted if wanted is not None else missing
        numbers = [self.layout.find(window_of(unit)) for unit in units]
        self._left = Counter(number for number in numbers if number in missing)
        self._counted = self._count()
        chosen = [place for place in range(len(units)) if numbers[place] in missing]
        return [units[place] for place in sorted(chosen, key=numbers.__getitem__)]

    def settle(self, window: Window) -> None:
        """Note that all has been written of a unit, by its window."""
        number = self.layout.find(window)
        self._left[number] -= 1
        if not self._left[number]:
            self._complete(number)

    def end(self) -> None:
        """Note that the units are done. Raises PartsDone where only some parts were to be made."""
        if wanted_parts() is not None:
            raise PartsDone
        if len(self._done) < self.layout.count:
            raise RuntimeError(f"{len(self._done)} of {self.layout.count} parts were made")

    def _complete(self, number: int) -> None:
        sizes = {}
        counted, before = self._count(), self._counted
        try:
            for raster in self._rasters:
                path, place = raster.close_part(number), self.folder.name_part(number, raster.role)
                sync(path)
                with uninterrupted():
                    os.replace(path, place)
                sizes[raster.role] = place.stat().st_size
            tallies = [[new - old for new, old in zip(*each)] for each in zip(counted, before)]
            sync(self.folder.path)
            self.folder.write(self.folder.name_record(number), {"bytes": sizes, "tallies": tallies})
            sync(self.folder.path)
        except OSError as error:
            raise write_error(str(self.folder.path), error) from None
        self._counted = counted
        self._done.add(number)
        self.tell_kept(len(self._done))

    def tell_kept(self, done: int) -> None:
        """Say what stays should the job end now, of which so many parts are done."""
        self._progress.keep(f"{done} of {self.layout.count} parts are kept in '{self.folder.path}'; resume the job to "
                            "go on with the others.")  # fmt: skip

    def _count(self) -> list[list[int]]:
        return [[getattr(tally, name) for name in names] for tally, names in self._tallies]

    def _add_tallies(self) -> None:
        """Add what has been counted in parts that are done already."""
        for number, record in self.folder.list_done(self._done).items():
            if number in self._done:
                for (tally, names), counted in zip(self._tallies, record["tallies"], strict=True):
                    for name, value in zip(names, counted, strict=True):
                        setattr(tally, name, getattr(tally, name) + value)

    def _find_done(self) -> set[int]:
        """The parts of which all rasters have a whole file, or a place in what is being put together."""
        moved = {raster.role: raster.list_moved() for raster in self._rasters}
        return {
            number for number, record in self.folder.list_done(wanted_parts()).items()
            if all(number in moved[role] or _has_size(self.folder.name_part(number, role), size)
                   for role, size in record["bytes"].items())
        }  # fmt: skip


def _has_size(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False


@contextmanager
def open_parts(grid: Grid, unit_px: int, progress: Progress, at_least: int = 1) -> Iterator[Parts | None]:
    """Have what the running door writes on a grid be in parts, if it is restartable and the grid has more than one.

    unit_px: what the sides of parts are multiples of. at_least: into so many parts a grid is cut, if it has so many
    units. Raises EoDeepError where the folder holds another job's parts, or parts though the job does not resume, or
    cannot be written.
    """
    folder = find_folder() if _active.get() is None else None
    if folder is None:
        yield None
        return
    wanted_px = min(int(os.environ.get(_VARIABLE) or PART_PX), math.isqrt(grid.width * grid.height // at_least))
    layout = Layout(grid, folder.recall("part_px", max(1, wanted_px // unit_px) * unit_px))
    if layout.count == 1:
        yield None
        return
    folder.begin()
    if not folder.call.arguments.get("keep_parts"):
        folder.call.at_success.callback(folder.remove)
    with scratch_folder(folder.target) as work:
        parts = Parts(folder, layout, work, progress)
        token = _active.set(parts)
        try:
            yield parts
        finally:
            _active.reset(token)


def active_parts() -> Parts | None:
    """What is being written in parts, if anything is."""
    return _active.get()


def find_parts(grid: Grid) -> Parts | None:
    """The parts in which a raster on a grid is to be written; None: as a whole."""
    parts = _active.get()
    return parts if parts and parts.layout.grid == grid else None


def track(tally: object, *names: str) -> None:
    """See `Parts.track`; nothing where a raster is written as a whole."""
    if parts := _active.get():
        parts.track(tally, *names)


@contextmanager
def making(units: Sequence[Unit],
           window_of: Callable[[Unit], Window]) -> Iterator[tuple[list[Unit], Callable[[Unit], None]]]:
    """The units that are to be made, and what to call, one at a time, when all has been written of one; a context
    manager.

    Without parts, all units are to be made. window_of: what a unit writes.
    """
    parts = _active.get()
    if parts is None:
        yield list(units), lambda unit: None
        return
    chosen = parts.select(units, window_of)
    yield chosen, lambda unit: parts.settle(window_of(unit))
    parts.end()


@contextmanager
def only(numbers: Iterable[int]) -> Iterator[None]:
    """Have doors make the parts with these numbers only; they end with PartsDone."""
    active, distribute = _active.set(None), _distribute.set(None)
    try:
        with wanting(numbers):
            yield
    except PartsDone:
        pass
    finally:
        _active.reset(active)
        _distribute.reset(distribute)


@contextmanager
def distributed(by: Distribute) -> Iterator[None]:
    """Have others make the parts of doors: `by` gets the call, the numbers of the parts, and the job's progress."""
    token = _distribute.set(by)
    try:
        yield
    finally:
        _distribute.reset(token)
