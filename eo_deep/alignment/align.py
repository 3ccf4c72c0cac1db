"""Vectors aligned with an image: displaced objects moved to where it shows them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import shapely

from ..errors import EoDeepError
from ..geo.coordinates import describe_bounds
from ..geo.geometries import is_area
from ..geo.grid import Grid
from ..geo.image_frame import ImageFrame, make_image_frame
from ..io.files import check_distinct, check_writable
from ..io.geopackage import write_vectors
from ..io.paths import ExtraRaster, NewReport, NewVector, RasterPath, VectorPath
from ..io.raster import RasterSource
from ..io.staging import scratch_folder
from ..io.vector import read_vectors
from ..io.vector_layer import VectorLayer
from ..models.bundled import ALIGNMENT, BUILDINGS, find_building_class, find_bundled_model
from ..models.image_input import ImageSettings, ModelImage, open_model_image
from ..models.model_file import Model, load_model
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from .displacement_map import write_displacement_map
from .evidence import Evidence, collect_evidence
from .placement import ALIGNED, FOLLOWS, NOT_FOUND, STATUSES, UNCHANGED, Alignment, find_alignment
from .report import write_alignment_report

_DEFAULT_MODELS = {"learned": ALIGNMENT, "correlation": BUILDINGS}
METHODS = tuple(_DEFAULT_MODELS)
RIGIDITIES = ("object", "vertex")
NOT_FOUND_CHOICES = ("follow", "stay")
# Evidence is collected this much farther than objects may move: their surroundings count too.
_AROUND_M = 10.0


@algorithm("output", max_shift_m=(0.1, 1000.0), smoothness=(0.0, 1e6), pixel_size_m=(0.001, None))
def align_vectors(image: RasterPath, vectors: VectorPath, model: str | None = None, method: str = "learned",
                  rigidity: str = "object", max_shift_m: float = 15.0, smoothness: float = 1.0,
                  not_found: str = "follow", bands: Sequence[int] | None = None, resample: bool = True,
                  pixel_size_m: float | None = None, device: str = "auto", output: NewVector | None = None,
                  displacement: ExtraRaster | None = None, report: NewReport | None = None,
                  progress: Progress = silent) -> dict:
    """Move every polygon or line of a map to where an image shows it.

    Every shift within the maximum is scored for every object, by the outputs of a network inside the object and along
    its outline. Mean-field inference on a Markov random field then gives neighbours similar shifts. Objects keep their
    fields, holes and shared edges. An object that is not found follows its neighbours where their shifts agree. Where
    the image is nodata, objects stay where they are.

    Parameters
    ----------
    image : path of a raster
        Of any size and data type that GDAL reads.
    vectors : path of polygons or lines
        The map, in any CRS.
    model : path of a model, optional
        For method "learned" an alignment model, for "correlation" a segmentation model with a class of buildings.
        Default: the bundled one.
    method : str
        "learned": a network that was trained for alignment. "correlation": the probability of buildings, as in
        Vargas-Munoz et al. (2019); lines then stay where they are.
    rigidity : str
        "object": each object keeps its shape, and is turned where the image shows it clearly. "vertex": vertices follow
        the nearby edges in the image.
    max_shift_m : float
        Maximum distance in metres between an object and its place in the image. Objects farther away are not found.
    smoothness : float
        How strongly neighbours get similar shifts: 0 = each object alone, 1 = as calibrated in training, 2 = twice as
        strongly.
    not_found : str
        Objects that are not found in the image: "follow" moves one by the mean shift of its nearest neighbours, if at
        least three of six, with 60 % of their weight, were shifted alike to 1.8 m; "stay" leaves them where they are.
        Without smoothness they stay.
    bands : sequence of int, optional
        1-based band numbers in the model's order. Default: matched by name.
    resample : bool
        Work at the model's resolution where the image has another.
    pixel_size_m : float, optional
        Pixel size in metres of an image without CRS.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps".
    output : path of a GeoPackage
        The features with their fields, and dx_m, dy_m (metres east and north), shift_m, turn_deg (counterclockwise),
        confidence (0..1, that an object now lies within 0.6 m of its true position; at most 0.5 where it follows its
        neighbours, 0 where it was not found) and status ("aligned", "unchanged", "follows neighbours" or "not found in
        image").
    displacement : path of a GeoTIFF, optional
        The shifts as a map, float32 bands dx_m, dy_m and variance_m2, see `write_displacement_map`.
    report : path of an HTML file, optional
        The shifts as figures, tables and pictures.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "output", "displacement", "report": the paths; "aligned_count", "unchanged_count", "following_count",
        "not_found_count";
        "median_shift_m" of the aligned objects.

    Raises
    ------
    EoDeepError
        If no feature lies on the image, the image does not fit the model, or a setting is out of range.
    """
    assert output
    check_distinct([output, displacement, report], [image, model, vectors])
    check_writable(output, ".gpkg")
    for path, suffixes in ((displacement, (".tif", ".tiff")), (report, ())):
        if path:
            check_writable(path, *suffixes)
    check_settings(method, rigidity, max_shift_m, smoothness, not_found)
    features = read_vectors(vectors, progress)
    loaded, building = load_matching_model(model, method)
    settings = ImageSettings(image, bands, resample, pixel_size_m, device)
    with scratch_folder(output) as folder, open_model_image(settings, loaded.card, progress) as opened:
        check_overlap(features, opened.source.grid, progress)
        with open_evidence(opened, loaded, building, features, folder / "evidence.tif", max_shift_m,
                           progress.part(0, 0.7)) as (evidence, frame):  # fmt: skip
            found = find_alignment(evidence, frame, features, max_shift_m, smoothness, rigidity, not_found,
                                   folder, progress.part(0.7, 0.95))  # fmt: skip
            if displacement:
                shifted = np.isfinite(found.variance_m2)
                centres_px = shapely.get_coordinates(shapely.centroid(found.pixels[shifted]))
                write_displacement_map(displacement, evidence.grid, evidence.resolution_m, centres_px,
                                       found.shift_m[shifted], found.variance_m2[shifted], smoothness,
                                       progress.part(0.95, 0.97))  # fmt: skip
                progress.message(f"Wrote '{displacement}'.")
        written = VectorLayer(found.geometries, features.fields, frame.crs or features.crs, features.geometry_type)
        write_vectors(output, written.add(found.describe(), progress), "aligned", progress)
        counts = {status: int((found.status == status).sum()) for status in STATUSES}
        progress.message(
            f"Moved {counts[ALIGNED]} of {len(features)} objects, {counts[UNCHANGED]} were in place, "
            f"{counts[FOLLOWS]} follow their neighbours, {counts[NOT_FOUND]} were not found in the image; "
            f"wrote '{output}'."
        )
        if report:
            described: list[list[object]] = [
                ["Image", image],
                ["Vectors", f"{vectors}, {len(features)} objects"],
                ["Method", f"{method}, model {model or find_default_model(method)}"],
                ["Rigidity", rigidity],
                ["Maximum shift (m)", max_shift_m],
                ["Smoothness", smoothness],
                ["Objects not found", not_found],
            ]
            _write_report(report, described, found, features, opened.source)
            progress.message(f"Wrote '{report}'.")
    progress(1.0)
    moved_m = np.hypot(*found.moved_m[found.status == ALIGNED].T)
    return {
        "output": str(output),
        "displacement": displacement,
        "report": report,
        "aligned_count": counts[ALIGNED],
        "unchanged_count": counts[UNCHANGED],
        "following_count": counts[FOLLOWS],
        "not_found_count": counts[NOT_FOUND],
        "median_shift_m": float(np.median(moved_m)) if len(moved_m) else 0.0,
    }


def load_matching_model(model: str | None, method: str) -> tuple[Model, int | None]:
    """The model for a method (None: the bundled one), and for "correlation" the position of its class of buildings."""
    path = model or find_default_model(method)
    if method == "learned":
        return load_model(path, "alignment"), None
    loaded = load_model(path, "segmentation")
    return loaded, find_building_class(path, loaded.card)


@contextmanager
def open_evidence(image: ModelImage, model: Model, building: int | None, features: VectorLayer, path: Path,
                  max_shift_m: float | None, progress: Progress = silent) -> Iterator[tuple[Evidence, ImageFrame]]:
    """The evidence of an image within reach of features, and the frame of both; a context manager.

    Parameters
    ----------
    image : ModelImage
    model, building : Model, int or None
        See `load_matching_model`.
    features : VectorLayer
    path : Path
        Of a temporary file.
    max_shift_m : float or None
        How far features may move; None: evidence everywhere.
    progress : Progress

    Yields
    ------
    Evidence, ImageFrame
    """
    present = features.geometries[features.present]
    if building is not None:
        warn_of_lines(present, progress)
    near = None
    if max_shift_m is not None:
        pixels = make_image_frame(features.crs, image.grid, (1.0, 1.0), silent).to_pixels(present)
        near = pixels, max_shift_m + _AROUND_M
    with collect_evidence(image, model, building, path, near, progress) as evidence:
        yield evidence, make_image_frame(features.crs, evidence.grid, evidence.resolution_m, progress)


def warn_of_lines(geometries: np.ndarray, progress: Progress) -> None:
    """Warn where geometries are lines, which the method "correlation" cannot move."""
    if lines := int((~is_area(geometries)).sum()):
        progress.warning(f"The method correlation aligns buildings only; {lines} lines stay where they are.")


def find_default_model(method: str) -> str:
    """The bundled model for a method. Raises EoDeepError if it is missing."""
    return find_bundled_model(_DEFAULT_MODELS[method])


def check_overlap(features: VectorLayer, grid: Grid, progress: Progress) -> None:
    """EoDeepError unless a feature lies on an image's grid; a warning then gives the extent of both."""
    geometries = features.geometries[features.present]
    placed = make_image_frame(features.crs, grid, (1.0, 1.0), silent).to_pixels(geometries)
    extent = shapely.box(0, 0, grid.width, grid.height)
    if len(geometries) and not shapely.intersects(extent, placed).any():
        spanned = describe_bounds(shapely.total_bounds(geometries), features.crs)
        progress.warning(f"The vectors span {spanned}, the image {describe_bounds(grid.bounds, grid.crs)}.")
        raise EoDeepError("None of the vectors lies on the image; check the CRS of both.")


def _write_report(
    report: str, described: Sequence[Sequence[object]], found: Alignment, features: VectorLayer, source: RasterSource
) -> None:
    """Write the report; objects are drawn in pixels of the image itself."""
    frame = make_image_frame(features.crs, source.grid, (1.0, 1.0), silent)
    drawn = features.present
    before, after = (np.full(len(features), shapely.Polygon(), object) for _ in range(2))
    before[drawn] = frame.to_pixels(features.geometries[drawn])
    after[drawn] = frame.to_pixels(found.geometries[drawn])
    write_alignment_report(report, described, found.describe(), before, after, source)


def check_settings(method: str, rigidity: str, max_shift_m: float, smoothness: float, not_found: str) -> None:
    """EoDeepError for choices that do not exist, and numbers out of range."""
    for name, value, choices in (("Method", method, METHODS), ("Rigidity", rigidity, RIGIDITIES),
                                 ("Objects not found", not_found, NOT_FOUND_CHOICES)):  # fmt: skip
        if value not in choices:
            raise EoDeepError(f"{name} must be one of {', '.join(choices)}, got '{value}'.")
    if not 0 < max_shift_m < math.inf:
        raise EoDeepError(f"The maximum shift must be more than 0 m, got {max_shift_m:g} m.")
    if not 0 <= smoothness < math.inf:
        raise EoDeepError(f"Smoothness must be 0 or more, got {smoothness:g}.")
