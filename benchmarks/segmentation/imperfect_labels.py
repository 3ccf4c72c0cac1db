"""Few clean labels beside an imprecise map: what two steps are worth, against clean labels or the map alone.

    python -m benchmarks.segmentation.imperfect_labels --data DATA --work W --shares 0.05 0.2 --seeds 0 1 2

Two towns at 0.52 m whose map is made wrong: blocks of 230 m are shifted by N(0, 3.4 m) in x and y, and a quarter of the
buildings is missing. A share of one town is clean: a square, or from a fifth on a strip. Its northern third, unseen by
all, is measured on. Each method has the same number of steps. Results are added to W/results.jsonl, and
what is in it already is not trained again.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np
import rasterio
import shapely
import torch
from rasterio.enums import Resampling
from torch import nn

from eo_deep.alignment import align_vectors
from eo_deep.geo.crs import to_crs
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.raster import open_image
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer, reproject_polygons
from eo_deep.models.footprint import Footprint
from eo_deep.models.scaling import fit_scaling
from eo_deep.progress import Progress, silent
from eo_deep.sampling.dataset import DataSettings, open_data
from eo_deep.segmentation.task import SegmentationTask
from eo_deep.training.session import Outcome, RunStage, Stage, TrainingSession
from eo_deep.training.settings import TrainSettings
from eo_deep.training.state import Training

BLOCK_M, SHIFT_M, MISSING = 230.0, 3.4, 0.25  # in metres of EPSG:3857, as the images' pixels are
FACTOR = 4  # of 0.13 m
TOWNS = {"banepa": "banepa_rgb_3857.tif", "zanzibar": "zanzibar_tz_a_z20_3857.tif"}
METHODS = {
    "two steps": {},
    "two steps, all objects counted": {"tolerate": False},
    "two steps, edges left out": {"label_error_m": 1.5},
    "two steps, aligned": {"align": True},
    "imprecise only": {"alone": "imprecise"},
    "clean only": {"alone": "clean"},
}
SETTINGS = TrainSettings(epochs=12, samples_per_epoch=160, batch_size=8, learning_rate=3e-3)
CROP_PX = 96


@dataclass(frozen=True)
class Town:
    """A town: its image, its true and its wrong labels, all buildings of the image, paths."""

    image: Path
    truth: Path
    wrong: Path


def make_town(data: Path, work: Path, name: str, part: tuple[float, float], seed: int) -> Town:
    """Write a town's image at 0.52 m, between two heights (0..1 from the north), with true and wrong labels."""
    folder = work / f"{name}_{part[0]:.2f}_{seed}"
    town = Town(folder / f"{name}.tif", folder / "truth.gpkg", folder / "wrong.gpkg")
    if town.wrong.exists():
        return town
    folder.mkdir(parents=True, exist_ok=True)
    with rasterio.open(data / "buildings" / name / TOWNS[name]) as source:
        shape = source.height // FACTOR, source.width // FACTOR
        pixels = source.read((1, 2, 3), out_shape=(3, *shape), resampling=Resampling.average)
        top, bottom = (round(each * shape[0]) for each in part)
        transform = source.transform * rasterio.Affine.scale(FACTOR) * rasterio.Affine.translation(0, top)
        profile = {"driver": "GTiff", "count": 3, "dtype": "uint8", "crs": source.crs, "transform": transform}
        with rasterio.open(town.image, "w", height=bottom - top, width=shape[1], **profile) as file:
            file.write(pixels[:, top:bottom])
        extent = shapely.box(*rasterio.transform.array_bounds(bottom - top, shape[1], transform))
    buildings = reproject_polygons(read_polygons(str(data / "buildings" / name / "osm_buildings_4326.geojson")),
                                   to_crs(3857)).geometries  # fmt: skip
    write(town.truth, buildings[shapely.intersects(extent, buildings)])
    rng = np.random.default_rng([seed, *name.encode()])
    blocks = np.floor(shapely.get_coordinates(shapely.centroid(buildings)) / BLOCK_M).astype(int)
    _, block = np.unique(blocks, axis=0, return_inverse=True)
    shifts = rng.normal(0, SHIFT_M, (block.max() + 1, 2))[block.ravel()]
    wrong = np.array([shapely.transform(each, lambda xy, by=by: xy + by) for each, by in zip(buildings, shifts)])
    wrong = wrong[rng.random(len(wrong)) >= MISSING]
    write(town.wrong, wrong[shapely.intersects(extent, wrong)])
    return town


