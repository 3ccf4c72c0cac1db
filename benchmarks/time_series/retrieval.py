"""Recall@1 of places at other dates: hand features, or a series model, beside oriented gradients and correlation.

Windows of 64 px of one date are searched among all windows of another date; found is a place within one stride. NAIP:
the strip east of column 640, every 8 px; Landsat: a river, every 16 px; worldcereal: clear dates of a site of 64 px,
whose windows of 16 px are enlarged four times, every 4 px; all pairs of dates.

    .venv/bin/python -m benchmarks.time_series.retrieval --data ../shared/data/timeseries
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import numpy as np
import rasterio
from numpy.lib.stride_tricks import sliding_window_view
from rasterio.windows import Window
from scipy.ndimage import zoom

from eo_deep.image_features.feature_map import open_map
from eo_deep.image_features.similarity import Query, compare_windows

from ..super_resolution.pairs import read_series, write

WINDOW_PX, CELL_PX = 64, 8
PLACES = {"naip": (8, 8), "landsat": (16, 4), "worldcereal": (16, 2)}  # stride in px, every how many is a query
FIRST_COLUMN, HEIGHT = 640, 723  # of NAIP's strip, which all dates have
SITE, ENLARGED = "00002806639B424A_32631_2017-08-01_2018-11-30.nc", 4
BAD_SCENE_CLASSES = 0, 1, 3, 8, 9, 10, 11
Scores = Callable[[int, int, np.ndarray, np.ndarray], np.ndarray]  # dates, rows and columns of queries -> (Q, h, w)


def cut(path: Path, folder: Path, first_column: int) -> str:
    """The part of an image that is searched, as a file."""
    with rasterio.open(path) as source:
        window = Window(first_column, 0, source.width - first_column, min(HEIGHT, source.height))
        pixels, profile = source.read(window=window), source.profile
        transform = source.window_transform(window)
    profile.update(height=pixels.shape[1], width=pixels.shape[2], transform=transform, photometric="MINISBLACK")
    with rasterio.open(folder / path.name, "w", **profile) as file:
        file.write(pixels)
    return str(folder / path.name)


def write_site(data: Path, folder: Path) -> list[str]:
    """The dates of the worldcereal site on which less than a hundredth of the scene classes is bad, enlarged."""
    days, pixels = read_series(data / f"S2_L2A_10m_{SITE}", ("B02", "B03", "B04", "B08"))
    classes = read_series(data / f"S2_L2A_20m_{SITE}", ("SCL",))[1][:, 0]
    clear = (np.isin(classes, BAD_SCENE_CLASSES).mean(axis=(1, 2)) < 0.01) & (pixels > 0).all(axis=(1, 2, 3))
    paths = []
    for day, image in zip(days[clear], pixels[clear].astype(np.float32)):
        larger = np.stack([zoom(band, ENLARGED, order=1, mode="nearest", grid_mode=True) for band in image])
        paths.append(write(folder / f"{day}.tif", larger.astype(np.uint16), 501_360, 5_629_680, 10.0 / ENLARGED))
    return paths


def measure(scores: Scores, dates: int, shape: tuple[int, int], stride: int, every: int) -> tuple[float, int]:
    """Recall@1 and the number of queries; shape: rows and columns of windows; every: which of these are queries."""
    rows, columns = (each.ravel() for each in np.mgrid[0 : shape[0] : every, 0 : shape[1] : every])
    hits = total = 0
    for first, second in itertools.permutations(range(dates), 2):
        found = scores(first, second, rows * stride, columns * stride)[:, : shape[0], : shape[1]]
        best = found.reshape(len(rows), -1).argmax(axis=1)
        down, across = np.divmod(best, shape[1])
        hits += int(((abs(down - rows) <= 1) & (abs(across - columns) <= 1)).sum())
        total += len(rows)
    return hits / total, total


def score_maps(maps: list, stride: int) -> Scores:
    """By the engine's own comparison of feature maps."""
    cells, step = WINDOW_PX // CELL_PX, stride // CELL_PX

    def score(first: int, second: int, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        queries = []
        for row, column in zip(rows // CELL_PX, columns // CELL_PX):
            features, known = maps[first].read(Window(column, row, cells, cells))
            queries.append(Query(features, np.ones_like(known)))
        grid = maps[second].grid
        features, known = maps[second].read(Window(0, 0, grid.width, grid.height))
        return compare_windows(features, known, queries, maps[second].groups)[:, ::step, ::step]

    return score


def score_vectors(make: Callable[[np.ndarray], np.ndarray], paths: list[str], stride: int) -> Scores:
    """By L1 between one vector for each window (h, w, D)."""
    vectors = []
    for path in paths:
        with rasterio.open(path) as file:
            vectors.append(make(file.read().astype(np.float32)))

    def score(first: int, second: int, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        own = vectors[first][rows // stride, columns // stride]
        return np.stack([-np.abs(vectors[second] - each).sum(axis=2) for each in own])

    return score


def pool(values: np.ndarray, size: int) -> np.ndarray:
    count, height, width = len(values), values.shape[1] // size, values.shape[2] // size
    cut = values[:, : height * size, : width * size]
    return cut.reshape(count, height, size, width, size).mean(axis=(2, 4))


def make_gradients(stride: int) -> Callable[[np.ndarray], np.ndarray]:
    """Histograms of oriented gradients: 4 x 4 cells of 16 px, 8 directions, square root."""

    def make(pixels: np.ndarray) -> np.ndarray:
        down, across = np.gradient(pixels.mean(axis=0))
        strength, place = np.hypot(across, down), np.arctan2(down, across) / (2 * np.pi) % 1 * 8
        low, share = np.floor(place).astype(int) % 8, place % 1
        parts = [np.where(low == each, strength * (1 - share), 0) + np.where((low + 1) % 8 == each, strength * share, 0)
                 for each in range(8)]  # fmt: skip
        cells = pool(np.stack(parts), CELL_PX)
        cells = (cells[:, :-1, :-1] + cells[:, 1:, :-1] + cells[:, :-1, 1:] + cells[:, 1:, 1:]) / 4
        step = stride // CELL_PX
        windows = sliding_window_view(cells, (7, 7), axis=(1, 2))[:, ::step, ::step, ::2, ::2]
        vectors = np.sqrt(windows.transpose(1, 2, 0, 3, 4)).reshape(*windows.shape[1:3], -1)
        return vectors / np.maximum(vectors.sum(axis=2, keepdims=True), 1e-6)

    return make


def make_correlation(stride: int, size: int) -> Callable[[np.ndarray], np.ndarray]:
    """Normalized cross-correlation: each band's means over size x size px, centred, divided by their deviation."""

    def make(pixels: np.ndarray) -> np.ndarray:
        side = WINDOW_PX // size
        windows = sliding_window_view(pool(pixels, size), (side, side), axis=(1, 2))
        windows = windows[:, :: stride // size, :: stride // size].transpose(1, 2, 0, 3, 4)
        windows = windows - windows.mean(axis=(3, 4), keepdims=True)
        windows = windows / np.maximum(windows.std(axis=(3, 4), keepdims=True), 1e-6)
        return windows.reshape(*windows.shape[:2], -1)

    return make


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a folder with naip/, landsat/ and worldcereal/")
    parser.add_argument("--place", choices=[*PLACES], nargs="+", default=[*PLACES], help="which of them")
    parser.add_argument("--first-column", type=int, help="where the part begins that is searched (naip 640, else 0)")
    parser.add_argument("--write", type=Path, help="a folder for the dates of worldcereal, to train a model on some")
    parser.add_argument("--every", type=int, default=1, help="search every so many dates only, from the second on (1)")
    parser.add_argument("--model", help="a series model to measure too")
    parser.add_argument("--skip-floors", action="store_true", help="leave out gradients and correlation")
    arguments = parser.parse_args()
    print(f"{'':34s} {'Recall@1':>8s} {'queries':>8s} {'seconds':>8s}")
    for place in arguments.place:
        stride, every = PLACES[place]
        with tempfile.TemporaryDirectory() as name, ExitStack() as files:
            folder = Path(name)
            if place == "worldcereal":
                paths = write_site(arguments.data / place, arguments.write or folder)
            else:
                start = (FIRST_COLUMN if place == "naip" else 0) if arguments.first_column is None else \
                    arguments.first_column  # fmt: skip
                paths = [cut(path, folder, start) for path in sorted((arguments.data / place).glob("*.tif"))]
            paths = paths[1 :: arguments.every] if arguments.every > 1 else paths
            with rasterio.open(paths[0]) as file:
                shape = (file.height - WINDOW_PX) // stride + 1, (file.width - WINDOW_PX) // stride + 1
            print(f"{place}: {shape[0] * shape[1]} windows every {stride} px, {len(paths)} dates")
            methods: dict[str, Callable[[], Scores]] = {}
            if not arguments.skip_floors:
                methods["oriented gradients, 4 x 4 x 8"] = partial(score_vectors, make_gradients(stride), paths, stride)
                for size in (4, 8):
                    make = make_correlation(stride, size)
                    methods[f"correlation, {size} px"] = partial(score_vectors, make, paths, stride)
            for title, model in (("hand features", None), ("shared code", arguments.model)):
                if title == "hand features" or model:
                    methods[title] = partial(_open_and_score, paths, model, folder, stride, files)
            for title, start_scoring in methods.items():
                start = time.perf_counter()
                recall, count = measure(start_scoring(), len(paths), shape, stride, every)
                print(f"  {title:32s} {recall:8.3f} {count:8d} {time.perf_counter() - start:8.1f}", flush=True)


def _open_and_score(paths: list[str], model: str | None, folder: Path, stride: int, files: ExitStack) -> Scores:
    maps = [files.enter_context(open_map(path, "hand", _make(folder), None, model)) for path in paths]
    return score_maps(maps, stride)


def _make(folder: Path) -> Path:
    made = folder / f"maps_{len(list(folder.iterdir()))}"
    made.mkdir()
    return made


if __name__ == "__main__":
    main()
