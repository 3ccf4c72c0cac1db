"""What users call the files that QGIS made for a job: a layer's name in place of a temporary file's."""

from __future__ import annotations

import os
from collections.abc import Mapping

_names: dict[str, str] = {}  # of this process, which does one job


def set_names(names: Mapping[str, str]) -> None:
    """Take over {path: the user's name}; messages and reports then use these names."""
    _names.clear()
    _names.update(names)


def name_of(path: str | os.PathLike) -> str:
    """The user's name for a file, else its name without its folder."""
    path = str(path)
    return _names.get(path.split("|")[0]) or os.path.basename(os.path.normpath(path))


def put_names(text: str) -> str:
    """The text with the user's names for the files that it mentions."""
    for path, name in _names.items():
        text = text.replace(path, name)
    return text
