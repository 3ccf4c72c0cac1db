"""How good polygons are: predicted ones against true ones, by area, object by object, and wall by wall."""

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
from .object_scores import Pairs, count_vertices, find_gaps, find_overlaps
from .report import write_polygon_report
from .summary import PolygonScores, score_polygons

SCORE_FIELD = "mean_probability"
_EDGES_PER_SIDE = 50  # of an image's outline, which is curved in another CRS


@algorithm(
    least_iou=(0.1, 1.0), boundary_width_m=(0.01, 1e4), gap_width_m=(0.01, 1e4), miss_cost_m=(0.1, 1e6),
)
def compare_polygons(prediction: VectorPath, reference: VectorPath, image: RasterPath | None = None,
                     class_field: str | None = None, least_iou: float = 0.5, boundary_width_m: float = 1.0,
                     gap_width_m: float = 1.0, miss_cost_m: float = 10.0, report: NewReport | None = None,
                     objects: ExtraVector | None = None, progress: Progress = silent) -> dict:
    """Compare predicted polygons with true ones: their area, every object, and the position and direction of walls.

    prediction, reference: polygons in any CRS; the reference is brought to the prediction's. Lengths are measured on
    the ground, in coordinates' units without a CRS. A field `mean_probability` of the prediction ranks its polygons for
    the average precision. image: both layers are cut at its edges. class_field: field of both layers with the class;
    only polygons of one class are compared. least_iou: of a pair that counts as found. boundary_width_m,
    miss_cost_m, gap_width_m: see `score_polygons`. report: HTML file to write. objects: GeoPackage to write, with every
    predicted polygon and every missed true one.

    Returns the numbers of `score_polygons` that are not 0/0, invalid_count, and the paths of what was written. Raises
    EoDeepError for layers that cannot be read, lack the field or do not overlap, and numbers out of range.
    """
    check_distinct([report, objects], [prediction, reference, image])
    for path, suffixes in ((report, ()), (objects, (".gpkg",))):
        if path:
            check_writable(path, *suffixes)
    _check_numbers(least_iou, boundary_width_m, gap_width_m, miss_cost_m)
    predicted, true = _read_layers(prediction, reference, image, class_field, progress)
    progress(0.1)
    classes = [_read_classes(layer, class_field) for layer in (predicted, true)] if class_field else None
    plane = make_local_plane(_join_bounds(predicted, true), predicted.crs)
    flat, flat_true = plane.project(predicted.geometries), plane.project(true.geometries)
    scores = score_polygons(
        flat, flat_true, _read_scores(predicted), classes, least_iou, boundary_width_m, miss_cost_m, gap_width_m,
        progress.part(0.1, 0.85),
    )  # fmt: skip
    if plane.to_local is not None:
        _measure_seams_again(scores, plane, predicted, true, gap_width_m)
    scores.numbers["invalid_count"] = predicted.repaired
    result: dict = {name: value for name, value in scores.numbers.items() if not math.isnan(value)}
    if objects:
        write_vectors(objects, _collect_objects(predicted, true, scores, classes), layer="objects")
        result["objects"] = objects
    progress(0.95)
    if report:
        described = [
            ["Prediction", prediction],
            ["Reference", reference],
            ["Cut at the edges of", image or "nothing: all polygons of both layers count"],
            ["Classes", f"field '{class_field}'" if class_field else "not compared"],
            ["CRS", predicted.crs.name if predicted.crs is not None else "none: lengths are in units of coordinates"],
            ["Invalid predicted polygons", f"{predicted.repaired}, repaired before the comparison"],
            ["A pair counts as found", f"from an IoU of {least_iou:g}; the highest IoU first, each polygon once"],
        ]
        settings = {"boundary": boundary_width_m, "gap": gap_width_m, "miss": miss_cost_m}
        write_polygon_report(report, described, scores, flat, flat_true, settings)
        result["report"] = report
    progress(1.0)
    found = scores.numbers
    progress.message(
        f"{found['matched_count']} of {found['true_count']} true polygons are found, {found['predicted_count']} are "
        f"predicted; IoU {found['iou']:.3f}, F-score of objects {found['object_f_score']:.3f}."
    )
    for path in filter(None, (objects, report)):
        progress.message(f"Wrote '{path}'.")
    return result


