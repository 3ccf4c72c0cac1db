"""Assessment of detected changes: scores and maps of several methods against reference data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

import numpy as np

from ...errors import EoDeepError
from ...geo.grid import Grid
from ...io.files import check_distinct, check_writable
from ...io.paths import MapPath, NewReport, RasterPath, VectorPath, list_paths
from ...progress import Progress, silent
from ...runtime.jobs import algorithm
from ..maps.comparison_grid import list_parts
from ..maps.error_maps import FALSE_NEGATIVE, FALSE_POSITIVE, PICTURE_PX, TRUE_NEGATIVE, TRUE_POSITIVE, draw_codes
from ..maps.layers import open_layer
from .layers import Method, Reference, bring_methods, check_layers, find_grid, open_methods, open_reference
from .regions import RegionCounter, RegionLabels, RegionScores
from .report import write_change_report
from .scores import Detection, ScoreHistogram, divide


@dataclass
class Assessed:
    """What is counted of one method. picture: codes of an error map, drawn small; 0 where nothing is compared."""

    method: Method
    picture: np.ndarray
    histogram: ScoreHistogram | None = None
    detection: Detection | None = None
    labelled: int = 0
    masked: int = 0
    regions: RegionScores | None = None
    numbers: dict[str, float] = field(default_factory=dict)


@algorithm()
def assess_change(score: Sequence[RasterPath] | RasterPath | None = None,
                  map: Sequence[MapPath] | MapPath | None = None, reference: MapPath | None = None,
                  class_field: str | None = None, area: VectorPath | None = None, threshold: float | None = None,
                  report: NewReport | None = None, progress: Progress = silent) -> dict:
    """Measure how well changes are detected: one method, or several side by side on the same pixels.

    A score ranks pixels, a map or a threshold on the score says which of them changed. Pixels count where the reference
    data are labelled and all methods have a value. Objects are 4-connected regions of pixels; regions of the reference
    data are matched one to one with detected ones, as many as possible with an IoU of at least 0.1 (maximum matching).

    Parameters
    ----------
    score : str or list of str, optional
        Rasters whose first band is higher where change is more likely, nodata where it is not known: one per method.
    map : str or list of str, optional
        Maps of the changes, one per method and in the order of the scores: polygons, or rasters where all values but 0
        and nodata are changes. Default: pixels whose score is at least the threshold.
    reference : str, optional
        What changed: polygons, or a raster of 0 for unchanged, 255 or nodata for unlabelled, all else changed. A raster
        of 0 and 255 only is a mask, 255 its changes. Default: nothing changed, as in two images without an event
        between them, so each detection is a false alarm.
    class_field : str, optional
        Field of the reference polygons: 0 or a name such as "unchanged" or "stable" is unchanged, all else changed, and
        the surroundings are unlabelled. Default: the polygons are changed, all else is not.
    area : str, optional
        Polygon layer within which to assess.
    threshold : float, optional
        From this score on pixels count as changed. Default: the threshold that `detect_change` states in the score.
    report : str, optional
        HTML file to write, with curves and maps of errors.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        Of the first method, without those that are 0/0: auroc (area under the receiver operating characteristic),
        ap (average precision); precision, recall, f_score and false_alarm_share (of the unchanged pixels) at the
        threshold;
        false_alarms_per_km2 (pixels), object_recall, false_objects_per_km2 (regions without a changed pixel), both per
        km2 of unchanged ground; masked_share of the labelled pixels without a value; threshold. Under `methods` a list
        with these numbers and the name of each method. The path of the report.

    Raises
    ------
    EoDeepError
        For layers that cannot be read or do not overlap, a missing field, and where no pixel can be compared.
    """
    scores, maps = list_paths(score), list_paths(map)
    check_distinct([report], [*scores, *maps, reference, area])
    if report:
        check_writable(report, ".html")
    if threshold is not None and not math.isfinite(threshold):
        raise EoDeepError(f"The threshold must be a finite number, got {threshold:g}.")
    with ExitStack() as files:
        opened = open_methods(scores, maps, files, progress)
        layer = open_layer(reference, [class_field] if class_field else [], progress) if reference else None
        grid = find_grid(opened, layer)
        check_layers(opened, layer, reference, grid, progress)
        methods = bring_methods(opened, grid, threshold, files, progress)
        truth = open_reference(layer, class_field, area, grid, files, progress)
        assessed, changed, unchanged_km2 = _count(methods, truth, grid, progress.part(0.05, 0.95))
    for each in assessed:
        each.numbers = _collect_numbers(each, unchanged_km2)
    result: dict = {name: value for name, value in assessed[0].numbers.items() if not math.isnan(value)}
    result["methods"] = [
        {"name": each.method.name, **{name: value for name, value in each.numbers.items() if not math.isnan(value)}}
        for each in assessed
    ]
    if reference and not changed:
        progress.warning("No compared pixel of the reference data is changed; only false alarms are counted.")
    if report:
        described: list[list[object]] = [
            ["Reference data", reference or "none: nothing changed, each detection is a false alarm"],
            ["Area", area or "all labelled pixels"],
            ["Changed pixels", changed],
            ["Unchanged ground (km\N{SUPERSCRIPT TWO})", unchanged_km2],
        ]
        write_change_report(report, described, assessed)
        result["report"] = report
    progress(1.0)
    for each in assessed:
        progress.message(f"{each.method.name}: {_describe(each.numbers)}.")
    if report:
        progress.message(f"Wrote '{report}'.")
    return result


def _count(methods: Sequence[Method], reference: Reference, grid: Grid,
           progress: Progress) -> tuple[list[Assessed], int, float]:
    """Count all pixels once: of each method, the changed pixels, and the km2 that are unchanged (NaN without CRS)."""
    step = max(1, -(-max(grid.width, grid.height) // PICTURE_PX))
    size = -(-grid.height // step), -(-grid.width // step)
    assessed = [
        Assessed(method, np.zeros(size, np.uint8), ScoreHistogram() if method.score is not None else None,
                 Detection() if method.detects else None)
        for method in methods
    ]
    changed_regions = RegionLabels(grid.width)
    counters = [RegionCounter(grid.width) for _ in methods]
    changes, compared, unchanged_m2 = 0, 0, 0.0
    parts = list_parts(grid)
    for done, part in enumerate(parts):
        window = part.window
        changed, labelled = reference.read(window)
        read = [method.read(window) for method in methods]
        counted = np.logical_and.reduce([labelled, *(known for _, _, known in read)])
        is_changed = changed[counted]
        labels = changed_regions.label(changed & counted, window)
        for each, counter, (scores, detected, known) in zip(assessed, counters, read, strict=True):
            each.labelled += int(labelled.sum())
            each.masked += int((labelled & ~known).sum())
            if each.histogram is not None and scores is not None:
                each.histogram.add(scores[counted], is_changed)
            if each.detection is not None and detected is not None:
                each.detection.add(detected[counted], is_changed)
                counter.add(detected, labels, counted, window)
                codes = _code(detected, changed, counted)
                draw_codes(each.picture, window, step,
                           codes[-int(window.row_off) % step :: step, -int(window.col_off) % step :: step])
        changes += int(is_changed.sum())
        compared += len(is_changed)
        unchanged_m2 += part.pixel_m2 * int((~is_changed).sum())
        progress((done + 1) / len(parts))
    if not compared:
        where = " inside the area" if reference.area is not None else ""
        raise EoDeepError(f"There is no labelled pixel{where} for which all methods have a value.")
    regions = changed_regions.join()
    for each, counter in zip(assessed, counters, strict=True):
        if each.detection is not None:
            each.regions = counter.score(regions)
    return assessed, changes, unchanged_m2 / 1e6


def _collect_numbers(each: Assessed, unchanged_km2: float) -> dict[str, float]:
    """What `assess_change` returns of a method; NaN for 0/0."""
    numbers: dict[str, float] = {}
    if each.histogram is not None:
        curve = each.histogram.trace()
        numbers["auroc"], numbers["ap"] = curve.auroc, curve.average_precision
    if each.detection is not None and each.regions is not None:
        found = each.detection
        numbers["precision"], numbers["recall"], numbers["f_score"] = found.precision, found.recall, found.f_score
        numbers["false_alarm_share"] = found.false_alarm_share
        numbers["false_alarms_per_km2"] = divide(found.false_positives, unchanged_km2)
        numbers["object_recall"] = each.regions.recall
        numbers["false_objects_per_km2"] = divide(each.regions.false, unchanged_km2)
    numbers["masked_share"] = divide(each.masked, each.labelled)
    if each.method.map is None and each.method.threshold is not None:
        numbers["threshold"] = each.method.threshold
    return numbers


def _describe(numbers: dict[str, float]) -> str:
    """The main numbers in one line."""
    texts = {"auroc": "AUROC {:.3f}", "ap": "average precision {:.3f}", "f_score": "F-score {:.3f}",
             "false_alarm_share": "false alarms on {:.2%} of the unchanged pixels", "masked_share": "{:.1%} masked"}
    return ", ".join(text.format(numbers[name]) for name, text in texts.items()
                     if not math.isnan(numbers.get(name, math.nan)))


def _code(detected: np.ndarray, changed: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Codes (H, W) uint8 of an error map, 0 where pixels do not count."""
    codes = np.where(changed, np.where(detected, TRUE_POSITIVE, FALSE_NEGATIVE),
                     np.where(detected, FALSE_POSITIVE, TRUE_NEGATIVE))
    return np.where(counted, codes, 0).astype(np.uint8)
