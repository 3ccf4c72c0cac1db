"""Refinements of three published networks' building maps, each fitted on three patches and judged on the fourth.

    python -m benchmarks.class_map_refinement.massachusetts --data ../shared/data/labelling/massachusetts_refine

IoU of buildings and F-score of their boundaries (2 px), pooled over the four patches of 256 x 256 px at 1 m. The full
CRF needs pydensecrf, which may lie in any folder: PYTHONPATH=FOLDER.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from unittest import mock

import numpy as np
import torch

from eo_deep.class_map_refinement import learning
from eo_deep.class_map_refinement.calibration import Calibration, to_scores
from eo_deep.class_map_refinement.fitting import fit
from eo_deep.class_map_refinement.labelled_windows import LabelledWindow
from eo_deep.class_map_refinement.learning import make_trainer
from eo_deep.class_map_refinement.refinement import Refinement
from eo_deep.class_map_refinement.scores import Agreement, compare
from eo_deep.io.raster import open_raster
from eo_deep.models import networks
from eo_deep.models.networks.pde import PDE
from eo_deep.progress import silent

NETS = {"Mnih, CRF": "mnih_crf", "Saito, MA-CIS": "saito_ma_cis", "HF-FCN": "hf_fcn"}
OFFSETS = np.arange(-6, 6.01, 0.1)
Result = list[Agreement]  # of each patch


class AgnosticPDE(PDE):
    """The same equation for all classes, which none has weights of its own for (the paper's class-agnostic RNN)."""

    def __init__(self, in_channels: Sequence[int], out_channels: int):
        super().__init__((1, in_channels[1]), 1)
        self.classes = out_channels

    def forward(self, scores: torch.Tensor, image: torch.Tensor) -> torch.Tensor:
        parts = [super(AgnosticPDE, self).forward(scores[:, k : k + 1], image) for k in range(self.classes)]
        return torch.cat(parts, dim=1)


def read_patches(data: Path, net: str) -> list[LabelledWindow]:
    """The four patches with one network's probabilities."""
    patches = []
    for number in range(4):
        second, truth, image = (_read(data / f"{name}_{number}.tif") for name in (f"prob_{net}", "gt", "rgb"))
        known = np.ones(truth.shape[1:], bool)
        chances = np.concatenate([1 - second, second]).astype(np.float32)
        scaled = ((image - 127.5) / 63.75).astype(np.float32)
        patches.append(LabelledWindow(chances[None], known[None], scaled, known, (truth[0] > 0).astype(np.uint8)))
    return patches


def _read(path: Path) -> np.ndarray:
    with open_raster(path) as source:
        return source.read()[0]


def judge(scores: np.ndarray, patch: LabelledWindow) -> Agreement:
    """The agreement of log-odds (1, h, w)."""
    return compare((scores[0] >= 0).astype(np.intp), patch.classes, patch.labelled, 2)


def leave_one_out(patches: list[LabelledWindow],
                  fit_on: Callable[[list[LabelledWindow]], Callable[[LabelledWindow], np.ndarray]]) -> Result:
    """Of each patch the agreement of what was fitted on the others."""
    return [judge(fit_on([other for other in patches if other is not patch])(patch), patch) for patch in patches]


def leave_as_is(patches: list[LabelledWindow]) -> Callable[[LabelledWindow], np.ndarray]:
    return lambda patch: patch.scores


def fit_method(method: str, epochs: int, forced: bool = False):
    """A fit by the engine; forced: what does not help is not refused."""
    trainer = make_trainer(epochs, 0, torch.device("cpu"))

    def fit_on(patches: list[LabelledWindow]) -> Callable[[LabelledWindow], np.ndarray]:
        if forced:
            calibrated = fit(patches, 2, "calibrate", trainer, silent).refinement
            found = trainer(patches, calibrated.calibration, silent)
            return refit_offset(lambda patch: _score(found, patch), patches)
        found = fit(patches, 2, method, trainer, silent).refinement
        return lambda patch: _score(found, patch) + np.float32(found.offset[0])

    return fit_on


def fit_threshold(patches: list[LabelledWindow]) -> Callable[[LabelledWindow], np.ndarray]:
    """The refitted threshold alone."""
    return refit_offset(lambda patch: patch.scores, patches)


def _score(refinement: Refinement, patch: LabelledWindow) -> np.ndarray:
    return refinement.score(patch.probabilities[0], patch.image, patch.seen)


def refit_offset(score: Callable[[LabelledWindow], np.ndarray],
                 patches: list[LabelledWindow]) -> Callable[[LabelledWindow], np.ndarray]:
    """The scores with the offset of the best IoU on patches: no method is compared at a threshold that is not its own.
    """
    scored = [score(patch)[0] for patch in patches]
    truths = [patch.classes == 1 for patch in patches]

    def measure(offset: float) -> float:
        pairs = [(values + offset >= 0, truth) for values, truth in zip(scored, truths)]
        return sum((a & b).sum() for a, b in pairs) / sum((a | b).sum() for a, b in pairs)

    offset = np.float32(max(OFFSETS, key=measure))
    return lambda patch: score(patch) + offset


def full_crf(position_px: float, colour: float, weight: float, smoothing: float, smoothing_weight: float):
    """pydensecrf with these settings, 5 iterations, on scores of the refitted threshold; its threshold refitted too."""
    import pydensecrf.densecrf as dense

    def score_with(calibration: Calibration, patch: LabelledWindow) -> np.ndarray:
        odds = calibration(patch.scores)[0]
        second = np.clip(1 / (1 + np.exp(-odds)), 1e-5, 1 - 1e-5)
        height, width = odds.shape
        model = dense.DenseCRF2D(width, height, 2)
        model.setUnaryEnergy(np.ascontiguousarray(-np.log(np.stack([1 - second, second])).reshape(2, -1), np.float32))
        picture = np.ascontiguousarray((patch.image * 63.75 + 127.5).round().astype(np.uint8).transpose(1, 2, 0))
        model.addPairwiseGaussian(sxy=smoothing, compat=smoothing_weight)
        model.addPairwiseBilateral(sxy=position_px, srgb=colour, rgbim=picture, compat=weight)
        chances = np.array(model.inference(5), np.float32).reshape(2, height, width)
        return to_scores(chances)

    def fit_on(patches: list[LabelledWindow]) -> Callable[[LabelledWindow], np.ndarray]:
        trainer = make_trainer(1, 0, torch.device("cpu"))
        calibration = fit(patches, 2, "calibrate", trainer, silent).refinement.calibration
        return refit_offset(lambda patch: score_with(calibration, patch), patches)

    return fit_on


def run_agnostic(patches: list[LabelledWindow], epochs: int) -> Result:
    """The same with one equation for all classes, which sees as far as the one that the engine knows."""
    footprint = learning.measure_footprint(networks.build("pde", in_channels=[2, 3], out_channels=2))
    agnostic = mock.patch.dict(networks.NETWORKS, pde=AgnosticPDE)
    with agnostic, mock.patch.object(learning, "measure_footprint") as measure:
        measure.return_value = footprint
        return leave_one_out(patches, fit_method("learned", epochs, forced=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/labelling/massachusetts_refine"),
                        help="folder of the patches (default: ../shared/data/labelling/massachusetts_refine)")
    parser.add_argument("--epochs", type=int, default=5, help="epochs of the learned refinements (default: 5)")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        raise SystemExit(f"The patches are not in '{arguments.data}'.")
    rows: dict[str, Callable[[list[LabelledWindow]], Result]] = {
        "network, threshold 0.5": lambda patches: leave_one_out(patches, leave_as_is),
        "refitted threshold": lambda patches: leave_one_out(patches, fit_threshold),
        "truncated CRF, fitted (`crf`)": lambda patches: leave_one_out(patches, fit_method("crf", 1)),
        "class-agnostic equation": lambda patches: run_agnostic(patches, arguments.epochs),
        "equation (`learned`), not refused": lambda patches: leave_one_out(
            patches, fit_method("learned", arguments.epochs, forced=True)),
    }
    if find_spec("pydensecrf"):
        rows["full CRF, the paper's settings"] = lambda patches: leave_one_out(patches, full_crf(80, 13, 10, 3, 3))
        rows["full CRF, mild settings"] = lambda patches: leave_one_out(patches, full_crf(20, 13, 4, 1, 2))
    else:
        print("pydensecrf is not installed: the rows of the full CRF are left out.")
    patches = {net: read_patches(arguments.data, net) for net in NETS.values()}
    print(f"| | {' | '.join(NETS)} | mean |\n| --- |{' --- |' * 4}")
    for name, run in rows.items():
        found = [_pool(run(each)) for each in patches.values()]
        figures = [(each.iou, each.edge_f) for each in found]
        cells = [f"{iou:.3f} / {edge:.3f}" for iou, edge in [*figures, tuple(np.mean(figures, axis=0))]]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def _pool(results: Result) -> Agreement:
    total = results[0]
    for each in results[1:]:
        total = total + each
    return total


if __name__ == "__main__":
    main()
