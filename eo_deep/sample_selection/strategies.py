"""How many samples of each class and image are wanted: the strategies of the Orfeo ToolBox, with their names."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np

from ..errors import EoDeepError
from ..io.class_names import name_key
from ..io.names import name_of
from .sample_classes import SampleClass

STRATEGIES = ("smallest", "constant", "percent", "total", "byclass", "all")
DISTRIBUTIONS = ("proportional", "equal", "custom")
_DEFAULT_COUNTS = {"constant": 1000.0, "total": 1000.0, "percent": 50.0}
_MAX_TABLE_BYTES = 1 << 20


def check_count(strategy: str, count: float | None) -> float | None:
    """The count that a strategy goes by, its default for None. EoDeepError where it cannot be one."""
    if strategy not in STRATEGIES:
        raise EoDeepError(f"'strategy' must be one of {', '.join(STRATEGIES)}, got '{strategy}'.")
    if strategy not in _DEFAULT_COUNTS:
        if count is not None:
            raise EoDeepError(f"A count was given, but the strategy '{strategy}' takes none.")
        return None
    count = _DEFAULT_COUNTS[strategy] if count is None else count
    if strategy == "percent" and not 0 < count <= 100:
        raise EoDeepError(f"The percentage of samples must be above 0 and at most 100, got {count:.10g}.")
    if strategy != "percent" and (count < 1 or count != int(count)):
        raise EoDeepError(
            f"With the strategy '{strategy}', the number of samples must be whole and at least 1, got {count:.10g}."
        )
    return count


def parse_counts(text: str | None, strategy: str, images: int) -> list[float]:
    """A count for each image from a text of numbers. EoDeepError where they do not fit."""
    if strategy not in _DEFAULT_COUNTS:
        fitting = ", ".join(_DEFAULT_COUNTS)
        raise EoDeepError(f"A count for each image needs one of the strategies {fitting}, not '{strategy}'.")
    parts = re.split(r"[\s,;]+", (text or "").strip())
    try:
        counts = [float(part) for part in parts if part]
    except ValueError:
        raise EoDeepError(f"The counts of the images must be numbers, got '{text}'.") from None
    if len(counts) != images:
        raise EoDeepError(f"There must be a count for each of the {images} images, got {len(counts)}.")
    for count in counts:
        check_count(strategy, count)
    return counts


def read_class_table(path: str, classes: Sequence[SampleClass]) -> np.ndarray:
    """The numbers (K,) int64 of samples that a table of names and numbers lists; 0 for other classes.

    A line is a name and a number with a tab, ; , or a space between them; lines that start with # are comments, and the
    first may be a heading.

    Raises
    ------
    EoDeepError
        For a name that no class has, a name that is there twice, and lines that are something else.
    """
    name = name_of(path)
    try:
        with open(path, encoding="utf-8-sig") as file:
            lines = file.read(_MAX_TABLE_BYTES).splitlines()
    except (OSError, UnicodeDecodeError):
        raise EoDeepError(f"The table '{path}' does not exist or is no text.") from None
    position = {name_key(str(each.key)): number for number, each in enumerate(classes)}
    position |= {name_key(each.name): number for number, each in enumerate(classes)}
    wanted, listed = np.zeros(len(classes), np.int64), set()
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        separator = next((each for each in "\t;," if each in line), " ")
        left, _, right = line.strip().rpartition(separator)
        label, count = left.strip().strip('"'), right.strip().strip('"')
        if not label or not re.fullmatch(r"[0-9]{1,12}", count):
            if number == 1 and name_key(label) not in position:
                continue
            raise EoDeepError(f"Line {number} of '{name}' must be a class and a whole number, got '{line.strip()}'.")
        if name_key(label) not in position:
            known = ", ".join(each.name for each in classes)
            raise EoDeepError(f"'{name}' lists the class '{label}', which the labels do not have; they have: {known}.")
        place = position[name_key(label)]
        if place in listed:
            raise EoDeepError(f"'{name}' lists the class '{label}' twice.")
        listed.add(place)
        wanted[place] = int(count)
    if not listed:
        raise EoDeepError(f"'{name}' lists no class.")
    return wanted


def count_wanted(
    strategy: str, totals: np.ndarray, count: float | None, listed: np.ndarray | None = None, least: int = 0
) -> np.ndarray:
    """How many samples (K,) int64 a strategy asks of classes with `totals` (K,) pixels; there may not be as many.

    Parameters
    ----------
    strategy : str
        "smallest": as many of each class as the smallest has; "constant": `count` of each; "percent": `count` percent
        of each; "total": `count` in all, in the classes' proportions, by largest remainder; "byclass": as `listed`;
        "all". Classes without pixels get none.
    totals : ndarray of int64
    count : float or None
    listed : ndarray of int64, optional
    least : int
        Minimum of each class that has as many.
    """
    present = totals > 0
    if strategy == "smallest":
        wanted = np.full(len(totals), totals[present].min(initial=np.iinfo(np.int64).max))
    elif strategy == "constant":
        wanted = np.full(len(totals), int(count or 0))
    elif strategy == "percent":
        wanted = np.floor((count or 0) / 100 * totals + 0.5).astype(np.int64)
    elif strategy == "total":
        wanted = share_out(min(int(count or 0), int(totals.sum())), totals)
    elif strategy == "byclass":
        wanted = np.zeros(len(totals), np.int64) if listed is None else listed.copy()
    else:
        wanted = totals.copy()
    return np.where(present, np.maximum(wanted, np.minimum(least, totals)), wanted * (strategy == "byclass"))


def share_out(count: int, weights: np.ndarray) -> np.ndarray:
    """`count` things in proportion to whole `weights` (N,), by largest remainder: (N,) int64 that sum to it."""
    total = int(weights.sum())
    if not total:
        return np.zeros(len(weights), np.int64)
    exact = [divmod(count * int(weight), total) for weight in weights]
    result = np.array([whole for whole, _ in exact], np.int64)
    order = sorted(range(len(exact)), key=lambda number: (-exact[number][1], number))
    result[order[: count - int(result.sum())]] += 1
    return result


def share_equally(count: int, room: np.ndarray) -> np.ndarray:
    """`count` things in equal numbers to places with `room` (N,); what one cannot take goes to the others."""
    result, open_places = np.zeros(len(room), np.int64), room > 0
    while count > 0 and open_places.any():
        share = max(1, count // int(open_places.sum()))
        for place in np.flatnonzero(open_places):
            given = min(share, int(room[place] - result[place]), count)
            result[place] += given
            count -= given
        open_places = result < room
    return result


def spread_over_images(wanted: np.ndarray, totals: np.ndarray, distribution: str) -> np.ndarray:
    """How many samples (I, K) each of the images gives of the `wanted` (K,), which have `totals` (I, K) pixels."""
    available = totals.sum(axis=0)
    result = np.zeros_like(totals)
    for place, count in enumerate(np.minimum(wanted, available).tolist()):
        share = share_out if distribution == "proportional" else share_equally
        result[:, place] = share(math.floor(count), totals[:, place])
    return result
