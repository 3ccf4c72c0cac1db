"""Classes found without training data on mosaics of EuroSAT patches: mutual information and matched accuracy.

Mosaics of 640 px are made of blocks of 2 x 2 patches of one class each, from each class's last tenth of patches.

    .venv/bin/python -m benchmarks.time_series.clusters --patches ../shared/data/eurosat/eurosat_rgb.zip
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
from sklearn.metrics import normalized_mutual_info_score

from eo_deep.image_features import segment_unsupervised

PATCH_PX, BLOCK_PX, SIDE_PX = 64, 128, 640


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--patches", type=Path, required=True, help="eurosat_rgb.zip")
    parser.add_argument("--mosaics", type=int, default=4, help="how many mosaics (4)")
    parser.add_argument("--model", help="a series model to measure too")
    arguments = parser.parse_args()
    methods: dict[str, dict] = {"bands": {"features": "bands"}, "bands, means of 33 px":
                                {"features": "bands", "window_px": 33}}  # fmt: skip
    methods |= {f"hand features, {side} px": {"window_px": side} for side in (16, 32, 64)}
    if arguments.model:
        methods |= {f"shared code, {side} px": {"window_px": side, "model": arguments.model} for side in (8, 64)}
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(arguments.patches) as patches:
        mosaics = []
        for seed in range(arguments.mosaics):
            pixels, classes = make_mosaic(patches, seed)
            path = f"{folder}/{seed}.tif"
            with rasterio.open(path, "w", driver="GTiff", width=SIDE_PX, height=SIDE_PX, count=3, dtype="uint8",
                               crs="EPSG:32633", transform=rasterio.Affine(10, 0, 0, 0, -10, 0)) as file:  # fmt: skip
                file.write(pixels)
            mosaics.append((path, classes))
        print(f"{'':26s} {'NMI':>6s} {'accuracy':>8s} {'seconds':>8s}")
        for title, named in methods.items():
            start, scores = time.perf_counter(), []
            for path, classes in mosaics:
                output = f"{folder}/map.tif"
                segment_unsupervised(path, classes="10", output=output, **named)
                with rasterio.open(output) as file:
                    found = file.read(1).astype(int)
                known = found != 255
                scores.append((normalized_mutual_info_score(classes[known], found[known]),
                               match_classes(found[known] - 1, classes[known])))  # fmt: skip
            mutual, accuracy = np.mean(scores, axis=0)
            print(f"  {title:24s} {mutual:6.3f} {accuracy:8.3f} {time.perf_counter() - start:8.1f}", flush=True)


if __name__ == "__main__":
    main()
