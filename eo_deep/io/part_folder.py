"""The folder of a job's parts: what job they are of, and which are done."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from pathlib import Path
from typing import Any

from ..errors import EoDeepError
from ..runtime.jobs import Call, current_call
from ..runtime.kept import keeps
from ..runtime.traces import find_target
from .files import check_writable, write_error
from .job_record import describe_job, find_difference
from .staging import sync

_RECORD, _LOG = "job.json", "steps.log"

_wanted: ContextVar[frozenset[int] | None] = ContextVar("wanted parts", default=None)


class PartFolder:
    """The folder of a job's parts, which need not be there. Raises EoDeepError where it is another job's.

    log: the file of its `ResultLog`. settled: what was chosen when the job began, and holds when it goes on. keeps:
    whether the parts stay.
    """

    def __init__(self, call: Call):
        self.call = call
        self.target = call.target
        self.path = self.target.with_name(f"{self.target.name}.parts")
        self.log = self.path / _LOG
        self.settled: dict[str, Any] = {}
        self.keeps = bool(call.arguments.get("keep_parts"))
        self._has_begun = False
        self.numbered = 0  # parts that have a number: each grid's follow those of the grids before
        self.resumes = bool(call.arguments.get("resume")) or is_helping()
        if self.resumes and (record := read_record(self.path)):
            if difference := find_difference(record["job"], self._job):
                raise EoDeepError(f"The parts in '{self.path}' are of another job: {difference}; choose another "
                                  "output, or remove the folder.")  # fmt: skip
            self.settled = record["settled"]

    def recall(self, name: str, choose: Callable[[], Any]) -> Any:
        """What was chosen as `name` when the job began; where it begins now, what `choose` gives: a plain value."""
        if name not in self.settled:
            self.settled[name] = choose()
        return self.settled[name]

    @cached_property
    def _job(self) -> dict[str, Any]:
        return describe_job(self.call)

    def check(self) -> None:
        """Raises EoDeepError if the folder cannot be written, or holds parts and the job does not resume."""
        if os.path.lexists(self.path) and not (self.path.is_dir() and os.access(self.path, os.W_OK)):
            raise EoDeepError(f"'{self.path}', where the parts of '{self.target.name}' go, is not a writable folder.")
        if self.resumes or self._has_begun:
            return
        stand = len(self.list_done())
        if stand or self.log.exists():
            found = f"{stand} finished parts" if stand else "finished steps"
            raise EoDeepError(f"'{self.path}' holds {found} of an earlier run; run it again with 'Resume' to continue "
                              "from there, or remove the folder, or choose another output.")  # fmt: skip

    def begin(self) -> None:
        """Make the folder, before the first part goes there. Raises EoDeepError if it cannot be."""
        try:
            self.path.mkdir(exist_ok=True)
            record = read_record(self.path)
            if record is None or record["settled"] != self.settled:
                self.write(_RECORD, {"job": self._job, "settled": self.settled})
        except OSError as error:
            raise write_error(str(self.path), error) from None
        if not self._has_begun and not self.keeps and not is_helping():
            self.call.at_success.callback(self.remove)
        self._has_begun = True

    def list_done(self, numbers: Iterable[int] | None = None) -> dict[int, dict[str, Any]]:
        """The records of the parts that are done, by their numbers; of these alone, where some are given."""
        found = {}
        paths = self.path.glob("part-*.json") if numbers is None else map(self._find_record, numbers)
        for path in paths:
            try:
                found[int(path.stem.partition("-")[2])] = json.loads(path.read_text(encoding="utf-8"))
            except (FileNotFoundError, ValueError):
                continue  # it is not done, or nobody's
        return dict(sorted(found.items()))

    def name_part(self, number: int, role: str) -> Path:
        """The file of a part of a raster."""
        return self.path / f"part-{number:06}-{role}.tif"

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

    def _find_record(self, number: int) -> Path:
        return self.path / self.name_record(number)


def read_record(folder: Path) -> dict[str, Any] | None:
    """What a folder of parts says of its job, "job" and "settled"; None where it says nothing."""
    try:
        record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) and {"job", "settled"} <= record.keys() else None


def wanted_parts() -> frozenset[int] | None:
    """The numbers of the parts that alone are to be made; None: all."""
    return _wanted.get()


def is_helping() -> bool:
    """Whether another process has begun the job, and this one makes some of its parts."""
    return _wanted.get() is not None


def keeps_results() -> bool:
    """Whether this process keeps what networks saw for the next job; one that helps keeps models alone."""
    return keeps() and not is_helping()


@contextmanager
def wanting(numbers: Iterable[int]) -> Iterator[None]:
    """Have only the parts with these numbers made."""
    token = _wanted.set(frozenset(numbers))
    try:
        yield
    finally:
        _wanted.reset(token)


def find_folder() -> PartFolder | None:
    """The folder of parts of the door that is being run; None where it has none. Raises EoDeepError as `PartFolder`."""
    call = current_call()
    if call is None or not call.restartable:
        return None
    if keeps_results():  # whose files lie elsewhere
        return None
    if "parts" not in call.kept:
        call.kept["parts"] = None if find_target(call.target) else PartFolder(call)  # what is hidden goes with its job
    return call.kept["parts"]


def check_raster_writable(path: str | os.PathLike) -> None:
    """EoDeepError unless a raster can be made at `path`; see `io.files.check_writable`.

    It is a GeoTIFF, or where a job keeps its parts, a virtual raster of them.
    """
    folder = None if find_target(Path(path)) else find_folder()
    if folder and folder.keeps:
        if Path(path).suffix.lower() != ".vrt":
            raise EoDeepError(f"The output '{path}' must end in .vrt, because its parts are kept.")
        check_writable(path)
    else:
        check_writable(path, ".tif", ".tiff")


def recall(name: str, choose: Callable[[], Any]) -> Any:
    """What was chosen as `name` when the job began that is resumed, or that this process helps with; else what `choose`
    gives, a plain value, for the next time.

    So what takes long to find out of a whole image is found out once, and all parts go by it.
    """
    folder = find_folder()
    return folder.recall(name, choose) if folder else choose()
