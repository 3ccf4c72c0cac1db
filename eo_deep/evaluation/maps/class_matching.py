"""Which classes of two maps are the same: by name where both have names, else by number."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np

from ...io.class_names import name_key, same_name
from ...io.class_values import is_background

BACKGROUND = 0
_MAX_LISTED = 20


@dataclass(frozen=True)
class Legend:
    """The classes of one map.

    names: value -> name, for those that have one. present: the values of its valid pixels. numbered: whether the values
    mean something by themselves, unlike the numbers that texts of a class field were given. shown: values that tables
    list even without a pixel.
    """

    names: dict[int, str]
    present: Collection[int]
    numbered: bool = True
    shown: Collection[int] = ()

    @property
    def values(self) -> list[int]:
        """All values that occur or are named."""
        return sorted({*self.names, *self.present, *self.shown})

    @property
    def objects(self) -> list[int]:
        """The values that occur, but the background."""
        return [value for value in sorted(self.present) if not self.is_background(value)]

    def key(self, value: int) -> str:
        """What the value is recognized by: its name, or itself."""
        return name_key(self.names[value]) if value in self.names else str(value)

    def is_background(self, value: int) -> bool:
        """Whether the class is what is left, by its number or by its name."""
        name = self.names.get(value)
        if name is None:
            return value == BACKGROUND
        return is_background(name) and (value == BACKGROUND or not self.numbered or same_name(name, "background"))

    def describe(self, values: Collection[int]) -> str:
        """Names, or numbers, in one line."""
        texts = [self.names.get(value, str(value)) for value in sorted(values)]
        return ", ".join(texts[:_MAX_LISTED]) + (", ..." if len(texts) > _MAX_LISTED else "")


@dataclass
class _Class:
    """A class of one map or of both: its values there, and whether its name made them one."""

    reference: set[int]
    prediction: set[int]

    @property
    def is_common(self) -> bool:
        return bool(self.reference and self.prediction)

    @property
    def first(self) -> int:
        return min(self.reference or self.prediction)


@dataclass(frozen=True)
class Matching:
    """The classes of two maps together, K of them, the background first.

    names: (K,). reference, prediction: value -> position. how: what is taken to be the same, in one sentence. doubt:
    what is probably not meant, None if all is well.
    """

    names: list[str]
    reference: dict[int, int]
    prediction: dict[int, int]
    how: str
    doubt: str | None = None

    @property
    def is_complete(self) -> bool:
        """Whether each class is one of both maps."""
        return set(self.reference.values()) == set(self.prediction.values())

    def encode_reference(self, values: np.ndarray) -> np.ndarray:
        """Positions, int32, of values of the reference, any shape; those that it does not have become any class."""
        return _look_up(self.reference, values)

    def encode_prediction(self, values: np.ndarray) -> np.ndarray:
        """Positions, int32, of values of the prediction, any shape; those that it does not have become any class."""
        return _look_up(self.prediction, values)


def match_classes(reference: Legend, prediction: Legend) -> Matching:
    """Find the classes that are the same in both maps.

    In this order: the same name, however spelled ("class 7" is the name of 7); the same number, where one of the two
    has no name; both the background; where no class is common so far, the one that each map has beside the background
    (masks of 0 and 255 and of 0 and 1), unless both have names, and then the same number.
    """
    keys = {legend.key(value) for legend in (reference, prediction) for value in legend.values}
    classes = [
        _Class(*({value for value in legend.values if legend.key(value) == key} for legend in (reference, prediction)))
        for key in sorted(keys)
    ]
    numbered = reference.numbered and prediction.numbered

    def is_unnamed(wanted: int, value: int) -> bool:
        return wanted not in reference.names or value not in prediction.names

    def is_alike(wanted: int, value: int) -> bool:
        return wanted == BACKGROUND or reference.is_background(wanted) == prediction.is_background(value)

    _join(classes, lambda a, b: numbered and a == b and is_unnamed(a, b) and is_alike(a, b))
    _join(classes, lambda a, b: reference.is_background(a) and prediction.is_background(b))
    # One map may name 0 by a word that is not listed as background, where 0 is the background of the other.
    if numbered and (reference.is_background(BACKGROUND) or prediction.is_background(BACKGROUND)):
        _join(classes, lambda a, b: a == b == BACKGROUND)
    doubt = None
    found, wanted = reference.objects, prediction.objects
    if found and wanted and not any(each.is_common and not _is_rest(each, reference) for each in classes):
        if len(found) == len(wanted) == 1 and is_unnamed(found[0], wanted[0]):
            _join(classes, lambda a, b: a == found[0] and b == wanted[0])
        elif numbered and set(found) & set(wanted):
            _join(classes, lambda a, b: a == b)
            doubt = "No class has the same name in both maps, so classes are matched by number"
        else:
            doubt = "The maps have no class in common, neither by name nor by number"
        if doubt:
            listed = reference.describe(found)
            doubt = f"{doubt}: the prediction has {prediction.describe(wanted)}; the reference data have {listed}."
    classes = [each for each in classes if _occurs(each.reference, reference) or _occurs(each.prediction, prediction)]
    classes.sort(key=lambda each: (not _is_rest(each, reference, prediction), each.first, not each.reference))
    return Matching(
        [_name(each, reference, prediction) for each in classes],
        {value: place for place, each in enumerate(classes) for value in each.reference},
        {value: place for place, each in enumerate(classes) for value in each.prediction},
        _describe(classes, reference, prediction),
        doubt,
    )


def _join(classes: list[_Class], is_same: Callable[[int, int], bool]) -> None:
    """Make one of each class of the reference alone and the first of the prediction alone that is the same."""
    for one in [each for each in classes if not each.prediction]:
        for other in [each for each in classes if not each.reference]:
            if any(is_same(wanted, value) for wanted in one.reference for value in other.prediction):
                one.prediction = other.prediction
                classes.remove(other)
                break


def _is_rest(found: _Class, reference: Legend, prediction: Legend | None = None) -> bool:
    """Whether a class is the background of either map."""
    if any(map(reference.is_background, found.reference)):
        return True
    return prediction is not None and any(map(prediction.is_background, found.prediction))


def _occurs(values: set[int], legend: Legend) -> bool:
    return not values.isdisjoint(legend.present) or not values.isdisjoint(legend.shown)


def _name(found: _Class, reference: Legend, prediction: Legend) -> str:
    for values, legend in ((found.reference, reference), (found.prediction, prediction)):
        for value in sorted(values):
            if value in legend.names:
                return legend.names[value].strip()
    return str(found.first)


def _describe(classes: list[_Class], reference: Legend, prediction: Legend) -> str:
    """One sentence on what is matched, with the numbers where they differ, and on what is left."""
    by_name: list[str] = []
    by_number: list[str] = []
    alone: dict[str, list[str]] = {"prediction": [], "reference": []}
    for each in classes:
        name = _name(each, reference, prediction)
        if not each.is_common:
            alone["reference" if each.reference else "prediction"].append(name)
            continue
        value, wanted = min(each.prediction), min(each.reference)
        is_named = reference.key(wanted) == prediction.key(value) and wanted in reference.names
        if value != wanted and reference.numbered and prediction.numbered:
            name = f"{name} ({value} in the prediction, {wanted} in the reference data)"
        (by_name if is_named else by_number).append(name)
    parts = [
        f"{what} {', '.join(names[:_MAX_LISTED])}{', ...' * (len(names) > _MAX_LISTED)}"
        for what, names in (
            ("by name:", by_name),
            ("by number:", by_number),
            ("only in the prediction:", alone["prediction"]),
            ("only in the reference data:", alone["reference"]),
        )
        if names
    ]
    return f"Classes are matched {'; '.join(parts)}."


def _look_up(positions: dict[int, int], values: np.ndarray) -> np.ndarray:
    listed = np.array(sorted(positions), np.int64)
    table = np.array([positions[value] for value in listed.tolist()], np.int32)
    return table[np.minimum(np.searchsorted(listed, values), len(listed) - 1)]
