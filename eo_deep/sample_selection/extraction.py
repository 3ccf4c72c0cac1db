"""Samples with what rasters hold at their place."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace

import numpy as np
import shapely

from ..errors import EoDeepError
from ..feature_chains.chain import FeatureChain
from ..feature_chains.formulas import parse_formulas
from ..feature_chains.layers import LAST, load_layer, open_layer
from ..feature_chains.settings import MAX_WINDOW_PX, RESAMPLINGS, ChainSettings, FeatureSettings
from ..feature_chains.sources import open_sources
from ..geo.crs import make_transform, to_crs
from ..geo.grid import Grid
from ..io.field_names import number_names
from ..io.field_values import list_values
from ..io.files import check_distinct, check_writable
from ..io.geopackage import write_vectors
from ..io.layers import POINT_TYPES, find_layer, read_layer
from ..io.names import name_of
from ..io.paths import NewVector, RasterPath, VectorPath, list_paths
from ..io.raster import RasterSource, open_raster
from ..io.styles import PALETTE, category_style
from ..io.tables import write_table
from ..io.vector_layer import VectorLayer
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from ..sampling.point_values import read_at

REASON = "reason"
_MAX_COLUMNS = 500
_UNDEFINED = "a formula or a layer gives no finite number"


@algorithm("output", window_px=(1, MAX_WINDOW_PX))
def extract_samples(samples: VectorPath, images: Sequence[RasterPath] | RasterPath, output: NewVector,
                    window_px: int = 1, formulas: str | None = None, resampling: str = "nearest",
                    layer_model: str | None = None, layer: str = LAST, progress: Progress = silent) -> dict:
    """Add the values of rasters to samples: a column for each band, and for features that are computed from them.

    Parameters
    ----------
    samples : str
        Points, such as `select_samples` writes, in any CRS. All their fields stay.
    images : str or sequence of str
        Rasters with any grids and CRSs, whose bands become columns, named after the bands' descriptions, after the file
        where it has one band without.
    output : str
        GeoPackage (.gpkg) or table (.csv, with coordinates x and y) to write. Where a raster is nodata or does not
        reach, its columns are null and the field "reason" says which raster.
    window_px : int, default 1
        Side of a square window, odd: means and standard deviations of each band over it are further columns. All
        rasters are then read on the first one's grid.
    formulas : str, optional
        Indices that are further columns, "name = formula" separated by semicolons, such as
        "ndvi = (B08 - B04) / (B08 + B04)". Every character of a band's name that is no letter or digit is "_".
    resampling : str, default "nearest"
        "nearest": the pixel in which a point lies. "bilinear": the other rasters are interpolated at the pixels of the
        first one, as classifiers of several images read them.
    layer_model : path of a model, optional
        A model of a network on one image, of which a layer gives further columns. It reads the first image, on the
        image's own pixels; all rasters are then read on these.
    layer : str
        "last features" (what the network's last layer reads), "bottleneck" (the coarsest), "level 1", "level 2", ...
        (the last of each resolution before that), or a module's path in the network.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        samples: how many points there are; complete: how many of them have all values; output: its path.

    Raises
    ------
    EoDeepError
        For layers that cannot be read, rasters that hold none of the points, and a layer of a model that does not
        exist, does not fit the first image, or depends on the whole image.
    """
    if resampling not in RESAMPLINGS:
        raise EoDeepError(f"'resampling' must be one of {', '.join(RESAMPLINGS)}, got '{resampling}'.")
    images = list_paths(images)
    if not images:
        raise EoDeepError("There must be at least one image.")
    check_distinct([output], [samples, *images, layer_model])
    check_writable(output, ".gpkg", ".csv")
    points = _read_points(samples, progress)
    deep = load_layer(layer_model, layer) if layer_model else None
    with ExitStack() as files:
        if window_px > 1 or formulas or resampling == "bilinear" or deep:
            features = FeatureSettings(True, window_px, parse_formulas(formulas), deep)
            settings = ChainSettings(images, features, resampling=resampling)
            opened = files.enter_context(open_sources(settings, progress))
            opened.names_by_source = _name_columns(opened.sources)
            reader = files.enter_context(open_layer(deep, images[0], progress)) if deep else None
            chain = FeatureChain(opened, features, reader)
            rows, columns = _find_pixels(points, chain.grid, images[0], progress)
            valid = np.stack([read_at(reader, rows, columns)[1] for reader in opened.readers])
            inside = np.stack([reader.grid.holds(rows, columns) for reader in opened.readers])
            computed, known = chain.read_points(rows, columns, progress.part(0.2, 0.9))
            names, values, shown = chain.names, list(computed.T), [known] * len(chain.names)
        else:
            sources = [files.enter_context(open_raster(path, progress=progress)) for path in images]
            names = [name for named in _name_columns(sources) for name in named]
            values, shown, valid, inside = _read_each(sources, points, progress.part(0.0, 0.9))
    if len(names) > _MAX_COLUMNS:
        raise EoDeepError(f"The images have {len(names)} bands and features; at most {_MAX_COLUMNS} can be extracted.")
    for path, reached in zip(images, inside):
        if not reached.any():
            raise EoDeepError(f"'{name_of(path)}' holds none of the points of '{name_of(samples)}'.")
    reasons = _explain(images, valid, inside, np.all(shown, axis=0), progress)
    columns_of = {name: _to_column(each, ok) for name, each, ok in zip(names, values, shown, strict=True)}
    found = points.add({**columns_of, REASON: reasons}, progress)
    if output.lower().endswith(".csv"):
        _write_csv(output, found)
    else:
        write_vectors(output, found, "samples", progress, _make_style(found))
    complete = int(np.all(shown, axis=0).sum())
    progress(1.0)
    progress.message(f"{complete} of {len(found)} samples have all {len(names)} values. Wrote '{output}'.")
    return {"samples": len(found), "complete": complete, "output": output}


def _read_points(path: str, progress: Progress) -> VectorLayer:
    """Points with all fields, each point of a multipoint by itself."""
    layer, _ = read_layer(*find_layer(path, "points", POINT_TYPES), force_2d=True)
    geometries, owner = shapely.get_parts(layer.geometries, return_index=True)
    kept = ~shapely.is_empty(geometries)
    if lost := len(layer) - len(np.unique(owner[kept])):
        progress.warning(f"{lost} of {len(layer)} features of '{name_of(path)}' have no place and are left out.")
    if not kept.any():
        raise EoDeepError(f"The samples '{path}' hold no point.")
    return replace(layer.select(owner[kept]), geometries=geometries[kept], geometry_type="Point")


def _find_pixels(points: VectorLayer, grid: Grid, path: str, progress: Progress) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns (N,) int64 of the pixels in which the points lie; -1 where they have no place."""
    xy, target = shapely.get_coordinates(points.geometries), to_crs(grid.crs)
    if (points.crs is None) != (target is None):
        progress.warning(f"The samples or '{name_of(path)}' have no CRS; both are taken to be in the same one.")
    elif points.crs is not None and points.crs != target:
        xy = make_transform(points.crs, target)(xy)
    with np.errstate(invalid="ignore"):
        columns, rows = (np.floor(each) for each in ~grid.transform * tuple(xy.T))
    # Beyond any raster, and within what integers hold.
    rows, columns = (np.clip(np.nan_to_num(each, nan=-1.0), -1, 2**40).astype(np.int64) for each in (rows, columns))
    return rows, columns


def _name_columns(sources: Sequence[RasterSource]) -> list[list[str]]:
    """By raster, a name for each band; each name is there once."""
    wanted = {}
    for number, source in enumerate(sources):
        stem = os.path.splitext(name_of(source.path))[0]
        for band, name in zip(source.bands, source.band_names, strict=True):
            plain = name in (f"band {band}", "gray")
            wanted[number, band] = (stem if source.count == 1 else f"{stem} {band}") if plain else name
    doubled = {name.lower() for name in wanted.values() if [n.lower() for n in wanted.values()].count(name.lower()) > 1}
    stems = [os.path.splitext(name_of(source.path))[0] for source in sources]
    full = {key: f"{stems[key[0]]} {name}" if name.lower() in doubled and name != stems[key[0]] else name
            for key, name in wanted.items()}  # fmt: skip
    free = number_names({f"{number}/{band}": name for (number, band), name in full.items()}, (REASON, "fid", "geom"))
    return [[free[f"{number}/{band}"] for band in source.bands] for number, source in enumerate(sources)]


def _read_each(
    sources: Sequence[RasterSource], points: VectorLayer, progress: Progress
) -> tuple[list[np.ndarray], list[np.ndarray], np.ndarray, np.ndarray]:
    """Of each raster by itself: values and validity of each band (N,), and by raster which points are valid and inside.
    """
    values: list[np.ndarray] = []
    shown: list[np.ndarray] = []
    valid, inside = [], []
    for number, source in enumerate(sources):
        rows, columns = _find_pixels(points, source.grid, source.path, progress)
        step = progress.part(number / len(sources), (number + 1) / len(sources))
        read, known = read_at(source, rows, columns, step)
        values += list(read)
        shown += [known] * source.count
        valid.append(known)
        inside.append(source.grid.holds(rows, columns))
    return values, shown, np.stack(valid), np.stack(inside)


def _to_column(values: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """A field with nulls where the values are not valid."""
    if values.dtype.kind == "f":
        return np.where(valid, values, np.nan).astype(np.float64 if values.dtype.itemsize > 4 else np.float32)
    return np.ma.array(values.astype(np.int64 if values.dtype.itemsize > 2 else np.int32), mask=~valid)


def _explain(
    images: Sequence[str], valid: np.ndarray, inside: np.ndarray, complete: np.ndarray, progress: Progress
) -> np.ndarray:
    """Why values are missing, (N,) texts or None; one warning for each reason."""
    reasons: list[list[str]] = [[] for _ in range(valid.shape[1])]
    for path, known, reached in zip(images, valid, inside):
        for words, lacking in (("outside of", ~reached), ("nodata in", reached & ~known)):
            text = f"{words} {name_of(path)}"
            for place in np.flatnonzero(lacking):
                reasons[place].append(text)
            if count := int(lacking.sum()):
                progress.warning(f"{count} of {len(lacking)} samples are {text}; its values are null there.")
    undefined = np.flatnonzero(valid.all(axis=0) & ~complete)
    for place in undefined:
        reasons[place].append(_UNDEFINED)
    if len(undefined):
        progress.warning(f"Of {len(undefined)} samples, {_UNDEFINED}; all values are null there.")
    result = np.full(len(reasons), None, object)
    result[:] = ["; ".join(each) or None for each in reasons]
    return result


def _make_style(layer: VectorLayer) -> str | None:
    """Samples of classes in colours, where they have the fields that `select_samples` writes."""
    if not {"class", "value"} <= layer.fields.keys() or layer.fields["value"].dtype.kind not in "iu":
        return None
    pairs = zip(list_values(layer.fields["value"]), list_values(layer.fields["class"]))
    found = sorted({(value, str(name)) for value, name in pairs if value is not None})
    legend = [{"value": value, "name": name, "color": PALETTE[1 + number % (len(PALETTE) - 1)]}
              for number, (value, name) in enumerate(found)]  # fmt: skip
    return category_style("value", legend, "marker")


def _write_csv(path: str, layer: VectorLayer) -> None:
    xy = shapely.get_coordinates(layer.geometries).tolist()
    columns = [list_values(values) for values in layer.fields.values()]
    write_table(path, ["x", "y", *layer.fields], ([*place, *row] for place, *row in zip(xy, *columns)))
