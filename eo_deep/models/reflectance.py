"""An image for a scene model: what its numbers are (8 bit, reflectance x 10,000, reflectance 0..1)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from rasterio.windows import Window

from ..errors import EoDeepError
from ..io.names import name_of
from ..io.pixel_values import VALUES
from ..io.raster import RasterSource
from ..progress import Progress, silent
from ..runtime.devices import choose_device
from .bundled import LAND_COVER, find_bundled_model
from .image_input import ImageSettings, open_model_image
from .model_file import Model, load_model
from .scaling import FittedScaling, fit_scaling

_SURFACE = "surface "
_WHOLE = {"int16", "uint16", "int32", "uint32"}
_SAMPLE_PX, _SAMPLE_WINDOWS, _SAMPLE_WINDOW_PX = 512, 8, 64


@dataclass(frozen=True)
class Reading:
    """What the numbers stand for, reflectance = (value - offset) / factor, and why; factor None: as in training.

    surface: the reflectance is the ground's, without the atmosphere; None: to be found out.
    """

    factor: float | None
    offset: float
    why: str
    surface: bool | None = None


@dataclass
class SceneImage:
    """An open image as a scene model wants it.

    source: on its own grid; reader: the same at the model's resolution; scaling: raw values -> [-1, 1].
    """

    source: RasterSource
    reader: RasterSource
    scaling: FittedScaling


def load_scene_model(path: str | None, device: str = "auto", jem: bool = False) -> tuple[str, Model]:
    """The path of a scene model, the bundled one for None, and the model, ready to run on `device`.

    jem: EoDeepError for a plain classifier.
    """
    path = path or find_bundled_model(LAND_COVER)
    model = load_model(path, "scenes")
    if jem and model.card.get("kind") != "jem":
        raise EoDeepError(
            f"'{path}' is a plain classifier and has no density to sample from; choose a model that was trained as JEM."
        )
    model.network.to(choose_device(device)).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return path, model


@contextmanager
def open_scene(settings: ImageSettings, card: dict, values: str, progress: Progress = silent,
               crs_expected: bool = True) -> Iterator[SceneImage]:
    """Open an image for a scene model's card, see `open_model_image`.

    values: one of VALUES, see `find_scaling`. Raises EoDeepError for an image that does not fit the model.
    """
    with open_model_image(settings, card, progress, crs_expected) as image:
        scaling = fit_scaling(find_scaling(image.source, card["inputs"][0], values, progress), image.source)
        yield SceneImage(image.source, image.reader, scaling)


def find_scaling(source: RasterSource, wanted: dict, values: str, progress: Progress) -> dict:
    """The scaling of a scene model in the units of an image, for `fit_scaling`.

    Parameters
    ----------
    source : RasterSource
        The image, with the model's bands.
    wanted : dict
        The model's input on its card: "scaling", "dtype".
    values : str
        One of VALUES. "auto" recognises 8 bit, reflectance x 10,000 (Sentinel-2), reflectance 0 to 1, and the scale and
        offset that a file states, and reports it in one message.
    progress : Progress

    Returns
    -------
    dict
        A scaling as on a card.

    Raises
    ------
    EoDeepError
        For values that are none of these, and where the model does not store which reflectance its range stands for.
    """
    if values not in VALUES:
        raise EoDeepError(f"Values must be one of {', '.join(VALUES)}, got '{values}'.")
    scaling, name = wanted["scaling"], name_of(source.path)
    if scaling["kind"] != "range":
        return scaling
    knows_reflectance = "reflectance_high" in scaling
    reading = _recognise(source, wanted, knows_reflectance, progress) if values == VALUES[0] else _name(values)
    if reading.factor is None:
        return scaling
    if not knows_reflectance:
        raise EoDeepError(f"The model does not store which reflectance its training images had; convert '{name}' to "
                          f"{wanted.get('dtype') or 'its values'} as in the training images.")
    if reading.why:
        progress.message(f"'{name}': {reading.why}.")
    low, high = np.array(scaling["reflectance_low"], float), np.array(scaling["reflectance_high"], float)
    if "surface_offset" in scaling:
        path, share = np.array(scaling["surface_offset"], float), np.array(scaling["surface_factor"], float)
        surface = _is_surface(source, reading, path) if reading.surface is None else reading.surface
        if surface:
            low, high = (low - path) / share, (high - path) / share
            progress.message(
                f"'{name}' is taken as surface reflectance (Level-2A); the model was trained on top-of-"
                "atmosphere reflectance, so a standard atmosphere is added."
            )
    elif reading.surface:
        raise EoDeepError("The model cannot convert surface reflectance; choose reflectance under Values.")
    return {"kind": "range", "low": (low * reading.factor + reading.offset).tolist(),
            "high": (high * reading.factor + reading.offset).tolist()}


def _is_surface(source: RasterSource, reading: Reading, path: np.ndarray) -> bool:
    """Whether the darkest percent of the band with the brightest atmosphere (blue) is below half of what that adds."""
    if reading.factor is None:
        return False
    band = int(path.argmax())
    darkest = (np.percentile(_sample_valid(source)[band], 1) - reading.offset) / reading.factor
    return bool(darkest < 0.5 * path[band])


def _name(values: str) -> Reading:
    """The reading that the user chose."""
    if values == VALUES[1]:
        return Reading(None, 0, "")
    surface = values.startswith(_SURFACE)
    factor, offset = {
        "reflectance x 10,000": (10_000, 0),
        "reflectance x 10,000 + 1000": (10_000, 1000),
        "reflectance 0 to 1": (1, 0),
    }[values.removeprefix(_SURFACE)]
    return Reading(factor, offset, "", surface)


def _recognise(source: RasterSource, wanted: dict, knows_reflectance: bool, progress: Progress) -> Reading:
    name, trained_dtype = name_of(source.path), wanted.get("dtype")
    if source.dtype == trained_dtype and (trained_dtype == "uint8" or not knows_reflectance):
        if knows_reflectance:
            low, high = (wanted["scaling"][f"reflectance_{end}"][0] for end in ("low", "high"))
            progress.message(f"'{name}': 8-bit values are taken to be stretched as the training images were, from "
                             f"reflectance {low:g} to {high:g}.")
        return Reading(None, 0, "")
    if source.dtype == "uint8":
        raise EoDeepError(f"'{name}' holds 8-bit values, the model was trained on {trained_dtype}; use the unstretched "
                          "image.")
    if not knows_reflectance and trained_dtype != "uint8" and {source.dtype, trained_dtype} <= _WHOLE:
        progress.message(f"'{name}': {source.dtype} values are taken to be in the units of the model's "
                         f"{trained_dtype}.")
        return Reading(None, 0, "")
    if source.scales[0] != 1 or source.offsets[0] != 0:
        return Reading(1 / source.scales[0], -source.offsets[0] / source.scales[0],
                       "reflectance by the file's own scale and offset")
    return _recognise_by_values(_sample_valid(source), name, source.dtype, trained_dtype, progress)


def _sample_valid(source: RasterSource) -> np.ndarray:
    """Known pixels (C, N) float64 from all over an image: all of a small one, of a large one 64 windows of 64 px.

    An even lattice of single pixels would have every block of a large file read. EoDeepError if no pixel is valid.
    """
    grid, side = source.grid, _SAMPLE_WINDOW_PX
    if grid.width * grid.height <= _SAMPLE_PX**2:
        parts = [source.read()]
    else:
        places = [(int(row), int(column)) for row in np.linspace(0, max(0, grid.height - side), _SAMPLE_WINDOWS)
                  for column in np.linspace(0, max(0, grid.width - side), _SAMPLE_WINDOWS)]
        parts = [source.read(Window(column, row, side, side)) for row, column in places]
        if not any(valid.any() for _, valid in parts):
            parts = [source.read_overview(_SAMPLE_PX)]
    valid = np.concatenate([pixels[:, valid] for pixels, valid in parts], axis=1).astype(np.float64)
    if not valid.size:
        raise EoDeepError(f"No pixel of '{source.path}' is valid: all are nodata, transparent or NaN.")
    return valid


def _recognise_by_values(pixels: np.ndarray, name: str, dtype: str, trained_dtype: str | None,
                         progress: Progress) -> Reading:
    """What pixels (C, N) that are not of the model's own type stand for."""
    low, middle, high = np.percentile(pixels, [0.5, 50, 99])
    is_float = np.dtype(dtype).kind == "f"
    if is_float and high <= 1.5 and low >= -0.3:
        return Reading(1, 0, f"{dtype} values up to {high:.3g} are taken as reflectance 0 to 1")
    if trained_dtype == "uint8" and 1.5 < high <= 255 and pixels.max() <= 255 and low >= 0:
        progress.message(f"'{name}': {dtype} values up to {high:.3g} are taken as 8-bit values, as in training.")
        return Reading(None, 0, "")
    if middle > 10_000 or low < -2_000 or high <= 1.5:
        raise EoDeepError(
            f"The values of '{name}' (median {middle:.4g}, 99th percentile {high:.4g}) are neither reflectance x "
            "10,000 nor 0 to 1 nor 8 bit; choose what they are under Values, or convert the image."
        )
    if np.percentile(pixels, 0.5, axis=1).min() >= 1000:
        progress.warning(
            f"All values of '{name}' are above 1000, as in Sentinel-2 products since 2022 before their offset of 1000 "
            "is subtracted; if so, choose 'reflectance x 10,000 + 1000' under Values."
        )
    return Reading(10_000, 0, f"{dtype} values up to {high:.0f} are taken as reflectance x 10,000")
