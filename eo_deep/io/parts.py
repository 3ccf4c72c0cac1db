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
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar

from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..progress import Progress
from ..runtime.jobs import Call
from ..runtime.memory import release_freed_memory
from ..runtime.traces import borrow, uninterrupted
from .files import write_error
from .part_folder import PartFolder, find_folder, is_helping, wanted_parts, wanting
from .part_layout import Layout
from .staging import scratch_folder, sync, sync_names

PART_PX = 8192  # about the side of a part
_MUCH_PX = 1 << 24  # of a part whose work takes far longer than to clear memory again
_VARIABLE = "EO_DEEP_PART_PX"

Unit = TypeVar("Unit")
Distribute = Callable[[Call, list[int], Progress], None]


class _Others(NamedTuple):
    """Who makes parts in place of this process, and how many there should be at least."""

    make: Distribute
    at_least: int


_active: ContextVar[Parts | None] = ContextVar("parts", default=None)
_others: ContextVar[_Others | None] = ContextVar("others", default=None)


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
        self._first, self.is_helping = folder.numbered, is_helping()
        folder.numbered += layout.count
        asked = (number - self._first for number in wanted_parts() or ())
        self._wanted = {number for number in asked if 0 <= number < layout.count}
        self._progress = progress
        self._rasters: list[PartedRaster] = []
        self._tallies: list[tuple[object, tuple[str, ...]]] = []
        self._counted: list[list[int]] = []
        self._left: Counter[int] = Counter()
        self._is_selected = False
        self._done: set[int] = set()
        self.numbers: list[int] = []  # of the parts that have units: there is no file of the others

    def add(self, raster: PartedRaster, path: str) -> str:
        """Have a raster written in parts; the name that its files have."""
        self._rasters.append(raster)
        roles = {os.path.realpath(target): name for name, target in self.folder.call.targets.items()}
        role, taken = roles.get(os.path.realpath(path), Path(path).stem), {each.role for each in self._rasters[:-1]}
        return role if role not in taken else f"{role}-{len(taken)}"

    def name_part(self, number: int, role: str) -> Path:
        """The file of a part of a raster."""
        return self.folder.name_part(self._first + number, role)

    def name_whole(self, role: str) -> Path:
        """The file that a raster's parts are put together in."""
        return self.folder.path / f"whole-{self._first:06}-{role}.tif"

    def track(self, tally: object, *names: str) -> None:
        """Keep with each part what attributes that count things, of an object, have counted in it."""
        if not self._is_selected:
            self._tallies.append((tally, names))

    def select(self, units: Sequence[Unit], window_of: Callable[[Unit], Window]) -> list[Unit]:
        """The units of parts that are to be made here and now, part by part."""
        parts = [self.layout.find(window_of(unit)) for unit in units]
        self.numbers = sorted(set(parts))
        count, others = len(self.numbers), _others.get()
        self._done = self._find_done()
        missing = set(self.numbers) - self._done
        if self._done and not self.is_helping:
            self._progress.message(f"{len(self._done)} of {count} parts in '{self.folder.path}' are done already.")
        if self._done or others:
            self.folder.begin()
        if others and missing and not self.is_helping:
            others.make(self.folder.call, [self._first + number for number in sorted(missing)], self._progress)
            self._done = self._find_done()
            missing -= self._done
            if missing:
                raise EoDeepError(f"{len(missing)} of {count} parts were not made.")
        self._add_tallies()
        self._is_selected = True
        missing = missing & self._wanted if self.is_helping else missing
        self._left = Counter(number for number in parts if number in missing)
        self._counted = self._count()
        chosen = [place for place in range(len(units)) if parts[place] in missing]
        return [units[place] for place in sorted(chosen, key=parts.__getitem__)]

    def settle(self, window: Window) -> None:
        """Note that all has been written of a unit, by its window."""
        number = self.layout.find(window)
        self._left[number] -= 1
        if not self._left[number]:
            self._complete(number)

    def end(self) -> None:
        """Note that the units are done. Raises PartsDone where only some parts were to be made."""
        if self._wanted:
            raise PartsDone
        if not self.is_helping and (lacking := set(self.numbers) - self._done):
            raise RuntimeError(f"{len(lacking)} of {len(self.numbers)} parts were not made")

    def _complete(self, number: int) -> None:
        self.folder.begin()
        sizes = {}
        counted, before = self._count(), self._counted
        try:
            for raster in self._rasters:
                path, place = raster.close_part(number), self.name_part(number, raster.role)
                sync(path)
                with uninterrupted():
                    os.replace(path, place)
                sizes[raster.role] = place.stat().st_size
            tallies = [[new - old for new, old in zip(*each)] for each in zip(counted, before)]
            sync_names(self.folder.path)  # others write there too
            record = {"bytes": sizes, "tallies": tallies}
            self.folder.write(self.folder.name_record(self._first + number), record)
            sync_names(self.folder.path)
        except OSError as error:
            raise write_error(str(self.folder.path), error) from None
        self._counted = counted
        self._done.add(number)
        self.tell_kept(len(self._done))
        window = self.layout.window(number)
        if window.width * window.height >= _MUCH_PX:  # holes between what threads keep would grow from part to part
            release_freed_memory()

    def tell_kept(self, done: int) -> None:
        """Say what stays should the job end now, of which so many parts are done."""
        self._progress.keep(f"{done} of {len(self.numbers)} parts are kept in '{self.folder.path}'; run it again with "
                            "'Resume' to continue from there.")  # fmt: skip

    def describe(self, number: int) -> str:
        """Where a part lies, in words; its number among all of the job."""
        return self.layout.describe(number - self._first)

    def _count(self) -> list[list[int]]:
        return [[getattr(tally, name) for name in names] for tally, names in self._tallies]

    def _add_tallies(self) -> None:
        """Add what has been counted in parts that are done already."""
        for number, record in self._list_records().items():
            if number in self._done:
                for (tally, names), counted in zip(self._tallies, record["tallies"], strict=True):
                    for name, value in zip(names, counted, strict=True):
                        setattr(tally, name, getattr(tally, name) + value)

    def _find_done(self) -> set[int]:
        """The parts of which all rasters have a whole file, or a place in what is being put together."""
        moved = {raster.role: raster.list_moved() for raster in self._rasters}
        return {
            number for number, record in self._list_records().items()
            if all(number in moved[role] or _has_size(self.name_part(number, role), size)
                   for role, size in record["bytes"].items())
        }  # fmt: skip

    def _list_records(self) -> dict[int, dict[str, Any]]:
        numbers = self._wanted if self.is_helping else range(self.layout.count)
        found = self.folder.list_done(self._first + number for number in numbers)
        return {number - self._first: record for number, record in found.items()}


