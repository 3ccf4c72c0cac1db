"""What users call the files that QGIS made for a job: a layer's name in place of a temporary file's."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence

# 2018-10-16, 2018_10_16 or 20181016, which letters may follow: Sentinel-2's names go on with the time.
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_]?(0[1-9]|1[0-2])[-_]?(0[1-9]|[12]\d|3[01])(?!\d)")
_names: dict[str, str] = {}  # of the job that this process is doing


def set_names(names: Mapping[str, str]) -> None:
    """Take over {path: the user's name}; messages and reports then use these names."""
    _names.clear()
    _names.update(names)


def name_of(path: str | os.PathLike) -> str:
    """The user's name for a file, else its name without its folder."""
    path = str(path)
    return _names.get(path.split("|")[0]) or os.path.basename(os.path.normpath(path))


def count_names(names: Sequence[str]) -> str:
    """The first of several names in quotes, and how many others there are."""
    others = {1: "", 2: " and another"}.get(len(names), f" and {len(names) - 1} others")
    return f"'{names[0]}'{others}"


def find_date(path: str | os.PathLike) -> str | None:
    """The date that a file's name states, as "2018-10-16"; None where there is none, or several."""
    found = {"-".join(match) for match in _DATE.findall(name_of(path))}
    return found.pop() if len(found) == 1 else None


def put_names(text: str) -> str:
    """The text with the user's names for the files that it mentions."""
    for path, name in _names.items():
        text = text.replace(path, name)
    return text
