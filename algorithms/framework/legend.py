"""The names and colours in which QGIS shows the classes of a layer."""

from __future__ import annotations

from collections import Counter
from typing import Any

from qgis.core import NULL, QgsCategorizedSymbolRenderer, QgsMapLayer, QgsPalettedRasterRenderer
from qgis.PyQt.QtCore import QThread


def list_legend(layer: QgsMapLayer, field: str) -> dict[str, str]:
    """Value -> "name #rrggbb" of a layer that shows the classes of `field`, or of a raster's values; {} of others.

    A name that stands for several values is left out, as are values that a text "value = name" cannot hold.
    """
    if layer.thread() != QThread.currentThread():  # in a model, which runs in the background
        return {}
    renderer = layer.renderer()
    shown: list[tuple[Any, str, str]] = []
    if isinstance(renderer, QgsCategorizedSymbolRenderer) and renderer.classAttribute().strip('"') == field:
        shown = [(value, each.label(), each.symbol().color().name()) for each in renderer.categories()
                 for value in (each.value() if isinstance(each.value(), list) else [each.value()])]  # fmt: skip
    elif isinstance(renderer, QgsPalettedRasterRenderer):
        shown = [(each.value, each.label, each.color.name()) for each in renderer.classes()]
    known = (each for each in shown if each[0] not in (None, NULL))
    named = [(to_text(value), " ".join(label.split()), color) for value, label, color in known]
    times = Counter(label or value for value, label, _ in named)
    return {
        value: f"{label} {color}" if label not in ("", value) and times[label] == 1 else color
        for value, label, color in named
        if value and "=" not in value
    }


def to_text(value: Any) -> str:
    """A class's value as the engine knows it: 3.0 is "3", and yes is "1"."""
    is_whole = isinstance(value, bool) or (isinstance(value, float) and value.is_integer())
    return str(int(value)) if is_whole else str(value).strip()
