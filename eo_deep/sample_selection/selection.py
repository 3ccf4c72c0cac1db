"""Samples for training, chosen among the labelled pixels of images."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

import numpy as np

from ..errors import EoDeepError
from ..io.files import check_distinct, check_writable
from ..io.geopackage import write_vectors
from ..io.names import name_of
from ..io.paths import ExtraVector, MapPath, NewTable, NewVector, RasterPath, VectorPath, list_paths
from ..io.raster import open_raster
from ..io.styles import category_style
from ..io.surroundings import read_area
from ..io.tables import write_table
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from ..sampling.label_pixels import RasterPixels, join_classes, read_labels
from ..sampling.patch_folder import PARTS
from .parts import check_shares, split
from .sample_classes import SampleClass, list_classes
from .sample_points import Samples, collect_samples, list_rejected, make_points, make_rejected_points
from .samplers import SAMPLERS, ImageSurvey, select_random, select_regular, select_spread, survey
from .statistics import OVERLAPS, open_pixels
from .strategies import (
    DISTRIBUTIONS,
    check_count,
    count_wanted,
    parse_counts,
    read_class_table,
    spread_over_images,
)

_MAX_SAMPLES = 2_000_000
_HEADER = ("class", "value", "usable_pixels", "wanted", "selected", *PARTS)


@algorithm("output", count=(0.0, None), min_distance_m=(0.0, None), seed=(0, 2147483647), validation_share=(0.0, 0.5),
           test_share=(0.0, 0.5), block_px=(1, 100000), min_per_class=(0, 2000000))  # fmt: skip
def select_samples(images: Sequence[RasterPath] | RasterPath, labels: Sequence[MapPath] | MapPath, output: NewVector,
                   class_field: str | None = None, strategy: str = "smallest", count: float | None = None,
                   class_table: str | None = None, sampler: str = "random", min_distance_m: float | None = None,
                   validation_share: float = 0.25, test_share: float = 0.0, block_px: int = 128,
                   area: VectorPath | None = None, overlaps: str = "leave out", min_per_class: int = 0,
                   distribution: str = "proportional", image_counts: str | None = None, seed: int = 0,
                   rejected: ExtraVector | None = None, table: NewTable | None = None,
                   progress: Progress = silent) -> dict:
    """Select labelled pixels of images as samples, so many of each class, for training, validation and test.

    The strategies have the names and the meaning of SampleSelection of the Orfeo ToolBox. The samples depend on the
    seed alone, not on memory, tiles or threads: the random sampler takes the pixels with the smallest hashes of seed,
    image, row and column (bottom-k sampling, Cohen and Kaplan 2007), so more samples include fewer ones.

    Parameters
    ----------
    images : str or sequence of str
        Rasters; a pixel that is nodata in any band is no sample.
    labels : str or sequence of str
        Polygons, lines, points or class rasters, in any CRS: one layer for all images, or one for each.
    output : str
        GeoPackage of points to write, with class, value (a whole number), polygon (the number of the feature in its
        layer, null for class rasters), part ("training", "validation" or "test"), image, row and column; in the order
        of classes and hashes, in the first image's CRS.
    class_field : str, optional
        Field of the features with the class. Default: all features are one class, "object".
    strategy : str, default "smallest"
        "smallest" (as many of each class as the smallest has), "constant" (`count` of each), "percent" (`count`
        percent of each), "total" (`count` in all, in the classes' proportions, by largest remainder), "byclass" (as
        `class_table` lists) or "all".
    count : float, optional
        For "constant" and "total" by default 1000, for "percent" 50.
    class_table : str, optional
        Text file for "byclass": on each line a class and a number, with a tab, ; , or a space between them.
    sampler : str, default "random"
        "random", "regular" (at equal distances in row-major order) or "spread" (random, but with a minimum distance
        between samples of a class).
    min_distance_m : float, optional
        Minimum distance for "spread", in metres (in units of the coordinates without CRS). Default: one at which the
        wanted number fits.
    validation_share, test_share : float
        Shares of each class's samples, in whole polygons or lines; in blocks where labels are points or rasters.
    block_px : int, default 128
        Side of these blocks.
    area : str, optional
        Polygons; only pixels with their centre inside are taken.
    overlaps : str, default "leave out"
        Pixels in features of several classes: "leave out", or "keep" (they can be a sample of each feature).
    min_per_class : int, default 0
        Minimum number of samples of each class that has as many.
    distribution : str, default "proportional"
        Of a class's samples over the images: "proportional" to its pixels there, "equal", or "custom" (a count for each
        image, by the strategy).
    image_counts : str, optional
        For "custom": a number for each image, separated by commas.
    seed : int, default 0
        Of the random numbers: the same seed gives the same samples.
    rejected : str, optional
        GeoPackage of points to write: labelled pixels that cannot be samples, with the reason; at most 10,000 each.
    table : str, optional
        CSV file to write: wanted and selected samples of each class.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        samples, and of these training, validation and test: numbers of samples. The paths of what was written.

    Raises
    ------
    EoDeepError
        For layers that cannot be read or do not overlap, and settings that do not fit together.
    """
    for name, value, choices in (("sampler", sampler, SAMPLERS), ("overlaps", overlaps, OVERLAPS),
                                 ("distribution", distribution, DISTRIBUTIONS)):  # fmt: skip
        if value not in choices:
            raise EoDeepError(f"'{name}' must be one of {', '.join(choices)}, got '{value}'.")
    images, labels = list_paths(images), list_paths(labels)
    if not images or len(labels) not in (1, len(images)):
        raise EoDeepError(
            f"There must be images, and one layer of labels or as many as images, got {len(images)} images and "
            f"{len(labels)} layers of labels."
        )
    custom = parse_counts(image_counts, strategy, len(images)) if distribution == "custom" else []
    count = check_count(strategy, None if custom else count)
    if (strategy == "byclass") != (class_table is not None):
        raise EoDeepError("The strategy 'byclass', and no other, needs a table of classes and numbers.")
    check_shares(validation_share, test_share)
    check_distinct([output, rejected, table], [*images, *labels, class_table, area])
    for path, suffix in ((output, ".gpkg"), (rejected, ".gpkg"), (table, ".csv")):
        if path:
            check_writable(path, suffix)
    read = [read_labels(path, class_field, progress) for path in labels]
    join_classes(read, progress)
    with ExitStack() as files:
        surveys, steps = [], progress.part(0.0, 0.6)
        for number, image in enumerate(images):
            source = files.enter_context(open_raster(image, progress=progress))
            limit = read_area(area, source.grid, progress)
            pixels = open_pixels(source, read[number % len(read)], limit, overlaps == "keep", progress)
            if isinstance(pixels, RasterPixels):
                files.callback(pixels.close)
            step = steps.part(number / len(images), (number + 1) / len(images))
            surveys.append(survey(pixels, seed, number, sampler != "regular", rejected is not None, step))
        classes, totals = _count(read, surveys, images, labels)
        listed = read_class_table(class_table, classes) if class_table else None
        asked = list(zip(totals, custom)) if custom else [(totals.sum(axis=0), count)]
        wanted = np.stack([count_wanted(strategy, one, each, listed, min_per_class) for one, each in asked])
        for one, each in asked:
            if strategy == "total" and (each or 0) > one.sum():
                progress.warning(f"{each:.10g} samples were asked for, but there are only {one.sum()} pixels.")
        shares = np.minimum(wanted, totals) if custom else spread_over_images(wanted[0], totals, distribution)
        if shares.sum() > _MAX_SAMPLES:
            raise EoDeepError(f"These are {shares.sum():,} samples; at most {_MAX_SAMPLES:,} can be selected.")
        steps = progress.part(0.6, 0.95)
        chosen = []
        for number, (found, share) in enumerate(zip(surveys, shares)):
            by_class = {each.key: int(n) for each, n in zip(classes, share) if n}
            step = steps.part(number / len(images), (number + 1) / len(images))
            if sampler == "regular":
                chosen.append(select_regular(found, by_class, step))
            elif sampler == "spread":
                chosen.append(select_spread(found, by_class, min_distance_m, step))
            else:
                chosen.append(select_random(found, by_class, step))
        samples = collect_samples(surveys, chosen, classes, block_px)
        samples.part[:] = split(samples.group, samples.place, [each.name for each in classes], validation_share,
                                test_share, seed, progress)  # fmt: skip
        _tell(classes, totals.sum(axis=0), wanted.sum(axis=0), shares.sum(axis=0), samples, progress)
        style = category_style("value", [each.legend for each in classes], "marker")
        names = [name_of(image) for image in images]
        write_vectors(output, make_points(samples, surveys, classes, names), "samples", progress, style)
        result = _summarize(samples) | {"output": output}
        reasons = list_rejected(surveys, read, labels, progress)
        if rejected:
            write_vectors(rejected, make_rejected_points(surveys, read, classes, names, reasons), "rejected", progress)
            result["rejected"] = rejected
    if table:
        write_table(table, _HEADER, _make_rows(classes, totals.sum(axis=0), wanted.sum(axis=0), samples))
        result["table"] = table
    progress(1.0)
    for path in filter(None, (output, rejected, table)):
        progress.message(f"Wrote '{path}'.")
    return result


def _count(read: list, surveys: list[ImageSurvey], images: Sequence[str], labels: Sequence[str]
           ) -> tuple[list[SampleClass], np.ndarray]:  # fmt: skip
    """All classes, and how many pixels of each image can be samples of each, (I, K) int64."""
    if not any(found.counts for found in surveys):
        raise EoDeepError(
            f"No pixel of {', '.join(repr(name_of(image)) for image in images)} has a label: the labels "
            f"{', '.join(repr(name_of(path)) for path in labels)} lie elsewhere, or hold no pixel centre."
        )
    values = {key for found in surveys if isinstance(found.pixels, RasterPixels) for key in found.counts}
    classes = list_classes(read, values)
    usable = [found.count_usable() for found in surveys]
    totals = np.array([[each.get(one.key, 0) for one in classes] for each in usable], np.int64)
    if not totals.any():
        raise EoDeepError("No labelled pixel can be a sample: all are nodata, outside the area or in several classes.")
    return classes, totals


def _tell(classes: list[SampleClass], totals: np.ndarray, wanted: np.ndarray, shares: np.ndarray, samples: Samples,
          progress: Progress) -> None:  # fmt: skip
    """Messages on each class, and warnings where there are fewer samples than wanted."""
    selected = np.bincount(samples.place, minlength=len(classes))
    for each, total, asked, share, got in zip(classes, totals, wanted, shares, selected):
        progress.message(f"{each.name}: {got} samples of {total} pixels.")
        if asked > total > 0:
            progress.warning(f"{asked} samples of '{each.name}' were asked for, but there are only {total} pixels.")
        elif asked > total:
            progress.warning(f"{asked} samples of '{each.name}' were asked for, but no pixel can be one.")
        elif got < share:
            progress.warning(
                f"Only {got} of {share} samples of '{each.name}' were found at that distance from each other; use a "
                "smaller minimum distance."
            )
    if empty := [each.name for each, total in zip(classes, totals) if not total]:
        progress.warning(f"No pixel can be a sample of: {', '.join(empty)}.")


def _summarize(samples: Samples) -> dict:
    numbers = np.bincount(samples.part, minlength=len(PARTS)).tolist()
    return {"samples": len(samples.part), **dict(zip(PARTS, numbers, strict=True))}


def _make_rows(classes: list[SampleClass], totals: np.ndarray, wanted: np.ndarray, samples: Samples) -> list[list]:
    rows = []
    for place, (each, total, asked) in enumerate(zip(classes, totals.tolist(), wanted.tolist())):
        parts = np.bincount(samples.part[samples.place == place], minlength=len(PARTS)).tolist()
        rows.append([each.name, each.value, total, asked, sum(parts), *parts])
    return rows
