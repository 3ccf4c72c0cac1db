"""Polygons of classified maps with few vertices: every method in one run, as curves of quality against vertices.

    python -m benchmarks.polygonization.compare [--quick] [--data DATA]
        [--only buildings town banepa massachusetts speed]

buildings: 600 synthetic buildings with known outlines, one per tile, in two strengths of noise; town: a synthetic town
of six classes; banepa: mapped buildings, rasterized and perturbed; massachusetts: three networks' probabilities of 1 m
pixels against reference masks; speed: a mask of 29 Mpx, and 1, 4, 16, 64 times the area. All methods read the same
GeoTIFF or its most probable classes, of which none is better off: regions below the minimum area are merged for all.
EO Deep's times include reading the file and writing a GeoPackage, the others' are those of the calls alone.
`buildingregulariser` takes part where the package (and geopandas) can be imported.
"""

from __future__ import annotations

import argparse
import tempfile
from functools import partial
from pathlib import Path

import numpy as np
import rasterio
import rasterio.features
import shapely

from benchmarks.polygonization import speed as polygon_speed
from benchmarks.polygonization import town as polygon_town
from benchmarks.polygonization.curves import (
    DESTROYED_IOU,
    print_budgets,
    print_rows,
    run_methods,
    score_buildings,
    score_layer,
)
from benchmarks.polygonization.simplifiers import (
    DEFAULT_PENALTY_PX2,
    HAS_REGULARISER,
    OURS,
    REGULARISER,
    Method,
    draw_mesh,
    list_methods,
    write_map,
)
from benchmarks.polygonization.synthetic_outlines import color_polygons, cover, make_buildings, observe
from eo_deep.evaluation.polygons.object_scores import count_vertices
from eo_deep.io.vector import read_polygons

PARTS = ["buildings", "town", "banepa", "massachusetts", "speed"]
MIN_PX2, MIN_MASSACHUSETTS_PX2 = 64, 16
TILES, NETWORKS = ("22828930_15", "22828990_15", "22829050_15"), ("hf_fcn", "mnih_crf", "saito_ma")
INTRODUCTION = f"""# Polygons with few vertices: every method in one run

What `python -m benchmarks.polygonization.compare` prints. Each method stands there with several settings: quality
against vertices. Bold is EO Deep's default, {DEFAULT_PENALTY_PX2:g} px2 for a vertex. Direction errors are weighted by
length: against the reference walls' two directions (synthetic buildings), the nearest reference wall (town, Banepa), or
the sides of the smallest rectangle around the reference (Massachusetts, whose masks are made of pixels). Contour's
vertices are those of EO Deep's METHOD contour. Destroyed: no polygon, or an IoU below {DESTROYED_IOU:.0%}. Lost: no
polygon with an IoU of 50 %.
"""
_GAP_PX = 16  # between the tiles of a mosaic


def run_buildings(folder: Path, quick: bool) -> None:
    """Synthetic buildings in two strengths of noise."""
    buildings = make_buildings(100 if quick else 600)
    shares = cover(buildings.outlines, buildings.shape_px)
    unit = "reference", int(count_vertices(buildings.outlines).sum())
    for noise in (1, 2):
        print(f"## {len(buildings.outlines)} synthetic buildings, noise {noise}\n")
        source = write_map(str(folder / f"buildings{noise}.tif"), observe(shares, noise, noise), min_px2=MIN_PX2)
        score = partial(score_buildings, reference=buildings.outlines)
        rows = run_methods(list_methods(quick), source, score)
        print_rows(rows, unit, "largest error, median", "destroyed")
        print_budgets(rows, unit)
        print("What the penalty for directions does (px2 per px of wall in a direction of its own):\n")
        weights = (0.0, 2.0) if quick else (0.0, 1.0, 2.0, 4.0)
        methods = [Method(f"{OURS}, directions at", f"{weight:g}", partial(draw_mesh, angle_weight=weight))
                   for weight in weights]
        contours = [row for row in rows if row.method.name == "EO Deep, contour"]
        print_rows(contours + run_methods(methods, source, score), unit, "largest error, median", "destroyed")


