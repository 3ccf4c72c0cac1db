"""Correction of displaced labels, by networks that were trained on the other half of the data (cross-fitting)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import shapely

from ...geo.crs import to_crs
from ...geo.grid import Grid
from ...io.geopackage import write_vectors
from ...io.raster import open_raster
from ...io.surroundings import read_area
from ...io.vector import read_vectors
from ...io.vector_layer import VectorLayer, reproject_polygons
from ...progress import Progress
from ...runtime import ranks
from ...sampling.dataset import DataSettings
from ..align import align_vectors

_FOLDS = 2
_PARTS = 4  # along either side of an image; neighbouring parts belong to different folds
# Corrections smaller than this, half a pixel of the usual resolution, are no progress any more.
_SETTLED_M = 0.15


def correct_in_rounds(
    data: DataSettings,
    fit_model: Callable[[DataSettings, str, Progress], dict],
    correction_rounds: int,
    max_shift_m: float,
    device: str,
    folder: Path,
    progress: Progress,
) -> DataSettings:
    """The data with labels that were corrected in so many rounds, or fewer where the last one changed little.

    See `correct_labels`. The corrected layers lie in ``folder``, which also takes the models, to resume from.
    """
    for number in range(1, correction_rounds + 1):
        within = folder / f"round_{number}"
        within.mkdir(parents=True, exist_ok=True)
        part = progress.part((number - 1) / correction_rounds, number / correction_rounds)
        labels, median_m = correct_labels(data, fit_model, max_shift_m, device, within, part)
        data = replace(data, labels=labels)
        progress.message(
            f"Correction round {number} of {correction_rounds} moved the vectors by {median_m:.2f} m (median)."
        )
        if median_m < _SETTLED_M:
            break
    return data


def correct_labels(
    data: DataSettings,
    fit_model: Callable[[DataSettings, str, Progress], dict],
    max_shift_m: float,
    device: str,
    folder: Path,
    progress: Progress,
) -> tuple[list[str], float]:
    """One correction round: train on one half of the images' parts, align the labels of the other half, and vice versa.

    Source: Girard et al. 2019. fit_model: trains on the data that it is given and writes the model file named. folder:
    takes the corrected layers, one for each of ``data.labels``, and intermediate files. Returns the paths of the layers
    and the median correction in metres.
    """
    layers = {path: read_vectors(path) for path in dict.fromkeys(data.labels)}
    moved = {path: features.geometries.copy() for path, features in layers.items()}
    lengths_m = []
    for fold in range(_FOLDS):
        area = folder / f"fold_{fold}.gpkg"
        write_fold_area(area, data.images, data.area, other_than=fold)
        model = folder / f"fold_{fold}.safetensors"
        share = progress.part(fold / _FOLDS, (fold + 1) / _FOLDS)
        ranks.hand_out_file(str(model))
        if not model.exists():
            fit_model(replace(data, area=str(area)), str(model), share.part(0, 0.9))
        progress.keep(
            f"The models trained so far are kept in '{folder.parent}'; run it again with 'Resume' to continue."
        )
        for number, image in enumerate(data.images):
            path = data.labels[number if len(data.labels) > 1 else 0]
            chosen = _find_members(layers[path].geometries, layers[path].crs, image, fold)
            if not chosen.any():
                continue
            aligned = folder / "aligned.gpkg"
            align_vectors(image, path, str(model), max_shift_m=max_shift_m, bands=data.bands, device=device,
                          output=str(aligned))  # fmt: skip
            found = read_vectors(aligned)
            moved[path][chosen] = found.geometries[chosen]
            shift = found.fields.get("shift_m")
            if shift is not None:
                lengths_m.append(shift[chosen])
            aligned.unlink()
    written = {}
    for number, (path, features) in enumerate(layers.items()):
        written[path] = str(folder / f"labels_{number}.gpkg")
        write_vectors(written[path], replace(features, geometries=moved[path]), "labels")
    median_m = float(np.median(np.concatenate(lengths_m))) if lengths_m else 0.0
    return [written[path] for path in data.labels], median_m


def write_fold_area(path: Path, images: Sequence[str], area: str | None, other_than: int) -> None:
    """Write the parts of all images that do not belong to a fold, within an area, in the first image's CRS."""
    boxes: list[shapely.Geometry] = []
    target = None
    for image in images:
        with open_raster(image) as source:
            grid = source.grid
        crs = to_crs(grid.crs)
        target = target or crs
        parts: np.ndarray = np.array([part for fold, part in _cut(grid) if fold != other_than], object)
        if (limits := read_area(area, grid)) is not None:
            parts = shapely.intersection(parts, shapely.union_all(limits.geometries))
            parts = parts[~shapely.is_empty(parts)]
        boxes.extend(reproject_polygons(VectorLayer(parts, {}, crs), target).geometries)
    chosen: np.ndarray = np.array(boxes, object)
    write_vectors(path, VectorLayer(chosen, {}, target))


def _find_members(geometries: np.ndarray, crs, image: str, fold: int) -> np.ndarray:
    """Which features, (N,) bool, have their centre in a fold's parts of an image."""
    with open_raster(image) as source:
        grid = source.grid
    own: np.ndarray = np.array([part for number, part in _cut(grid) if number == fold], object)
    parts = VectorLayer(own, {}, to_crs(grid.crs))
    area = shapely.union_all(reproject_polygons(parts, crs).geometries)
    return shapely.contains(area, shapely.centroid(geometries))


def _cut(grid: Grid) -> list[tuple[int, shapely.Polygon]]:
    """An image's parts, like a chessboard's fields, with the number of their fold."""
    left, bottom, right, top = grid.bounds
    x, y = np.linspace(left, right, _PARTS + 1), np.linspace(bottom, top, _PARTS + 1)
    return [
        ((row + column) % _FOLDS, shapely.box(x[column], y[row], x[column + 1], y[row + 1]))
        for row in range(_PARTS)
        for column in range(_PARTS)
    ]
