"""Changes between two dates of one place: scores, objects, and how far both can be relied on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace

import numpy as np
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.measure import PixelSizes
from ..image_series import ImageSeries, open_series
from ..io.files import check_distinct, check_writable
from ..io.geopackage import write_vectors
from ..io.paths import ExtraRaster, NewReport, NewVector, RasterPath, VectorPath, list_paths
from ..io.raster import open_raster
from ..io.raster_writer import RasterWriter
from ..io.staging import scratch_folder
from ..io.styles import ramp_style
from ..io.vector import read_polygons
from ..io.vector_layer import VectorLayer
from ..polygonization import measure_means, place_polygons, read_band
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from ..runtime.threads import map_in_order
from .change_map import draw_objects, join_objects, map_objects
from .date_pair import DatePair, draw_sample
from .methods import DIRECTIONS, INDEX, METHODS, MODEL, FittedMethod, fit_method
from .monitored_series import FEWEST_CALIBRATING, MonitoredSeries, monitor_series
from .monitoring import Monitor
from .painted_date import paint_before
from .report import ChangeResult, write_report
from .stable_area import StableSample, count_false_alarms
from .thresholds import Calibration, Threshold, calibrate

_CORE_PX = 512
_OBJECT_PX = 4  # the default minimum area
_USUAL_COLOR, _SUSPECT_COLOR, _TOP_COLOR = "#f7f7f7", "#ef8a62", "#b2182b"


@algorithm("output", "score", "report", false_alarms=(0.01, 50.0), min_area=(0.0, None))
def detect_change(before: RasterPath | None = None, after: RasterPath | None = None,
                  images: Sequence[RasterPath] | RasterPath | None = None, dates: str | None = None,
                  monitor_from: str | None = None, method: str = "auto",
                  index: str = "ndvi = (nir - red) / (nir + red)", direction: str = "any", model: str | None = None,
                  stable: VectorPath | None = None, false_alarms: float = 1.0, min_area: float | None = None,
                  coregister: bool = True, masks: Sequence[RasterPath] | RasterPath | None = None,
                  bands: Sequence[int] | None = None, area: VectorPath | None = None, objects: VectorPath | None = None,
                  score: ExtraRaster | None = None, output: NewVector | None = None, report: NewReport | None = None,
                  progress: Progress = silent) -> dict:
    """Detect what changed between two images of one place, or in a series of images, without training.

    Every pixel gets a score. Pixels from a threshold on that form an object of the minimum area, which holds clearly
    higher scores, become a polygon. The threshold is the score that a share `false_alarms` of `stable` area exceeds.
    Without `stable` it is guessed from the scores themselves, at least that share of all pixels reaches it, and the
    report says so.

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
    false_alarms : float
        Share of unchanged pixels that may reach the threshold, in percent.
    min_area : float, optional
        Minimum area of an object in m2. Default: 4 pixels.
    coregister : bool
        Estimate and correct a shift of up to 2 px between the dates.
    masks : path of a raster or sequence of them, optional
        One for each image or one for both, see `image_series.open_series`.
    bands : sequence of int, optional
        1-based numbers. Default: all, by name where both images state the names.
    area : path of polygons, optional
        The rest is nodata. Default: the whole images.
    objects : path of polygons, optional
        Objects of a map; each change lists those that it touches.
    score : path of a GeoTIFF, optional
        float32, NaN = nodata. Band 1 is the score, which states the threshold; "auto" may add those that it is made of,
        and of a series band 2 is the day of the change, counted from 1970-01-01.
    output : path of a GeoPackage, optional
        Polygons with id, area_m2, perimeter_m, mean_score, date_before and date_after, of a series the date of
        the change (date); with `objects` objects_count
        and objects (numbers of the objects in their layer, from 1).
    report : path of an HTML file, optional
        Dates, method, threshold, false alarms and a map.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "output", "score", "report": the paths; "changes_count", "changed_m2"; "score_threshold": the score from
        which on pixels count as changed, None where both dates are alike; "is_calibrated"; "false_alarms_percent": the
        share of the stable area that is flagged, None without.

    Raises
    ------
    EoDeepError
        For images that do not show one place, too few pixels that are known on both dates, and values beyond their
        limits.
    """
    share = _check(method, direction, model, false_alarms)
    paths = _list_images(before, after, list_paths(images))
    check_distinct([output, score, report], [*paths, model, stable, area, objects, *list_paths(masks)])
    for path, suffixes in ((output, (".gpkg",)), (score, (".tif", ".tiff")), (report, (".html", ".htm"))):
        if path:
            check_writable(path, *suffixes)
    with ExitStack() as resources:
        stated = [part.strip() for part in dates.split(";")] if dates else None
        series = resources.enter_context(open_series(paths, stated, list_paths(masks) or None, bands, None, coregister,
                                                     progress=progress.part(0, 0.1)))
        folder = resources.enter_context(scratch_folder(output or score or report or ""))
        layers = {name: read_polygons(path, series.grid.crs, progress=progress) if path else None
                  for name, path in (("area", area), ("stable", stable))}
        pair: DatePair | MonitoredSeries
        history = None
        if images:
            pair = monitor_series(series, monitor_from, method, index, direction, layers["area"])
            fitted, history = pair.fit(share)
        else:
            dates_pair = DatePair(series, *_find_dates(series, progress), layers["area"])
            if model:
                dates_pair = resources.enter_context(paint_before(dates_pair, model, folder, progress.part(0.1, 0.15)))
            pair = dates_pair
            fitted = fit_method(method, draw_sample(dates_pair), series.band_names, series.unit, index, direction,
                                share)
        progress.message(f"Method: {fitted.chosen}.")
        scores_path = score or str(folder / "score.tif")
        found = _write_scores(pair, fitted, layers["stable"], history, share, scores_path, progress.part(0.15, 0.6))
        scores = resources.enter_context(open_raster(scores_path, [1]))
        result = ChangeResult(series, pair, fitted, share, *found,
                              by_history=history is not None and found[1] is history)
        if output or report:
            pixel_m2 = float(PixelSizes(series.grid).measure_area(np.array([series.grid.height / 2]))[0])
            result.min_area_m2 = _OBJECT_PX * pixel_m2 if min_area is None else min_area
            changed = folder / "changed.tif"
            map_objects(scores, result.threshold, result.min_area_m2, changed, progress.part(0.6, 0.8))
            changes = draw_objects(changed, scores, progress.part(0.8, 0.95))
            if layers["stable"] is not None:
                with open_raster(changed) as source:
                    result.alarms = count_false_alarms(source, changes, layers["stable"])
            if isinstance(pair, MonitoredSeries):
                changes = _date_changes(changes, pair, scores_path)
            result.changes = _describe(changes, pair, objects, result, progress)
        if output:
            write_vectors(output, result.changes, "changes", progress)
        if report:
            write_report(report, result, scores)
    return _finish(result, output, score, report, progress)


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


def _list_images(before: str | None, after: str | None, images: list[str]) -> list[str]:
    """Two images or a series; EoDeepError where neither or both are given."""
    if images:
        if before or after:
            raise EoDeepError("There must be images before and after or a series, but both are given.")
        return images
    if not before or not after:
        raise EoDeepError("There must be an image before and one after, or a series of images.")
    return [before, after]


def _find_dates(series: ImageSeries, progress: Progress) -> tuple[int, int]:
    """The numbers in the series of the image before and the one after, as they were given."""
    places = [image.position for image in series.images]
    before, after = places.index(0), places.index(1)
    first, second = series.images[before].date, series.images[after].date
    if first and second and first > second:
        progress.warning(f"The image before is of {first}, the one after of {second}: they may have been swapped.")
    return before, after


def _write_scores(pair: DatePair | MonitoredSeries, fitted: FittedMethod, stable: VectorLayer | None,
                  history: Calibration | None, share: float, path: str,
                  progress: Progress) -> tuple[Threshold, Calibration | None]:
    """Write the scores with their threshold, and return it."""
    grid, names = pair.series.grid, fitted.score.names
    windows, collected = list(grid.blocks(_CORE_PX)), StableSample(grid, stable)
    with RasterWriter(path, grid, len(names), "float32", float("nan"), names, block_px=_CORE_PX,
                      style=_style(fitted), progress=progress) as writer:

        def compute(window: Window) -> tuple[Window, np.ndarray]:
            return window, pair.score(fitted.score, window)  # type: ignore[arg-type]

        for number, (window, values) in enumerate(map_in_order(compute, windows), 1):
            writer.write(values, window)
            collected.add(values[0], window)
            progress(number / len(windows))
        threshold, calibration = _calibrate(collected, history, share, fitted, progress)
        writer.set_threshold(threshold.low)
    return threshold, calibration


def _style(fitted: FittedMethod) -> str:
    """Colours from the usual score to the highest."""
    usual, suspect = fitted.guess.usual, fitted.guess.threshold.low
    top = max(float(np.quantile(fitted.sample, 0.999)), 1e-6)
    if not usual < suspect < top:
        return ramp_style(1, [(0.0, _USUAL_COLOR, "usual"), (top, _TOP_COLOR, "highest")])
    return ramp_style(1, [(usual, _USUAL_COLOR, "usual"), (suspect, _SUSPECT_COLOR, "suspect"),
                          (top, _TOP_COLOR, "highest")])  # fmt: skip


def _calibrate(collected: StableSample, history: Calibration | None, share: float, fitted: FittedMethod,
               progress: Progress) -> tuple[Threshold, Calibration | None]:
    """The threshold, and how it was calibrated, by stable area or the history of a series; None where it was not."""
    calibration = calibrate(collected.join(), share) if collected.stable is not None else history
    if calibration is not None:
        return calibration.threshold, calibration
    if collected.stable is not None:
        why = "the stable area holds too few known pixels"
    elif isinstance(fitted.score, Monitor) and fitted.score.history < FEWEST_CALIBRATING:
        why = (f"no stable area is given and the history has {fitted.score.history} dates, where at least "
               f"{FEWEST_CALIBRATING} are needed")
    else:
        why = "no stable area is given"
    progress.warning(f"The threshold is not calibrated, because {why}: how many changes are false alarms is unknown.")
    return fitted.guess.threshold, None


def _date_changes(changes: VectorLayer, pair: MonitoredSeries, scores_path: str) -> VectorLayer:
    """The changes with the date since which most of each is changed: the mean of its pixels' days."""
    with open_raster(scores_path, [2]) as days:
        geometries, numbers = place_polygons(days.grid, changes)
        means = np.full(len(changes), np.nan)
        means[numbers] = measure_means(read_band(days), days.grid, geometries)[0]
    return replace(changes, fields={**changes.fields, "date": np.array(pair.date_of(means), object)})


