"""Names that GDAL knows and a file system does not: parts of archives and files, relative to the working directory."""

from __future__ import annotations

import os
import re

# "/vsizip/", chained or not, but for what lies on a server or in memory.
_ARCHIVE = re.compile(r"((?:/vsi(?:zip|tar|gzip|7z|rar|sparse|cached)/)+)(\{?)(.*)", re.DOTALL)
_DRIVER = re.compile(r"[A-Za-z]\w+:")  # of two letters at least: one is a disk


def make_absolute(name: str) -> str:
    """The same raster or vector file under a name that does not depend on the working directory.

    name: of a file, of a part of one ("/vsizip/a.zip/a.tif", 'NETCDF:"a.nc":b', "GPKG:a.gpkg:b"), or of something that
    is no file, which stays as it is.
    """
    if os.path.exists(name):
        return os.path.abspath(name)
    archive = _ARCHIVE.fullmatch(name)
    if archive:
        prefix, brace, inner = archive.groups()
        return prefix + brace + _replace_file(inner, "/}")
    driver = _DRIVER.match(name)
    if driver:
        return driver[0] + _replace_parts(name[driver.end() :])
    return name


def _replace_file(text: str, ends: str) -> str:
    """`text` with the longest file that it begins with, up to one of `ends`, made absolute."""
    for stop in sorted({len(text), *(i for i, letter in enumerate(text) if letter in ends)}, reverse=True):
        if text[:stop] and os.path.isfile(text[:stop]):
            return os.path.abspath(text[:stop]) + text[stop:]
    return text


def _replace_parts(text: str) -> str:
    """What follows a driver's name, with the first file in it made absolute: quoted, or between colons."""
    quoted = re.match(r'(.*?")([^"]+)(".*)', text, re.DOTALL)
    if quoted:
        return quoted[1] + make_absolute(quoted[2]) + quoted[3]
    for start in (0, *(match.end() for match in re.finditer("//|:", text))):
        found = _ARCHIVE.match(text[start:])
        changed = make_absolute(text[start:]) if found else _replace_file(text[start:], ":?,")
        if changed != text[start:]:
            return text[:start] + changed
    return text
