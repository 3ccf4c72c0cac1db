"""Arrays of scores that are larger than the memory: memory-mapped files, released part by part."""

from __future__ import annotations

import mmap
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np

from ..errors import EoDeepError

_RELEASED_EVERY = 2000


@contextmanager
def make_volumes(workspace: Path, count: int, size: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Two arrays (count, size, size) float32 of zeros in nameless files beside `workspace` that are gone with them.

    Raises EoDeepError where the disk is too small.
    """
    needed, free = 2 * 4 * count * size**2, shutil.disk_usage(workspace.parent).free
    if needed > free:  # a mapped file on a full disk would end the process without a word
        raise EoDeepError(
            f"Scoring {count} objects needs {needed / 1e9:.2g} GB in '{workspace.parent}', {free / 1e9:.2g} GB are "
            "free; choose a smaller maximum shift or another folder."
        )
    # The system removes such files, even of a process that was killed, and where mapped ones cannot be (Windows).
    with ExitStack() as files:
        opened = [files.enter_context(tempfile.TemporaryFile(dir=workspace.parent)) for _ in range(2)]
        scores, beliefs = (np.memmap(file, np.float32, "w+", shape=(count, size, size)) for file in opened)
        yield scores, beliefs


def walk(count: int, *volumes: np.ndarray) -> Iterator[int]:
    """The numbers 0 .. count - 1; what was touched of the volumes on the way leaves the process's memory again."""
    for number in range(count):
        yield number
        if number % _RELEASED_EVERY == 0:
            release(*volumes)


def release(*volumes: np.ndarray) -> None:
    """Let the system take back the memory of volumes; they keep their values. Arrays in memory stay there."""
    for volume in volumes:
        mapped = getattr(volume, "_mmap", None)
        if mapped is not None and hasattr(mapped, "madvise"):  # not on Windows
            mapped.madvise(mmap.MADV_DONTNEED)
