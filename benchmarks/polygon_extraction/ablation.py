"""Measure what each head of a polygons model is worth to extracted objects, and whether sigma_m ranks their errors.

    python -m benchmarks.polygon_extraction.ablation --data DATA --model MODEL [--tta] [--places validation]
        [--seed-threshold 0.9 0.8]

The network runs once per image; its maps become polygons as in `eodeep:extractpolygons`: without the heads, with the
border only (touching objects; the maps of directions and corners are 0), without the border, and with all. They are
compared with OpenStreetMap's buildings as `eodeep:comparepolygons` does, at an IoU of 0.5. Places: "validation" (the
parts on which thresholds are chosen) or "test" (Banepa's north, Kampala, Catanduanes: reported, never chosen on). A
model without heads gives the first row only.

Prints a Markdown table for all images together: the objects' F-score, recall and precision, boundary IoU, vertices,
and of sigma_m: Spearman's rank correlation with the root mean square distance of an object's outline from that of the
reference object that it matches, and the medians of both in metres.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import shapely
from scipy.stats import spearmanr

from benchmarks.buildings.data import OSM, TESTS, VALIDATION, cut_box
from eo_deep.evaluation.polygons.compare import compare_polygons
from eo_deep.geo.crs import to_crs
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.raster import open_raster
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer, clip_polygons
from eo_deep.models.bundled import find_building_class, find_thresholds
from eo_deep.models.image_input import ImageSettings
from eo_deep.polygon_extraction.object_maps import ObjectMaps, load_object_model, open_object_maps
from eo_deep.polygonization.approximation import Tolerances, approximate_map

COUNTS = ("matched_count", "predicted_count", "true_count", "predicted_vertices")
# Which of border, cosine, sine, convex and reflex corners are kept.
WAYS = {"no heads": None, "border": [1, 0, 0, 0, 0], "directions and corners": [0, 1, 1, 1, 1], "all": [1, 1, 1, 1, 1]}
MIN_AREA_M2, MIN_HOLE_M2 = 10.0, 5.0
SPACING_M = 0.5


def make_polygons(maps: ObjectMaps, kept: list[int] | None, threshold: float, seed_threshold: float) -> VectorLayer:
    read, weights = maps.read_walls, np.array(kept or [0], np.float32)[:, None, None]
    read_walls = (lambda window: read(window) * weights) if kept and read else None
    tolerances = Tolerances(min_area_m2=MIN_AREA_M2, min_hole_m2=MIN_HOLE_M2, seed_threshold=seed_threshold)
    return approximate_map(maps.source, threshold, None, "1", tolerances, maps=read_walls, with_walls=True)


def measure_errors(found: VectorLayer, reference: VectorLayer, grid) -> tuple[np.ndarray, np.ndarray]:
    """sigma_m and the distance (m) of objects' outlines from their reference objects'; (N,) each, of those matched."""
    metres = np.array(grid.ground_resolution_m)
    own, true = (shapely.transform(layer.geometries, lambda xy: np.column_stack(~grid.transform * tuple(xy.T)) * metres)
                 for layer in (found, reference))  # fmt: skip
    here, there = shapely.STRtree(true).query(own, predicate="intersects")
    overlap = shapely.area(shapely.intersection(own[here], true[there]))
    iou = overlap / (shapely.area(own[here]) + shapely.area(true[there]) - overlap)
    errors = []
    for place, other in zip(here[iou >= 0.5], there[iou >= 0.5], strict=True):
        outline = shapely.segmentize(own[place].exterior, SPACING_M)
        points = shapely.line_interpolate_point(outline, np.arange(0, outline.length, SPACING_M))
        errors.append(np.sqrt(np.mean(shapely.distance(points, true[other].boundary) ** 2)))
    return found.fields["sigma_m"][here[iou >= 0.5]], np.array(errors)


def print_row(name: str, numbers: Counter, boundary: float, sigma: np.ndarray, errors: np.ndarray) -> None:
    matched, predicted, true, vertices = (numbers[each] for each in COUNTS)
    rank = spearmanr(sigma, errors).statistic if len(sigma) > 2 else np.nan
    print(f"| {name} | {2 * matched / (predicted + true):.3f} | {matched / true:.3f} | "
          f"{matched / max(predicted, 1):.3f} | {boundary:.3f} | {predicted} | {vertices} | {rank:.2f} | "
          f"{np.median(sigma):.2f} | {np.median(errors):.2f} |", flush=True)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with a folder per town")
    parser.add_argument("--model", required=True, help="polygons or segmentation model with a building class")
    parser.add_argument("--tta", action="store_true", help="with test-time augmentation")
    parser.add_argument("--places", choices=["validation", "test"], default="validation", help="default: validation")
    parser.add_argument("--seed-threshold", type=float, nargs="+", help="default: the one stored in the model")
    arguments = parser.parse_args()
    model = load_object_model(arguments.model)
    position, stored = find_building_class(arguments.model, model.card), find_thresholds(model.card)
    seeds = arguments.seed_threshold or [stored.seed_threshold]
    known = {way: kept for way, kept in WAYS.items() if kept is None or model.card.get("heads")}
    ways = {(way, seed): kept for way, kept in known.items() for seed in seeds}
    sums: dict = {way: Counter() for way in ways}
    rows: dict = {way: ([], [], []) for way in ways}
    parts = VALIDATION if arguments.places == "validation" else [part for _, some in TESTS for part in some]
    for town, name, part in parts:
        image, labels = arguments.data / town / name, arguments.data / town / OSM
        with tempfile.TemporaryDirectory() as work:
            area, output, true = (f"{work}/{each}.gpkg" for each in ("area", "found", "true"))
            with open_raster(image) as source:
                grid = source.grid
            box = cut_box(image, part)
            write_vectors(area, VectorLayer(np.array([box], object), {}, to_crs(grid.crs)))
            reference = clip_polygons(read_polygons(str(labels), crs=grid.crs), box)
            write_vectors(true, reference)
            with open_object_maps(ImageSettings(str(image)), model, [position], output, area, arguments.tta) as maps:
                for way, kept in ways.items():
                    found = make_polygons(maps, kept, stored.threshold, way[1])
                    write_vectors(output, found)
                    numbers = compare_polygons(output, true, image=str(image))
                    sums[way].update({each: numbers[each] for each in COUNTS})
                    sigma, errors = measure_errors(found, reference, grid)
                    for values, more in zip(rows[way], (sigma, errors, [numbers.get("boundary_iou", np.nan)])):
                        values.extend(more)
    print("| Heads, seed threshold | F-score | Recall | Precision | Boundary IoU, mean | Polygons | Vertices | "
          "Spearman of sigma | Median sigma (m) | Median distance (m) |")  # fmt: skip
    print("| --- |" + " ---: |" * 9)
    for way in ways:
        sigma, errors, boundary = map(np.array, rows[way])
        print_row(f"{way[0]}, {way[1]:g}", sums[way], float(np.nanmean(boundary)), sigma, errors)


if __name__ == "__main__":
    main()
