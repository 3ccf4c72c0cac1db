"""Folders of patches that were cut from images: what lies where in them, and how a training reads them.

An index layer says which image each patch is of, where it lay and which part it belongs to. By it, the patches of an
image are put together again (as a VRT, which copies nothing): neighbours join without a seam, all else is nodata.
"""

from __future__ import annotations

import html
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio

from ..errors import EoDeepError
from ..io.damage import GDAL_ERRORS
from ..io.layers import find_layer, read_layer
from ..io.raster import CLASSES_TAG
from ..io.raster_view import quiet

PARTS = ("training", "validation", "test")
INDEX_NAME, INDEX_LAYER = "index.gpkg", "patches"
IMAGES_NAME, LABELS_NAME = "images", "labels"
_SUFFIX = ".tif"
_TRAINING, _VALIDATION, _ = PARTS
# GDAL's names of what rasterio calls as numpy does.
_KINDS = {"uint8": "Byte", "int8": "Int8", "uint16": "UInt16", "int16": "Int16", "uint32": "UInt32", "int32": "Int32",
          "uint64": "UInt64", "int64": "Int64", "float32": "Float32", "float64": "Float64"}  # fmt: skip


@dataclass(frozen=True)
class Split:
    """Which part of an image is held back: (rows, columns) bool of blocks of `block_px` of its own pixels."""

    held_out: np.ndarray
    block_px: int


@dataclass(frozen=True)
class PatchFolder:
    """The patches of a folder as images again, one for each that they were cut from.

    images: paths of rasters. further: the same of the second source, the third ... labels: class rasters.
    """

    images: list[str]
    further: list[list[str]]
    labels: list[str]
    splits: list[Split]


@dataclass(frozen=True)
class _Place:
    path: Path
    row: int
    column: int


def name_source(number: int) -> str:
    """The folder of a source's patches: "images" of the first, "images_2" of the second ..."""
    return IMAGES_NAME if number == 0 else f"{IMAGES_NAME}_{number + 1}"


def open_patch_folder(folder: str, scratch: Path) -> PatchFolder:
    """Find the patches of a folder that `extract_patches` wrote, for training; its test part is left out.

    Patches whose files have been removed from the folder are left out too.

    Parameters
    ----------
    folder : str
    scratch : path
        An empty folder for the files that put the patches together; needed as long as they are read.

    Raises
    ------
    EoDeepError
        For a folder without index or without labels as GeoTIFF, and where no patch for training is left.
    """
    base = Path(folder).absolute()
    index = base / INDEX_NAME
    if not index.is_file():
        raise EoDeepError(f"'{folder}' is no folder of patches: it holds no {INDEX_NAME}.")
    layer, _ = read_layer(*find_layer(str(index)), ["patch", "image", "part", "row", "column"])
    parts, images = layer.fields["part"], layer.fields["image"]
    if not (base / LABELS_NAME).is_dir() or not list((base / LABELS_NAME).glob(f"*/*{_SUFFIX}")):
        raise EoDeepError(f"'{folder}' holds no labels as GeoTIFF; extract the patches with the format 'GeoTIFF'.")
    count = 1
    while (base / name_source(count)).is_dir():
        count += 1
    found, training = PatchFolder([], [[] for _ in range(count - 1)], [], []), False
    for image in dict.fromkeys(images.tolist()):
        chosen = [
            i
            for i in np.flatnonzero((images == image) & np.isin(parts, (_TRAINING, _VALIDATION)))
            if _find(base, LABELS_NAME, parts[i], layer.fields["patch"][i]).is_file()
        ]
        if not chosen:
            continue
        places = {
            name: [
                _Place(_find(base, name, parts[i], layer.fields["patch"][i]),
                       int(layer.fields["row"][i]), int(layer.fields["column"][i]))
                for i in chosen
            ]
            for name in (*map(name_source, range(count)), LABELS_NAME)
        }  # fmt: skip
        own = scratch / str(len(found.images))
        own.mkdir()
        patch_px = _measure(places[LABELS_NAME][0].path)
        joined = {name: _join(own / name / f"{Path(image).stem}.vrt", some, patch_px) for name, some in places.items()}
        found.images.append(joined[IMAGES_NAME])
        for number, paths in enumerate(found.further, 1):
            paths.append(joined[name_source(number)])
        found.labels.append(joined[LABELS_NAME])
        held_out = [parts[i] == _VALIDATION for i in chosen]
        training |= not all(held_out)
        found.splits.append(_split(places[LABELS_NAME], held_out, patch_px))
    if not training:
        raise EoDeepError(f"'{folder}' holds no patch for training.")
    return found


