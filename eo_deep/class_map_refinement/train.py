"""Fit a refinement on probabilities, images and labels."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime, timezone

from ..errors import EoDeepError
from ..io.names import name_of
from ..io.paths import MapPath, NewModel, NewReport, RasterPath, VectorPath, list_paths
from ..models.image_input import check_alike
from ..progress import Progress, silent
from ..runtime.devices import choose_device
from ..runtime.jobs import algorithm
from ..training.session import check_outputs, describe_versions
from .fitting import Fitted, fit
from .guide import Guide, describe_image, open_guide
from .labelled_windows import Place, read_windows
from .learning import make_trainer
from .probability_map import ProbabilityMap, check_same_classes, open_probabilities
from .refinement import CALIBRATE, CRF, FUSION, LEARNED, WITH_IMAGE, save_refinement
from .scores import EDGE_PX, Agreement

TRAINED_METHODS = (CALIBRATE, CRF, LEARNED, FUSION)


@algorithm("model", epochs=(1, 10000), seed=(0, 2147483647))
def train_refinement(probabilities: Sequence[RasterPath] | RasterPath, labels: Sequence[MapPath] | MapPath,
                     images: Sequence[RasterPath] | RasterPath | None = None, method: str = "crf",
                     class_field: str | None = None, bands: Sequence[int] | None = None,
                     area: VectorPath | None = None, epochs: int = 10, device: str = "auto", seed: int = 0,
                     model: NewModel | None = None, report: NewReport | None = None,
                     progress: Progress = silent) -> dict:
    """Fit a refinement of class probabilities on labels, and keep it only where it helps.

    Whether it helps is measured by cross-fitting: on windows of the labels that it was not fitted on, against the
    calibrated probabilities, of which the threshold of two classes is fitted too.

    Parameters
    ----------
    probabilities : path or list of paths of rasters
        As for `refine_map`. Those of a model are best predicted where it was not trained. Of "fusion" several maps of
        one place, else one map for each image.
    labels : path or list of paths of polygon layers or class rasters
        One for all, or one for each raster of probabilities, in any CRS.
    images : path or list of paths of rasters, optional
        One for each raster of probabilities; needed by "crf" and "learned".
    method : str
        "calibrate": temperature and bias, vector scaling for more than two classes (Guo et al., ICML 2017). "crf": the
        same and a conditional random field with kernels cut to a window. "learned": the same and a partial differential
        equation as a recurrent network (Maggiori et al., TGRS 2017), for labels of a square kilometre at 1 m or more.
        "fusion": how reliable each of several maps is.
    class_field : str, optional
        The field with the class of each polygon. Default: all polygons are of the second class, the rest of the first.
    bands : list of int, optional
        1-based band numbers of the images. Default: all but alpha.
    area : path of a polygon layer, optional
        Where the labels are complete. Default: everywhere; with a class field, only the polygons have labels.
    epochs : int
        Of "learned": how often 64 windows are drawn.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps"; for "learned".
    seed : int
        Of the random numbers.
    model : path
        The model file to write (safetensors).
    report : path of an HTML file, optional
        The agreement with the labels, before and after.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "model", "report"; "kept": the method that the model holds, "calibrate" where the one asked for does not help;
        "iou_before", "iou_calibrated", "iou_after": of two classes that of the second, else the mean, 0..1, on labels
        that were not used to fit.

    Raises
    ------
    EoDeepError
        For input that does not fit together.
    """
    assert model
    maps_paths, image_paths, label_paths = list_paths(probabilities), list_paths(images), list_paths(labels)
    check_outputs(model, report, maps_paths, image_paths, label_paths, area)
    if method not in TRAINED_METHODS:
        raise EoDeepError(f"The method must be one of {', '.join(TRAINED_METHODS)}, got '{method}'.")
    chosen = choose_device(device)
    _check_counts(method, len(maps_paths), len(image_paths), len(label_paths))
    with ExitStack() as files:
        maps: list[ProbabilityMap] = []
        for path in maps_paths:
            on = maps[0].grid if method == FUSION and maps else None
            maps.append(open_probabilities(path, progress, on))
            files.enter_context(maps[-1].source)
            check_same_classes(maps[0], maps[-1])
        guides: list[Guide] = []
        described: dict | None = None
        for path, each in zip(image_paths if method in WITH_IMAGE else [], maps):
            guides.append(files.enter_context(open_guide(path, bands, described, each.grid, progress)))
            described = described or describe_image(guides[0].source)
            check_alike(guides[-1].source, guides[0].source, progress)
        if method == FUSION:
            places = [Place(maps, None, label_paths[0])]
        else:
            places = [Place([each], guides[n] if guides else None, label_paths[n if len(label_paths) > 1 else 0])
                      for n, each in enumerate(maps)]  # fmt: skip
        windows = read_windows(places, class_field or None, area, seed, progress.part(0, 0.1))
    count = len(maps[0].classes)
    pixels = sum(int(each.labelled.sum()) for each in windows)
    progress.message(f"Fitting on {pixels} labelled pixels in {len(windows)} windows.")
    fitted = fit(windows, count, method, make_trainer(epochs, seed, chosen), progress.part(0.1, 0.97))
    (progress.message if fitted.refinement.method == method else progress.warning)(fitted.kept)
    classes = maps[0].classes
    named = {"labels": label_paths, "probabilities": maps_paths, "images": image_paths}
    record = {
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
        **{name: [name_of(path) for path in paths] for name, paths in named.items()},
        "asked": method,
        "kept": fitted.kept,
        "seed": seed,
        "pixels": pixels,
        "metrics": {name: {"iou": each.iou, "edge_f": each.edge_f} for name, each in fitted.rows},
        "versions": describe_versions("numpy", "scipy", "torch"),
    }
    image_input = described if fitted.refinement.method in WITH_IMAGE else None
    save_refinement(model, fitted.refinement, classes, image_input, record)
    if report:
        write_report(report, fitted, name_of(model), pixels)
        progress.message(f"Wrote {report}.")
    progress.message(f"Wrote {model}.")
    progress(1.0)
    before, calibrated, after = fitted.rows[0][1], fitted.rows[1][1], _find_kept(fitted)
    return {"model": model, "report": report, "kept": fitted.refinement.method, "iou_before": before.iou,
            "iou_calibrated": calibrated.iou, "iou_after": after.iou}


def _check_counts(method: str, maps: int, images: int, labels: int) -> None:
    if method == FUSION:
        if maps < 2:
            raise EoDeepError(f"Method 'fusion' needs at least two maps of one place, got {maps}.")
        if labels != 1:
            raise EoDeepError(f"Method 'fusion' needs one layer of labels, got {labels}.")
    elif method in WITH_IMAGE and images != maps:
        raise EoDeepError(f"Method '{method}' needs one image for each of the {maps} rasters of probabilities, got "
                          f"{images}.")
    if labels not in (1, maps):
        raise EoDeepError(f"Labels must be one layer, or one for each of the {maps} rasters of probabilities, got "
                          f"{labels}.")


def _find_kept(fitted: Fitted) -> Agreement:
    """The agreement of what the model does."""
    agreements = [each for _, each in fitted.rows]
    if fitted.refinement.method == FUSION:
        return max(agreements, key=lambda each: each.iou)
    if fitted.refinement.method == CALIBRATE:
        return agreements[1] if agreements[1].iou > agreements[0].iou else agreements[0]
    return agreements[-1]


def write_report(path: str, fitted: Fitted, name: str, pixels: int) -> None:
    """A page with what was tried, and what is kept."""
    from ..reports.html import Report  # only now: it draws figures

    page = Report(f"Fitting of {name}")
    page.text(fitted.kept)
    page.heading("Agreement with the labels")
    page.table(["", "IoU", f"F-score of boundaries ({EDGE_PX} px)"],
               [[what, each.iou, each.edge_f] for what, each in fitted.rows])
    page.text(f"On {pixels:,} labelled pixels, each of which was left out where its row was fitted. IoU: intersection "
              "over union of the second of two classes, else the mean of the classes. Boundaries: pixels at the edge "
              f"of a class that lie within {EDGE_PX} px of such a pixel of the other map.")
    page.write(path)
