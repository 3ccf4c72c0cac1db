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

from ..energy_models.jem import GaussianInit, compute_logits
from ..energy_models.objective import JemObjective, JemSettings
from ..errors import EoDeepError
from ..models.model_file import Model, save_model
from ..models.networks import build
from ..models.scaling import FittedScaling, fit_range
from ..progress import Progress, Relay, silent
from ..sampling.patch_dataset import SceneSet
from ..sampling.patch_sampler import PatchSampler, Variation, scale_images
from ..training.loop import train
from ..training.objectives import Objective, Supervised
from ..training.settings import TrainSettings
from .calibration import fit_temperature, measure_classification
from .report import write_scene_report

_SMOOTHING = 0.05
_CLASSIFIER_VARIATION = Variation(shift_px=4, light=0.06, noise=0.02)
# What varies the brightness of real patches would blur what the model takes for likely; a little noise hides the traces
# of compression, by which real patches could be told from made ones.
_JEM_VARIATION = Variation(noise=0.03)
_SHIPPED_CHAINS = 128
_IMAGES_PER_FIELD = 1000


@dataclass(frozen=True)
class SceneData:
    """What a training of scenes reads: patches to learn from and to validate with, and what the card says of them.

    input: the card's input: bands, resolution_m, dtype, nodata, scaling. classes: the card's classes. origin: where the
    data come from. validation may be empty. outliers: patches (M, C, H, W) float32, network input, that are of no
    class, or None.
    """

    training: SceneSet
    validation: SceneSet
    input: dict
    classes: list[dict]
    origin: dict
    outliers: Tensor | None = None

    @property
    def scaling(self) -> FittedScaling:
        """Raw values -> network input."""
        return fit_range(self.input["scaling"]["low"], self.input["scaling"]["high"])


@dataclass(frozen=True)
class Phases:
    """The two halves of a training: as a classifier, then as an energy-based model; either may be left out (None)."""

    classifier: TrainSettings | None
    jem: TrainSettings | None = None
    jem_settings: JemSettings = JemSettings()


def fit(
    data: SceneData,
    phases: Phases,
    network: dict,
    device: torch.device,
    resume: bool,
    model: str,
    report: str | None = None,
    initial: Model | None = None,
    progress: Progress = silent,
) -> dict:
    """Train on opened data and write the model; result as of `scenes.train_scenes`.

    network: {"name", "arguments"} without the numbers of bands and classes; ignored with an ``initial`` model.
    """
    settings = phases.jem or phases.classifier
    if settings is None:
        raise EoDeepError("There is nothing to train: give epochs as a classifier or as a JEM.")
    torch.manual_seed(settings.seed)
    net, described = make_network(network, data, initial)
    start = initial.card.get("name", "") if initial else None
    heard = _Listener(progress)
    task = json.dumps([data.origin, len(data.training), described, start, data.outliers is not None])
    job = _Job(net, data, device, resume, model, task)
    record: dict = {}
    sampled: _Sampled | None = None
    if phases.classifier:
        progress.message("Training the classifier.")
        record["classifier"] = job.train_classifier(phases.classifier, heard.part(0.03, 0.2 if phases.jem else 0.95))
    if phases.jem:
        progress.message("Training the energy-based model.")
        part = heard.part(0.2 if phases.classifier else 0.03, 0.95)
        record["jem"], sampled = job.train_jem(phases.jem, phases.jem_settings, part)
    card = {
        "name": Path(model).stem,
        "task": "scenes",
        "kind": "jem" if phases.jem else "classifier",
        "network": described,
        "patch_px": data.training.patch_px,
        "inputs": [data.input],
        "classes": data.classes,
        "stride_px": 4 * described["arguments"]["stem_stride"],
        "halo_px": [0, 0],
        "exact": False,
        "bf16": True,
        "threshold": None,
        "sampler": asdict(phases.jem_settings.sampler) if phases.jem else None,
        **_measure(net, data),
        "training": {
            **data.origin,
            "patches": len(data.training),
            "validation_patches": len(data.validation),
            "date": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
            "initial_model": start,
            "events": heard.warnings,
            **record,
            "versions": {"python": platform.python_version(), "torch": version("torch"), "numpy": version("numpy")},
        },
    }
    save_model(model, net, card, sampled.tensors() if sampled else None)
    if report:
        write_scene_report(report, card, sampled.sheets() if sampled else [])
        progress.message(f"Wrote {report}.")
    job.remove_checkpoints()
    progress.keep("")
    progress.message(f"Wrote {model}.")
    progress(1.0)
    return {
        "model": model,
        "report": report,
        "classes": [c["name"] for c in data.classes],
        "patches": len(data.training),
        "accuracy": card["metrics"].get("accuracy"),
        "calibration_error": card["metrics"].get("calibration_error"),
        "temperature": card["temperature"],
    }


