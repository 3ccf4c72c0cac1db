"""Move the building footprints that the model is trained with onto the roofs, where that fits the images better.

    python -m benchmarks.buildings.correct_labels --data ../shared/data/buildings --labels LABELS [--pictures FOLDER]

`eodeep:alignvectors` aligns the footprints of each image, and the corrected ones are kept where the image's contrast
across their outlines is higher than before; footprints inside the northern third of Banepa, which models are measured
on, stay out. Writes LABELS/<image>.gpkg for each image and prints a Markdown table. `--pictures` also draws each image
with its footprints before (red) and after (green).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import shapely
from PIL import Image, ImageDraw
from scipy import ndimage

from benchmarks.buildings.data import TESTS, TRAINING, VALIDATION, cut_box
from eo_deep.alignment import align_vectors
from eo_deep.geo.crs import to_crs
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.raster import open_raster
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer, reproject_polygons

MAX_SHIFT_M = 3.0
BESIDE_M = 0.4  # colours are compared so far inside and outside an outline
STEP_M = 0.3


def list_images(data: Path) -> list[tuple[Path, Path]]:
    """Each image with its footprints."""
    towns = dict.fromkeys((town, name) for town, name, _ in TRAINING + VALIDATION)
    found = [(data / town / name, data / town / "osm_buildings_4326.geojson") for town, name in towns]
    north = data / "banepa_north"
    found.append((north / "banepa_north_3857.tif", north / "osm_buildings_4326.geojson"))
    return found + [(path, path.with_suffix(".geojson")) for path in sorted((data / "dhaka_pallabi").glob("*.tif"))]


def choose_footprints(data: Path, image: Path, labels: Path) -> VectorLayer:
    """The footprints of an image in its CRS, without those that models are measured on."""
    with open_raster(image) as source:
        crs, extent = to_crs(source.grid.crs), shapely.box(*source.grid.bounds)
    layer = reproject_polygons(read_polygons(str(labels)), crs)
    geometries = layer.geometries[shapely.intersects(layer.geometries, extent)]
    for town, name, part in [part for _, parts in TESTS for part in parts if part[0] == "banepa"]:
        if crs == to_crs(open_raster(data / town / name).grid.crs):
            geometries = geometries[~shapely.within(geometries, cut_box(data / town / name, part))]
    return VectorLayer(geometries, {}, crs)


def measure_contrast(image: Path, geometries: np.ndarray) -> np.ndarray:
    """How much the colours close inside and outside each outline differ, (N,), in grey values; NaN off the image."""
    with open_raster(image, [1, 2, 3]) as source:
        pixels, valid = source.read()
        grid = source.grid
    pixels = ndimage.gaussian_filter(pixels.astype(np.float32), (0, 1, 1))
    inverse, metre = ~grid.transform, abs(grid.transform.a) / grid.ground_resolution_m[0]
    contrasts = np.full(len(geometries), np.nan)
    for number, geometry in enumerate(geometries):
        differences = []
        for line in shapely.get_exterior_ring(shapely.get_parts(geometry)):
            count = max(8, int(line.length / metre / STEP_M))
            along = (np.arange(count) + 0.5) / count * line.length
            nearby = [along - 0.05 * metre, along + 0.05 * metre]
            a, b = (shapely.get_coordinates(shapely.line_interpolate_point(line, place)) for place in nearby)
            step = b - a
            normal = np.column_stack([step[:, 1], -step[:, 0]]) / np.maximum(np.hypot(*step.T), 1e-9)[:, None]
            sides = []
            for sign in (-1, 1):
                x, y = inverse * tuple(((a + b) / 2 + sign * BESIDE_M * metre * normal).T)
                at = [y - 0.5, x - 0.5]
                sides.append(np.array([ndimage.map_coordinates(band, at, order=1, mode="nearest") for band in pixels]))
                seen = ndimage.map_coordinates(valid.astype(np.float32), at, order=0, cval=0)
                sides[-1][:, seen < 1] = np.nan
            differences.append(np.abs(sides[1] - sides[0]).mean(0))
        found = np.concatenate(differences)
        if np.isfinite(found).mean() > 0.5:
            contrasts[number] = np.nanmean(found)
    return contrasts


def draw(path: Path, image: Path, before: np.ndarray, after: np.ndarray) -> None:
    """The image with both footprints."""
    with open_raster(image, [1, 2, 3]) as source:
        pixels, _ = source.read()
        inverse = ~source.grid.transform
    picture = Image.fromarray(np.ascontiguousarray(np.moveaxis(pixels, 0, -1)))
    pen = ImageDraw.Draw(picture)
    for geometries, colour in ((before, "red"), (after, "lime")):
        for part in shapely.get_parts(geometries):
            xy = shapely.get_coordinates(shapely.get_exterior_ring(part))
            pen.line([tuple(inverse * tuple(point)) for point in xy], fill=colour, width=2)
    picture.save(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with a folder per place")
    parser.add_argument("--labels", type=Path, required=True, help="folder for the corrected footprints")
    parser.add_argument("--pictures", type=Path, help="folder for pictures")
    arguments = parser.parse_args()
    arguments.labels.mkdir(parents=True, exist_ok=True)
    print("| Image | footprints | moved | median, m | contrast before | after | better | kept |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
    for image, labels in list_images(arguments.data):
        before = choose_footprints(arguments.data, image, labels)
        plain, output = arguments.labels / f"{image.stem}_before.gpkg", arguments.labels / f"{image.stem}.gpkg"
        write_vectors(str(plain), before)
        found = align_vectors(str(image), str(plain), max_shift_m=MAX_SHIFT_M, bands=[1, 2, 3], output=str(output))
        after = read_polygons(str(output), crs=before.crs)
        contrasts = [measure_contrast(image, each.geometries) for each in (before, after)]
        means = [np.nanmean(each) for each in contrasts]
        better = np.nanmean((contrasts[1] > contrasts[0])[np.isfinite(contrasts[0])])
        kept = means[1] > means[0]
        if arguments.pictures:
            arguments.pictures.mkdir(parents=True, exist_ok=True)
            draw(arguments.pictures / f"{image.stem}.png", image, before.geometries, after.geometries)
        if not kept:
            write_vectors(str(output), before)
        plain.unlink()
        print(
            f"| {image.stem} | {len(before)} | {found['aligned_count']} | {found['median_shift_m'] or 0:.2f} | "
            f"{means[0]:.1f} | {means[1]:.1f} | {better:.0%} | {'corrected' if kept else 'as they were'} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
