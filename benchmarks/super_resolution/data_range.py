"""Whether values that an 8-bit image loses when it is made finer could be kept at all.

An aerial image is made finer without a model, and degraded again. For a sample of the values that are then off by more
than half a digital number, linear programming finds the least possible largest difference in the window around, over
all images from 0 to 255: only pixels of the window have to be met, so no image at all does better.

    python -m benchmarks.super_resolution.data_range --data DATA --work W
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import rasterio
from scipy import sparse
from scipy.optimize import linprog

from benchmarks.super_resolution.streaming import degrade_file, write_aerial
from eo_deep.models.networks.degradation import Degradation, mirror
from eo_deep.super_resolution import super_resolve

_RATIO, _SIGMA, _HIGHEST = 4, 0.5, 255


def find_least(band: np.ndarray, row: int, column: int, reach_px: int) -> float:
    """The least largest difference from a band (H, W) in the window around a pixel that images in range degrade to."""
    rows, columns = (slice(max(0, at - reach_px), at + reach_px + 1) for at in (row, column))
    linear = sparse.kron(*(list_weights(size)[window] for size, window in zip(band.shape, (rows, columns))), "csr")
    linear = linear[:, np.unique(linear.indices)]  # other fine pixels are free
    wanted, count = band[rows, columns].ravel(), linear.shape[1]
    off = sparse.csr_matrix(np.full((len(wanted), 1), -1.0))
    found = linprog(np.r_[np.zeros(count), 1.0],
                    sparse.vstack([sparse.hstack([linear, off]), sparse.hstack([-linear, off])]),
                    np.r_[wanted, -wanted], bounds=[(0, _HIGHEST)] * count + [(0, None)])  # fmt: skip
    return float(found.fun)


def list_weights(size: int) -> sparse.csr_matrix:
    """(size, ratio size): of the fine pixels of a row for each of its coarse ones."""
    degrade = Degradation(_RATIO, _SIGMA)
    weights = degrade.phases[0]
    places = mirror(_RATIO * size, degrade.before, len(weights)).numpy()
    columns = np.stack([places[_RATIO * at :][: len(weights)] for at in range(size)])
    each = np.repeat(np.arange(size), len(weights)), columns.ravel()
    return sparse.csr_matrix((np.tile(weights, size), each), (size, _RATIO * size))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with buildings/barnarp")
    parser.add_argument("--work", type=Path, required=True, help="folder for intermediate files")
    parser.add_argument("--sample", type=int, default=100, help="values to look at (default 100)")
    parser.add_argument("--reach", type=int, default=3, help="pixels of the window to each side (default 3)")
    chosen = parser.parse_args()
    chosen.work.mkdir(parents=True, exist_ok=True)
    low, output = write_aerial(chosen.data, chosen.work), str(chosen.work / "finer.tif")
    super_resolve(low, ratio=_RATIO, output=output)
    with rasterio.open(low) as file:
        image = file.read().astype(np.float64)
    left = np.abs(degrade_file(output) - image)
    off = np.argwhere(left > 0.5)
    order = np.argsort(-left[tuple(off.T)])
    picked = off[order[np.unique(np.linspace(0, len(off) - 1, chosen.sample).astype(int))]]
    least = np.array([find_least(image[band], row, column, chosen.reach) for band, row, column in picked])
    found = left[tuple(picked.T)]
    print(f"{len(off) / image.size:.2%} of the values are off by more than 0.5, at most by {left.max():.2f}.")
    print(f"Of {len(picked)} of them, {np.mean(least > 0.5):.0%} are in a window where no image keeps all to 0.5.")
    print(f"At the largest, {found[0]:.2f}, no image has less than {least[0]:.2f} in the window.")
    print(f"Of those that could be kept, the largest is off by {found[least <= 0.5].max(initial=0):.2f}.")


if __name__ == "__main__":
    main()
