"""How good and how fast the land cover model is: the table of its figures.

    python -m benchmarks.scene_classification.compare --work /tmp/scenes [--data ../shared/data]
        [--model M] [--classifier C] [--left-out L] [--parts quality foreign risk samples completion speed]

`--work` holds train/ and test/, the fixed split that `train` writes (it is written here if need be);
everything is measured on the test part, which no training has seen. Parts whose data or models are absent are left out,
with a message.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

import torch

from benchmarks.scene_classification import quality as scene_quality
from benchmarks.scene_classification import speed as scene_speed
from benchmarks.scene_classification.sets import make_foreign, read_foreign
from benchmarks.scene_classification.train import extract_eurosat
from eo_deep.models.bundled import LAND_COVER, find_bundled_model
from eo_deep.models.model_file import Model, load_model
from eo_deep.sampling.patch_dataset import read_class_folder

PARTS = ("quality", "foreign", "risk", "samples", "completion", "speed")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder for the split data")
    parser.add_argument(
        "--data", type=Path, default=Path(__file__).resolve().parents[3] / "shared" / "data",
        help="folder of the foreign images",
    )  # fmt: skip
    parser.add_argument("--model", type=Path, default=Path(find_bundled_model(LAND_COVER)),
                        help="JEM to measure (default: the bundled one)")
    parser.add_argument("--classifier", type=Path, help="plain classifier to compare with")
    parser.add_argument("--left-out", type=Path, help="JEM trained without the classes of train.LEFT_OUT")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="parts to measure (default: all)")
    parser.add_argument("--size", type=int, default=scene_speed.TILE_PX, help="side of the speed part's image")
    chosen = parser.parse_args()
    archive = chosen.data / "eurosat" / "eurosat_rgb.zip"
    if not (chosen.work / "test").is_dir() and not archive.is_file():
        sys.exit(f"There is no '{archive}': give the folder of the shared data with --data.")
    if not chosen.model.is_file():
        sys.exit(f"There is no model '{chosen.model}'.")
    extract_eurosat(archive, chosen.work)
    model = open_model(chosen.model)
    print(f"{chosen.model.name}, {torch.get_num_threads()} threads of {os.cpu_count()}, torch {torch.__version__}\n")
    train, test = (read_class_folder(chosen.work / part) for part in ("train", "test"))
    foreign = {**read_foreign(chosen.data), **make_foreign(test.images)}
    if "quality" in chosen.parts:
        models = {"JEM": model}
        if chosen.classifier and chosen.classifier.is_file():
            models = {"plain classifier": open_model(chosen.classifier), **models}
        scene_quality.print_accuracy(models, train, test)
    if "foreign" in chosen.parts:
        if not (chosen.data / "ood").is_dir():
            print(f"There is no '{chosen.data / 'ood'}': no aerial crops, no Beirut.\n")
        scene_quality.print_foreign(model, test.images, foreign)
        if chosen.left_out and chosen.left_out.is_file():
            scene_quality.print_left_out(open_model(chosen.left_out), test)
        else:
            print("No model without three classes was given (--left-out).\n")
    if "risk" in chosen.parts:
        scene_quality.print_risk(model, test, foreign)
    if "samples" in chosen.parts:
        judge = open_model(chosen.classifier) if chosen.classifier and chosen.classifier.is_file() else model
        scene_quality.print_samples(str(chosen.model), model, judge, train, test)
    if "completion" in chosen.parts:
        scene_quality.print_completion(str(chosen.model), model, test)
    if "speed" in chosen.parts:
        tiles = sorted((chosen.data / "eurosat" / "ms6").glob("*.tif"))
        if not tiles:
            print(f"There are no tiles in '{chosen.data / 'eurosat' / 'ms6'}': speed is not measured.")
            return
        with tempfile.TemporaryDirectory() as folder:
            scene_speed.print_speed(tiles, chosen.model, Path(folder), chosen.size)


def open_model(path: Path) -> Model:
    """A scene model made ready for the CPU."""
    model = load_model(str(path), "scenes")
    model.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return model


if __name__ == "__main__":
    main()