def _describe(changes: VectorLayer, pair: DatePair | MonitoredSeries, objects: str | None, result: ChangeResult,
              progress: Progress) -> VectorLayer:
    """The changes with the dates between which they happened, and the objects of a map that they touch."""
    for name, number in (("date_before", pair.before), ("date_after", pair.after)):
        date = pair.series.images[number].date
        changes.fields[name] = np.full(len(changes), date.isoformat() if date else None, object)
    if objects is None:
        return changes
    known = read_polygons(objects, pair.series.grid.crs, progress=progress)
    changes, touching = join_objects(changes, known)
    result.touched = int((touching > 0).sum()), len(known)
    progress.message(f"{result.touched[0]} of {len(known)} objects are touched by changes.")
    return changes


def _finish(result: ChangeResult, output: str | None, score: str | None, report: str | None,
            progress: Progress) -> dict:
    area_m2 = float(result.changes.fields["area_m2"].sum())
    measured = None if result.alarms is None else 100 * result.alarms.share
    if output:
        note = "" if measured is None else f"; {measured:.2g} % of the stable area is flagged"
        progress.message(f"{len(result.changes)} changes on {area_m2 / 1e4:.4g} ha{note}.")
    progress(1.0)
    threshold = result.threshold.low
    return {"output": output, "score": score, "report": report, "changes_count": len(result.changes),
            "changed_m2": area_m2, "score_threshold": threshold if math.isfinite(threshold) else None,
            "is_calibrated": result.calibration is not None,
            "false_alarms_percent": measured}
