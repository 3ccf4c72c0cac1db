"""What a change of an index means, in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..io.raster import open_raster
from ..io.vector_layer import VectorLayer
from .change_map import measure_scores

FIELDS = ("index_change", "meaning")
_MEANINGS = {  # of a decrease and of an increase
    "evi": ("less green vegetation", "more green vegetation"),
    "mndwi": ("less open water", "more open water"),
    "ndbi": ("less built-up or bare ground", "more built-up or bare ground"),
    "ndmi": ("drier vegetation", "moister vegetation"),
    "ndvi": ("less green vegetation", "more green vegetation"),
    "ndwi": ("less open water", "more open water"),
    "nbr": ("burnt, damaged or cleared vegetation", "regrowth of vegetation"),
    "savi": ("less green vegetation", "more green vegetation"),
}


def describe_index(changes: VectorLayer, scores_path: str, band: int, name: str) -> VectorLayer:
    """The changes with the mean change of the index, from a band of the scores, and what it means.

    name: of the index; its usual one (NDVI, NBR, NDMI, NDWI, ...) gets words for what its sign says of the ground.
    """
    with open_raster(scores_path, [band]) as source:
        means = measure_scores(changes, source)
    words = _MEANINGS.get(name.lower(), ("", ""))
    meanings = [None if np.isnan(mean) else _put(name.upper(), mean > 0, words[int(mean > 0)]) for mean in means]
    values = dict(zip(FIELDS, (means, np.array(meanings, object))))
    return replace(changes, fields={**changes.fields, **values})


def _put(name: str, is_increase: bool, meaning: str) -> str:
    return f"{name} {'increased' if is_increase else 'decreased'}{': ' if meaning else ''}{meaning}"
