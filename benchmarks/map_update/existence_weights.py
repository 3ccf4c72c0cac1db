"""Fit the weights by which a map update judges buildings (eo_deep/map_update/existence.py), on validation parts.

    python -m benchmarks.map_update.existence_weights --work /tmp/presence [--method correlation] [--draws 4]

The parts are those of the building model, as they are and as other sensors and other days would show them (haze, 0.6 m,
grey), since towns that no training has seen are as unclear; their maps are displaced as in the blocks set of
`alignment.compare`. What seems new is right if half of it lies on dropped buildings; spurious objects should get the
status 'gone'. Prints the weights of two logistic regressions, and the F-scores that these and the weights in use reach
at several thresholds on the parts themselves and, to look at only, on the towns that no training has seen.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import shapely
from sklearn.linear_model import LogisticRegression

from benchmarks.alignment.confidence_weights import KINDS, show
from benchmarks.alignment.methods import MAX_SHIFT_M
from benchmarks.alignment.sets import PX_M, SETS, Town, draw_map, open_parts, to_coordinates, to_pixels
from benchmarks.buildings.data import TESTS, VALIDATION
from benchmarks.map_update.update import HALF, MIN_AREA_M2, Counts, count_new, cover
from eo_deep.alignment.align import METHODS
from eo_deep.alignment.placement import FOLLOWS, NOT_FOUND, find_alignment
from eo_deep.geo.crs import to_crs
from eo_deep.geo.image_frame import make_image_frame
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.map_update.existence import SupportMeasurements, find_removed, measure_log_odds
from eo_deep.map_update.moved_buildings import reassociate
from eo_deep.map_update.new_buildings import Limits, find_new
from eo_deep.map_update.predictions import open_predictions
from eo_deep.models.bundled import BUILDINGS, find_bundled_model
from eo_deep.models.image_input import ImageSettings
from eo_deep.progress import silent

_LIMITS = Limits(MIN_AREA_M2, 2.0, 0.0)
_THRESHOLDS = (0.2, 0.3, 0.35, 0.4, 0.5, 0.6)
Judge = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Recorder(SupportMeasurements):
    """Keeps what its estimates would be made of, and takes all new buildings."""

    kept: dict[str, np.ndarray] = field(default_factory=dict)

    def estimate_existence(self, geometries: np.ndarray, probability: np.ndarray, mapped: np.ndarray) -> np.ndarray:
        """1 for each; keeps log odds, score and mapped share, and the estimate, (N, 4)."""
        self.kept["new"] = np.column_stack([measure_log_odds(probability), self.compare_scores(geometries), mapped,
                                            super().estimate_existence(geometries, probability, mapped)])  # fmt: skip
        return np.ones(len(geometries))

    def estimate_removal(self, probability: np.ndarray, missing: np.ndarray) -> np.ndarray:
        """As they are estimated; keeps both log odds and the estimate, (N, 3)."""
        removed = super().estimate_removal(probability, missing)
        self.kept["gone"] = np.column_stack([measure_log_odds(probability), measure_log_odds(missing), removed])
        return removed


@dataclass
class Case:
    """One wrong map: of what seems new, what it is judged by and how it is (N, 4), polygons (N,), whether they are
    right and whether they count; of the map's objects, what they are judged by and how they are (N, 3), and whether
    they are spurious; buildings to find; the usual score."""

    new: np.ndarray
    polygons: np.ndarray
    right: np.ndarray
    counted: np.ndarray
    gone: np.ndarray
    spurious: np.ndarray
    spurious_count: int
    dropped: np.ndarray
    others: np.ndarray
    usual_score: float


def collect(town: Town, method: str, draws: int, work: Path) -> list[Case]:
    """Update maps of a town as far as to the judgements."""
    crs, cases = to_crs(town.grid.crs), []

    def place(geometries: np.ndarray) -> VectorLayer:
        return VectorLayer(to_coordinates(geometries, town), {}, crs, "MultiPolygon")

    models = find_bundled_model(BUILDINGS), None
    with open_predictions(ImageSettings(town.image), place(town.geometries), method, models, True,
                          work) as (maps, thresholds, evidence, frame):  # fmt: skip
        for number in range(draws):
            wrong = draw_map(town, SETS["blocks"], number)
            features = place(wrong.geometries)
            found = find_alignment(evidence, frame, features, MAX_SHIFT_M, 1.0, "object", "follow", work / "volumes")
            aligned = replace(features, geometries=found.geometries)
            support = Recorder.measure(method, maps.source, evidence, frame, aligned, found)
            gone = find_removed(support, aligned, found)
            found = found.leave((found.status == FOLLOWS) & (gone > 0.5), features.geometries)
            seen = replace(aligned, geometries=found.geometries).select((gone <= 0.5) & (found.status != NOT_FOUND))
            new = find_new(support, work / "residual.tif", seen, thresholds, _LIMITS, maps.read_walls)
            pixel_m = support.pixel_m
            moved = reassociate(make_image_frame(aligned.crs, maps.source.grid, (pixel_m, pixel_m), silent), features,
                                found, gone, new, MAX_SHIFT_M / pixel_m)  # fmt: skip
            polygons = to_pixels(new.geometries[moved.is_new], town)
            dropped, spurious = town.geometries[~wrong.kept], wrong.source < 0
            large = shapely.area(dropped) * PX_M**2 >= MIN_AREA_M2
            others = np.concatenate([town.others, dropped[~large]])
            judged = support.kept.get("new", np.zeros((0, 4)))[moved.is_new]
            right, counted = cover(polygons, dropped[large]) >= HALF, cover(polygons, others) < HALF
            cases.append(Case(judged, polygons, right, counted, support.kept["gone"], spurious[gone > 0],
                              int(spurious.sum()), dropped[large], others, support.usual_score))  # fmt: skip
    return cases


def score_new(cases: list[Case], judge: Judge, threshold: float) -> float:
    """F-score of what is new and has that confidence."""
    found = {name: Counts() for name in ("new", "new, pairs")}
    for case in cases:
        taken = judge(case.new) >= threshold if len(case.new) else np.zeros(0, bool)
        count_new(found, case.polygons[taken], case.dropped, case.others)
    return found["new"].summarize()["f_score"]


def score_gone(cases: list[Case], judge: Judge, threshold: float) -> float:
    """F-score of what is gone with that confidence."""
    counts = Counts()
    for case in cases:
        gone = judge(case.gone) > threshold
        hits = int((gone & case.spurious).sum())
        counts.add(hits, hits, int(gone.sum()), case.spurious_count)
    return counts.summarize()["f_score"]


def judge_as_now(rows: np.ndarray) -> np.ndarray:
    """The estimates (N,) by the weights in use."""
    return rows[:, -1]


def judge_by(model: LogisticRegression) -> Judge:
    """The estimates by fitted weights."""
    return lambda rows: model.predict_proba(rows[:, :-1])[:, 1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--data", type=Path, default=Path(__file__).resolve().parents[3] / "shared/data/buildings",
        help="folder with a folder per town",
    )  # fmt: skip
    parser.add_argument("--work", type=Path, required=True, help="folder for intermediate files")
    parser.add_argument(
        "--method", choices=METHODS, default="learned", help="of the alignment before (default: learned)"
    )
    parser.add_argument("--draws", type=int, default=4, help="displaced maps per part")
    chosen = parser.parse_args()
    parts = [("validation", VALIDATION), *((place, parts) for place, parts in TESTS if "Banepa" not in place)]
    cases: dict[str, list[Case]] = {"validation": [], "validation, degraded": [], "unseen towns": []}
    for town in open_parts(chosen.data, chosen.work / "parts", parts):
        for kind in KINDS if town.place == "validation" else ("",):
            group = "unseen towns" if town.place != "validation" else f"validation{', degraded' if kind else ''}"
            cases[group] += collect(show(town, kind), chosen.method, chosen.draws, chosen.work)
    own = cases["validation"] + cases["validation, degraded"]
    print(f"usual score: {np.median([case.usual_score for case in own]):.1f}")
    new = LogisticRegression(C=10).fit(np.concatenate([case.new[case.counted, :-1] for case in own]),
                                       np.concatenate([case.right[case.counted] for case in own]))  # fmt: skip
    gone = LogisticRegression(C=1).fit(np.concatenate([case.gone[:, :-1] for case in own]),
                                       np.concatenate([case.spurious for case in own]))  # fmt: skip
    print("new: log odds, score, mapped, constant:", new.coef_[0].round(2).tolist(), new.intercept_.round(2).tolist())
    print("gone: log odds, missing, constant:", gone.coef_[0].round(2).tolist(), gone.intercept_.round(2).tolist())
    for what, model, score in (("new", new, score_new), ("gone", gone, score_gone)):
        for weights, judge in (("fitted", judge_by(model)), ("in use", judge_as_now)):
            for group, all_cases in cases.items():
                reached = ", ".join(f"{t:g}: {score(all_cases, judge, t):.3f}" for t in _THRESHOLDS)
                print(f"F-score of {what}, weights {weights}, {group}, by threshold: {reached}")


if __name__ == "__main__":
    main()