def _find(base: Path, source: str, part: str, patch: str) -> Path:
    return base / source / part / f"{patch}{_SUFFIX}"


def _measure(path: Path) -> int:
    with quiet(), _open(path) as patch:
        return patch.width


def _split(places: Sequence[_Place], held_out: Sequence[bool], patch_px: int) -> Split:
    """The finest blocks that the patches consist of, and which of them are validation's."""
    rows, columns = (np.array([getattr(place, side) for place in places]) for side in ("row", "column"))
    rows, columns = rows - rows.min(), columns - columns.min()
    block_px = math.gcd(patch_px, *rows.tolist(), *columns.tolist())
    size = patch_px // block_px
    blocks = np.zeros((rows.max() // block_px + size, columns.max() // block_px + size), bool)
    for row, column, held in zip(rows // block_px, columns // block_px, held_out, strict=True):
        if held:
            blocks[row : row + size, column : column + size] = True
    return Split(blocks, block_px)


def _join(path: Path, places: Sequence[_Place], patch_px: int) -> str:
    """Write a VRT of patches of one source of one image; the places are in pixels of the image's first source."""
    with quiet(), _open(places[0].path) as first:
        ratio = patch_px // first.width
        rows, columns = ([getattr(place, side) for place in places] for side in ("row", "column"))
        top, left = min(rows), min(columns)
        size = first.width
        shape = (max(rows) - top) // ratio + size, (max(columns) - left) // ratio + size
        corner = rasterio.Affine.translation((left - columns[0]) / ratio, (top - rows[0]) / ratio)
        geo = ", ".join(repr(number) for number in (first.transform * corner).to_gdal())
        crs = html.escape(first.crs.to_wkt()) if first.crs else ""
        files = [
            (html.escape(os.fspath(place.path)), (place.row - top) // ratio, (place.column - left) // ratio)
            for place in places
        ]
        bands = "".join(
            f'<VRTRasterBand dataType="{_KINDS[first.dtypes[band - 1]]}" band="{band}">{_describe(first, band)}'
            + "".join(_show(*file, size, str(band)) for file in files)
            + "</VRTRasterBand>"
            for band in first.indexes
        )
        mask = ""
        if first.nodata is None:
            sources = "".join(_show(*file, size, "mask,1") for file in files)
            mask = f'<MaskBand><VRTRasterBand dataType="Byte">{sources}</VRTRasterBand></MaskBand>'
        head = f"<SRS>{crs}</SRS>" * bool(crs) + f"<GeoTransform>{geo}</GeoTransform>"
        text = f'<VRTDataset rasterXSize="{shape[1]}" rasterYSize="{shape[0]}">{head}{bands}{mask}</VRTDataset>'
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def _show(file: str, row: int, column: int, size: int, band: str) -> str:
    """A patch as a source of a VRT's band."""
    return (
        f'<SimpleSource><SourceFilename relativeToVRT="0" shared="0">{file}</SourceFilename>'
        f'<SourceBand>{band}</SourceBand><SrcRect xOff="0" yOff="0" xSize="{size}" ySize="{size}"/>'
        f'<DstRect xOff="{column}" yOff="{row}" xSize="{size}" ySize="{size}"/></SimpleSource>'
    )


def _describe(patch, band: int) -> str:
    """What a band of a VRT takes over from that of a patch."""
    said, tags = patch.descriptions[band - 1], patch.tags(band)
    nodata, classes = patch.nodatavals[band - 1], tags.get(CLASSES_TAG)
    texts = [
        f"<Description>{html.escape(said)}</Description>" if said else "",
        f'<Metadata><MDI key="{CLASSES_TAG}">{html.escape(classes)}</MDI></Metadata>' if classes else "",
        f"<NoDataValue>{nodata!r}</NoDataValue>" if nodata is not None else "",
        f"<ColorInterp>{patch.colorinterp[band - 1].name.capitalize()}</ColorInterp>",
        f"<Offset>{patch.offsets[band - 1]!r}</Offset><Scale>{patch.scales[band - 1]!r}</Scale>",
    ]
    return "".join(texts)


def _open(path: Path):
    try:
        return rasterio.open(path)
    except GDAL_ERRORS as error:
        raise EoDeepError(f"'{path}' is not a raster that can be read, or is damaged ({error}).") from None
