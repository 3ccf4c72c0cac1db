"""The metadata of the QGIS plugin Deepness in ONNX files: JSON texts by key, as its documentation lists them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping

from ..models.bundled import find_thresholds

SEGMENTOR, REGRESSOR = "Segmentor", "Regressor"
_LEVELS = 255  # its images are 8 bits, which it divides by so much before anything else


def write_metadata(card: Mapping, tile_px: int) -> dict[str, str]:
    """What a model's card says, as Deepness reads it. tile_px: side of its tiles."""
    is_image = card.get("translation", {}).get("kind") == "image"
    mean, std = find_normalization(card["inputs"][0]["scaling"], len(card["inputs"][0]["bands"]))
    stated: dict[str, object] = {
        "model_type": REGRESSOR if is_image else SEGMENTOR,
        "tile_size": tile_px,
        "tiles_size": tile_px,  # its documentation and its code differ
        "tiles_overlap": find_overlap(card, tile_px),
        "standardization_mean": mean,
        "standardization_std": std,
    }
    resolution_m = card["inputs"][0].get("resolution_m")
    if resolution_m:
        stated["resolution"] = 100 * resolution_m  # cm
    if is_image:
        names = card["translation"]["target"]["bands"]
        stated["reg_output_scaling"] = 1.0
    else:
        names = [entry["name"] for entry in card["classes"]]
        stated["seg_thresh"] = find_thresholds(dict(card)).threshold if len(names) == 2 else 0.0
        stated["seg_small_segment"] = 0
    stated["class_names"] = dict(enumerate(names))
    return {key: json.dumps(value) for key, value in stated.items()}


def find_normalization(scaling: Mapping, bands: int) -> tuple[list[float], list[float]]:
    """Mean and standard deviation by band of the image / 255, which give a network's input.

    Stretched by an image's percentiles, values 0 and 255 are those percentiles (`models/scaling`).
    """
    if scaling["kind"] == "percentiles":
        return [0.5] * bands, [0.25] * bands
    if scaling["kind"] == "range":
        pairs = list(zip(scaling["low"], scaling["high"]))
        return [(low + high) / 2 / _LEVELS for low, high in pairs], [(high - low) / 2 / _LEVELS for low, high in pairs]
    return [value / _LEVELS for value in scaling["mean"]], [value / _LEVELS for value in scaling["std"]]


def find_overlap(card: Mapping, tile_px: int) -> int:
    """The overlap of tiles in percent of their side: half of it is dropped on each side, so it must hold the halo."""
    return min(math.ceil(100 * 2 * max(card["halo_px"]) / tile_px), 90)
