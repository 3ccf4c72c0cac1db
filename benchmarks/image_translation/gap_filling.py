"""Gaps of an image filled from other dates with a time series model, beside regressions that need no network.

    python -m benchmarks.image_translation.gap_filling --model W/west.safetensors

Of each of the inner dates, two rectangles in the eastern columns, which the model has not seen, are hidden and filled
from the dates before and after. Errors are mean absolute ones, in standard deviations of the bands of the image.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import rasterio
from rasterio.windows import Window

from eo_deep.image_series import open_series
from eo_deep.image_translation import translate_image

HOLES = np.s_[100:300, 690:860], np.s_[450:600, 680:820]  # rows and columns of the grid


def main() -> None:
    """Fill every inner date, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default="../shared/data/timeseries/naip", help="folder of the images")
    parser.add_argument("--model", required=True, help="a model that is trained on the western columns")
    options = parser.parse_args()
    paths = [str(path) for path in sorted(Path(options.data).glob("*.tif"))]
    found = [measure(paths[place - 1 : place + 2], options.model) for place in range(1, len(paths) - 1)]
    print("| | mean error | worst date |")
    print("| --- | --- | --- |")
    for name in found[0]:
        errors = [each[name] for each in found]
        print(f"| {name} | {np.mean(errors):.3f} | {max(errors):.3f} |")


def measure(paths: list[str], model: str) -> dict[str, float]:
    """The error of each method in the holes of the second of three dates."""
    before, image, after = paths
    with tempfile.TemporaryDirectory() as folder, open_series([image, before, after]) as series:
        hidden = np.zeros((series.grid.height, series.grid.width), np.uint8)
        for hole in HOLES:
            hidden[hole] = 1
        masks = []
        for name, mask in ("hidden", hidden), ("clear", 0 * hidden):
            masks.append(f"{folder}/{name}.tif")
            with rasterio.open(masks[-1], "w", driver="GTiff", width=series.grid.width, height=series.grid.height,
                               count=1, dtype="uint8", crs=series.grid.crs, transform=series.grid.transform) as file:
                file.write(mask, 1)
        output = f"{folder}/filled.tif"
        translate_image(image, model, fill=[before, after], masks=[masks[0], masks[1], masks[1]], output=output)
        whole = Window(0, 0, series.grid.width, series.grid.height)
        # In the order of the dates.
        (first, first_known), (true, known), (last, last_known) = (series.read(number, whole) for number in range(3))
        with rasterio.open(output) as file:
            filled = file.read().astype(np.float32)
        days = [series.images[number].date.toordinal() for number in range(3)]
    other, other_known = (first, first_known) if days[1] - days[0] <= days[2] - days[1] else (last, last_known)
    shown, inside = known & other_known & (hidden == 0), known & other_known & (hidden == 1)
    spread = true[:, known].std(axis=1)

    def error(made: np.ndarray) -> float:
        return float((np.abs(made - true)[:, inside].mean(axis=1) / spread).mean())

    made: dict[str, Callable[[], np.ndarray]] = {
        "filled with the model": lambda: filled,
        "the nearest date as it is": lambda: other,
        "a line of each band of the nearest date": lambda: np.stack(
            [np.polyval(np.polyfit(a[shown], b[shown], 1), a) for a, b in zip(other, true)]),
        "a regression on all its bands": lambda: regress(other, true, shown),
    }
    return {name: error(make()) for name, make in made.items()}


def regress(other: np.ndarray, true: np.ndarray, shown: np.ndarray) -> np.ndarray:
    """(C, H, W) by least squares on the bands of another date, where both are shown."""
    planes = np.concatenate([other, np.ones_like(other[:1])])
    weights = np.linalg.lstsq(planes[:, shown].T, true[:, shown].T, rcond=None)[0]
    return np.tensordot(weights.T, planes, 1)


if __name__ == "__main__":
    main()
