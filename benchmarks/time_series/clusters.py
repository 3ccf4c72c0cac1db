"""Classes found without training data on mosaics of EuroSAT patches: mutual information and matched accuracy.

Mosaics of 640 px are made of blocks of 2 x 2 patches of one class each, from each class's last tenth of patches.

    .venv/bin/python -m benchmarks.time_series.clusters --patches ../shared/data/eurosat/eurosat_rgb.zip \\
        --layer resources/models/eurosat_jem.safetensors

Or how well the maps of two dates of one place agree (adjusted Rand index), each divided by itself, and the second by
the centres of the first:

    .venv/bin/python -m benchmarks.time_series.clusters --dates ../shared/data/timeseries/naip \\
        --model naip_west.safetensors --classes 3
"""

from __future__ import annotations

import argparse
import io
import tempfile
import time
import zipfile
from pathlib import Path

import numpy as np
import rasterio
from PIL import Image
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from eo_deep.image_features import extract_features, segment_unsupervised

PATCH_PX, BLOCK_PX, SIDE_PX, CELL_PX = 64, 128, 640, 8


def make_mosaic(patches: zipfile.ZipFile, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """An image (3, 640, 640) uint8 and the classes of its pixels (640, 640)."""
    by_class: dict[str, list[str]] = {}
    for name in sorted(name for name in patches.namelist() if name.endswith(".jpg")):
        by_class.setdefault(name.split("/")[-2], []).append(name)
    random, across = np.random.default_rng(seed), SIDE_PX // BLOCK_PX
    order = np.concatenate([random.permutation(10), random.permutation(10), random.permutation(10)[:5]])
    random.shuffle(order)
    pixels, classes = np.zeros((3, SIDE_PX, SIDE_PX), np.uint8), np.zeros((SIDE_PX, SIDE_PX), int)
    for block, number in enumerate(order):
        names = by_class[sorted(by_class)[number]]
        for part in range(4):
            name = names[-1 - int(random.integers(len(names) // 10))]
            top = block // across * BLOCK_PX + part // 2 * PATCH_PX
            left = block % across * BLOCK_PX + part % 2 * PATCH_PX
            place = slice(top, top + PATCH_PX), slice(left, left + PATCH_PX)
            pixels[(slice(None), *place)] = np.asarray(Image.open(io.BytesIO(patches.read(name)))).transpose(2, 0, 1)
            classes[place] = number
    return pixels, classes


def match_classes(found: np.ndarray, true: np.ndarray) -> float:
    """The share of pixels that are right where each class that was found stands for one true class."""
    counts = np.zeros((10, 10))
    np.add.at(counts, (found.ravel(), true.ravel()), 1)
    rows, columns = linear_sum_assignment(-counts)
    return float(counts[rows, columns].sum() / counts.sum())


def divide_layer(path: str, model: str, folder: str, output: str) -> None:
    """The classes of 16 principal components of a network's last features, averaged over cells of 8 px: as good as
    features learned with labels group."""
    extract_features(path, use_bands=False, layer_model=model, components=16, output=f"{folder}/layer.tif")
    with rasterio.open(f"{folder}/layer.tif") as file:
        cells = file.read().reshape(16, SIDE_PX // CELL_PX, CELL_PX, -1, CELL_PX).mean(axis=(2, 4))
    write(f"{folder}/cells.tif", cells, 10 * CELL_PX)
    segment_unsupervised(f"{folder}/cells.tif", features="bands", window_px=8, classes="10", output=output)


def write(path: str, pixels: np.ndarray, pixel_m: float) -> None:
    with rasterio.open(path, "w", driver="GTiff", width=pixels.shape[2], height=pixels.shape[1], count=len(pixels),
                       dtype=pixels.dtype, crs="EPSG:32633",
                       transform=rasterio.Affine(pixel_m, 0, 0, 0, -pixel_m, 0)) as file:  # fmt: skip
        file.write(pixels)


def read(path: str) -> np.ndarray:
    with rasterio.open(path) as file:
        return file.read(1).astype(int)


def compare_dates(folder: Path, classes: int, window_px: int | None, model: str | None) -> None:
    """Print how well the maps of consecutive dates agree, and those of every other date with the rest."""
    dates = sorted(map(str, folder.glob("*.tif")))
    named = {"classes": str(classes), "window_px": window_px, "model": model}
    pairs = [([one], [other]) for one, other in zip(dates, dates[1:])]
    pairs += [(dates[::2], dates[1::2])] if len(dates) > 3 else []
    print(f"{'':34s} {'by itself':>10s} {'by centres':>10s}")
    for first, second in pairs:
        with tempfile.TemporaryDirectory() as work:
            maps = [f"{work}/{number}.tif" for number in range(3)]
            segment_unsupervised(first, output=maps[0], centres=f"{work}/c.json", **named)
            segment_unsupervised(second, output=maps[1], **named)
            segment_unsupervised(second, output=maps[2], known_centres=f"{work}/c.json", **named)
            one, *others = (read(each) for each in maps)
            scores = []
            for other in others:
                rows, columns = (min(sides) for sides in zip(one.shape, other.shape))
                pair = one[:rows, :columns].ravel(), other[:rows, :columns].ravel()
                known = (pair[0] != 255) & (pair[1] != 255)
                scores.append(adjusted_rand_score(pair[0][known], pair[1][known]))
        title = f"{len(first)} and {len(second)} dates" if len(first) > 1 else f"{Path(first[0]).stem[-8:]} and next"
        print(f"  {title:32s} {scores[0]:10.2f} {scores[1]:10.2f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--patches", type=Path, help="eurosat_rgb.zip")
    parser.add_argument("--dates", type=Path, help="folder of images of one place instead")
    parser.add_argument("--classes", type=int, default=4, help="of these (4)")
    parser.add_argument("--window", type=int, help="of these, in px (64, with a model 8)")
    parser.add_argument("--layer", help="a model whose last features are grouped too")
    parser.add_argument("--mosaics", type=int, default=4, help="how many mosaics (4)")
    parser.add_argument("--model", help="a series model to measure too")
    arguments = parser.parse_args()
    if arguments.dates:
        compare_dates(arguments.dates, arguments.classes, arguments.window, arguments.model)
        return
    if not arguments.patches:
        parser.error("give --patches or --dates")
    methods: dict[str, dict] = {"bands": {"features": "bands"}, "bands, means of 33 px":
                                {"features": "bands", "window_px": 33}}  # fmt: skip
    methods |= {f"hand features, {side} px": {"window_px": side} for side in (16, 32, 64)}
    if arguments.model:
        methods |= {f"shared code, {side} px": {"window_px": side, "model": arguments.model} for side in (8, 64)}
    if arguments.layer:
        methods["the model's last features"] = {}
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(arguments.patches) as patches:
        mosaics = []
        for seed in range(arguments.mosaics):
            pixels, classes = make_mosaic(patches, seed)
            path = f"{folder}/{seed}.tif"
            write(path, pixels, 10)
            mosaics.append((path, classes))
        print(f"{'':26s} {'NMI':>6s} {'accuracy':>8s} {'seconds':>8s}")
        for title, named in methods.items():
            start, scores = time.perf_counter(), []
            for path, classes in mosaics:
                output = f"{folder}/map.tif"
                if title == "the model's last features":
                    divide_layer(path, arguments.layer, folder, output)
                    found = read(output).repeat(CELL_PX, 0).repeat(CELL_PX, 1)
                else:
                    segment_unsupervised(path, classes="10", output=output, **named)
                    found = read(output)
                known = found != 255
                scores.append((normalized_mutual_info_score(classes[known], found[known]),
                               match_classes(found[known] - 1, classes[known])))  # fmt: skip
            mutual, accuracy = np.mean(scores, axis=0)
            print(f"  {title:24s} {mutual:6.3f} {accuracy:8.3f} {time.perf_counter() - start:8.1f}", flush=True)


if __name__ == "__main__":
    main()
