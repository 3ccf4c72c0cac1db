"""Changes between two dates of one place: scores, objects, and how far both can be relied on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace

import numpy as np
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..geo.measure import PixelSizes
from ..image_series import open_series
from ..io.files import check_distinct, check_writable
from ..io.geopackage import write_vectors
from ..io.paths import ExtraRaster, NewReport, NewVector, RasterPath, VectorPath, list_paths
from ..io.raster import open_raster
from ..io.raster_writer import RasterWriter
from ..io.staging import scratch_folder
from ..io.styles import ramp_style
from ..io.vector import read_polygons
from ..io.vector_layer import VectorLayer
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from ..runtime.threads import map_in_order
from .change_map import draw_objects, join_objects, map_objects
from .comparison import Comparison, FittedScore
from .methods import DIRECTIONS, INDEX, METHODS, MODEL
from .monitored_series import monitor_series
from .pair_comparison import compare_pair
from .report import ChangeResult, write_report
from .stable_area import StableSample, count_false_alarms
from .thresholds import Calibration, Threshold, calibrate

_CORE_PX = 512
_OBJECT_PX = 4  # the default minimum area
_USUAL_COLOR, _SUSPECT_COLOR, _TOP_COLOR = "#ef8a6200", "#ef8a62", "#b2182b"  # what is usual lets the image through


@algorithm("output", "score", "report", "changed_objects", false_alarms=(0.01, 50.0), min_area=(0.0, None))
def detect_change(before: RasterPath | None = None, after: RasterPath | None = None,
                  images: Sequence[RasterPath] | RasterPath | None = None, dates: str | None = None,
                  monitor_from: str | None = None, method: str = "auto",
                  index: str = "ndvi = (nir - red) / (nir + red)", direction: str = "any", model: str | None = None,
                  stable: VectorPath | None = None,
                  null_images: Sequence[RasterPath] | RasterPath | None = None, false_alarms: float = 1.0,
                  min_area: float | None = None, coregister: bool = True,
                  masks: Sequence[RasterPath] | RasterPath | None = None, bands: Sequence[int] | None = None,
                  area: VectorPath | None = None, objects: VectorPath | None = None, score: ExtraRaster | None = None,
                  output: NewVector | None = None, changed_objects: NewVector | None = None,
                  report: NewReport | None = None, progress: Progress = silent) -> dict:
    """Detect what changed between two images of one place, or in a series of images, without training.

    Every pixel gets a score. Pixels from a threshold on that form an object of the minimum area, which holds clearly
    higher scores, become a polygon. The threshold is the score that a share `false_alarms` of `stable` area exceeds, or
    of all pixels between dates without the event, `null_images`. Without both it is guessed from the scores themselves,
    at least that share of all pixels reaches it, and the report says so.

    Of a series, the first dates are the history of each pixel: a robust harmonic regression, which knows the seasons if
    the history is long enough. Later dates are monitored by moving sums of three residuals (MOSUM; BFAST monitor,
    Verbesselt et al. 2012). The threshold is then what the share `false_alarms` of all pixels reaches at the end of the
    history, where nothing is to be found, unless `stable` is given; of fewer than six dates it is a guess.

    Parameters
    ----------
    before, after : path of a raster, optional
        In any CRS and grid; the result has the pixels of `before`, extended to cover both.
    images : paths of rasters, optional
        Instead of these: a series of at least 4 images. The result has the pixels of the first.
    dates : str, optional
        Of the images of a series, in their order, separated by semicolons. Default: by the files' names or tags.
    monitor_from : str, optional
        The first date of a series that is monitored, as 2020-06-01. Default: the first half of the images is history.
    method : str
        "IR-MAD": what no linear map between the dates explains, chi-square over 3 x 3 px (Nielsen 2007); needs no
        calibration of the values. "spectral angle": degrees, means over 5 x 5 px; blind to brightness. "magnitude":
        change vector of bands that are normalised by median and absolute deviation, in standard deviations. "index":
        difference of `index`, means over 5 x 5 px. "auto": the root mean square of the ranks of IR-MAD and spectral
        angle where the values are reflectance on both dates, else IR-MAD. "model": the magnitude of the difference
        between the image after and the image before as `model` paints it at the global code of the one after.
    index : str
        For "index": "name = formula" of the names of bands.
    direction : str
        For "index": "any" change, or only its "decrease" or "increase".
    model : path of a time series model, optional
        For "model": from `train_time_series`, of images like these.
    stable : path of polygons, optional
        Where nothing changed, in any CRS.
    null_images : paths of rasters, optional
        With `before` and `after`: the same place at other dates before the event, best in the same season. Each is
        compared with `before`. Ignored with `stable`.
    false_alarms : float
        Share of unchanged pixels that may reach the threshold, in percent.
    min_area : float, optional
        Minimum area of an object in m2. Default: 4 pixels.
    coregister : bool
        Estimate and correct a shift of up to 2 px between the dates.
    masks : path of a raster or sequence of them, optional
        One for each image (before, after, then `null_images`) or one for all, see `image_series.open_series`. Without
        them clouds count as changes: what is new and bright may be either.
    bands : sequence of int, optional
        1-based numbers. Default: all, by name where both images state the names.
    area : path of polygons, optional
        The rest is nodata. Default: the whole images.
    objects : path of polygons, optional
        Objects of a map; each change lists those that it touches.
    score : path of a GeoTIFF, optional
        float32, NaN = nodata. Band 1 is the score, which states the threshold; "auto" may add those that it is made of,
        "index" its change with the sign, and of a series band 2 is the day of the change, counted from 1970-01-01.
    output : path of a GeoPackage, optional
        Polygons with id, area_m2, perimeter_m, mean_score, date_before and date_after, of a series the date of the
        change (date), of an index its mean change (index_change) and what it means in words (meaning); with `objects`
        objects_count and objects (numbers of the objects in their layer, from 1).
    changed_objects : path of a GeoPackage, optional
        The polygons of `objects` with their fields, the number of changes that touch each (changes_count), and the
        share of its area that lies in them (changed_share, 0..1).
    report : path of an HTML file, optional
        Dates, method, threshold, false alarms and a map.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "output", "score", "report": the paths; "changes_count", "changed_m2"; "score_threshold": the score from
        which on pixels count as changed, None where both dates are alike; "is_calibrated"; "false_alarms_percent": the
        share of the stable area that is flagged, None without. "changed_objects": the path.

    Raises
    ------
    EoDeepError
        For images that do not show one place, too few pixels that are known on both dates, and values beyond their
        limits.
    """
    share = _check(method, direction, model, false_alarms)
    paths = _list_images(before, after, list_paths(images), list_paths(null_images))
    if changed_objects and not objects:
        raise EoDeepError("Objects with their changes need objects of a map, got none.")
    check_distinct([output, score, report, changed_objects],
                   [*paths, model, stable, area, objects, *list_paths(masks)])  # fmt: skip
    for path, suffixes in ((output, (".gpkg",)), (changed_objects, (".gpkg",)), (score, (".tif", ".tiff")),
                           (report, (".html", ".htm"))):  # fmt: skip
        if path:
            check_writable(path, *suffixes)
    with ExitStack() as resources:
        stated = [part.strip() for part in dates.split(";")] if dates else None
        series = resources.enter_context(open_series(paths, stated, list_paths(masks) or None, bands, None, coregister,
                                                     progress=progress.part(0, 0.1), seek_clouds=False))
        folder = resources.enter_context(scratch_folder(output or score or report or changed_objects or ""))
        layers = {name: read_polygons(path, series.grid.crs, progress=progress) if path else None
                  for name, path in (("area", area), ("stable", stable))}
        comparison: Comparison
        if images:
            comparison = monitor_series(series, monitor_from, method, index, direction, layers["area"])
        else:
            comparison = resources.enter_context(compare_pair(series, method, index, direction, model, layers["area"],
                                                              folder, progress.part(0.1, 0.15)))  # fmt: skip
        fitted = comparison.fit(share)
        progress.message(f"Method: {fitted.chosen}.")
        scores_path = score or str(folder / "score.tif")
        calibrated = _write_scores(fitted, series.grid, layers["stable"], share, scores_path, progress.part(0.15, 0.6))
        scores = resources.enter_context(open_raster(scores_path, [1]))
        result = ChangeResult(comparison, fitted, share, *calibrated)
        if output or report or changed_objects:
            pixel_m2 = float(PixelSizes(series.grid).measure_area(np.array([series.grid.height / 2]))[0])
            result.min_area_m2 = _OBJECT_PX * pixel_m2 if min_area is None else min_area
            changed = folder / "changed.tif"
            map_objects(scores, result.threshold, result.min_area_m2, changed, progress.part(0.6, 0.8))
            changes = draw_objects(changed, scores, progress.part(0.8, 0.95))
            if layers["stable"] is not None:
                with open_raster(changed) as source:
                    result.alarms = count_false_alarms(source, changes, layers["stable"])
            result.changes = _add_dates(comparison.describe(changes, scores_path), comparison)
            if objects:
                _join(result, objects, changed_objects, progress)
        if output:
            write_vectors(output, result.changes, "changes", progress)
        if report:
            write_report(report, result, scores)
    return _finish(result, {"output": output, "score": score, "report": report, "changed_objects": changed_objects},
                   progress)  # fmt: skip


def _check(method: str, direction: str, model: str | None, false_alarms: float) -> float:
    """The share of false alarms, 0..1."""
    for what, value, known in (("Method", method, METHODS), ("Direction", direction, DIRECTIONS)):
        if value not in known:
            raise EoDeepError(f"{what} must be one of {', '.join(known)}, got '{value}'.")
    if direction != "any" and method != INDEX:
        raise EoDeepError(f"The direction '{direction}' is for the method 'index', got '{method}'.")
    if (method == MODEL) != bool(model):
        raise EoDeepError("The method 'model' needs a time series model." if method == MODEL else
                          f"A time series model is for the method 'model', got '{method}'.")  # fmt: skip
    if not 0 < false_alarms <= 50:
        raise EoDeepError(f"False alarms must be above 0 % and at most 50 %, got {false_alarms:g} %.")
    return false_alarms / 100


def _list_images(before: str | None, after: str | None, images: list[str], null_images: list[str]) -> list[str]:
    """Two images and those without the event, or a series; EoDeepError where neither or both are given."""
    if images:
        if before or after:
            raise EoDeepError("There must be images before and after or a series, but both are given.")
        if null_images:
            raise EoDeepError("Images without the event are for images before and after; those of a series are its "
                              "history.")
        return images
    if not before or not after:
        raise EoDeepError("There must be an image before and one after, or a series of images.")
    return [before, after, *null_images]


def _write_scores(fitted: FittedScore, grid: Grid, stable: VectorLayer | None, share: float, path: str,
                  progress: Progress) -> tuple[Threshold, Calibration | None]:
    """Write the scores with their threshold, and return it."""
    windows, collected = list(grid.blocks(_CORE_PX)), StableSample(grid, stable)
    with RasterWriter(path, grid, len(fitted.names), "float32", float("nan"), fitted.names, block_px=_CORE_PX,
                      style=_style(fitted), progress=progress) as writer:

        def compute(window: Window) -> tuple[Window, np.ndarray]:
            return window, fitted.compute(window)

        for number, (window, values) in enumerate(map_in_order(compute, windows), 1):
            writer.write(values, window)
            collected.add(values[0], window)
            progress(number / len(windows))
        threshold, calibration = _calibrate(collected, fitted, share, progress)
        writer.set_threshold(threshold.low)
    return threshold, calibration


def _style(fitted: FittedScore) -> str:
    """Colours from the usual score to the highest."""
    usual, suspect = fitted.guess.usual, fitted.guess.threshold.low
    top = max(float(np.quantile(fitted.sample, 0.999)), 1e-6)
    if not usual < suspect < top:
        return ramp_style(1, [(0.0, _USUAL_COLOR, "usual"), (top, _TOP_COLOR, "highest")])
    return ramp_style(1, [(usual, _USUAL_COLOR, "usual"), (suspect, _SUSPECT_COLOR, "suspect"),
                          (top, _TOP_COLOR, "highest")])  # fmt: skip


def _calibrate(collected: StableSample, fitted: FittedScore, share: float,
               progress: Progress) -> tuple[Threshold, Calibration | None]:
    """The threshold, and how it was calibrated, by stable area or dates without the event; None where it was not."""
    null = fitted.null
    if collected.stable is not None:
        calibration, why = calibrate(collected.join(), share), "the stable area holds too few known pixels"
    elif null is None:
        calibration, why = None, "no stable area is given"
    else:
        calibration = None if null.doubt else calibrate(null.scores, share, null.name)
        why = f"no stable area is given and {null.doubt or f'{null.name} hold too few known pixels'}"
    if calibration is not None:
        return calibration.threshold, calibration
    progress.warning(f"The threshold is not calibrated, because {why}: how many changes are false alarms is unknown.")
    return fitted.guess.threshold, None


def _add_dates(changes: VectorLayer, comparison: Comparison) -> VectorLayer:
    """The changes with the dates between which they happened."""
    dates = [comparison.series.images[number].date for number in (comparison.before, comparison.after)]
    fields = {name: np.full(len(changes), date.isoformat() if date else None, object)
              for name, date in zip(("date_before", "date_after"), dates)}  # fmt: skip
    return replace(changes, fields={**changes.fields, **fields})


def _join(result: ChangeResult, objects: str, changed_objects: str | None, progress: Progress) -> None:
    """Join the changes with the objects of a map that they touch, and write these with their share of change."""
    known = read_polygons(objects, result.comparison.series.grid.crs, progress=progress)
    result.changes, joined = join_objects(result.changes, known, progress)
    touched = int((joined.fields["changes_count"] > 0).sum())
    result.touched = touched, len(known)
    progress.message(f"{touched} of {len(known)} objects are touched by changes.")
    if changed_objects:
        write_vectors(changed_objects, joined, "changed_objects", progress)


def _finish(result: ChangeResult, paths: dict[str, str | None], progress: Progress) -> dict:
    area_m2 = float(result.changes.fields["area_m2"].sum())
    measured = None if result.alarms is None else 100 * result.alarms.share
    if paths["output"]:
        note = "" if measured is None else f"; {measured:.2g} % of the stable area is flagged"
        progress.message(f"{len(result.changes)} changes on {area_m2 / 1e4:.4g} ha{note}.")
    progress(1.0)
    threshold = result.threshold.low
    return {**paths, "changes_count": len(result.changes), "changed_m2": area_m2,
            "score_threshold": threshold if math.isfinite(threshold) else None,
            "is_calibrated": result.calibration is not None, "false_alarms_percent": measured}  # fmt: skip
