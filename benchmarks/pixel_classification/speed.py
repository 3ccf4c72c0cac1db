"""Speed of a map from GeoTIFF to GeoTIFF beside scikit-learn's own predict_proba on all pixels in memory.

    python -m benchmarks.pixel_classification.speed [--size 1500] [--image image.tif]

As many threads for both: --threads tiles side by side here, --threads parts of the array side by side there. The image
is made of six bands in 16 bits, smooth with noise, all pixels distinct; or a given 8-bit image, whose distinct pixels
are predicted once for each tile. Seconds are those that the process computes, all threads together, so that other
programs do not show; opening the model, reading, scaling and writing count. The classes must be equal pixel by pixel.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest import mock

import numpy as np
import rasterio
from scipy import ndimage
from threadpoolctl import threadpool_limits

from eo_deep.feature_chains.chain import open_chain
from eo_deep.feature_chains.settings import ChainSettings
from eo_deep.pixel_classification.classifiers import CLASSIFIERS, ClassifierSettings
from eo_deep.pixel_classification.classify import classify_pixels
from eo_deep.pixel_classification.model import load_pixel_model, save_pixel_model

CLASSES, SAMPLES = 5, 5000


def make_image(path: Path, size_px: int) -> str:
    """Six smooth bands with noise in 16 bits."""
    rng = np.random.default_rng(0)
    smooth = np.stack([ndimage.gaussian_filter(rng.normal(size=(size_px, size_px)), 15) for _ in range(6)])
    pixels = (smooth / smooth.std() * 800 + 3000 + rng.normal(0, 60, smooth.shape)).clip(1, 65535).astype("uint16")
    transform = rasterio.transform.from_origin(5e5, 5e6, 10, 10)
    with rasterio.open(path, "w", driver="GTiff", width=size_px, height=size_px, count=6, dtype="uint16", tiled=True,
                       crs="EPSG:32634", transform=transform) as target:
        target.write(pixels)
    return str(path)


def train(image: str, name: str, path: Path) -> str:
    """A classifier of pixels of the image, whose classes are parts of its first bands' range."""
    with open_chain(ChainSettings([image])) as chain:
        rng, grid = np.random.default_rng(0), chain.grid
        features, valid = chain.read_points(rng.integers(0, grid.height, SAMPLES), rng.integers(0, grid.width, SAMPLES))
        features = features[valid]
        score = features @ np.random.default_rng(1).normal(size=features.shape[1]) + rng.normal(0, 1, len(features))
        classes = np.searchsorted(np.quantile(score, np.linspace(0, 1, CLASSES + 1)[1:-1]), score)
        classifier = ClassifierSettings(name).make(len(features)).fit(features, classes)
        bands, dtype = chain.names, chain.sources.sources[0].dtype
    card = {
        "name": "made", "task": "pixels", "classifier": {"name": name},
        "inputs": [{"bands": bands, "resolution_m": None, "dtype": dtype, "nodata": None,
                    "scaling": {"kind": "fixed", "mean": [0.0] * len(bands), "std": [1.0] * len(bands)}}],
        "features": {"names": bands, "use_bands": True, "window_px": 1, "formulas": []},
        "classes": [{"value": value, "name": f"class {value}", "color": "#336699"} for value in range(CLASSES)],
        "stride_px": 1, "halo_px": [0, 0], "training": {},
    }  # fmt: skip
    save_pixel_model(str(path), classifier, card)
    return str(path)


def main() -> None:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1500, help="side of the made image in px (default: 1500)")
    parser.add_argument("--image", help="an 8-bit image instead")
    parser.add_argument("--threads", type=int, default=1, help="of both (default: 1)")
    parser.add_argument("--repeats", type=int, default=2, help="times each is measured, in turn (default: 2)")
    parser.add_argument("--classifiers", nargs="+", choices=list(CLASSIFIERS),
                        help="which to measure (default: the first three)",
                        default=["random forest", "gradient boosting", "logistic regression"])
    options = parser.parse_args()
    print("| classifier | Mpx | scikit-learn, Mpx/s | map, Mpx/s | ratio | equal classes |\n| --- |" + " ---: |" * 5)
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(1), \
            mock.patch("os.cpu_count", return_value=options.threads):
        image = options.image or make_image(Path(folder) / "image.tif", options.size)
        with open_chain(ChainSettings([image])) as chain:
            features, valid = chain.read(rasterio.windows.Window(0, 0, chain.grid.width, chain.grid.height))
        rows = np.ascontiguousarray(features[:, valid].T)
        for name in options.classifiers:
            path = train(image, name, Path(folder) / "m.safetensors")
            model = load_pixel_model(path).classifier
            own, ours, equal = [], [], 0.0
            for _ in range(options.repeats):
                start = time.process_time()
                with ThreadPoolExecutor(options.threads) as pool:
                    scores = np.concatenate(list(pool.map(model.predict_proba, np.array_split(rows, options.threads))))
                own.append(time.process_time() - start)
                output, start = str(Path(folder) / "map.tif"), time.process_time()
                classify_pixels(image, path, output=output)
                ours.append(time.process_time() - start)
            with rasterio.open(output) as file:
                equal = float((file.read(1)[valid] == scores.argmax(1)).mean())
            millions = len(rows) / 1e6
            print(f"| {name} | {millions:.2f} | {millions / min(own):.3f} | {millions / min(ours):.3f} | "
                  f"{min(own) / min(ours):.2f} | {equal:.6f} |", flush=True)


if __name__ == "__main__":
    main()
