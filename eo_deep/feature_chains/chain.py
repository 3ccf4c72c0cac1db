"""A chain of raster features: computed where they are read, the same whatever the window."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import numpy as np
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..progress import Progress, silent
from .layers import LayerReader, open_layer
from .settings import ChainSettings, FeatureSettings, measure_reach
from .sources import Sources, open_sources
from .windows import measure_windows

BLOCK_PX = 256  # points are read by blocks of this side, and tiles are whole blocks
_MAX_TILE_PX, _TILE_VALUES = 1024, 1 << 24  # so many values of features are in memory at once


class FeatureChain:
    """Features of the pixels of the first source; `open_chain` makes it. Any number of threads may read at once.

    Attributes
    ----------
    names : list of str
        What the features are called, F of them, each name once.
    halo_px : int
        How far a pixel's features look around it.
    stride_px : int
        Features change with the position modulo this. Both are for information: windows may be any.
    grid : Grid
        The first source's.
    byte_bands : int
        How many of the first features are 8-bit bands by which all features of the same pixel are determined; or 0.
    """

    def __init__(self, sources: Sources, features: FeatureSettings, layer: LayerReader | None = None):
        self.sources, self._features, self._layer = sources, features, layer
        self.grid: Grid = sources.grid
        self.stride_px, self.halo_px = measure_reach(features)
        is_bytes = all(source.dtype == "uint8" for source in sources.readers)
        self.byte_bands = len(sources.names) if is_bytes and features.use_bands and not (self.halo_px or layer) else 0
        bands, window = sources.names, f"{features.window_px}x{features.window_px}"
        self.names = list(bands) if features.use_bands else []
        if features.window_px > 1:
            self.names += [f"{name} mean {window}" for name in bands] + [f"{name} deviation {window}" for name in bands]
        self._formulas = [formula.bind(bands) for formula in features.formulas]
        self.names += [formula.name for formula in features.formulas] + (layer.names if layer else [])
        if not self.names:
            raise EoDeepError("There is no feature: use the bands, a window, a formula or a layer of a model.")
        twice = [name for number, name in enumerate(self.names) if name.lower() in map(str.lower, self.names[:number])]
        if twice:
            raise EoDeepError(f"Features must have names of their own, got '{twice[0]}' twice.")

    @property
    def tile_px(self) -> int:
        """The side of tiles whose features fit well into memory, a multiple of `BLOCK_PX`."""
        fitting = math.isqrt(_TILE_VALUES // len(self.names)) // BLOCK_PX * BLOCK_PX
        return min(max(fitting, BLOCK_PX), _MAX_TILE_PX)

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Features (F, h, w) float32 of a window, which may reach beyond the grid, and which are valid, (h, w) bool.

        A pixel is valid where all sources are, and all its features are finite numbers; otherwise they are 0. Windows
        over which a mean is taken hold their valid pixels only.
        Raises EoDeepError where a file cannot be read.
        """
        halo, features = self._features.window_px // 2, self._features
        around = Window(window.col_off - halo, window.row_off - halo, window.width + 2 * halo, window.height + 2 * halo)
        pixels, known = self.sources.read(around)
        inner = np.s_[..., halo : halo + int(window.height), halo : halo + int(window.width)]
        bands, valid = pixels[inner], known[inner]
        parts = [bands] if features.use_bands else []
        if halo:
            parts.append(measure_windows(pixels, known, features.window_px))
        if self._formulas:
            with np.errstate(all="ignore"):
                indices = [np.broadcast_to(formula(bands), valid.shape)[None] for formula in self._formulas]
            parts += [index.astype(np.float32, copy=False) for index in indices]
        if self._layer:
            deep, known = self._layer.read(window)
            parts.append(deep)
            valid = valid & known
        for part in parts[bool(features.use_bands) + bool(halo) :]:  # bands that are not finite are not valid already
            valid = valid & np.isfinite(part).all(axis=0)
        result = np.concatenate(parts) if len(parts) > 1 else np.ascontiguousarray(parts[0])
        if not valid.all():
            result[:, ~valid] = 0
        return result, valid

    def read_points(self, rows: np.ndarray, columns: np.ndarray,
                    progress: Progress = silent) -> tuple[np.ndarray, np.ndarray]:
        """Features (N, F) float32 of pixels at rows and columns, (N,) int each, and which are valid, (N,) bool.

        Only blocks that hold points are read. Points outside of the grid are not valid.
        """
        rows, columns = np.asarray(rows, np.int64), np.asarray(columns, np.int64)
        features = np.zeros((len(rows), len(self.names)), np.float32)
        valid = np.zeros(len(rows), bool)
        groups = self.grid.group_pixels(rows, columns, BLOCK_PX)
        for number, (group, window) in enumerate(groups):
            read, known = self.read(window)
            here = rows[group] - window.row_off, columns[group] - window.col_off
            features[group], valid[group] = read[:, here[0], here[1]].T, known[here]
            progress((number + 1) / len(groups))
        return features, valid


@contextmanager
def open_chain(settings: ChainSettings, progress: Progress = silent) -> Iterator[FeatureChain]:
    """Open the rasters of a feature chain and prepare what is computed from them; a context manager.

    Parameters
    ----------
    settings : ChainSettings
    progress : Progress
        Gets messages on how bands are matched.

    Yields
    ------
    FeatureChain

    Raises
    ------
    EoDeepError
        For a raster that cannot be read, lies elsewhere or lacks a band, and a chain without features.
    """
    with ExitStack() as files:
        sources = files.enter_context(open_sources(settings, progress))
        layer = settings.features.layer
        reader = files.enter_context(open_layer(layer, settings.images[0], progress)) if layer else None
        yield FeatureChain(sources, settings.features, reader)
