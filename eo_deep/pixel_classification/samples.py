"""Samples of pixels with their features and classes: drawn from labelled images, or read from points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely

from ..errors import EoDeepError
from ..feature_chains.chain import FeatureChain, open_chain
from ..feature_chains.settings import ChainSettings, FeatureSettings
from ..geo.place_hash import make_salt
from ..io.card_schema import UNKNOWN
from ..io.class_values import to_classes
from ..io.layers import POINT_TYPES, find_layer, read_layer
from ..io.names import name_of
from ..io.raster import RasterSource
from ..io.surroundings import read_area
from ..io.vector import FEATURE
from ..io.vector_layer import VectorLayer
from ..models.image_input import check_alike
from ..progress import Progress, silent
from ..sampling.class_counts import survey_image
from ..sampling.label_pixels import (
    ClassRaster,
    FeatureLabels,
    FeaturePixels,
    RasterPixels,
    State,
    class_order,
    join_classes,
    read_labels,
)
from ..sampling.labels import check_one_or_each, name_classes
from ..sampling.legend import parse_legend, put_legend
from ..sampling.point_selection import LowestHashes
from ..sampling.training_data import ClassLabel

# Forests and boosting hold all samples in memory: 30 features of a million are 120 MB, and several times that inside.
MAX_VALUES = 30_000_000
_BLOCK_PX = 64  # of class rasters, whose pixels belong to no polygon
_BLOCKS_ACROSS = 8  # of points without polygons
_WINDOW_NAME = re.compile(r"(.+) (?:mean|deviation) (\d+)x\2")
_CLASS_FIELD, _VALUE, _POLYGON, _PART, _TRAINING = "class", "value", "polygon", "part", "training"
# What `select_samples` writes beside the class is no feature.
_NO_FEATURES = {_CLASS_FIELD, _VALUE, _POLYGON, _PART, "image", "row", "column", "fid", "ogc_fid", "id"}


@dataclass(frozen=True)
class SampleSettings:
    """Labelled images to draw samples from.

    Attributes
    ----------
    images : sequence of sequence of str
        The sources of each image; the first gives the grid.
    labels : sequence of str
        One for all images or one for each.
    class_field : str or None
    features : FeatureSettings
    bands : sequence of (sequence of int or None)
        Of each source.
    resampling : str
    area : str or None
        Polygons in which samples lie.
    per_class : int
        The most samples of a class.
    seed : int
    legend : sequence of str
        Names and colours of the classes, see `sampling.legend.parse_legend`.
    """

    images: Sequence[Sequence[str]]
    labels: Sequence[str]
    class_field: str | None
    features: FeatureSettings
    bands: Sequence[Sequence[int] | None]
    resampling: str = "bilinear"
    area: str | None = None
    per_class: int = 1000
    seed: int = 0
    legend: Sequence[str] = ()


@dataclass(frozen=True)
class Samples:
    """Pixels with their features and classes.

    Attributes
    ----------
    features : ndarray, shape (N, F), float32
    classes : ndarray, shape (N,), int64
        Positions among `labels`.
    groups : ndarray, shape (N,), int64
        Of the polygon or block that each lies in.
    labels : list of ClassLabel
    names : list of str
        Of the features.
    settings : FeatureSettings
        How the features are computed.
    inputs : list of dict
        The sources, as a card describes them.
    held_back : ndarray, shape (N,), bool
        Samples that a part of the points names for validation or test.
    groups_are_polygons : bool
    """

    features: np.ndarray
    classes: np.ndarray
    groups: np.ndarray
    labels: list[ClassLabel]
    names: list[str]
    settings: FeatureSettings
    inputs: list[dict]
    held_back: np.ndarray
    groups_are_polygons: bool = True

    def __len__(self) -> int:
        return len(self.classes)

    def select(self, chosen: np.ndarray) -> Samples:
        """The samples of a mask or of positions."""
        return replace(self, features=self.features[chosen], classes=self.classes[chosen], groups=self.groups[chosen],
                       held_back=self.held_back[chosen])

    def count(self) -> list[tuple[str, int, int]]:
        """Of each class its name, and how many samples and groups it has."""
        return [(label.name, int((self.classes == number).sum()), len(np.unique(self.groups[self.classes == number])))
                for number, label in enumerate(self.labels)]

    def keep_present(self, progress: Progress) -> Samples:
        """Without classes that have no sample, which a warning names. EoDeepError where less than two are left."""
        counts = np.bincount(self.classes, minlength=len(self.labels))
        lacking = [label.name for label, count in zip(self.labels, counts) if not count]
        present = [label for label, count in zip(self.labels, counts) if count]
        if len(present) < 2:
            found = f"all samples are of one class, {present[0].name}" if present else "there is no valid sample"
            raise EoDeepError(f"A classifier needs samples of at least two classes, but {found}.")
        if lacking:
            progress.warning(f"No valid sample is of class {', '.join(lacking)}; the model will not find it.")
        place = np.cumsum(counts > 0) - 1
        return replace(self, classes=place[self.classes], labels=present)


@dataclass(frozen=True)
class _Image:
    """A labelled image.

    records: its usable pixels of each class with the smallest hashes, `point_selection.RECORD`. placed: the numbers of
    the features that touch it.
    """

    settings: ChainSettings
    labels: FeatureLabels | ClassRaster
    records: dict[int | str, np.ndarray]
    placed: set[int]

    def find_groups(self, records: np.ndarray, number: int, layer: int) -> np.ndarray:
        """(N, 2) int64: the polygon of the layer or, of a class raster, the block of the image of each record."""
        if isinstance(self.labels, FeatureLabels):
            return np.stack([np.full(len(records), -1 - layer), records["key"]], axis=1)
        block = (records["row"] // _BLOCK_PX << 32) + records["column"] // _BLOCK_PX
        return np.stack([np.full(len(records), number), block], axis=1)


def draw_samples(settings: SampleSettings, progress: Progress = silent) -> Samples:
    """Draw samples from labelled images: of each class those with the smallest hashes, whatever tile they lie in.

    Raises EoDeepError for whatever does not fit together.
    """
    if not settings.images:
        raise EoDeepError("Give samples, or at least one image with labels.")
    check_one_or_each("labels layer", settings.labels, settings.images)
    opened = {path: read_labels(path, settings.class_field, progress) for path in dict.fromkeys(settings.labels)}
    join_classes(list(opened.values()), progress)
    images, inputs, names = _survey_images(settings, opened, progress.part(0, 0.5))
    values = sorted({value for image in images for value in image.records}, key=class_order)
    if not values:
        raise EoDeepError(f"No labelled pixel of the images is valid: the labels '{name_of(settings.labels[0])}' lie "
                          "outside of them, on nodata or on several classes; check the CRS of both.")
    for each in opened.values():
        _tell_outside(images, each, progress)
    known = {value: {"name": name, "color": each.colors.get(value)} for each in opened.values()
             if isinstance(each, ClassRaster) for value, name in each.names.items()}  # fmt: skip
    wanted = [value for each in opened.values() if isinstance(each, FeatureLabels) for value in each.list_classes()]
    labels, index_of = name_classes({*values, *wanted}, known, progress=progress)
    labels = put_legend(labels, index_of, parse_legend(settings.legend), progress)
    per_class = limit_samples(settings.per_class, len(values), len(names), progress)
    parts = []
    for number, (image, chosen) in enumerate(zip(images, _choose(images, values, per_class))):
        records = np.concatenate([image.records[value][:count] for value, count in chosen.items()])
        classes = np.repeat([index_of[value] for value in chosen], list(chosen.values()))
        with open_chain(image.settings) as chain:
            step = progress.part(0.5 + 0.5 * number / len(images), 0.5 + 0.5 * (number + 1) / len(images))
            features, valid = chain.read_points(records["row"], records["column"], step)
        layer = list(opened.values()).index(image.labels)
        parts.append((features[valid], classes[valid], image.find_groups(records, number, layer)[valid]))
        if not valid.all():
            progress.warning(f"{int((~valid).sum())} samples of '{name_of(image.settings.images[0])}' are left out, "
                             "because another image is nodata there.")
    features, classes, groups = (np.concatenate(each) for each in zip(*parts))
    _, groups = np.unique(groups, axis=0, return_inverse=True)
    are_polygons = all(isinstance(each, FeatureLabels) for each in opened.values())
    return Samples(features, classes, groups.ravel(), labels, names, settings.features, inputs,
                   np.zeros(len(classes), bool), are_polygons)


def _survey_images(settings: SampleSettings, opened: dict[str, FeatureLabels | ClassRaster],
                   progress: Progress) -> tuple[list[_Image], list[dict], list[str]]:
    """The images with their labelled pixels, the sources as a card describes them, and the features' names."""
    images: list[_Image] = []
    inputs: list[dict] = []
    names: list[str] = []
    first: list[RasterSource] = []
    for number, paths in enumerate(settings.images):
        band_names = [source["bands"] for source in inputs] or None
        chain_settings = ChainSettings(paths, settings.features, settings.bands, band_names, settings.resampling,
                                       "The training")
        labels = opened[settings.labels[number if len(settings.labels) > 1 else 0]]
        with open_chain(chain_settings, progress) as chain:
            if not images:
                inputs, names, first = describe_sources(chain, settings.resampling), chain.names, chain.sources.sources
            for source, other in zip(chain.sources.sources, first):
                check_alike(source, other, progress)
            step = progress.part(number / len(settings.images), (number + 1) / len(settings.images))
            images.append(_Image(chain_settings, labels, *_survey(chain, labels, settings, number, step)))
    return images, inputs, names


