"""One training from its data to a model file, with card and report: what all tasks share.

A task names its data and gives a sampler, an objective, scores, card fields and report pages; the session does the
rest. So a new kind of training is a `Task`, and nothing else.
"""

from __future__ import annotations

import contextlib
import json
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import torch
from torch import Tensor, nn

from ..errors import EoDeepError
from ..io.card_schema import count_channels
from ..io.files import check_distinct, check_writable
from ..io.paths import list_paths
from ..models.footprint import Footprint
from ..models.model_file import Model, save_model
from ..models.networks import build
from ..progress import Progress, silent
from ..sampling.training_data import ClassLabel
from .loop import Draw, Validate, train
from .objectives import Loss, Objective
from .settings import TrainSettings
from .state import Training

if TYPE_CHECKING:  # it loads what draws figures
    from ..reports.html import Report


@dataclass(frozen=True)
class Stage:
    """One run of the training loop; a training has one, or several after each other.

    Parameters
    ----------
    settings, draw, objective, validate, keep_best : see `loop.train`.
    identity : JSON-able, what shapes the result besides network and settings: a checkpoint of something else is not
        resumed.
    share : from where to where (0..1) it takes the session's progress.
    name : tells the checkpoints and the curves of several stages apart.
    score_name : what the "score" of ``validate`` is.
    """

    settings: TrainSettings
    draw: Draw
    objective: Loss | Objective
    identity: Any
    validate: Validate | None = None
    keep_best: bool = True
    share: tuple[float, float] = (0.0, 0.97)
    name: str = ""
    score_name: str = "mean IoU"


RunStage = Callable[[Stage], Training]


@dataclass(frozen=True)
class Outcome:
    """What a task reports of its trained network.

    Parameters
    ----------
    card : fields of the model's card besides those that every card has.
    record : fields of the card's "training", such as settings and "metrics".
    result : what the training's function returns, besides the files' names.
    write_pages : adds the task's pages to a report, of the finished card.
    tensors : what the model file holds besides the weights.
    """

    card: dict
    record: dict
    result: dict
    write_pages: Callable[[Report, dict], None]
    tensors: Mapping[str, Tensor] | None = None


class TaskData(Protocol):
    """What the card says of a training's data."""

    @property
    def inputs(self) -> list[dict]:
        """The network's inputs, as the card has them."""

    @property
    def classes(self) -> list[ClassLabel]:
        """The classes of the labels."""

    @property
    def origin(self) -> dict:
        """Where the data come from, for the training record."""


class Task(Protocol):
    """What one kind of training adds to a session."""

    @property
    def name(self) -> str:
        """The card's task."""

    @property
    def data(self) -> TaskData:
        """What the network is trained on."""

    @property
    def output_count(self) -> int:
        """How many channels or scores the network gives."""

    def measure_footprint(self, network: nn.Module) -> Footprint:
        """The network's stride and halo, as the card has them."""

    def train(
        self, network: nn.Module, footprint: Footprint, device: torch.device, run: RunStage, progress: Progress
    ) -> Outcome:
        """Train the network in place: prepare stages, let the session ``run`` each, and describe what came of it."""


