"""One small training for each objective, run by one process or by all that torchrun starts; see test_ranks.py.

    python -m torch.distributed.run --standalone --nproc-per-node 2 -m tests.engine.training.rank_cases FOLDER
"""

from __future__ import annotations

import contextlib
import sys
import time
from dataclasses import replace
from pathlib import Path
from unittest import mock

import numpy as np
import torch
import torch.distributed as dist
from safetensors.torch import save_file
from torch import nn

from eo_deep.alignment.training.objective import Matching
from eo_deep.alignment.training.samples import ABSENT, OBJECTS, REAL, SPURIOUS, TEMPLATE_PX, Places
from eo_deep.alignment.training.samples import Targets as AlignmentTargets
from eo_deep.energy_models.jem import GaussianInit
from eo_deep.energy_models.langevin import SamplerSettings
from eo_deep.energy_models.objective import JemObjective, JemSettings
from eo_deep.errors import EoDeepError
from eo_deep.io.card_schema import UNKNOWN
from eo_deep.models.networks import build
from eo_deep.polygon_extraction.drawings import draw_sample
from eo_deep.polygon_extraction.objective import HeadsObjective, Targets
from eo_deep.polygon_extraction.polycnn_task import CornersObjective, DrawingsObjective
from eo_deep.polygon_extraction.targets import HeadTargets
from eo_deep.scene_classification.task import _LastLayer
from eo_deep.super_resolution.expected_error import ErrorObjective
from eo_deep.time_series.objective import SeriesBatch, SeriesObjective
from eo_deep.time_series.paper_objective import PaperObjective, PaperWeights
from eo_deep.training import loop
from eo_deep.training.adversarial import Adversarial, AdversarialSettings
from eo_deep.training.batch import map_tensors
from eo_deep.training.losses import compute_charbonnier, compute_cross_entropy_and_soft_iou
from eo_deep.training.objectives import OmissionTolerant
from eo_deep.training.settings import TrainSettings

# Shares of 3 and 2 samples, and at last a batch of one sample, which is less than there are processes.
SETTINGS = TrainSettings(epochs=2, samples_per_epoch=11, batch_size=5, learning_rate=3e-4)

SIDE_PX = 32


def make_pixels(rng, bands=3, side=SIDE_PX):
    return torch.from_numpy(rng.standard_normal((bands, side, side), dtype=np.float32))


def draw_classes(rng, side=SIDE_PX):
    x = make_pixels(rng, side=side)
    classes = (x[0] > 0.5).long() + (x[1] > 0.5).long()
    classes[: int(rng.integers(20))] = UNKNOWN  # so that shares have other numbers of pixels
    return x, classes


def draw_imprecise(rng):
    x, classes = draw_classes(rng)
    return x, classes, torch.tensor(bool(rng.integers(2)))


def draw_image(rng):
    x = make_pixels(rng)
    return x, (x.flip(0), torch.ones(1, SIDE_PX, SIDE_PX, dtype=torch.bool))


