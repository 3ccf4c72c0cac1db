"""Measure a building model on places that its training never saw, on the images as they are and degraded.

    python -m benchmarks.buildings.evaluate --data DATA --model resources/models/buildings.safetensors

Prints a Markdown table: IoU, F-score, share of reference buildings found (IoU of object with object at least 0.5) on
each place, the calibration error of its probabilities, and the IoU of the polygons; `--tta` adds test-time
augmentation, `--degraded` the same images in haze, blurred to 0.6 and 1 m, with pixels of 0.6 and 1 m, and grey with
low contrast. `--choose-threshold` instead finds the best threshold on the validation parts and writes it to the card.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import rasterio
import torch
from torch.nn import functional

from benchmarks.buildings.data import TESTS, VALIDATION, cut_box
from eo_deep.buildings.extract import extract_buildings
from eo_deep.evaluation.maps.assess import assess_accuracy
from eo_deep.geo.crs import to_crs
from eo_deep.geo.rasterization import rasterize
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.raster import open_raster
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer, rasterize_area
from eo_deep.models.bundled import find_thresholds
from eo_deep.models.model_file import load_model, read_card, read_extras, save_model

_SHARES = {"0.6 m": 0.22, "1 m": 0.132}  # of the pixels of the test images, 0.13 m on the ground
_PIXELS = " pixels"
KINDS = ["haze", *_SHARES, *(each + _PIXELS for each in _SHARES), "grey"]
_BINS = 15
THRESHOLDS = np.arange(0.2, 0.81, 0.05).round(2)


def degrade(pixels: np.ndarray, kind: str) -> np.ndarray:
    """An image (3, H, W) uint8 as another sensor or another day would show it."""
    generator = torch.Generator().manual_seed(1)
    v = torch.from_numpy(pixels.astype(np.float32) / 255)
    if kind == "haze":
        coarse = 0.25 + 0.35 * torch.rand(1, 1, 5, 5, generator=generator)
        clear = functional.interpolate(coarse, v.shape[1:], mode="bicubic")[0].clamp(0.15, 0.7)
        v = v * clear + torch.tensor([0.72, 0.75, 0.8])[:, None, None] * (1 - clear)
        v = v + 0.012 * torch.randn(v.shape, generator=generator)
    elif kind in _SHARES:
        small = functional.interpolate(v[None], scale_factor=_SHARES[kind], mode="bilinear", antialias=True)
        v = functional.interpolate(small, v.shape[1:], mode="bilinear")[0]
    elif kind == "grey":
        v = v.mean(0, keepdim=True).expand(3, -1, -1) * 0.4 + 0.2
    return (v.clamp(0, 1) * 255).round().byte().numpy()


def enlarge_pixels(pixels: np.ndarray, profile: dict, share: float) -> np.ndarray:
    """An image (3, H, W) uint8 with so many of its pixels along each side; its profile is changed."""
    height, width = pixels.shape[1:]
    values = torch.from_numpy(pixels[None].astype(np.float32))
    large = functional.interpolate(values, scale_factor=share, mode="bilinear", antialias=True)[0].clamp(0, 255)
    scale = rasterio.Affine.scale(width / large.shape[2], height / large.shape[1])
    profile.update(height=large.shape[1], width=large.shape[2], transform=profile["transform"] * scale)
    return large.round().byte().numpy()


def predict(image: Path, labels: Path, part: tuple, model: str, folder: Path, kind: str, tta: bool) -> tuple:
    """Probabilities and truth of the pixels of one part, recall and precision of objects, which pixels polygons hold.

    The pixels are those of the image as it is.
    """
    with rasterio.open(image) as source:
        profile, pixels = source.profile, source.read([1, 2, 3])
    path, area = folder / "image.tif", folder / "area.gpkg"
    profile.update(driver="GTiff", count=3, compress="deflate", photometric="rgb", tiled=True)
    with open_raster(image) as source:
        grid = source.grid
    if kind.endswith(_PIXELS):
        pixels = enlarge_pixels(pixels, profile, _SHARES[kind.removesuffix(_PIXELS)])
    elif kind:
        pixels = degrade(pixels, kind)
    with rasterio.open(path, "w", **profile) as file:
        file.write(pixels)
    write_vectors(str(area), VectorLayer(np.array([cut_box(image, part)], object), {}, to_crs(grid.crs)))
    found, scores = str(folder / "found.gpkg"), str(folder / "scores.tif")
    extract_buildings(
        str(path), model, area=str(area), test_time_augmentation=tta, output=found, probabilities=scores, device="auto"
    )
    truth = rasterize(read_polygons(str(labels), crs=grid.crs).geometries, 1, grid)
    with open_raster(scores, grid=grid) as source:
        probabilities, valid = source.read()
    known = valid & rasterize_area(read_polygons(str(area)), grid)
    numbers = assess_accuracy(found, str(labels), area=str(area))
    inside = rasterize(read_polygons(found, crs=grid.crs).geometries, 1, grid)
    objects = numbers.get("object_recall"), numbers.get("object_precision")
    return probabilities[0][known], truth[known] > 0, *objects, inside[known] > 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with a folder per town")
    parser.add_argument("--model", required=True, help="model file to measure")
    parser.add_argument("--tta", action="store_true", help="with test-time augmentation too")
    parser.add_argument("--degraded", nargs="*", choices=KINDS, help="the images degraded too, in all ways or in these")
    parser.add_argument("--choose-threshold", action="store_true", help="find the threshold and write it to the model")
    arguments = parser.parse_args()
    places = [("validation", VALIDATION)] if arguments.choose_threshold else TESTS
    kinds = [""] if arguments.degraded is None else ["", *(arguments.degraded or KINDS)]
    threshold = find_thresholds(read_card(arguments.model)).threshold
    print("| Place | Image | TTA | IoU | F-score | Precision | Recall | Object recall | Object precision | "
          "Calibration error | Polygons' IoU |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for kind in kinds:
        for tta in [False, True] if arguments.tta and not kind else [False]:
            for place, parts in places:
                with tempfile.TemporaryDirectory() as folder:
                    predicted = [
                        predict(
                            arguments.data / town / name,
                            arguments.data / town / "osm_buildings_4326.geojson",
                            part,
                            arguments.model,
                            Path(folder),
                            kind,
                            tta,
                        )
                        for town, name, part in parts
                    ]
                print_row(place, kind, tta, predicted, threshold)
                if arguments.choose_threshold:
                    write_threshold(arguments.model, choose_threshold(predicted))


def choose_threshold(predicted: list) -> float:
    """The threshold nearest 0.5 whose IoU, the mean over the parts, is within 0.001 of the best.

    The mean, so that the largest place does not decide alone; nearest 0.5, for the sake of places unlike these.
    """
    ious = [float(np.mean([score([part], threshold)[0] for part in predicted])) for threshold in THRESHOLDS]
    for threshold, iou in zip(THRESHOLDS, ious):
        print(f"threshold {threshold:.2f}: mean IoU {iou:.4f}")
    good = THRESHOLDS[np.array(ious) >= max(ious) - 0.001]
    return float(good[np.argmin(np.abs(good - 0.5))])


def write_threshold(path: str, threshold: float) -> None:
    """Put the threshold on the model's card."""
    model = load_model(path)
    save_model(path, model.network, {**model.card, "threshold": threshold}, read_extras(path))
    print(f"Wrote threshold {threshold} to {path}.")


