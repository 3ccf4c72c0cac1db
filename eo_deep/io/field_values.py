"""The values of a field of a vector layer, whatever type its file gives them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np


def list_values(values: Iterable[Any]) -> list:
    """The values of a field one by one, None for those that are masked."""
    return values.tolist() if isinstance(values, np.ma.MaskedArray) else list(values)


def to_texts(values: Iterable[Any]) -> np.ndarray:
    """Values of a field as text, (N,) str: 3.0 is "3", null is ""."""
    texts = []
    for value in list_values(values):
        if value is None or value != value:
            texts.append("")
        elif isinstance(value, (float, np.floating)) and float(value).is_integer():
            texts.append(str(int(value)))
        else:
            texts.append(str(value).strip())
    return np.array(texts, dtype=str)


def append_nulls(values: np.ndarray, count: int) -> np.ndarray:
    """A field's values (N,) followed by `count` nulls."""
    if values.dtype.kind in "OfM":
        return np.concatenate([values, np.array([None] * count, values.dtype)])
    return np.ma.concatenate([values, np.ma.masked_all(count, values.dtype)])
