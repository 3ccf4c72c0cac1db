"""Train any network of EO Deep from a pack, on a machine without GDAL: see README.md beside this file.

    python -m benchmarks.device.train --pack polygons.npz --output OUT --minutes 8.4 --batch 48

The training is the ordinary one, `TrainingSession` with the pack's task: the same loop, loss, augmentation and model
file. After each epoch OUT has the averaged weights and log.json, so that nothing is lost when the time runs out.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import nn

from benchmarks.device.pack import load_pack
from benchmarks.device.taught import TaughtHeads
from benchmarks.device.workers import Workers
from benchmarks.training.printed import Printed
from eo_deep.models.heads import give_heads
from eo_deep.models.model_file import load_model, write_tensors
from eo_deep.polygon_extraction.task import HeadsTask
from eo_deep.runtime.devices import choose_device
from eo_deep.runtime.threads import count_cores
from eo_deep.scene_classification.task import SceneTask
from eo_deep.training.losses import get_loss
from eo_deep.training.objectives import Objective
from eo_deep.training.session import Outcome, RunStage, Stage, Task, TrainingSession
from eo_deep.training.settings import TrainSettings
from eo_deep.training.state import Training


class Watched:
    """A task whose stages draw samples in processes, and write weights and a log after each epoch.

    objective: of all stages; None: each stage's own.
    """

    def __init__(self, task: Task, output: Path, workers: int, keep_best: bool, objective: Objective | None) -> None:
        self._task, self._output, self._workers, self._keep_best = task, output, workers, keep_best
        self._objective = objective
        self._log: list[dict] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._task, name)

    def train(self, network: nn.Module, footprint: Any, device: torch.device, run: RunStage, progress: Any) -> Outcome:
        return self._task.train(network, footprint, device, lambda stage: self._run(stage, run), progress)

    def _run(self, stage: Stage, run: RunStage) -> Training:
        workers = Workers(stage.draw, self._workers) if self._workers else None
        draw = workers.draw if workers else stage.draw
        start = time.monotonic()

        def validate(average: nn.Module) -> dict:
            found = stage.validate(average) if stage.validate else {}
            self._log.append({"stage": stage.name, "seconds": round(time.monotonic() - start, 1), **found})
            self._write_log()
            write_tensors(str(self._output / "weights.safetensors"), _halve(average), {})
            return found

        try:
            kept = stage.keep_best and self._keep_best
            training = run(replace(stage, draw=draw, validate=validate, keep_best=kept,
                                   objective=self._objective or stage.objective))  # fmt: skip
        finally:
            if workers:
                workers.stop()
        for entry, loss in zip(self._log[-len(training.losses) :], training.losses):
            entry["loss"] = loss
        self._write_log()
        return training

    def _write_log(self) -> None:
        (self._output / "log.json").write_text(json.dumps(self._log))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pack", required=True, help="file of benchmarks.device.make_pack")
    parser.add_argument("--output", type=Path, required=True, help="folder for model.safetensors and log.json")
    parser.add_argument("--initial", help="model to start from (default: random weights)")
    parser.add_argument("--teacher", help="model whose classes a training with heads keeps, for example --initial's")
    parser.add_argument("--border-weight", type=float, help="of the heads' borders (default: the pack's)")
    parser.add_argument("--crop", type=int, help="side of a sample, px (default: the pack's)")
    parser.add_argument("--minutes", type=float, help="time limit; the learning rate follows the clock")
    parser.add_argument("--epochs", type=int, help="default: the pack's; as many as fit into --minutes where given")
    parser.add_argument("--epoch", type=int, help="samples per epoch (default: the pack's)")
    parser.add_argument("--batch", type=int, help="samples per step (default: the pack's)")
    parser.add_argument("--learning-rate", type=float, help="highest learning rate (default: the pack's)")
    parser.add_argument("--seed", type=int, help="default: the pack's")
    parser.add_argument("--last", action="store_true", help="keep the last epoch, not the one that validates best")
    parser.add_argument("--workers", type=int, default=max(1, count_cores() - 1), help="0: threads draw the samples")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or mps (default: auto)")
    arguments = parser.parse_args()
    # Before processes are forked: threads of this one would not live on in them.
    torch.set_num_threads(1)
    torch.backends.cudnn.benchmark = True
    result = train_from_pack(arguments.pack, arguments.output, change_settings(arguments), arguments.initial,
                             arguments.workers, arguments.device, not arguments.last, arguments.teacher,
                             arguments.border_weight, arguments.crop)  # fmt: skip
    print(result)


def train_from_pack(
    pack: str, output: Path, change: Callable[[TrainSettings], TrainSettings], initial: str | None = None,
    workers: int = 0, device: str = "auto", keep_best: bool = True, teacher: str | None = None,
    border_weight: float | None = None, crop_px: int | None = None,
) -> dict:  # fmt: skip
    """Train a pack's task; writes ``output``/model.safetensors and log.json and returns what the session does."""
    output.mkdir(parents=True, exist_ok=True)
    task, network = load_pack(pack)
    task = apply(task, change)
    seed = find_settings(task).seed
    start = load_model(initial) if initial else None
    if isinstance(task, HeadsTask) and start:
        new = give_heads(start, len(task.data.classes), seed)
        task = replace(task, new_heads=new, frozen=new)
    if crop_px:
        task = replace(task, crop_px=crop_px)
    if isinstance(task, HeadsTask) and border_weight:
        task = replace(task, head_weights=(border_weight, *task.head_weights[1:]))
    objective, processor = None, choose_device(device)
    if teacher:
        if not isinstance(task, HeadsTask):
            raise SystemExit("--teacher is for a pack of polygons.")
        known = load_model(teacher, "segmentation").network.to(processor)
        objective = TaughtHeads(len(task.data.classes), get_loss(task.loss), known, task.head_weights)
    watched = Watched(task, output, workers, keep_best, objective)
    # The checkpoint, ten times as large as the weights, stays beside the output.
    kept = output.with_name(f"{output.name}_training")
    kept.mkdir(exist_ok=True)
    session = TrainingSession(watched, network, processor, seed, start)
    result = session.run(str(kept / "model.safetensors"), progress=Printed())
    (kept / "model.safetensors").replace(output / "model.safetensors")
    return {**result, "model": str(output / "model.safetensors")}


