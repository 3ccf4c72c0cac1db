"""Few clean labels beside many imprecise ones: the classes that both must have, and validation data that are clean."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..errors import EoDeepError
from ..io.card_schema import UNKNOWN
from ..io.class_values import is_raster
from ..io.surroundings import read_area
from ..progress import Progress, silent
from .labels import PolygonLabels, RasterLabels, list_classes, open_labels
from .training_data import ClassLabel
from .training_image import TrainingImage, hold_out_blocks, hold_out_more_blocks

# Blocks of the validation are as large as those of other trainings, but clean areas are small and must still give
# several. Smaller ones would lie so near to the clean training data that these alone seemed to be enough.
_BLOCKS_PER_SIDE = 2, 5
_MOST_BLOCKS_PER_SIDE = 256  # of an image: each block is read once
_OVERVIEW_PX = 1024


def open_either(
    paths: Sequence[str], class_field: str | None, progress: Progress
) -> dict[str, PolygonLabels | RasterLabels]:
    """Labels by their path; the class field is that of the polygons, where rasters are among them."""
    rasters = {path: is_raster(path) for path in dict.fromkeys(paths)}
    some = not all(rasters.values())
    return {path: open_labels(path, None if some and rasters[path] else class_field, progress) for path in rasters}


def list_shared_classes(
    imprecise: Sequence[PolygonLabels | RasterLabels],
    clean: Sequence[PolygonLabels | RasterLabels],
    background_known: bool,
    has_clean_area: bool,
    progress: Progress,
) -> tuple[list[ClassLabel], dict]:
    """The classes of imprecise and clean labels, as `list_classes` gives them.

    background_known: whether the ground between polygons of the imprecise labels is background. Raises EoDeepError
    where clean labels have a class that the imprecise ones lack.
    """
    for each in clean:
        if isinstance(each, PolygonLabels) and each.class_field is None and not has_clean_area:
            raise EoDeepError("Give a clean area: the polygons in which the clean labels are complete.")
    classes, index_of = list_classes([*imprecise, *clean], background_known, progress)
    first, second = (
        {index for each in part for index in _list_indices(each, index_of, background_known)}
        for part in (imprecise, clean)
    )
    names = [each.name for each in classes]
    if extra := [names[index] for index in sorted(second - first)]:
        have = ", ".join(names[index] for index in sorted(first))
        raise EoDeepError(
            f"The clean labels have the class {', '.join(extra)}, which the imprecise labels lack (they have {have}); "
            "both must have the same classes."
        )
    if lacking := [names[index] for index in sorted(first - second)]:
        progress.warning(f"The clean labels lack the class {', '.join(lacking)}; its accuracy is not measured.")
    return classes, index_of


def _list_indices(labels: PolygonLabels | RasterLabels, index_of: dict, background_known: bool) -> set[int]:
    if isinstance(labels, PolygonLabels) and labels.class_field is None:
        return {0, 1}
    found = {index_of[value] for value in labels.list_values()}
    return found | {0} if background_known and isinstance(labels, PolygonLabels) else found


def with_clean_labels(
    images: Sequence[TrainingImage],
    labels: Sequence[PolygonLabels | RasterLabels],
    clean_area: str | None,
    classes: Sequence[ClassLabel],
    index_of: dict,
) -> list[TrainingImage]:
    """The same images with the clean labels, one for each, which count inside of the clean area.

    What lies between polygons of classes is background where there is a clean area, and a class of the background.
    """
    found = []
    for image, each in zip(images, labels):
        is_complete = isinstance(each, PolygonLabels) and (each.class_field is None or clean_area is not None)
        background = 0 if is_complete and classes[0].value == 0 else UNKNOWN
        area = read_area(clean_area, image.grid, silent)
        found.append(replace(image, labels=each.open(image.grid, index_of, background), area=area, edge_px=0.0))
    return found


def hold_out_clean_blocks(
    images: Sequence[TrainingImage], clean: Sequence[TrainingImage], class_count: int, share: float, crop_px: int,
    seed: int,
) -> None:
    """Hold back validation data among the clean labels, and withhold the imprecise labels of the same ground.

    A share of the imprecise labels elsewhere is held back too: they say how a network does beyond the clean area.
    Raises EoDeepError where no clean label is left for one of both parts.
    """
    if clean[0].validation_area is None and share == 0:
        raise EoDeepError(
            "Clean labels are needed for validation; give a validation area, or a validation share above 0."
        )
    if all(image.validation_area is None for image in clean):
        extent_px = math.sqrt(sum(_count_labelled_px(image) for image in clean))
        if extent_px == 0:
            raise EoDeepError("No valid pixel of the images has a clean label: check nodata and the clean area.")
        fewest, most = _BLOCKS_PER_SIDE
        side_px = max(16, extent_px / most, min(2 * crop_px, extent_px / fewest))
        for image in clean:
            image.block_px = int(max(side_px, max(image.height, image.width) / _MOST_BLOCKS_PER_SIDE))
        rng = np.random.default_rng(seed)
        labelled = hold_out_blocks(clean, class_count, share, rng)
        for image, withheld in zip(images, clean):
            image.held_out, image.block_px = np.array(withheld.held_out), withheld.block_px
        hold_out_more_blocks(images, class_count, share, rng, labelled)


def _count_labelled_px(image: TrainingImage) -> float:
    """Roughly how many pixels have a label."""
    blocks = list(image.scan(_OVERVIEW_PX))
    share = sum(int((block.classes != UNKNOWN).sum()) for block in blocks) / (blocks[0].height * blocks[0].width)
    return share * image.height * image.width
