"""What a second source is worth to a segmentation model: accuracy with it and without, in equal steps.

Two places, each trained by the sampler and the loop of `train_segmentation`:

- deva: Sentinel-2, four bands of 10 m, six of 20 m, five classes. Four folds of the training polygons, by polygon; at
  most 700 pixels of each class are judged.
- banepa: Wald's protocol on an aerial image of a town: panchromatic of 0.52 m (the mean of its colours) and colours of
  2.08 m, both made of it; buildings against the rest. The northern third is measured on and never trained on.

    .venv/bin/python -m benchmarks.segmentation.several_sources deva --data DATA/landcover/deva
    .venv/bin/python -m benchmarks.segmentation.several_sources banepa --data DATA/buildings/banepa
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import rasterio
import shapely
import torch
from rasterio.windows import Window

from eo_deep.geo.crs import to_crs
from eo_deep.io.card_schema import UNKNOWN
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.raster import open_raster
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.progress import silent
from eo_deep.sampling.augmentation import get_augmentation
from eo_deep.sampling.dataset import DataSettings, open_data
from eo_deep.sampling.multisource import OtherImages
from eo_deep.sampling.training_data import TrainingData
from eo_deep.sampling.windows import Sampler
from eo_deep.training.batch import apply, stack
from eo_deep.training.loop import train
from eo_deep.training.losses import get_loss
from eo_deep.training.session import start_network
from eo_deep.training.settings import TrainSettings
from eo_deep.training.validation import score_segmentation

CPU = torch.device("cpu")
FINE, COARSE = ("B02", "B03", "B04", "B08"), ("B05", "B06", "B07", "B8A", "B11", "B12")
FOLDS = 4
MOST_PER_CLASS = 700
LOSS = "cross-entropy + soft IoU"


def train_on(data: TrainingData, arguments: argparse.Namespace, crop_px: int, seed: int) -> torch.nn.Module:
    """A U-Net of all sources of the data, in evaluation mode."""
    torch.manual_seed(seed)
    described = {"name": "unet", "arguments": {"base_channels": arguments.base}}
    network, _ = start_network(described, data.inputs, len(data.classes))
    settings = TrainSettings(1, 8 * arguments.steps, 8, arguments.rate, "one-cycle", seed=seed)
    sampler = Sampler(data.images, len(data.classes), crop_px, get_augmentation(arguments.augmentation), seed)
    train(network, sampler.draw, get_loss(LOSS), settings, CPU)
    return network.eval()


def predict(network: torch.nn.Module, data: TrainingData) -> np.ndarray:
    """The class index (H, W) of each pixel of the grid, in one pass."""
    image = data.images[0]
    sides = [-(-side // 32) * 32 for side in (image.width, image.height)]
    inputs, _ = image.read_inputs(Window(0, 0, *sides))  # type: ignore[attr-defined]
    with torch.inference_mode():
        return apply(network, stack([inputs]))[0].argmax(0).numpy()[: image.height, : image.width]


def measure_deva(folder: Path, work: Path, arguments: argparse.Namespace) -> None:
    """Overall accuracy of the polygons' pixels, each from a network that has not seen its polygon."""
    from sklearn.model_selection import StratifiedGroupKFold

    fine, coarse = (stack_bands(folder, names, work / f"{names[0]}.tif") for names in (FINE, COARSE))
    labels = str(folder / "train_polys.shp")
    polygons = read_polygons(labels, columns=["class"])
    names = polygons.fields["class"]
    cases = {"10 m": (fine, []), "20 m": (coarse, []), "10 + 20 m": (fine, [coarse])}
    for case in arguments.cases or cases:
        image, others = cases[case]
        found = []
        for seed in arguments.seeds:
            began, hits = time.monotonic(), []
            whole = open_places(image, others, labels, "class", resolution_m=10.0)
            classes, objects = read_labels(whole)
            judged = choose_pixels(classes, seed)
            folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
            for training, test in folds.split(names, names, np.arange(len(names))):
                path = str(work / "training.gpkg")
                kept = {"geometries": polygons.geometries[training], "fields": {"class": names[training]}}
                write_vectors(path, replace(polygons, **kept))
                data = open_places(image, others, path, "class", resolution_m=10.0)
                order = np.array([[each.name for each in whole.classes].index(each.name) for each in data.classes])
                predicted = order[predict(train_on(data, arguments, arguments.crop, seed), data)]
                mine = judged & np.isin(objects - 1, test)
                hits.append((predicted == classes)[mine])
            found.append(np.concatenate(hits).mean())
            by_fold = ", ".join(f"{each.mean():.2f}" for each in hits)
            print(f"{case}, seed {seed}: OA {found[-1]:.3f}; folds {by_fold} ({time.monotonic() - began:.0f} s)",
                  flush=True)  # fmt: skip
        print(f"{case}: OA {np.mean(found):.3f}")


def choose_pixels(classes: np.ndarray, seed: int) -> np.ndarray:
    """(H, W) bool: at most MOST_PER_CLASS pixels of each class."""
    rng, chosen = np.random.default_rng(seed), np.zeros(classes.size, bool)
    for index in np.unique(classes[classes != UNKNOWN]):
        chosen[rng.permutation(np.flatnonzero(classes == index))[:MOST_PER_CLASS]] = True
    return chosen.reshape(classes.shape)


