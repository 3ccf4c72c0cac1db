"""Recall@1 of places at other dates: hand features, or a series model, beside oriented gradients and correlation.

Windows of 64 px of one date are searched among all windows of another date; found is a place within one stride. NAIP:
the strip east of column 640, every 8 px; Landsat: a river, every 16 px; all pairs of dates.

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

from eo_deep.image_features.feature_map import open_map
from eo_deep.image_features.similarity import Query, compare_windows

WINDOW_PX, CELL_PX = 64, 8
FIRST_COLUMN, HEIGHT = 640, 723  # of NAIP's strip, which all dates have
Scores = Callable[[int, int, np.ndarray, np.ndarray], np.ndarray]  # dates, rows and columns of queries -> (Q, h, w)


def cut(path: Path, folder: Path, strip: bool) -> str:
    """The part of an image that is searched, as a file."""
    with rasterio.open(path) as source:
        window = Window(FIRST_COLUMN, 0, source.width - FIRST_COLUMN, HEIGHT) if strip else None
        pixels, profile = source.read(window=window), source.profile
        transform = source.window_transform(window) if window else source.transform
    profile.update(height=pixels.shape[1], width=pixels.shape[2], transform=transform, photometric="MINISBLACK")
    with rasterio.open(folder / path.name, "w", **profile) as file:
        file.write(pixels)
    return str(folder / path.name)


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


def score_vectors(make: Callable[[np.ndarray], np.ndarray], paths: list[str]) -> Scores:
    """By L1 between one vector for each window (h, w, D)."""
    vectors = []
    for path in paths:
        with rasterio.open(path) as file:
            vectors.append(make(file.read().astype(np.float32)))

    def score(first: int, second: int, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        step = vectors[first].shape[0], vectors[first].shape[1]
        stride = 8 if step[0] > 60 else 16
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
    parser.add_argument("--data", type=Path, required=True, help="a folder with naip/ and landsat/")
    parser.add_argument("--place", choices=["naip", "landsat"], nargs="+", default=["naip", "landsat"],
                        help="which of them")  # fmt: skip
    parser.add_argument("--model", help="a series model to measure too")
    parser.add_argument("--skip-floors", action="store_true", help="leave out gradients and correlation")
    arguments = parser.parse_args()
    print(f"{'':34s} {'Recall@1':>8s} {'queries':>8s} {'seconds':>8s}")
    for place in arguments.place:
        stride, every = (8, 8) if place == "naip" else (16, 4)
        with tempfile.TemporaryDirectory() as name, ExitStack() as files:
            folder = Path(name)
            paths = [cut(path, folder, place == "naip") for path in sorted((arguments.data / place).glob("*.tif"))]
            with rasterio.open(paths[0]) as file:
                shape = (file.height - WINDOW_PX) // stride + 1, (file.width - WINDOW_PX) // stride + 1
            print(f"{place}: {shape[0] * shape[1]} windows every {stride} px, {len(paths)} dates")
            methods: dict[str, Callable[[], Scores]] = {}
            if not arguments.skip_floors:
                methods["oriented gradients, 4 x 4 x 8"] = partial(score_vectors, make_gradients(stride), paths)
                for size in (4, 8):
                    methods[f"correlation, {size} px"] = partial(score_vectors, make_correlation(stride, size), paths)
            for title, model in (("hand features", None), ("shared code", arguments.model)):
                if title == "hand features" or model:
                    methods[title] = partial(_open_and_score, paths, model, folder, stride, files)
            for title, make in methods.items():
                start = time.perf_counter()
                recall, count = measure(make(), len(paths), shape, stride, every)
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
