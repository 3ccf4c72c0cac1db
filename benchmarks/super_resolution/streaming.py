"""Super-resolution over whole rasters: kept values on five images, tiles of three sizes, speed and memory.

    python -m benchmarks.super_resolution.streaming --data DATA --work W [--model M] [--sizes 1000 3000]

DATA has landcover/deva, timeseries/s2_boadella and buildings/barnarp. Without --model, bicubic enlargement with
projection. Kept values: the output, degraded as the sensor would (Gaussian of 0.5 px), against the image, everywhere
where that sees no nodata, at the edges too. Speed and memory: a job of the engine in a process of its own, on
Deva's east and its mirror images, 4 bands of 16 bits at ratio 4; processor seconds depend less on what else
the machine does.
"""

from __future__ import annotations

import argparse
import resource
from pathlib import Path

import numpy as np
import rasterio
import torch
from rasterio.windows import Window
from scipy.ndimage import binary_erosion

from benchmarks.streaming.processes import run_engine
from benchmarks.super_resolution.scenes import open_scenes
from eo_deep.models.networks.degradation import Degradation
from eo_deep.sampling.degraded import REACH_PX
from eo_deep.streaming.resampling import fold
from eo_deep.super_resolution import super_resolve

_RATIO, _SIGMA = 4, 0.5
_CORES_PX = (512, 208, 336)


def write_images(data: Path, work: Path) -> dict[str, str]:
    """Five images: of 16 bits, with holes and odd sides, in degrees, in 32-bit reflectance, and of 8 bits."""
    deva, boadella, _ = open_scenes(data, work)
    with rasterio.open(deva.low) as file:
        pixels, profile = file.read(), file.profile
    holes = pixels[:, :-1, :-2].copy()
    holes[:, 20:31, 15:40] = holes[:, :, 50] = holes[:, :9, :9] = 0
    images = {"Deva, 16 bits": deva.low, "Boadella, in degrees": boadella.low}
    images["Deva, holes, a stripe and a corner of nodata"] = _write(work / "holes.tif", holes, profile, nodata=0)
    images["Deva, reflectance, float32"] = _write(work / "reflectance.tif", pixels / np.float32(10000), profile)
    images["Barnarp, aerial image, 8 bits"] = write_aerial(data, work)
    return images


