"""An image for a model: its bands, in its order, at its ground resolution."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import numpy as np

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..io.band_names import ImageBand, find_band, guess_bands
from ..io.card_schema import COARSEST
from ..io.names import name_of
from ..io.raster import RasterSource, open_image
from ..progress import Progress, silent
from .other_images import OtherImage, check_dates, check_number, lay_over
from .scalars import make_planes, parse_scalars
from .scaling import is_in_scaled_values

# Working within a tenth of the model's resolution costs no accuracy, and leaves the image's pixels as they are.
_SAME_WHERE_APPLIED = 1.1
# What a model is trained at is written into its card, so training images keep their pixels only if these are as good
# as equal.
_SAME_IN_TRAINING = 1.02
_MOST_NAMED = 16  # bands


@dataclass(frozen=True)
class ImageSettings:
    """How an image is given to a model: the arguments that all algorithms with an image and a model share.

    Attributes
    ----------
    path : str
        A raster.
    bands : sequence of int or None
        1-based band numbers in the model's order; None: matched by name.
    resample : bool
        Work at the model's ground resolution.
    pixel_size_m : float or None
        Ground resolution of an image without CRS, in metres.
    device : str
        See `runtime.devices.choose_device`.
    core_px : int or None
        Side of the tiles in pixels; None: chosen from memory.
    other_images : sequence of str
        Rasters of the model's further inputs, in the card's order; the last ones may be missing if the card says so.
    scalars : str or None
        Numbers of the image that the model wants, as "sun elevation = 34.2; day of year = 289".
    """

    path: str
    bands: Sequence[int] | None = None
    resample: bool = True
    pixel_size_m: float | None = None
    device: str = "auto"
    core_px: int | None = None
    other_images: Sequence[str] = ()
    scalars: str | None = None


@dataclass(frozen=True)
class ModelImage:
    """An open image as a model wants it.

    Attributes
    ----------
    settings : ImageSettings
    source : RasterSource
        The model's bands on the image's own grid.
    reader : RasterSource
        The same bands on the grid to work on; the same object where nothing is resampled.
    others : sequence of OtherImage
        The model's further images, each on its own cells.
    corner : tuple of int
        Column and row of the grid to work on, 0 or below, where the cells of all images begin.
    planes : ndarray
        The values (P,) float32 of the planes of the image's scalars.
    """

    settings: ImageSettings
    source: RasterSource
    reader: RasterSource
    others: Sequence[OtherImage] = ()
    corner: tuple[int, int] = (0, 0)
    planes: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))

    @property
    def grid(self) -> Grid:
        """The grid to work on; the source's own object where nothing is resampled."""
        return self.reader.grid

    @property
    def is_resampled(self) -> bool:
        """Whether the network works on another grid than the image's."""
        return self.reader is not self.source


@contextmanager
def open_model_image(settings: ImageSettings, card: dict, progress: Progress = silent,
                     crs_expected: bool = True) -> Iterator[ModelImage]:
    """Open an image with the bands, values and ground resolution that a model's card wants; a context manager.

    Parameters
    ----------
    settings : ImageSettings
    card : dict
        The model's card.
    progress : Progress
        Receives how bands and resolution were matched.
    crs_expected : bool
        Warn where the image has no CRS, so that its resolution is not known.

    Yields
    ------
    ModelImage

    Raises
    ------
    EoDeepError
        For bands and values that do not fit the model, and for an image that is too coarse.
    """
    inputs = card["inputs"]
    check_number(settings.other_images, inputs)
    planes = make_planes(inputs[0].get("scalars", ()), parse_scalars(settings.scalars, 1))
    with ExitStack() as files:
        source = files.enter_context(open_matching(settings.path, inputs[0], settings.bands, progress))
        heard = progress if crs_expected or source.grid.ground_resolution_m else silent
        grid = choose_working_grid(source.grid, card, settings.resample, settings.pixel_size_m, heard)
        reader = source if grid is source.grid else files.enter_context(resample(source, grid))
        if len(inputs) == 1:
            yield ModelImage(settings, source, reader, planes=planes)
            return
        check_dates([settings.path, *settings.other_images], inputs, progress)
        others: list[RasterSource | None] = [None] * (len(inputs) - 1)
        for place, path in enumerate(settings.other_images):
            whose = f"The model's '{inputs[place + 1]['name']}'"
            others[place] = files.enter_context(open_matching(path, inputs[place + 1], None, progress, whose))
        aligned, laid = files.enter_context(lay_over(others, inputs[1:], source, grid, progress))
        column, row = ~grid.transform * (aligned.transform.c, aligned.transform.f)
        yield ModelImage(settings, source, reader, laid, (round(column), round(row)), planes)


