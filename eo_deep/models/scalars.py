"""Numbers of a whole image, such as the sun's elevation or the day of the year, as constant planes of the input.

A plane is the number, scaled as on the model's card, wherever the image is valid, and 0 where it is not, like a band.
So it depends on no tile. The day of the year is two planes, sine and cosine, since the last day is next to the first.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import EoDeepError
from ..io.card_schema import DAY_OF_YEAR, list_scalars
from ..io.value_rules import tidy

_YEAR_DAYS = 365.25
_PART = re.compile(r"\s*([^=()]+?)\s*(?:\(([^()=]*)\))?\s*=\s*(.+?)\s*")


@dataclass(frozen=True)
class Scalar:
    """A number of each image: what it is called, its unit or "", and its values, one for each image."""

    name: str
    unit: str
    values: tuple[float, ...]


def parse_scalars(text: str | None, count: int) -> list[Scalar]:
    """The scalars of `count` images in a text "sun elevation (°) = 34.2, 51; day of year = 289, 112".

    Raises EoDeepError for what is no such text, a name that is there twice, and another number of values than images.
    """
    found: dict[str, Scalar] = {}
    for part in filter(str.strip, (text or "").split(";")):
        match = _PART.fullmatch(part)
        try:
            values = tuple(float(value) for value in match[3].split(",")) if match else ()
        except ValueError:
            values = ()
        if not match or not values or not np.isfinite(values).all():
            raise EoDeepError(f"Numbers of the images must be given as 'name (unit) = number', got '{part.strip()}'.")
        name = tidy(match[1])
        if name.lower() in found:
            raise EoDeepError(f"The number '{name}' of the images is given twice.")
        if len(values) != count:
            raise EoDeepError(f"'{name}' must have a number for each of {count} images, got {len(values)}.")
        if name.lower() == DAY_OF_YEAR and not all(1 <= value <= 366 for value in values):
            raise EoDeepError(f"The day of the year must be from 1 to 366, got {part.partition('=')[2].strip()}.")
        found[name.lower()] = Scalar(name, tidy(match[2]) if (match[2] or "").strip() else "", values)
    return list(found.values())


def describe_scalars(scalars: Sequence[Scalar]) -> list[dict]:
    """What a card says of scalars: how they are called, and mean and deviation over the training images."""
    return [
        {"name": each.name, "unit": each.unit, "mean": float(np.mean(each.values)),
         "std": float(np.std(each.values)) or 1.0}
        for each in scalars
    ]  # fmt: skip


def make_planes(described: Sequence[Mapping], scalars: Sequence[Scalar], number: int = 0) -> np.ndarray:
    """The values (P,) float32 of an image's planes, in the card's order.

    described: a card's scalars. scalars: those that are given, in any order. number: of the image among theirs.
    Raises EoDeepError unless exactly the card's are given.
    """
    given = {each.name.lower(): each.values[number] for each in scalars}
    wanted = {each["name"].lower(): each for each in described}
    if given.keys() != wanted.keys():
        needs = f"needs the numbers {list_scalars(described)}" if described else "takes no numbers"
        got = ", ".join(each.name for each in scalars) or "none"
        raise EoDeepError(f"The model {needs} of the image; got {got}.")
    planes: list[float] = []
    for name, each in wanted.items():
        if name == DAY_OF_YEAR:
            angle = 2 * math.pi * given[name] / _YEAR_DAYS
            planes += [math.sin(angle), math.cos(angle)]
        else:
            planes.append((given[name] - each["mean"]) / each["std"])
    return np.array(planes, np.float32)


def spread_planes(planes: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Planes (P, H, W) float32 of values (P,), 0 where not valid, (H, W)."""
    return planes[:, None, None] * valid.astype(np.float32)