def write(path: Path, geometries: np.ndarray) -> None:
    """Polygons in EPSG:3857 as GeoPackage."""
    write_vectors(path, VectorLayer(geometries, {}, to_crs(3857)))


def make_clean_area(town: Town, folder: Path, share: float, seed: int) -> Path:
    """A part of a town where labels are clean, somewhere with buildings: a square, or from a fifth on a strip."""
    path = folder / f"clean_{share}_{seed}.gpkg"
    with rasterio.open(town.image) as source:
        left, bottom, right, top = source.bounds
    buildings = read_polygons(str(town.truth)).geometries
    covered = shapely.union_all(shapely.make_valid(buildings))
    width, height = right - left, top - bottom
    rng = np.random.default_rng([seed, 7])
    for _ in range(1000):
        if share < 0.2:
            side = np.sqrt(share * width * height)
            x, y = rng.uniform(left, right - side), rng.uniform(bottom, top - side)
            area = shapely.box(x, y, x + side, y + side)
        else:
            x = rng.uniform(left, right - share * width)
            area = shapely.box(x, bottom, x + share * width, top)
        if shapely.area(shapely.intersection(area, covered)) > 0.1 * area.area:
            break
    write(path, np.array([area], object))
    return path


@dataclass(frozen=True)
class WatchedTask(SegmentationTask):
    """A training whose network is measured after each stage too: ``found`` gets validation and test IoU by its name."""

    test: Town | None = None
    kept: dict[str, Path] = field(default_factory=dict)
    found: dict = field(default_factory=dict)

    def train(
        self, network: nn.Module, footprint: Footprint, device: torch.device, run: RunStage, progress: Progress
    ) -> Outcome:
        assert self.test

        def watched(stage: Stage) -> Training:
            training = self.run_once(stage, network, run) if stage.name in self.kept else run(stage)
            name = stage.name.replace("_", " ") or "end"
            self.found[name] = {"validation": training.best.get("iou", {}).get("object"),
                                "score": training.best.get("score"), "test": measure(network, self.test, self.data),
                                "aside": training.validations[-1].get("set_aside")}  # fmt: skip
            return training

        return super().train(network, footprint, device, watched, progress)

    def run_once(self, stage: Stage, network: nn.Module, run: RunStage) -> Training:
        """Stages that are the same for several methods are trained once: their weights are kept in the folder."""
        path = self.kept[stage.name]
        if path.exists():
            weights, record = torch.load(path, weights_only=True)
            network.load_state_dict(weights)
            network.eval()
            return Training(**record)
        training = run(stage)
        torch.save((network.state_dict(), asdict(training)), path)
        return training


def measure(network: nn.Module, town: Town, data) -> float:
    """IoU of buildings on a whole town, in one pass."""
    with open_image(str(town.image)) as source:
        pixels, valid = source.read()
        x = torch.from_numpy(fit_scaling(data.inputs[0]["scaling"], source)(pixels, valid))[None]
        labels = read_polygons(str(town.truth))
        truth = rasterio.features.rasterize(
            labels.geometries, valid.shape, transform=source.grid.transform
        )
    height, width = valid.shape
    padded = nn.functional.pad(x, (0, -width % 32, 0, -height % 32))
    with torch.inference_mode():
        found = network(padded)[0, :, :height, :width].argmax(0).numpy()
    hits = ((found == 1) & (truth == 1)).sum()
    return float(hits / ((found == 1) | (truth == 1)).sum())