def open_matching(image: str, wanted: dict, bands: Sequence[int] | None, progress: Progress,
                  whose: str = "The model") -> RasterSource:
    """Open the bands that an input of a model's card wants, see `open_bands`, with values that its scaling fits.

    Raises EoDeepError, naming what does not fit and what would.
    """
    source = open_bands(image, wanted["bands"], bands, whose, progress)
    try:
        dtype = wanted["dtype"] if is_in_scaled_values(wanted, source) else source.dtype
        check_values(source.path, dtype, wanted, progress)
    except EoDeepError:
        source.close()
        raise
    return source


def open_bands(
    image: str, wanted: Sequence[str], bands: Sequence[int] | None, whose: str, progress: Progress
) -> RasterSource:
    """Open an image's bands in the order of the names `wanted`: by choice, else by name, else all if there are as many.

    whose: what has these names, for messages ("The model"). Raises EoDeepError for another number of bands, and where
    the names say that their order is another.
    """
    source = open_image(image, bands, progress=progress)
    there, needed = _list_bands(source.band_names), ", ".join(wanted)
    try:
        places = find_bands(wanted, source.band_names) if bands is None else None
        if places is not None:
            if places == list(range(source.count)):
                return source
            if places != sorted(places):
                progress.message(f"The bands of '{name_of(image)}' ({there}) are taken by name: {needed}.")
            chosen = [source.bands[place] for place in places]
            source.close()
            return open_image(image, chosen)
        if source.count != len(wanted):
            if suggested := _suggest_bands(image, wanted, source):
                raise EoDeepError(
                    f"{whose} needs {len(wanted)} bands ({needed}), '{name_of(image)}' has {source.count}; choose the "
                    f"bands {suggested}, which they are by the product in the file's name."
                )
            raise EoDeepError(
                f"{whose} needs {len(wanted)} bands ({needed}), '{name_of(image)}' has {source.count} ({there}); "
                "choose the bands in that order."
            )
        if is_other_order(wanted, source.band_names):
            order = f"The bands of '{name_of(image)}' ({there}) are not in the order of {whose.lower()}'s ({needed})"
            if bands is None:
                raise EoDeepError(f"{order}; choose the bands in that order.")
            progress.warning(f"{order}; they are taken as chosen.")
        elif bands is None:
            taken = f"bands ({there}) are taken to be {whose.lower()}'s ({needed}), in this order."
            lacking = [name for name in wanted if find_bands([name], source.band_names) is None]
            if len(lacking) < len(wanted):  # so the names do mean something
                progress.warning(f"'{name_of(image)}' has no band called {', '.join(lacking)}; its {taken}")
            else:
                progress.message(f"The image's {taken}")
    except EoDeepError:
        source.close()
        raise
    return source


def _suggest_bands(image: str, wanted: Sequence[str], source: RasterSource) -> str:
    """Which bands they are by the product in the file's name, as "4, 3, 2"; "" where it names none."""
    guess = guess_bands(wanted, [ImageBand(name) for name in source.band_names], name_of(image))
    numbers = guess.numbers if guess.by == "product" else ()
    return ", ".join(str(source.bands[number - 1]) for number in numbers if number)


def find_bands(wanted: Sequence[str], names: Sequence[str]) -> list[int] | None:
    """Where the bands called as `wanted` are among `names`; None unless each is there, once."""
    places = [place for place in (find_band(name, names) for name in wanted) if place is not None]
    return places if len(set(places)) == len(wanted) else None


