"""The card of a network of other software: by its metadata, and by what the user says of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import EoDeepError
from ..io.card_schema import FORMAT_VERSION, check_card
from ..io.model_card import complete_card, parse_json
from ..io.value_rules import CardError, tidy
from ..models.onnx_format import CARD_PROPERTY
from ..models.onnx_program import Taken
from ..progress import Progress
from .deepness import Stated

_MAX_CARD_BYTES = 16_000_000
# Colours of classes by their number, as far apart as a few can be (Okabe and Ito).
_COLORS = ("#d9d9d9", "#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442", "#000000", "#8c564b")
_COLOR_NAMES = {1: ["gray"], 3: ["red", "green", "blue"], 4: ["red", "green", "blue", "nir"]}


@dataclass(frozen=True)
class Given:
    """What the user says of a network, as `import_model` takes it; None where it is left to the file."""

    classes: str | None
    bands: str | None
    resolution_m: float | None
    mean: str | None
    std: str | None
    threshold: float | None
    licence: str | None


def read_own_card(metadata: Mapping[str, str], name: str) -> dict | None:
    """The card that `export_model` has written, as one of a network that gives probabilities or values."""
    text = metadata.get(CARD_PROPERTY)
    if text is None:
        return None
    try:
        card = parse_json(text, _MAX_CARD_BYTES)
        check_card(card)
    except CardError as error:
        raise EoDeepError(f"The model card in '{name}' is wrong: {error}.") from None
    if len(card["inputs"]) > 1 or card["task"] not in ("segmentation", "translation", "super-resolution"):
        raise EoDeepError(f"The model card in '{name}' is of no network that can be imported.")
    target = card.get("translation", {}).get("target")
    if target:  # the network gives the image's own values
        count = len(target["bands"])
        card["translation"]["target"] = {**target, "mean": [0.0] * count, "std": [1.0] * count}
    return {**complete_card(card), "format_version": FORMAT_VERSION}


def describe_imported(count: int, stated: Stated, name: str) -> dict:
    """What every card of an imported network of `count` bands has: its name, its image and where it comes from."""
    bands = _COLOR_NAMES.get(count) or [f"band {number}" for number in range(1, count + 1)]
    mean, std = stated.mean or [0.0] * count, stated.std or [1.0] * count
    for label, values in (("standardization_mean", mean), ("standardization_std", std)):
        if len(values) not in (1, count):
            raise EoDeepError(f"The metadata '{label}' of '{name}' must be {count} numbers, one per band, got "
                              f"{len(values)}.")  # fmt: skip
    mean, std = (values * (count // len(values)) for values in (mean, std))
    if min(std) <= 0:
        raise EoDeepError(f"The metadata 'standardization_std' of '{name}' must be above 0, got {min(std):g}.")
    source = {"name": "image", "bands": bands, "resolution_m": stated.resolution_m, "dtype": "uint8", "nodata": None,
              "scaling": {"kind": "fixed", "mean": [255 * each for each in mean],
                          "std": [255 * each for each in std]}}  # fmt: skip
    return {"name": tidy(Path(name).stem), "inputs": [source], "training": {"imported": name}, "classes": [],
            "threshold": None}  # fmt: skip


def make_card(taken: Taken, stated: Stated, task: str, name: str, progress: Progress) -> dict:
    """A card by the metadata of Deepness, or as little as is known."""
    card = describe_imported(taken.bands, stated, name)
    if task == "super-resolution":
        return complete_card({**card, "task": task, "sharpness": False, "expected_error": None})
    if task == "regression":
        count = taken.outputs
        names = stated.classes if len(stated.classes) == count else [f"value {number + 1}" for number in range(count)]
        limits = {"low": [-1e30] * count, "high": [1e30] * count}
        target = {"bands": names, "dtype": "float32", "mean": [0.0] * count, "std": [stated.scaling] * count, **limits}
        return complete_card({**card, "task": "translation", "translation": {"kind": "image", "target": target}})
    count = max(2, taken.outputs)
    names = stated.classes
    if len(names) == 1 and count == 2:
        names = ["background", *names]
    if len(names) != count:
        if names:
            progress.warning(f"The metadata of '{name}' name {len(names)} classes, the network gives {count}; they are "
                             "numbered.")  # fmt: skip
        names = ["background", "object"] if count == 2 else [f"class {number}" for number in range(count)]
    threshold = stated.threshold if count == 2 and stated.threshold else None
    return complete_card({**card, "task": "segmentation", "classes": list_classes(names), "threshold": threshold})


def put_given(card: dict, given: Given) -> None:
    """What the user says goes before what a file says."""
    source, target = card["inputs"][0], card.get("translation", {}).get("target")
    if given.classes:
        names = _split(given.classes)
        if card["task"] == "super-resolution":
            raise EoDeepError("A network for super-resolution has no classes; leave their names out.")
        count = len(target["bands"] if target else card["classes"])
        if count == 2 and len(names) == 1 and card["task"] in ("segmentation", "prompts"):
            names = ["background", *names]
        if len(names) != count:
            raise EoDeepError(f"The network gives {count} {'values' if target else 'classes'}, got {len(names)} names.")
        if target:
            target["bands"] = names
        else:
            card["classes"] = [{**entry, "name": each} for entry, each in zip(card["classes"], names)]
    count = len(source["bands"])
    if given.bands:
        names = _split(given.bands)
        if len(names) != count:
            raise EoDeepError(f"The network takes {count} bands, got {len(names)} names.")
        source["bands"] = names
    if given.resolution_m is not None:
        source["resolution_m"] = given.resolution_m
    if given.mean or given.std:
        if not given.mean or not given.std:
            raise EoDeepError("Mean and standard deviation must be given together.")
        texts = (given.mean, "Mean"), (given.std, "Standard deviation")
        values = [_read_numbers(text, label, count) for text, label in texts]
        if min(values[1]) <= 0:
            raise EoDeepError(f"Standard deviation must be above 0, got {min(values[1]):g}.")
        source["scaling"] = {"kind": "fixed", "mean": values[0], "std": values[1]}
        source["dtype"] = None  # in whatever units these numbers are
    if given.threshold is not None and card["task"] == "detection":
        card["detection"]["confidence"] = given.threshold
    elif given.threshold is not None:
        card["threshold"] = given.threshold or None
    if given.licence:
        card["licence"] = tidy(given.licence)


def list_classes(names: Sequence[str], first_color: int = 0) -> list[dict]:
    """Classes as on a card. first_color: 0 where the first one is a background, else 1."""
    return [{"value": number, "name": tidy(name), "color": _COLORS[(number + first_color) % len(_COLORS)]}
            for number, name in enumerate(names)]  # fmt: skip


def _split(text: str) -> list[str]:
    return [tidy(each) for each in text.split(",") if each.strip()]


def _read_numbers(text: str, label: str, count: int) -> list[float]:
    try:
        values = [float(json.loads(each)) for each in text.split(",")]
    except (ValueError, TypeError):
        raise EoDeepError(f"{label} must be numbers separated by commas, got '{text}'.") from None
    if len(values) != count:
        raise EoDeepError(f"{label} must be {count} numbers, one per band, got {len(values)}.")
    return values
