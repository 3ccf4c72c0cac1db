"""What a training's samples must be like, said before it takes hours."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import EoDeepError
from ..progress import Progress
from .training_data import TrainingData
from .windows import Sampler, ValidationSet


def check_crop(crop_px: int, stride_px: int) -> None:
    """EoDeepError unless crops fit a network: one of a single cell at its bottom would have no batch statistics."""
    if crop_px < 2 * stride_px or crop_px % stride_px:
        raise EoDeepError(
            f"Crop must be a multiple of {stride_px} px and at least {2 * stride_px} px, got {crop_px} px."
        )


def check_classes(
    found: TrainingData, sampler: Sampler, names: Sequence[str], validation: ValidationSet, progress: Progress
) -> None:
    """EoDeepError unless at least two classes can be learned; warnings for classes and validation data that lack."""
    present = [name for name, count in zip(names, sampler.counts) if count > 0]
    if not present:
        raise EoDeepError("No valid pixel of the images has a label: check nodata, the area and the validation area.")
    if len(present) == 1:
        remedy = "draw an area in which everything unlabelled is background, or label another class"
        if not found.images[0].labels_are_polygons:
            remedy = "their nodata value means that a pixel has no label, so give the background another value"
        raise EoDeepError(f"All labels are of one class, {present[0]}; training needs at least two; {remedy}.")
    missing = [name for name in names if name not in present]
    if missing:
        progress.warning(f"No training pixel is labelled {', '.join(missing)}; the model will not find it.")
    if len(validation) == 0:
        progress.warning("There is no validation data: the last epoch is saved and its accuracy is unknown.")
