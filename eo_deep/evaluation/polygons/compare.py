"""Comparison of predicted polygons with reference polygons: areas, objects and outlines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyproj
import shapely

from ...errors import EoDeepError
from ...geo.antimeridian import gather
from ...geo.coordinates import describe_bounds
from ...geo.crs import to_crs
from ...geo.local_plane import LocalPlane, make_local_plane
from ...geo.measure import measure_ground
from ...io.field_values import to_texts
from ...io.files import check_distinct, check_writable
from ...io.geopackage import write_vectors
from ...io.paths import ExtraVector, NewReport, RasterPath, VectorPath
from ...io.raster import open_raster
from ...io.vector import read_polygons
from ...io.vector_layer import VectorLayer, clip_polygons, reproject_polygons
from ...progress import Progress, silent
from ...runtime.jobs import algorithm
from .area_scores import find_gaps, find_overlaps
from .object_scores import Pairs, count_vertices, describe_matching
from .report import write_polygon_report
from .summary import PolygonScores, score_polygons

SCORE_FIELDS = ("score", "mean_probability", "confidence")  # the first that a layer has ranks its polygons
_NO_SCORES = (
    f"The average precision is left out: the prediction has no numeric field {', '.join(SCORE_FIELDS[:-1])} or "
    f"{SCORE_FIELDS[-1]}."
)
_EDGES_PER_SIDE = 50  # of an image's outline, which is curved in another CRS


@algorithm(
    least_iou=(0.1, 1.0), boundary_width_m=(0.01, 1e4), gap_width_m=(0.01, 1e4), miss_cost_m=(0.1, 1e6),
)
def compare_polygons(prediction: VectorPath, reference: VectorPath, image: RasterPath | None = None,
                     class_field: str | None = None, score_field: str | None = None,
                     least_iou: float = 0.5, boundary_width_m: float = 1.0, gap_width_m: float = 1.0,
                     miss_cost_m: float = 10.0, report: NewReport | None = None, objects: ExtraVector | None = None,
                     progress: Progress = silent) -> dict:
    """Compare predicted polygons with reference polygons: areas, objects, positions of corners, directions of edges.

    Lengths are measured in metres on the ground, in units of the coordinates without a CRS (pixels, where polygons are
    in pixel coordinates).

    The average precision is COCO's: in order of their scores, predicted polygons take the reference polygon left with
    the highest IoU, at IoU 0.5 (AP50) and as the mean of IoU 0.5, 0.55 to 0.95 (AP50-95); precision is interpolated at
    101 recalls. Corner distances are Euclidean, from each corner of a matched reference polygon to its partner: corners
    are matched one to one in their order along the outer ring, wherever it starts; see `match_corners`.

    Parameters
    ----------
    prediction, reference : str
        Polygon layers in any CRS; the reference data are transformed to the prediction's CRS.
    image : str, optional
        Raster; both layers are clipped to its extent.
    class_field : str, optional
        Field of both layers with the class. Only polygons of one class are compared.
    score_field : str, optional
        Numeric field of the prediction that ranks its polygons for the average precision. Default: the first of score,
        mean_probability and confidence that it has; without any, there is no average precision.
    least_iou : float, default 0.5
        Minimum IoU of a pair, 0.1 to 1. Polygons are matched so that there are as many pairs as possible, each polygon
        in one pair at most (maximum matching, as in `assess_accuracy`).
    boundary_width_m : float, default 1
        Width of the band inside each outline for the boundary IoU (Cheng et al. 2021).
    gap_width_m : float, default 1
        Openings between predicted polygons that are wider than this are no gaps, unless enclosed.
    miss_cost_m : float, default 10
        Distance with which a polygon without a match counts in the mean PoLiS distance (Avbelj et al. 2015).
    report : str, optional
        HTML file to write.
    objects : str, optional
        GeoPackage to write, with every predicted polygon and every missed reference polygon.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        The numbers of `score_polygons` that are not 0/0, invalid_count, and the paths of what was written.

    Raises
    ------
    EoDeepError
        For layers that cannot be read, lack a field or do not overlap, and numbers out of range.
    """
    check_distinct([report, objects], [prediction, reference, image])
    for path, suffixes in ((report, ()), (objects, (".gpkg",))):
        if path:
            check_writable(path, *suffixes)
    _check_numbers(least_iou, boundary_width_m, gap_width_m, miss_cost_m)
    predicted, reference_data = _read_layers(prediction, reference, image, class_field, progress)
    score_field = _find_score_field(predicted, score_field)
    progress(0.1)
    classes = [_read_classes(layer, class_field) for layer in (predicted, reference_data)] if class_field else None
    plane = make_local_plane(_join_bounds(predicted, reference_data), predicted.crs)
    flat, flat_reference = plane.project(predicted.geometries), plane.project(reference_data.geometries)
    scores = score_polygons(
        flat, flat_reference, _read_scores(predicted, score_field), classes, least_iou, boundary_width_m, miss_cost_m,
        gap_width_m, progress.part(0.1, 0.85),
    )  # fmt: skip
    if plane.to_local is not None:
        _measure_seams_again(scores, plane, predicted, reference_data, gap_width_m)
    scores.numbers["invalid_count"] = predicted.repaired
    result: dict = {name: value for name, value in scores.numbers.items() if not math.isnan(value)}
    if objects:
        write_vectors(objects, _collect_objects(predicted, reference_data, scores, classes), layer="objects")
        result["objects"] = objects
    progress(0.95)
    if report:
        described = [
            ["Prediction", prediction],
            ["Reference data", reference],
            ["Clipped to", image or "not clipped; all polygons of both layers count"],
            ["Classes", f"field '{class_field}'" if class_field else "not compared"],
            ["Score", f"field '{score_field}'" if score_field else _NO_SCORES],
            ["CRS", predicted.crs.name if predicted.crs is not None else
                "none; lengths are in units of the coordinates"],
            ["Invalid predicted polygons", f"{predicted.repaired}, repaired before the comparison"],
            ["Matching", describe_matching(least_iou)],
        ]
        settings = {"boundary": boundary_width_m, "gap": gap_width_m, "unmatched": miss_cost_m}
        write_polygon_report(report, described, scores, flat, flat_reference, settings, least_iou)
        result["report"] = report
    progress(1.0)
    found = scores.numbers
    if score_field is None:
        progress.message(_NO_SCORES)
    progress.message(
        f"{found['matched_count']} of {found['true_count']} reference polygons are matched, {found['predicted_count']} "
        f"polygons are predicted; IoU {found['iou']:.3f}, object F-score {found['object_f_score']:.3f}."
    )
    for path in filter(None, (objects, report)):
        progress.message(f"Wrote '{path}'.")
    return result


def _check_numbers(least_iou: float, boundary_width_m: float, gap_width_m: float, miss_cost_m: float) -> None:
    if not 0.1 <= least_iou <= 1:
        raise EoDeepError(f"The minimum IoU must be 0.1 to 1, got {least_iou:g}.")
    for name, value in (
        ("boundary width", boundary_width_m),
        ("maximum gap width", gap_width_m),
        ("unmatched penalty", miss_cost_m),
    ):
        if not 0 < value < math.inf:
            raise EoDeepError(f"The {name} must be greater than 0 m, got {value:g} m.")


def _read_layers(
    prediction: str, reference: str, image: str | None, class_field: str | None, progress: Progress
) -> tuple[VectorLayer, VectorLayer]:
    """Both layers in one CRS, cut at the image's edges, without polygons that have no class."""
    predicted = read_polygons(prediction, progress=progress)
    reference_data = read_polygons(reference, predicted.crs, [class_field] if class_field else [], progress)
    if class_field and class_field not in predicted.fields:
        names = ", ".join(predicted.fields) or "no fields"
        raise EoDeepError(f"Field '{class_field}' not found; the prediction has: {names}.")
    if predicted.crs is None and reference_data.crs is not None:
        progress.warning(f"The prediction has no CRS; it is taken to be in {reference_data.crs.name}.")
        predicted = replace(predicted, crs=reference_data.crs)
    if not len(reference_data):
        raise EoDeepError(f"The reference data '{reference}' hold no polygons.")
    if image:
        extent = _outline_image(image, predicted.crs, progress)
        predicted, reference_data = clip_polygons(predicted, extent), clip_polygons(reference_data, extent)
        if not len(reference_data):
            raise EoDeepError(f"No polygon of the reference data lies within the image '{image}'.")
    together = gather([predicted.geometries, reference_data.geometries], predicted.crs)
    predicted = replace(predicted, geometries=together[0])
    reference_data = replace(reference_data, geometries=together[1])
    layers = []
    for name, layer in (("prediction", predicted), ("reference data", reference_data)):
        if class_field:
            has_class = _read_classes(layer, class_field) != ""
            if not has_class.all():
                text = f"polygons of the {name} have no value in '{class_field}' and are left out."
                progress.warning(f"{(~has_class).sum()} {text}")
                layer = layer.select(has_class)
        layers.append(layer)
    predicted, reference_data = layers
    _check_extent(predicted, reference_data, progress)
    return predicted, reference_data


