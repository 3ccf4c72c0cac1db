"""A part of `regression`: chips around the pools of whole map sheets, and the sheets themselves; split by sheet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
import shapely
from scipy.ndimage import affine_transform

from benchmarks.polygon_extraction.made_patches import JITTER_PX, SIZE_PX, Patches, cover
from eo_deep.io.vector import read_polygons

TRAIN_SHEETS, TEST_SHEETS = ("3315-214", "3315-353", "3315-423"), ("3331-231", "3333-343")
MAX_SIDE_PX = SIZE_PX - 2 * JITTER_PX
_MARGIN_PX = 20


@dataclass
class Sheet:
    """image: (3, H, W) uint8. pools: (N,) polygons in px, y down."""

    name: str
    image: np.ndarray
    pools: np.ndarray


def read_sheet(folder: Path, name: str) -> Sheet:
    """One map sheet with its pools."""
    with rasterio.open(folder / f"{name}.tif") as raster:
        image, transform, crs = raster.read(), raster.transform, raster.crs
    pools = shapely.get_parts(read_polygons(str(folder / f"{name}.gpkg"), crs).geometries)
    return Sheet(name, image, shapely.transform(pools, lambda xy: np.column_stack(~transform * xy.T)))


def cut_chips(sheets: list[Sheet], seed: int, copies: int = 1, turned: bool = False, negatives: int = 0) -> Patches:
    """Chips of the pools that fit, centred but for a few px, in `copies` with other jitter each.

    turned: by any angle. negatives: so many chips of each sheet where no pool is; their polygon is empty.
    """
    rng = np.random.default_rng(seed)
    images, polygons, insides, all_insides, objects = [], [], [], [], []

    def add(sheet: Sheet, tree: shapely.STRtree, centre: np.ndarray, number: int) -> None:
        turn = rng.uniform(0, 2 * np.pi) if turned else 0.0
        cosine, sine = np.cos(turn), np.sin(turn)
        matrix = np.array([[cosine, -sine], [sine, cosine]])  # from the chip to the sheet, (x, y)
        chip = _cut(sheet.image, centre, matrix)
        near = tree.query(shapely.Point(centre).buffer(SIZE_PX), predicate="intersects")
        place = shapely.transform(sheet.pools[near], lambda xy: (xy - centre) @ matrix + SIZE_PX / 2)
        place = [each for each in place if each.intersects(shapely.box(0, 0, SIZE_PX, SIZE_PX))]
        own = (
            shapely.transform(sheet.pools[number], lambda xy: (xy - centre) @ matrix + SIZE_PX / 2)
            if number >= 0
            else None
        )
        images.append(chip)
        polygons.append(own or shapely.Polygon())
        insides.append(cover(list_corners([own] if own else [])))
        all_insides.append(cover(list_corners(place)))
        objects.append(place)

    for sheet in sheets:
        tree = shapely.STRtree(sheet.pools)
        bounds = shapely.bounds(sheet.pools)
        height, width = sheet.image.shape[1:]
        for number in np.flatnonzero(find_fitting(sheet.pools)):
            for _ in range(copies):
                middle = (
                    shapely.get_coordinates(shapely.centroid(sheet.pools[number]))[0]
                    if copies > 1
                    else bounds[number].reshape(2, 2).mean(0)
                )
                add(sheet, tree, middle + rng.uniform(-JITTER_PX, JITTER_PX, 2), number)
        added = 0
        while added < negatives:
            centre = rng.uniform(SIZE_PX, (width - SIZE_PX, height - SIZE_PX))
            if not len(tree.query(shapely.Point(centre).buffer(SIZE_PX / 3), predicate="intersects")):
                add(sheet, tree, centre, -1)
                added += 1
    return Patches(
        np.stack(images),
        np.array(polygons, dtype=object),
        np.stack(insides),
        np.stack(all_insides),
        np.zeros(len(images), int),
        objects,
    )


def find_fitting(pools: np.ndarray) -> np.ndarray:
    """(N,) bool: which are small enough for a chip."""
    bounds = shapely.bounds(pools)
    return (bounds[:, 2:] - bounds[:, :2]).max(1) <= MAX_SIDE_PX


def list_corners(polygons: list[shapely.Polygon]) -> list[np.ndarray]:
    """Their outer rings."""
    return [np.array(each.exterior.coords)[:-1] for each in polygons]


def _cut(image: np.ndarray, centre: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    reach = SIZE_PX + _MARGIN_PX
    x0, y0 = (np.floor(centre) - reach).astype(int)
    padded = image[:, max(0, y0) : max(0, y0 + 2 * reach), max(0, x0) : max(0, x0 + 2 * reach)].astype(np.float32)
    swapped = matrix[::-1, ::-1]  # (row, column)
    middle = np.array([centre[1] - max(0, y0), centre[0] - max(0, x0)]) - 0.5
    offset = middle - swapped @ np.full(2, SIZE_PX / 2 - 0.5)
    bands = [affine_transform(band, swapped, offset, (SIZE_PX, SIZE_PX), order=1, mode="nearest") for band in padded]
    return np.clip(np.round(np.stack(bands)), 0, 255).astype(np.uint8)