def _check_numbers(least_iou: float, boundary_width_m: float, gap_width_m: float, miss_cost_m: float) -> None:
    if not 0.1 <= least_iou <= 1:
        raise EoDeepError(f"The least IoU of a pair must be 0.1 to 1, got {least_iou:g}.")
    for name, value in (
        ("width of the boundary", boundary_width_m),
        ("widest gap", gap_width_m),
        ("cost of a miss", miss_cost_m),
    ):
        if not 0 < value < math.inf:
            raise EoDeepError(f"The {name} must be above 0 m, got {value:g} m.")


def _read_layers(
    prediction: str, reference: str, image: str | None, class_field: str | None, progress: Progress
) -> tuple[VectorLayer, VectorLayer]:
    """Both layers in one CRS, cut at the image's edges, without polygons that have no class."""
    predicted = read_polygons(prediction, progress=progress)
    true = read_polygons(reference, predicted.crs, [class_field] if class_field else [], progress)
    if class_field and class_field not in predicted.fields:
        names = ", ".join(predicted.fields) or "no fields"
        raise EoDeepError(f"Field '{class_field}' not found; the prediction has: {names}.")
    if predicted.crs is None and true.crs is not None:
        progress.warning(f"The prediction has no CRS; it is taken to be in {true.crs.name}.")
        predicted = replace(predicted, crs=true.crs)
    if not len(true):
        raise EoDeepError(f"The reference '{reference}' holds no polygons to compare with.")
    if image:
        extent = _outline_image(image, predicted.crs, progress)
        predicted, true = clip_polygons(predicted, extent), clip_polygons(true, extent)
        if not len(true):
            raise EoDeepError(f"No polygon of the reference lies within the image '{image}'.")
    together = gather([predicted.geometries, true.geometries], predicted.crs)
    predicted, true = (replace(layer, geometries=own) for layer, own in zip((predicted, true), together))
    layers = []
    for name, layer in (("prediction", predicted), ("reference", true)):
        if class_field:
            known = _read_classes(layer, class_field) != ""
            if not known.all():
                progress.warning(f"{(~known).sum()} polygons of the {name} without '{class_field}' are left out.")
                layer = layer.select(known)
        layers.append(layer)
    predicted, true = layers
    _check_extent(predicted, true, progress)
    return predicted, true


