"""The classes of samples: what the labels call them, and the number and the colour of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..io.styles import PALETTE
from ..sampling.label_pixels import ClassRaster, FeatureLabels, class_order


@dataclass(frozen=True)
class SampleClass:
    """A class: key, as the labels have it; value, a whole number; name and colour ("#rrggbb")."""

    key: int | str
    value: int
    name: str
    color: str

    @property
    def legend(self) -> dict:
        """Its entry in a style."""
        return {"value": self.value, "name": self.name, "color": self.color}


def list_classes(labels: Sequence[FeatureLabels | ClassRaster], found: Iterable[int]) -> list[SampleClass]:
    """All classes of the labels, in order: numbers keep their values, texts get 1, 2, ... by alphabet.

    found: the values that class rasters turned out to hold.
    """
    keys: set[int | str] = set(found)
    names: dict[int, str] = {}
    colors: dict[int, str] = {}
    for each in labels:
        if isinstance(each, FeatureLabels):
            keys |= set(each.class_of.values())
        else:
            names.update(each.names)
            colors.update(each.colors)
    texts = 0
    classes = []
    for number, key in enumerate(sorted(keys, key=class_order)):
        texts += isinstance(key, str)
        color = PALETTE[1 + number % (len(PALETTE) - 1)]
        if isinstance(key, str):
            classes.append(SampleClass(key, texts, key, color))
        else:
            classes.append(SampleClass(key, key, names.get(key) or str(key), colors.get(key) or color))
    return classes