def _tell_outside(images: Sequence[_Image], labels: FeatureLabels | ClassRaster, progress: Progress) -> None:
    """Warn of features that touch none of the images."""
    if not isinstance(labels, FeatureLabels):
        return
    placed = set[int]().union(*(image.placed for image in images if image.labels is labels))
    if outside := len(labels.class_of.keys() - placed):
        progress.warning(f"{outside} of {len(labels.class_of)} features of '{name_of(labels.path)}' lie outside of the "
                         "images; they are not used.")


def _survey(chain: FeatureChain, labels: FeatureLabels | ClassRaster, settings: SampleSettings, number: int,
            progress: Progress) -> tuple[dict[int | str, np.ndarray], set[int]]:
    """The usable pixels of each class with the smallest hashes, sorted by hash, and the features that are placed."""
    image = chain.sources.sources[0]
    area = read_area(settings.area, chain.grid, progress if number == 0 else silent)
    kept = LowestHashes(settings.per_class)
    salt, placed = make_salt(settings.seed, number), set[int]()
    if isinstance(labels, FeatureLabels):
        pixels = FeaturePixels(image, labels, area, keep_overlaps=False)
        placed = set(pixels.placed.fields[FEATURE].tolist())
        counts = survey_image(pixels, salt, kept, progress=progress)
        values = {labels.class_of[key] for key, each in counts.items() if each.pixels[State.USABLE]}
    else:
        with closing(RasterPixels(image, labels, area)) as raster:
            counts = survey_image(raster, salt, kept, progress=progress)
        values = {key for key, each in counts.items() if each.pixels[State.USABLE]}
    reasons = {State.NODATA: "the image is nodata there", State.SEVERAL_CLASSES: "they have several classes"}
    for state, why in reasons.items():
        if lost := int(sum(each.pixels[state] for each in counts.values())):
            progress.warning(f"{lost} labelled pixels of '{name_of(image.path)}' are left out, because {why}.")
    return {value: kept.take(value, settings.per_class) for value in values}, placed


