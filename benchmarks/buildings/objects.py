"""Measure whether buildings that touch become polygons of their own, on places that no training has seen.

    python -m benchmarks.buildings.objects --data DATA [--model MODEL] [--tta] [--seed-threshold 0.9] [--town NAME]
    python -m benchmarks.buildings.objects --data DATA --model MODEL --choose-seed-threshold

Each image is segmented once; its probabilities become polygons with touching buildings together and kept apart, with
the thresholds and minimum areas of `eodeep:extractbuildings`; of a polygons model also by its heads. They are compared
with OpenStreetMap's buildings as `eodeep:comparepolygons` does, at an IoU of 0.5. Prints a Markdown table: for each
image and for all of them together the objects' F-score, recall and precision, the boundary IoU, vertices (those of
shared edges count for both polygons) and the seconds that polygons take. `--choose-seed-threshold` writes the seed
threshold with the best F-score on the validation parts to the model's card.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path

import rasterio
from rasterio.windows import Window

from benchmarks.buildings.data import OSM, TESTS, VALIDATION
from eo_deep.buildings.extract import extract_buildings
from eo_deep.evaluation.polygons.compare import compare_polygons
from eo_deep.models.bundled import BUILDINGS, find_bundled_model, find_thresholds
from eo_deep.models.model_file import load_model, read_card, read_extras, save_model
from eo_deep.polygonization.vectorization import polygonize

WAYS = {"together": False, "apart": True}
SEED_THRESHOLDS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9)
COUNTS = ("matched_count", "predicted_count", "true_count", "predicted_vertices")


def measure(image: Path, labels: Path, model: str, seed_threshold: float | None, tta: bool, folder: Path) -> dict:
    """Way -> the numbers of `compare_polygons` and the seconds of `polygonize`."""
    probabilities, polygons = str(folder / "probabilities.tif"), str(folder / "polygons.gpkg")
    start = time.perf_counter()
    extract_buildings(str(image), model, output=polygons, probabilities=probabilities, test_time_augmentation=tta,
                      seed_threshold=seed_threshold)  # fmt: skip
    seconds = time.perf_counter() - start
    card, found = read_card(model), {}
    if "heads" in card:
        found["by heads"] = {**compare_polygons(polygons, str(labels), image=str(image)), "seconds": seconds}
    stored = find_thresholds(card)
    for way, split in WAYS.items():
        start = time.perf_counter()
        polygonize(probabilities, threshold=stored.threshold, min_area_m2=10, min_hole_m2=5, split=split,
                   seed_threshold=seed_threshold or stored.seed_threshold, output=polygons)  # fmt: skip
        seconds = time.perf_counter() - start
        found[way] = {**compare_polygons(polygons, str(labels), image=str(image)), "seconds": seconds}
    return found


def choose_seed_threshold(data: Path, path: str) -> None:
    """Write the seed threshold whose objects are best on the validation parts to a model."""
    sums: dict[float, Counter] = {threshold: Counter() for threshold in SEED_THRESHOLDS}
    for town, name, part in VALIDATION:
        with tempfile.TemporaryDirectory() as work:
            image, polygons = cut_image(data / town / name, part, Path(work) / "part.tif"), str(Path(work) / "p.gpkg")
            for threshold, counts in sums.items():
                extract_buildings(str(image), path, seed_threshold=threshold, output=polygons)
                numbers = compare_polygons(polygons, str(data / town / OSM), image=str(image))
                counts.update({key: numbers[key] for key in COUNTS})
    for threshold, counts in sums.items():
        print_row(f"validation, seed threshold {threshold:.2f}", "apart", {**counts, "seconds": 0.0})
    best = max(sums, key=lambda each: score(sums[each]))
    model = load_model(path)
    save_model(path, model.network, {**model.card, "seed_threshold": best}, read_extras(path))
    print(f"Wrote seed threshold {best} to {path}.")


def score(counts: Counter) -> float:
    """The objects' F-score."""
    return 2 * counts["matched_count"] / max(1, counts["predicted_count"] + counts["true_count"])


def cut_image(image: Path, part: tuple[float, float, float, float], path: Path) -> Path:
    """Write a part of an image, given as of `data.VALIDATION`."""
    with rasterio.open(image) as source:
        left, top, right, bottom = (round(p * size) for p, size in zip(part, 2 * (source.width, source.height)))
        window = Window(left, top, right - left, bottom - top)
        profile = {"driver": "GTiff", "count": 3, "dtype": "uint8", "width": window.width, "height": window.height}
        place = {"crs": source.crs, "transform": source.window_transform(window)}
        with rasterio.open(path, "w", **profile, **place, photometric="rgb") as file:
            file.write(source.read([1, 2, 3], window=window))
    return path


def print_row(place: str, way: str, numbers: dict) -> None:
    matched, predicted, true, vertices = (numbers[name] for name in COUNTS)
    boundary = f"{numbers['boundary_iou']:.3f}" if "boundary_iou" in numbers else ""
    print(f"| {place} | {way} | {2 * matched / (predicted + true):.3f} | {matched / true:.3f} | "
          f"{matched / max(predicted, 1):.3f} | {boundary} | {predicted} | {vertices} | {numbers['seconds']:.1f} |",
          flush=True)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with a folder per town")
    parser.add_argument("--model", help="model file to measure (default: the bundled one)")
    parser.add_argument("--tta", action="store_true", help="with test-time augmentation")
    parser.add_argument("--seed-threshold", type=float, help="default: the one stored in the model, else 0.9")
    parser.add_argument("--choose-seed-threshold", action="store_true", help="on the validation parts, to the model")
    parser.add_argument("--town", nargs="+", default=["kampala", "catanduanes"], help="folders of the towns to measure")
    arguments = parser.parse_args()
    model = arguments.model or find_bundled_model(BUILDINGS)
    if arguments.choose_seed_threshold:
        choose_seed_threshold(arguments.data, model)
        return
    sums: dict[str, Counter] = {}
    print("| Image | Touching buildings | F-score | Recall | Precision | Boundary IoU | Polygons | Vertices | "
          "Seconds |")  # fmt: skip
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for town, name in [(town, name) for _, parts in TESTS for town, name, _ in parts if town in arguments.town]:
        folder = arguments.data / town
        with tempfile.TemporaryDirectory() as work:
            found = measure(folder / name, folder / "osm_buildings_4326.geojson", model, arguments.seed_threshold,
                            arguments.tta, Path(work))  # fmt: skip
        for way, numbers in found.items():
            print_row(Path(name).stem, way, numbers)
            sums.setdefault(way, Counter()).update({key: numbers[key] for key in (*COUNTS, "seconds")})
    for way, numbers in sums.items():
        print_row("all together", way, numbers)


if __name__ == "__main__":
    main()
