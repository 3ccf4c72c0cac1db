"""How good a map is: a class raster or polygons against what is true."""

from __future__ import annotations

from contextlib import ExitStack

import numpy as np

from .errors import EoDeepError
from .files import check_distinct, check_writable
from .jobs import algorithm
from .map_comparison.class_maps import (
    BACKGROUND,
    OBJECT,
    ClassMap,
    PolygonMap,
    RasterMap,
    bring_to_grid,
    encode_classes,
    make_grid,
    open_layer,
)
from .map_comparison.comparison import Comparison, Confusion
from .map_comparison.error_maps import color_errors, error_classes, map_errors
from .map_comparison.scores import ClassScores, ObjectScores, score_confusion
from .progress import Progress, silent
from .raster import Grid, RasterSource, open_raster
from .report import Report, confusion_figure
from .vector import Polygons, read_polygons


@algorithm
def assess_accuracy(
    prediction: str,
    reference: str,
    class_field: str | None = None,
    area: str | None = None,
    error_map: str | None = None,
    report: str | None = None,
    progress: Progress = silent,
) -> dict:
    """Compare a map with what is true, pixel by pixel and, where both are polygons, object by object.

    prediction, reference: class rasters or polygons in any CRS. Pixels are compared on the prediction's grid, the
    reference's if the prediction is polygons, and a fine one of its own if both are; nodata of either is left out.
    class_field: the polygons' classes, as whole numbers or names; outside such reference polygons nothing is known.
    None: inside polygons is one class, outside the other. area: polygons within which to compare. error_map: GeoTIFF
    to write. report: HTML file to write.

    Returns overall_accuracy, kappa and mean_iou; for two classes also iou, precision, recall and f_score of the
    greater one; for two polygon layers object_precision, object_recall and object_f_score at IoU 0.5. Raises
    EoDeepError for layers that cannot be read, do not overlap, or lack the field.
    """
    check_distinct([error_map, report], [prediction, reference, area])
    for path in (error_map, report):
        if path:
            check_writable(path)
    with ExitStack() as files:
        comparison = _open_comparison(prediction, reference, class_field, area, files, progress)
        confusion = comparison.count(progress.part(0.0, 0.6 if error_map or report else 0.95))
        scores = score_confusion(confusion.pixels)
        objects = comparison.match()
        result = _collect_values(confusion, scores, objects)
        if error_map or report:
            pictures = map_errors(comparison, confusion, error_map, progress.part(0.6, 0.95))
        if error_map:
            result["error_map"] = error_map
        if report:
            page = Report("Accuracy")
            _describe_layers(page, prediction, reference, area, comparison.grid)
            _describe_scores(page, confusion, scores, objects)
            _describe_errors(page, confusion, *pictures)
            page.write(report)
            result["report"] = report
    progress(1.0)
    progress.message(f"Overall accuracy {scores.overall_accuracy:.3f}, mean IoU {scores.mean_iou:.3f}.")
    for path in filter(None, (error_map, report)):
        progress.message(f"Wrote '{path}'.")
    return result


