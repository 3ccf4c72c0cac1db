"""How good a map is: a class raster or polygons against what is true."""

from __future__ import annotations

from contextlib import ExitStack

import numpy as np

from ...io.files import check_distinct, check_writable
from ...io.paths import ExtraRaster, MapPath, NewReport, VectorPath
from ...io.raster import Grid
from ...progress import Progress, silent
from ...reports.html import Report, confusion_figure
from ...runtime.jobs import algorithm
from .comparison import Confusion
from .error_maps import check_size, color_errors, error_classes, is_written_whole, map_errors
from .layers import open_comparison
from .scores import ClassScores, ObjectScores, score_confusion


@algorithm()
def assess_accuracy(prediction: MapPath, reference: MapPath, class_field: str | None = None,
                    area: VectorPath | None = None, error_map: ExtraRaster | None = None,
                    report: NewReport | None = None, progress: Progress = silent) -> dict:
    """Compare a map with what is true, pixel by pixel and, where both are polygons, object by object.

    prediction, reference: class rasters or polygons in any CRS. Pixels are compared on the prediction's grid, the
    reference's if the prediction is polygons, and a fine one of its own if both are; nodata of either is left out.
    class_field: the polygons' classes, as whole numbers or names; outside such reference polygons nothing is known.
    None: inside polygons is one class, outside the other. Classes of one name are the same, else those of one number
    (see `map_comparison.class_matching.match_classes`). area: polygons within which to compare. error_map: GeoTIFF
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
        comparison = open_comparison(prediction, reference, class_field, area, files, progress)
        if error_map:
            check_size(comparison.grid)
            if any(part.is_empty for part in comparison.parts) and not is_written_whole(comparison.grid):
                progress.message("The layers lie far apart: the error map is empty where neither has polygons.")
        confusion = comparison.count(progress.part(0.0, 0.6 if error_map or report else 0.95))
        _tell_of_classes(confusion, progress)
        scores = score_confusion(confusion.pixels)
        objects = comparison.match(confusion.matching)
        result = _collect_values(confusion, scores, objects)
        if error_map or report:
            pictures = map_errors(comparison, confusion, error_map, progress.part(0.6, 0.95))
        if error_map:
            result["error_map"] = error_map
        if report:
            page = Report("Accuracy")
            _describe_layers(page, prediction, reference, area, comparison.grid, confusion)
            _describe_scores(page, confusion, scores, objects)
            _describe_errors(page, confusion, *pictures)
            page.write(report)
            result["report"] = report
    progress(1.0)
    progress.message(f"Overall accuracy {100 * scores.overall_accuracy:.1f} %, mean IoU {100 * scores.mean_iou:.1f} %.")
    for path in filter(None, (error_map, report)):
        progress.message(f"Wrote '{path}'.")
    return result


def _tell_of_classes(confusion: Confusion, progress: Progress) -> None:
    """What is taken to be the same class, and what the scores then do not say."""
    if not confusion.matching.is_complete:
        progress.message(confusion.matching.how)
    if confusion.matching.doubt:
        progress.warning(confusion.matching.doubt)
    true = np.flatnonzero(confusion.pixels.sum(axis=1))
    if len(true) == 1:
        progress.warning(
            f"All compared pixels are of one class in the reference, {confusion.names[true[0]]}; what it does not know "
            "is not judged, so overall accuracy, kappa and precision say little."
        )


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


def _describe_layers(
    page: Report, prediction: str, reference: str, area: str | None, grid: Grid, confusion: Confusion
) -> None:
    size = grid.ground_resolution_m
    pixel = f"{size[0]:.3g} m x {size[1]:.3g} m on the ground" if size else "of unknown size, as there is no CRS"
    page.heading("What was compared")
    rows = [["Prediction", prediction], ["Reference", reference], ["Area", area or "all that both layers cover"]]
    rows.append(["Grid", f"{grid.width} x {grid.height} pixels, {pixel}"])
    rows.append(["Classes", confusion.matching.how])
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
