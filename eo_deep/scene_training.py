"""From labelled patches to a classifier or a joint energy-based model: trains, calibrates, writes model and report."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from .calibration import fit_temperature, measure_classification
from .jem import compute_logits
from .modelfile import Model, save_model
from .models import build
from .objectives import Supervised
from .progress import Progress, silent
from .scaling import FittedScaling, fit_range
from .scene_data import SceneSet
from .scene_samples import PatchSampler, Variation, scale_patches
from .train import TrainSettings, Training, train

_SMOOTHING = 0.05
_CLASSIFIER_VARIATION = Variation(shift_px=4, light=0.06, noise=0.02)


@dataclass(frozen=True)
class SceneData:
    """What a training of scenes reads: patches to learn from and to validate with, and what the card says of them.

    input: the card's input: bands, resolution_m, dtype, nodata, scaling. classes: the card's classes. origin: where the
    data come from. validation may be empty.
    """

    training: SceneSet
    validation: SceneSet
    input: dict
    classes: list[dict]
    origin: dict

    @property
    def scaling(self) -> FittedScaling:
        """Raw values -> network input."""
        return fit_range(self.input["scaling"]["low"], self.input["scaling"]["high"])


def fit(
    data: SceneData,
    settings: TrainSettings,
    network: dict,
    device: torch.device,
    resume: bool,
    model: str,
    initial: Model | None = None,
    progress: Progress = silent,
) -> dict:
    """Train on opened data and write the model; result as of `scenes.train_scenes`.

    network: {"name", "arguments"} without the numbers of bands and classes; ignored with an ``initial`` model.
    """
    torch.manual_seed(settings.seed)
    net, described = make_network(network, data, initial)
    task = json.dumps([data.origin, len(data.training), described, initial.card.get("name", "") if initial else None])
    checkpoint = f"{model}.checkpoint"
    training = train_classifier(net, data, settings, device, checkpoint, resume, task, progress.part(0, 0.95))
    card = {
        "name": Path(model).stem,
        "task": "scenes",
        "kind": "classifier",
        "network": described,
        "patch_px": data.training.patch_px,
        "inputs": [data.input],
        "classes": data.classes,
        "stride_px": 4 * described["arguments"]["stem_stride"],
        "halo_px": [0, 0],
        "exact": False,
        "bf16": True,
        "threshold": None,
        **measure_model(net, data),
        "training": {**data.origin, **asdict(settings), "losses": [round(value, 5) for value in training.losses]},
    }
    save_model(model, net, card)
    Path(checkpoint).unlink(missing_ok=True)
    progress.message(f"Wrote {model}.")
    progress(1.0)
    return {"model": model, **card["metrics"]}


def make_network(network: dict, data: SceneData, initial: Model | None) -> tuple[nn.Module, dict]:
    """The network to train and its description; with an ``initial`` model its weights, where they fit."""
    sizes = {"in_channels": data.training.images.shape[1], "out_channels": len(data.classes)}
    described = initial.card["network"] if initial else network
    arguments = {**described["arguments"], **sizes}
    net = build(described["name"], **arguments)
    if initial:
        # The last layer is new where the classes are others; everything else goes on from what was learnt.
        current = net.state_dict()
        fitting = {k: v for k, v in initial.network.state_dict().items() if current[k].shape == v.shape}
        net.load_state_dict(fitting, strict=False)
    return net, {"name": described["name"], "arguments": arguments}


def train_classifier(
    network: nn.Module,
    data: SceneData,
    settings: TrainSettings,
    device: torch.device,
    checkpoint: str,
    resume: bool,
    task: str,
    progress: Progress,
) -> Training:
    """Train ``network`` in place to tell the classes apart; the best epoch on the validation part is kept."""
    sampler = PatchSampler(data.training, data.scaling, _CLASSIFIER_VARIATION)
    validation = scale_patches(data.validation, data.scaling) if len(data.validation) else None

    def compute_loss(logits: Tensor, labels: Tensor) -> Tensor:
        return functional.cross_entropy(logits, labels, label_smoothing=_SMOOTHING)

    def validate(average: nn.Module) -> dict:
        predicted = compute_logits(average, validation).argmax(1).numpy()
        return {"score": float((predicted == data.validation.labels).mean())}

    return train(
        network,
        sampler.draw,
        Supervised(compute_loss),
        settings,
        device,
        validate if validation is not None else None,
        checkpoint,
        resume,
        task,
        progress,
    )


def measure_model(network: nn.Module, data: SceneData) -> dict:
    """What the card needs to be used: temperature, quantiles of log p(x) of the training patches; and the metrics."""
    metrics: dict = {}
    temperature = 1.0
    if len(data.validation):
        labels = torch.from_numpy(data.validation.labels)
        logits = compute_logits(network, scale_patches(data.validation, data.scaling))
        temperature = fit_temperature(logits, labels)
        metrics = measure_classification(logits, labels, temperature, len(data.classes))
    density = compute_logits(network, scale_patches(data.training, data.scaling)).logsumexp(1).numpy()
    quantiles = [float(value) for value in np.quantile(density.astype(np.float64), np.linspace(0, 1, 101))]
    return {"temperature": temperature, "log_density": {"quantiles": quantiles}, "metrics": metrics}


def describe_versions() -> dict:
    """Versions of what made the model."""
    return {"python": platform.python_version(), "torch": version("torch"), "numpy": version("numpy")}


def today() -> str:
    """The date in UTC, YYYY-MM-DD."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%d")