def _check_extent(predicted: VectorLayer, reference: VectorLayer, progress: Progress) -> None:
    """EoDeepError where the layers lie apart; a warning where the reference reaches much farther."""
    if not len(reference):
        raise EoDeepError("No polygon of the reference data has a class.")
    if not len(predicted):
        progress.warning("The prediction holds no polygons; all reference polygons count as missed.")
        return
    left, bottom, right, top = shapely.total_bounds(predicted.geometries)
    bounds = shapely.bounds(reference.geometries)
    outside = (bounds[:, 0] > right) | (bounds[:, 2] < left) | (bounds[:, 1] > top) | (bounds[:, 3] < bottom)
    if outside.all():
        spanned = describe_bounds((left, bottom, right, top))
        wanted = describe_bounds(shapely.total_bounds(reference.geometries), reference.crs)
        raise EoDeepError(f"The prediction and the reference data do not overlap: they span {spanned}, and {wanted}.")
    if outside.mean() > 0.2:
        progress.warning(
            f"{outside.mean():.0%} of the reference polygons lie outside the extent of the prediction and count as "
            "missed; "
            "give the image to clip both layers to it."
        )


def _outline_image(path: str, crs: pyproj.CRS | None, progress: Progress) -> shapely.Polygon:
    """The edges of an image as a polygon in `crs`."""
    with open_raster(path) as source:
        grid = source.grid
    corners = ((0, 0), (grid.width, 0), (grid.width, grid.height), (0, grid.height))
    outline = shapely.Polygon([grid.transform * corner for corner in corners])
    outline = shapely.segmentize(outline, outline.length / 4 / _EDGES_PER_SIDE)
    image_crs = to_crs(grid.crs)
    if image_crs is None or crs is None:
        if image_crs is not crs:
            progress.warning("The image or the polygons have no CRS; both are taken to be in the same CRS.")
        return outline
    outlines = reproject_polygons(VectorLayer(np.array([outline], object), {}, image_crs), crs)
    if not len(outlines):
        raise EoDeepError(f"The image '{path}' lies outside the valid area of {crs.name}.")
    return outlines.geometries[0]


