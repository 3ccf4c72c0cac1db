"""Which names of classes mean the same. Plain Python, for QGIS's process too."""

from __future__ import annotations

import re

_NUMBER_AS_NAME = re.compile(r"(?:class\s+)?([+-]?[0-9]+)")


def name_key(name: str) -> str:
    """What different spellings of a class's name have in common: case, plural, spaces and hyphens do not matter, and
    "class 7" is "7"."""
    text = name.strip().casefold()
    if number := _NUMBER_AS_NAME.fullmatch(text):
        return str(int(number[1]))
    return re.sub(r"[\s_-]+", " ", text).strip().rstrip("s")


def same_name(one: str, other: str) -> bool:
    """Whether two names of classes mean the same."""
    return name_key(one) == name_key(other)