def run_banepa(folder: Path, data: Path, quick: bool) -> None:
    """Mapped buildings of Banepa on the image's grid, coarsened to 0.3 units (0.26 m), perturbed like synthetic ones.

    Buildings that touch have different classes, so that their common walls are in the map.
    """
    with rasterio.open(data / "buildings/banepa/banepa_rgb_3857.tif") as raster:
        shape_px, transform = (raster.height // 2, raster.width // 2), raster.transform * raster.transform.scale(2)
        mapped = read_polygons(str(data / "buildings/banepa/osm_buildings_4326.geojson"), raster.crs).geometries
    mapped = shapely.transform(mapped, lambda xy: np.column_stack(~transform * xy.T))
    reference = shapely.get_parts(shapely.intersection(mapped, shapely.box(0, 0, shape_px[1], shape_px[0])))
    reference = reference[shapely.area(reference) >= MIN_PX2]
    colors = color_polygons(reference)
    shares = np.stack([cover(reference[colors == color], shape_px) for color in range(colors.max() + 1)])
    shares = np.concatenate([np.maximum(0, 1 - shares.sum(axis=0, keepdims=True)), shares])
    # Ground is a class like the others, so that slivers of it between houses are merged as well.
    names = ("ground", *(f"building {color + 1}" for color in range(len(shares) - 1)))
    buildings = tuple(range(1, len(names)))
    print(f"## Banepa, {len(reference)} mapped buildings, {len(buildings)} classes of them, noise 1\n")
    source = write_map(str(folder / "banepa.tif"), observe(shares, 1.0), names, MIN_PX2, drawn=buildings,
                       regular=buildings)
    rows = run_methods(list_methods(quick), source, partial(score_layer, reference=reference))
    unit = "reference", int(count_vertices(reference).sum())
    print_rows(rows, unit, "error at 95 %", "lost")
    print_budgets(rows, unit)


def run_massachusetts(folder: Path, data: Path, quick: bool) -> None:
    """Three networks' probabilities on three tiles, of which a mosaic is made."""
    for network in NETWORKS[:1] if quick else NETWORKS:
        probabilities, truth = [], []
        for tile in TILES[:1] if quick else TILES:
            with (rasterio.open(data / f"polygons/massachusetts/{network}/{tile}.tif") as found,
                  rasterio.open(data / f"polygons/massachusetts/gt/{tile}.tif") as mask):
                # Networks without padding give less than the image.
                column, row = (round(at) for at in ~mask.transform * (found.transform.c, found.transform.f))
                space = ((0, _GAP_PX), (0, 0))
                probabilities.append(np.pad(found.read(1), space))
                window = rasterio.windows.Window(column, row, found.width, found.height)
                truth.append(np.pad((mask.read(1, window=window) > 0).astype(np.uint8), space))
        mask = np.concatenate(truth)
        shapes = rasterio.features.shapes(mask, mask=mask > 0, connectivity=4)
        reference = np.array([shapely.geometry.shape(shape) for shape, _ in shapes], dtype=object)
        reference = reference[shapely.area(reference) >= MIN_MASSACHUSETTS_PX2]
        print(f"## Massachusetts, {len(reference)} buildings of 1 m pixels, {network}\n")
        source = write_map(str(folder / f"{network}.tif"), np.concatenate(probabilities),
                           min_px2=MIN_MASSACHUSETTS_PX2)
        # buildingregulariser takes half a minute for each setting: once is enough.
        methods = [method for method in list_methods(quick) if network == NETWORKS[0] or method.name != REGULARISER]
        rows = run_methods(methods, source, partial(score_layer, reference=reference, axes=find_axes(reference)))
        unit = "building", len(reference)
        print_rows(rows, unit, "error at 95 %", "lost")
        print_budgets(rows, unit)


def find_axes(reference: np.ndarray) -> np.ndarray:
    """Smallest rectangles around outlines of pixels, which tell their directions; None where they hardly fit."""
    rectangles = shapely.oriented_envelope(reference)
    fits = (shapely.area(reference) >= 80) & (shapely.area(reference) >= 0.75 * shapely.area(rectangles))
    return np.where(fits, rectangles, None)


def warm_up(folder: Path) -> None:
    """Load compiled code, so that no row pays for it."""
    square = np.zeros((64, 64), np.float32)
    square[16:40, 16:48] = 1
    source = write_map(str(folder / "square.tif"), square)
    for method in list_methods(quick=True):
        method.draw(source)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer settings and buildings")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="parts to measure (default: all)")
    parser.add_argument("--data", default="../shared/data", help="for banepa, massachusetts and speed")
    given = parser.parse_args()
    print(INTRODUCTION)
    if not HAS_REGULARISER:
        print("buildingregulariser is not installed and does not take part.\n")
    data = Path(given.data)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        warm_up(folder)
        for section in given.only:
            if section in ("banepa", "massachusetts", "speed") and not data.is_dir():
                print(f"{section}: skipped, there is no folder '{data}'.\n")
            elif section == "buildings":
                run_buildings(folder, given.quick)
            elif section == "town":
                polygon_town.run_town(folder, given.quick)
            elif section == "banepa":
                run_banepa(folder, data, given.quick)
            elif section == "massachusetts":
                run_massachusetts(folder, data, given.quick)
            elif section == "speed":
                polygon_speed.run_speed(folder, data, given.quick)


if __name__ == "__main__":
    main()
