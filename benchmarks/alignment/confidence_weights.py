"""Fit the weights of an alignment's confidence (eo_deep/alignment/evidence.py), on validation parts.

    python -m benchmarks.alignment.confidence_weights --work /tmp/confidence [--method correlation] [--draws 4]

The parts are those of the building model, as they are and as other sensors and other days would show them (haze, 0.6 m,
grey); their maps are displaced as in the sets of `alignment.compare`. An object is right within 0.6 m of its place.
Prints the weights of the logistic regression, and what they give on the parts themselves and, to look at only, on the
towns that no training has seen: the median error of the surer half over that of the rest, and the calibration.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import rasterio
from sklearn.linear_model import LogisticRegression

from benchmarks.alignment.methods import MAX_SHIFT_M
from benchmarks.alignment.sets import PX_M, SETS, Town, draw_map, open_parts, to_coordinates, to_pixels
from benchmarks.buildings.data import TESTS, VALIDATION
from benchmarks.buildings.evaluate import degrade
from eo_deep.alignment.align import METHODS, load_matching_model, open_evidence
from eo_deep.alignment.confidence import RADIUS_M, measure_log_odds
from eo_deep.alignment.placement import ALIGNED, UNCHANGED, find_alignment
from eo_deep.evaluation.alignment.scores import Calibration, calibrate_confidence, measure_object_distances
from eo_deep.geo.crs import to_crs
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.models.image_input import ImageSettings, open_model_image

KINDS = ("", "haze", "0.6 m", "grey")


def collect(town: Town, method: str, draws: int, work: Path) -> dict[str, np.ndarray]:
    """Set -> rows of objects that exist: log odds of the belief, score, whether found, and the error, m; (N, 4)."""
    crs = to_crs(town.grid.crs)

    def place(geometries: np.ndarray) -> VectorLayer:
        return VectorLayer(to_coordinates(geometries, town), {}, crs, "MultiPolygon")

    loaded, building = load_matching_model(None, method)
    rows = {}
    with open_model_image(ImageSettings(town.image), loaded.card) as image, \
            open_evidence(image, loaded, building, place(town.geometries), work / "evidence.tif",
                          None) as (evidence, frame):  # fmt: skip
        for kind, settings in SETS.items():
            found_rows = []
            for number in range(draws):
                wrong = draw_map(town, settings, number)
                found = find_alignment(evidence, frame, place(wrong.geometries), MAX_SHIFT_M, 1.0, "object", "stay",
                                       work / "volumes")  # fmt: skip
                real = wrong.source >= 0
                moved = to_pixels(found.geometries[real], town)
                error_m = PX_M * measure_object_distances(moved, town.geometries[wrong.source[real]])
                is_found = np.isin(found.status[real], (ALIGNED, UNCHANGED))
                found_rows.append(np.column_stack([measure_log_odds(found.belief[real]), found.score[real], is_found,
                                                   error_m]))  # fmt: skip
            rows[kind] = np.concatenate(found_rows)
    return rows


def show(town: Town, kind: str) -> Town:
    """The town as another sensor or another day would show it."""
    if not kind:
        return town
    path = Path(town.image).with_name(f"{town.name}_{kind.replace(' ', '_')}.tif")
    if not path.exists():
        with rasterio.open(town.image) as source:
            profile, pixels = source.profile, source.read()
        with rasterio.open(path, "w", **profile) as file:
            file.write(degrade(pixels, kind))
    return replace(town, image=str(path))


def judge(model: LogisticRegression, rows: np.ndarray) -> Calibration:
    """The confidence of objects against their errors; (N, 4) rows of `collect`."""
    return calibrate_confidence(model.predict_proba(rows[:, :2])[:, 1] * rows[:, 2], rows[:, 3], RADIUS_M)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--data", type=Path, default=Path(__file__).resolve().parents[3] / "shared/data/buildings",
        help="folder with a folder per town",
    )  # fmt: skip
    parser.add_argument("--work", type=Path, required=True, help="folder for intermediate files")
    parser.add_argument("--method", choices=METHODS, default="learned", help="of the alignment (default: learned)")
    parser.add_argument("--draws", type=int, default=4, help="displaced maps per part and set")
    chosen = parser.parse_args()
    parts = [("validation", VALIDATION), *((place, parts) for place, parts in TESTS if "Banepa" not in place)]
    rows: dict[tuple[str, str, str], list[np.ndarray]] = {}
    for town in open_parts(chosen.data, chosen.work / "parts", parts):
        group = "validation" if town.place == "validation" else "unseen towns"
        for kind in KINDS if group == "validation" else ("", "haze"):
            for name, found in collect(show(town, kind), chosen.method, chosen.draws, chosen.work).items():
                rows.setdefault((group, name, kind or "as it is"), []).append(found)
    joined = {key: np.concatenate(each) for key, each in rows.items()}
    own = np.concatenate([each for key, each in joined.items() if key[0] == "validation"])
    found = own[own[:, 2] > 0]
    model = LogisticRegression(C=10).fit(found[:, :2], found[:, 3] <= RADIUS_M)
    weights = [*model.coef_[0].round(3).tolist(), *model.intercept_.round(2).tolist()]
    print("log odds of the belief, score, constant:", weights)
    print("| towns | set | image | objects | surer half's median, m | the rest's, m | ratio | calibration error |")
    print("| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |")
    for key, each in joined.items():
        reached = judge(model, each)
        print(f"| {' | '.join(key)} | {len(each)} | {reached.median_top:.2f} | {reached.median_rest:.2f} | "
              f"{reached.median_top / reached.median_rest:.2f} | {reached.error:.3f} |", flush=True)
    for group in ("validation", "unseen towns"):
        reached = judge(model, np.concatenate([each for key, each in joined.items() if key[0] == group]))
        bins = zip(reached.confidence, reached.right, reached.count, strict=True)
        told = ", ".join(f"{confidence:.2f}: {share:.2f} of {count}" for confidence, share, count in bins)
        print(f"{group}, confidence: share within {RADIUS_M} m: {told}")


if __name__ == "__main__":
    main()
