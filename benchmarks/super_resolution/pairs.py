"""How real pairs, Landsat 8 at 30 m and Sentinel-2 at 10 m, are made comparable, and what a network learns from them.

Four dates are measured: the shift against a search of all shifts at a quarter of a fine pixel, and the likeness of
enlarged Landsat images to the Sentinel-2 image as it is, harmonized, and moved too. All other pairs of one site that
lie up to three days apart show which are refused; those that correlate well serve a training.

    .venv/bin/python -m benchmarks.super_resolution.pairs --data DATA --work W
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import rasterio
import torch
from rasterio.transform import from_origin
from scipy import ndimage

from benchmarks.training.printed import Printed
from eo_deep.errors import EoDeepError
from eo_deep.evaluation.images.pixel_scores import score_pixels
from eo_deep.models.model_file import Model, load_model
from eo_deep.sampling.aligned_images import AlignedImages
from eo_deep.sampling.image_pairs import ImagePair, PairSettings, open_pair
from eo_deep.super_resolution import train_super_resolution
from eo_deep.super_resolution.baselines import BICUBIC, PROJECTED, Baselines

RATIO = 3
STEP, REACH = 0.25, 2.0  # fine pixels
FILL = 20_000  # no surface is as bright
DAYS = 3  # apart
SITE = "00002806639B424A_32631_2017-08-01_2018-11-30.nc"
BANDS = {"L8_SR_10m": ("B02", "B03", "B04", "B05"), "S2_L2A_10m": ("B02", "B03", "B04", "B08")}


def measure_date(low: str, high: str, model: Model | None) -> list[float]:
    """Print a row on one date; the PSNR of each column."""
    with open_pair(low, high) as pair:
        part = pair.read(pair.window)
        known = part.known.repeat(RATIO, 0).repeat(RATIO, 1)
        as_it_is = read_unmoved(pair)
        image = fill_gaps(part.low)
        enlarged = Baselines(RATIO, model.card["network"]["arguments"]["sigma"] if model else pair.sigma).enlarge(image)
        scores = [score_pixels(enlarged[name], truth, known).psnr_db
                  for truth in (as_it_is, pair.harmonization(as_it_is), part.high) for name in (BICUBIC, PROJECTED)]
        if model:
            scores.append(score_pixels(apply(model, image), part.high, known).psnr_db)
        best = search(pair)
        found = pair.registration.dx, pair.registration.dy
        shares = f"{100 * pair.fill_share:.1f} | {100 * pair.refused_share:.0f} | {pair.blocks[0].correlation:.3f}"
        shifts = " | ".join("{:.2f}, {:.2f}".format(*each) for each in (found, best))
        print(f"| {Path(high).stem} | {shifts} | {pair.sigma:.2f} | {shares} | "
              f"{' | '.join(f'{score:.2f}' for score in scores)} |", flush=True)
        return scores


def read_unmoved(pair: ImagePair) -> np.ndarray:
    """The fine image (C, H, W) on the coarse one's grid refined, where its file says that it lies."""
    return AlignedImages(pair.low, pair.high, pair.grid, RATIO).read(pair.window)[2]


def search(pair: ImagePair) -> tuple[float, float]:
    """(dx, dy) of all that are tried at which the fine image, warped and degraded, correlates best with the coarse."""
    images = AlignedImages(pair.low, pair.high, pair.grid, RATIO)
    known = pair.read(pair.window).known
    tried = np.arange(-REACH, REACH + STEP / 2, STEP)
    best = (-1.0, 0.0, 0.0)
    for dy in tried:
        for dx in tried:
            images.move(rasterio.Affine.translation(dx, dy))
            sample = images.read_sample(pair.window, 12)
            made = sample.degrade(pair.sigma)
            correlations = [np.corrcoef(a[known], b[known])[0, 1] for a, b in zip(sample.low, made)]
            best = max(best, (float(np.mean(correlations)), dx, dy))
    return best[1:]


def fill_gaps(low: np.ndarray) -> np.ndarray:
    """The coarse image with fill as the nearest pixel that is none."""
    fill = low.max(axis=0) > FILL
    if not fill.any():
        return low
    rows, columns = ndimage.distance_transform_edt(fill, return_distances=False, return_indices=True)
    return low[:, rows, columns]


def apply(model: Model, low: np.ndarray) -> np.ndarray:
    """What a network makes of a whole small image, in the image's units."""
    mean, std = (np.array(model.card["inputs"][0]["scaling"][name])[:, None, None] for name in ("mean", "std"))
    scaled = torch.from_numpy(((low - mean) / std).astype(np.float32))[None]
    with torch.inference_mode():
        return model.network.eval()(scaled)[0, : len(low)].numpy() * std + mean


