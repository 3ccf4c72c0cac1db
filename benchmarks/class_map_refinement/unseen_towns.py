"""The bundled building model's maps of towns that it has not seen, before and after a refinement.

    python -m benchmarks.class_map_refinement.unseen_towns --data ../shared/data/buildings --work /tmp/towns

IoU of buildings and F-score of their boundaries (2 px) on the images' own pixels: the input, the CRF with its default
settings, and the CRF fitted on a part of Zanzibar. The towns are measured, nothing is fitted on them.
"""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from eo_deep.class_map_refinement import refine_map, train_refinement
from eo_deep.class_map_refinement.labelled_windows import Place, read_windows
from eo_deep.class_map_refinement.probability_map import open_probabilities
from eo_deep.class_map_refinement.scores import Agreement, compare
from eo_deep.models.bundled import BUILDINGS, find_bundled_model, find_thresholds
from eo_deep.models.model_file import read_card
from eo_deep.progress import Progress, silent
from eo_deep.segmentation import segment

TOWNS = ("kampala/kampala_ug_a", "kampala/kampala_ug_b", "catanduanes/catanduanes_ph_a", "catanduanes/catanduanes_ph_b")
FITTED_ON = "zanzibar/zanzibar_tz_b"


class Printed(Progress):
    def warning(self, text: str) -> None:
        print(f"  {text}")


def find_image(data: Path, town: str) -> str:
    return str(data / f"{town}_z20_3857.tif")


def find_labels(data: Path, town: str) -> str:
    return str(data / town.partition("/")[0] / "osm_buildings_4326.geojson")


def predict(data: Path, work: Path, town: str) -> str:
    """The model's probabilities, made once."""
    path = work / f"{town.rpartition('/')[2]}.tif"
    if not path.exists():
        segment(find_image(data, town), find_bundled_model(BUILDINGS), device="cpu", probabilities=str(path))
    return str(path)


def measure(path: str, labels: str, threshold: float) -> Agreement:
    """The agreement of probabilities with polygons, from a threshold on."""
    with ExitStack() as files:
        maps = open_probabilities(path)
        files.enter_context(maps.source)
        windows = read_windows([Place([maps], None, labels)], None, None, 0, silent)
    found = [compare((each.probabilities[0, 1] >= threshold).astype(np.intp), each.classes, each.labelled, 2)
             for each in windows]  # fmt: skip
    total = found[0]
    for each in found[1:]:
        total = total + each
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/buildings"),
                        help="folder of the towns (default: ../shared/data/buildings)")
    parser.add_argument("--work", type=Path, required=True, help="folder for probabilities and refined maps")
    arguments = parser.parse_args()
    data, work = arguments.data, arguments.work
    if not data.is_dir():
        raise SystemExit(f"The towns are not in '{data}'.")
    work.mkdir(parents=True, exist_ok=True)
    threshold = find_thresholds(read_card(find_bundled_model(BUILDINGS))).threshold
    model = str(work / "crf.safetensors")
    result = train_refinement(predict(data, work, FITTED_ON), find_labels(data, FITTED_ON), find_image(data, FITTED_ON),
                              model=model, progress=Printed())  # fmt: skip
    print(f"Fitted on {FITTED_ON}: '{result['kept']}' is kept.")
    print("| town | input | `crf`, default | fitted on Zanzibar |\n| --- | --- | --- | --- |")
    for town in TOWNS:
        given, labels, cells = predict(data, work, town), find_labels(data, town), []
        refined = str(work / "refined.tif")
        cells.append(measure(given, labels, threshold))
        refine_map(given, find_image(data, town), method="crf", threshold=threshold, refined=refined)
        cells.append(measure(refined, labels, 0.5))
        refine_map(given, find_image(data, town), model, refined=refined)
        cells.append(measure(refined, labels, 0.5))
        figures = " | ".join(f"{each.iou:.3f} / {each.edge_f:.3f}" for each in cells)
        print(f"| {town.rpartition('/')[2]} | {figures} |", flush=True)


if __name__ == "__main__":
    main()
