"""Samples and rejected pixels as layers of points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyproj
import shapely

from ..geo.crs import make_transform, to_crs
from ..io.names import name_of
from ..io.vector import FEATURE
from ..io.vector_layer import VectorLayer
from ..progress import Progress
from ..sampling.label_pixels import ClassRaster, FeatureLabels, FeaturePixels, State
from .parts import PARTS
from .sample_classes import SampleClass
from .samplers import REJECTED_PER_REASON, ImageSurvey

_REASONS = {
    State.NODATA: "nodata in the image",
    State.SEVERAL_CLASSES: "several classes",
    State.OUTSIDE_AREA: "outside the area",
}
_TOO_CLOSE = "too close to another sample"
_OUTSIDE = "outside the images"
_NO_PIXEL = "no pixel of its own"


@dataclass(frozen=True)
class Samples:
    """Samples in the order of classes and hashes, (N,) each: position of the class, of the image, row and column in it,
    feature or value, group that stays together, and position of the part."""

    place: np.ndarray
    image: np.ndarray
    row: np.ndarray
    column: np.ndarray
    key: np.ndarray
    group: np.ndarray
    part: np.ndarray


def collect_samples(
    surveys: Sequence[ImageSurvey], chosen: Sequence[dict[int | str, np.ndarray]], classes: Sequence[SampleClass],
    block_px: int,
) -> Samples:  # fmt: skip
    """The chosen records of all images, in the order of classes and hashes."""
    position = {each.key: number for number, each in enumerate(classes)}
    columns: list[list[np.ndarray]] = []
    layers: dict[int, int] = {}
    for number, (found, by_class) in enumerate(zip(surveys, chosen, strict=True)):
        labels = id(found.pixels.class_of) if isinstance(found.pixels, FeaturePixels) else -1
        layer = layers.setdefault(labels, len(layers))
        for name, records in by_class.items():
            size = len(records)
            groups = _group(found, records, number, layer, block_px)
            columns.append([np.full(size, position[name]), np.full(size, number), records["row"], records["column"],
                            records["key"], groups, records["hash"]])  # fmt: skip
    joined = [np.concatenate(each) for each in zip(*columns)] if columns else [np.zeros(0, np.int64)] * 7
    place, image, row, column, key, group, hashes = joined
    order = np.lexsort((key, image, hashes, place))
    part = np.zeros_like(order)
    return Samples(place[order], image[order], row[order], column[order], key[order], group[order], part)


def _group(found: ImageSurvey, records: np.ndarray, image: int, layer: int, block_px: int) -> np.ndarray:
    """A number for each record that those of one polygon, or of one block of an image, share."""
    across = found.pixels.grid.width // block_px + 1
    down = found.pixels.grid.height // block_px + 1
    blocks = ((image * down + records["row"] // block_px) * across + records["column"] // block_px) * 2
    if not isinstance(found.pixels, FeaturePixels):
        return blocks
    placed = found.pixels.placed
    points = placed.fields[FEATURE][shapely.get_dimensions(placed.geometries) == 0]
    features = ((layer << 40) + records["key"]) * 2 + 1
    return np.where(np.isin(records["key"], points), blocks, features)


def make_points(
    samples: Samples, surveys: Sequence[ImageSurvey], classes: Sequence[SampleClass], images: Sequence[str]
) -> VectorLayer:
    """The layer of the samples, in the first image's CRS."""
    crs = to_crs(surveys[0].pixels.grid.crs)
    is_feature = np.array([isinstance(found.pixels, FeaturePixels) for found in surveys])[samples.image]
    fields: dict[str, np.ndarray] = {
        "class": np.array([each.name for each in classes], object)[samples.place],
        "value": np.array([each.value for each in classes], np.int64)[samples.place],
        "polygon": np.ma.array(np.where(is_feature, samples.key, 0), np.int64, mask=~is_feature),
        "part": np.array(PARTS, object)[samples.part],
        "image": np.array(list(images), object)[samples.image],
        "row": samples.row.astype(np.int64),
        "column": samples.column.astype(np.int64),
    }
    xy = _locate(samples.image, samples.row, samples.column, samples.key, surveys, crs)
    return VectorLayer(shapely.points(xy), fields, crs, "Point")