def align(town: Town, device: str) -> Path:
    """The wrong labels moved to the image by the bundled alignment model."""
    path = town.wrong.with_name("aligned.gpkg")
    if not path.exists():
        align_vectors(str(town.image), str(town.wrong), output=str(path), device=device)
    return path


def run_method(
    method: str, towns: list[Town], test: Town, clean_area: Path, seed: int, work: Path, network: dict, epochs: int
) -> dict:
    """Train one method and measure it; scores of all its stages and of the network that it keeps."""
    options = dict(METHODS[method])
    labels = [str(align(town, "cpu") if options.get("align") else town.wrong) for town in towns]
    alone, share = options.get("alone"), 0.0 if options.get("alone") == "imprecise" else 0.25
    named = DataSettings([str(town.image) for town in towns], labels, None, None, None, None, share, None, CROP_PX,
                         seed, label_error_m=options.get("label_error_m", 0.0))  # fmt: skip
    if alone == "clean":
        named = replace(named, labels=[str(town.truth) for town in towns], area=str(clean_area))
    if not alone:
        named = replace(named, clean_labels=[str(town.truth) for town in towns], clean_area=str(clean_area))
    data = open_data(named, None, silent)
    loss = "cross-entropy + soft IoU"
    task = WatchedTask(data, replace(SETTINGS, epochs=epochs, seed=seed), CROP_PX, loss, "flips and rotations",
                       options.get("tolerate", True), test=test,
                       kept={"clean_only": clean_area.with_suffix(f".{network['name']}.{epochs}.pt")})  # fmt: skip
    model = str(work / "model.safetensors")
    result = TrainingSession(task, network, torch.device("cpu"), seed).run(model)
    return {"stages": task.found, "kept": result.get("kept", "end")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with buildings/")
    parser.add_argument("--work", type=Path, required=True, help="folder for intermediate files and results")
    parser.add_argument("--shares", type=float, nargs="+", default=[0.05], help="clean parts of the town (0 to 1)")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2], help="of labels and trainings")
    parser.add_argument("--methods", nargs="+", default=list(METHODS), choices=list(METHODS), metavar="METHOD",
                        help=f"of {', '.join(map(repr, METHODS))}")
    parser.add_argument("--towns", nargs="+", default=["banepa"], choices=list(TOWNS), help="with imprecise labels")
    parser.add_argument("--network", default="unet", help="its name in the engine")
    parser.add_argument("--base", type=int, default=8, help="base channels")
    parser.add_argument("--epochs", type=int, default=SETTINGS.epochs, help="of 20 steps each, for every method")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    arguments.work.mkdir(parents=True, exist_ok=True)
    results = arguments.work / "results.jsonl"
    done = [json.loads(line) for line in results.read_text().splitlines()] if results.exists() else []
    known = {(each["method"], each["share"], each["seed"], each["network"]) for each in done}
    network = {"name": arguments.network, "arguments": {"base_channels": arguments.base}}
    described = f"{arguments.network} {arguments.base}, {arguments.epochs} epochs"
    for seed in arguments.seeds:
        test = make_town(arguments.data, arguments.work, "banepa", (0.0, 1 / 3), seed)
        parts = {"banepa": (1 / 3, 1.0), "zanzibar": (0.0, 1.0)}
        towns = [make_town(arguments.data, arguments.work, name, parts[name], seed) for name in arguments.towns]
        for share in arguments.shares:
            area = make_clean_area(towns[0], arguments.work, share, seed)
            for method in arguments.methods:
                of = 0.0 if method == "imprecise only" else share
                if (method, of, seed, described) in known:
                    continue
                start = time.monotonic()
                found = run_method(method, towns, test, area, seed, arguments.work, network, arguments.epochs)
                row = {"method": method, "share": of, "seed": seed, "network": described, **found,
                       "seconds": round(time.monotonic() - start)}  # fmt: skip
                known.add((method, of, seed, described))
                with open(results, "a") as file:
                    file.write(json.dumps(row) + "\n")
                print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