def find_settings(task: Task) -> TrainSettings:
    """The settings of a task's last stage."""
    return (task.phases.jem or task.phases.classifier) if isinstance(task, SceneTask) else task.settings


def apply(task: Task, change: Callable[[TrainSettings], TrainSettings]) -> Task:
    """The task with other settings in each stage."""
    if not isinstance(task, SceneTask):
        return replace(task, settings=change(task.settings))
    phases = task.phases
    changed = {name: change(each) for name in ("classifier", "jem") if (each := getattr(phases, name))}
    return replace(task, phases=replace(phases, **changed))


def change_settings(arguments: argparse.Namespace) -> Callable[[TrainSettings], TrainSettings]:
    """What the command line says of a training's settings."""
    given = {
        "epochs": arguments.epochs or (10_000 if arguments.minutes else None),
        "samples_per_epoch": arguments.epoch,
        "batch_size": arguments.batch,
        "learning_rate": arguments.learning_rate,
        "seed": arguments.seed,
        "time_limit_s": arguments.minutes and arguments.minutes * 60,
    }
    return lambda settings: replace(settings, **{name: value for name, value in given.items() if value is not None})


def _halve(network: nn.Module) -> dict[str, torch.Tensor]:
    """The weights in half precision."""
    return {
        name: (value.half() if value.is_floating_point() else value).detach().cpu().contiguous()
        for name, value in network.state_dict().items()
    }


if __name__ == "__main__":
    main()
