"""Models for programs: predictions for arrays in memory, by the code that predicts for files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import rasterio
import torch
from rasterio.io import MemoryFile
from rasterio.windows import Window

from ..energy_models.interpretation import interpret_logits
from ..energy_models.jem import compute_logits, require_finite
from ..errors import EoDeepError
from ..io.raster import RasterSource, open_raster
from ..models import model_file
from ..models.bundled import ALIGNMENT, BUILDINGS, LAND_COVER, find_bundled_model
from ..models.image_input import ImageSettings, ModelImage
from ..models.reflectance import find_scaling
from ..models.scaling import fit_scaling
from ..progress import silent
from ..runtime.devices import choose_device
from ..sampling.patch_grid import fill_nodata
from ..streaming.image_job import ImageJob
from ..streaming.pipeline import Output
from ..streaming.probabilities import choose_classes
from .inputs import to_pixels

BUNDLED = (BUILDINGS, ALIGNMENT, LAND_COVER)


@dataclass(frozen=True)
class Segmentation:
    """What a segmentation model predicts for an image.

    Attributes
    ----------
    classes : ndarray (H, W) uint8
        The values of the model's classes, 255 where the image is nodata.
    probabilities : ndarray (K, H, W) float32
        One band per class; they sum to 1, and are NaN where the image is nodata.
    """

    classes: np.ndarray
    probabilities: np.ndarray


@dataclass(frozen=True)
class SceneClassification:
    """What a scene model predicts for N patches; without the first dimension for a single one.

    Attributes
    ----------
    classes : ndarray (N,) uint8
        The values of the model's classes.
    probabilities : ndarray (N, K) float32
        They sum to 1 over the K classes.
    log_px : ndarray (N,) float32
        log p(x) up to a constant: higher for patches like the training images.
    percentile : ndarray (N,) float32
        0..1: the share of the training images whose log p(x) is lower.
    """

    classes: np.ndarray
    probabilities: np.ndarray
    log_px: np.ndarray
    percentile: np.ndarray


class Model:
    """A model file, open for predictions; every door takes it as its model.

    Attributes
    ----------
    path : str
    card : dict
        What the file says of the model: its bands, resolution, classes, training.
    classes : list of dict
        {"value", "name", "color"} of each class, in the order of the probabilities.
    """

    def __init__(self, path: str, loaded: model_file.Model):
        self.path, self.card, self._loaded = path, loaded.card, loaded
        self.classes: list[dict] = loaded.card["classes"]

    def __fspath__(self) -> str:
        return self.path

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.path!r})"

    def predict(self, array: Any) -> Any:
        """Not for models of this task: they need vectors beside the image. Raises EoDeepError."""
        raise EoDeepError(f"'{self.path}' is a model for {self.card['task']}; use it with the function for that.")


class SegmentationModel(Model):
    """A segmentation model."""

    def predict(self, array: Any, nodata: float | None = None, test_time_augmentation: bool = False,
                device: str = "auto", core_px: int | None = None) -> Segmentation:
        """Classify every pixel of an image in memory, in tiles that leave no seams.

        Parameters
        ----------
        array : array_like (C, H, W)
            The model's bands in its order, bands first as in rasterio, in the units of the images that it was trained
            on; (H, W) for a single band. Its pixels should have the model's resolution, ``card["inputs"][0]``: it is
            not resampled. NaN and the masked pixels of a masked array are nodata.
        nodata : float, optional
            A further value that means nodata.
        test_time_augmentation : bool
            Average over eight flips and quarter turns, eight times slower.
        device : str
            "auto", "cpu", "cuda", "cuda:1" or "mps".
        core_px : int, optional
            Tile size in pixels. The result does not depend on it. Default: chosen from memory.

        Returns
        -------
        Segmentation

        Raises
        ------
        EoDeepError
            If the array does not have the model's bands.
        """
        model_file.check_takes_one(self.path, self.card)
        with _open_array(array, nodata, self.card) as source:
            image = ModelImage(ImageSettings(source.path, device=device, core_px=core_px), source, source)
            job = ImageJob(self._loaded, image, [Output(dihedral=test_time_augmentation)])
            maps = _Maps(len(self.classes), source.grid.height, source.grid.width)
            job.run(job.plan(), [maps])
        finite = np.all(np.isfinite(maps.scores), axis=0)
        return Segmentation(choose_classes(maps.scores, finite, self.card), maps.scores)


class SceneModel(Model):
    """A scene classification model."""

    def predict(self, array: Any, nodata: float | None = None, values: str = "auto", device: str = "auto"
                ) -> SceneClassification:
        """Classify patches in memory, and say by log p(x) how much they are like the training images.

        Parameters
        ----------
        array : array_like (C, P, P) or (N, C, P, P)
            One patch or N, bands first as in rasterio, of the model's patch size ``card["patch_px"]`` and bands. NaN
            and masked pixels are nodata; the mean of a patch's other pixels takes their place.
        nodata : float, optional
            A further value that means nodata.
        values : str
            What the numbers are, as in `eo_deep.classify_scenes`.
        device : str
            "auto", "cpu", "cuda", "cuda:1" or "mps".

        Returns
        -------
        SceneClassification

        Raises
        ------
        EoDeepError
            If the array does not have the model's bands and patch size, or its numbers cannot be interpreted.
        """
        pixels = array if isinstance(array, np.ma.MaskedArray) else np.asarray(array)
        side, single = self.card["patch_px"], pixels.ndim == 3
        patches = pixels[None] if single else pixels
        bands = len(self.card["inputs"][0]["bands"])
        if patches.shape[1:] != (bands, side, side) or not len(patches):
            raise EoDeepError(f"The model takes patches ({bands}, {side}, {side}) or (N, {bands}, {side}, {side}), got "
                              f"{pixels.shape}.")
        column = np.ma.concatenate(list(patches), axis=1) if np.ma.is_masked(patches) else np.concatenate(patches, 1)
        with _open_array(column, nodata, self.card) as source:
            scaling = fit_scaling(find_scaling(source, self.card["inputs"][0], values, silent), source)
            pixels, valid = source.read()
        scaled = np.stack(np.split(scaling(pixels, valid), len(patches), axis=1))
        fill_nodata(scaled, np.stack(np.split(valid, len(patches))))
        network = self._loaded.network.to(choose_device(device))
        logits = require_finite(compute_logits(network, torch.from_numpy(scaled))).numpy()
        probabilities, log_px, percentile = interpret_logits(logits, self.card)
        numbers = np.array([entry["value"] for entry in self.classes], np.uint8)
        found = numbers[probabilities.argmax(axis=1)], probabilities, log_px, percentile
        return SceneClassification(*(each[0] for each in found) if single else found)


class _Maps:
    """Takes the probabilities (K, H, W) of blocks; NaN where there are none."""

    def __init__(self, classes: int, height: int, width: int):
        self.scores = np.full((classes, height, width), np.nan, np.float32)

    def write(self, scores: np.ndarray, valid: np.ndarray, window: Window) -> None:
        rows, columns = window.toslices()
        self.scores[:, rows, columns] = np.where(valid, scores, np.nan)


def load_model(path: str | os.PathLike) -> Model:
    """Open a model file.

    Parameters
    ----------
    path : path or str
        A file of EO Deep, ``.safetensors``; no code in it is run. Or the name of a bundled model: "buildings",
        "alignment" or "eurosat_jem".

    Returns
    -------
    SegmentationModel, SceneModel or Model
        By the model's task; it has a ``predict`` for arrays. A polygons model is a SegmentationModel here.

    Raises
    ------
    EoDeepError
        If the file is missing, damaged, or no model of EO Deep.

    Examples
    --------
    >>> model = eo_deep.load_model("buildings")
    >>> model.predict(array).classes
    """
    path = find_bundled_model(os.fspath(path)) if path in BUNDLED and not os.path.exists(path) else os.fspath(path)
    loaded = model_file.load_model(path, several=True)
    if loaded.card["task"] == "polygons" and loaded.card["heads"]:
        loaded = model_file.keep_classes(loaded)
    kind = {"segmentation": SegmentationModel, "scenes": SceneModel}.get(loaded.card["task"], Model)
    return kind(path, loaded)


@contextmanager
def _open_array(array: Any, nodata: float | None, card: dict) -> Iterator[RasterSource]:
    """An array as a raster in memory. Raises EoDeepError unless it has the bands of the model."""
    pixels, nodata = to_pixels(array, nodata, "array")
    wanted = card["inputs"][0]["bands"]
    if len(pixels) != len(wanted):
        raise EoDeepError(f"The model takes {len(wanted)} bands ({', '.join(wanted)}), the array has {len(pixels)}.")
    with MemoryFile(ext=".tif") as memory:
        count, height, width = pixels.shape
        # Somewhere, so that nobody asks where.
        with memory.open(driver="GTiff", count=count, height=height, width=width, dtype=pixels.dtype, nodata=nodata,
                         transform=rasterio.Affine(1, 0, 1, 0, -1, height), BIGTIFF="IF_SAFER") as file:
            file.write(pixels)
        with open_raster(memory.name) as source:
            yield source
