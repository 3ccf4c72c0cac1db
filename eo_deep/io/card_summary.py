"""What a model's card says, in the words of somebody who looks for a model: purpose, bands, licence, accuracy.

Nothing here needs more than Python's own (3.9), so that both processes can show a model in the same words.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .model_card import read_header

PURPOSES = {
    "segmentation": "the class of each pixel",
    "polygons": "objects as polygons",
    "scenes": "the class of each patch",
    "pixels": "the class of each pixel, by its features",
    "refinement": "a better class map",
    "alignment": "where objects of a map are in an image",
    "translation": "an image as a map or as another image",
    "super-resolution": "a finer image",
    "detection": "boxes around objects",
    "prompts": "the outline of what points or boxes mark",
    "series": "what stays and what changes in a series of images",
}
# Figures of accuracy by what a card calls them, the ones that say most first.
_MEASURES = {
    "iou": "IoU",
    "mean_iou": "mean IoU",
    "object_f": "F-score of objects",
    "accuracy": "accuracy",
    "overall_accuracy": "overall accuracy",
    "found_share": "share of objects found",
    "building_iou": "IoU of buildings",
    "mean_f_score": "mean F-score",
    "edge_f": "F-score of edges",
    "psnr": "PSNR (dB)",
    "psnr_db": "PSNR (dB)",
    "ssim": "SSIM",
    "translation": "error of painted images in standard deviations",
    "score": "score",
}
# Where a card has figures of several kinds: which of them count, the best measured ones first, and what they are of.
_PARTS = {
    "figures": "",
    "scores": "",
    "model": "",
    "sharp": "",
    "faithful": "",
    "held_back": "samples that were held back",
    "by_groups": "polygons that were held out",
    "by_pixels": "pixels that were held out",
}
NOT_STATED = "not stated"
_MOST_NAMED = 20  # classes or bands
_HEADLINE = 2  # figures
_IGNORED = ("confusion", "calibration")


@dataclass(frozen=True)
class Summary:
    """A model in a line of a list.

    Attributes
    ----------
    name, task, purpose : str
        purpose: what it gives, in a few words.
    classes, bands : str
        Their names, separated by commas; bands of several images by semicolons. classes: the bands of the image that
        it makes, where it makes one.
    resolution_m : float or None
        Pixel size on the ground that it was trained at.
    licence : str
        Of the model or of the data that it was trained on; "not stated".
    accuracy : str
        The main figures with what they were measured on; "not stated".
    measure : float or None
        The first of these figures.
    size_mb : float
        Of the file.
    """

    name: str
    task: str
    purpose: str
    classes: str
    bands: str
    resolution_m: float | None
    licence: str
    accuracy: str
    measure: float | None
    size_mb: float


def summarize_card(path: str, card: Mapping) -> Summary:
    """A model's card, as `read_card` gives it, in a line."""
    measures = find_measures(card)
    bands = "; ".join(shorten_names(source["bands"]) for source in card["inputs"])
    return Summary(
        name=card.get("name") or os.path.splitext(os.path.basename(path))[0],
        task=card["task"],
        purpose=PURPOSES.get(card["task"], card["task"]),
        classes=shorten_names(list_results(card)),
        bands=bands,
        resolution_m=card["inputs"][0].get("resolution_m"),
        licence=describe_licence(card),
        accuracy=_describe_accuracy(card, measures),
        measure=next(iter(measures.values()), None),
        size_mb=os.path.getsize(path) / 1e6,
    )


def list_results(card: Mapping) -> list[str]:
    """The names of the classes that a model tells apart, or of the bands that it makes."""
    translation = card.get("translation", {})
    if translation.get("kind") == "image":
        return list(translation["target"]["bands"])
    if card["task"] in ("super-resolution", "series"):
        return list(card["inputs"][0]["bands"])
    return [entry["name"] for entry in card["classes"]]


