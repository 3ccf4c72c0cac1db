"""Data sets of labelled patches: a folder with one subfolder per class, read whole into memory."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..io.raster import open_image
from ..models.image_input import find_bands, is_other_order
from ..progress import Progress, silent
from ..runtime.threads import count_cores
from .scene_set import SceneSet

_METRES_PER_DEGREE = 111_320.0
_PICTURES = (".jpg", ".jpeg", ".png")
_SUFFIXES = (*_PICTURES, ".tif", ".tiff", ".vrt", ".jp2", ".img")
_SIDECARS = (".xml", ".tfw", ".jgw", ".pgw", ".wld", ".prj", ".ovr", ".qml", ".qgz", ".db", ".ini")


@dataclass(frozen=True)
class Details:
    """What a file stores of its pixels: band names, the centre's place (east, north) and the resolution in metres."""

    band_names: list[str]
    place: tuple[float, float] | None
    resolution_m: float | None


def read_class_folder(folder: str | os.PathLike, progress: Progress = silent) -> SceneSet:
    """Read DATASET/<class>/<image>, sorted by class and file name; JPEG and PNG pictures or georeferenced rasters.

    Raises EoDeepError where there are less than two classes, a class with less than two images, a file that cannot be
    read, or images of different sizes, bands or data types.
    """
    classes = sorted(p for p in _check_folder(folder).iterdir() if p.is_dir() and not p.name.startswith("."))
    if len(classes) < 2:
        raise EoDeepError(f"The data set '{folder}' must have subfolders for at least two classes.")
    files: list[Path] = []
    labels: list[int] = []
    for label, subfolder in enumerate(classes):
        found = list_images(subfolder, progress)
        if len(found) < 2:
            count = f"{len(found)} image{'s' * (len(found) != 1)}"
            raise EoDeepError(f"Class '{subfolder.name}' needs at least two images, its folder has {count}.")
        files += found
        labels += [label] * len(found)
    images, details = read_images(files, progress)
    return SceneSet(
        images,
        np.array(labels),
        [p.name for p in classes],
        [f"{path.parent.name}/{path.name}" for path in files],
        details[0].band_names,
        details[0].resolution_m,
        None if any(each.place is None for each in details) else np.array([each.place for each in details], float),
    )


def list_images(folder: str | os.PathLike, progress: Progress = silent) -> list[Path]:
    """The images of a folder, sorted by name; other files are counted in a warning."""
    images, foreign = [], 0
    for path in sorted(p for p in _check_folder(folder).iterdir() if p.is_file() and not p.name.startswith(".")):
        if path.suffix.lower() in _SUFFIXES:
            images.append(path)
        elif path.suffix.lower() not in _SIDECARS:
            foreign += 1
    if foreign:
        files = "1 file is no image and is" if foreign == 1 else f"{foreign} files are no images and are"
        progress.warning(f"In '{folder}' {files} left out.")
    return images


def read_images(paths: Sequence[Path], progress: Progress = silent) -> tuple[np.ndarray, list[Details]]:
    """Raw values (N, C, H, W) of images that are square and alike in size, bands and type, else EoDeepError.

    Bands are brought into the first image's order where all have names.
    """
    first, wanted = _read(paths[0])
    if first.shape[1] != first.shape[2]:
        raise EoDeepError(f"Patches must be square, '{_name(paths[0])}' is {first.shape[2]} x {first.shape[1]} px.")
    images = np.empty((len(paths), *first.shape), first.dtype)

    def load(number: int) -> Details:
        pixels, details = _read(paths[number])
        if details.band_names != wanted.band_names:
            pixels = _order_bands(pixels, details.band_names, wanted.band_names, paths[number])
        if pixels.shape != first.shape or pixels.dtype != first.dtype:
            raise EoDeepError(
                f"All images must be alike: '{_name(paths[number])}' is {_describe(pixels)}, '{_name(paths[0])}' "
                f"{_describe(first)}."
            )
        images[number] = pixels
        return details

    details = []
    with ThreadPoolExecutor(min(4, count_cores())) as pool:
        for number, found in enumerate(pool.map(load, range(len(paths)))):
            details.append(found)
            if number % 200 == 0:
                progress(number / len(paths))
    return images, details


def locate(grid: Grid, window: Window | None = None) -> tuple[float, float] | None:
    """Where the centre of a grid or of a window of it lies, in metres east and north: exact enough to form blocks."""
    to_degrees = grid.lonlat_transformer()
    if to_degrees is None:
        return None
    window = window or Window(0, 0, grid.width, grid.height)
    middle = window.col_off + window.width / 2, window.row_off + window.height / 2
    longitude, latitude = to_degrees.transform(*(grid.transform * middle))
    return longitude * _METRES_PER_DEGREE * math.cos(math.radians(latitude)), latitude * _METRES_PER_DEGREE


def _check_folder(folder: str | os.PathLike) -> Path:
    if not Path(folder).is_dir():
        raise EoDeepError(f"'{folder}' is not a folder.")
    return Path(folder)


def _read(path: Path) -> tuple[np.ndarray, Details]:
    """Pixels (C, H, W), 0 where nodata, and what the file stores of them."""
    if path.suffix.lower() in _PICTURES:
        try:
            with Image.open(path) as picture:
                if picture.mode in ("L", "RGB"):
                    names = ["red", "green", "blue"] if picture.mode == "RGB" else ["gray"]
                    return np.atleast_3d(np.asarray(picture)).transpose(2, 0, 1), Details(names, None, None)
        except (UnidentifiedImageError, OSError, SyntaxError):
            raise EoDeepError(f"'{path}' cannot be read as an image.") from None
    with open_image(path) as source:
        pixels, valid = source.read()
        if not valid.all():
            pixels = np.where(valid, pixels, 0).astype(pixels.dtype)
        resolution = source.grid.ground_resolution_m
        resolution_m = math.sqrt(math.prod(resolution)) if resolution else None
        return pixels, Details(list(source.band_names), locate(source.grid), resolution_m)


def _order_bands(pixels: np.ndarray, names: Sequence[str], wanted: Sequence[str], path: Path) -> np.ndarray:
    """Pixels (C, H, W) with their bands in the order of the names that are wanted, where they have these."""
    places = find_bands(wanted, names)
    if places is None and is_other_order(wanted, names):
        raise EoDeepError(
            f"All images must be alike: '{_name(path)}' has the bands {', '.join(names)}, others {', '.join(wanted)}."
        )
    return pixels if places is None else pixels[places]


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _describe(pixels: np.ndarray) -> str:
    return f"{pixels.shape[2]} x {pixels.shape[1]} px with {pixels.shape[0]} bands of {pixels.dtype}"