def _open_comparison(
    prediction: str, reference: str, class_field: str | None, area: str | None, files: ExitStack, progress: Progress
) -> Comparison:
    """Open both layers, which `files` will close, and find the grid on which to compare them."""
    fields = [class_field] if class_field else []
    opened = []
    for path in (prediction, reference):
        opened.append(open_layer(path, fields, progress))
        if isinstance(opened[-1], RasterSource):
            files.enter_context(opened[-1])
    predicted, true = opened
    limits = read_polygons(area, columns=[], progress=progress) if area else None
    if isinstance(true, Polygons) and not len(true):
        raise EoDeepError(f"The reference '{reference}' holds no polygons to compare with.")
    if limits is not None and not len(limits):
        raise EoDeepError(f"The area '{area}' holds no polygons.")
    _warn_of_missing_crs(predicted, true, limits, progress)
    if isinstance(predicted, Polygons) and isinstance(true, Polygons):
        grid, predicted, true = make_grid(predicted, true, limits)
    else:
        grid = next(layer.grid for layer in (predicted, true) if isinstance(layer, RasterSource))
    if isinstance(predicted, RasterSource) and isinstance(true, RasterSource) and not true.grid.matches(grid):
        true = files.enter_context(open_raster(reference, bands=[1], grid=grid, resampling="nearest"))
    layers = [bring_to_grid(layer, grid) if isinstance(layer, Polygons) else layer for layer in (predicted, true)]
    known_names: dict[int, str] = {}
    for layer in layers:
        if isinstance(layer, RasterSource):
            known_names |= {int(entry["value"]): str(entry["name"]) for entry in layer.classes}
    maps: list[ClassMap] = []
    objects: list[tuple[Polygons, np.ndarray]] = []
    for layer, is_reference in ((layers[1], True), (layers[0], False)):
        if isinstance(layer, RasterSource):
            maps.append(RasterMap(layer))
            continue
        polygons, codes, names = _read_classes(layer, class_field, known_names, progress)
        known_names |= names
        _check_overlap(polygons, grid, "reference" if is_reference else "prediction", progress)
        background = None if class_field and is_reference else BACKGROUND
        maps.append(PolygonMap(polygons, codes, grid, background, names))
        objects.append((polygons, codes))
    true_map, predicted_map = maps
    return Comparison(
        grid,
        predicted_map,
        true_map,
        {BACKGROUND, OBJECT} if objects and not class_field else set(),
        bring_to_grid(limits, grid).index if limits is not None else None,
        (objects[1][0], objects[0][0], objects[1][1], objects[0][1]) if len(objects) == 2 else None,
    )


def _read_classes(
    polygons: Polygons, class_field: str | None, known_names: dict[int, str], progress: Progress
) -> tuple[Polygons, np.ndarray, dict[int, str]]:
    """The polygons that have a class, their class values (N,), and the classes' names."""
    if not class_field:
        names = {BACKGROUND: "not building", OBJECT: "building"} | known_names
        return polygons, np.full(len(polygons), OBJECT, np.int32), names
    codes, present, names = encode_classes(polygons.attributes[class_field], known_names)
    if not present.all():
        progress.warning(f"{(~present).sum()} polygons without a value in '{class_field}' are left out.")
    return polygons.select(present), codes[present], {BACKGROUND: "no class"} | names


def _check_overlap(polygons: Polygons, grid: Grid, name: str, progress: Progress) -> None:
    """EoDeepError where a reference lies beside the grid; a prediction may be empty or elsewhere: it found nothing."""
    if len(polygons) and not len(polygons.index.find(grid)):
        if name == "reference":
            raise EoDeepError("The prediction and the reference do not overlap.")
        progress.warning("No predicted polygon lies within the reference.")


def _warn_of_missing_crs(predicted, true, limits, progress: Progress) -> None:
    layers = {"prediction": predicted, "reference": true, "area": limits}
    missing = [
        name
        for name, layer in layers.items()
        if layer is not None and (layer.crs if isinstance(layer, Polygons) else layer.grid.crs) is None
    ]
    if missing and len(missing) < sum(layer is not None for layer in layers.values()):
        progress.warning(f"No CRS in: {', '.join(missing)}; taken to be the same as the other layer's.")


def _collect_values(confusion: Confusion, scores: ClassScores, objects: ObjectScores | None) -> dict:
    """The output values; a score that is 0/0, such as the precision of an empty prediction, is 0."""
    result = {
        "overall_accuracy": scores.overall_accuracy,
        "kappa": scores.kappa,
        "mean_iou": scores.mean_iou,
    }
    if confusion.positive is not None:
        for name in ("iou", "precision", "recall", "f_score"):
            result[name] = float(np.nan_to_num(getattr(scores, name)[confusion.positive]))
    if objects is not None:
        result |= {
            "object_precision": objects.precision,
            "object_recall": objects.recall,
            "object_f_score": objects.f_score,
        }
    return result