def list_sources(card: Mapping) -> list[tuple[str, str, str]]:
    """Name, licence and attribution of the data that a model was trained on, as far as its card states them."""
    sources = _record(card).get("sources")
    if not isinstance(sources, list):
        return []
    stated = [each for each in sources if isinstance(each, Mapping)]
    names, licences, attributions = (
        [str(each.get(key) or NOT_STATED) for each in stated] for key in ("name", "licence", "attribution")
    )
    return list(zip(names, licences, attributions))


def describe_licence(card: Mapping) -> str:
    """The model's licence, or those of its training data, or that none is stated."""
    if card.get("licence"):
        return str(card["licence"])
    licences = list(dict.fromkeys(licence for _, licence, _ in list_sources(card)))
    return f"training data: {'; '.join(licences)}" if licences else NOT_STATED


def find_metrics(card: Mapping) -> Mapping[str, Any]:
    """What was measured at the end of the training; empty where the card holds nothing."""
    record = _record(card)
    metrics = card.get("metrics") or record.get("metrics") or record.get("accuracy")
    return metrics if isinstance(metrics, Mapping) else {}


def find_measures(card: Mapping) -> dict[str, float]:
    """The main figures of accuracy by name, the ones that say most first."""
    return _find_measures(card)[0]


def list_metrics(card: Mapping) -> list[tuple[str, float]]:
    """All figures on a card with their names, such as "iou, building"."""
    return list(_flatten(find_metrics(card), ""))


def describe_split(card: Mapping) -> str:
    """What the figures of accuracy were measured on; "" where the card does not say."""
    split, record = find_metrics(card).get("split"), _record(card)
    text = {"validation": "validation data"}.get(str(split), str(split or "")) or _find_measures(card)[1]
    if not text and record.get("validation_patches"):
        text = f"{record['validation_patches']} validation patches"
    held_out = record.get("held_out")
    if isinstance(held_out, list) and held_out:
        text += f"{'; ' if text else ''}never seen: {shorten_names([str(each) for each in held_out])}"
    return text


def count_weights(path: str) -> int:
    """How many weights a model file holds, by its header alone; 0 for one of an imported program."""
    total = 0
    for name, entry in read_header(path).items():
        if name != "__metadata__" and entry.get("dtype") in ("F16", "F32"):
            size = 1
            for side in entry.get("shape", ()):
                size *= side
            total += size
    return total


def shorten_names(names: list[str]) -> str:
    """Names in a line, the first of them where they are many."""
    further = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {further} more" if further > 0 else "")


def _describe_accuracy(card: Mapping, measures: Mapping[str, float]) -> str:
    if not measures:
        return NOT_STATED
    figures = ", ".join(f"{name} {value:.3g}" for name, value in list(measures.items())[:_HEADLINE])
    split = describe_split(card)
    return f"{figures} ({split})" if split else figures


def _find_measures(card: Mapping) -> tuple[dict[str, float], str]:
    """The main figures, and what they were measured on where their place on the card says so."""
    method = card["refinement"]["method"] if card["task"] == "refinement" else ""
    waiting: list[tuple[Any, str]] = [(find_metrics(card), "")]
    while waiting:
        metrics, text = waiting.pop(0)
        if not isinstance(metrics, Mapping):
            continue
        found = {label: _number(metrics.get(key)) for key, label in _MEASURES.items()}
        measures = {label: value for label, value in found.items() if value is not None}
        if measures:
            return measures, text
        waiting += [(metrics.get(key), _PARTS.get(key, text)) for key in (*_PARTS, method)]
    return {}, ""


def _record(card: Mapping) -> Mapping[str, Any]:
    record = card.get("training")
    return record if isinstance(record, Mapping) else {}


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _flatten(value: object, name: str) -> Iterator[tuple[str, float]]:
    number = _number(value)
    if number is not None:
        yield name, number
    elif isinstance(value, Mapping):
        for key, part in value.items():
            if key not in _IGNORED:
                yield from _flatten(part, f"{name}, {key}" if name else str(key))