def draw_finer(rng):
    x = make_pixels(rng, 3, SIDE_PX // 2)
    known = torch.from_numpy(rng.random((1, SIDE_PX, SIDE_PX)) > 0.3)
    return x, (x.repeat_interleave(2, 1).repeat_interleave(2, 2), known)


def draw_heads(rng):
    x, classes = draw_classes(rng)
    direction = torch.nn.functional.normalize(make_pixels(rng, 2), dim=0) * (x[2:] > 0)
    corners = torch.from_numpy(rng.random((2, SIDE_PX, SIDE_PX), dtype=np.float32))
    return x, Targets(classes, HeadTargets(x[2] > 1, direction, corners, make_pixels(rng, 2)))


def draw_objects(rng):
    x, classes = make_pixels(rng, side=64), torch.from_numpy(rng.integers(0, 2, (64, 64)))
    kind = torch.from_numpy(rng.choice([REAL, SPURIOUS, ABSENT], OBJECTS).astype(np.float32))
    templates = torch.from_numpy(rng.standard_normal((OBJECTS, 7, TEMPLATE_PX, TEMPLATE_PX), dtype=np.float32)) / 100
    left_top = torch.from_numpy(rng.integers(-16, 16, (OBJECTS, 2)).astype(np.float32))
    correction = torch.from_numpy(rng.uniform(-6, 6, (OBJECTS, 2)).astype(np.float32))
    return x, AlignmentTargets(classes, Places(templates, left_top, correction, kind))


def draw_series(rng):
    planes = torch.from_numpy(rng.standard_normal((2, 2, 3, 96, 96), dtype=np.float32))
    planes[:, :, -1] = torch.from_numpy(rng.random((2, 2, 96, 96)) > 0.1)
    corner = rng.integers(0, 1000, (2, 2, 1, 1))
    axis = 8.0 * np.arange(12)
    cells = corner + np.stack(np.broadcast_arrays(axis[:, None], axis))[None]
    return SeriesBatch(planes * planes[:, :, -1:].clamp(0, 1), torch.from_numpy(cells.astype(np.float32)))


def draw_patch(rng):
    return make_pixels(rng), torch.tensor(int(rng.integers(3)))


def draw_plain_or_varied(rng):
    return make_pixels(rng).tanh(), torch.tensor(int(rng.integers(3))), torch.tensor(bool(rng.integers(2)))


def draw_corners(rng):
    return make_pixels(rng, side=64), torch.from_numpy(rng.random(8, dtype=np.float32))


def make_adversarial():
    def see(outputs, batch):
        inputs, (target, _) = batch
        return torch.cat([outputs, inputs], 1), torch.cat([target, inputs], 1)

    settings = AdversarialSettings(base_channels=4, halvings=1)
    return Adversarial(lambda outputs, batch: compute_charbonnier(outputs, batch[1][0]), see, 6, settings)


def make_jem():
    rng = np.random.default_rng(5)
    real = torch.stack([make_pixels(rng).tanh() for _ in range(12)])
    settings = JemSettings(SamplerSettings(steps=2), chains=4, buffer=12)
    return JemObjective(settings, GaussianInit.fit(real, torch.arange(12) % 3, 3), 0)


def make_unet(name="unet", **more):
    arguments = {"in_channels": 3, "out_channels": 3, "base_channels": 4, **more}
    return build(name, **arguments)


def make_scenes():
    return build("wideresnet", in_channels=3, out_channels=3, depth=10, width=1, normalization="none")


CASES = {
    "unet": (make_unet, draw_classes, lambda: compute_cross_entropy_and_soft_iou),
    "resunet": (lambda: make_unet("resunet", blocks=[1, 1]), draw_classes, lambda: compute_cross_entropy_and_soft_iou),
    "fcn": (lambda: make_unet("fcn"), lambda rng: draw_classes(rng, 64), lambda: compute_cross_entropy_and_soft_iou),
    "several sources": (
        lambda: make_unet("multiunet", in_channels=[3, 3], ratios=[1, 2]),
        lambda rng: ((make_pixels(rng), make_pixels(rng, 3, SIDE_PX // 2)), draw_classes(rng)[1]),
        lambda: compute_cross_entropy_and_soft_iou,
    ),
    "omissions": (make_unet, draw_imprecise,
                  lambda: OmissionTolerant(compute_cross_entropy_and_soft_iou, 0, 0.0)),
    "adversarial": (make_unet, draw_image, make_adversarial),
    "heads": (lambda: make_unet(out_channels=3 + 7), draw_heads,
              lambda: HeadsObjective(3, compute_cross_entropy_and_soft_iou, frozen_share=0.3)),
    "alignment": (lambda: make_unet("resunet", out_channels=8, blocks=[1, 1]), draw_objects, lambda: Matching(8)),
    "series": (lambda: build("disentangler", in_channels=3, out_channels=2, base_channels=8), draw_series,
               SeriesObjective),
    "paper's series": (lambda: build("paperdisentangler", in_channels=2, out_channels=2, base_channels=8), draw_series,
                       lambda: PaperObjective(PaperWeights(), 2, 8)),
    "scenes": (lambda: build("wideresnet", in_channels=3, out_channels=3, depth=10, width=1), draw_patch,
               lambda: nn.functional.cross_entropy),
    "last layer": (make_scenes, draw_patch, lambda: _LastLayer(nn.functional.cross_entropy)),
    "energy": (make_scenes, draw_plain_or_varied, make_jem),
    "expected error": (
        lambda: build("edsr", in_channels=3, out_channels=3, ratio=2, features=8, blocks=1, error_head=True),
        draw_finer, lambda: ErrorObjective(2),
    ),
    "drawings": (lambda: build("polycnn", in_channels=3, out_channels=8, base_channels=4, patch_px=64),
                 lambda rng: draw_sample(rng, 64), lambda: DrawingsObjective(64)),
    "corners": (lambda: build("polycnn", in_channels=3, out_channels=8, base_channels=4, patch_px=64), draw_corners,
                lambda: CornersObjective(False, True)),
}  # fmt: skip

# Networks that compute in float32 whatever they are given.
IN_FLOAT32 = "series", "paper's series", "scenes", "last layer", "energy", "drawings", "corners"


def train_case(name):
    """What a case ends with: the weights, and before them the gradients of the first step, not yet clipped."""
    make, draw, objective = CASES[name]
    torch.manual_seed(5)
    network, gradients, clip = make(), [], nn.utils.clip_grad_norm_

    learned, kind = objective(), torch.float32 if name in IN_FLOAT32 else torch.float64
    for module in (network, *getattr(learned, "companions", {}).values()):
        module.to(kind)

    def draw_precise(rng):
        return map_tensors(lambda tensor: tensor.to(kind) if tensor.is_floating_point() else tensor, draw(rng))

    def remember(parameters, norm):
        gradients.append([parameter.grad.clone() for parameter in parameters if parameter.grad is not None])
        return clip(parameters, norm)

    with mock.patch.object(nn.utils, "clip_grad_norm_", remember):
        # In float32 the order of a sum shows: a step of AdamW has the same size for the smallest gradients.
        with mock.patch.object(loop, "choose_autocast", return_value=contextlib.nullcontext):
            loop.train(network, draw_precise, learned, SETTINGS, torch.device("cpu"))
    parts = 2 if "adversarial" in name or "paper" in name else 1
    first = {f"gradient {part}/{number}": gradient for part in range(parts)
             for number, gradient in enumerate(gradients[part])}  # fmt: skip
    weights = {f"weight/{key}": value for key, value in network.state_dict().items() if value.numel()}
    return {key: value.detach().contiguous().clone() for key, value in {**first, **weights}.items()}


def main(folder: str) -> None:
    dist.init_process_group("gloo")
    torch.set_num_threads(1)
    for name in CASES:
        save_file(train_case(name), Path(folder) / f"{name}.{dist.get_rank()}")
    dist.destroy_process_group()


def main_of_others(folder: str) -> None:
    """Two processes with other first weights and scores, and little time; then the second cannot draw its samples.

    What each one comes to goes to a file of its own.
    """
    dist.init_process_group("gloo")
    rank = dist.get_rank()
    torch.set_num_threads(1)
    torch.manual_seed(rank)
    network, limited = make_unet(), replace(SETTINGS, epochs=1000, time_limit_s=2.0)
    loop.train(network, draw_classes, compute_cross_entropy_and_soft_iou, limited, torch.device("cpu"),
               lambda average: {"score": time.monotonic() * (1 - 2 * rank)})  # fmt: skip
    weights = {key: value.contiguous() for key, value in network.state_dict().items()}
    save_file(weights, Path(folder) / f"limited.{rank}")

    def draw(rng):
        if dist.get_rank() == 1:
            raise EoDeepError("The image 'a.tif' has gone.")
        return draw_classes(rng)

    try:
        loop.train(make_unet(), draw, compute_cross_entropy_and_soft_iou, SETTINGS, torch.device("cpu"))
    except EoDeepError as error:
        (Path(folder) / f"failed.{dist.get_rank()}").write_text(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    (main if len(sys.argv) == 2 else main_of_others)(sys.argv[1])
