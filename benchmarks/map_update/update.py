"""A part of `alignment.compare`: are dropped buildings found as new, and spurious ones as removed?

A new polygon counts as right if at least half of it lies on dropped buildings, and a dropped building as found if new
polygons cover at least half of it; beside it, one-to-one pairs with an IoU of at least 0.5, the harder count where
neighbours were dropped together. Buildings below the algorithm's minimum area and buildings at the image's edge, which
are left out of every map, do not count, nor do new polygons on them. Removed buildings are counted one by one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from benchmarks.alignment.scoring import print_table
from benchmarks.alignment.sets import PX_M, SETS, Town, draw_map, to_coordinates, to_pixels
from eo_deep.evaluation.polygons.object_scores import find_pairs, match_objects
from eo_deep.geo.crs import to_crs
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.map_update.update import update_map

HALF = 0.5
MIN_AREA_M2 = 10.0


@dataclass
class Counts:
    """Hits, predictions that are right, predictions, and true ones; summed over maps."""

    found: int = 0
    right: int = 0
    predicted: int = 0
    true: int = 0

    def add(self, found: int, right: int, predicted: int, true: int) -> None:
        self.found, self.right = self.found + found, self.right + right
        self.predicted, self.true = self.predicted + predicted, self.true + true

    def summarize(self) -> dict:
        """Precision, recall and F-score, 0..1, and how many there were."""
        precision, recall = self.right / max(self.predicted, 1), self.found / max(self.true, 1)
        score = 2 * precision * recall / max(precision + recall, 1e-9)
        return {"precision": precision, "recall": recall, "f_score": score, "predicted": self.predicted,
                "true": self.true}  # fmt: skip


def measure_update(towns: list[Town], groups: dict[str, str], models: dict[str, str | None], draws: int,
                   work: Path) -> dict:  # fmt: skip
    """Group of towns -> method -> what was counted ("new", "new, pairs", "gone") -> `Counts.summarize`.

    groups: of the towns' places. models: method -> alignment model, None for the bundled one.
    """
    counts: dict = defaultdict(lambda: defaultdict(Counts))
    for town in towns:
        for number in range(draws):
            wrong = draw_map(town, SETS["blocks"], number)
            before, after = work / f"{town.name}_{number}.gpkg", work / f"{town.name}_{number}_updated.gpkg"
            placed = to_coordinates(wrong.geometries, town)
            attributes = {"number": np.arange(len(placed))}
            write_vectors(before, VectorLayer(placed, attributes, to_crs(town.grid.crs)))
            for method, model in models.items():
                update_map(town.image, str(before), method, model, min_area_m2=MIN_AREA_M2, output=str(after))
                layer = read_polygons(after)
                status = layer.fields["status"]
                found = counts[groups[town.place], method]
                gone = np.zeros(len(placed), bool)
                gone[layer.fields["number"][status == "gone"].astype(int)] = True
                spurious = wrong.source < 0
                hits = int((gone & spurious).sum())
                found["gone"].add(hits, hits, int(gone.sum()), int(spurious.sum()))
                new = to_pixels(layer.geometries[status == "new"], town)
                dropped = town.geometries[~wrong.kept]
                large = shapely.area(dropped) * PX_M**2 >= MIN_AREA_M2
                count_new(found, new, dropped[large], np.concatenate([town.others, dropped[~large]]))
    results: dict = defaultdict(dict)
    for (group, method), found in counts.items():
        results[group][method] = {what: count.summarize() for what, count in found.items()}
    return dict(results)


def count_new(found: dict[str, Counts], new: np.ndarray, dropped: np.ndarray, others: np.ndarray) -> None:
    """Count new polygons in, against dropped buildings and `others` that do not count; (N,) each, in one plane."""
    new = new[cover(new, others) < HALF]
    found["new"].add(int((cover(dropped, new) >= HALF).sum()), int((cover(new, dropped) >= HALF).sum()), len(new),
                     len(dropped))  # fmt: skip
    matched = len(match_objects(find_pairs(new, dropped), HALF)) if len(new) and len(dropped) else 0
    found["new, pairs"].add(matched, matched, len(new), len(dropped))


def cover(geometries: np.ndarray, by: np.ndarray) -> np.ndarray:
    """Share (N,) of each geometry that others cover."""
    whole = shapely.union_all(by)
    return shapely.area(shapely.intersection(geometries, whole)) / np.maximum(shapely.area(geometries), 1e-9)


def print_update(results: dict) -> None:
    for what in ("new", "new, pairs", "gone"):
        print(f"### Update: {what}\n")
        print_table(
            ("method, towns", "F-score", "precision", "recall", "told", "true"),
            [
                (
                    f"{method}, {group}",
                    *(f"{numbers[what][key]:.2f}" for key in ("f_score", "precision", "recall")),
                    str(numbers[what]["predicted"]),
                    str(numbers[what]["true"]),
                )
                for group, reached in results.items()
                for method, numbers in reached.items()
            ],
        )
