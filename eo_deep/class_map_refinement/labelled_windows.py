"""Windows of probabilities with their image and labels, to fit refinements on and to measure them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rasterio.windows import Window

from ..errors import EoDeepError
from ..io.card_schema import UNKNOWN
from ..io.class_names import same_name
from ..io.class_values import is_background
from ..io.names import name_of
from ..io.surroundings import read_area
from ..progress import Progress
from ..sampling.labels import blank_outside, list_classes, open_labels
from ..sampling.training_data import ClassLabel
from .calibration import to_scores
from .guide import Guide
from .probability_map import ProbabilityMap

_WINDOW_PX, _LEAST_PX = 256, 32
_LEAST_WINDOWS = 4  # smaller ones where there are fewer: a window is fitted on the others
_MAX_WINDOWS = 48  # 3 megapixels tell settings apart that are worth it


@dataclass(frozen=True)
class LabelledWindow:
    """A window of one place.

    probabilities: (M, K, h, w) float32 of M maps, and valid, (M, h, w) bool. image: (C, h, w) float32 scaled, C = 0
    without; seen: where it is valid. classes: (h, w) uint8, positions among the K classes, UNKNOWN without label.
    """

    probabilities: np.ndarray
    valid: np.ndarray
    image: np.ndarray
    seen: np.ndarray
    classes: np.ndarray

    @property
    def scores(self) -> np.ndarray:
        """Scores (L, h, w) of the first map."""
        return to_scores(self.probabilities[0])

    @property
    def labelled(self) -> np.ndarray:
        """(h, w) bool: has a label, and probabilities of all maps."""
        return (self.classes != UNKNOWN) & self.valid.all(axis=0)


@dataclass(frozen=True)
class Place:
    """Open rasters of one place: maps, the first of which rules the grid; the image, if there is one; its labels."""

    maps: Sequence[ProbabilityMap]
    guide: Guide | None
    labels: str


def read_windows(places: Sequence[Place], class_field: str | None, area: str | None, seed: int,
                 progress: Progress) -> list[LabelledWindow]:
    """Windows with labels, spread over all places, in their order.

    Parameters
    ----------
    places : sequence of Place
    class_field : str or None
    area : str or None
        Polygons where the labels are complete.
    seed : int
        Chooses windows where there are more than 48.
    progress : Progress

    Raises
    ------
    EoDeepError
        For classes of the labels that the probabilities do not have, and where no pixel has both.
    """
    names = list(dict.fromkeys(place.labels for place in places))
    opened = {name: open_labels(name, class_field, progress) for name in names}
    legend, index_of = list_classes(list(opened.values()), class_field is None or area is not None, progress)
    positions = match_labels(legend, places[0].maps[0])
    found, side = [], _WINDOW_PX
    while side > _LEAST_PX and sum(len(_cut(place, side)) for place in places) < _LEAST_WINDOWS:
        side //= 2
    for place in places:
        grid = place.maps[0].grid
        polygons = read_area(area, grid, progress)
        background = 0 if class_field is None or area is not None else UNKNOWN
        labels = opened[place.labels].open(grid, index_of, background)
        for window in _cut(place, side):
            classes = blank_outside(positions[labels.read(grid, window)[0]], polygons, grid, window)
            if (classes != UNKNOWN).any():
                found.append((place, window, classes))
    if not found:
        raise EoDeepError(f"No pixel of '{name_of(places[0].maps[0].source.path)}' has a label.")
    if len(found) > _MAX_WINDOWS:
        chosen = np.random.default_rng(seed).choice(len(found), _MAX_WINDOWS, replace=False)
        found = [found[number] for number in sorted(chosen)]
    windows = []
    for number, (place, window, classes) in enumerate(found):
        read = [each.read(window) for each in place.maps]
        if place.guide:
            image, seen = place.guide.read(window)
        else:
            image, seen = np.zeros((0, *classes.shape), np.float32), np.zeros(classes.shape, bool)
        each = LabelledWindow(np.stack([pair[0] for pair in read]), np.stack([pair[1] for pair in read]), image, seen,
                              classes)
        if each.labelled.any():
            windows.append(each)
        progress((number + 1) / len(found))
    present = {label for each in windows for label in np.unique(each.classes[each.labelled]).tolist()}
    if len(present) < 2:
        raise EoDeepError("The labels must have pixels of at least two classes where there are probabilities, got "
                          f"{len(present)}.")
    return windows


def _cut(place: Place, side_px: int) -> list[Window]:
    """Windows of about this size that cover a place, none of them a sliver."""
    grid = place.maps[0].grid
    longest = max(grid.width, grid.height)
    return list(grid.blocks(math.ceil(longest / math.ceil(longest / side_px))))


def match_labels(legend: Sequence[ClassLabel], maps: ProbabilityMap) -> np.ndarray:
    """For each class index of labels (and UNKNOWN) its position among the classes of probabilities, (256,) uint8.

    By name, else by value, else, of two classes, background and the other one. Raises EoDeepError where one is missing.
    """
    known = maps.classes
    positions = np.full(256, UNKNOWN, np.uint8)
    for index, each in enumerate(legend):
        by_name = [place for place, other in enumerate(known) if same_name(each.name, other["name"])]
        by_value = [place for place, other in enumerate(known) if each.value == other["value"]]
        by_rest = [0 if is_background(each.name) or each.value == 0 else 1] if len(known) == 2 == len(legend) else []
        places = by_name or by_value or by_rest
        if not places:
            there = ", ".join(other["name"] for other in known[:20])
            raise EoDeepError(f"Class '{each.name}' of the labels is not among the classes of the probabilities: "
                              f"{there}.")
        positions[index] = places[0]
    if len(set(positions[: len(legend)].tolist())) < len(legend):
        raise EoDeepError("Two classes of the labels are the same class of the probabilities: "
                          f"{', '.join(each.name for each in legend)}.")
    return positions