def list_rejected(
    surveys: Sequence[ImageSurvey], read: Sequence[FeatureLabels | ClassRaster], labels: Sequence[str],
    progress: Progress,
) -> dict[str, list]:  # fmt: skip
    """One message for each reason with its count, and the features that gave no pixel: (layer, number), by reason."""
    for state, words in _REASONS.items():
        count = sum(int(each.pixels[state]) for found in surveys for each in found.counts.values())
        if count:
            progress.message(f"Rejected: {count} labelled pixels, {words}.")
    features: dict[str, list] = {_OUTSIDE: [], _NO_PIXEL: []}
    for layer, each in enumerate(read):
        if isinstance(each, FeatureLabels):
            placed, counted = set[int](), set[int]()
            for found in surveys:
                if isinstance(found.pixels, FeaturePixels) and found.pixels.class_of is each.class_of:
                    placed |= set(found.pixels.placed.fields[FEATURE].tolist())
                    counted |= set(found.counts)
            features[_OUTSIDE] += [(layer, number) for number in each.class_of if number not in placed]
            features[_NO_PIXEL] += [(layer, number) for number in placed - counted]
    for words, found_features in features.items():
        if found_features:
            names = ", ".join(sorted({f"'{name_of(labels[layer])}'" for layer, _ in found_features}))
            progress.warning(f"Rejected: {len(found_features)} features of {names}, {words}.")
    return features


def make_rejected_points(
    surveys: Sequence[ImageSurvey], read: Sequence[FeatureLabels | ClassRaster], classes: Sequence[SampleClass],
    images: Sequence[str], features: dict[str, list],
) -> VectorLayer:  # fmt: skip
    """The layer of rejected pixels and features, with the reason of each, in the first image's CRS."""
    crs = to_crs(surveys[0].pixels.grid.crs)
    names = {each.key: each.name for each in classes}
    parts: list[tuple[np.ndarray, list, list, list]] = []
    for image, found in enumerate(surveys):
        groups = [(words, found.rejected.take(state, REJECTED_PER_REASON)) for state, words in _REASONS.items()
                  if found.rejected is not None]  # fmt: skip
        groups += [(_TOO_CLOSE, records) for records in found.too_close.values()]
        for words, records in groups:
            if len(records):
                where = np.full(len(records), image)
                xy = _locate(where, records["row"], records["column"], records["key"], surveys, crs)
                keys = records["key"].tolist()
                parts.append((xy, [words] * len(keys), [names[found.class_of(key)] for key in keys],
                              [images[image]] * len(keys)))  # fmt: skip
    for words, numbers in features.items():
        for layer, number in sorted(numbers)[:REJECTED_PER_REASON]:
            labels = read[layer]
            if isinstance(labels, FeatureLabels):
                geometry = labels.layer.geometries[labels.layer.fields[FEATURE] == number][0]
                xy = shapely.get_coordinates(shapely.point_on_surface(geometry))
                if labels.layer.crs is not None and crs is not None:
                    xy = make_transform(labels.layer.crs, crs)(xy)
                parts.append((xy, [words], [names[labels.class_of[number]]], [None]))
    xy = np.concatenate([part[0] for part in parts]) if parts else np.zeros((0, 2))
    placed = np.isfinite(xy).all(axis=1)
    columns = [np.array([value for part in parts for value in part[n]], object)[placed] for n in (1, 2, 3)]
    fields = dict(zip(("reason", "class", "image"), columns))
    return VectorLayer(shapely.points(xy[placed]), fields, crs, "Point")


def _locate(
    image: np.ndarray, rows: np.ndarray, columns: np.ndarray, keys: np.ndarray, surveys: Sequence[ImageSurvey],
    crs: pyproj.CRS | None,
) -> np.ndarray:  # fmt: skip
    """Coordinates (N, 2) in a CRS."""
    xy = np.zeros((len(rows), 2))
    for number in np.unique(image):
        own = image == number
        pixels = surveys[number].pixels
        if isinstance(pixels, FeaturePixels):
            at = pixels.locate(rows[own], columns[own], keys[own])
        else:
            at = np.column_stack([columns[own], rows[own]]) + 0.5
        at = np.column_stack(pixels.grid.transform * tuple(at.T))
        source = to_crs(pixels.grid.crs)
        if source is not None and crs is not None and source != crs:
            at = make_transform(source, crs)(at)
        xy[own] = at
    return xy