def _check_extent(predicted: VectorLayer, true: VectorLayer, progress: Progress) -> None:
    """EoDeepError where the layers lie apart; a warning where the reference reaches much farther."""
    if not len(true):
        raise EoDeepError("No polygon of the reference has a class.")
    if not len(predicted):
        progress.warning("The prediction holds no polygons; everything counts as missed.")
        return
    left, bottom, right, top = shapely.total_bounds(predicted.geometries)
    bounds = shapely.bounds(true.geometries)
    outside = (bounds[:, 0] > right) | (bounds[:, 2] < left) | (bounds[:, 1] > top) | (bounds[:, 3] < bottom)
    if outside.all():
        spanned = describe_bounds((left, bottom, right, top))
        wanted = describe_bounds(shapely.total_bounds(true.geometries), true.crs)
        raise EoDeepError(f"The prediction and the reference do not overlap: they span {spanned}, and {wanted}.")
    if outside.mean() > 0.2:
        progress.warning(
            f"{outside.mean():.0%} of the reference's polygons lie outside the extent of the prediction and count as "
            "missed; name the image to leave out what it does not show."
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
            progress.warning("No CRS in the image or the polygons; taken to be the same.")
        return outline
    outlines = reproject_polygons(VectorLayer(np.array([outline], object), {}, image_crs), crs)
    if not len(outlines):
        raise EoDeepError(f"The image '{path}' lies outside the reach of {crs.name}.")
    return outlines.geometries[0]


def _read_classes(layer: VectorLayer, class_field: str) -> np.ndarray:
    """Classes (N,) as text, in lower case; null is ""."""
    return np.char.lower(to_texts(layer.fields[class_field]))


def _read_scores(predicted: VectorLayer) -> np.ndarray | None:
    values = predicted.fields.get(SCORE_FIELD)
    if values is None or values.dtype.kind not in "iuf":
        return None
    return np.ma.filled(values.astype(np.float64), np.nan)


def _join_bounds(first: VectorLayer, second: VectorLayer) -> tuple[float, float, float, float]:
    left, bottom, right, top = shapely.total_bounds(np.concatenate([first.geometries, second.geometries]))
    return float(left), float(bottom), float(right), float(top)


def _measure_seams_again(
    scores: PolygonScores, plane: LocalPlane, predicted: VectorLayer, true: VectorLayer, gap_width_m: float
) -> None:
    """Gaps and overlaps where straight walls are straight: to reproject the vertices would tear neighbours apart."""
    scaled = plane.scale(predicted.geometries)
    seams = {
        "gap_area_m2": find_gaps(scaled, gap_width_m, plane.scale(true.geometries)),
        "overlap_area_m2": find_overlaps(scaled),
    }
    for name, geometries in seams.items():
        scores.numbers[name] = float(measure_ground(plane.restore(geometries), predicted.crs)[0].sum())


def _collect_objects(
    predicted: VectorLayer, true: VectorLayer, scores: PolygonScores, classes: Sequence[np.ndarray] | None
) -> VectorLayer:
    """Every predicted polygon and every missed true one, with what is known of it; lengths in metres."""
    pairs = scores.matches
    missed = np.setdiff1d(np.arange(len(true)), pairs.true)
    count = len(predicted) + len(missed)
    geometries = np.concatenate([predicted.geometries, true.geometries[missed]])
    status = np.array(["spurious"] * len(predicted) + ["missed"] * len(missed), dtype=object)
    status[pairs.predicted] = "matched"
    attributes = {"status": status}
    if classes:
        attributes["class"] = np.concatenate([classes[0], classes[1][missed]]).astype(object)
    iou = _find_best_iou(scores.candidates, len(predicted), len(true))
    attributes["iou"] = np.concatenate([iou[0], iou[1][missed]])
    attributes["iou"][pairs.predicted] = pairs.iou
    for name in ("complexity_iou", "polis_m", "hausdorff_m", "direction_error_deg", "tangent_angle_deg"):
        attributes[name] = np.full(count, np.nan)
        attributes[name][pairs.predicted] = getattr(scores, name)
    attributes["vertices"] = np.zeros(count, np.int32)
    attributes["vertices"][: len(predicted)] = count_vertices(predicted.geometries)
    attributes["reference_vertices"] = np.zeros(count, np.int32)
    attributes["reference_vertices"][pairs.predicted] = count_vertices(true.geometries[pairs.true])
    attributes["reference_vertices"][len(predicted) :] = count_vertices(true.geometries[missed])
    attributes["area_m2"] = measure_ground(geometries, predicted.crs)[0]
    return VectorLayer(geometries, attributes, predicted.crs)


def _find_best_iou(pairs: Pairs, predicted_count: int, true_count: int) -> tuple[np.ndarray, np.ndarray]:
    """The highest IoU that each polygon has with any of the other layer, 0 below 0.1: (N,) and (M,) float64."""
    best, best_true = np.zeros(predicted_count), np.zeros(true_count)
    np.maximum.at(best, pairs.predicted, pairs.iou)
    np.maximum.at(best_true, pairs.true, pairs.iou)
    return best, best_true
