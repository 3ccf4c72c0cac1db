"""Sets of patches as a scene model sees them: all images of a folder, or the patches of a raster."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rasterio.windows import Window

from ..errors import EoDeepError
from ..io.names import name_of
from ..models.image_input import ImageSettings, open_matching, open_model_image
from ..models.reflectance import find_scaling
from ..models.scaling import fit_scaling
from ..progress import Progress, silent
from .patch_grid import PatchGrid

_SUFFIXES = (".tif", ".tiff", ".jpg", ".jpeg", ".png", ".jp2", ".vrt", ".img")
_JUDGED_FILES = 20


@dataclass
class PatchSet:
    """Patches (N, C, P, P) float32 in [-1, 1], all pixels valid, and the name under which reports show them."""

    name: str
    pixels: np.ndarray

    def __len__(self) -> int:
        return len(self.pixels)


def read_patch_set(
    path: str,
    card: dict,
    bands: Sequence[int] | None = None,
    values: str = "auto",
    limit: int = 2000,
    seed: int = 0,
    progress: Progress = silent,
) -> PatchSet:
    """At most `limit` patches, drawn at random with `seed`, of a raster or of all images in a folder and below it.

    Images larger than a patch are cut into patches side by side, patches with nodata are left out. What the
    numbers of a folder's images are is decided once, by the majority of some of them. bands, values: see open_scene.
    Raises EoDeepError for a folder without images and where no patch can be had; one warning counts what was left out.
    """
    if limit < 1:
        raise EoDeepError(f"The number of images must be at least 1, got {limit}.")
    name = name_of(path)
    is_folder = os.path.isdir(path)
    files = _list_images(path) if is_folder else [path]
    generator = np.random.default_rng(seed)
    files = [files[i] for i in generator.permutation(len(files))]
    scaling = _judge_folder(files, card, bands, values, progress) if is_folder else None
    share = max(1, -(-limit // len(files)))
    found: list[np.ndarray] = []
    problems: list[EoDeepError] = []
    reported = progress
    for number, file in enumerate(files):
        try:
            found += _read_patches(file, card, bands, values, scaling, share, generator, reported)
            reported = silent  # the messages on one image hold for all of a folder
        except EoDeepError as error:
            problems.append(error)
        progress(min(1.0, max((number + 1) / len(files), len(found) / limit)))
        if len(found) >= limit:
            break
    if not found:
        if problems:
            raise problems[0]
        raise EoDeepError(f"'{path}' holds no patch of {card['patch_px']} px without nodata.")
    if problems:
        progress.warning(f"{len(problems)} images of '{path}' are left out; the first one because: {problems[0]}")
    return PatchSet(name, np.stack(found[:limit]))


def _list_images(folder: str) -> list[str]:
    found = sorted(
        str(file)
        for file in Path(folder).rglob("*")
        if file.suffix.lower() in _SUFFIXES and not file.name.startswith(".")
    )
    if not found:
        raise EoDeepError(f"The folder '{folder}' holds no images ({', '.join(_SUFFIXES)}).")
    return found


def _judge_folder(
    files: list[str], card: dict, bands: Sequence[int] | None, values: str, progress: Progress
) -> dict | None:
    """The scaling that most of some images have, reported in one message; None where none of them can be read."""
    judged: list[tuple[dict, _Notes]] = []
    for file in files[:_JUDGED_FILES]:
        try:
            with open_matching(file, card["inputs"][0], bands, silent) as source:
                notes = _Notes()
                judged.append((find_scaling(source, card["inputs"][0], values, notes), notes))
        except EoDeepError:
            continue
    if not judged:
        return None
    texts = [repr(scaling) for scaling, _ in judged]
    scaling, notes = judged[texts.index(Counter(texts).most_common(1)[0][0])]
    for text in notes.texts:
        progress.message(text)
    return scaling


class _Notes(Progress):
    """Keeps what is said, to be said once for many images."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def message(self, text: str) -> None:
        self.texts.append(text)

    def warning(self, text: str) -> None:
        self.texts.append(text)


def _read_patches(
    file: str,
    card: dict,
    bands: Sequence[int] | None,
    values: str,
    scaling: dict | None,
    share: int,
    generator: np.random.Generator,
    progress: Progress,
) -> list[np.ndarray]:
    """At most `share` patches of one image without nodata, from places drawn at random."""
    # Pictures are rarely georeferenced; whether they have the model's resolution is what is to be found out.
    with open_model_image(ImageSettings(file, bands), card, progress, crs_expected=False) as image:
        own = find_scaling(image.source, card["inputs"][0], values, progress) if scaling is None else scaling
        grid, fitted, size_px = image.grid, fit_scaling(own, image.source), card["patch_px"]
        cut = PatchGrid(grid, size_px, size_px)
        places = [(top, left) for top in cut.starts(grid.height) for left in cut.starts(grid.width)]
        found: list[np.ndarray] = []
        for place in generator.permutation(len(places)):
            top, left = places[place]
            pixels, valid = image.reader.read(Window(left, top, size_px, size_px))
            if valid.all():
                found.append(fitted(pixels, valid))
            if len(found) >= share:
                break
        return found
