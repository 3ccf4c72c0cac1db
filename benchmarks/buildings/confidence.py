"""Give a building model its confidence and calibrate its probabilities, without training.

    python -m benchmarks.buildings.confidence --data DATA --model M

Works on any segmentation or polygons model of RGB images. `--data` holds one folder per place, as
`benchmarks.buildings.train` expects it; what it holds out stays out. The class logits are divided by one temperature,
fitted on the validation parts; the table shows the calibration error of each place with the temperature of the others.
The thresholds on the card are moved so that maps stay as they are. The confidence comes from the training parts;
`benchmarks.buildings.confidence_measures` compares it with other measures.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
import torch
from torch import nn

from benchmarks.buildings.data import (
    CROP_PX,
    KEEP_OFF_M,
    OSM,
    TESTS,
    TRAINING,
    VALIDATION,
    cut_box,
    list_tiles,
)
from benchmarks.buildings.evaluate import measure_calibration
from eo_deep.geo.crs import to_crs
from eo_deep.io.card_schema import UNKNOWN
from eo_deep.io.raster import open_raster
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.models.bundled import find_thresholds
from eo_deep.models.confidence import drop_confidence
from eo_deep.models.heads import find_last_layer
from eo_deep.models.model_file import Model, load_model, read_extras, save_model
from eo_deep.models.scaling import fit_scaling
from eo_deep.progress import silent
from eo_deep.runtime.devices import choose_autocast, choose_device
from eo_deep.sampling.labels import list_classes, open_labels
from eo_deep.sampling.training_image import TrainingImage
from eo_deep.sampling.windows import ValidationSet, list_validation_windows
from eo_deep.scene_classification.calibration import fit_temperature
from eo_deep.training.confidence import fit_confidence

SAMPLES = 8000  # pixels of a place


@dataclass(frozen=True)
class Part:
    """An image of a place, its labels, and the polygons that are trained and validated on; None: all, and nothing."""

    place: str
    image: Path
    labels: Path | None
    trained: Sequence | None = None
    validated: Sequence | None = None
    weight: float = 1.0


def list_parts(data: Path) -> list[Part]:
    """What the bundled building model was trained and validated on."""
    parts = []
    for town, name in dict.fromkeys((town, name) for town, name, _ in TRAINING + VALIDATION):
        image = data / town / name
        boxes = [[cut_box(image, p[2]) for p in which if p[:2] == (town, name)] for which in (TRAINING, VALIDATION)]
        parts.append(Part(town, image, data / town / OSM, boxes[0] + boxes[1], boxes[1]))
    folder = data / "banepa_north"
    image = folder / "banepa_north_3857.tif"
    with open_raster(image) as source:
        area = read_polygons(folder / "area_complete_3857.geojson", crs=source.grid.crs)
        unit_m = source.grid.ground_resolution_m[0] / abs(source.grid.transform.a)
    tested = [cut_box(data / town / name, box) for _, tests in TESTS for town, name, box in tests if town == "banepa"]
    off = shapely.buffer(shapely.union_all(tested), KEEP_OFF_M / unit_m)
    parts.append(Part("banepa north", image, folder / OSM, list(shapely.difference(area.geometries, off))))
    for place, held_out in (("dhaka_pallabi", ["OAM-393755-226408-19"]), ("nacala", None)):
        tiles = list_tiles(data / place, "*")
        held_out = held_out or [tile.stem for tile in tiles[::6]]
        parts += [
            Part(
                place,
                tile,
                tile.with_suffix(".geojson"),
                None,
                [whole(tile)] if tile.stem in held_out else None,
                len(tiles) ** -0.5,  # together as one image of their size
            )
            for tile in tiles
        ]
    for site in ("HARV", "OSBS", "SJER", "TEAK"):
        tiles = list_tiles(data / "neon_negatives", f"{site}_*")
        parts += [
            Part(f"neon {site}", tile, None, None, None if number % 4 else [whole(tile)], len(tiles) ** -0.5)
            for number, tile in enumerate(tiles)
        ]
    return parts


def whole(image: Path) -> shapely.Polygon:
    return cut_box(image, (0.0, 0.0, 1.0, 1.0))


def open_part(part: Part, card: dict) -> TrainingImage:
    """A part as the model's training sees it."""
    wanted = card["inputs"][0]
    source = open_raster(part.image, [1, 2, 3])
    across, down = (wanted["resolution_m"] / size for size in source.grid.ground_resolution_m)
    grid, crs = source.grid.scaled(across, down), to_crs(source.grid.crs)

    def layer(polygons: Sequence | None) -> VectorLayer | None:
        return None if polygons is None else VectorLayer(np.array(list(polygons), object), {}, crs)

    labels = None
    if part.labels and part.labels.exists():
        opened = open_labels(str(part.labels), None, silent)
        labels = opened.open(grid, list_classes([opened], True, silent)[1], 0)
    return TrainingImage(
        str(part.image),
        source.bands,
        grid,
        grid.height / source.grid.height,
        fit_scaling(wanted["scaling"], source),
        labels,
        layer(part.trained),
        layer(part.validated),
        weight=part.weight,
    )


