"""Make the pack of one of the bundled models' trainings, for a machine without GDAL: see README.md beside this file.

    python -m benchmarks.device.make_pack polygons --data ../shared/data/buildings --work W --pack polygons.npz
    python -m benchmarks.device.make_pack alignment --data ../shared/data/buildings --work W --pack alignment.npz
    python -m benchmarks.device.make_pack scenes --data EUROSAT_RGB.zip --work W --pack scenes.npz

`polygons` is the building model with its heads, `segmentation` the same without them. Only data whose weights may be
bundled are packed; what models are measured on is not. `pack.save_pack` takes any other training's task too.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.device.pack import MOST_BYTES, save_pack
from eo_deep.sampling.augmentation import get_augmentation
from eo_deep.sampling.windows import choose_factors
from eo_deep.training.session import Task
from eo_deep.training.settings import TrainSettings

CROP_PX = 256
ALIGNMENT_CROP_PX = 384
LOSS = "cross-entropy + soft IoU"
BUILDINGS = {"name": "resunet", "arguments": {"base_channels": 32, "blocks": [2, 3, 3, 2]}}
# A machine with a GPU draws and learns so many at a time.
SETTINGS = TrainSettings(samples_per_epoch=9600, batch_size=48, learning_rate=3e-3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("training", choices=["polygons", "segmentation", "alignment", "scenes"])
    parser.add_argument("--data", type=Path, required=True, help="folder with a folder per place; EuroSAT's zip file")
    parser.add_argument("--labels", type=Path, help="folder of correct_labels and self_training (default: as they are)")
    parser.add_argument("--work", type=Path, required=True, help="folder for intermediate files")
    parser.add_argument("--pack", required=True, help="file to write, .npz")
    parser.add_argument("--towns", type=int, default=40, help="synthetic towns to mix in (default: 40)")
    parser.add_argument("--quality", type=int, default=85, help="of JPEG, 1 to 95 (default: 85)")
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    if arguments.training == "scenes":
        task, network = open_scenes(arguments.data, arguments.work)
        factors: Sequence[float] = ()
    else:
        labels = arguments.labels or arguments.work
        task, network, factors = open_towns(
            arguments.training, arguments.data, labels, arguments.work, arguments.towns
        )
    size = save_pack(arguments.pack, task, network, factors, arguments.quality)
    print(f"{arguments.pack}: {size / 1e6:.1f} MB")
    if size > MOST_BYTES:
        print(f"More than {MOST_BYTES / 1e6:.0f} MB: take fewer towns or a lower quality.")


def open_towns(
    training: str, data: Path, labels: Path, work: Path, towns: int
) -> tuple[Task, Mapping, Sequence[float]]:
    """The building or the alignment model's task, its network, and the grids that its crops are cut from."""
    from benchmarks.buildings.data import open_buildings
    from benchmarks.buildings.train import HEAD_WEIGHTS
    from eo_deep.alignment.training.random_displacements import DisplacementSettings
    from eo_deep.alignment.training.task import AUGMENTATION, NETWORK, AlignmentTask
    from eo_deep.alignment.training.train import RESOLUTION_M
    from eo_deep.polygon_extraction.task import HeadsTask
    from eo_deep.segmentation.task import SegmentationTask

    if training == "alignment":
        opened = open_buildings(data, labels, work, towns, 0.2, ALIGNMENT_CROP_PX, RESOLUTION_M)
        return AlignmentTask(opened, SETTINGS, DisplacementSettings(), ALIGNMENT_CROP_PX), NETWORK, choose_factors(
            AUGMENTATION
        )
    opened = open_buildings(data, labels, work, towns, 0.3)
    common = (opened, SETTINGS, CROP_PX, LOSS, "strong")
    task = SegmentationTask(*common) if training == "segmentation" else HeadsTask(*common, True, False, HEAD_WEIGHTS)
    return task, BUILDINGS, choose_factors(get_augmentation("strong"))


def open_scenes(data: Path, work: Path) -> tuple[Task, Mapping]:
    """The land cover model's task, as a classifier and then as a JEM, and its network."""
    from dataclasses import replace

    from benchmarks.scene_classification.train import (
        JEM,
        NETWORK,
        SEED,
        extract_eurosat,
        make_aerial_patches,
        open_data,
    )
    from eo_deep.scene_classification.task import Phases, SceneTask

    extract_eurosat(data, work)
    found = replace(open_data(work / "train"), outliers=make_aerial_patches(work / "towns"))
    settings = TrainSettings(epochs=20, samples_per_epoch=len(found.training), batch_size=64, learning_rate=6e-3,
                             seed=SEED, optimizer="muon")  # fmt: skip
    jem = replace(settings, epochs=18, learning_rate=6e-4, schedule="cosine")
    return SceneTask(found, Phases(settings, jem, JEM)), NETWORK


if __name__ == "__main__":
    main()
