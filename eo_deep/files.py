"""Files that appear under their name when complete, or not at all: where they grow, where they may be written."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from pathlib import Path

from .errors import EoDeepError


def temporary_path(path: str | os.PathLike) -> Path:
    """Where a file grows before it takes its name: beside it, `.<stem>.<pid>.partial<suffix>`."""
    path = Path(path)
    return path.with_name(f".{path.stem}.{os.getpid()}.partial{path.suffix}")


def check_writable(path: str | os.PathLike, *suffixes: str) -> None:
    """EoDeepError unless a file can be made at `path`: it ends as it must, its folder exists and may be written."""
    if suffixes and Path(path).suffix.lower() not in suffixes:
        raise EoDeepError(f"The output '{path}' must end in {suffixes[0]}.")
    folder = Path(path).absolute().parent
    if not folder.is_dir():
        raise EoDeepError(f"The folder '{folder}' of the output does not exist.")
    if Path(path).is_dir():
        raise EoDeepError(f"The output '{path}' is a folder.")
    if not os.access(folder, os.W_OK):
        raise EoDeepError(f"The folder '{folder}' may not be written.")


def check_distinct(outputs: Iterable[str | None], inputs: Iterable[str | None]) -> None:
    """EoDeepError where an output would replace an input or another output; None stands for a file left out."""
    read = {os.path.realpath(path.split("|")[0]) for path in inputs if path}
    written = set()
    for path in filter(None, outputs):
        place = os.path.realpath(path)
        if place in read:
            raise EoDeepError(f"The output '{path}' is one of the inputs; choose another name.")
        if place in written:
            raise EoDeepError(f"Outputs need a file each, two are '{path}'.")
        written.add(place)


def write_error(path: str, error: Exception) -> EoDeepError:
    """What to tell the user of an error while writing `path`: that the disk is full, where it is, else the error."""
    folder = Path(path).absolute().parent
    statistics = os.statvfs(folder) if hasattr(os, "statvfs") else None
    full = getattr(error, "errno", None) == errno.ENOSPC or "No space left" in str(error)
    if full or (statistics and statistics.f_bavail * statistics.f_frsize < 1 << 20):
        return EoDeepError(f"The disk of '{folder}' is full; '{Path(path).name}' was not written.")
    return EoDeepError(f"'{path}' cannot be written ({error}).")
