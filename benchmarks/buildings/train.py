"""Train a building model on CPUs: the recipe, for anyone with images and building footprints of the same kind.

    python -m benchmarks.buildings.train --data ../shared/data/buildings --work /tmp/buildings --minutes 100 \\
        --model /tmp/buildings.safetensors

The bundled model comes from a GPU, by benchmarks/device. `--data` holds one folder per town with aerial RGB images
(*.tif with CRS) and osm_buildings_4326.geojson. Out of training stay the northern third of Banepa, Kampala and
Catanduanes (to measure on) and the boxes of VALIDATION (to choose threshold and epoch on). Procedural towns of
`make_scene` are mixed in: roofs, streets and weather that the real towns do not show.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from shapely import box

from benchmarks.training.printed import Printed
from eo_deep.geo.crs import to_crs
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.raster import open_raster
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.models.model_file import load_model
from eo_deep.runtime.devices import choose_device
from eo_deep.sampling.dataset import DataSettings, TrainingData, open_data
from eo_deep.sampling.labels import ClassLabel
from eo_deep.segmentation.task import SegmentationTask
from eo_deep.synthetic_scenes.scene import make_scene
from eo_deep.training.session import TrainingSession
from eo_deep.training.settings import TrainSettings

RESOLUTION_M = 0.21
CROP_PX = 256
# Town, image, part of it (left, top, right, bottom, 0..1 from the north-west corner) that is trained or validated on.
TRAINING = [
    ("banepa", "banepa_rgb_3857.tif", (0.0, 1 / 3, 1.0, 1.0)),
    ("banepa_south", "banepa_south_np_a_z20_3857.tif", (0.0, 0.0, 1.0, 1.0)),
    ("zanzibar", "zanzibar_tz_a_z20_3857.tif", (0.0, 0.0, 1.0, 1.0)),
    ("zanzibar", "zanzibar_tz_b_z20_3857.tif", (0.0, 0.0, 1.0, 1.0)),
]
VALIDATION = [
    ("banepa", "banepa_rgb_3857.tif", (0.0, 1 / 3, 1 / 3, 0.4883)),
    ("banepa_south", "banepa_south_np_b_z20_3857.tif", (0.0, 0.0, 1.0, 1.0)),
    ("zanzibar", "zanzibar_tz_b_z20_3857.tif", (0.7254, 0.0, 1.0, 1.0)),
]
ORIGIN = {
    "sources": [
        {
            "name": "OpenAerialMap imagery of Banepa (Nepal) and Zanzibar (Tanzania)",
            "licence": "CC-BY 4.0",
            "attribution": "Imagery: OpenAerialMap contributors, CC-BY 4.0",
        },
        {
            "name": "OpenStreetMap building footprints of the same places",
            "licence": "ODbL 1.0",
            "attribution": "Building footprints: OpenStreetMap contributors, ODbL 1.0",
        },
        {"name": "Procedural towns of EO Deep (made_scenes)", "licence": "GPL-2.0-or-later", "attribution": "EO Deep"},
    ],
    "held_out": ["northern third of Banepa", "Kampala", "Catanduanes"],
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with a folder per town")
    parser.add_argument("--work", type=Path, required=True, help="folder for areas and procedural towns")
    parser.add_argument("--model", type=Path, required=True, help="model file to write")
    parser.add_argument("--report", type=Path, help="HTML report to write")
    parser.add_argument("--initial", type=Path, help="model to go on from")
    parser.add_argument("--minutes", type=float, default=100, help="time limit of the training (default: 100)")
    parser.add_argument("--towns", type=int, default=60, help="procedural towns to mix in")
    parser.add_argument("--town-share", type=float, default=0.3, help="about this share of the samples comes from them")
    parser.add_argument("--learning-rate", type=float, default=2e-3, help="highest learning rate (default: 2e-3)")
    parser.add_argument("--seed", type=int, default=0, help="of the training (default: 0)")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="of torch (default: all cores)")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint of --model")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    arguments.work.mkdir(parents=True, exist_ok=True)
    progress = Printed()
    data = open_real_towns(arguments.data, arguments.work, arguments.seed)
    data.classes[1] = ClassLabel(1, "building", "#e31a1c")
    if arguments.towns:
        add_made_towns(data, arguments.work, arguments.towns, arguments.town_share)
    initial = load_model(str(arguments.initial)) if arguments.initial else None
    # The clock ends the training: epochs are only the rhythm of validation and checkpoints.
    settings = TrainSettings(
        epochs=10_000,
        samples_per_epoch=800,
        batch_size=8,
        learning_rate=arguments.learning_rate,
        seed=arguments.seed,
        time_limit_s=arguments.minutes * 60,
    )
    network = {"name": "resunet", "arguments": {"base_channels": 32, "blocks": [2, 3, 3, 2]}}
    task = SegmentationTask(replace(data, sources=ORIGIN), settings, CROP_PX, "cross-entropy + soft IoU", "strong")
    session = TrainingSession(task, network, choose_device("auto"), arguments.seed, initial)
    report = str(arguments.report) if arguments.report else None
    result = session.run(str(arguments.model), report, arguments.resume, progress)
    print(result)


def open_real_towns(data: Path, work: Path, seed: int) -> TrainingData:
    """Images and footprints of the real towns, their training and validation parts as areas."""
    images = list(dict.fromkeys((town, name) for town, name, _ in TRAINING + VALIDATION))
    for file, parts in (("area", TRAINING + VALIDATION), ("validation_area", VALIDATION)):
        boxes = [cut_box(data / town / name, part) for town, name, part in parts]
        with open_raster(data / images[0][0] / images[0][1]) as source:
            write_vectors(work / f"{file}.gpkg", VectorLayer(np.array(boxes, object), {}, to_crs(source.grid.crs)))
    return open_data(
        DataSettings(
            images=[str(data / town / name) for town, name in images],
            labels=[str(data / town / "osm_buildings_4326.geojson") for town, _ in images],
            class_field=None,
            bands=[1, 2, 3],
            area=str(work / "area.gpkg"),
            validation_area=str(work / "validation_area.gpkg"),
            validation_share=0.0,
            resolution_m=RESOLUTION_M,
            crop_px=CROP_PX,
            seed=seed,
        ),
        None,
        Printed(),
    )


def cut_box(image: Path, part: tuple[float, float, float, float]):
    """The part of an image as a rectangle in its CRS (that of all images here: EPSG:3857)."""
    with open_raster(image) as source:
        left, bottom, right, top = source.grid.bounds
    width, height = right - left, top - bottom
    return box(left + part[0] * width, top - part[3] * height, left + part[2] * width, top - part[1] * height)


def add_made_towns(data: TrainingData, work: Path, count: int, share: float) -> None:
    """Mix in procedural towns, weighted so that about ``share`` of the samples are theirs."""
    paths = [(work / f"town_{seed}.tif", work / f"town_{seed}.gpkg") for seed in range(100, 100 + count)]
    for seed, (image, buildings) in zip(range(100, 100 + count), paths):
        if not buildings.exists():
            make_scene(seed=seed, size_px=1024, resolution_m=0.2, image=str(image), buildings=str(buildings))
    made = open_data(
        DataSettings(
            [str(p) for p, _ in paths],
            [str(p) for _, p in paths],
            None,
            [1, 2, 3],
            None,
            None,
            0.0,
            RESOLUTION_M,
            CROP_PX,
            0,
        ),
        None,
        Printed(),
    )

    def attraction(images: list) -> float:
        return sum((image.grid.width * image.grid.height) ** 0.5 for image in images)

    weight = share / (1 - share) * attraction(data.images) / attraction(made.images)
    for image in made.images:
        image.weight = weight
    data.images.extend(made.images)


if __name__ == "__main__":
    main()
