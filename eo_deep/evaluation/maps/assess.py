"""Accuracy of a map: a class raster or polygons against reference data."""

from __future__ import annotations

from contextlib import ExitStack

import numpy as np

from ...geo.grid import Grid
from ...io.files import check_distinct, check_writable
from ...io.paths import ExtraRaster, MapPath, NewReport, VectorPath
from ...progress import Progress, silent
from ...reports.html import Report, confusion_figure
from ...runtime.jobs import algorithm
from ..polygons.object_scores import describe_matching
from .comparison import Confusion
from .error_maps import check_size, color_errors, error_classes, is_written_whole, map_errors
from .layers import open_comparison
from .scores import ClassScores, ObjectScores, score_confusion


@algorithm()
def assess_accuracy(prediction: MapPath, reference: MapPath, class_field: str | None = None,
                    area: VectorPath | None = None, error_map: ExtraRaster | None = None,
                    report: NewReport | None = None, progress: Progress = silent) -> dict:
    """Compare a map with reference data, pixel by pixel and, where both are polygons, object by object.

    Pixels are compared on the prediction's grid, on the reference data's if the prediction is polygons, and on a fine
    grid of its own if both are. Pixels that are nodata in either are left out. Classes of one name are the same, else
    those of one number.

    Parameters
    ----------
    prediction, reference : str
        Class rasters or polygon layers, in any CRS.
    class_field : str, optional
        Field of the polygons with their classes, as whole numbers or names. Outside of such reference polygons, all
        pixels are nodata. Default: inside of polygons is one class, outside is the background.
    area : str, optional
        Polygon layer within which to compare.
    error_map : str, optional
        GeoTIFF to write, with true and false positives and negatives, or right and wrong pixels.
    report : str, optional
        HTML file to write.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        overall_accuracy, kappa (Cohen 1960) and mean_iou, 0 to 1. For two classes also iou, precision, recall and
        f_score of the one with the greater number. For two polygon layers also object_precision, object_recall and
        object_f_score: of as many pairs as possible with an IoU of at least 0.5 (maximum matching), as
        `compare_polygons` has them. The paths of what was written.

    Raises
    ------
    EoDeepError
        For layers that cannot be read, do not overlap, or lack the field.
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
                progress.message("The layers lie far apart; the error map is nodata where neither layer has polygons.")
        confusion = comparison.count(progress.part(0.0, 0.6 if error_map or report else 0.95))
        _report_classes(confusion, progress)
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


def _report_classes(confusion: Confusion, progress: Progress) -> None:
    """Report which classes are matched, and warn where scores are not meaningful."""
    if not confusion.matching.is_complete:
        progress.message(confusion.matching.how)
    if confusion.matching.doubt:
        progress.warning(confusion.matching.doubt)
    reference = np.flatnonzero(confusion.pixels.sum(axis=1))
    if len(reference) == 1:
        progress.warning(
            f"All compared pixels of the reference data are of one class, {confusion.names[reference[0]]}; overall "
            "accuracy, "
            "kappa and precision are not meaningful."
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
    pixel = f"{size[0]:.3g} m x {size[1]:.3g} m on the ground" if size else "of unknown size, because there is no CRS"
    page.heading("Input")
    rows = [["Prediction", prediction], ["Reference data", reference],
            ["Area", area or "all pixels that both layers cover"]]
    rows.append(["Grid", f"{grid.width} x {grid.height} pixels, {pixel}"])
    rows.append(["Classes", confusion.matching.how])
    page.table([], rows)


def _describe_scores(page: Report, confusion: Confusion, scores: ClassScores, objects: ObjectScores | None) -> None:
    page.heading("Overall")
    rows: list[list] = [
        ["Overall accuracy", scores.overall_accuracy, "Share of the pixels with the correct class"],
        ["Kappa", scores.kappa, "Agreement beyond chance (Cohen); 1 is perfect"],
        ["Mean IoU", scores.mean_iou, "Intersection over union, mean of the classes"],
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
        "Precision: share of the pixels predicted as this class that are of this class in the reference data. Recall: "
        "share of the reference pixels of this class that are predicted as this class. F-score: harmonic mean of both. "
        "A dash means that a class has no pixels to divide by."
    )
    if objects is not None:
        page.heading("Objects")
        page.table(
            ["", "Predicted", "matched", "Reference", "matched", "Precision", "Recall", "F-score"],
            [
                ["Polygons", objects.predicted, objects.predicted_matched, objects.reference, objects.reference_matched,
                 objects.precision, objects.recall, objects.f_score]
            ],
        )  # fmt: skip
        page.text(f"{describe_matching()} Precision and recall: share of the predicted and of the reference polygons "
                  "that "
                  "are matched.")
    page.heading("Confusion matrix")
    page.figure(confusion_figure(confusion.pixels, confusion.names),
                "Share of each reference class, and number of pixels.")
    header = ["Reference data \\ Prediction", *confusion.names, "Sum"]
    page.table(header, [[name, *row, row.sum()] for name, row in zip(confusion.names, confusion.pixels)])


def _describe_errors(page: Report, confusion: Confusion, small: np.ndarray, details: list[np.ndarray]) -> None:
    page.heading("Map of errors")
    entries = error_classes(confusion)
    colors = color_errors(np.array([[entry["value"] for entry in entries]], np.uint8), confusion)[0]
    page.legend(zip(colors.tolist(), (entry["name"] for entry in entries)))
    page.image(_enlarge(color_errors(small, confusion)), "Overview. White pixels are nodata or outside the area.")
    for number, codes in enumerate(details, 1):
        page.image(
            color_errors(codes, confusion), f"Detail {number} at full resolution: one of the places with the most "
                                            "errors."
        )


def _enlarge(picture: np.ndarray) -> np.ndarray:
    """A picture of a small grid, its pixels repeated until it can be seen."""
    factor = max(1, 400 // max(picture.shape[:2]))
    return picture.repeat(factor, axis=0).repeat(factor, axis=1)
