"""Names and colours for the classes of labels, as a map's legend has them: "value = name #rrggbb"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..errors import EoDeepError
from ..progress import Progress, silent
from .training_data import ClassLabel

_COLOR = re.compile(r"(.*?)\s*(#[0-9a-fA-F]{6})?", re.DOTALL)


@dataclass(frozen=True)
class LegendEntry:
    """How one value of the labels is shown; "" leaves its name or its colour as it is."""

    name: str
    color: str


def parse_legend(texts: Sequence[str]) -> dict[str, LegendEntry]:
    """Entries by the text of their value. Raises EoDeepError for a text that is none, and for a value with two."""
    entries: dict[str, LegendEntry] = {}
    for text in filter(str.strip, texts):
        value, sign, rest = (part.strip() for part in text.partition("="))
        if not value or not sign or not rest:
            raise EoDeepError(f"A class must be given as 'value = name #rrggbb', got '{text.strip()}'.")
        if value in entries:
            raise EoDeepError(f"The class value '{value}' is given twice.")
        name, color = _COLOR.fullmatch(rest).groups()  # type: ignore[union-attr]
        entries[value] = LegendEntry(name, (color or "").lower())
    return entries


def put_legend(
    classes: Sequence[ClassLabel], index_of: Mapping, legend: Mapping[str, LegendEntry], progress: Progress = silent
) -> list[ClassLabel]:
    """Classes with the names and colours of a legend; index_of: the class of each value of the labels.

    Values that the labels lack are told to ``progress``. Raises EoDeepError where two classes would have one name.
    """
    shown = list(classes)
    indices = {str(value): index for value, index in index_of.items()}
    for value, entry in legend.items():
        if value in indices:
            each = shown[indices[value]]
            shown[indices[value]] = replace(each, name=entry.name or each.name, color=entry.color or each.color)
    if absent := [value for value in legend if value not in indices]:
        progress.message(f"The labels lack these values, whose names and colours are not used: {', '.join(absent)}.")
    names = [each.name for each in shown]
    if twice := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
        raise EoDeepError(f"Several classes would be called '{twice[0]}'; give each its own name.")
    return shown