def _describe_layers(page: Report, prediction: str, reference: str, area: str | None, grid: Grid) -> None:
    size = grid.ground_resolution_m
    pixel = f"{size[0]:.3g} m x {size[1]:.3g} m on the ground" if size else "of unknown size, as there is no CRS"
    page.heading("What was compared")
    rows = [["Prediction", prediction], ["Reference", reference], ["Area", area or "all that both layers cover"]]
    rows.append(["Grid", f"{grid.width} x {grid.height} pixels, {pixel}"])
    page.table([], rows)


def _describe_scores(page: Report, confusion: Confusion, scores: ClassScores, objects: ObjectScores | None) -> None:
    page.heading("Overall")
    rows: list[list] = [
        ["Overall accuracy", scores.overall_accuracy, "share of the pixels whose class is right"],
        ["Kappa", scores.kappa, "agreement beyond chance (Cohen)"],
        ["Mean IoU", scores.mean_iou, "intersection over union, mean over the classes"],
        ["Compared pixels", int(confusion.pixels.sum()), ""],
    ]
    if confusion.area_m2 is not None:
        rows.append(["Compared area", float(confusion.area_m2.sum()), "m\N{SUPERSCRIPT TWO}"])
    page.table(["Measure", "Value", "Meaning"], rows)
    page.heading("Classes")
    header = ["Class", "Precision", "Recall", "F-score", "IoU", "Reference pixels", "Predicted pixels"]
    columns = [scores.precision, scores.recall, scores.f_score, scores.iou]
    columns += [confusion.pixels.sum(axis=1), confusion.pixels.sum(axis=0)]
    if confusion.area_m2 is not None:
        header += ["Reference area (m\N{SUPERSCRIPT TWO})", "Predicted area (m\N{SUPERSCRIPT TWO})"]
        columns += [confusion.area_m2.sum(axis=1), confusion.area_m2.sum(axis=0)]
    page.table(header, [[name, *values] for name, *values in zip(confusion.names, *columns)])
    page.text(
        "Precision: share of what was predicted as the class that is of the class. Recall: share of the class that was "
        "found. F-score: their harmonic mean. A dash stands where there is nothing to divide by."
    )
    if objects is not None:
        page.heading("Objects")
        page.table(
            ["", "Predicted", "of these right", "True", "of these found", "Precision", "Recall", "F-score"],
            [
                ["Polygons at IoU 0.5", objects.predicted, objects.predicted_right, objects.true, objects.true_found,
                 objects.precision, objects.recall, objects.f_score]
            ],
        )  # fmt: skip
        page.text("Polygons are matched one to one; a pair counts if their intersection over union is at least 0.5.")
    page.heading("Confusion matrix")
    page.figure(confusion_figure(confusion.pixels, confusion.names), "Shares of each reference class, and pixels.")
    header = ["Reference \\ Prediction", *confusion.names, "Sum"]
    page.table(header, [[name, *row, row.sum()] for name, row in zip(confusion.names, confusion.pixels)])


def _describe_errors(page: Report, confusion: Confusion, small: np.ndarray, details: list[np.ndarray]) -> None:
    page.heading("Error map")
    entries = error_classes(confusion)
    colors = color_errors(np.array([[entry["value"] for entry in entries]], np.uint8), confusion)[0]
    page.legend(zip(colors.tolist(), (entry["name"] for entry in entries)))
    page.image(_enlarge(color_errors(small, confusion)), "The whole comparison; white is unknown or outside the area.")
    for number, codes in enumerate(details, 1):
        page.image(
            color_errors(codes, confusion), f"One of the places with the most errors, at full resolution ({number})."
        )


def _enlarge(picture: np.ndarray) -> np.ndarray:
    """A picture of a small grid, its pixels repeated until it can be seen."""
    factor = max(1, 400 // max(picture.shape[:2]))
    return picture.repeat(factor, axis=0).repeat(factor, axis=1)
