"""The metadata of the QGIS plugin Deepness in ONNX files: JSON texts by key, as its documentation lists them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import EoDeepError
from ..io.model_card import parse_json
from ..io.value_rules import CardError, tidy
from ..models.bundled import find_thresholds

SEGMENTOR, REGRESSOR, ENLARGER = "Segmentor", "Regressor", "Superresolution"
_LEVELS = 255  # its images are 8 bits, which it divides by so much before anything else
_MAX_BYTES = 1_000_000


@dataclass(frozen=True)
class Stated:
    """What the metadata of a file say; None, "" or empty where they say nothing.

    kind: "segmentor", ... classes: names by number. resolution_m: in metres. mean, std: of the image / 255, by band.
    overlap: of tiles, in percent of their side. scaling: factor of the values of a regression. confidence, iou: of a
    detector, the least score of a box and the most IoU of two. boxes: how it gives them.
    """

    kind: str
    classes: list[str]
    resolution_m: float | None
    mean: list[float]
    std: list[float]
    threshold: float | None
    tile_px: int | None
    overlap: float | None
    scaling: float
    confidence: float | None
    iou: float | None
    boxes: str


def read_stated(metadata: Mapping[str, str], name: str) -> Stated:
    """The metadata of a file. EoDeepError for values of a wrong kind; keys of others are passed over."""
    reader = _Reader(metadata, name)
    centimetres = reader.number("resolution", 0.01, 1e8)
    tile = reader.number("tiles_size", 16, 8192) or reader.number("tile_size", 16, 8192)
    scaling = reader.number("reg_output_scaling", -1e9, 1e9)
    return Stated(
        kind=str(reader.read("model_type") or "").lower(),
        classes=reader.names(),
        resolution_m=None if centimetres is None else centimetres / 100,
        mean=reader.numbers("standardization_mean"),
        std=reader.numbers("standardization_std"),
        threshold=reader.number("seg_thresh", 0, 1),
        tile_px=None if tile is None else int(tile),
        overlap=reader.number("tiles_overlap", 0, 90),
        scaling=scaling or 1.0,
        confidence=reader.number("det_conf", 0, 1),
        iou=reader.number("det_iou_thresh", 0.01, 1),
        boxes=str(reader.read("det_type") or ""),
    )


class _Reader:
    """Reads the texts of a file one by one."""

    def __init__(self, metadata: Mapping[str, str], name: str):
        self._metadata, self._name = metadata, name

    def read(self, key: str) -> Any:
        text = self._metadata.get(key)
        if text is None:
            return None
        try:
            return parse_json(text, _MAX_BYTES)
        except CardError as error:
            if str(error) == "it is not JSON":
                return text  # as some write it
            raise self._refuse(key, str(error)) from None

    def number(self, key: str, low: float, high: float) -> float | None:
        value = self.read(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            raise self._refuse(key, f"it must be a number from {low:g} to {high:g}")
        return float(value)

    def numbers(self, key: str) -> list[float]:
        value = self.read(key)
        values = value if isinstance(value, list) else [] if value is None else [value]
        if not all(isinstance(each, (int, float)) and not isinstance(each, bool) for each in values):
            raise self._refuse(key, "it must be a list of numbers")
        return [float(each) for each in values]

    def names(self) -> list[str]:
        """Names by number: {"0": "background", ...}, or such an object in a list of one."""
        value = self.read("class_names")
        value = value[0] if isinstance(value, list) and len(value) == 1 else value
        if value is None:
            return []
        if isinstance(value, dict) and all(str(key).isdecimal() for key in value):
            value = [value[key] for key in sorted(value, key=int)]
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self._refuse("class_names", "it must name classes by their numbers")
        return [tidy(each) for each in value]

    def _refuse(self, key: str, rule: str) -> EoDeepError:
        return EoDeepError(f"The metadata '{key}' of '{self._name}' is wrong: {rule}.")


def write_metadata(card: Mapping, tile_px: int) -> dict[str, str]:
    """What a model's card says, as Deepness reads it. tile_px: side of its tiles."""
    is_image, is_finer = card.get("translation", {}).get("kind") == "image", card["task"] == "super-resolution"
    mean, std = find_normalization(card["inputs"][0]["scaling"], len(card["inputs"][0]["bands"]))
    stated: dict[str, object] = {
        "model_type": ENLARGER if is_finer else REGRESSOR if is_image else SEGMENTOR,
        "tile_size": tile_px,
        "tiles_size": tile_px,  # its documentation and its code differ
        "tiles_overlap": find_overlap(card, tile_px),
        "standardization_mean": mean,
        "standardization_std": std,
    }
    resolution_m = card["inputs"][0].get("resolution_m")
    if resolution_m:
        stated["resolution"] = 100 * resolution_m  # cm
    if card["task"] == "scenes":
        del stated["model_type"]  # of patches it has none
    if is_finer:
        names = card["inputs"][0]["bands"]
        stated["superresolution_scale_factor"] = card["scale"]
        stated["reg_output_scaling"] = _LEVELS
    elif card["task"] == "scenes":
        names = [entry["name"] for entry in card["classes"]]
    elif is_image:
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
