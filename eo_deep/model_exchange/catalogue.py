"""Catalogues of models: JSON files with STAC items of the Machine Learning Model extension, one or a collection."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import EoDeepError
from ..io.card_summary import NOT_STATED, PURPOSES, Summary, shorten_names
from ..io.model_card import complete_card, parse_json
from ..io.names import name_of
from ..io.value_rules import CardError, tidy

_MAX_BYTES = 16_000_000
_PREFIX = "mlm:"
_TASKS = {
    "semantic-segmentation": "segmentation", "segmentation": "segmentation", "regression": "translation",
    "super-resolution": "super-resolution", "scene-classification": "scenes", "classification": "scenes",
}  # fmt: skip


@dataclass(frozen=True)
class Offered:
    """A model of a catalogue.

    href: path or address of its file. source: the first image that it needs, as on a model's card, as far as the item
    says.
    """

    summary: Summary
    href: str
    source: dict


def find_catalogues(folder: str) -> list[str]:
    """The JSON files in a folder and all below it, which may be catalogues."""
    return sorted(str(path) for path in Path(folder).rglob("*.json") if path.is_file())


def read_catalogue(path: str) -> list[Offered]:
    """The models that a JSON file offers; none where it is no catalogue. EoDeepError for one that is wrong."""
    if os.path.getsize(path) > _MAX_BYTES:
        return []
    try:
        stated = parse_json(Path(path).read_text(encoding="utf-8"), _MAX_BYTES)
    except (CardError, OSError, UnicodeError):
        return []  # folders hold other files, too
    items = stated.get("features") if isinstance(stated, Mapping) and "features" in stated else [stated]
    found = [each for each in items if _is_model(each)] if isinstance(items, list) else []
    try:
        return [_read_item(each, path) for each in found]
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        raise EoDeepError(f"The catalogue '{name_of(path)}' is wrong: an item lacks what STAC's Machine Learning Model "
                          "extension wants.") from None  # fmt: skip


def _is_model(item: Any) -> bool:
    properties = item.get("properties") if isinstance(item, Mapping) else None
    return isinstance(properties, Mapping) and any(str(key).startswith(_PREFIX) for key in properties)


def _read_item(item: Mapping, path: str) -> Offered:
    stated = item["properties"]
    (source, *_), (result, *_) = stated["mlm:input"], stated["mlm:output"]
    (asset, *_) = [each for each in item["assets"].values() if "mlm:model" in each.get("roles", ())]
    href = asset["href"] if "://" in asset["href"] else os.path.normpath(
        os.path.join(os.path.dirname(os.path.abspath(path)), asset["href"]))
    bands = [tidy(band if isinstance(band, str) else band["name"]) for band in source["bands"]]
    bands = bands or [f"band {number}" for number in range(1, source["input"]["shape"][1] + 1)]
    resolutions = [float(band["gsd"]) for band in stated.get("bands", asset.get("bands", ())) if band.get("gsd")]
    resolution_m = min(resolutions, default=None)
    scaling = [each for each in source.get("value_scaling") or () if each.get("type") == "z-score"]
    fixed = len(scaling) == len(bands)
    means, stds = ([float(each[key]) for each in scaling] if fixed else [filler] * len(bands)
                   for key, filler in (("mean", 0.0), ("stddev", 1.0)))  # fmt: skip
    names = [tidy(str(each.get("title") or each["name"])) for each in result.get("classification:classes") or ()]
    task = _TASKS.get(str(stated["mlm:tasks"][0]), tidy(str(stated["mlm:tasks"][0])))
    licence = str(stated.get("eo_deep:licence") or stated.get("license") or NOT_STATED)
    size = os.path.getsize(href) if os.path.isfile(href) else asset.get("file:size", 0)
    summary = Summary(
        name=tidy(str(stated.get("title") or stated["mlm:name"])), task=task, purpose=PURPOSES.get(task, task),
        classes=shorten_names(names), bands=shorten_names(bands), resolution_m=resolution_m, licence=tidy(licence),
        accuracy=NOT_STATED, measure=None, size_mb=float(size) / 1e6,
    )  # fmt: skip
    described = {"name": "image", "bands": bands, "resolution_m": resolution_m, "dtype": None,
                 "scaling": {"kind": "fixed", "mean": means, "std": stds}}  # fmt: skip
    return Offered(summary, href, complete_card({"inputs": [described]})["inputs"][0])
