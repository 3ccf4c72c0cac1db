"""Train a classifier of pixels on their features."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timezone
from pathlib import Path

import numpy as np

from ..errors import EoDeepError
from ..feature_chains.formulas import parse_formulas
from ..feature_chains.layers import LAST, load_layer
from ..feature_chains.settings import RESAMPLINGS, FeatureSettings, measure_reach
from ..io.names import name_of
from ..io.paths import MapPath, NewModel, NewReport, RasterPath, VectorPath, list_paths
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from ..training.session import check_outputs, describe_versions
from .classifiers import CLASSIFIERS, MAX_SLOW_SAMPLES, SLOW, UNWEIGHTED, ClassifierSettings
from .model import describe_features, save_pixel_model
from .report import write_report
from .samples import Samples, SampleSettings, draw_samples, limit_samples, read_samples
from .validation import FEW_GROUPS, Accuracy, cross_validate, fit, list_few, score, split_groups, split_pixels

# Of a job's time.
_SAMPLING_SHARE, _GROUPED_SHARE = 0.4, 0.7


@algorithm(
    "model", window_px=(1, 63), trees=(1, 2000), neighbours=(1, 1000), samples_per_class=(2, 1000000), folds=(2, 20),
    seed=(0, 2147483647),
)
def train_pixels(samples: VectorPath | None = None, images: Sequence[RasterPath] | RasterPath | None = None,
                 labels: Sequence[MapPath] | MapPath | None = None, class_field: str | None = None,
                 second_images: Sequence[RasterPath] | None = None, third_images: Sequence[RasterPath] | None = None,
                 bands: Sequence[int] | None = None, second_bands: Sequence[int] | None = None,
                 third_bands: Sequence[int] | None = None, resampling: str = "bilinear", window_px: int = 1,
                 formulas: str | None = None, layer_model: str | None = None, layer: str = LAST,
                 fields: Sequence[str] | None = None,
                 classifier: str = "random forest", trees: int = 100, neighbours: int = 5, balance: bool = False,
                 samples_per_class: int = 1000, area: VectorPath | None = None, folds: int = 4, seed: int = 0,
                 legend: Sequence[str] | None = None,
                 model: NewModel | None = None, report: NewReport | None = None, progress: Progress = silent) -> dict:
    """Train a classifier of pixels on their features, from samples or from images with labels.

    The accuracy is measured by whole polygons, each of which is held out once, and, to compare, by single pixels.

    Parameters
    ----------
    samples : path of a point layer, optional
        Points with their class and a number field for each feature, as `extract_samples` writes them. Fields
        "polygon" (which of them belong together) and "part" ("training", or anything else for samples that are held
        back) are used where they are there.
    images : path or list of paths of rasters, optional
        Without samples: the first image of each place, whose grid the features have.
    labels : path or list of paths, optional
        Polygons, lines, points or class rasters: one for all images or one for each, in any CRS.
    class_field : str, optional
        The field with the class. Default: "class" of samples, and one class for all labels.
    second_images, third_images : list of paths of rasters, optional
        Further images of each place, in the order of `images`, resampled to their grid.
    bands, second_bands, third_bands : list of int, optional
        1-based band numbers. Default: all bands but alpha.
    resampling : str
        "bilinear" or "nearest", for images with another grid.
    window_px : int
        Side of a square window, odd, over which mean and standard deviation of each band are features too; 1: none.
    formulas : str, optional
        Indices as further features, "ndvi = (B08 - B04) / (B08 + B04); ..." with the bands' names.
    layer_model : path of a model, optional
        A model of a network on one image, of which a layer gives further features of the first image.
    layer : str
        Which: "last features", "bottleneck", "level 1", "level 2", ..., "shared code" of a series, or a module's path
        in the network.
    fields : list of str, optional
        The fields of `samples` that are features. Default: all number fields that `select_samples` does not write.
    classifier : str
        "random forest", "gradient boosting", "logistic regression", "support vector machine", "nearest neighbours"
        or "perceptron" (one hidden layer of 64).
    trees : int
        Of a random forest, or rounds of gradient boosting.
    neighbours : int
        Of nearest neighbours.
    balance : bool
        Weigh samples so that all classes count alike. Not for nearest neighbours and perceptron.
    samples_per_class : int
        At most so many pixels of each class are drawn from `labels`; of samples, all are used.
    area : path of polygons, optional
        Samples are drawn inside only.
    folds : int
        In how many parts the validation holds out polygons.
    seed : int
        Of the random numbers: the same seed gives the same model.
    legend : list of str, optional
        Names and colours of the classes of `labels`, "value = name #rrggbb", either of them optional. Default: the
        values, and colours of a palette or of a class raster.
    model : path
        The model file to write (safetensors).
    report : path of an HTML file, optional
        Accuracy by polygons and by pixels, confusion matrices, importance of the features.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "model", "report", "classes" (their names), "features" (their names), "samples", "polygons" (how many, or
        blocks), "overall_accuracy", "mean_f_score" (0..1) by polygons, None without any to hold out,
        "overall_accuracy_by_pixels", "seconds".

    Raises
    ------
    EoDeepError
        For input that does not fit together, and fewer than two classes.
    """
    assert model
    start = time.perf_counter()
    sources = [list_paths(each) for each in (images, second_images, third_images)]
    check_outputs(model, report, samples, *sources, labels, area, layer_model)
    if classifier not in CLASSIFIERS:
        raise EoDeepError(f"The classifier must be one of {', '.join(CLASSIFIERS)}, got '{classifier}'.")
    if resampling not in RESAMPLINGS:
        raise EoDeepError(f"The resampling must be {' or '.join(RESAMPLINGS)}, got '{resampling}'.")
    deep = load_layer(layer_model, layer) if layer_model else None
    if deep and samples:
        raise EoDeepError("A layer of a model needs images with labels, not samples.")
    features = FeatureSettings(True, window_px, parse_formulas(formulas), deep)
    settings = ClassifierSettings(classifier, trees, neighbours, balance, seed)
    step = progress.part(0, _SAMPLING_SHARE)
    if samples:
        if sources[0] or labels:
            raise EoDeepError("Give samples, or images with labels, not both.")
        found = read_samples(samples, class_field, fields, features, resampling, progress)
    else:
        drawing = SampleSettings(_pair_sources(sources), list_paths(labels), class_field, features,
                                 (bands, second_bands, third_bands)[: sum(map(bool, sources))], resampling, area,
                                 samples_per_class, seed, legend or ())
        found = draw_samples(drawing, step)
    found = found.keep_present(progress)
    held_back, found = found.select(found.held_back), found.select(~found.held_back)
    found = _reduce(found.keep_present(progress), classifier, seed, progress)
    notes = _judge(found, settings, progress)
    splits = split_groups(found, folds, seed)
    grouped, importance = cross_validate(settings, found, splits, progress.part(_SAMPLING_SHARE, _GROUPED_SHARE))
    by_pixel, _ = cross_validate(settings, found, split_pixels(found, folds, seed), progress.part(_GROUPED_SHARE, 0.9))
    trained = fit(settings, found, splits or None)
    on_held_back = _test(trained, held_back, found)
    accuracy = {"by_groups": _describe(grouped), "by_pixels": _describe(by_pixel), "held_back": _describe(on_held_back)}
    stride_px, halo_px = measure_reach(found.settings)
    card = {
        "name": Path(model).stem,
        "task": "pixels",
        "inputs": found.inputs,
        "features": describe_features(found.settings, found.names),
        "classifier": {"name": classifier},
        "classes": [asdict(label) for label in found.labels],
        "stride_px": stride_px,
        "halo_px": [halo_px] * 2,
        "exact": True,
        "training": {
            **({"samples": name_of(samples)} if samples else
               {"images": [name_of(path) for paths in sources for path in paths],
                "labels": [name_of(path) for path in list_paths(labels)], "samples_per_class": samples_per_class}),
            **asdict(settings), "folds": folds, "date": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
            "versions": describe_versions("scikit-learn", "skops", "numpy"), "accuracy": accuracy,
        },
    }  # fmt: skip
    save_pixel_model(model, trained, card, deep)
    if report:
        write_report(report, card, found, grouped, by_pixel, on_held_back, importance, notes)
        progress.message(f"Wrote {report}.")
    progress.message(f"Wrote {model}.")
    progress(1.0)
    return {
        "model": model, "report": report, "classes": [label.name for label in found.labels], "features": found.names,
        "samples": len(found), "polygons": len(np.unique(found.groups)),
        "overall_accuracy": grouped.overall if grouped else None,
        "mean_f_score": grouped.mean_f_score if grouped else None,
        "overall_accuracy_by_pixels": by_pixel.overall if by_pixel else None,
        "seconds": round(time.perf_counter() - start, 1),
    }  # fmt: skip


def _pair_sources(sources: Sequence[Sequence[str]]) -> list[list[str]]:
    """The images of each place. EoDeepError where there are not as many further images as first ones."""
    first, *others = sources
    for which, paths in zip(("second", "third"), others):
        if paths and len(paths) != len(first):
            raise EoDeepError(f"Give one {which} image for each image, got {len(paths)} for {len(first)}.")
    if others[1] and not others[0]:
        raise EoDeepError("There are third images, but no second ones.")
    return [list(places) for places in zip(first, *(paths for paths in others if paths))]


def _reduce(samples: Samples, classifier: str, seed: int, progress: Progress) -> Samples:
    """Not more samples than memory and the classifier's time allow; a message says so."""
    classes, count = len(samples.labels), len(samples)
    most = limit_samples(count, 1, samples.features.shape[1], progress) if count else 0
    if classifier in SLOW and count > MAX_SLOW_SAMPLES:
        progress.message(f"A {classifier} classifier is slow with many samples: {MAX_SLOW_SAMPLES:,} of {count:,} are "
                         "used, as many of each class as of all.")
        most = min(most, MAX_SLOW_SAMPLES)
    if most >= count:
        return samples
    rng = np.random.default_rng(seed)
    order = rng.permutation(count)
    kept = [order[samples.classes[order] == place] for place in range(classes)]
    return samples.select(np.sort(np.concatenate([some[: max(2, most * len(some) // count)] for some in kept])))


def _judge(samples: Samples, settings: ClassifierSettings, progress: Progress) -> list[str]:
    """Warnings on what the samples do not suffice for; they stand in the report too."""
    groups = "polygons" if samples.groups_are_polygons else "blocks"
    notes = []
    few = list_few(samples)
    if alone := [name for name, count in few if count < 2]:
        notes.append(f"Only one of the {groups} is of class {', '.join(alone)}, so none can be held out: its accuracy "
                     f"by {groups} is not known.")
    if scarce := [f"{name} ({count})" for name, count in few if count > 1]:
        notes.append(f"Fewer than {FEW_GROUPS} {groups} are of class {', '.join(scarce)}: its accuracy is not certain.")
    if settings.balance and settings.name in UNWEIGHTED:
        raise EoDeepError(f"The classifier '{settings.name}' cannot balance the classes; choose another one, or turn "
                          "that off.")
    for note in notes:
        progress.warning(note)
    return notes


def _test(trained, held_back: Samples, samples: Samples) -> Accuracy | None:
    """The accuracy on samples that were held back, of the classes that were learned."""
    values = [label.value for label in samples.labels]
    known = np.array([label.value in values for label in held_back.labels], bool)[held_back.classes]
    if not known.any():
        return None
    place = np.array([values.index(label.value) if label.value in values else -1 for label in held_back.labels])
    reference = place[held_back.classes[known]]
    return score(reference, trained.predict(held_back.features[known]), len(values))


def _describe(accuracy: Accuracy | None) -> Mapping | None:
    if accuracy is None:
        return None
    return {"overall_accuracy": round(accuracy.overall, 4), "mean_f_score": round(accuracy.mean_f_score, 4),
            "kappa": round(accuracy.kappa, 4), "confusion": accuracy.confusion.tolist()}
