"""What classes a field gives, before a training reads it: how many, which would be merged, and what is odd."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from qgis.core import NULL, QgsVectorLayer

from ...eo_deep.io.class_names import name_key
from .legend import to_text
from .translation import tr

MAX_CLASSES = 200  # of a model, see the engine's sampling/labels
_NAMED = 12  # classes


def count_values(layer: QgsVectorLayer, field: str) -> int:
    """How many values a field has, at most one more than a model can have classes."""
    return len(layer.uniqueValues(layer.fields().lookupField(field), MAX_CLASSES + 1))


def describe_classes(layers: Sequence[QgsVectorLayer], field: str) -> str:
    """Sentences on the classes that a field of some layers gives; "" without layers."""
    values: set[Any] = set()
    for layer in layers:
        if count_values(layer, field) > MAX_CLASSES:
            return tr("More than {count} different values: this is no field of classes.").format(count=MAX_CLASSES)
        values |= layer.uniqueValues(layer.fields().lookupField(field))
    known = [value for value in values if value not in (None, NULL) and str(value).strip()]
    if not known:
        return tr("The field is empty.") if layers else ""
    texts = sorted({to_text(value) for value in known})
    merged = list_merged(texts)
    names = ", ".join(texts[:_NAMED]) + (" ..." if len(texts) > _NAMED else "")
    sentences = [tr("{count} values: {names}.").format(count=len(texts), names=names)]
    if merged:
        pairs = ", ".join(f"{one} = {other}" for one, other in merged)
        text = tr("{count} would be merged with others, because they differ only in spelling: {pairs}.")
        sentences.append(text.format(count=len(merged), pairs=pairs))
    if any(isinstance(value, float) and not value.is_integer() for value in known):
        sentences.append(tr("There are numbers with decimals, each of which is a class of its own."))
    if len(known) < len(values):
        sentences.append(tr("Features without a value are not used."))
    return " ".join(sentences)


def list_merged(texts: Iterable[str]) -> list[tuple[str, str]]:
    """(text, the first one that means the same) of each text that is merged with another."""
    first: dict[str, str] = {}
    pairs = [(text, first.setdefault(name_key(text), text)) for text in texts]
    return [(text, other) for text, other in pairs if text != other]
