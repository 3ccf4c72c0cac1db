"""From the files that a user names to what a training reads: images with labels on one grid, classes, scaling."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np

from ..errors import EoDeepError
from ..geo.coordinates import describe_bounds
from ..geo.grid import Grid
from ..geo.nested_grids import align_grid, find_first_cell
from ..geo.small_polygons import check_seen
from ..io.card_schema import UNKNOWN, describe_inputs
from ..io.names import name_of
from ..io.raster import RasterSource
from ..io.surroundings import read_area
from ..io.vector_layer import VectorLayer
from ..models.image_input import is_training_resolution, open_alike
from ..models.model_file import Model
from ..models.other_images import check_place, tell_resampled
from ..models.scalars import describe_scalars, make_planes, parse_scalars
from ..models.scaling import fit_scaling, measure_scaling
from ..progress import Progress, silent
from .clean_labels import hold_out_clean_blocks, list_shared_classes, open_either, with_clean_labels
from .labels import PolygonLabels, PolygonWindows, RasterLabels, check_one_kind, check_one_or_each, list_classes
from .legend import parse_legend, put_legend
from .multisource import (
    ORDINALS,
    OtherImages,
    check_counts,
    describe_image,
    describe_other,
    open_other,
)
from .patch_folder import Split
from .training_data import ClassLabel, TrainingData
from .training_image import TrainingImage, hold_out_blocks


@dataclass(frozen=True)
class DataSettings:
    """Which data, as the user names them; see `segmentation.train_segmentation`.

    With ``clean_labels``, ``labels`` and ``area`` are the imprecise ones'. splits: of each image what is held back,
    where that is known already. complete: what lies between polygons of classes is background. legend: the classes'
    names and colours, see `legend.parse_legend`.
    """

    images: Sequence[str]
    labels: Sequence[str]
    class_field: str | None
    bands: Sequence[int] | None
    area: str | None
    validation_area: str | None
    validation_share: float
    resolution_m: float | None
    crop_px: int
    seed: int
    clean_labels: Sequence[str] = ()
    clean_area: str | None = None
    label_error_m: float = 0.0
    others: Sequence[OtherImages] = ()
    optional_sources: bool = False
    splits: Sequence[Split] = ()
    complete: bool = False
    scalars: str | None = None
    legend: Sequence[str] = ()


def open_data(data: DataSettings, initial: Model | None, progress: Progress) -> TrainingData:
    """Open images and labels, hold back validation data. Raises EoDeepError for whatever does not fit together."""
    with ExitStack() as files:
        return _open_data(data, initial, files, progress)


def _open_data(data: DataSettings, initial: Model | None, files: ExitStack, progress: Progress) -> TrainingData:
    if not data.images:
        raise EoDeepError("Give at least one image to train on.")
    for what, paths in (("labels", data.labels), ("clean labels", data.clean_labels or data.labels)):
        check_one_or_each(f"{what} layer", paths, data.images)
    if not 0 <= data.validation_share < 1:
        raise EoDeepError(f"Validation share must be at least 0 and below 1, got {data.validation_share}.")
    kinds = check_counts(data.images, data.others)
    known = initial.card["inputs"] if initial else []
    given = parse_scalars(data.scalars, len(data.images))
    scalars = known[0].get("scalars", []) if known else describe_scalars(given)
    planes = [make_planes(scalars, given, number) for number in range(len(data.images))]
    if len(known) > 1 and len(known) != 1 + len(kinds):
        raise EoDeepError(
            f"The initial model is of {len(known)} images: {describe_inputs(known)}; got {1 + len(kinds)}."
        )
    wanted = [*known, *[None] * (1 + len(kinds) - len(known))]
    whose = "The initial model" if known else "The training"
    sources = open_alike(data.images, data.bands, wanted[0], whose, files, progress)
    others = [open_alike(kind.paths, kind.bands, each, whose if each else "The training", files, progress)
              for kind, each in zip(kinds, wanted[1:])]  # fmt: skip
    resolution_m = _choose_resolution(data.resolution_m, sources, initial, progress)
    grids = [choose_grid(source.grid, resolution_m) for source in sources]
    inputs = [describe_image(sources[0], resolution_m, known[0]["scaling"] if known else choose_scaling(sources))]
    if scalars:
        inputs[0]["scalars"] = scalars
    for each, fixed in zip(others, wanted[1:]):
        described = describe_other(each[0], grids[0], inputs, data.optional_sources)
        inputs.append(fixed or {**described, "scaling": choose_scaling(each)})
    opened = open_either([*data.labels, *data.clean_labels], data.class_field, progress)
    named = [opened[path] for path in dict.fromkeys(data.labels)]
    check_one_kind(named)
    # What lies between polygons of classes has no class, unless an area states that they are complete.
    background_known = data.complete or data.class_field is None or data.area is not None
    if data.clean_labels:
        clean = [opened[path] for path in dict.fromkeys(data.clean_labels)]
        classes, index_of = list_shared_classes(named, clean, background_known, data.clean_area is not None, progress)
    else:
        classes, index_of = list_classes(named, background_known, progress)
    legend = parse_legend(data.legend)
    classes = put_legend(classes, index_of, legend, progress)
    if initial:
        classes = put_legend(_keep_colors(classes, initial), index_of, legend)
    images: list[TrainingImage] = []
    for number, (source, grid) in enumerate(zip(sources, grids)):
        labels = opened[data.labels[number if len(data.labels) > 1 else 0]]
        told_once = silent if images else progress
        edge_px = _to_px(data.label_error_m, resolution_m)
        beside = [(each[number], described) for each, described in zip(others, inputs[1:])]
        for other, _ in beside:
            check_place(other, source)
        native_factor = grid.height / source.grid.height
        grid = align_grid(grid, [(other.grid, described["ratio"]) for other, described in beside])
        for other, described in beside:
            if not find_first_cell(grid, other.grid, described["ratio"]):
                tell_resampled(other, described, other.grid, grid.cells(described["ratio"]), told_once)
        images.append(
            TrainingImage(
                source.path,
                source.bands,
                grid,
                native_factor,
                fit_scaling(inputs[0]["scaling"], source),
                labels.open(grid, index_of, 0 if background_known else UNKNOWN),
                read_area(data.area, grid, told_once),
                read_area(data.validation_area, grid, told_once),
                edge_px=edge_px,
                others=[open_other(other, described) for other, described in beside],
                planes=planes[number],
            )
        )
    _check_overlap(images, named[0], "labels")
    _check_reached("area", data.area, [(image.area, image.grid) for image in images])
    _check_reached("validation area", data.validation_area, [(image.validation_area, image.grid) for image in images])
    _check_seen(images, progress)
    clean_images: list[TrainingImage] = []
    if data.clean_labels:
        paths = [data.clean_labels[number if len(data.clean_labels) > 1 else 0] for number in range(len(images))]
        clean_images = with_clean_labels(images, [opened[path] for path in paths], data.clean_area, classes, index_of)
        _check_overlap(clean_images, clean[0], "clean labels")
        _check_reached("clean area", data.clean_area, [(image.area, image.grid) for image in clean_images])
        _check_seen(clean_images, progress)
        hold_out_clean_blocks(images, clean_images, len(classes), data.validation_share, data.crop_px,
                              data.seed)  # fmt: skip
    elif data.splits:
        for image, split in zip(images, data.splits, strict=True):
            image.split_by(split)
    elif data.validation_area is None and data.validation_share > 0:
        hold_out_share(images, len(classes), data.validation_share, data.crop_px, data.seed)
    origin = {f"{word}_images": [name_of(path) for path in kind.paths] for word, kind in zip(ORDINALS, kinds)}
    return TrainingData(images, classes, inputs, origin, clean_images)


def _to_px(label_error_m: float, resolution_m: float | None) -> float:
    if label_error_m < 0:
        raise EoDeepError(f"The usual error of the labels must be at least 0 m, got {label_error_m} m.")
    if label_error_m and resolution_m is None:
        raise EoDeepError(
            "The usual error of the labels is in metres, and the images have no CRS; give a training resolution."
        )
    return label_error_m / resolution_m if resolution_m else 0.0


def hold_out_share(
    images: Sequence[TrainingImage], class_count: int, share: float, crop_px: int, seed: int
) -> None:
    """Hold back blocks of ground for the validation, of two crops a side where the images are large enough."""
    extent = math.sqrt(sum(image.grid.width * image.grid.height for image in images))
    for image in images:
        image.block_px = int(min(2 * crop_px, max(16, extent / 6)))
    hold_out_blocks(images, class_count, share, np.random.default_rng(seed))


def choose_grid(grid: Grid, resolution_m: float | None) -> Grid:
    """The grid of an image on the training resolution."""
    ground = grid.ground_resolution_m
    across, down = (resolution_m / ground[0], resolution_m / ground[1]) if resolution_m and ground else (1.0, 1.0)
    return grid if is_training_resolution(across, down) else grid.scaled(across, down)


def _choose_resolution(
    wanted_m: float | None, sources: Sequence[RasterSource], initial: Model | None, progress: Progress
) -> float | None:
    """Metres per pixel to train at: as asked, as the initial model, or as the first image has; None without CRS."""
    if wanted_m is not None and wanted_m <= 0:
        raise EoDeepError(f"Resolution must be above 0 m, got {wanted_m} m.")
    resolutions = [source.grid.ground_resolution_m for source in sources]
    first = resolutions[0]
    if wanted_m is None and initial:
        wanted_m = initial.card["inputs"][0]["resolution_m"]
    if wanted_m is None and first:
        wanted_m = math.sqrt(first[0] * first[1])
    for source, resolution in zip(sources, resolutions):
        if resolution is None and wanted_m is not None:
            progress.warning(f"'{source.path}' has no CRS; its pixels are taken to be {wanted_m:g} m.")
        elif resolution is None:
            progress.warning(f"'{source.path}' has no CRS; the model is trained in pixels of unknown size.")
    return None if wanted_m is None else round(wanted_m, 4)


def choose_scaling(sources: Sequence[RasterSource]) -> dict:
    """8-bit pictures come from any camera and processing: each is stretched by itself. Others are measurements."""
    if sources[0].dtype == "uint8":
        return {"kind": "percentiles", "low": 1.0, "high": 99.0}
    return measure_scaling(list(sources))


def _keep_colors(classes: list[ClassLabel], initial: Model) -> list[ClassLabel]:
    colors = {(entry["value"], entry["name"]): entry["color"] for entry in initial.card["classes"]}
    return [ClassLabel(c.value, c.name, colors.get((c.value, c.name), c.color)) for c in classes]


def _check_overlap(images: Sequence[TrainingImage], first: PolygonLabels | RasterLabels, what: str) -> None:
    if not any(_has_labels(image) for image in images):
        grid = images[0].grid
        raise EoDeepError(
            f"The {what} '{first.path}' lie outside the images; check the CRS of both: the labels span "
            f"{describe_bounds(*first.extent)}, '{name_of(images[0].path)}' {describe_bounds(grid.bounds, grid.crs)}."
        )


def _check_reached(what: str, path: str | None, areas: Sequence[tuple[VectorLayer | None, Grid]]) -> None:
    """EoDeepError where an area that is given touches no image."""
    if path and not any(area and len(area.index.find(grid)) for area, grid in areas):
        raise EoDeepError(f"The {what} '{path}' lies outside the images; check the CRS of both.")


def _check_seen(images: Sequence[TrainingImage], progress: Progress) -> None:
    """EoDeepError where no polygon of the labels or of an area holds a pixel's centre, a warning where some do not."""
    labels = [(image.labels.index, image.grid) for image in images if isinstance(image.labels, PolygonWindows)]
    check_seen("label", labels, progress)
    check_seen("area", [(image.area.index, image.grid) for image in images if image.area], progress)
    areas = [(image.validation_area.index, image.grid) for image in images if image.validation_area]
    check_seen("validation area", areas, progress)
    contested, labelled = np.sum([
        image.labels.count_contested(_shrink(image.grid, 1024)) if isinstance(image.labels, PolygonWindows) else (0, 0)
        for image in images
    ], axis=0).tolist()  # fmt: skip
    if contested:
        progress.warning(
            f"{max(100 * contested / labelled, 0.01):.2g} % of the labelled pixels lie in polygons of several classes; "
            "the last of these polygons counts."
        )


def _shrink(grid: Grid, most_px: int) -> Grid:
    """A grid of larger pixels where one has more than so many along a side."""
    return grid.scaled(max(1.0, max(grid.width, grid.height) / most_px))


def _has_labels(image: TrainingImage) -> bool:
    """Whether any label other than plain background lies on the image."""
    return image.labels.covers(_shrink(image.grid, 2048))