def write_pairs(data: Path, work: Path, measured: set[str]) -> Iterator[tuple[str, str]]:
    """Other pairs of the site that lie up to three days apart: paths of the coarse and the fine image."""
    folder = data / "timeseries" / "worldcereal"
    series = [read_series(folder / f"{name}_{SITE}", bands) for name, bands in BANDS.items()]
    for day, low in zip(*series[0]):
        for other, high in zip(*series[1]):
            if abs(int((day - other).astype(int))) <= DAYS and not {str(day), str(other)} & measured:
                name = f"{day} {other}"
                # The 30 m pixels stand on the 10 m grid three times each way.
                yield (write(work / f"low {name}.tif", low[:, 3:63:3, 2:62:3], 501_370, 5_629_660, 30.0),
                       write(work / f"high {name}.tif", high, 501_360, 5_629_680, 10.0))


def read_series(path: Path, bands: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Days (T,), and pixels (T, C, H, W) with north above."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        files = [rasterio.open(f"netcdf:{path}:{band}") for band in bands]
        tags = files[0].tags()
        unit, start = tags["timestamp#units"].split(" since ")
        steps = np.array(tags["NETCDF_DIM_timestamp_VALUES"].strip("{}").split(","), float)
        per_day = {"days": 1, "hours": 24, "minutes": 1440, "seconds": 86_400}[unit]
        days = np.datetime64(start[:10]) + np.round(steps / per_day).astype(int)
        return days, np.stack([file.read() for file in files], axis=1)[:, :, ::-1]


def write(path: Path, pixels: np.ndarray, left: float, top: float, pixel_m: float) -> str:
    """A GeoTIFF of the site; its path."""
    count, height, width = pixels.shape
    with rasterio.open(path, "w", driver="GTiff", count=count, height=height, width=width, dtype=pixels.dtype, nodata=0,
                       crs="EPSG:32631", transform=from_origin(left, top, pixel_m, pixel_m)) as file:  # fmt: skip
        file.write(pixels)
        for band, name in enumerate(("blue", "green", "red", "nir"), 1):
            file.set_band_description(band, name)
    return str(path)


def choose_training(data: Path, work: Path, measured: set[str], least: float) -> tuple[list[str], list[str]]:
    """Print which other pairs are refused; the paths of those to train on."""
    lows, highs, used, refused = [], [], 0, 0
    for low, high in write_pairs(data, work, measured):
        try:
            with open_pair(low, high, PairSettings(RATIO)) as pair:
                correlation = pair.blocks[0].correlation
                print(f"- {Path(high).stem[5:]}: correlation {correlation:.2f}")
        except EoDeepError as error:
            refused += 1
            print(f"- {Path(high).stem[5:]}: refused. {error}")
            continue
        used += 1
        if correlation >= least:
            lows.append(low)
            highs.append(high)
    print(f"\n{used} of {used + refused} other pairs are used, {refused} refused.", flush=True)
    return lows, highs


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder with timeseries/pair_landsat8_sentinel2 and worldcereal")
    parser.add_argument("--work", type=Path, help="folder for images, the model and the report")
    parser.add_argument("--minutes", type=float, default=5.0, help="of the training, 0: none (default 5)")
    parser.add_argument("--least", type=float, default=0.8, help="correlation of pairs to train on (default 0.8)")
    parser.add_argument("--model", help="a model of ratio 3 for these bands; default: one is trained")
    parser.add_argument("--seed", type=int, default=0, help="of the training (default 0)")
    arguments = parser.parse_args()
    if not arguments.data or not arguments.data.is_dir() or not arguments.work:
        sys.exit("Give --data, a folder that exists, and --work.")
    arguments.work.mkdir(parents=True, exist_ok=True)
    folders = sorted((arguments.data / "timeseries" / "pair_landsat8_sentinel2").glob("20*"))
    dates = [sorted(map(str, folder.glob("*.tif"))) for folder in folders]
    measured = {Path(path).stem.split("_")[1] for pair in dates for path in pair}
    model = arguments.model
    if not model and arguments.minutes:
        lows, highs = choose_training(arguments.data, arguments.work, measured, arguments.least)
        model = str(arguments.work / "model.safetensors")
        train_super_resolution(lows, highs, ratio=RATIO, blocks=8, minutes=arguments.minutes, seed=arguments.seed,
                               model=model, report=str(arguments.work / "training.html"),
                               progress=Printed())  # fmt: skip
    loaded = load_model(model, "super-resolution") if model else None
    scores = [f"{state}: {way}" for state in ("as they are", "harmonized", "moved too") for way in (BICUBIC, PROJECTED)]
    columns = ["date", "shift found (px)", "by search", "sigma", "fill (%)", "refused (%)", "correlation", *scores]
    columns += ["network"] * bool(loaded)
    print(f"\n| {' | '.join(columns)} |\n|{' --- |' * len(columns)}")
    rows = [measure_date(low, high, loaded) for low, high in dates]
    print(f"| mean | | | | | | | {' | '.join(f'{score:.2f}' for score in np.mean(rows, axis=0))} |")


if __name__ == "__main__":
    main()
