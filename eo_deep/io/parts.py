"""Rasters in parts, each a file that stands by itself: a job that ends at any moment goes on with those that lack.

A door that is `restartable` writes the rasters that it streams in parts as soon as the grid has more than one. They lie in
a folder beside its first output, `<name>.parts`, with a file that says what job they are of. A part is done when all of
the job's rasters have it, whole and on the disk, and a record says so; the record is written last. At the end parts become
one file (`part_assembly`), or the sources of a virtual raster.
"""

from __future__ import annotations

import json
import math
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..progress import Progress
from ..runtime.jobs import Call, current_call
from ..runtime.traces import find_target, make_folder, uninterrupted
from .files import check_writable, write_error
from .job_record import describe_job, find_difference
from .staging import sync

PART_PX = 8192  # about the side of a part
_VARIABLE = "EO_DEEP_PART_PX"
_RECORD = "job.json"

Unit = TypeVar("Unit")
Distribute = Callable[[Call, list[int], Progress], None]

_active: ContextVar[Parts | None] = ContextVar("parts", default=None)
_wanted: ContextVar[frozenset[int] | None] = ContextVar("wanted parts", default=None)
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


@dataclass(frozen=True)
class Layout:
    """How a grid is cut into parts: squares of part_px, row by row."""

    grid: Grid
    part_px: int

    @property
    def across(self) -> int:
        """How many parts lie in a row."""
        return math.ceil(self.grid.width / self.part_px)

    @property
    def count(self) -> int:
        """How many parts there are."""
        return self.across * math.ceil(self.grid.height / self.part_px)

    def find(self, window: Window) -> int:
        """The number of the part, from 0, in which a window lies."""
        return int(window.row_off) // self.part_px * self.across + int(window.col_off) // self.part_px

    def window(self, number: int) -> Window:
        """The pixels of a part."""
        row, column = (each * self.part_px for each in divmod(number, self.across))
        return Window(column, row, min(self.part_px, self.grid.width - column),
                      min(self.part_px, self.grid.height - row))

    def grid_of(self, number: int) -> Grid:
        """The grid of a part."""
        window = self.window(number)
        return Grid(self.grid.crs, self.grid.window_transform(window), int(window.width), int(window.height))

    def locate(self, window: Window) -> tuple[int, Window]:
        """In which part a window of the grid lies, and where in it."""
        number = self.find(window)
        part = self.window(number)
        left, top = window.col_off - part.col_off, window.row_off - part.row_off
        if left + window.width > part.width or top + window.height > part.height:
            raise ValueError(f"{window} lies in several parts of {self.part_px} px")
        return number, Window(left, top, window.width, window.height)

    def place_blocks(self, number: int, counts: Sequence[int], block_px: int) -> list[np.ndarray]:
        """Where the blocks of a part's images lie in the list of all blocks of the whole's images, (n,) int64 of each.

        counts: of the blocks of each image in the part, which lie plane by plane.
        """
        window, grid = self.window(number), self.grid
        left, top, width, height = (-(-int(each) // block_px) for each in window.flatten())
        across, down = -(-grid.width // block_px), -(-grid.height // block_px)
        places, before = [], 0
        for count in counts:
            planes = count // (width * height)
            plane, row, column = np.ogrid[:planes, top : top + height, left : left + width]
            places.append((before + (plane * down + row) * across + column).ravel())
            before += planes * across * down
        return places


class PartFolder:
    """The folder of a job's parts, which need not be there. Raises EoDeepError where it is another job's.

    settled: what was chosen when the job began, and holds when it goes on.
    """

    def __init__(self, call: Call):
        self.call = call
        self.target = Path(os.path.realpath(next(iter(call.targets.values()))))
        self.path = self.target.with_name(f"{self.target.name}.parts")
        self.settled: dict[str, Any] = {}
        self.resumes = bool(call.arguments.get("resume")) or _wanted.get() is not None
        if self.resumes and (record := self._read_record()):
            if difference := find_difference(record["job"], self._job):
                raise EoDeepError(f"The parts in '{self.path}' are of another job: {difference}; choose another output, "
                                  "or remove the folder.")  # fmt: skip
            self.settled = record["settled"]

    def recall(self, name: str, value: Any) -> Any:
        """What was chosen as `name` when the job began; `value` where it begins now."""
        return self.settled.setdefault(name, value)

    @cached_property
    def _job(self) -> dict[str, Any]:
        return describe_job(self.call)

    def begin(self) -> None:
        """Make the folder. Raises EoDeepError if it cannot be, or holds parts and the job does not resume."""
        if not self.resumes and (stand := len(self.list_done())):
            raise EoDeepError(f"'{self.path}' holds {stand} finished parts of a job that did not end; resume it, or "
                              "remove the folder, or choose another output.")  # fmt: skip
        try:
            self.path.mkdir(exist_ok=True)
            record = self._read_record()
            if record is None or record["settled"] != self.settled:
                self.write(_RECORD, {"job": self._job, "settled": self.settled})
        except OSError as error:
            raise write_error(str(self.path), error) from None

    def list_done(self) -> dict[int, dict[str, Any]]:
        """The records of the parts that are done, by their numbers."""
        found = {}
        for path in self.path.glob("part-*.json"):
            try:
                found[int(path.stem.partition("-")[2])] = json.loads(path.read_text(encoding="utf-8"))
            except ValueError:
                continue  # nobody's
        return dict(sorted(found.items()))

    def name_part(self, number: int, role: str) -> Path:
        """The file of a part of a raster."""
        return self.path / f"part-{number:06}-{role}.tif"

    def holds(self, name: str) -> bool:
        """Whether a file of a name is in the folder."""
        return (self.path / name).exists()

    def name_record(self, number: int) -> str:
        """The name of the record that says that a part is done."""
        return f"part-{number:06}.json"

    def write(self, name: str, content: dict[str, Any]) -> None:
        """Write a file of the folder, whole or not at all. Raises OSError."""
        new = self.path / f".{name}.{os.getpid()}"
        new.write_text(json.dumps(content), encoding="utf-8")
        sync(new)
        os.replace(new, self.path / name)

    def remove(self) -> None:
        """Remove the folder with all that is left in it."""
        for path in self.path.glob("*"):
            path.unlink(missing_ok=True)
        self.path.rmdir()

    def _read_record(self) -> dict[str, Any] | None:
        try:
            record = json.loads((self.path / _RECORD).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return record if isinstance(record, dict) and {"job", "settled"} <= record.keys() else None


def find_folder() -> PartFolder | None:
    """The folder of parts of the door that is being run; None where it has none. Raises EoDeepError as `PartFolder`."""
    call = current_call()
    if call is None or not call.restartable:
        return None
    if "parts" not in call.kept:
        target = Path(os.path.realpath(next(iter(call.targets.values()))))
        call.kept["parts"] = None if find_target(target) else PartFolder(call)  # what is hidden goes with its job
    return call.kept["parts"]


def check_raster_writable(path: str | os.PathLike) -> None:
    """EoDeepError unless a raster can be made at `path`; see `io.files.check_writable`.

    It is a GeoTIFF, or where a job keeps its parts, a virtual raster of them.
    """
    call = current_call()
    if call and call.arguments.get("keep_parts") and str(path) in call.targets.values():
        if Path(path).suffix.lower() != ".vrt":
            raise EoDeepError(f"The output '{path}' must end in .vrt, because its parts are kept.")
        check_writable(path)
    else:
        check_writable(path, ".tif", ".tiff")


def recall(name: str, value: Any) -> Any:
    """What was chosen as `name` when the job that is being resumed began; else `value`, for the next time."""
    folder = find_folder()
    return folder.recall(name, value) if folder else value


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
        count, wanted, distribute = self.layout.count, _wanted.get(), _distribute.get()
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
        if _wanted.get() is not None:
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
        self._progress.keep(f"{len(self._done)} of {self.layout.count} parts are kept in '{self.folder.path}'; resume "
                            "the job to go on with the others.")  # fmt: skip

    def _count(self) -> list[list[int]]:
        return [[getattr(tally, name) for name in names] for tally, names in self._tallies]

    def _add_tallies(self) -> None:
        """Add what has been counted in parts that are done already."""
        for number, record in self.folder.list_done().items():
            if number in self._done:
                for (tally, names), counted in zip(self._tallies, record["tallies"], strict=True):
                    for name, value in zip(names, counted, strict=True):
                        setattr(tally, name, getattr(tally, name) + value)

    def _find_done(self) -> set[int]:
        """The parts of which all rasters have a whole file, or a place in what is being put together."""
        moved = {raster.role: raster.list_moved() for raster in self._rasters}
        return {
            number for number, record in self.folder.list_done().items()
            if all(number in moved[role] or _has_size(self.folder.name_part(number, role), size)
                   for role, size in record["bytes"].items())
        }  # fmt: skip


def _has_size(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False


@contextmanager
def open_parts(grid: Grid, unit_px: int, progress: Progress) -> Iterator[Parts | None]:
    """Have what the running door writes on a grid be in parts, if it is restartable and the grid has more than one.

    unit_px: what the sides of parts are multiples of. Raises EoDeepError where the folder holds another job's parts, or
    parts though the job does not resume, or cannot be written.
    """
    folder = find_folder() if _active.get() is None else None
    if folder is None:
        yield None
        return
    wanted_px = int(os.environ.get(_VARIABLE) or PART_PX)
    layout = Layout(grid, folder.recall("part_px", max(1, wanted_px // unit_px) * unit_px))
    if layout.count == 1:
        yield None
        return
    folder.begin()
    if not folder.call.arguments.get("keep_parts"):
        folder.call.at_success.callback(folder.remove)
    with ExitStack() as resources:
        try:
            work = resources.enter_context(make_folder(folder.target))
        except OSError as error:
            raise write_error(str(folder.target), error) from None
        parts = Parts(folder, layout, work, progress)
        token = _active.set(parts)
        try:
            yield parts
        finally:
            _active.reset(token)


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
    token = _wanted.set(frozenset(numbers))
    try:
        yield
    except PartsDone:
        pass
    finally:
        _wanted.reset(token)


@contextmanager
def distributed(by: Distribute) -> Iterator[None]:
    """Have others make the parts of doors: `by` gets the call, the numbers of the parts, and the job's progress."""
    token = _distribute.set(by)
    try:
        yield
    finally:
        _distribute.reset(token)
