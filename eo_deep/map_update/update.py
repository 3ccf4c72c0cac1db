"""A map brought up to date with an image: moved, new and removed buildings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely

from ..alignment import ALIGNED, FOLLOWS, NOT_FOUND, UNCHANGED, Alignment, check_settings, find_alignment
from ..errors import EoDeepError
from ..geo.geometries import is_area
from ..geo.image_frame import make_image_frame
from ..geo.measure import measure_areas_m2
from ..io.field_values import append_nulls
from ..io.files import check_distinct, check_writable
from ..io.geopackage import write_vectors
from ..io.paths import ExtraVector, NewVector, RasterPath, VectorPath
from ..io.staging import scratch_folder
from ..io.vector import read_vectors
from ..io.vector_layer import VectorLayer
from ..models.bundled import BUILDINGS, find_bundled_model
from ..models.image_input import ImageSettings
from ..polygon_extraction import ObjectMaps
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from .existence import SupportMeasurements, find_removed
from .moved_buildings import reassociate
from .new_buildings import Limits, find_new
from .predictions import open_predictions

NEW, GONE, UNKNOWN = "new", "gone", "unknown"


@algorithm(
    "output", max_shift_m=(0.1, 1000.0), smoothness=(0.0, 1e6), min_area_m2=(0.0, None), min_width_m=(0.0, None),
    min_confidence=(0.0, 1.0), min_percentile=(0.0, 1.0), pixel_size_m=(0.001, None),
)
def update_map(image: RasterPath, vectors: VectorPath, method: str = "learned", alignment_model: str | None = None,
               building_model: str | None = None, max_shift_m: float = 15.0, smoothness: float = 1.0,
               not_found: str = "follow", min_area_m2: float = 10.0, min_width_m: float = 2.0,
               min_confidence: float = 0.4, min_percentile: float = 0.002, bands: Sequence[int] | None = None,
               resample: bool = True, pixel_size_m: float | None = None, test_time_augmentation: bool = True,
               device: str = "auto", output: NewVector | None = None, differences: ExtraVector | None = None,
               progress: Progress = silent) -> dict:
    """Update a map of buildings with an image: align its objects, add new buildings and mark those that are removed.

    Each object is aligned as in `align_vectors`. A logistic regression of the probability of buildings and of the
    alignment's score, measured against the map's own objects, estimates which objects are removed and which new
    buildings exist; what is only the rest of a mapped building is seldom one. New buildings that touch are kept apart,
    by the seed threshold stored in the model, else 0.9. An object that was not found moves onto a new building of its
    shape within `max_shift_m`. Where the image is nodata, for instance below masked clouds or beyond its edge, objects
    are neither new nor removed; nor are they where the building model knows nothing, see `models.confidence`.

    Parameters
    ----------
    image : path of a raster
        Of any size and data type that GDAL reads.
    vectors : path of polygons
        The map, in any CRS.
    method : str
        "learned" or "correlation", see `align_vectors`.
    alignment_model : path of a model, optional
        For method "learned" an alignment model, by default the bundled one. For "correlation" a segmentation model, by
        default the building model, which then runs once for both.
    building_model : path of a segmentation model, optional
        With a class of buildings. Default: the bundled one.
    max_shift_m : float
        Maximum distance in metres between an object and its place in the image.
    smoothness : float
        How strongly neighbours get similar shifts: 0 = each object alone, 1 = as calibrated in training.
    not_found : str
        "follow" or "stay", see `align_vectors`.
    min_area_m2, min_width_m : float
        Minimum area of a new building in square metres, and minimum diameter in metres of the largest circle in it.
    min_confidence : float
        Minimum confidence of a new building, 0..1.
    min_percentile : float
        0..1. Where the building model's confidence, the mean over an outline, is below this percentile of its training
        images, no building is new, and an object that would be removed is unknown. Models without confidence: ignored.
    bands : sequence of int, optional
        1-based band numbers in the models' order. Default: matched by name.
    resample : bool
        Work at each model's resolution where the image has another.
    pixel_size_m : float, optional
        Pixel size in metres of an image without CRS.
    test_time_augmentation : bool
        Average the probability of buildings over eight flips and quarter turns, eight times slower.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps".
    output : path of a GeoPackage
        All objects with the map's fields, and dx_m, dy_m (metres east and north), shift_m, turn_deg, confidence (0..1),
        status ("aligned", "unchanged", "follows neighbours", "new", "gone" or "unknown") and area_m2.
    differences : path of a GeoPackage, optional
        The objects of `output` that are new or gone.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "output", "differences": the paths; "aligned_count", "unchanged_count", "following_count", "new_count",
        "gone_count" and "unknown_count".

    Raises
    ------
    EoDeepError
        If no object lies on the image, the layer has no polygons, the image does not fit the models, or a setting is
        out of range.
    """
    assert output
    check_distinct([output, differences], [image, vectors, alignment_model, building_model])
    for path in (output, differences):
        if path:
            check_writable(path, ".gpkg")
    check_settings(method, "object", max_shift_m, smoothness, not_found)
    limits = Limits(min_area_m2, min_width_m, min_confidence)
    if not 0 <= min_percentile <= 1:
        raise EoDeepError(f"The minimum percentile must be 0 to 1, got {min_percentile:g}.")
    features = read_vectors(vectors, progress)
    if len(features) and not is_area(features.geometries).any():
        raise EoDeepError(f"'{vectors}' holds no polygons; only maps of buildings can be updated.")
    settings = ImageSettings(image, bands, resample, pixel_size_m, device)
    models = (building_model or find_bundled_model(BUILDINGS), alignment_model)
    with scratch_folder(output) as folder:
        with open_predictions(settings, features, method, models, test_time_augmentation, folder,
                              progress.part(0, 0.85)) as (maps, thresholds, evidence, frame):  # fmt: skip
            found = find_alignment(evidence, frame, features, max_shift_m, smoothness, "object", not_found, folder,
                                   progress.part(0.85, 0.92))  # fmt: skip
            aligned = replace(features, geometries=found.geometries, crs=frame.crs or features.crs)
            support = SupportMeasurements.measure(method, maps.source, evidence, frame, aligned, found)
            removed = find_removed(support, aligned, found, progress.part(0.92, 0.94))
            unknown = (removed > 0.5) & is_unknown(maps, aligned, min_percentile)
            removed[unknown] = 0
            found = found.leave((found.status == FOLLOWS) & (removed > 0.5), features.geometries)
            aligned = replace(aligned, geometries=found.geometries)
            in_place = (removed <= 0.5) & (found.status != NOT_FOUND)
            new = find_new(support, folder / "residual.tif", aligned.select(in_place), thresholds, limits,
                           maps.read_walls, progress.part(0.94, 0.99))  # fmt: skip
            unsure = is_unknown(maps, new, min_percentile)
            new = new.select(~unsure)
            pixel_m = support.pixel_m
            frame = make_image_frame(aligned.crs, maps.source.grid, (pixel_m, pixel_m), silent)
    moved = reassociate(frame, features, found, removed, new, max_shift_m / pixel_m)
    found, new = found.move(moved.objects, moved.geometries, moved.moved_m, moved.confidence), new.select(moved.is_new)
    removed[moved.objects], unknown[moved.objects] = 0, False
    updated, status = _merge(replace(aligned, geometries=found.geometries), found, removed, unknown, new, progress)
    write_vectors(output, updated, "buildings", progress)
    counts = {name: int((status == value).sum()) for name, value in
              (("aligned", ALIGNED), ("unchanged", UNCHANGED), ("following", FOLLOWS), ("new", NEW), ("gone", GONE),
               ("unknown", UNKNOWN))}  # fmt: skip
    progress.message(
        f"{counts['new']} buildings are new, {counts['gone']} are removed, {counts['aligned']} were moved, "
        f"{counts['following']} follow their neighbours, {counts['unchanged']} stay; wrote '{output}'."
    )
    if counts[UNKNOWN] or unsure.any():
        progress.message(f"{counts[UNKNOWN]} objects would be removed and {unsure.sum()} buildings would be new, but "
                         "lie where the image is unlike the building model's training images.")
    if differences:
        write_vectors(differences, updated.select(np.isin(status, (NEW, GONE))), "differences")
        progress.message(f"Wrote '{differences}'.")
    progress(1.0)
    return {"output": str(output), "differences": differences,
            **{f"{name}_count": count for name, count in counts.items()}}


def is_unknown(maps: ObjectMaps, features: VectorLayer, min_percentile: float) -> np.ndarray:
    """Where polygons lie in which the building model knows nothing, (N,) bool."""
    confidence = maps.measure_confidence(features) if min_percentile > 0 and len(features) else None
    return np.zeros(len(features), bool) if confidence is None else confidence < min_percentile


def _merge(features: VectorLayer, found: Alignment, removed: np.ndarray, unknown: np.ndarray, new: VectorLayer,
           progress: Progress) -> tuple[VectorLayer, np.ndarray]:
    """One layer of the map's objects and the new ones, and the status (N + M,) of each."""
    is_removed = removed > 0.5
    status = np.where(found.status == NOT_FOUND, UNCHANGED, found.status)
    status[is_removed], status[unknown] = GONE, UNKNOWN
    described = found.describe()
    described["confidence"] = np.where(is_removed, removed, found.confidence)
    described["status"] = status
    area_m2 = np.zeros(len(features))
    areal = features.present & is_area(features.geometries)
    area_m2[areal] = measure_areas_m2(features.geometries[areal], features.crs)
    described["area_m2"] = area_m2
    merged = features.add(described, progress)
    if not len(new):
        return merged, status
    count = len(new)
    values = {name: np.zeros(count) for name in described} | {
        "confidence": new.fields["confidence"], "status": np.full(count, NEW, object),
        "area_m2": new.fields["area_m2"]}  # fmt: skip
    geometries = new.geometries
    if shapely.has_z(features.geometries[features.present]).any():
        geometries = shapely.force_3d(geometries)
    fields = {name: np.concatenate([each, values[name]]) if name in values else append_nulls(each, count)
              for name, each in merged.fields.items()}  # fmt: skip
    merged = replace(merged, geometries=np.concatenate([merged.geometries, geometries]), fields=fields)
    return merged, np.concatenate([status, values["status"]])