def calibrate(model: Model, parts: Sequence[Part], images: Sequence[TrainingImage]) -> Model:
    """A model whose class logits are divided by the temperature of the validation parts."""
    count, logits, labels = len(model.card["classes"]), {}, {}
    for place in dict.fromkeys(part.place for part in parts if part.labels and part.validated):
        chosen = [image for part, image in zip(parts, images) if part.place == place and part.validated]
        logits[place], labels[place] = sample_logits(model.network, list_validation_windows(chosen, CROP_PX), count)

    def fit(places: Sequence[str]) -> float:
        return fit_temperature(torch.cat([logits[p] for p in places]), torch.cat([labels[p] for p in places]))

    def measure(place: str, temperature: float) -> float:
        """The calibration error of the second class's probability."""
        return measure_calibration((logits[place] / temperature).softmax(1)[:, 1].numpy(), labels[place].numpy() == 1)

    print("| Place left out | calibration error before | after | temperature of the others |")
    print("| --- | ---: | ---: | ---: |")
    errors = []
    for place in logits:
        temperature = fit([other for other in logits if other != place])
        errors.append((measure(place, 1.0), measure(place, temperature)))
        print(f"| {place} | {errors[-1][0]:.3f} | {errors[-1][1]:.3f} | {temperature:.2f} |")
    before, after = (float(np.mean(each)) for each in zip(*errors))
    temperature = fit(list(logits))
    print(f"| **mean; temperature of all** | {before:.3f} | {after:.3f} | {temperature:.2f} |")
    if after > before:
        print("The probabilities stay as they are.")
        return model
    last = find_last_layer(model.network)
    with torch.no_grad():
        last.weight[:count] /= temperature
        last.bias[:count] /= temperature  # type: ignore[index]
    thresholds = {
        name: round(1 / (1 + (1 / value - 1) ** (1 / temperature)), 4)
        for name, value in find_thresholds(model.card)._asdict().items()
    }
    described = {"temperature": round(temperature, 3), "places": list(logits), "error": round(after, 4),
                 "error_before": round(before, 4)}  # fmt: skip
    training = {**model.card["training"], "calibration": described}
    return Model(model.network, {**model.card, **thresholds, "training": training})


def sample_logits(network: nn.Module, windows: ValidationSet, class_count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Class logits (N, K) float32 and classes (N,) of as many pixels of each window, SAMPLES at most in all."""
    found = []
    generator = torch.Generator().manual_seed(0)
    for number in range(len(windows)):
        pixels, classes = windows.read(number)
        with torch.inference_mode(), choose_autocast(torch.device("cpu"))():
            logits = network(pixels[None])[0, :class_count].float().flatten(1).T
        known = torch.nonzero(classes.flatten() != UNKNOWN)[:, 0]
        chosen = known[torch.randperm(len(known), generator=generator)[: SAMPLES // len(windows)]]
        found.append((logits[chosen], classes.flatten()[chosen]))
    return torch.cat([each for each, _ in found]), torch.cat([each for _, each in found])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with a folder per place")
    parser.add_argument("--model", required=True, help="model file to write to")
    arguments = parser.parse_args()
    model, parts = load_model(arguments.model), list_parts(arguments.data)
    images = [open_part(part, model.card) for part in parts]
    model = calibrate(model, parts, images)
    tensors = fit_confidence(model.network, images, choose_device(), class_count=len(model.card["classes"]))
    save_model(arguments.model, model.network, model.card, drop_confidence(read_extras(arguments.model)) | tensors)
    print(f"Wrote the confidence of {len(images)} images to {arguments.model}.")


if __name__ == "__main__":
    main()
