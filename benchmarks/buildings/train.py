"""Train the building model with its heads on CPUs, from the bundled weights on or from random ones.

    python -m benchmarks.buildings.correct_labels --data ../shared/data/buildings --labels /tmp/buildings/labels
    python -m benchmarks.buildings.self_training --data ../shared/data/buildings --labels /tmp/buildings/labels
    python -m benchmarks.buildings.train --data ../shared/data/buildings --labels /tmp/buildings/labels \\
        --work /tmp/buildings --minutes 100 --model /tmp/buildings.safetensors

`data` has all places, what is held out and what validates. A machine with a GPU trains the same from a pack, by
benchmarks/device.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import nn

from benchmarks.buildings.data import CROP_PX, open_buildings
from benchmarks.training.printed import Printed
from eo_deep.models.footprint import Footprint
from eo_deep.models.heads import give_heads
from eo_deep.models.model_file import load_model
from eo_deep.polygon_extraction.samples import ValidationSamples
from eo_deep.polygon_extraction.task import HeadsTask
from eo_deep.polygon_extraction.validation import validate_heads
from eo_deep.progress import Progress
from eo_deep.runtime.devices import choose_device
from eo_deep.sampling.windows import list_validation_windows
from eo_deep.training.session import Outcome, RunStage, TrainingSession
from eo_deep.training.settings import TrainSettings

LOSS = "cross-entropy + soft IoU"
NETWORK = {"name": "resunet", "arguments": {"base_channels": 32, "blocks": [2, 3, 3, 2]}}
# Of border, direction, corners and offset beside the classes: roofs first, then the walls between them.
HEAD_WEIGHTS = (0.5, 0.125, 0.125, 0.0625)
FOREST = "neon"


@dataclass(frozen=True)
class PlaceByPlace(HeadsTask):
    """The training of a network with heads that is validated place by place; the last epoch is kept."""

    def train(
        self, network: nn.Module, footprint: Footprint, device: torch.device, run: RunStage, progress: Progress
    ) -> Outcome:
        validate = self._list_places(device)
        return super().train(
            network, footprint, device, lambda stage: run(replace(stage, validate=validate, keep_best=False)), progress
        )

    def _list_places(self, device: torch.device) -> Callable[[nn.Module], dict]:
        windows, names = list_validation_windows(self.data.images, self.crop_px), [c.name for c in self.data.classes]
        places: dict[str, list] = {}
        for item in windows.items:
            name = Path(item[0].path).stem
            places.setdefault(FOREST if name.startswith(FOREST) else name, []).append(item)

        def validate(average: nn.Module) -> dict:
            found: dict = {}
            for name, items in places.items():
                scores = validate_heads(average, ValidationSamples(replace(windows, items=items)), names, device)
                matrix = np.array(scores["confusion"])
                share = {"false_alarms": float(matrix[0, 1] / matrix.sum())}
                found[name] = share if name == FOREST else {"iou": scores["iou"][names[1]], **scores["heads"]}
            ious = [each["iou"] for name, each in found.items() if name != FOREST]
            print(json.dumps(found), flush=True)
            return {"score": float(np.mean(ious)), "places": found}

        return validate


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with a folder per place")
    parser.add_argument("--labels", type=Path, help="folder of correct_labels and self_training (default: as they are)")
    parser.add_argument("--work", type=Path, required=True, help="folder for areas and synthetic towns")
    parser.add_argument("--model", type=Path, required=True, help="model file to write")
    parser.add_argument("--report", type=Path, help="HTML report to write")
    parser.add_argument("--initial", type=Path, help="model to go on from (default: random weights)")
    parser.add_argument("--minutes", type=float, default=100, help="time limit of the training (default: 100)")
    parser.add_argument("--towns", type=int, default=60, help="synthetic towns to mix in (default: 60)")
    parser.add_argument("--town-share", type=float, default=0.3, help="about this share of the samples comes from them")
    parser.add_argument("--crop", type=int, default=CROP_PX, help=f"side of a sample, px (default: {CROP_PX})")
    parser.add_argument("--epoch", type=int, default=800, help="samples per epoch (default: 800)")
    parser.add_argument("--learning-rate", type=float, default=2e-3, help="highest learning rate (default: 2e-3)")
    parser.add_argument("--seed", type=int, default=0, help="of the training (default: 0)")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="of torch (default: all cores)")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint of --model")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    labels = arguments.labels or arguments.work
    data = open_buildings(
        arguments.data, labels, arguments.work, arguments.towns, arguments.town_share, arguments.crop
    )
    initial = load_model(str(arguments.initial)) if arguments.initial else None
    new = give_heads(initial, len(data.classes), arguments.seed) if initial else True
    # The clock ends the training: epochs are only the rhythm of validation and checkpoints.
    settings = TrainSettings(
        epochs=10_000,
        samples_per_epoch=arguments.epoch,
        batch_size=8,
        learning_rate=arguments.learning_rate,
        seed=arguments.seed,
        time_limit_s=arguments.minutes * 60,
    )
    task = PlaceByPlace(data, settings, arguments.crop, LOSS, "strong", new, bool(initial) and new, HEAD_WEIGHTS)
    session = TrainingSession(task, NETWORK, choose_device("auto"), arguments.seed, initial)
    report = str(arguments.report) if arguments.report else None
    print(session.run(str(arguments.model), report, arguments.resume, Printed()))


if __name__ == "__main__":
    main()