@dataclass(frozen=True)
class _Sampled:
    """What a training leaves for sampling: class fields, the longest chains and their classes; and real patches."""

    fields: GaussianInit
    chains: Tensor
    classes: Tensor
    real: Tensor
    real_classes: Tensor
    seed: int

    def tensors(self) -> dict[str, Tensor]:
        """For the model file; no pixel of a real patch."""
        bank = ((self.chains + 1) * 127.5).round().byte()
        return {**self.fields.tensors(), "sampler/bank": bank, "sampler/bank_classes": self.classes}

    def sheets(self) -> list[tuple[str, Tensor, Tensor]]:
        """For the report, which stays with the user."""
        starts = self.fields.draw(self.classes, torch.Generator().manual_seed(self.seed))
        return [
            ("Real patches", self.real, self.real_classes),
            ("Where chains start", starts, self.classes),
            ("Samples", self.chains, self.classes),
        ]


@dataclass(frozen=True)
class _Job:
    """A network in training; its checkpoints lie beside the model."""

    network: nn.Module
    data: SceneData
    device: torch.device
    resume: bool
    model: str
    task: str

    def train_classifier(self, settings: TrainSettings, progress: Progress) -> dict:
        """The best epoch on the validation part is kept; returns the record for the card."""
        objective = Supervised(_compute_loss)
        return self._train("classifier", settings, objective, _CLASSIFIER_VARIATION, self.task, True, progress)

    def train_jem(self, settings: TrainSettings, jem: JemSettings, progress: Progress) -> tuple[dict, _Sampled]:
        """The last epoch is kept: accuracy says nothing of how well log p(x) was learned."""
        real, classes = _sample_patches(self.data)
        fields = GaussianInit.fit(real, classes, len(self.data.classes))
        objective = JemObjective(jem, fields, settings.seed, self.data.outliers)
        task = json.dumps([self.task, asdict(jem)])
        record = self._train("jem", settings, objective, _JEM_VARIATION, task, False, progress)
        chains = objective.buffer.oldest(_SHIPPED_CHAINS // len(self.data.classes))
        return {**record, **asdict(jem)}, _Sampled(fields, *chains, real, classes, settings.seed)

    def remove_checkpoints(self) -> None:
        """Called when the model is written."""
        for phase in ("classifier", "jem"):
            Path(self._checkpoint(phase)).unlink(missing_ok=True)

    def _checkpoint(self, phase: str) -> str:
        return f"{self.model}.{phase}.checkpoint"

    def _train(
        self,
        phase: str,
        settings: TrainSettings,
        objective: Objective,
        variation: Variation,
        task: str,
        keep_best: bool,
        progress: Progress,
    ) -> dict:
        training = train(
            self.network,
            PatchSampler(self.data.training, self.data.scaling, variation).draw,
            objective,
            settings,
            self.device,
            self._validate if len(self.data.validation) else None,
            self._checkpoint(phase),
            self.resume,
            task,
            progress,
            keep_best,
        )
        return {
            **asdict(settings),
            "best_epoch": training.best_epoch,
            "minutes": round(training.seconds / 60, 1),
            "losses": [round(value, 5) for value in training.losses],
            "course": training.validations,
        }

    def _validate(self, average: nn.Module) -> dict:
        validation = self.data.validation
        predicted = _predict(average, validation, self.data.scaling).argmax(1).numpy()
        accuracy = float((predicted == validation.labels).mean())
        return {"score": accuracy, "accuracy": accuracy}


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


def _compute_loss(logits: Tensor, labels: Tensor) -> Tensor:
    return functional.cross_entropy(logits, labels, label_smoothing=_SMOOTHING)


def _sample_patches(data: SceneData) -> tuple[Tensor, Tensor]:
    """Enough patches of each class to measure its field on: network input and labels."""
    labels = data.training.labels
    chosen = np.concatenate([np.flatnonzero(labels == label)[:_IMAGES_PER_FIELD] for label in np.unique(labels)])
    part = data.training.select(chosen)
    return scale_images(part.images, data.scaling), torch.from_numpy(part.labels)


def _measure(network: nn.Module, data: SceneData) -> dict:
    """What the card needs to be used: temperature, quantiles of log p(x) of the training patches; and the metrics."""
    metrics: dict = {}
    temperature = 1.0
    if len(data.validation):
        labels = torch.from_numpy(data.validation.labels)
        logits = _predict(network, data.validation, data.scaling)
        temperature = fit_temperature(logits, labels)
        metrics = measure_classification(logits, labels, temperature, len(data.classes))
    density = _predict(network, data.training, data.scaling).logsumexp(1).double().numpy()
    quantiles = [float(value) for value in np.quantile(density, np.linspace(0, 1, 101))]
    return {"temperature": temperature, "log_density": {"quantiles": quantiles}, "metrics": metrics}


def _predict(network: nn.Module, scenes: SceneSet, scaling: FittedScaling) -> Tensor:
    """Logits (N, K) of all patches, a thousand at a time in network input's four bytes per value."""
    parts = np.array_split(scenes.images, max(1, len(scenes) // 1000))
    return torch.cat([compute_logits(network, scale_images(part, scaling)) for part in parts])


class _Listener(Relay):
    """Passes everything on, and remembers the warnings for the card."""

    def __init__(self, progress: Progress) -> None:
        super().__init__(progress)
        self.warnings: list[str] = []

    def warning(self, text: str) -> None:
        self.warnings.append(text)
        super().warning(text)