def _read_classes(layer: VectorLayer, class_field: str) -> np.ndarray:
    """Classes (N,) as text, in lower case; null is ""."""
    return np.char.lower(to_texts(layer.fields[class_field]))


def _find_score_field(predicted: VectorLayer, score_field: str | None) -> str | None:
    """The numeric field that ranks the polygons: the given one, or the first of SCORE_FIELDS; None without any."""
    numeric = [name for name, values in predicted.fields.items() if values.dtype.kind in "iuf"]
    if score_field and score_field not in numeric:
        state = "holds no numbers" if score_field in predicted.fields else "not found"
        names = ", ".join(numeric) or "none"
        raise EoDeepError(f"Field '{score_field}' {state}; the prediction's numeric fields: {names}.")
    return score_field or next((name for name in SCORE_FIELDS if name in numeric), None)


def _read_scores(predicted: VectorLayer, score_field: str | None) -> np.ndarray | None:
    """Scores (N,) float64, null as NaN; None without a field."""
    return np.ma.filled(predicted.fields[score_field].astype(np.float64), np.nan) if score_field else None


def _join_bounds(first: VectorLayer, second: VectorLayer) -> tuple[float, float, float, float]:
    left, bottom, right, top = shapely.total_bounds(np.concatenate([first.geometries, second.geometries]))
    return float(left), float(bottom), float(right), float(top)


