"""The model files that a user can choose from, and whether one fits an algorithm and an image, by its card alone."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...eo_deep.io.card_schema import COARSEST
from ...eo_deep.io.card_summary import Summary, summarize_card
from .engine_sentences import translate_sentence
from .model_card import ModelCardError, describe_inputs, read_card
from .translation import tr

MODELS = Path(__file__).resolve().parents[2] / "resources" / "models"
_LEVELS = 3  # of subfolders that are searched: a user may choose a folder with much else in it
_known: dict[str, tuple[tuple[float, int], KnownModel]] = {}


@dataclass(frozen=True)
class KnownModel:
    """A model file. problem: why it is none, where it has no card."""

    path: str
    card: dict | None
    summary: Summary | None
    problem: str = ""


@dataclass(frozen=True)
class Image:
    """What is known of an image without reading pixels. resolution_m: of a pixel on the ground, None if unknown."""

    name: str
    bands: int
    resolution_m: float | None


def read_model(path: str) -> KnownModel:
    """A file's card; files that did not change are not read again."""
    try:
        state = os.stat(path)
        key = state.st_mtime, state.st_size
    except OSError:
        key = 0.0, 0
    if path not in _known or _known[path][0] != key:
        try:
            card = read_card(path)
            _known[path] = key, KnownModel(path, card, summarize_card(path, card))
        except (OSError, ModelCardError) as error:
            return KnownModel(path, None, None, translate_sentence(str(error)))
    return _known[path][1]


def list_models(folder: str) -> list[KnownModel]:
    """The bundled models, and those in a user's folder ("" for none) and its subfolders."""
    paths = [str(path) for path in sorted(MODELS.glob("*.safetensors"))]
    return [read_model(path) for path in dict.fromkeys([*paths, *_find_files(folder)])]


def _find_files(folder: str) -> Iterator[str]:
    for place, folders, names in os.walk(folder) if folder else ():
        folders.sort()
        if len(Path(place).relative_to(folder).parts) >= _LEVELS:
            folders.clear()
        yield from (os.path.join(place, name) for name in sorted(names) if name.endswith(".safetensors"))


def find_wrong_kind(path: str, card: dict, tasks: Sequence[str], several: bool) -> str | None:
    """What keeps an algorithm from using a model, whatever the image. several: whether it may be of several images."""
    name = Path(path).name
    if card["task"] not in tasks:
        *others, last = map(tr, tasks)
        wanted = tr("{tasks} or {last}").format(tasks=", ".join(others), last=last) if others else last
        return tr("Model '{model}' is for {task}, this algorithm needs one for {wanted}.").format(
            model=name, task=tr(card["task"]), wanted=wanted
        )
    if len(card["inputs"]) > 1 and not several:
        return tr("Model '{model}' is of {count} images: {inputs}; this algorithm needs one of a single image.").format(
            model=name, count=len(card["inputs"]), inputs=describe_inputs(card["inputs"])
        )
    return None


def find_wrong_bands(card: dict, image: Image, chosen: Sequence[int]) -> str | None:
    """What is wrong with the number of an image's bands, of which some may be chosen."""
    needed = card["inputs"][0]["bands"]
    if chosen and len(chosen) != len(needed):
        return tr("The model needs {count} bands ({bands}), {found} are chosen.").format(
            count=len(needed), bands=", ".join(needed), found=len(chosen)
        )
    if image.bands < len(needed):
        return tr("The model needs {count} bands ({bands}), '{layer}' has {found}.").format(
            count=len(needed), bands=", ".join(needed), layer=image.name, found=image.bands
        )
    return None


def find_wrong_resolution(card: dict, image: Image) -> str | None:
    """What is wrong with an image's pixels, where they are coarser than the engine takes."""
    wanted_m = card["inputs"][0].get("resolution_m")
    if not wanted_m or not image.resolution_m or image.resolution_m <= COARSEST * wanted_m:
        return None
    return tr(
        "The image's pixels are {pixel_m:.3g} m, the model was trained at {trained_m:g} m; it needs {coarsest_m:.3g} m "
        "or finer."
    ).format(pixel_m=image.resolution_m, trained_m=wanted_m, coarsest_m=wanted_m * COARSEST)


def measure_distance(card: dict, image: Image | None) -> tuple:
    """How far a model is from an image, to sort by: pixel sizes in whole octaves, then the number of bands."""
    if image is None:
        return ()
    source = card["inputs"][0]
    octaves = abs(math.log2(image.resolution_m / source["resolution_m"])) if (
        source.get("resolution_m") and image.resolution_m) else 0.0  # fmt: skip
    return round(octaves), abs(image.bands - len(source["bands"])), octaves
