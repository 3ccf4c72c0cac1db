"""The training of a scene classification, as a classifier of patches or a joint energy-based model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ..energy_models.jem import GaussianInit, compute_logits
from ..energy_models.objective import JemObjective, JemSettings
from ..errors import EoDeepError
from ..models.footprint import Footprint
from ..models.scaling import FittedScaling
from ..progress import Progress
from ..runtime import ranks
from ..sampling.patch_sampler import HalfVaried, PatchSampler, Variation, scale_images
from ..sampling.scene_set import SceneSet
from ..training.batch import Batch
from ..training.objectives import Objective, Supervised
from ..training.session import Outcome, RunStage, Stage, describe_stage, describe_versions
from ..training.settings import TrainSettings
from ..training.split import Call
from ..training.state import Training
from .calibration import fit_temperature, measure_classification
from .scene_data import SceneData

_SMOOTHING = 0.05
_CLASSIFIER_VARIATION = Variation(shift_px=4, light=0.06, noise=0.02)
# Patches of varied brightness would blur log p(x), so half of a JEM's are plain, and the varied half teaches classes
# only. A little noise hides the traces of compression, by which real patches could be told from synthetic ones.
_JEM_VARIATION = Variation(noise=0.03)
_SHIPPED_CHAINS = 128
_IMAGES_PER_FIELD = 1000


@dataclass(frozen=True)
class Phases:
    """The two halves of a training: as a classifier, then as an energy-based model; either may be left out (None)."""

    classifier: TrainSettings | None
    jem: TrainSettings | None = None
    jem_settings: JemSettings = JemSettings()

    def __post_init__(self) -> None:
        if self.classifier is None and self.jem is None:
            raise EoDeepError("There is nothing to train: give epochs as a classifier or as a JEM.")


@dataclass(frozen=True)
class SceneTask:
    """The training of a scene classification; see `scene_classification.train_scenes`.

    frozen: of a network that is trained already, only the last layer learns.
    """

    data: SceneData
    phases: Phases
    frozen: bool = False
    name: str = "scenes"

    @property
    def output_count(self) -> int:
        return len(self.data.classes)

    def measure_footprint(self, network: nn.Module) -> Footprint:
        # The unit is a patch: the stride is that of the features before their mean, and there is no halo.
        return Footprint(int(network.cell_px), 0, 0, exact=False)  # type: ignore[arg-type]

    def train(
        self, network: nn.Module, footprint: Footprint, device: torch.device, run: RunStage, progress: Progress
    ) -> Outcome:
        data, phases = self.data, self.phases
        record, events = {}, []
        sampled: _Sampled | None = None
        if self.frozen:
            network.requires_grad_(False)
            assert isinstance(network.head, nn.Module)
            network.head.requires_grad_(True)
        if phases.classifier:
            progress.message("Training the classifier.")
            share = (0.03, 0.2 if phases.jem else 0.95)
            objective = _LastLayer(_compute_loss) if self.frozen else Supervised(_compute_loss)
            stage = self._stage("classifier", phases.classifier, objective, share)
            training = run(stage)
            record["classifier"] = _describe(phases.classifier, training)
            events += training.events
        if phases.jem:
            progress.message("Training the energy-based model.")
            real, real_classes = _sample_patches(data)
            fields = GaussianInit.fit(real, real_classes, len(data.classes))
            energy = JemObjective(phases.jem_settings, fields, phases.jem.seed, data.outliers)
            training = run(self._stage("jem", phases.jem, energy, (0.2 if phases.classifier else 0.03, 0.95)))
            record["jem"] = {**_describe(phases.jem, training), **asdict(phases.jem_settings)}
            events += training.events
            chains, classes = energy.buffer.oldest(_SHIPPED_CHAINS // len(data.classes))
            sampled = _Sampled(fields, chains, classes, real, real_classes, phases.jem.seed)
        measured = _measure(network, data)
        return Outcome(
            card={
                "kind": "jem" if phases.jem else "classifier",
                "patch_px": data.training.patch_px,
                "sampler": asdict(phases.jem_settings.sampler) if phases.jem else None,
                **measured,
            },
            record={"events": events, **record, "versions": describe_versions("torch", "numpy")},
            result={
                "classes": [each.name for each in data.classes],
                "patches": len(data.training),
                "accuracy": measured["metrics"].get("accuracy"),
                "calibration_error": measured["metrics"].get("calibration_error"),
                "temperature": measured["temperature"],
            },
            write_pages=lambda report, card: _load_pages()(report, card, sampled.sheets() if sampled else []),
            tensors=sampled.tensors() if sampled else None,
        )

    def _stage(self, name: str, settings: TrainSettings, objective: Objective, share: tuple[float, float]) -> Stage:
        is_jem, data = isinstance(objective, JemObjective), self.data
        varied = PatchSampler(data.shown or data.training, data.scaling, _CLASSIFIER_VARIATION)
        plain = PatchSampler(data.training, data.scaling, _JEM_VARIATION)
        return Stage(
            settings,
            (HalfVaried(plain, varied) if is_jem else varied).draw,
            objective,
            identity=[self.data.outliers is not None, asdict(self.phases.jem_settings) if is_jem else None,
                      *(["frozen"] if self.frozen else [])],
            validate=self._validate if len(self.data.validation) else None,
            keep_best=not is_jem,  # accuracy does not measure log p(x)
            share=share,
            name=name,
            score_name="accuracy",
        )

    def _validate(self, average: nn.Module) -> dict:
        validation = self.data.validation
        predicted = _predict(average, validation, self.data.scaling).argmax(1).numpy()
        accuracy = float((predicted == validation.labels).mean())
        return {"score": accuracy, "accuracy": accuracy}


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
            ("Starts of the sampling", starts, self.classes),
            ("Samples", self.chains, self.classes),
        ]


class _LastLayer(Supervised):
    """A loss of the last layer: the features before it stay as they were learned, batch statistics too."""

    def calls(self, network: nn.Module) -> Sequence[Call]:
        return [(network, "features"), (network.head, "forward")]  # type: ignore[list-item]

    def compute(self, network: nn.Module, batch: Batch, step: int, done: float) -> Tensor:
        network.eval()
        assert isinstance(network.head, nn.Module)
        network.head.train()
        with torch.no_grad():
            features = network.features(batch[0])  # type: ignore[operator]
        return self._loss(network.head(features), batch[1])


def _describe(settings: TrainSettings, training: Training) -> dict:
    """What the card stores of a stage."""
    minutes = round(training.seconds / 60, 1)
    return {**describe_stage(settings, training), "minutes": minutes, "course": training.validations}


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
    """Logits (N, K) of all patches, a thousand at a time in network input's four bytes per value.

    Several processes share the patches, and all get the logits of all.
    """
    shared = len(scenes) >= ranks.count()
    own = ranks.share(len(scenes)) if shared else range(len(scenes))
    parts = np.array_split(scenes.images[own.start : own.stop], max(1, len(own) // 1000))
    found = torch.cat([compute_logits(network, scale_images(part, scaling)) for part in parts])
    return torch.from_numpy(ranks.join(found.numpy())) if shared else found


def _load_pages() -> Callable[..., None]:
    from .report import write_pages  # only now: it loads what draws figures

    return write_pages
