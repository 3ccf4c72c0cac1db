"""Data sets of labelled patches: a folder with one subfolder per class, read whole into memory."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from .devices import count_cores
from .errors import EoDeepError
from .grid import Grid
from .progress import Progress, silent
from .raster import open_raster

_METRES_PER_DEGREE = 111_320.0
_PICTURES = (".jpg", ".jpeg", ".png")
_SUFFIXES = (*_PICTURES, ".tif", ".tiff", ".vrt", ".jp2", ".img")
_SIDECARS = (".xml", ".tfw", ".jgw", ".pgw", ".wld", ".prj", ".ovr", ".qml", ".qgz", ".db", ".ini")


@dataclass(frozen=True)
class SceneSet:
    """Labelled patches of one size, decoded.

    images: (N, C, H, W) raw values. labels: (N,) int64, indices into class_names. names: the patches' files or ids.
    places: (N, 2) float64 ground coordinates of the patches' centres in metres, or None where not all are known.
    """

    images: np.ndarray
    labels: np.ndarray
    class_names: list[str]
    names: list[str]
    band_names: list[str]
    resolution_m: float | None = None
    places: np.ndarray | None = None
    compressed: bool = False

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def patch_px(self) -> int:
        """Side of the patches."""
        return self.images.shape[-1]

    def select(self, chosen: np.ndarray) -> SceneSet:
        """The patches of these numbers, or where ``chosen`` (N,) is True."""
        numbers = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        return replace(
            self,
            images=self.images[numbers],
            labels=self.labels[numbers],
            names=[self.names[i] for i in numbers],
            places=None if self.places is None else self.places[numbers],
        )


def read_class_folder(folder: str | os.PathLike, progress: Progress = silent) -> SceneSet:
    """Read DATASET/<class>/<image>, sorted by class and file name; JPEG and PNG pictures or georeferenced rasters.

    Raises EoDeepError where there are less than two classes, a class with less than two images, a file that is no
    image, or images of different sizes, bands or data types.
    """
    files, class_names = _list_files(Path(folder), progress)
    labels = np.array([label for _, label in files])
    first = _read(files[0][0])
    images = np.empty((len(files), *first[0].shape), first[0].dtype)
    details: list[tuple] = [()] * len(files)

    def load(number: int) -> None:
        path = files[number][0]
        pixels, *details[number] = _read(path)
        _check_alike(path, pixels, files[0][0], first[0])
        images[number] = pixels

    with ThreadPoolExecutor(min(4, count_cores())) as pool:
        for number, _ in enumerate(pool.map(load, range(len(files)))):
            if number % 200 == 0:
                progress(number / len(files))
    if images.shape[2] != images.shape[3]:
        raise EoDeepError(f"Patches must be square, '{files[0][0].name}' is {images.shape[3]} x {images.shape[2]} px.")
    places = None if any(place is None for _, place, _ in details) else np.array([place for _, place, _ in details])
    return SceneSet(
        images,
        labels,
        class_names,
        [f"{path.parent.name}/{path.name}" for path, _ in files],
        details[0][0],
        details[0][2],
        places,
        compressed=files[0][0].suffix.lower() in (".jpg", ".jpeg"),
    )


def split_stratified(labels: np.ndarray, shares: Sequence[float], seed: int) -> np.ndarray:
    """(N,) int8, which part each item belongs to: of every class ``shares`` (their sum is 1) go to part 0, 1, ...

    Each part gets at least one item of a class that has as many items as there are parts.
    """
    parts = np.empty(len(labels), np.int8)
    rng = np.random.default_rng(seed)
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == label))
        ends = np.round(np.cumsum(shares) * len(members)).astype(int)
        for part in range(len(shares)):  # no part of a class stays empty while there are items enough
            lowest = min(part + 1, len(members) - len(shares) + part + 1)
            ends[part] = np.clip(ends[part], lowest, max(lowest, len(members) - len(shares) + part + 1))
        for part, chosen in enumerate(np.split(members, ends[:-1])):
            parts[chosen] = part
    return parts


def split_spatially(places: np.ndarray, labels: np.ndarray, share: float, patch_m: float, seed: int) -> np.ndarray:
    """(N,) bool, which patches belong to validation: whole blocks of ground, about ``share`` of each class.

    places: (N, 2) m. patch_m: side of a patch; blocks span eight, so that few neighbours are parted.
    """
    blocks = np.unique(np.floor(places / (8 * patch_m)), axis=0, return_inverse=True)[1].reshape(-1)
    counts = np.zeros((blocks.max() + 1, labels.max() + 1))
    np.add.at(counts, (blocks, labels), 1)
    total, taken = counts.sum(0), np.zeros(counts.shape[1])
    chosen = np.zeros(len(counts), bool)
    for block in np.random.default_rng(seed).permutation(len(counts)):
        present = counts[block] > 0
        wanted = (taken + 0.5 * counts[block] <= share * total)[present].any()
        if wanted and (taken + counts[block] <= 0.5 * total)[present].all():
            chosen[block] = True
            taken += counts[block]
    return chosen[blocks]


def _list_files(folder: Path, progress: Progress) -> tuple[list[tuple[Path, int]], list[str]]:
    if not folder.is_dir():
        raise EoDeepError(f"The data set '{folder}' is not a folder.")
    classes = sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))
    if len(classes) < 2:
        raise EoDeepError(f"The data set '{folder}' must have a subfolder for each of two classes or more.")
    files, foreign = [], 0
    for label, subfolder in enumerate(classes):
        images = []
        for path in sorted(p for p in subfolder.iterdir() if p.is_file() and not p.name.startswith(".")):
            if path.suffix.lower() in _SUFFIXES:
                images.append((path, label))
            elif path.suffix.lower() not in _SIDECARS:
                foreign += 1
        if len(images) < 2:
            count = f"{len(images)} image{'s' * (len(images) != 1)}"
            raise EoDeepError(f"Class '{subfolder.name}' needs two images at least, its folder has {count}.")
        files += images
    if foreign:
        progress.warning(f"{foreign} files in '{folder}' are no images and are left out.")
    return files, [p.name for p in classes]


def _read(path: Path) -> tuple[np.ndarray, list[str], tuple[float, float] | None, float | None]:
    """Pixels (C, H, W), band names, the centre's place in metres and the resolution in metres."""
    if path.suffix.lower() in _PICTURES:
        try:
            with Image.open(path) as picture:
                if picture.mode in ("L", "RGB"):
                    pixels = np.asarray(picture)
                    names = ["red", "green", "blue"] if picture.mode == "RGB" else ["gray"]
                    return np.atleast_3d(pixels).transpose(2, 0, 1), names, None, None
        except (UnidentifiedImageError, OSError, SyntaxError):
            raise EoDeepError(f"'{path}' cannot be read as an image.") from None
    with open_raster(path) as source:
        pixels, valid = source.read()
        if not valid.all():
            pixels = np.where(valid, pixels, 0).astype(pixels.dtype)
        resolution = source.grid.ground_resolution_m
        resolution_m = math.sqrt(math.prod(resolution)) if resolution else None
        return pixels, list(source.band_names), _locate(source.grid), resolution_m


def _locate(grid: Grid) -> tuple[float, float] | None:
    """Where a grid's centre lies, in metres to the east and north along the Earth: exact enough to form blocks."""
    to_degrees = grid.lonlat_transformer()
    if to_degrees is None:
        return None
    longitude, latitude = to_degrees.transform(*(grid.transform * (grid.width / 2, grid.height / 2)))
    return longitude * _METRES_PER_DEGREE * math.cos(math.radians(latitude)), latitude * _METRES_PER_DEGREE


def _check_alike(path: Path, pixels: np.ndarray, first_path: Path, first: np.ndarray) -> None:
    if pixels.shape == first.shape and pixels.dtype == first.dtype:
        return
    def describe(a: np.ndarray) -> str:
        return f"{a.shape[2]} x {a.shape[1]} px with {a.shape[0]} bands of {a.dtype}"

    raise EoDeepError(
        f"All images must be alike: '{path.parent.name}/{path.name}' is {describe(pixels)}, "
        f"'{first_path.parent.name}/{first_path.name}' {describe(first)}."
    )