def write_aerial(data: Path, work: Path) -> str:
    """A part of an aerial image of 8 bits, with bright roofs."""
    with rasterio.open(data / "buildings" / "barnarp" / "barnarp_rgb.tif") as file:
        window = Window(file.width // 3, file.height // 3, 501, 403)
        return _write(work / "aerial.tif", file.read([1, 2, 3], window=window), file.profile)


def _write(path: Path, pixels: np.ndarray, profile: dict, nodata: float | None = None) -> str:
    kept = {name: profile[name] for name in ("driver", "crs", "transform")}
    shape = dict(zip(("count", "height", "width"), pixels.shape, strict=True))
    with rasterio.open(path, "w", dtype=pixels.dtype, nodata=nodata, **kept, **shape) as file:
        file.write(pixels)
    return str(path)


def measure_kept(low: str, finer: str) -> tuple[float, float, float]:
    """The largest and the mean difference of the degraded output from the image, and the mean angle in degrees."""
    with rasterio.open(low) as file:
        image, known = file.read().astype(np.float64), file.dataset_mask() > 0
    back = degrade_file(finer)
    if not known.all():
        known = binary_erosion(known, iterations=REACH_PX, structure=np.ones((3, 3)), border_value=1)
    image, back = image[:, known], back[:, known]
    cosine = (image * back).sum(0) / np.maximum(np.linalg.norm(image, axis=0) * np.linalg.norm(back, axis=0), 1e-9)
    difference = np.abs(back - image)
    return difference.max(), difference.mean(), float(np.degrees(np.arccos(cosine.clip(-1, 1))).mean())


def degrade_file(finer: str) -> np.ndarray:
    """What an image degrades to, (C, h, w) float64."""
    with rasterio.open(finer) as file:
        return Degradation(_RATIO, _SIGMA)(torch.from_numpy(file.read().astype(np.float64))[None])[0].numpy()


def compare_tiles(low: str, work: Path, model: str | None, ratio: float) -> tuple[float, float]:
    """The largest difference between outputs of three tile sizes, and the share of values that differ."""
    made = []
    for core_px in _CORES_PX:
        super_resolve(low, model, ratio=ratio, core_px=core_px, output=str(work / "tiles.tif"))
        with rasterio.open(work / "tiles.tif") as file:
            made.append(file.read().astype(np.float64))
    differences = [np.abs(other - made[0]) for other in made[1:]]
    return max(each.max() for each in differences), max(float((each > 0).mean()) for each in differences)


def write_large(path: Path, width: int, height: int, source: Path, count: int) -> None:
    """The first bands of an image and its mirror images side by side, in 16 bits, in blocks."""
    with rasterio.open(source) as file:
        pixels = file.read(list(range(1, count + 1)))
    profile = {"driver": "GTiff", "width": width, "height": height, "count": len(pixels), "dtype": pixels.dtype,
               "crs": 32634, "transform": rasterio.Affine(10, 0, 500000, 0, -10, 5000000), "tiled": True}  # fmt: skip
    with rasterio.open(path, "w", **profile) as file:
        for _, window in file.block_windows(1):
            rows, columns = (fold(np.arange(span.start, span.stop), size)
                             for span, size in zip(window.toslices(), pixels.shape[1:], strict=True))  # fmt: skip
            file.write(pixels[:, rows[:, None], columns], window=window)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the data")
    parser.add_argument("--work", type=Path, required=True, help="folder for intermediate files")
    parser.add_argument("--model", help="a super-resolution model of 4 bands and ratio 4; default: none")
    parser.add_argument(
        "--sizes", nargs="*", default=["1000", "3000"],
        help="of the large images, px: the side, or width and height as 10000x200 (default: 1000 3000)",
    )
    parser.add_argument("--bands", type=int, default=4, help="of the large images, 1 to 4 (default: 4)")
    parser.add_argument("--large-only", action="store_true", help="speed and memory alone")
    chosen = parser.parse_args()
    chosen.work.mkdir(parents=True, exist_ok=True)
    if not chosen.large_only:
        measure_values(chosen.data, chosen.work, chosen.model)
    measure_speed(chosen.data, chosen.work, chosen.model, chosen.sizes, chosen.bands)


def measure_values(data: Path, work: Path, model: str | None) -> None:
    """Print how values are kept on each image, and how tiles differ."""
    print("| image | largest difference | mean | angle (°) | tiles, x 4: largest, share | x 20/3 |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, low in write_images(data, work).items():
        if model and name.startswith(("Barnarp", "Deva, refl")):
            continue  # which a model of 16-bit images refuses
        output = str(work / "finer.tif")
        super_resolve(low, model, ratio=_RATIO, output=output)
        largest, mean, angle = measure_kept(low, output)
        whole, part = (compare_tiles(low, work, model, ratio) for ratio in (_RATIO, 20 / 3))
        print(f"| {name} | {largest:.3g} | {mean:.3g} | {angle:.4f} | {whole[0]:.2g}, {whole[1]:.1e} | "
              f"{part[0]:.2g}, {part[1]:.1e} |", flush=True)  # fmt: skip


def measure_speed(data: Path, work: Path, model: str | None, sizes: list[str], count: int) -> None:
    """Print the speed and the memory of a job on large images."""
    deva, *_ = open_scenes(data, work)
    print("\n| image | output | Mpx/s | Mpx per processor second | peak memory, MB |")
    print("| --- | --- | ---: | ---: | ---: |")
    for size in sizes:
        width, height = (int(side) for side in (size.split("x") * 2)[:2])
        write_large(work / "large.tif", width, height, Path(deva.truth), count)
        job = [f"image={work / 'large.tif'}", f"ratio={_RATIO}", f"output={work / 'finer.tif'}"]
        job += [f"model={model}"] if model else []
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        peak, seconds, _ = run_engine(["super_resolution.super_resolve", *job])
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        pixels = width * height * _RATIO**2 / 1e6
        print(f"| {width} x {height} | {width * _RATIO} x {height * _RATIO} | {pixels / seconds:.2f} | "
              f"{pixels / used:.2f} | {peak / 1e6:.0f} |", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
