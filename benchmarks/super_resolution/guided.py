"""What a guide is worth: Sentinel-2's bands of 20 m made finer with those of 10 m beside them, by Wald's protocol.

Bands of 20 m degraded to 40 m, with those of 10 m degraded to 20 m as the guide, against the bands of 20 m as they
are. Trained on Deva's west, measured on its east and on Boadella, whose bands of 20 m come on pixels of 10 m and are
averaged.

    .venv/bin/python -m benchmarks.super_resolution.guided --data DATA --work W --minutes 4
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import rasterio
import torch

from benchmarks.super_resolution.scenes import EAST, WEST, write
from benchmarks.training.printed import Printed
from eo_deep.models.networks.degradation import Degradation
from eo_deep.super_resolution import assess_super_resolution, super_resolve, train_super_resolution

COARSE, FINE = ("B05", "B06", "B07", "B8A", "B11", "B12"), ("B02", "B03", "B04", "B08")
BOADELLA = ("B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B09", "B11", "B12")
SHOWN = {"psnr_db": ".2f", "ssim": ".3f", "ergas": ".2f", "angle_deg": ".2f", "reflectance_error_max": ".2f"}
RATIO = 2


def read_deva(data: Path) -> tuple[np.ndarray, np.ndarray, rasterio.Affine, object]:
    """Bands of 20 m and of 10 m that begin at one corner, with where those of 20 m lie."""
    parts = []
    for names, first in ((COARSE, 1), (FINE, 1)):  # the grid of 20 m begins a pixel of 10 m before the other
        bands = []
        for name in names:
            with rasterio.open(data / "landcover" / "deva" / f"{name}.tif") as file:
                bands.append(file.read(1)[:, first:])
                transform, crs = file.transform * rasterio.Affine.translation(first, 0), file.crs
        parts.append((np.stack(bands), transform, crs))
    (coarse, transform, crs), (fine, _, _) = parts
    height, width = (min(a, b // RATIO) for a, b in zip(coarse.shape[1:], fine.shape[1:]))
    return coarse[:, :height, :width], fine[:, : RATIO * height, : RATIO * width], transform, crs


def read_boadella(data: Path, date: str) -> tuple[np.ndarray, np.ndarray, rasterio.Affine, object]:
    with rasterio.open(data / "timeseries" / "s2_boadella" / f"2020-01-{date}.tif") as file:
        bands, transform, crs = file.read(), file.transform, file.crs
    height, width = (side // (2 * RATIO) * 2 for side in bands.shape[1:])
    bands = bands[:, : RATIO * height, : RATIO * width].astype(np.float32)
    coarse, fine = ([bands[BOADELLA.index(name)] for name in names] for names in (COARSE, FINE))
    averaged = np.stack(coarse).reshape(len(coarse), height, RATIO, width, RATIO).mean(axis=(2, 4))
    return averaged, np.stack(fine), transform * rasterio.Affine.scale(RATIO), crs


def degrade(pixels: np.ndarray) -> np.ndarray:
    return Degradation(RATIO)(torch.from_numpy(pixels.astype(np.float32))[None])[0].numpy()


def main() -> None:
    """Train with and without the guide, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the data")
    parser.add_argument("--work", type=Path, required=True, help="folder for images and models")
    parser.add_argument("--models", action="store_true", help="use the models that are in --work")
    parser.add_argument("--minutes", type=float, default=4.0, help="of each training (default 4)")
    given = parser.parse_args()
    work = given.work
    work.mkdir(parents=True, exist_ok=True)
    coarse, fine, transform, crs = read_deva(given.data)
    west, east = WEST // RATIO, EAST // RATIO
    low = write(work / "west 20 m.tif", coarse[..., :west], transform, crs, COARSE)
    guide = write(work / "west 10 m.tif", fine[..., : RATIO * west], transform * rasterio.Affine.scale(1 / RATIO), crs,
                  FINE)  # fmt: skip
    models = {name: str(work / f"{name}.safetensors") for name in ("without a guide", "with the guide")}
    for name, model in models.items():
        if given.models:
            continue
        began = time.process_time()
        train_super_resolution(low, guides=guide if name == "with the guide" else None, ratio=RATIO, model=model,
                               minutes=given.minutes, progress=Printed())  # fmt: skip
        print(f"{name}: {time.process_time() - began:.0f} CPU seconds")
    moved = transform * rasterio.Affine.translation(east, 0)
    scenes = {"Deva": (coarse[..., east:], fine[..., RATIO * east :], moved, crs)}
    scenes |= {f"Boadella, {date} January": read_boadella(given.data, date) for date in ("13", "28")}
    for scene, (truth, fine, placed, crs) in scenes.items():
        height, width = (side // RATIO * RATIO for side in truth.shape[1:])
        truth, fine = truth[:, :height, :width], np.rint(degrade(fine[:, : RATIO * height, : RATIO * width]))
        names = "truth", "guide", "low", "none", "regression", *models
        paths = {name: str(work / f"{scene} {name}.tif") for name in names}
        larger, lowered = placed * rasterio.Affine.scale(RATIO), np.rint(degrade(truth))
        write(Path(paths["truth"]), np.rint(truth), placed, crs, COARSE)
        write(Path(paths["guide"]), fine, placed, crs, FINE)
        write(Path(paths["low"]), lowered, larger, crs, COARSE)
        super_resolve(paths["low"], ratio=RATIO, output=paths["none"])
        super_resolve(paths["low"], guide=paths["guide"], output=paths["regression"])
        super_resolve(paths["low"], models["without a guide"], output=paths["without a guide"])
        super_resolve(paths["low"], models["with the guide"], guide=paths["guide"], output=paths["with the guide"])
        print(f"\n### {scene}\n\n| image | {' | '.join(SHOWN)} |\n| --- |{' --- |' * len(SHOWN)}")
        for name in ("none", "regression", *models):
            found = assess_super_resolution(paths["low"], paths[name], paths["truth"], coregister=0.0, harmonize="none")
            print(f"| {name} | {' | '.join(format(found[key], shown) for key, shown in SHOWN.items())} |", flush=True)


if __name__ == "__main__":
    main()
