"""Accuracy on Sentinel-2 images of Deva by whole polygons: features and classifiers side by side.

    python -m benchmarks.pixel_classification.deva [--data ../shared/data/landcover/deva]

Each row is the mean over `--repeats` divisions of the 59 polygons into four parts, each of which is held out once; at
most 700 samples of each class. Next to it the accuracy on single pixels that are held out.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import rasterio

from eo_deep.feature_chains.settings import FeatureSettings
from eo_deep.pixel_classification.classifiers import CLASSIFIERS, ClassifierSettings
from eo_deep.pixel_classification.samples import SampleSettings, draw_samples
from eo_deep.pixel_classification.validation import cross_validate, split_groups, split_pixels

FINE, COARSE = ("B02", "B03", "B04", "B08"), ("B05", "B06", "B07", "B8A", "B11", "B12")
CHAINS = (("10 m", 1, 1, "bilinear"), ("10 + 20 m, nearest", 2, 1, "nearest"),
          ("10 + 20 m, bilinear", 2, 1, "bilinear"), ("10 + 20 m, windows 7x7", 2, 7, "bilinear"))  # fmt: skip


def stack(data: Path, bands: tuple[str, ...], path: Path) -> str:
    """Single bands as one raster."""
    sources = [rasterio.open(data / f"{band}.tif") for band in bands]
    profile = {**sources[0].profile, "count": len(bands), "driver": "GTiff"}
    with rasterio.open(path, "w", **profile) as target:
        for number, (source, band) in enumerate(zip(sources, bands), 1):
            target.write(source.read(1), number)
            target.set_band_description(number, band)
            source.close()
    return str(path)


def main() -> None:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/landcover/deva"),
                        help="folder of the bands and polygons (default: ../shared/data/landcover/deva)")
    parser.add_argument("--classifiers", nargs="+", default=list(CLASSIFIERS), choices=list(CLASSIFIERS),
                        help="which to compare (default: all)")
    parser.add_argument("--repeats", type=int, default=2, help="divisions into four parts (default: 2)")
    options = parser.parse_args()
    if not options.data.is_dir():
        parser.error(f"{options.data} is not there.")
    print("| features | classifier | overall accuracy | mean F | by pixels | s |\n| --- | --- |" + " ---: |" * 4)
    with tempfile.TemporaryDirectory() as folder:
        images = [stack(options.data, bands, Path(folder) / name)
                  for bands, name in ((FINE, "10.tif"), (COARSE, "20.tif"))]  # fmt: skip
        for name, count, window_px, resampling in CHAINS:
            drawing = SampleSettings([images[:count]], [str(options.data / "train_polys.shp")], "class",
                                     FeatureSettings(window_px=window_px), [None] * count, resampling, per_class=700)
            samples = draw_samples(drawing)
            for classifier in options.classifiers:
                settings, start = ClassifierSettings(classifier), time.perf_counter()
                found = [cross_validate(settings, samples, split_groups(samples, 4, seed))[0]
                         for seed in range(options.repeats)]  # fmt: skip
                seconds = time.perf_counter() - start
                by_pixel = cross_validate(settings, samples, split_pixels(samples, 4, 0))[0]
                overall, f_score = (np.mean([getattr(each, what) for each in found])
                                    for what in ("overall", "mean_f_score"))  # fmt: skip
                scores = f"{overall:.3f} | {f_score:.3f} | {by_pixel.overall:.3f}"
                print(f"| {name} | {classifier} | {scores} | {seconds:.0f} |", flush=True)


if __name__ == "__main__":
    main()