def _choose(images: Sequence[_Image], values: Sequence[int | str], per_class: int) -> list[dict[int | str, int]]:
    """Of each image how many of its records of each class are among the `per_class` smallest hashes of all images."""
    chosen: list[dict[int | str, int]] = [{} for _ in images]
    for value in values:
        hashes = [image.records[value]["hash"] if value in image.records else np.empty(0, "u8") for image in images]
        all_hashes = np.sort(np.concatenate(hashes))
        limit = all_hashes[min(per_class, len(all_hashes)) - 1]
        for counts, own in zip(chosen, hashes):
            counts[value] = int(np.searchsorted(own, limit, side="right"))
    return [{value: count for value, count in counts.items() if count} for counts in chosen]


def limit_samples(per_class: int, class_count: int, feature_count: int, progress: Progress) -> int:
    """How many samples of a class fit into memory; a message where these are fewer than wanted."""
    most = max(1, MAX_VALUES // (class_count * feature_count))
    if per_class <= most:
        return per_class
    progress.message(f"At most {most} samples of each class are used: {class_count} classes with {feature_count} "
                     f"features must not be more than {MAX_VALUES:,} numbers.")
    return most


def describe_sources(chain: FeatureChain, resampling: str) -> list[dict]:
    """The sources of a chain as a card describes them. Their values are used as they are."""
    described: list[dict] = []
    for source, names in zip(chain.sources.sources, chain.sources.names_by_source):
        ground = source.grid.ground_resolution_m
        name = Path(name_of(source.path)).stem
        others = [each["name"] for each in described]
        described.append({
            "name": name if name not in others else f"{name} ({len(others) + 1})", "bands": names, "ratio": 1,
            "required": True, "resampling": resampling,
            "resolution_m": round(float(np.sqrt(ground[0] * ground[1])), 4) if ground else None,
            "scaling": unscaled(len(names)), "dtype": source.dtype, "nodata": source.nodata,
        })  # fmt: skip
    return described


def unscaled(band_count: int) -> dict:
    """The scaling of a card that leaves values as they are."""
    return {"kind": "fixed", "mean": [0.0] * band_count, "std": [1.0] * band_count}


def read_samples(path: str, class_field: str | None, fields: Sequence[str] | None, features: FeatureSettings,
                 resampling: str = "bilinear", progress: Progress = silent) -> Samples:
    """Read samples from points: a field with the class, and a number field for each feature.

    Fields called as `select_samples` calls them tell polygons and parts. Features of windows and formulas are known by
    their names ("B04 mean 7x7"), all others are bands.
    Raises EoDeepError for a layer without points, a missing field, and features that could not be computed on an image.
    """
    file, layer = find_layer(path, "points", POINT_TYPES)
    points, _ = read_layer(file, layer, force_2d=True)
    field = class_field or _CLASS_FIELD
    for wanted in (field, *(fields or ())):
        if wanted not in points.fields:
            raise EoDeepError(f"Field '{wanted}' not found; samples '{name_of(path)}' have: "
                              f"{', '.join(points.fields) or 'no fields'}.")
    names = list(fields or [name for name, values in points.fields.items() if values.dtype.kind in "iuf"
                            and name != field and name.lower() not in _NO_FEATURES])  # fmt: skip
    if not names:
        raise EoDeepError(f"Samples '{name_of(path)}' have no number field that could be a feature.")
    if texts := [name for name in names if points.fields[name].dtype.kind not in "iuf"]:
        raise EoDeepError(f"A feature must be a number, but field '{texts[0]}' of '{name_of(path)}' is not.")
    table = np.stack([np.ma.filled(np.ma.asarray(points.fields[name], np.float32), np.nan) for name in names], axis=1)
    values = to_classes(points.fields[field])
    known = np.array([value is not None for value in values], bool)
    valid = known & np.isfinite(table).all(axis=1)
    if lost := int((~valid).sum()):
        progress.warning(f"{lost} of {len(values)} samples are left out: their class or a feature is missing.")
    if not valid.any():
        raise EoDeepError(f"No sample of '{name_of(path)}' has a class and all features.")
    points = points.select(valid)
    values = [value for value, use in zip(values, valid) if use]
    labels, classes = _read_classes(values, points, progress)
    groups, are_polygons = _read_groups(points)
    parts = points.fields.get(_PART)
    held_back = np.array([bool(part) and part != _TRAINING for part in parts], bool) if parts is not None else None
    settings, bands = _infer_features(names, features)
    inputs = [{"name": Path(name_of(path)).stem, "bands": bands, "ratio": 1, "required": True, "resampling": resampling,
               "resolution_m": None, "scaling": unscaled(len(bands)), "dtype": None, "nodata": None}]  # fmt: skip
    return Samples(table[valid], classes, groups, labels, names, settings, inputs,
                   np.zeros(len(classes), bool) if held_back is None else held_back, are_polygons)


def _read_classes(values: list, points: VectorLayer, progress: Progress) -> tuple[list[ClassLabel], np.ndarray]:
    """The classes, with the numbers of the value field where it has one for each, and the position of each sample's."""
    labels, index_of = name_classes(set(values), {}, progress=progress)
    classes = np.array([index_of[value] for value in values], np.int64)
    numbers: list = to_classes(points.fields[_VALUE]) if _VALUE in points.fields else []
    found = {(place, number) for place, number in zip(classes.tolist(), numbers)}
    stated = dict(found)
    fits = len(found) == len(stated) == len(set(stated.values())) == len(labels)
    if fits and all(isinstance(number, int) and 0 <= number < UNKNOWN for number in stated.values()):
        labels = [replace(label, value=stated[place]) for place, label in enumerate(labels)]
    return labels, classes


def _read_groups(points: VectorLayer) -> tuple[np.ndarray, bool]:
    """The polygon of each point, else the block, of eight across their extent, and whether they are polygons."""
    if _POLYGON in points.fields:
        numbers: np.ma.MaskedArray = np.ma.masked_invalid(np.ma.asarray(points.fields[_POLYGON], float))
        if numbers.count() == len(numbers):
            return np.unique(numbers.data, return_inverse=True)[1], True
    xy = shapely.get_coordinates(shapely.centroid(points.geometries))
    side = np.ptp(xy, axis=0).max() / _BLOCKS_ACROSS or 1.0
    blocks = np.floor((xy - xy.min(axis=0)) / side).astype(np.int64)
    return np.unique(blocks, axis=0, return_inverse=True)[1].ravel(), False


def _infer_features(names: Sequence[str], features: FeatureSettings) -> tuple[FeatureSettings, list[str]]:
    """The chain that gives features of these names, and its bands."""
    formulas = tuple(formula for formula in features.formulas if formula.name in names)
    matches = {name: match for name in names if (match := _WINDOW_NAME.fullmatch(name))}
    sides = sorted({int(match[2]) for match in matches.values()})
    if len(sides) > 1:
        raise EoDeepError(f"All windows must have one size, got {sides[0]} and {sides[1]} px.")
    own = [name for name in names if name not in matches and name not in {formula.name for formula in formulas}]
    bands = list(dict.fromkeys([*own, *(match[1] for match in matches.values())]))
    for formula in formulas:
        formula.bind(bands)
    return FeatureSettings(bool(own), sides[0] if sides else 1, formulas), bands
