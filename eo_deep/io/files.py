"""Where files may be written, and that they are not the ones that are read.

QGIS's process compares files with this module too, so it imports nothing but Python's own (3.9), errors.py and
traces.py.
"""

from __future__ import annotations

import errno
import os
import re
import sys
import warnings
from collections.abc import Iterable
from pathlib import Path

from ..errors import EoDeepError
from ..runtime.traces import find_target, hold_for_job

_SIDECARS = {".shp": (".dbf", ".shx", ".prj", ".cpg", ".qix", ".sbn", ".sbx"), ".tab": (".dat", ".map", ".id", ".ind"),
             ".mif": (".mid",)}  # fmt: skip
_CASE_BLIND = sys.platform in ("win32", "darwin")  # as their disks are made; for files that exist, the disk decides


def check_writable(path: str | os.PathLike, *suffixes: str) -> None:
    """EoDeepError unless a file can be made at `path`: it ends as it must, its folder exists and may be written.

    From here on until the running job ends, no other job may write it; EoDeepError if one does already.
    """
    if "://" in str(path) or str(path).startswith("/vsi"):
        raise EoDeepError(f"The output '{path}' must be a file in a folder; object stores and servers can be read, not "
                          "written.")  # fmt: skip
    if suffixes and Path(path).suffix.lower() not in suffixes:
        raise EoDeepError(f"The output '{path}' must end in {suffixes[0]}.")
    if Path(path).is_dir():
        raise EoDeepError(f"The output '{path}' is a folder.")
    if os.path.exists(path) and not os.path.isfile(path):
        raise EoDeepError(f"The output '{path}' is a device, not a file.")
    _reserve(path)


def check_folder_writable(path: str | os.PathLike) -> None:
    """The same for a folder, which may be there if it is empty."""
    if os.path.exists(path) and (not os.path.isdir(path) or os.listdir(path)):
        raise EoDeepError(f"The output '{path}' must be a new or an empty folder.")
    _reserve(path)


def _reserve(path: str | os.PathLike) -> None:
    target = Path(os.path.realpath(path))
    folder = target.parent if os.path.islink(path) else Path(path).absolute().parent
    if not folder.is_dir():
        raise EoDeepError(f"The folder '{folder}' of the output does not exist.")
    if not os.access(folder, os.W_OK):
        raise EoDeepError(f"The folder '{folder}' is not writable.")
    try:
        target.lstat()
    except FileNotFoundError:
        pass
    except OSError as error:  # its name is too long
        raise write_error(str(path), error) from None
    hold_for_job(target)


def remove_beside(path: str | os.PathLike, suffixes: Iterable[str]) -> None:
    """Remove the files beside `path` that drivers made for the file that was there: `<path><suffix>`."""
    for suffix in suffixes:
        try:
            os.unlink(f"{path}{suffix}")
        except OSError:
            pass  # there is none, which may not even have such a long name


def check_distinct(outputs: Iterable[str | None], inputs: Iterable[str | None]) -> None:
    """EoDeepError where an output would replace an input or another output; None stands for a file left out.

    Files are compared by what they are, not by their names: through links, second mounts and hard links too. Files
    that an input consists of (sidecars, the sources of a virtual raster, the images of a folder) count as inputs.
    """
    written: dict[tuple, str] = {}
    for path in filter(None, outputs):
        if (place := identify_file(path)) in written:
            raise EoDeepError(f"Two outputs have the same file name '{path}'; choose different names.")
        written[place] = path
    replaced = {place: path for place, path in written.items() if os.path.exists(path)}
    for path in filter(None, inputs if replaced else ()):
        for place, output in replaced.items():
            if any(place == identify_file(file) for file in list_files(path, near=output)):
                raise EoDeepError(f"The output '{output}' is one of the inputs; choose another name.")


def identify_file(path: str | os.PathLike) -> tuple:
    """What a path names, whatever it is called: device and inode; of a file to be, its folder's and its name."""
    place = os.path.realpath(path)
    below: list[str] = []
    while True:
        try:
            found = os.stat(place)
        except OSError:
            place, name = os.path.split(place)
            if not name:
                return (os.path.normcase(os.path.realpath(path)),)
            below.insert(0, name.casefold() if _CASE_BLIND else name)
            continue
        if not found.st_ino:  # a disk that does not number its files
            return (os.path.normcase(os.path.realpath(path)),)
        return (found.st_dev, found.st_ino, *below)


def identify_content(paths: Iterable[str | None]) -> tuple | None:
    """What inputs hold, without reading them: places, sizes and times of their files; None where that is not known."""
    found: list[tuple] = []
    for path in paths:
        files = list_files(path) if path else []
        known = [(*identify_file(file), os.stat(file).st_size, os.stat(file).st_mtime_ns) for file in files
                 if os.path.isfile(file)]  # fmt: skip
        if path and not known:
            return None
        found.append(tuple(known))
    return tuple(found)


def lies_in(path: str | os.PathLike, folder: str | os.PathLike) -> bool:
    """Whether a file lies in a folder, at any depth."""
    place = identify_file(folder)
    return any(identify_file(parent) == place for parent in Path(os.path.realpath(path)).parents)


def list_files(path: str, near: str | None = None) -> list[str]:
    """The files that an input consists of, without end of virtual rasters; of a folder, `near` if it lies in it."""
    if os.path.isdir(path):
        return [near] if near and lies_in(near, path) else []
    files = [path, *(path[: match.start()] for match in re.finditer(r"\|", path))]  # "file.gpkg|layername=roofs"
    for file in files:  # which grows
        if file is path or file.lower().endswith((".vrt", *_SIDECARS)):
            files += [part for part in _list_parts(file) if part not in files]
    return files


def _list_parts(path: str) -> list[str]:
    """A raster's files: itself, its sidecars, the sources of a virtual one; of a vector layer, its sidecars."""
    import rasterio  # here, so that models can be read and written where there is no GDAL

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with rasterio.open(path) as dataset:
                return dataset.files
    except rasterio.errors.RasterioError:
        endings = _SIDECARS.get(Path(path).suffix.lower(), ())
        return [str(Path(path).with_suffix(case(ending))) for ending in endings for case in (str.lower, str.upper)]


def write_error(path: str | os.PathLike, error: Exception) -> EoDeepError:
    """The message for an error while writing `path`: that the disk is full, where it is, else the error.

    A hidden file is named by what it is for.
    """
    while target := find_target(Path(path)):
        path = target
    folder = Path(path).absolute().parent
    statistics = os.statvfs(folder) if hasattr(os, "statvfs") else None
    full = getattr(error, "errno", None) == errno.ENOSPC or "No space left" in str(error)
    if full or (statistics and statistics.f_bavail * statistics.f_frsize < 1 << 20):
        return EoDeepError(f"The disk of '{folder}' is full; '{Path(path).name}' was not written.")
    return EoDeepError(f"'{path}' cannot be written ({error}).")
