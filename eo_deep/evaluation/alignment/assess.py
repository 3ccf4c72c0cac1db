"""Assessment of an alignment: moved objects against the same objects in reference data."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pyproj
import shapely

from ...errors import EoDeepError
from ...geo.antimeridian import gather
from ...geo.crs import make_transform
from ...geo.local_plane import make_local_plane
from ...geo.repair import make_valid
from ...io.field_values import to_texts
from ...io.files import check_distinct, check_writable
from ...io.paths import NewReport, VectorPath
from ...io.vector import read_vectors
from ...io.vector_layer import VectorLayer
from ...progress import Progress, silent
from ...runtime.jobs import algorithm
from ..polygons.object_scores import find_pairs, match_greedily
from .report import CURVE_LIMIT_M, write_assessment_report
from .scores import (
    Calibration,
    calibrate_confidence,
    measure_area_under_curve,
    measure_object_distances,
    measure_shape_change,
    measure_vertex_distances,
    share_within,
)

THRESHOLDS_M = {"0_5_m": 0.5, "1_m": 1.0, "2_m": 2.0, "4_m": 4.0, "8_m": 8.0}
CONFIDENCE_FIELD, STATUS_FIELD = "confidence", "status"
_MIN_IOU = 0.01  # polygons that only touch are no pair


@algorithm(confidence_radius_m=(0.01, None))
def assess_alignment(vectors: VectorPath, reference: VectorPath, id_field: str | None = None,
                     confidence_radius_m: float = 0.6, report: NewReport | None = None,
                     progress: Progress = silent) -> dict:
    """Measure the distances of objects from their true position, and the changes of their shape.

    Distances are metres on the ground, in units of the coordinates without a CRS. Vertices are compared one to one
    where both layers have the same, else with the outline of the reference object. If the vectors have a field
    `confidence` (0 to 1), it is compared with the share of correct objects.

    Parameters
    ----------
    vectors : str
        Layer of polygons or lines to assess.
    reference : str
        Layer with the same objects at their true position, in any CRS.
    id_field : str, optional
        Field of both layers that identifies the objects. Default: the polygons that overlap most are the same object
        (greedy matching by IoU).
    confidence_radius_m : float, default 0.6
        An object is correct if it lies within this distance. The confidence of `align_vectors` speaks of 0.6 m.
    report : str, optional
        HTML file to write.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        Counts of objects; shares of vertices and objects within each of THRESHOLDS_M; area under the curve of shares up
        to CURVE_LIMIT_M; mean, median and 95th percentile of distances; mean remaining offset; changes of edges and
        angles; calibration (Guo et al. 2017); and the path of the report. Numbers that are 0/0 are left out.

    Raises
    ------
    EoDeepError
        For layers that cannot be read or have nothing in common, a missing field and ids that are not unique.
    """
    check_distinct([report], [vectors, reference])
    if report:
        check_writable(report, ".html")
    if not 0 < confidence_radius_m < math.inf:
        raise EoDeepError(f"The confidence radius must be greater than 0 m, got {confidence_radius_m:g} m.")
    moved, reference_data = _read_layers(vectors, reference, id_field, progress)
    progress(0.2)
    bounds = shapely.total_bounds(np.concatenate([moved.geometries, reference_data.geometries])).tolist()
    plane = make_local_plane((bounds[0], bounds[1], bounds[2], bounds[3]), moved.crs)
    flat, flat_reference = plane.project(moved.geometries), plane.project(reference_data.geometries)
    i, j = _pair_by_id(moved, reference_data, id_field) if id_field else _pair_by_overlap(flat, flat_reference)
    if not len(i):
        rule = f"by field '{id_field}'" if id_field else "by overlap; give an ID field"
        raise EoDeepError(f"No object of the vectors matches an object of the reference data {rule}.")
    progress(0.4)
    first, second = flat[i], flat_reference[j]
    numbers, distance = score_alignment(first, second)
    numbers = {
        "pairs_count": len(i),
        "unpaired_count": len(moved) - len(i),
        "reference_unpaired_count": len(reference_data) - len(j),
        **numbers,
    }
    confidence = _read_confidence(moved, progress)
    calibration = None
    if confidence is not None and np.isfinite(confidence[i]).any():
        rated = np.isfinite(confidence[i])
        calibration = calibrate_confidence(confidence[i][rated], distance[rated], confidence_radius_m)
        numbers.update(_describe_calibration(calibration))
    progress(0.7)
    result: dict = {name: value for name, value in numbers.items() if not math.isnan(value)}
    if report:
        described = [
            ["Vectors", vectors],
            ["Reference data", reference],
            ["Matching", f"The same value of the field '{id_field}'." if id_field else
             "Greedy matching: the pair with the highest IoU first. Each object is in one pair at most."],
            ["CRS", moved.crs.name if moved.crs is not None else "none; lengths are in units of the coordinates"],
        ]
        field = moved.fields.get(STATUS_FIELD)
        status = to_texts(field)[i] if field is not None else None
        write_assessment_report(report, described, numbers, first, second, status, calibration, confidence_radius_m)
        result["report"] = report
    progress(1.0)
    progress.message(
        f"{len(first)} pairs of objects; 50 % of the vertices lie within {numbers['vertices_median_m']:.2f} m of their "
        f"true position, 95 % within {numbers['vertices_95_m']:.2f} m."
    )
    if report:
        progress.message(f"Wrote '{report}'.")
    return result


def score_alignment(moved: np.ndarray, reference: np.ndarray) -> tuple[dict[str, float], np.ndarray]:
    """The numbers of `assess_alignment` on K pairs in a plane in metres, and the distance (K,) of each object."""
    vertices, objects = measure_vertex_distances(moved, reference), measure_object_distances(moved, reference)
    numbers: dict[str, float] = {"other_vertices_count": int((~vertices.corresponding).sum())}
    for name, distance in (("vertices", vertices.distance), ("objects", objects)):
        shares = share_within(distance, list(THRESHOLDS_M.values()))
        numbers.update({f"{name}_within_{key}": float(s) for key, s in zip(THRESHOLDS_M, shares, strict=True)})
        numbers[f"{name}_auc"] = measure_area_under_curve(distance, CURVE_LIMIT_M)
        numbers[f"{name}_mean_m"] = float(distance.mean())
        numbers[f"{name}_median_m"], numbers[f"{name}_95_m"] = np.percentile(distance, [50, 95]).tolist()
    offset = shapely.get_coordinates(shapely.centroid(reference)) - shapely.get_coordinates(shapely.centroid(moved))
    numbers["mean_dx_m"], numbers["mean_dy_m"] = offset.mean(axis=0).tolist()
    change = measure_shape_change(moved, reference)
    for name, values in (("side_change", np.abs(change.length)), ("angle_change", change.angle_deg)):
        unit = "m" if name == "side_change" else "deg"
        numbers[f"{name}_mean_{unit}"] = float(values.mean()) if len(values) else math.nan
        numbers[f"{name}_95_{unit}"] = float(np.percentile(values, 95)) if len(values) else math.nan
        numbers[f"{name}_max_{unit}"] = float(values.max()) if len(values) else math.nan
    return numbers, objects


def _read_layers(
    vectors: str, reference: str, id_field: str | None, progress: Progress
) -> tuple[VectorLayer, VectorLayer]:
    """Both layers, without features that have no shape, in the CRS of the first."""
    layers = []
    for name, path in (("vectors", vectors), ("reference data", reference)):
        layer = read_vectors(path, progress)
        if id_field and id_field not in layer.fields:
            names = ", ".join(layer.fields) or "no fields"
            raise EoDeepError(f"Field '{id_field}' not found; the {name} have: {names}.")
        if not layer.present.any():
            raise EoDeepError(f"The {name} '{path}' hold no objects to compare.")
        if not layer.present.all():
            progress.warning(f"{(~layer.present).sum()} features of the {name} have no geometry and are left out.")
        layers.append(layer.select(layer.present))
    moved, reference_data = layers
    crs = moved.crs or reference_data.crs
    if crs is not None and (moved.crs is None or reference_data.crs is None):
        progress.warning(f"One layer has no CRS; both are taken to be in {crs.name}.")
    if moved.crs is None or reference_data.crs is None or moved.crs == reference_data.crs:
        return _gather(replace(moved, crs=crs), reference_data)
    try:
        transform = make_transform(reference_data.crs, moved.crs)
    except pyproj.exceptions.ProjError:
        names = f"from {reference_data.crs.name} to {moved.crs.name}"
        raise EoDeepError(f"The reference data cannot be transformed {names}.") from None
    brought = replace(reference_data, geometries=shapely.transform(reference_data.geometries, transform))
    if not brought.present.any():
        raise EoDeepError(f"The reference data '{reference}' lie outside the valid area of {moved.crs.name}.")
    return _gather(moved, brought.select(brought.present))


def _gather(moved: VectorLayer, reference: VectorLayer) -> tuple[VectorLayer, VectorLayer]:
    geometries = gather([moved.geometries, reference.geometries], moved.crs)
    return replace(moved, geometries=geometries[0]), replace(reference, geometries=geometries[1])


def _pair_by_overlap(moved: np.ndarray, reference: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    valid, valid_reference = (make_valid(layer) for layer in (moved, reference))
    if not all((shapely.get_dimensions(layer) == 2).any() for layer in (valid, valid_reference)):
        raise EoDeepError("Lines cannot be matched by overlap; give an ID field.")
    # The same object, not as many pairs as possible: the polygons that overlap most come first.
    matches = match_greedily(find_pairs(valid, valid_reference, min_iou=_MIN_IOU), _MIN_IOU)
    return matches.predicted, matches.reference


def _pair_by_id(moved: VectorLayer, reference: VectorLayer, id_field: str) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the objects that both layers have; objects without an id are in no pair."""
    ids = []
    for name, layer in (("vectors", moved), ("reference data", reference)):
        texts = to_texts(layer.fields[id_field])
        found, count = np.unique(texts[texts != ""], return_counts=True)
        if len(often := np.flatnonzero(count > 1)):
            raise EoDeepError(f"Field '{id_field}' must identify each object; the {name} hold '{found[often[0]]}' "
                              f"{count[often[0]]} times.")
        ids.append(texts)
    _, i, j = np.intersect1d(ids[0], ids[1], return_indices=True)
    has_id = ids[0][i] != ""
    order = np.argsort(i[has_id])
    return i[has_id][order], j[has_id][order]


def _read_confidence(moved: VectorLayer, progress: Progress) -> np.ndarray | None:
    found = moved.fields.get(CONFIDENCE_FIELD)
    if found is None or found.dtype.kind not in "iuf":
        return None
    confidence = np.ma.filled(found.astype(np.float64), math.nan)
    outside = (confidence < 0) | (confidence > 1)
    if outside.any():
        progress.warning(f"{outside.sum()} values of '{CONFIDENCE_FIELD}' are not between 0 and 1; the confidence is "
                         "not assessed.")
        return None
    return confidence


def _describe_calibration(calibration: Calibration) -> dict[str, float]:
    return {
        "confidence_error": calibration.error,
        "confident_half_median_m": calibration.median_top,
        "other_half_median_m": calibration.median_rest,
    }