def _measure_seams_again(
    scores: PolygonScores, plane: LocalPlane, predicted: VectorLayer, reference: VectorLayer, gap_width_m: float
) -> None:
    """Gaps and overlaps where straight walls are straight: to reproject the vertices would tear neighbours apart."""
    scaled = plane.scale(predicted.geometries)
    seams = {
        "gap_area_m2": find_gaps(scaled, gap_width_m, plane.scale(reference.geometries)),
        "overlap_area_m2": find_overlaps(scaled),
    }
    for name, geometries in seams.items():
        scores.numbers[name] = float(measure_ground(plane.restore(geometries), predicted.crs)[0].sum())


def _collect_objects(
    predicted: VectorLayer, reference: VectorLayer, scores: PolygonScores, classes: Sequence[np.ndarray] | None
) -> VectorLayer:
    """Every predicted polygon and every missed reference polygon with its scores; lengths in metres."""
    pairs = scores.matches
    missed = np.setdiff1d(np.arange(len(reference)), pairs.reference)
    count = len(predicted) + len(missed)
    geometries = np.concatenate([predicted.geometries, reference.geometries[missed]])
    status = np.array(["spurious"] * len(predicted) + ["missed"] * len(missed), dtype=object)
    status[pairs.predicted] = "matched"
    fields = {"status": status}
    if classes:
        fields["class"] = np.concatenate([classes[0], classes[1][missed]]).astype(object)
    iou = _find_best_iou(scores.candidates, len(predicted), len(reference))
    fields["iou"] = np.concatenate([iou[0], iou[1][missed]])
    fields["iou"][pairs.predicted] = pairs.iou
    for name in ("complexity_iou", "polis_m", "hausdorff_m", "corner_median_m", "direction_error_deg",
                 "tangent_angle_deg"):  # fmt: skip
        fields[name] = np.full(count, np.nan)
        fields[name][pairs.predicted] = getattr(scores, name)
    fields["vertices"] = np.zeros(count, np.int32)
    fields["vertices"][: len(predicted)] = count_vertices(predicted.geometries)
    fields["reference_vertices"] = np.zeros(count, np.int32)
    fields["reference_vertices"][pairs.predicted] = count_vertices(reference.geometries[pairs.reference])
    fields["reference_vertices"][len(predicted) :] = count_vertices(reference.geometries[missed])
    fields["area_m2"] = measure_ground(geometries, predicted.crs)[0]
    return VectorLayer(geometries, fields, predicted.crs)


def _find_best_iou(pairs: Pairs, predicted_count: int, reference_count: int) -> tuple[np.ndarray, np.ndarray]:
    """The highest IoU that each polygon has with any of the other layer, 0 below 0.1: (N,) and (M,) float64."""
    best, best_reference = np.zeros(predicted_count), np.zeros(reference_count)
    np.maximum.at(best, pairs.predicted, pairs.iou)
    np.maximum.at(best_reference, pairs.reference, pairs.iou)
    return best, best_reference
