"""An image for a model: the bands it wants, in its order, on a grid of the resolution it learned from."""

from __future__ import annotations

from collections.abc import Sequence

from .errors import EoDeepError
from .names import name_of
from .progress import Progress
from .raster import Grid, RasterSource, open_image

# Working within a tenth of the model's resolution costs no accuracy, and leaves the image's pixels as they are.
_SAME_RESOLUTION = 1.1
_COARSEST = 8.0
# Names of one colour, where a product and a model call it differently: Sentinel-2's, which is what has such numbers.
_SAME_COLOUR = (("blue", "b02", "b2"), ("green", "b03", "b3"), ("red", "b04", "b4"), ("nir", "b08", "b8"))


def open_matching(image: str, card: dict, bands: Sequence[int] | None, progress: Progress) -> RasterSource:
    """Open the bands that the model wants: by choice, else by name, else all if there are as many.

    Raises EoDeepError, naming what does not fit and what would.
    """
    wanted = card["inputs"][0]
    names = wanted["bands"]
    source = open_image(image, bands, progress=progress)
    try:
        chosen = list(source.bands)
        matched = bands is not None
        if bands is None:
            found = [_find(name, source.band_names) for name in names]
            matched = all(position is not None for position in found) and len(set(found)) == len(found)
            if matched:
                chosen = [source.bands[position] for position in found if position is not None]
        if len(chosen) != len(names):
            raise EoDeepError(
                f"The model needs {len(names)} bands ({', '.join(names)}), '{name_of(image)}' gives "
                f"{len(chosen)} ({', '.join(source.band_names)}); choose the bands in the model's order."
            )
        if not matched:
            progress.message(
                f"The image's bands ({', '.join(source.band_names)}) are taken to be the model's ({', '.join(names)}), "
                "in this order."
            )
        check_values(source, wanted, progress)
        if chosen == list(source.bands):
            return source
    except EoDeepError:
        source.close()
        raise
    source.close()
    return open_image(image, chosen)


def _find(name: str, names: Sequence[str]) -> int | None:
    """Where a band is among an image's: by its own name, else by another name of the same colour."""
    for wanted in ({name.lower()}, {other for group in _SAME_COLOUR if name.lower() in group for other in group}):
        matches = [i for i, other in enumerate(names) if other.strip().lower() in wanted]
        if len(matches) == 1:
            return matches[0]
    return None


def check_values(source: RasterSource, wanted: dict, progress: Progress) -> None:
    """Check an image's data type against an input of a model's card: EoDeepError where its scaling does not fit."""
    expected = wanted.get("dtype")
    if not expected or source.dtype == expected or wanted["scaling"]["kind"] == "range":
        return  # what a range stands for in other units, scene_input.py finds out
    what = f"'{name_of(source.path)}' holds {source.dtype} values, the model learned from {expected}"
    if wanted["scaling"]["kind"] == "fixed":
        raise EoDeepError(f"{what}; convert the image to {expected} first.")
    progress.warning(f"{what}; they are stretched between the image's own percentiles.")


def choose_working_grid(grid: Grid, card: dict, resample: bool, pixel_size_m: float | None, progress: Progress) -> Grid:
    """The grid on which the network sees the image: the image's own if `resample` is off or the resolutions agree.

    pixel_size_m: ground resolution of an image without CRS. Raises EoDeepError if that is not above 0, and if the image
    is more than 8 times coarser than what the model learned from.
    """
    if pixel_size_m is not None and pixel_size_m <= 0:
        raise EoDeepError(f"Pixel size must be above 0 m, got {pixel_size_m:g} m.")
    wanted_m = card["inputs"][0].get("resolution_m")
    measured = grid.ground_resolution_m
    if pixel_size_m:
        if measured:
            progress.warning("The pixel size that was given is not used: the image's CRS tells it.")
        else:
            measured = pixel_size_m, pixel_size_m
    if not wanted_m:
        return grid
    if not measured:
        progress.warning(
            f"The image has no CRS, so its pixels are taken to be {wanted_m:g} m, as the model's are; give the pixel "
            "size if they are not."
        )
        return grid
    across, down = wanted_m / measured[0], wanted_m / measured[1]
    if min(across, down) < 1 / _COARSEST:
        raise EoDeepError(
            f"The image's pixels are {max(measured):.3g} m, the model learned from {wanted_m:g} m; it needs "
            f"{wanted_m * _COARSEST:.3g} m or finer."
        )
    if max(across, down, 1 / across, 1 / down) <= _SAME_RESOLUTION:
        return grid
    if not resample:
        progress.warning(
            f"The image's pixels are {max(measured):.3g} m, the model learned from {wanted_m:g} m; expect errors."
        )
        return grid
    progress.message(f"The image's pixels of {max(measured):.3g} m are resampled to the model's {wanted_m:g} m.")
    return grid.scaled(across, down)
