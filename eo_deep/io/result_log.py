"""The results of a long computation's steps, kept as they come: a job that ends at any moment reads them and goes on.

For steps whose results depend on nothing but the job, and that are asked for in the same order each time. In a door
that is `restartable`, on a raster of more than one part, `map_logged` writes them to a file in the folder of the job's
parts. Its last record may be torn: a checksum tells, and the step is done again.
"""

from __future__ import annotations

import io
import os
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from contextvars import ContextVar
from typing import BinaryIO

import numpy as np

from ..geo.grid import Grid
from ..progress import Progress
from ..runtime.threads import map_in_order
from .files import write_error
from .part_folder import PartFolder, find_folder, is_helping, read_record
from .part_layout import Layout
from .parts import part_px

_HEAD = struct.Struct("<QI")  # bytes and checksum of the record that follows

_active: ContextVar[ResultLog | None] = ContextVar("result log", default=None)


class ResultLog:
    """A file of results, which are read as long as there are any, and written from then on."""

    def __init__(self, folder: PartFolder, progress: Progress):
        self._folder, self._progress = folder, progress
        self._count = 0
        self._file: BinaryIO | None = None
        if read_record(folder.path) is None:  # of what job it was, nobody knows
            folder.log.unlink(missing_ok=True)
        if folder.log.exists():
            folder.begin()
            self._file = open(folder.log, "r+b")  # noqa: SIM115 - closed by close()
        self._is_read = self._file is None

    def map(self, function: Callable[..., Sequence[np.ndarray]], items: Iterable) -> Iterator[Sequence[np.ndarray]]:
        """See `map_logged`."""
        items, done = list(items), 0
        while done < len(items) and (result := self._read()) is not None:
            yield result
            done += 1
        for result in map_in_order(function, items[done:]):
            self._write(result)
            yield result

    def close(self) -> None:
        """Close the file."""
        if self._file:
            self._file.close()

    def _read(self) -> list[np.ndarray] | None:
        """The next result; None where there is no other whole one, and from then on."""
        if self._is_read or self._file is None:
            return None
        place = self._file.tell()
        head = self._file.read(_HEAD.size)
        if len(head) == _HEAD.size:
            size, checksum = _HEAD.unpack(head)
            left = os.fstat(self._file.fileno()).st_size - self._file.tell()
            record = self._file.read(min(size, left))
            if 0 < size <= left and zlib.crc32(record) == checksum:
                self._count += 1
                with np.load(io.BytesIO(record)) as arrays:
                    return [arrays[name] for name in arrays.files]
        self._is_read = True
        self._file.seek(place)
        self._file.truncate()
        self._progress.message(f"{self._count} steps in '{self._folder.path}' are done already.")
        self._tell_kept()
        return None

    def _write(self, result: Sequence[np.ndarray]) -> None:
        content = io.BytesIO()
        np.savez(content, *result)
        record = content.getbuffer()
        try:
            if self._file is None:
                self._folder.begin()
                self._file = open(self._folder.log, "wb")  # noqa: SIM115 - closed by close()
                self._tell_kept()
            self._file.write(_HEAD.pack(len(record), zlib.crc32(record)))
            self._file.write(record)
            self._file.flush()
        except OSError as error:
            raise write_error(str(self._folder.log), error) from None

    def _tell_kept(self) -> None:
        self._progress.keep(f"What is finished is kept in '{self._folder.path}'; run it again with 'Resume' to "
                            "continue from there.")  # fmt: skip


@contextmanager
def logging_results(grid: Grid, progress: Progress) -> Iterator[None]:
    """Have `map_logged` keep results in here, if the running door is restartable and the grid has more than one part.

    Raises EoDeepError where the folder of parts is another job's, holds finished work though the job does not resume,
    or cannot be written.
    """
    folder = None if is_helping() else find_folder()
    if folder is None or Layout(grid, folder.recall("part_px of the log", part_px)).count == 1:
        yield
        return
    folder.check()
    with closing(ResultLog(folder, progress)) as log:
        token = _active.set(log)
        try:
            yield
        finally:
            _active.reset(token)


def map_logged(function: Callable[..., Sequence[np.ndarray]], items: Iterable) -> Iterator[Sequence[np.ndarray]]:
    """function(item) for each item, in order, as `map_in_order`; read from the log as far as it goes, if there is one.

    function: returns a sequence of arrays.
    """
    log = _active.get()
    return log.map(function, items) if log else map_in_order(function, items)