@dataclass(frozen=True)
class TrainingSession:
    """A task with the network to train for it.

    Parameters
    ----------
    network : {"name", "arguments"} without the numbers of bands and outputs; ignored with an ``initial`` model.
    seed : of the network's first weights.
    initial : a model to start from: its network, with those of its weights that fit.
    """

    task: Task
    network: dict
    device: torch.device
    seed: int = 0
    initial: Model | None = None

    def run(self, model: str, report: str | None = None, resume: bool = False, progress: Progress = silent) -> dict:
        """Train, and write the model file and the report.

        Parameters
        ----------
        resume : continue from the checkpoints beside ``model``, which are written after each epoch; they are removed
            when the model is written.

        Returns
        -------
        {"model", "report"} and what the task returns. Raises EoDeepError as the task and the loop do.
        """
        torch.manual_seed(self.seed)
        task, data, checkpoints = self.task, self.task.data, []
        start_name = self.initial.card.get("name", "") if self.initial else None
        network, described = start_network(self.network, data.inputs, task.output_count, self.initial)
        footprint = task.measure_footprint(network)

        def run_stage(stage: Stage) -> Training:
            checkpoint = f"{model}.{stage.name}.checkpoint" if stage.name else f"{model}.checkpoint"
            checkpoints.append(checkpoint)
            identity = json.dumps([task.name, data.origin, described, start_name, stage.identity], sort_keys=True)
            part = progress.part(*stage.share, stage.name.replace("_", " "))
            return train(network, stage.draw, stage.objective, stage.settings, self.device, stage.validate, checkpoint,
                         resume, identity, part, stage.keep_best, stage.score_name)  # fmt: skip

        outcome = task.train(network, footprint, self.device, run_stage, progress)
        card = {
            "name": Path(model).stem,
            "task": task.name,
            "network": described,
            "inputs": data.inputs,
            "classes": [asdict(each) for each in data.classes],
            "stride_px": footprint.stride_px,
            "halo_px": [footprint.before_px, footprint.after_px],
            "exact": footprint.exact,
            "bf16": True,
            "threshold": None,
            **outcome.card,
            "training": {
                **data.origin,
                "date": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
                "initial_model": start_name,
                **outcome.record,
            },
        }
        save_model(model, network, card, outcome.tensors)
        if report:
            from ..reports.html import Report

            pages = Report(f"Training of {card['name']}")
            outcome.write_pages(pages, card)
            pages.write(report)
            progress.message(f"Wrote {report}.")
        for checkpoint in checkpoints:
            Path(checkpoint).unlink(missing_ok=True)
        progress.keep("")
        progress.message(f"Wrote {model}.")
        progress(1.0)
        return {"model": model, "report": report, **outcome.result}


def start_network(
    network: dict, inputs: Sequence[dict], output_count: int, initial: Model | None = None
) -> tuple[nn.Module, dict]:
    """The network to train, and its description for the card.

    inputs: the card's. With an ``initial`` model it is a network of that one's kind and size. The weights of its last
    layer are new where the outputs are others; all others start from the model's. A U-Net becomes one of several
    sources where there are several, and answers like the model until it learns from the further ones.
    """
    described = initial.card["network"] if initial else network
    name, arguments = described["name"], {**described["arguments"], "out_channels": output_count}
    if len(inputs) == 1:
        arguments["in_channels"] = count_channels(inputs[0])
        if name == "multiunet":
            raise EoDeepError("The network 'multiunet' needs second images; train a 'unet' without.")
    elif name == "edsr":
        arguments |= {"in_channels": count_channels(inputs[0]), "guide_channels": len(inputs[1]["bands"])}
    elif name in ("unet", "multiunet"):
        name = "multiunet"
        arguments |= describe_sources(inputs)
    else:
        raise EoDeepError(f"The network '{name}' takes no second images; train a 'unet' with them.")
    net = build(name, **arguments)
    if initial:
        current = net.state_dict()
        learned = initial.network.state_dict().items()
        fitting = {key: value for key, value in learned if key in current and current[key].shape == value.shape}
        net.load_state_dict(fitting, strict=False)
    return net, {"name": name, "arguments": arguments}


def describe_sources(inputs: Sequence[dict]) -> dict:
    """What a network of several sources is built with, of the card's inputs; see `MultiUNet`."""
    names = [each.get("name") for each in inputs]
    shares = [names.index(each["shares"]) if each.get("shares") else None for each in inputs]
    return {
        "in_channels": [count_channels(each) for each in inputs],
        "ratios": [each["ratio"] for each in inputs],
        **({"shares": shares} if any(each is not None for each in shares) else {}),
    }


def check_outputs(model: str, report: str | None, *inputs: Sequence[str] | str | None) -> None:
    """Raises EoDeepError where a training could not write its files, before it takes hours.

    inputs: what it reads, each a path, several or none.
    """
    check_distinct([model, report], [path for paths in inputs for path in list_paths(paths)])
    for target in (model, report):
        if target:
            check_writable(target)


def describe_stage(settings: TrainSettings, training: Training) -> dict:
    """What the card stores of a stage."""
    return {
        **asdict(settings),
        "best_epoch": training.best_epoch,
        "losses": [round(value, 5) for value in training.losses],
    }


def describe_versions(*packages: str) -> dict:
    """What a training was run with: Python and, of the packages, those that are there."""
    found = {"python": platform.python_version()}
    for name in packages:
        with contextlib.suppress(PackageNotFoundError):
            found[name] = version(name)
    return found
