"""Measure whether buildings that touch become polygons of their own, on places that no training has seen.

    python -m benchmarks.buildings.objects --data DATA [--model MODEL] [--tta] [--seed-threshold 0.9] [--town NAME]

Each image is segmented once; its probabilities become polygons with touching buildings together and kept apart, with
the thresholds and minimum areas of `eodeep:extractbuildings`. They are compared with OpenStreetMap's buildings as
`eodeep:comparepolygons` does, at an IoU of 0.5. Prints a Markdown table: for each image and for all of them together
the objects' F-score, recall and precision, the boundary IoU, vertices (those of shared edges count for both polygons)
and the seconds that polygons take.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.buildings.data import TESTS
from eo_deep.buildings.extract import extract_buildings
from eo_deep.evaluation.polygons.compare import compare_polygons
from eo_deep.models.bundled import BUILDINGS, find_bundled_model, find_thresholds
from eo_deep.models.model_file import read_card
from eo_deep.polygonization.vectorization import polygonize

WAYS = {"together": False, "apart": True}
COUNTS = ("matched_count", "predicted_count", "true_count", "predicted_vertices")


def measure(image: Path, labels: Path, model: str, seed_threshold: float | None, tta: bool, folder: Path) -> dict:
    """Way -> the numbers of `compare_polygons` and the seconds of `polygonize`."""
    probabilities, polygons = str(folder / "probabilities.tif"), str(folder / "polygons.gpkg")
    extract_buildings(str(image), model, output=polygons, probabilities=probabilities, test_time_augmentation=tta)
    stored = find_thresholds(read_card(model))
    found = {}
    for way, split in WAYS.items():
        start = time.perf_counter()
        polygonize(probabilities, threshold=stored.threshold, min_area_m2=10, min_hole_m2=5, split=split,
                   seed_threshold=seed_threshold or stored.seed_threshold, output=polygons)  # fmt: skip
        seconds = time.perf_counter() - start
        found[way] = {**compare_polygons(polygons, str(labels), image=str(image)), "seconds": seconds}
    return found


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
    parser.add_argument("--town", nargs="+", default=["kampala", "catanduanes"], help="folders of the towns to measure")
    arguments = parser.parse_args()
    model = arguments.model or find_bundled_model(BUILDINGS)
    sums = {way: Counter() for way in WAYS}
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
            sums[way].update({key: numbers[key] for key in (*COUNTS, "seconds")})
    for way, numbers in sums.items():
        print_row("all together", way, numbers)


if __name__ == "__main__":
    main()