def is_other_order(wanted: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a band called as one of `wanted` is among `names` in another place."""
    return any(find_band(name, names) not in (None, place) for place, name in enumerate(wanted))


def _list_bands(names: Sequence[str]) -> str:
    further = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + further


def open_alike(paths: Sequence[str], bands: Sequence[int] | None, wanted: dict | None, whose: str, files: ExitStack,
               progress: Progress, one_dtype: bool = False) -> list[RasterSource]:
    """Open images with the same bands, in the order of an input of a model's card or, without, of the first image.

    one_dtype: whether all must hold values of one type. Raises EoDeepError where they differ.
    """
    sources: list[RasterSource] = []
    for path in paths:
        if wanted:
            source = files.enter_context(open_matching(path, wanted, bands, progress, whose))
        elif sources:
            source = files.enter_context(open_bands(path, sources[0].band_names, bands, whose, progress))
        else:
            source = files.enter_context(open_image(path, bands, progress=progress))
        sources.append(source)
        if one_dtype and source.dtype != sources[0].dtype:
            raise EoDeepError(
                f"All images must be alike: '{name_of(path)}' holds {source.dtype} values, '{name_of(paths[0])}' "
                f"{sources[0].dtype}."
            )
        check_alike(source, sources[0], progress)
    return sources


def check_values(path: str, dtype: str, wanted: dict, progress: Progress) -> None:
    """Check the type of an image's values against an input of a model's card: EoDeepError where its scaling does not
    fit."""
    expected = wanted.get("dtype")
    if not expected or dtype == expected or wanted["scaling"]["kind"] == "range":
        return  # `reflectance.find_scaling` converts a range to other units
    what = f"'{name_of(path)}' holds {dtype} values, the model was trained on {expected}"
    if wanted["scaling"]["kind"] == "fixed":
        if not _count_alike(dtype, expected):
            raise EoDeepError(f"{what}; convert the image to {expected} first.")
        progress.warning(f"{what}; they are taken to be in the same units.")
        return
    progress.warning(f"{what}; they are stretched between the image's own percentiles.")


def _count_alike(dtype: str, other: str) -> bool:
    """Whether both types hold whole numbers of more than 8 bits, which sensors' products are counted in."""
    return all(np.dtype(each).kind in "iu" and np.dtype(each).itemsize > 1 for each in (dtype, other))


def check_alike(source: RasterSource, first: RasterSource, progress: Progress) -> None:
    """Check that two images can be used in one training: EoDeepError where they count in different units."""
    names = f"'{name_of(source.path)}'", f"'{name_of(first.path)}'"
    if (source.dtype == "uint8") != (first.dtype == "uint8"):
        raise EoDeepError(
            f"{names[0]} is {source.dtype}, {names[1]} is {first.dtype}; 8-bit images and others cannot be mixed."
        )
    units = [list(zip(each.scales, each.offsets, strict=True)) for each in (source, first)]
    for (scale, offset), (other_scale, other_offset) in zip(*units, strict=True):
        if not (math.isclose(scale, other_scale) and math.isclose(offset, other_offset)):
            raise EoDeepError(
                f"The values of {names[0]} have scale {scale:g} and offset {offset:g}, those of {names[1]} "
                f"{other_scale:g} and {other_offset:g}; convert both to the same units first."
            )
    if source.dtype != first.dtype:
        progress.warning(
            f"{names[0]} holds {source.dtype} values, {names[1]} {first.dtype}; they are taken to be in the same units."
        )


def choose_working_grid(grid: Grid, card: dict, resample: bool, pixel_size_m: float | None, progress: Progress) -> Grid:
    """The grid on which a network sees an image: the image's own if `resample` is off or the resolutions agree.

    Parameters
    ----------
    grid : Grid
        The image's.
    card : dict
        The model's card.
    resample : bool
    pixel_size_m : float or None
        Ground resolution of an image without CRS, in metres.
    progress : Progress
        Receives what is resampled, or why not.

    Raises
    ------
    EoDeepError
        If the pixel size is not above 0, and if the image is more than 8 times coarser than the model's training
        images.
    """
    if pixel_size_m is not None and pixel_size_m <= 0:
        raise EoDeepError(f"Pixel size must be above 0 m, got {pixel_size_m:g} m.")
    wanted_m = card["inputs"][0].get("resolution_m")
    measured = grid.ground_resolution_m
    if pixel_size_m:
        if measured:
            progress.warning("The given pixel size is not used: the image's CRS defines it.")
        else:
            measured = pixel_size_m, pixel_size_m
    if not wanted_m:
        if not measured:
            progress.warning("The image has no CRS; areas and lengths are in units of its coordinates.")
        return grid
    if not measured:
        progress.warning(
            f"The image has no CRS, so its pixels are taken to be {wanted_m:g} m, as the model's are; give the pixel "
            "size if they are not."
        )
        return grid
    across, down = wanted_m / measured[0], wanted_m / measured[1]
    if min(across, down) < 1 / COARSEST:
        raise EoDeepError(
            f"The image's pixels are {max(measured):.3g} m, the model was trained at {wanted_m:g} m; it needs "
            f"{wanted_m * COARSEST:.3g} m or finer."
        )
    if _is_within(_SAME_WHERE_APPLIED, across, down):
        return grid
    if not resample:
        progress.warning(
            f"The image's pixels are {max(measured):.3g} m, the model was trained at {wanted_m:g} m; expect errors."
        )
        return grid
    progress.message(f"The image's pixels of {max(measured):.3g} m are resampled to the model's {wanted_m:g} m.")
    return grid.scaled(across, down)


def resample(source: RasterSource, grid: Grid) -> RasterSource:
    """An image on a grid to work on, to be closed; cubic where it is enlarged: networks see less in what is blurred."""
    return source.on(grid, "cubic" if grid.is_finer_than(source.grid) else "bilinear")


def is_training_resolution(across: float, down: float) -> bool:
    """Whether training images keep their pixels, which are so many times larger than those to train at."""
    return _is_within(_SAME_IN_TRAINING, across, down)


def _is_within(factor: float, across: float, down: float) -> bool:
    return max(across, down, 1 / across, 1 / down) <= factor
