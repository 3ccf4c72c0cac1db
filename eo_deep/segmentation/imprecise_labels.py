"""Which labels a training is given, and imprecise ones moved to where the images show their objects."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..alignment import align_vectors
from ..errors import EoDeepError
from ..io.class_values import is_raster
from ..io.layers import split_path
from ..progress import Progress


def check_labels(
    labels: Sequence[str], imprecise: Sequence[str], clean: Sequence[str], for_imprecise: Sequence[str]
) -> None:
    """EoDeepError unless there are labels, or imprecise labels with clean ones.

    for_imprecise: what else was given that only imprecise labels need.
    """
    if labels and (imprecise or clean):
        raise EoDeepError("Give either labels, or imprecise labels with clean labels, not all of them.")
    if imprecise and not clean:
        raise EoDeepError("Imprecise labels need clean labels beside them, by which the training is judged.")
    if clean and not imprecise:
        raise EoDeepError("Clean labels are for a training on imprecise labels; give them as labels.")
    if not labels and not imprecise:
        raise EoDeepError("Give labels, or imprecise labels with clean labels.")
    if labels and for_imprecise:
        raise EoDeepError(f"{for_imprecise[0]} was given, which only a training on imprecise labels has.")


def align_each(
    images: Sequence[str], labels: Sequence[str], bands: Sequence[int] | None, max_shift_m: float, device: str,
    folder: Path, progress: Progress,
) -> list[str]:  # fmt: skip
    """The labels of each image, aligned with it: paths of layers of the same names in ``folder``.

    labels: polygons, one layer for all images or one for each. Raises EoDeepError for rasters, and as `align_vectors`.
    """
    for path in labels:
        if is_raster(path):
            raise EoDeepError(f"Only polygons can be aligned with the images, but the labels '{path}' are a raster.")
    seen = bands if bands and len(bands) == 3 else None  # others are matched by their names
    found = []
    for number, image in enumerate(images):
        path = labels[number if len(labels) > 1 else 0]
        (folder / str(number)).mkdir()
        aligned = str(folder / str(number) / f"{Path(split_path(path)[0]).stem}.gpkg")
        part = progress.part(number / len(images), (number + 1) / len(images))
        align_vectors(image, path, bands=seen, max_shift_m=max_shift_m, device=device, output=aligned, progress=part)
        found.append(aligned)
    return found
