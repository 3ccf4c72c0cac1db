"""Further images of a training: on which cells a network reads them, and what the card says of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..geo.nested_grids import measure_ratio
from ..io.names import find_date, name_of
from ..io.raster import RasterSource
from ..models.scaling import fit_scaling
from .training_image import OtherFile

ORDINALS = ("second", "third")
# The cells of the deepest level of the networks that are trained; coarser images are brought to these.
_MOST_PX = 16
# Cells may be coarser than the image by as much; otherwise they are finer, so that nothing is lost.
_AS_GOOD = 1.1


@dataclass(frozen=True)
class OtherImages:
    """Further images of a training, as the user names them: one for each image, and the numbers of their bands."""

    paths: Sequence[str]
    bands: Sequence[int] | None


def check_counts(images: Sequence[str], others: Sequence[OtherImages]) -> list[OtherImages]:
    """The kinds of further images that are given. EoDeepError unless each has one for each image."""
    given = [bool(other.paths) for other in others]
    for word, other, is_given in zip(ORDINALS, others, given):
        if other.bands and not is_given:
            raise EoDeepError(f"Band numbers of the {word} images are given, but no {word} images.")
        if is_given and len(other.paths) != len(images):
            raise EoDeepError(
                f"Give one {word} image for each image, in the same order: got {len(other.paths)} for {len(images)}."
            )
    if given != sorted(given, reverse=True):
        raise EoDeepError("Third images are given without second images; give them as second images.")
    return [other for other, is_given in zip(others, given) if is_given]


def describe_image(source: RasterSource, resolution_m: float | None, scaling: dict) -> dict:
    """What the card says of the images, by the first of them."""
    return {
        "name": _find_name(source, []),
        "bands": list(source.band_names),
        "resolution_m": resolution_m,
        "ratio": 1,
        "scaling": scaling,
        "dtype": source.dtype,
        "nodata": source.nodata,
        "resampling": "bilinear",
        "required": True,
        "date": find_date(source.path),
    }


def describe_other(source: RasterSource, grid: Grid, inputs: Sequence[dict], optional: bool) -> dict:
    """What the card says of further images of one kind, by the first of them, all but how they are scaled.

    grid: of the first image, on the training resolution. inputs: the images, and further ones before these. optional:
    whether the model is to do without them too.
    """
    native, first = measure_ratio(grid, source.grid), inputs[0]
    ratio = 2 ** math.floor(math.log2(min(max(_AS_GOOD * native, 1.0), _MOST_PX)))
    described = {
        **describe_image(source, None, {}),
        "name": _find_name(source, [each["name"] for each in inputs]),
        "resolution_m": None if first["resolution_m"] is None else round(ratio * first["resolution_m"], 4),
        "ratio": ratio,
        "resampling": "average" if native * _AS_GOOD < ratio else "bilinear",
        "required": not optional,
    }
    # Another date of the same sensor passes the same first layers. Where bands have no names, the dates must tell.
    named = not any(band.startswith("band ") for band in first["bands"])
    dated = None not in (first["date"], described["date"]) and first["date"] != described["date"]
    alike = not optional and all(described[key] == first[key] for key in ("bands", "dtype", "ratio"))
    if alike and (named or dated) and not first.get("scalars"):
        described["shares"] = first["name"]
    return described


def _find_name(source: RasterSource, taken: Sequence[str]) -> str:
    name = name_of(source.path)
    return f"{name} ({len(taken) + 1})" if name in taken else name


def open_other(source: RasterSource, described: dict) -> OtherFile:
    """One of the images of a kind that the card describes so."""
    return OtherFile(
        name=described["name"],
        ratio=described["ratio"],
        scaling=fit_scaling(described["scaling"], source),
        required=described["required"],
        is_picture=described["scaling"]["kind"] == "percentiles",
        own_sky="shares" in described,
        path=source.path,
        bands=source.bands,
        resampling=described["resampling"],
    )
