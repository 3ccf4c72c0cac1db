"""A map brought up to date with an image: what moved, what is new, what is gone."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely
from rasterio.windows import Window

from ..alignment import (
    ALIGNED,
    NOT_FOUND,
    UNCHANGED,
    Alignment,
    Evidence,
    EvidenceMaker,
    check_overlap,
    check_settings,
    find_alignment,
    load_matching_model,
    open_evidence,
    warn_of_lines,
)
from ..errors import EoDeepError
from ..geo.antimeridian import put_back
from ..geo.geometries import is_area, move_geometries
from ..geo.grid import Grid
from ..geo.image_frame import ImageFrame, make_image_frame
from ..geo.measure import measure_areas_m2
from ..io.field_values import append_nulls
from ..io.files import check_distinct, check_writable, identify_file
from ..io.geopackage import write_vectors
from ..io.paths import ExtraVector, NewVector, RasterPath, VectorPath
from ..io.raster import RasterSource, open_raster
from ..io.staging import scratch_folder
from ..io.vector import read_vectors
from ..io.vector_layer import VectorLayer, reproject_polygons
from ..models.bundled import BUILDINGS, find_building_class, find_bundled_model
from ..models.image_input import ImageSettings, open_model_image
from ..models.model_file import load_model
from ..polygonization import Tolerances, approximate_map
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from ..streaming.image_job import ImageJob
from ..streaming.probabilities import PREDICTING_SHARE, open_probability, probability_of, write_probability
from .existence import View
from .moved_buildings import pair_alike
from .new_buildings import measure_support, write_unmapped

NEW, GONE = "new", "gone"
# Of an object of which less is seen nobody can say that it is gone.
_LEAST_KNOWN = 0.8
# Of what seems new, if an object without a place covers as much, the object may stand for it.
_UNSURE_SHARE = 0.25
# What is left beside a mapped building and narrower than this is the outlines' error.
_RIM_M = 2.0
_MIN_HOLE_M2 = 5.0


@dataclass(frozen=True)
class Limits:
    """What a new building has at least: area, width (of the largest circle in it) and confidence."""

    min_area_m2: float
    min_width_m: float
    min_confidence: float

    def __post_init__(self) -> None:
        for name, value in (("area", self.min_area_m2), ("width", self.min_width_m)):
            if not 0 <= value < math.inf:
                unit = "m2" if name == "area" else "m"
                raise EoDeepError(f"The least {name} of a new building must be 0 {unit} or more, got {value:g} {unit}.")
        if not 0 <= self.min_confidence <= 1:
            raise EoDeepError(f"The least confidence of a new building must be 0 to 1, got {self.min_confidence:g}.")


@algorithm(
    "output", max_shift_m=(0.1, 1000.0), smoothness=(0.0, 1e6), min_area_m2=(0.0, None), min_width_m=(0.0, None),
    min_confidence=(0.0, 1.0), pixel_size_m=(0.001, None),
)
def update_map(image: RasterPath, vectors: VectorPath, method: str = "learned", alignment_model: str | None = None,
               building_model: str | None = None, max_shift_m: float = 15.0, smoothness: float = 1.0,
               min_area_m2: float = 10.0, min_width_m: float = 2.0, min_confidence: float = 0.35,
               bands: Sequence[int] | None = None, resample: bool = True, pixel_size_m: float | None = None,
               test_time_augmentation: bool = True, device: str = "auto", output: NewVector | None = None,
               differences: ExtraVector | None = None, progress: Progress = silent) -> dict:
    """Align a map of buildings with an image, add the buildings that it lacks, and flag those that are not there.

    vectors: polygons in any CRS. alignment_model, building_model: None for the bundled ones; for method "correlation"
    the first is a segmentation model too, None for the building model. max_shift_m, smoothness: see
    `alignment.align_vectors`. min_area_m2, min_width_m, min_confidence: of a new building; its width is that of the
    largest circle in it, its confidence how likely it is right. test_time_augmentation: of the probabilities. The other
    arguments are those of `segmentation.segment`.
    output: GeoPackage with all objects: the map's fields, and dx_m, dy_m, shift_m, turn_deg, confidence, status
    (aligned, unchanged, new, gone) and area_m2. differences: the same of new and gone ones alone.

    An object that was not found moves onto what seems new if that has its shape and lies within max_shift_m.
    What the image does not show, below clouds or beyond its edge, is neither new nor gone. Raises EoDeepError for
    layers that do not overlap, layers without polygons, input that does not fit the models and settings out of range.
    Returns {"output", "differences", "aligned_count", "unchanged_count", "new_count", "gone_count"}.
    """
    assert output
    check_distinct([output, differences], [image, vectors, alignment_model, building_model])
    for path in (output, differences):
        if path:
            check_writable(path, ".gpkg")
    check_settings(method, "object", max_shift_m, smoothness)
    limits = Limits(min_area_m2, min_width_m, min_confidence)
    features = read_vectors(vectors, progress)
    if len(features) and not is_area(features.geometries).any():
        raise EoDeepError(f"'{vectors}' holds no polygons; only maps of buildings can be updated.")
    settings = ImageSettings(image, bands, resample, pixel_size_m, device)
    models = (building_model or find_bundled_model(BUILDINGS), alignment_model)
    with scratch_folder(output) as folder:
        with open_predictions(settings, features, method, models, test_time_augmentation, folder,
                              progress.part(0, 0.85)) as (source, threshold, evidence, frame):  # fmt: skip
            found = find_alignment(evidence, frame, features, max_shift_m, smoothness, "object", folder,
                                   progress.part(0.85, 0.92))  # fmt: skip
            updated = replace(features, geometries=found.geometries, crs=frame.crs or features.crs)
            view = View.measure(method, source, evidence, frame, updated, found)
            gone = find_gone(view, updated, found, progress.part(0.92, 0.94))
            seen = (gone <= 0.5) & (found.status != NOT_FOUND)
            new = find_new(view, folder / "rest.tif", updated.select(seen), threshold, limits,
                           progress.part(0.94, 0.99))  # fmt: skip
            frame = make_image_frame(updated.crs, source.grid, (view.pixel_m, view.pixel_m), silent)
            new = _reunite(frame, features, found, gone, new, max_shift_m / view.pixel_m)
    updated, status = _join(replace(updated, geometries=found.geometries), found, gone, new, progress)
    write_vectors(output, updated, "buildings", progress)
    counts = {name: int((status == name).sum()) for name in (ALIGNED, UNCHANGED, NEW, GONE)}
    progress.message(
        f"{counts[NEW]} buildings are new, {counts[GONE]} are gone, {counts[ALIGNED]} were moved, {counts[UNCHANGED]} "
        f"stay; wrote '{output}'."
    )
    if differences:
        write_vectors(differences, updated.select(np.isin(status, (NEW, GONE))), "differences")
        progress.message(f"Wrote '{differences}'.")
    progress(1.0)
    return {"output": str(output), "differences": differences,
            **{f"{name}_count": count for name, count in counts.items()}}


@contextmanager
def open_predictions(settings: ImageSettings, features: VectorLayer, method: str, models: tuple[str, str | None],
                     test_time_augmentation: bool, folder: Path, progress: Progress = silent,
                     ) -> Iterator[tuple[RasterSource, float, Evidence, ImageFrame]]:  # fmt: skip
    """What networks see of an image: the probability of buildings with its threshold, the evidence with its frame.

    models: paths of the building model and of the one for the method (None: the bundled one, for "correlation" the
    building model). Where both are one file, the network runs once. folder: for temporary files. Raises EoDeepError
    for features off the image.
    """
    building_model, alignment_model = models
    with open_raster(settings.path) as source:
        check_overlap(features, source.grid, progress)
    loaded = load_model(building_model, "segmentation")
    building, threshold = find_building_class(building_model, loaded.card), loaded.card.get("threshold") or 0.5
    shown = folder / "evidence.tif"
    is_one_file = alignment_model is None or identify_file(alignment_model) == identify_file(building_model)
    if method == "correlation" and is_one_file:
        warn_of_lines(features.geometries[features.present], progress)
        path = folder / "probability.tif"
        with open_model_image(settings, loaded.card, progress) as image:
            maker = EvidenceMaker(loaded, image, building)
            outputs = [probability_of(building, test_time_augmentation), maker.output]
            job = ImageJob(loaded, image, outputs, cell_px=maker.cell_px)
            with write_probability(job, path, progress) as band, maker.write(shown, job, progress) as cells:
                job.run(job.plan(), [band, cells], progress.part(0, PREDICTING_SHARE))
        with open_raster(path) as source, maker.open(shown) as evidence:
            yield source, threshold, evidence, make_image_frame(features.crs, evidence.grid, evidence.resolution_m,
                                                                progress)  # fmt: skip
        return
    aligner, position = load_matching_model(alignment_model, method)
    with open_probability(settings, loaded, building, folder / "probability.tif", None, test_time_augmentation,
                          progress.part(0, 0.9)) as source, \
            open_model_image(settings, aligner.card, progress) as image, \
            open_evidence(image, aligner, position, features, shown, None,
                          progress.part(0.9, 1)) as (evidence, frame):  # fmt: skip
        yield source, threshold, evidence, frame


def find_gone(view: View, features: VectorLayer, found: Alignment, progress: Progress = silent) -> np.ndarray:
    """How sure it is that no building stands where each object lies, (N,) float64; above 0.5 it is gone.

    features: the map where the alignment, `found`, has put it. What is not polygons, and what is not seen, is 0.
    """
    pixels, numbers = _place(view.source.grid, features)
    support, known = measure_support(lambda window: _read_band(view.source, window), view.source.grid, pixels, progress)
    gone = np.zeros(len(features))
    seen = (known >= _LEAST_KNOWN) & np.isfinite(found.missing[numbers])
    numbers = numbers[seen]
    gone[numbers] = view.judge_gone(support[seen], found.missing[numbers])
    return gone


def find_new(view: View, path: Path, features: VectorLayer, threshold: float, limits: Limits,
             progress: Progress = silent) -> VectorLayer:
    """The buildings that a map lacks, in its CRS, with confidence and area_m2.

    path: for a temporary raster. features: the map where it should be, without what is gone. threshold: of the
    probability, where outlines run.
    """
    source, pixel_m = view.source, view.pixel_m
    pixels, _ = _place(source.grid, features)
    count = write_unmapped(path, lambda window: _read_band(source, window), source.grid, pixels, threshold,
                           _RIM_M / pixel_m, progress.part(0, 0.4))  # fmt: skip
    if not count:
        return VectorLayer(np.array([], object), {"confidence": np.zeros(0), "area_m2": np.zeros(0)}, features.crs)
    grid = source.grid
    # Without a CRS areas come in units of the coordinates.
    unit_m2 = 1.0 if grid.ground_resolution_m else pixel_m**2 / abs(grid.transform.determinant)
    tolerances = Tolerances(min_area_m2=limits.min_area_m2 / unit_m2, min_hole_m2=_MIN_HOLE_M2 / unit_m2)
    with open_raster(path) as rest:
        polygons = approximate_map(rest, threshold, None, "1", tolerances, progress.part(0.4, 1))
    circles = shapely.maximum_inscribed_circle(
        shapely.transform(polygons.geometries, lambda xy: np.column_stack(~grid.transform * tuple(xy.T))))
    polygons = polygons.select(2 * shapely.length(circles) * pixel_m >= limits.min_width_m)
    probability, area_m2 = polygons.fields["mean_probability"], polygons.fields["area_m2"] * unit_m2
    found = reproject_polygons(replace(polygons, fields={"area_m2": area_m2}), features.crs)
    found.fields["confidence"] = confidence = view.judge_new(found.geometries, probability)
    return found.select(confidence >= limits.min_confidence)


def _reunite(frame: ImageFrame, features: VectorLayer, found: Alignment, gone: np.ndarray, new: VectorLayer,
             reach_px: float) -> VectorLayer:
    """Move objects that were not found, or are gone, onto new buildings of their shape within reach; `found` and `gone`
    learn of it. Returns what then is new: neither such a building nor one that an object without a place may stand for.
    """
    areal = features.present & is_area(features.geometries)
    lost = np.flatnonzero(areal & ((gone > 0.5) | (found.status == NOT_FOUND)))
    pixels, buildings = frame.to_pixels(features.geometries[lost]), frame.to_pixels(new.geometries)
    i, j, iou = pair_alike(pixels, buildings, reach_px)
    here, there = (shapely.get_coordinates(shapely.centroid(each)) for each in (pixels[i], buildings[j]))
    before = frame.to_coordinates(here)
    offsets = frame.find_offsets(here, there)
    moved = lost[i]
    found.geometries[moved] = put_back(move_geometries(features.geometries[moved], offsets), frame.crs)
    found.moved_m[moved] = frame.measure_offsets_m(before, offsets)
    found.status[moved], found.confidence[moved], found.turned_deg[moved], gone[moved] = ALIGNED, iou, 0, 0
    is_new = np.ones(len(new), bool)
    is_new[j] = False
    unsure = pixels[(gone[lost] <= 0.5) & (found.status[lost] == NOT_FOUND)]
    covered = shapely.area(shapely.intersection(buildings, shapely.union_all(unsure)))
    return new.select(is_new & (covered < _UNSURE_SHARE * shapely.area(buildings)))


def _place(grid: Grid, features: VectorLayer) -> tuple[np.ndarray, np.ndarray]:
    """The polygons (M,) of a layer in pixels of a grid, and their numbers (M,) in it."""
    numbers = np.flatnonzero(features.present & is_area(features.geometries))
    pixels = make_image_frame(features.crs, grid, (1.0, 1.0), silent).to_pixels(features.geometries[numbers])
    usable = ~shapely.is_empty(pixels)
    return pixels[usable], numbers[usable]


def _read_band(source: RasterSource, window: Window) -> tuple[np.ndarray, np.ndarray]:
    pixels, valid = source.read(window)
    return pixels[0], valid


def _join(features: VectorLayer, found: Alignment, gone: np.ndarray, new: VectorLayer,
          progress: Progress) -> tuple[VectorLayer, np.ndarray]:
    """One layer of the map's objects and the new ones, and the status (N + M,) of each."""
    is_gone = gone > 0.5
    status = np.where(is_gone, GONE, np.where(found.status == ALIGNED, ALIGNED, UNCHANGED)).astype(object)
    told = found.describe()
    told["confidence"] = np.where(is_gone, gone, found.confidence)
    told["status"] = status
    area_m2 = np.zeros(len(features))
    areal = features.present & is_area(features.geometries)
    area_m2[areal] = measure_areas_m2(features.geometries[areal], features.crs)
    told["area_m2"] = area_m2
    joined = features.add(told, progress)
    if not len(new):
        return joined, status
    count = len(new)
    values = {name: np.zeros(count) for name in told} | {
        "confidence": new.fields["confidence"], "status": np.full(count, NEW, object),
        "area_m2": new.fields["area_m2"]}  # fmt: skip
    geometries = new.geometries
    if shapely.has_z(features.geometries[features.present]).any():
        geometries = shapely.force_3d(geometries)
    fields = {name: np.concatenate([each, values[name]]) if name in values else append_nulls(each, count)
              for name, each in joined.fields.items()}  # fmt: skip
    joined = replace(joined, geometries=np.concatenate([joined.geometries, geometries]), fields=fields)
    return joined, np.concatenate([status, values["status"]])
