"""What super-resolution is worth on Sentinel-2 by Wald's protocol: 40 m to 10 m, beside enlargements without a network.

All images are made and measured by the algorithms themselves, in whole digital numbers (reflectance x 10,000).
Without a model one is trained on Deva's west and ftw_pair.

    .venv/bin/python -m benchmarks.super_resolution.quality --data DATA --work W --minutes 30
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import rasterio
from scipy import ndimage

from benchmarks.super_resolution.scenes import RATIO, SCENES, Scene, open_scenes, write_enlarged, write_training
from benchmarks.training.printed import Printed
from eo_deep.evaluation import score_expected_errors
from eo_deep.super_resolution import assess_super_resolution, super_resolve, train_super_resolution

MEASURES = {
    "psnr_db": ("PSNR (dB)", ".2f"), "ssim": ("SSIM", ".3f"), "ergas": ("ERGAS", ".2f"),
    "angle_deg": ("angle (°)", ".2f"), "energy_db": ("fine energy (dB)", "+.1f"),
    "reflectance_error": ("mean difference (DN)", ".2f"), "reflectance_error_max": ("largest (DN)", ".2f"),
    "low_angle_deg": ("angle to 40 m (°)", ".3f"), "shift_px": ("shift (px of 40 m)", ".3f"),
    "improvement": ("improvement", ".2f"), "omission": ("omission", ".2f"), "hallucination": ("hallucination", ".2f"),
}  # fmt: skip
BORDER_PX = 2 * RATIO


def measure(scene: Scene, images: dict[str, str], work: Path) -> None:
    """Print a table of all images of a scene."""
    print(f"\n### {scene.name}\n\n| image | {' | '.join(label for label, _ in MEASURES.values())} |")
    print("| --- |" + " --- |" * len(MEASURES))
    for name, path in images.items():
        found = assess_super_resolution(scene.low, path, scene.truth, coregister=0.0, harmonize="none",
                                        report=str(work / f"{scene.name} {name}.html"))  # fmt: skip
        values = (format(found.get(key, float("nan")), shown) for key, (_, shown) in MEASURES.items())
        print(f"| {name} | {' | '.join(values)} |", flush=True)


def measure_errors(scene: Scene, faithful: str, expected: str, enlarged: dict[str, str], sharp: str | None) -> None:
    """Print how well layers tell where the faithful image is wrong."""
    made, truth, layer, bicubic = (read(path) for path in (faithful, scene.truth, expected, enlarged["bicubic"]))
    error = np.abs(made - truth)
    gradient = np.stack([ndimage.gaussian_gradient_magnitude(band, 1) for band in bicubic])
    layers = {"expected error": layer, "detail added": np.abs(made - bicubic), "gradient of bicubic": gradient}
    # What no head can know: how wrong the eight pixels around are.
    around = np.ones((3, 3)) - np.pad([[1.0]], 1)
    layers["true error around"] = np.stack([ndimage.convolve(band, around / 8) for band in error])
    if sharp:
        layers["sharp - faithful"] = np.abs(read(sharp) - made)
    print("\n| layer | rank correlation, all bands together | sparsification error, all bands together | "
          "90 % interval covers | mean / true mean |")
    print("| --- | --- | --- | --- | --- |")
    for name, each in layers.items():
        if len(each) != len(error):
            each = np.broadcast_to(each, error.shape)
        scores = [score_expected_errors(crop(a).ravel(), crop(b).ravel()) for a, b in zip(each, error)]
        rank, sparse, cover, bias = (np.mean([getattr(s, key) for s in scores]) for key in
                                     ("rank_correlation", "sparsification_error", "coverage", "bias"))
        rest = f"{cover:.3f} | {bias:.2f}" if name == "expected error" else "- | -"
        together = score_expected_errors(crop(each).ravel(), crop(error).ravel())
        print(f"| {name} | {rank:.3f}, {together.rank_correlation:.3f} | {sparse:.3f}, "
              f"{together.sparsification_error:.3f} | {rest} |")
    if sharp:
        invented, wrong = crop(layers["sharp - faithful"]).ravel(), crop(np.abs(read(sharp) - truth)).ravel()
        top = invented >= np.quantile(invented, 0.9)
        print(f"\nThe top decile of sharp - faithful holds {100 * wrong[top].sum() / wrong.sum():.0f} % of the error.")


def measure_grid(scene: Scene, images: dict[str, str]) -> None:
    """Print how far the mean detail of the places within a coarse pixel differs where the truth is flattest."""
    print("\n| image | grid over flat ground (DN) | detail there (DN) |\n| --- | --- | --- |")
    truth = read(scene.truth)
    slopes = [ndimage.gaussian_gradient_magnitude(band, 2) for band in truth]
    flat = [slope < np.quantile(slope, 0.3) for slope in slopes]
    for name, path in {**images, "truth": scene.truth}.items():
        grids, details = [], []
        for band, there in zip(read(path), flat):
            detail = band - ndimage.uniform_filter(band, RATIO)
            places = [detail[row::RATIO, column::RATIO][there[row::RATIO, column::RATIO]].mean()
                      for row in range(RATIO) for column in range(RATIO)]  # fmt: skip
            grids.append(np.std(places))
            details.append(detail[there].std())
        print(f"| {name} | {np.mean(grids):.2f}, at most {np.max(grids):.2f} | {np.mean(details):.1f} |")


def read(path: str) -> np.ndarray:
    """(C, H, W) float32."""
    with rasterio.open(path) as file:
        return file.read().astype(np.float32)


def crop(pixels: np.ndarray) -> np.ndarray:
    """Without the border that does not count."""
    return pixels[..., BORDER_PX:-BORDER_PX, BORDER_PX:-BORDER_PX]


def main() -> None:
    """Train a model or take one, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder with landcover/deva, timeseries/s2_boadella and ftw_pair")
    parser.add_argument("--work", type=Path, help="folder for images, the model and reports")
    parser.add_argument("--model", help="a model of ratio 4 for these four bands; default: one is trained")
    parser.add_argument("--minutes", type=float, default=30.0, help="of the training (default 30)")
    parser.add_argument("--sharp", action="store_true", help="train and measure the sharp weights too")
    parser.add_argument("--sharpness", type=float, default=1.0, help="that the sharp image is made with (default 1)")
    parser.add_argument("--scenes", nargs="+", choices=SCENES, default=SCENES, help="which to measure (default all)")
    parser.add_argument("--network-only", action="store_true", help="no images without a network")
    parser.add_argument("--enlarged-only", action="store_true", help="no network at all")
    parser.add_argument("--seed", type=int, default=0, help="of the training (default 0)")
    arguments = parser.parse_args()
    if not arguments.data or not arguments.data.is_dir() or not arguments.work:
        sys.exit("Give --data, a folder that exists, and --work.")
    work = arguments.work
    work.mkdir(parents=True, exist_ok=True)
    model = arguments.model
    if not model and not arguments.enlarged_only:
        began = time.process_time()
        model = str(work / "model.safetensors")
        train_super_resolution(write_training(arguments.data, work), ratio=RATIO, minutes=arguments.minutes,
                               sharpness="adversarial" if arguments.sharp else "none", seed=arguments.seed,
                               model=model, report=str(work / "training.html"), progress=Printed())  # fmt: skip
        print(f"The training took {(time.process_time() - began) / 60:.1f} CPU minutes.")
    for scene in open_scenes(arguments.data, work):
        if scene.name not in arguments.scenes:
            continue
        enlarged, images = write_enlarged(scene, work), {}
        if not arguments.network_only:
            plain = str(work / f"{scene.name} plain.tif")
            super_resolve(scene.low, ratio=RATIO, output=plain)
            images = {**enlarged, "superresolve without a model": plain}
        if model:
            images["faithful"], expected = (str(work / f"{scene.name} {name}.tif") for name in ("faithful", "expected"))
            super_resolve(scene.low, model=model, output=images["faithful"], expected_error=expected)
        if model and arguments.sharp:
            images["sharp"] = str(work / f"{scene.name} sharp.tif")
            super_resolve(scene.low, model=model, sharpness=arguments.sharpness, output=images["sharp"])
        measure(scene, images, work)
        if model:
            measure_grid(scene, images)
            measure_errors(scene, images["faithful"], expected, enlarged, images.get("sharp"))


if __name__ == "__main__":
    main()
