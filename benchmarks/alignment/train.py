"""Train the bundled alignment model: the recipe, for anyone with images and building footprints that match them.

    python -m benchmarks.alignment.train --data ../shared/data/buildings --work /tmp/alignment --minutes 80 \\
        --model /tmp/alignment.safetensors

train.md has both stages of the bundled model.

Towns, training and validation parts are those of `benchmarks.buildings.data`: the northern third of Banepa, Kampala
and Catanduanes stay out. The start is the bundled building model without its coarsest level.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from benchmarks.buildings.data import list_towns, open_places
from benchmarks.training.printed import Printed
from eo_deep.alignment.training.random_displacements import DisplacementSettings
from eo_deep.alignment.training.task import NETWORK, AlignmentTask
from eo_deep.alignment.training.train import RESOLUTION_M
from eo_deep.models.bundled import BUILDINGS, find_bundled_model
from eo_deep.models.model_file import Model, load_model
from eo_deep.models.networks import build
from eo_deep.runtime.devices import choose_device
from eo_deep.training.session import TrainingSession
from eo_deep.training.settings import TrainSettings

CROP_PX = 384


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with a folder per town")
    parser.add_argument("--labels", type=Path, help="folder of correct_labels (default: footprints as they are)")
    parser.add_argument("--work", type=Path, required=True, help="folder for the areas")
    parser.add_argument("--model", type=Path, required=True, help="model file to write")
    parser.add_argument("--report", type=Path, help="HTML report to write")
    parser.add_argument("--initial", type=Path, help="alignment model to go on from")
    parser.add_argument("--minutes", type=float, default=60, help="time limit of the training (default: 60)")
    parser.add_argument("--learning-rate", type=float, default=1e-3, help="highest learning rate (default: 1e-3)")
    parser.add_argument("--seed", type=int, default=0, help="of the training (default: 0)")
    parser.add_argument("--threads", type=int, default=1, help="of torch (default: 1)")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint of --model")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    arguments.work.mkdir(parents=True, exist_ok=True)
    towns = list_towns(arguments.data, arguments.labels or arguments.work, arguments.work)
    data = open_places(towns, arguments.work, CROP_PX, RESOLUTION_M)
    # The clock ends the training: epochs are only the rhythm of validation and checkpoints.
    settings = TrainSettings(
        epochs=10_000,
        samples_per_epoch=600,
        batch_size=4,
        learning_rate=arguments.learning_rate,
        seed=arguments.seed,
        time_limit_s=arguments.minutes * 60,
    )
    start = str(arguments.initial) if arguments.initial else find_bundled_model(BUILDINGS)
    initial = load_model(start) if arguments.initial else shorten(load_model(start))
    task = AlignmentTask(data, settings, DisplacementSettings(), CROP_PX)
    session = TrainingSession(task, NETWORK, choose_device("auto"), arguments.seed, initial)
    report = str(arguments.report) if arguments.report else None
    print(session.run(str(arguments.model), report, arguments.resume, Printed()))


def shorten(buildings: Model) -> Model:
    """The building model without its network's coarsest level: its decoder starts a level finer."""
    short = build(NETWORK["name"], in_channels=3, out_channels=8, **NETWORK["arguments"])
    weights = {}
    for name, value in buildings.network.state_dict().items():
        part, _, rest = name.partition(".")
        if part == "decoder":
            level, _, rest = rest.partition(".")
            if level == "0":
                continue
            name = f"decoder.{int(level) - 1}.{rest}"
        if part == "head":  # the difference of two scores is the building's logit; evidence starts from nothing
            whole = torch.zeros_like(short.head.weight) if rest == "weight" else torch.zeros_like(short.head.bias)
            whole[0] = value[1] - value[0]
            value = whole if rest == "bias" else whole + torch.randn_like(whole) * 0.02
        if name in short.state_dict():
            weights[name] = value
    short.load_state_dict(weights, strict=False)
    return Model(short, {"name": buildings.card["name"], "network": NETWORK})


if __name__ == "__main__":
    main()