def _has_size(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False


def part_px() -> int:
    """About how long the sides of parts are."""
    return int(os.environ.get(_VARIABLE) or PART_PX)


@contextmanager
def open_parts(grid: Grid, unit_px: int, progress: Progress, image_px: int = 1) -> Iterator[Parts | None]:
    """Have what the running door writes on a grid be in parts, if it is restartable and the grid has more than one.

    A door opens its grids in the same order each time. unit_px: what the sides of parts are multiples of. image_px: how
    many pixels of the image lie along one of the grid's. Raises EoDeepError where the folder holds another job's parts,
    or parts though the job does not resume, or cannot be written.
    """
    outer = _active.get()
    if outer and outer.layout.grid == grid:
        yield outer
        return
    with ExitStack() as resources:
        parts, folder = None, find_folder()
        if folder:
            choose = partial(_choose_part_px, grid, unit_px, image_px)
            layout = Layout(grid, folder.recall(f"part_px from {folder.numbered}", choose))
            if layout.count > 1 or folder.keeps:
                folder.check()
                parts = Parts(folder, layout, resources.enter_context(scratch_folder(folder.target)), progress)
        token = _active.set(parts)
        try:
            yield parts
        finally:
            _active.reset(token)


def _choose_part_px(grid: Grid, unit_px: int, image_px: int) -> int:
    wanted_px, others = part_px() // image_px, _others.get()
    if others:
        wanted_px = min(wanted_px, math.isqrt(grid.width * grid.height // others.at_least))
    return max(1, wanted_px // unit_px) * unit_px


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
    """Have doors make the parts with these numbers only, of a job that another process began; they end with PartsDone.
    """
    active, others = _active.set(None), _others.set(None)
    try:
        with borrow(), wanting(numbers):
            yield
    except PartsDone:
        pass
    finally:
        _active.reset(active)
        _others.reset(others)


@contextmanager
def distributed(by: Distribute, at_least: int = 1) -> Iterator[None]:
    """Have others make the parts of doors: `by` gets the call, the numbers of the parts, and the job's progress.

    at_least: into so many parts each grid is cut, if it has so many units.
    """
    token = _others.set(_Others(by, at_least))
    try:
        yield
    finally:
        _others.reset(token)