def score(predicted: list, threshold: float) -> tuple[float, float, float, float]:
    """IoU, F-score, precision and recall of all pixels of all parts together."""
    scores, truth = np.concatenate([p[0] for p in predicted]), np.concatenate([p[1] for p in predicted])
    found = scores > threshold
    hits = (found & truth).sum()
    precision, recall = hits / max(found.sum(), 1), hits / truth.sum()
    return hits / (found | truth).sum(), 2 * precision * recall / max(precision + recall, 1e-9), precision, recall


def measure_calibration(probability: np.ndarray, truth: np.ndarray) -> float:
    """The expected calibration error, 0..1, of a building's probability over 15 bins of equal width.

    probability: (N,) 0..1; truth: (N,) bool.
    """
    numbers = np.minimum((probability * _BINS).astype(int), _BINS - 1)
    gaps = np.bincount(numbers, probability, _BINS) - np.bincount(numbers, truth, _BINS)
    return float(np.abs(gaps).sum() / max(len(probability), 1))


def print_row(place: str, kind: str, tta: bool, predicted: list, threshold: float) -> None:
    objects = [np.nanmean([np.nan if p[i] is None else p[i] for p in predicted]) for i in (2, 3)]
    error = measure_calibration(*(np.concatenate([p[i] for p in predicted]) for i in (0, 1)))
    drawn = score([(part[4], part[1]) for part in predicted], 0.5)[0]
    numbers = " | ".join(f"{value:.3f}" for value in (*score(predicted, threshold), *objects, error, drawn))
    print(f"| {place} | {kind or 'as it is'} | {'yes' if tta else 'no'} | {numbers} |", flush=True)


if __name__ == "__main__":
    main()
