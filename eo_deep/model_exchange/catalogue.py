"""Catalogues of models: JSON files with STAC items of the Machine Learning Model extension, one or a collection."""

from __future__ import annotations

import os
import re
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import EoDeepError
from ..io.addresses import is_address, join_address, read_address
from ..io.card_schema import TASKS
from ..io.card_summary import NOT_STATED, PURPOSES, Summary, shorten_names
from ..io.model_card import complete_card, parse_json
from ..io.names import name_of
from ..io.value_rules import CardError, quote, tidy

MODEL_SUFFIXES = (".safetensors", ".onnx")
_MAX_BYTES = 16_000_000
_PREFIX = "mlm:"
_TASKS = {
    "semantic-segmentation": "segmentation", "segmentation": "segmentation", "regression": "translation",
    "super-resolution": "super-resolution", "scene-classification": "scenes", "classification": "scenes",
    "instance-segmentation": "polygons", "object-detection": "detection", "detection": "detection",
}  # fmt: skip
SHA256 = "1220"  # what a multihash of it, of 32 bytes, begins with


@dataclass(frozen=True)
class Offered:
    """A model of a catalogue.

    href: path or address of its file. source: the first image that it needs, as on a model's card, as far as the item
    says. size_bytes, sha256: of the file, None where the item does not say.
    """

    summary: Summary
    href: str
    source: dict
    size_bytes: int | None
    sha256: str | None

    @property
    def file(self) -> str:
        """The name of its file; "" where its reference ends in none that a model file may have."""
        path = urllib.parse.unquote(urllib.parse.urlsplit(self.href).path) if is_address(self.href) else self.href
        name = os.path.basename(path.replace("\\", "/"))
        return name if re.fullmatch(r"[\w][\w. ()+-]*", name) and Path(name).suffix in MODEL_SUFFIXES else ""


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
    return _read_items(stated, path)


def open_catalogue(place: str) -> list[Offered]:
    """The models that the catalogue at a path or an address offers. EoDeepError if it is none."""
    if is_address(place):
        data = read_address(place, _MAX_BYTES)
    elif not os.path.isfile(place):
        raise EoDeepError(f"The catalogue '{place}' does not exist.")
    else:
        try:
            data = Path(place).read_bytes()
        except OSError as error:
            raise EoDeepError(f"The catalogue '{place}' cannot be read: {error.strerror}.") from None
    try:
        stated = parse_json(data.decode("utf-8"), _MAX_BYTES)
    except UnicodeError:
        raise EoDeepError(f"The catalogue '{place}' is wrong: it is not JSON.") from None
    except CardError as error:
        raise EoDeepError(f"The catalogue '{place}' is wrong: {error}.") from None
    offers = _read_items(stated, place)
    if not offers:
        raise EoDeepError(f"The catalogue '{place}' is wrong: it has no STAC item of a model.")
    return offers


def _read_items(stated: Any, place: str) -> list[Offered]:
    items = stated.get("features") if isinstance(stated, Mapping) and "features" in stated else [stated]
    found = [each for each in items if _is_model(each)] if isinstance(items, list) else []
    try:
        return [_read_item(each, place) for each in found]
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        raise EoDeepError(f"The catalogue '{name_of(place)}' is wrong: an item lacks what STAC's Machine Learning "
                          "Model extension wants.") from None  # fmt: skip


def _is_model(item: Any) -> bool:
    properties = item.get("properties") if isinstance(item, Mapping) else None
    return isinstance(properties, Mapping) and any(str(key).startswith(_PREFIX) for key in properties)


def _read_item(item: Mapping, place: str) -> Offered:
    stated = item["properties"]
    (source, *_), (result, *_) = stated["mlm:input"], stated["mlm:output"]
    (asset, *_) = [each for each in item["assets"].values() if "mlm:model" in each.get("roles", ())]
    bands = [tidy(band if isinstance(band, str) else band["name"]) for band in source["bands"]]
    bands = bands or [f"band {number}" for number in range(1, source["input"]["shape"][1] + 1)]
    resolutions = [float(band["gsd"]) for band in stated.get("bands", asset.get("bands", ())) if band.get("gsd")]
    resolution_m = min(resolutions, default=None)
    scaling = [each for each in source.get("value_scaling") or () if each.get("type") == "z-score"]
    fixed = len(scaling) == len(bands)
    means, stds = ([float(each[key]) for each in scaling] if fixed else [filler] * len(bands)
                   for key, filler in (("mean", 0.0), ("stddev", 1.0)))  # fmt: skip
    names = [tidy(str(each.get("title") or each["name"])) for each in result.get("classification:classes") or ()]
    stated_task = str(stated["mlm:tasks"][0])
    task = str(stated.get("eo_deep:task"))
    task = task if task in TASKS else _TASKS.get(stated_task, tidy(stated_task))
    licence = str(stated.get("eo_deep:licence") or stated.get("license") or NOT_STATED)
    href = str(asset["href"])
    href = _resolve(href, place)
    size_bytes = asset.get("file:size")
    if size_bytes is not None and not (isinstance(size_bytes, int) and size_bytes >= 0):
        raise ValueError
    known_bytes = os.path.getsize(href) if os.path.isfile(href) else size_bytes or 0
    summary = Summary(
        name=tidy(str(stated.get("title") or stated["mlm:name"])), task=task, purpose=PURPOSES.get(task, task),
        classes=shorten_names(names), bands=shorten_names(bands), resolution_m=resolution_m, licence=tidy(licence),
        accuracy=tidy(str(stated.get("eo_deep:accuracy") or NOT_STATED)), measure=None, size_mb=known_bytes / 1e6,
    )  # fmt: skip
    described = {"name": "image", "bands": bands, "resolution_m": resolution_m, "dtype": None,
                 "scaling": {"kind": "fixed", "mean": means, "std": stds}}  # fmt: skip
    described = complete_card({"inputs": [described]})["inputs"][0]
    return Offered(summary, href, described, size_bytes, _read_checksum(asset.get("file:checksum")))


def _resolve(href: str, place: str) -> str:
    """What a reference in a catalogue at a place names: a path or an address; at an address, no path of this disk."""
    if is_address(place):
        return join_address(place, href)
    if is_address(href):
        return href
    return os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(place)), href))


def _read_checksum(stated: object) -> str | None:
    """The SHA-256 of a multihash in hexadecimal digits; None without one, or of another kind."""
    if stated is None:
        return None
    text = str(stated).lower()
    if not re.fullmatch(r"[0-9a-f]{8,}", text):
        raise ValueError(f"file:checksum {quote(text)}")
    return text.removeprefix(SHA256) if re.fullmatch(SHA256 + "[0-9a-f]{64}", text) else None
