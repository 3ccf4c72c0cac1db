"""Features of pixels as a raster, all of them or their principal components."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import numpy as np

from ..errors import EoDeepError
from ..feature_chains.chain import BLOCK_PX, FeatureChain, open_chain
from ..feature_chains.formulas import parse_formulas
from ..feature_chains.layers import LAST, load_layer
from ..feature_chains.settings import RESAMPLINGS, ChainSettings, FeatureSettings
from ..io.files import check_distinct
from ..io.part_folder import check_raster_writable, recall
from ..io.parts import Tally, making, open_parts, track
from ..io.paths import NewRaster, RasterPath, VectorPath, list_paths
from ..io.raster_writer import RasterWriter
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from ..runtime.threads import map_in_order
from ..streaming.cluster import do_without_cluster, open_cluster
from .cell_raster import CELL_FEATURES, CellSettings, write_cells

_SAMPLES_ACROSS = 64  # points of the basis, on a regular grid
_BASIS_SHARE = 0.1  # of a job's time
_HIGHEST = float(np.finfo(np.float16).max)


@algorithm("output", restartable=True, window_px=(1, 63), components=(1, 16))
def extract_features(images: Sequence[RasterPath] | RasterPath, resampling: str = "bilinear", use_bands: bool = True,
                     window_px: int = 1, formulas: str | None = None, layer_model: str | None = None,
                     layer: str = LAST, components: int | None = None, cells: str | None = "none",
                     dates: str | None = None, masks: Sequence[RasterPath] | None = None,
                     area: VectorPath | None = None, overviews: bool = False, output: NewRaster | None = None,
                     resume: bool = False, keep_parts: bool = False, cluster: str | None = None,
                     progress: Progress = silent) -> dict:
    """Write features of pixels as the bands of a raster: the same features that `train_pixels` uses.

    Parameters
    ----------
    images : path or list of paths of rasters
        Of one place. The output has the grid of the first one, to which the others are resampled.
    resampling : str
        "bilinear" or "nearest", for images with another grid.
    use_bands : bool
        Whether the bands themselves are features.
    window_px : int
        Side of a square window, odd, over which mean and standard deviation of each band are features; 1: none.
    formulas : str, optional
        Indices, "ndvi = (B08 - B04) / (B08 + B04); ..." with the bands' names.
    layer_model : path of a model, optional
        A model of a network on one image, of which a layer gives features of the first image.
    layer : str
        Which: "last features", "bottleneck", "level 1", "level 2", ..., "shared code" of a series, or a module's path
        in the network.
    components : int, optional
        Write so many principal components of the standardized features instead of these. Their basis is fitted on
        points of a regular grid over the whole image, so it is one for all tiles.
    cells : str or None
        Write features of cells instead, with a pixel for each: "hand" (means and deviations of the bands, in standard
        deviations, detail and gradient orientations of cells of 8 px), or of a series model "shared code" (cells of
        8 px) or "exclusive code" (cells of 16 px). "none": features of pixels. Of several images, which are then dates
        of one place, the mean over the dates that know a cell, and their number as the last band.
    dates, masks, area : optional
        Of features of cells: the date of each image, separated by semicolons; rasters of what is not to be used, one
        for each image or one for all; polygons outside of which is nodata. Default: dates as files' names or tags state
        them, masks as found where three dates or more are given, everywhere.
    overviews : bool
        Add overviews (pyramids) to the output, for fast display.
    output : path of a GeoTIFF
        float16 for features, float32 for components and cells; NaN = nodata.
    resume : bool
        Go on with the parts that an interrupted job has left, see `segment`.
    keep_parts : bool
        Leave the parts as they are, with virtual rasters (.vrt) of them as outputs, see `segment`.
    cluster : str, optional
        Who makes the parts, see `segment`. Default: this process.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "output"; "features": the names of the bands; "explained": the share of the variance that the components
        hold, 0..1, None without components.

    Raises
    ------
    EoDeepError
        For images that do not fit together, and features that cannot be computed.
    """
    assert output
    paths = list_paths(images)
    if not paths:
        raise EoDeepError("Give at least one image.")
    check_distinct([output], [*paths, layer_model, area, *list_paths(masks)])
    check_raster_writable(output)
    if resampling not in RESAMPLINGS:
        raise EoDeepError(f"The resampling must be {' or '.join(RESAMPLINGS)}, got '{resampling}'.")
    cells = cells or CELL_FEATURES[0]
    if cells not in CELL_FEATURES:
        raise EoDeepError(f"The cells' features must be {', '.join(CELL_FEATURES)}, got '{cells}'.")
    covers = list_paths(masks)
    if cells != "none":
        if not use_bands or window_px > 1 or formulas or components or layer != LAST:
            raise EoDeepError(f"The cells' features '{cells}' are written by themselves, without windows, formulas, "
                              "layers and components.")
        do_without_cluster(progress)
        stated = [part.strip() for part in dates.split(";")] if dates else None
        settings = CellSettings(paths, cells, layer_model, stated, covers or None, area)
        names = write_cells(settings, output, overviews, progress)
        progress.message(f"Wrote {output}.")
        return {"output": output, "features": names, "explained": None}
    if dates or covers or area:
        raise EoDeepError("Dates, masks and an area are for features of cells; choose which of these to write.")
    deep = load_layer(layer_model, layer) if layer_model else None
    features = FeatureSettings(use_bands, window_px, parse_formulas(formulas), deep)
    chain_settings = ChainSettings(paths, features, resampling=resampling)
    explained = None
    with open_cluster(progress), open_chain(chain_settings, progress) as chain:
        basis, names, dtype = None, chain.names, "float16"
        if components:
            if components > len(chain.names):
                raise EoDeepError(f"There can be at most as many components as features, {len(chain.names)}, got "
                                  f"{components}.")
            mean, weights, explained = recall("basis", partial(_fit_basis, chain, components, progress))
            basis = np.array(mean, np.float32), np.array(weights, np.float32)
            names, dtype = [f"component {number}" for number in range(1, components + 1)], "float32"
            progress = progress.part(_BASIS_SHARE, 1)
        _write(chain, basis, names, dtype, output, overviews, progress)
    progress.message(f"Wrote {output}.")
    return {"output": output, "features": list(names), "explained": explained}


def _fit_basis(chain: FeatureChain, count: int, progress: Progress) -> list:
    """The same as plain values."""
    (mean, weights), share = fit_basis(chain, count, progress.part(0, _BASIS_SHARE))
    return [mean.tolist(), weights.tolist(), share]


def fit_basis(chain: FeatureChain, count: int,
              progress: Progress = silent) -> tuple[tuple[np.ndarray, np.ndarray], float]:
    """The mean (F,) and the weights (k, F) that give principal components, float32, and their share of the variance.

    Each component's largest weight is positive. Raises EoDeepError where no point is valid.
    """
    rows, columns = (np.unique(np.linspace(0, size - 1, min(size, _SAMPLES_ACROSS)).astype(int))
                     for size in (chain.grid.height, chain.grid.width))  # fmt: skip
    grid = np.meshgrid(rows, columns, indexing="ij")
    samples, valid = chain.read_points(grid[0].ravel(), grid[1].ravel(), progress)
    samples = samples[valid].astype(np.float64)
    if len(samples) <= count:
        raise EoDeepError(f"The images have too few valid pixels for {count} components: {len(samples)} of "
                          f"{valid.size} points on a regular grid.")
    mean, deviation = samples.mean(axis=0), samples.std(axis=0)
    scaled = (samples - mean) / np.where(deviation > 0, deviation, 1)
    variances, vectors = np.linalg.eigh(scaled.T @ scaled / len(scaled))
    chosen = vectors[:, ::-1][:, :count].T
    chosen *= np.sign(chosen[np.arange(count), np.abs(chosen).argmax(axis=1)])[:, None]
    weights = chosen / np.where(deviation > 0, deviation, 1)
    share = float(variances[::-1][:count].sum() / max(variances.sum(), 1e-30))
    return (mean.astype(np.float32), weights.astype(np.float32)), share


def _write(chain: FeatureChain, basis: tuple[np.ndarray, np.ndarray] | None, names: Sequence[str], dtype: str,
           output: str, overviews: bool, progress: Progress) -> None:
    tile_px, cut = chain.tile_px, Tally()

    def compute(window):
        features, valid = chain.read(window)
        if basis is not None:
            mean, weights = basis
            # By one product for each pixel and feature in turn: no library's order of adding shows.
            result = np.zeros((len(weights), *valid.shape), np.float32)
            for place, feature in enumerate(features):
                result += weights[:, place, None, None] * (feature - mean[place])
            features = result
        beyond = 0
        if dtype == "float16":
            beyond = int((np.abs(features) > _HIGHEST).sum())
            features = np.clip(features, -_HIGHEST, _HIGHEST)
        features[:, ~valid] = np.nan
        return features, beyond

    with open_parts(chain.grid, tile_px, progress), \
            RasterWriter(output, chain.grid, len(names), dtype, math.nan, names, None, BLOCK_PX, overviews,
                         progress=progress) as raster:  # fmt: skip
        track(cut, "count")
        with making(list(chain.grid.blocks(tile_px)), lambda window: window) as (windows, settle):
            for number, (window, (features, beyond)) in enumerate(zip(windows, map_in_order(compute, windows)), 1):
                raster.write(features, window)
                cut.count += beyond
                settle(window)
                progress(number / len(windows))
    if cut.count:
        progress.warning(f"{cut.count} values are larger than {_HIGHEST:g}, the most of half precision, and are cut to "
                         "it.")