def measure_banepa(folder: Path, work: Path, arguments: argparse.Namespace) -> None:
    """IoU of buildings in the northern third, which no training has seen."""
    pan, colours = degrade(folder / "banepa_rgb_3857.tif", work)
    with open_raster(pan) as source:  # all cases are trained on its pixels
        resolution_m = float(np.sqrt(np.prod(source.grid.ground_resolution_m)))
    labels = str(folder / "osm_buildings_4326.geojson")
    cases = {"PAN": (pan, []), "MS": (colours, []), "PAN + MS": (pan, [colours])}
    for case in arguments.cases or cases:
        image, others = cases[case]
        scores = []
        for seed in arguments.seeds:
            began = time.monotonic()
            data = open_places(image, others, labels, None, str(work / "south.gpkg"), resolution_m)
            network = train_on(data, arguments, arguments.crop, seed)
            truth, _ = read_labels(open_places(image, others, labels, None, None, resolution_m))
            north = slice(0, truth.shape[0] // 3)
            scores.append(score_buildings(predict(network, data)[north], truth[north]))
            print(f"{case}, seed {seed}: IoU {scores[-1]:.3f} ({time.monotonic() - began:.0f} s)", flush=True)
        print(f"{case}: IoU {np.mean(scores):.3f}")


def score_buildings(predicted: np.ndarray, truth: np.ndarray) -> float:
    known = truth != UNKNOWN
    pairs = np.bincount(2 * truth[known].astype(int) + predicted[known], minlength=4).reshape(2, 2)
    return score_segmentation(pairs, ["rest", "buildings"])["iou"]["buildings"]


def open_places(
    image: str,
    others: list[str],
    labels: str,
    field: str | None,
    area: str | None = None,
    resolution_m: float | None = None,
) -> TrainingData:
    """One image with its other sources."""
    given = [OtherImages([path], None) for path in others]
    settings = DataSettings([image], [labels], field, None, area, None, 0.0, resolution_m, 64, 0, others=given)
    return open_data(settings, None, silent)


def read_labels(data: TrainingData) -> tuple[np.ndarray, np.ndarray]:
    """Class indices (H, W) on the grid, `UNKNOWN` where there is none, and numbers of polygons from 1."""
    level = data.images[0].open_levels((1.0,))[0]
    classes, objects = level.read_labels(0, 0, max(level.height, level.width))
    return classes[: level.height, : level.width], objects[: level.height, : level.width]


def stack_bands(folder: Path, names: Sequence[str], path: Path) -> str:
    """One image of bands that are in files of their own."""
    files = [rasterio.open(folder / f"{name}.tif") for name in names]
    with rasterio.open(path, "w", **{**files[0].profile, "count": len(files), "driver": "GTiff"}) as file:
        for band, (name, each) in enumerate(zip(names, files), 1):
            file.write(each.read(1), band)
            file.set_band_description(band, name)
            each.close()
    return str(path)


def degrade(path: Path, work: Path) -> tuple[str, str]:
    """The means of 4 x 4 pixels in grey, and of 16 x 16 in colour; beside them all but the northern third as an area.
    """
    with rasterio.open(path) as file:
        pixels, transform, crs = file.read([1, 2, 3]).astype(np.float32), file.transform, file.crs
    written = []
    for name, size, bands in (("pan", 4, 1), ("ms", 16, 3)):
        count, height, width = pixels.shape
        small = pixels.reshape(count, height // size, size, width // size, size).mean((2, 4))
        small = small.mean(0, keepdims=True) if bands == 1 else small
        written.append(str(work / f"{name}.tif"))
        shape = {"count": bands, "height": small.shape[1], "width": small.shape[2], "dtype": "uint8", "crs": crs}
        with rasterio.open(written[-1], "w", driver="GTiff", transform=transform * rasterio.Affine.scale(size),
                           **shape) as file:  # fmt: skip
            file.write(small.round().astype(np.uint8))
    corners = transform * (0, pixels.shape[1] // 3), transform * (pixels.shape[2], pixels.shape[1])
    south = shapely.box(corners[0][0], corners[1][1], corners[1][0], corners[0][1])
    write_vectors(str(work / "south.gpkg"), VectorLayer(np.array([south], object), {}, to_crs(crs)))
    return written[0], written[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("place", choices=["deva", "banepa"])
    parser.add_argument("--data", type=Path, required=True, help="the folder of the place")
    parser.add_argument("--cases", nargs="*", help="of the sources; default: all")
    parser.add_argument("--seeds", type=int, nargs="*", default=[0, 1], help="of the random numbers; default: 0 1")
    parser.add_argument("--base", type=int, default=8, help="base channels of the U-Net")
    parser.add_argument("--steps", type=int, default=160, help="of 8 windows each")
    parser.add_argument("--crop", type=int, help="side of the windows in px (default: 64 on deva, 128 on banepa)")
    parser.add_argument("--rate", type=float, default=2e-3, help="maximum learning rate")
    parser.add_argument("--augmentation", default="flips and rotations", help="as of train_segmentation")
    arguments = parser.parse_args()
    arguments.crop = arguments.crop or {"deva": 64, "banepa": 128}[arguments.place]
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        measure = measure_deva if arguments.place == "deva" else measure_banepa
        measure(arguments.data, Path(folder), arguments)
    return 0


if __name__ == "__main__":
    sys.exit(main())
