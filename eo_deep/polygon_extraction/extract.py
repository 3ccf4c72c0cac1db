"""From an image to polygons, one for each object."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import shapely

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..io.card_schema import ONNX_PROMPTS, POLYCNN
from ..io.class_names import same_name
from ..io.class_values import is_background
from ..io.files import check_distinct, check_writable
from ..io.geopackage import write_batches, write_vectors
from ..io.model_card import read_card
from ..io.names import name_of
from ..io.part_folder import keeps_results
from ..io.paths import NewVector, RasterPath, VectorPath, list_paths
from ..io.raster import open_image
from ..io.staging import scratch_folder
from ..io.styles import category_style
from ..io.surroundings import read_area
from ..io.vector_layer import VectorLayer, join_layers
from ..models.bundled import find_thresholds
from ..models.image_input import ImageSettings
from ..models.onnx_format import warn_of_program
from ..polygonization import Tolerances, approximate_in_batches
from ..progress import Progress, silent
from ..runtime.devices import choose_device
from ..runtime.jobs import algorithm
from ..streaming.cluster import do_without_cluster
from .marked_outlines import outline_marked
from .markers import MarkerLayer, read_boxes_on, read_points_on
from .object_maps import find_object_grid, load_object_model, open_object_maps
from .prompts import load_marked_model, outline_prompted

_MIN_CORNERS, _MAX_CORNERS = 3, 99
RIGHT_ANGLES = ("auto", "on", "off")
# Of the minimum area of an object, at most 4 m2: the minimum area of its seed.
_SEED_SHARE = 0.4


@algorithm(
    "output", restartable=True, min_area_m2=(0.0, None), min_hole_m2=(0.0, None), corners=(0, _MAX_CORNERS),
    threshold=(0.0, 1.0), seed_threshold=(0.0, 1.0), pixel_size_m=(0.001, None), core_px=(16, None),
)
def extract_polygons(image: RasterPath, model: str, bands: Sequence[int] | None = None,
                     points: VectorPath | None = None, boxes: VectorPath | None = None, area: VectorPath | None = None,
                     min_area_m2: float = 2.0, min_hole_m2: float = 1.0, corners: int = 0,
                     threshold: float | None = None, seed_threshold: float | None = None, resample: bool = True,
                     pixel_size_m: float | None = None, test_time_augmentation: bool = False, device: str = "auto",
                     core_px: int | None = None, output: NewVector | None = None,
                     other_images: Sequence[RasterPath] | RasterPath | None = None, right_angles: str = "auto",
                     resume: bool = False, cluster: str | None = None, progress: Progress = silent) -> dict:
    """Extract the objects on an image as polygons, one each: all of them, or those under points or in boxes.

    A polygons model gives the probability of each class, the borders between touching objects, the directions of walls
    and the corners. Seeds where the probability is high and no border is seen grow down to the threshold (watershed);
    each object becomes a polygon with few vertices, which shares its walls with the objects that it touches. A
    segmentation model will do: then touching objects are told apart by the probability alone.

    Parameters
    ----------
    image : path of a raster
        Of any size and data type that GDAL reads.
    model : path of a polygons or segmentation model
        Objects of all its classes but the background are extracted. A PolyCNN regresses one quadrilateral for each
        point or box, around its middle; then nothing is searched, and thresholds and minimum areas have no meaning. A
        prompts model (see `import_model`) is asked for each point or box, and outlines anything.
    bands : sequence of int, optional
        1-based band numbers in the model's order. Default: matched by name.
    points : path of points, optional
        In any CRS. Only the objects under them are extracted, one for each point; an object with several points is
        divided between them. What lies farther than 512 px from all points is not looked at.
    boxes : path of polygons, optional
        Instead of points, in any CRS. Only the objects in them are extracted: of each box the object that fills most of
        it, cut at its edge; by a prompts model, what it marks, as a whole.
    area : path of polygons, optional
        In any CRS. Pixels outside are not searched. Default: the whole image. A prompts model sees the box around them
        at once, brought to its size in pixels, and only points and boxes in it count; without an area, it sees as many
        pixels of the image around each.
    min_area_m2, min_hole_m2 : float
        Minimum area of an object and of a hole in it in square metres.
    corners : int
        Number of corners of each object's outline, 3 to 99; holes do not count. 0: as many as the image shows.
    threshold : float, optional
        0..1. Pixels of an object have at least this probability; of several classes, against the background. Default:
        the threshold stored in the model.
    seed_threshold : float, optional
        0..1. Minimum probability of the pixels from which an object grows. Default: the seed threshold stored in the
        model, else 0.9.
    resample : bool
        Work at the model's resolution where the image has another.
    pixel_size_m : float, optional
        Pixel size in metres of an image without CRS.
    test_time_augmentation : bool
        Average over eight flips and quarter turns, eight times slower.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps".
    core_px : int, optional
        Tile size in pixels. The result does not depend on it. Default: chosen from memory.
    output : path of a GeoPackage
        The objects, with class, class_name, score (mean probability, 0..1), confidence (mean percentile, 0..1, see
        `segment`; not of older models), area_m2, n_vertices, status (regular, free or contour; corners missed where an
        outline could not be given `corners`; regressed by a PolyCNN, whose score is the IoU between the outlines of
        four turns of the patch; a prompts model's is the IoU that it expects), sigma_m (standard deviation of the
        walls' places in metres, as the probabilities across them tell) and touches (with how many others it shares
        walls). From points or boxes: their fields, and
        marker, the number of each one in its layer, from 1.
    other_images : path of a raster or sequence of them, optional
        The further images of a model of several, in the model's order, see `segment`.
    right_angles : str
        Whether outlines get right angles where they come near to them: "auto" (of a model that sees walls; of others
        the class building), "on" or "off".
    resume : bool
        Go on where the same job was interrupted, in the image (see `segment`) or in the polygons (see `polygonize`).
    cluster : str, optional
        Who makes the parts of what the network sees, see `segment`. Default: this process.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "output": the path; "polygons_count": number of objects.

    Raises
    ------
    EoDeepError
        If the image does not fit the model, points or boxes do not lie on the image, or a setting is out of range.
    """
    assert output
    if points and boxes:
        raise EoDeepError("Objects are marked by points or by boxes, got both.")
    for name, value in (("threshold", threshold), ("seed threshold", seed_threshold)):
        if value is not None and not 0 <= value <= 1:
            raise EoDeepError(f"The {name} must be 0 to 1, got {value:g}.")
    if corners and not _MIN_CORNERS <= corners <= _MAX_CORNERS:
        raise EoDeepError(f"The corners per object must be 0 (free) or {_MIN_CORNERS} to {_MAX_CORNERS}, got "
                          f"{corners}.")
    others = list_paths(other_images)
    if right_angles not in RIGHT_ANGLES:
        raise EoDeepError(f"Right angles must be one of {', '.join(RIGHT_ANGLES)}, got '{right_angles}'.")
    check_distinct([output], [image, *others, model, points, boxes, area])
    check_writable(output, ".gpkg")
    settings = ImageSettings(image, bands, resample, pixel_size_m, device, core_px, others)
    kind = read_card(model).get("network", {}).get("name")
    if kind == POLYCNN:
        if area:
            raise EoDeepError("A PolyCNN outlines the objects that points or boxes mark: leave out the area.")
        if corners not in (0, 4):
            raise EoDeepError(f"A PolyCNN outlines objects with 4 corners, got {corners} corners per object.")
        do_without_cluster(progress)
        marked = _read_markers(lambda: _grid_of(image), points, boxes, progress)
        return _outline_marked(settings, model, marked, output, progress)
    tolerances = Tolerances(min_area_m2=min_area_m2, min_hole_m2=min_hole_m2, corners=corners or None)
    if kind == ONNX_PROMPTS:
        do_without_cluster(progress)
        marked = _read_markers(lambda: _grid_of(image), points, boxes, progress)
        return _outline_prompted(settings, model, marked, area, threshold, right_angles, tolerances, output, progress)
    loaded = load_object_model(model, several=True)
    stored = find_thresholds(loaded.card)
    tolerances = replace(
        tolerances, min_seed_m2=min(Tolerances.min_seed_m2, _SEED_SHARE * min_area_m2),
        seed_threshold=stored.seed_threshold if seed_threshold is None else seed_threshold)  # fmt: skip
    classes = find_object_classes(loaded.card)
    # Of one class its own probability is enough; several are told apart by those of all.
    positions = classes if len(loaded.card["classes"]) == 2 else range(len(loaded.card["classes"]))
    entries = [loaded.card["classes"][position] for position in positions]
    network_share = 0.96 if choose_device(device).type == "cpu" else 0.5  # of the time, the rest is for polygons
    marked = _read_markers(lambda: find_object_grid(settings, loaded.card), points, boxes, progress)
    with _limit_area(marked, image, area, output, progress) as limits, \
            open_object_maps(settings, loaded, positions, output, limits, test_time_augmentation,
                             progress.part(0, network_share)) as maps:  # fmt: skip
        wanted = [number for number, position in enumerate(positions, 1) if position in classes]
        regular = [number for number in wanted
                   if find_regular(right_angles, entries[number - 1], maps.read_walls is not None)]  # fmt: skip
        batches = approximate_in_batches(
            maps.source, stored.threshold if threshold is None else threshold,
            ",".join(map(str, wanted)) if len(positions) > 1 else None, ",".join(map(str, regular)), tolerances,
            progress.part(network_share, 0.99), maps=maps.read_walls, markers=marked.markers if marked else None,
            with_walls=True, folder=Path(output).resolve().parent)  # fmt: skip
        described: Iterator[VectorLayer] = (_describe(each, entries, maps.measure_confidence(each)) for each in batches)
        if marked:
            polygons = join_layers(list(described))
            marked.report(polygons, progress)
            described = iter([_take_fields(polygons, marked, progress)])
        shown = [loaded.card["classes"][position] for position in classes]
        style = category_style("class", shown) if len(shown) > 1 else None
        return _write(output, described, style, progress)


def _outline_marked(settings: ImageSettings, model: str, marked: MarkerLayer | None, output: str,
                    progress: Progress) -> dict:
    """The objects under points or in boxes by a PolyCNN, which does not tell classes apart: all are of the first."""
    if marked is None:
        raise EoDeepError(f"'{model}' is a PolyCNN, which only outlines marked objects: give points or boxes.")
    loaded = load_marked_model(model, "polygons")
    entry = loaded.card["classes"][find_object_classes(loaded.card)[0]]
    polygons = outline_marked(settings, loaded, marked, progress.part(0, 0.99))
    own = {"class": np.zeros(len(polygons), np.int64) + 1, **polygons.fields}
    polygons = _take_fields(_describe(replace(polygons, fields=own), [entry]), marked, progress)
    return _write(output, [polygons], None, progress)


def _outline_prompted(settings: ImageSettings, model: str, marked: MarkerLayer | None, area: str | None,
                      threshold: float | None, right_angles: str, tolerances: Tolerances, output: str,
                      progress: Progress) -> dict:
    """The objects that a prompts model outlines under points or in boxes."""
    if marked is None:
        raise EoDeepError(f"'{model}' only outlines what is marked: give points or boxes.")
    loaded = load_marked_model(model, "prompts")
    warn_of_program({}, choose_device(settings.device).type, progress)
    entry = loaded.card["classes"][1]
    polygons = outline_prompted(settings, loaded, marked, area,
                                find_thresholds(loaded.card).threshold if threshold is None else threshold,
                                find_regular(right_angles, entry), tolerances, output, progress.part(0, 0.97))
    if missed := len(marked.features) - len(polygons):
        plural = "points" if marked.name == "point" else "boxes"
        progress.warning(f"{missed} of {len(marked.features)} {plural} on the image have no object of their own.")
    if len(polygons) and (cut := int(polygons.fields["cut"].sum())):
        progress.warning(f"{cut} objects reach the edge of what the model sees at once; they may be cut there.")
    return _write(output, [_take_fields(_describe(polygons, [entry]), marked, progress)], None, progress)


def find_regular(right_angles: str, entry: dict, sees_walls: bool = False) -> bool:
    """Whether the objects of a class get right angles. entry: of the card; sees_walls: whether the model does."""
    # Without a map of directions, right angles are for buildings.
    return right_angles == "on" or (right_angles == "auto" and (sees_walls or same_name(entry["name"], "building")))


def _write(output: str, batches: Iterable[VectorLayer], style: str | None, progress: Progress) -> dict:
    count = write_batches(output, batches, layer="objects", progress=progress, style=style)
    progress(1.0)
    progress.message(f"Wrote {count} objects to '{output}'.")
    return {"output": str(output), "polygons_count": count}


def find_object_classes(card: dict) -> list[int]:
    """The positions of the classes of objects among a model's: the second of two, all but the background of more."""
    names = [str(entry["name"]) for entry in card["classes"]]
    if len(names) == 2:
        return [0] if is_background(names[1]) and not is_background(names[0]) else [1]
    found = [position for position, name in enumerate(names) if not is_background(name)]
    if not found:
        raise EoDeepError(f"The model '{card.get('name', '')}' has no class of objects; its classes are: "
                          f"{', '.join(names)}.")
    return found


def _grid_of(image: str) -> Grid:
    with open_image(image) as source:
        return source.grid


def _read_markers(find_grid: Callable[[], Grid], points: str | None, boxes: str | None,
                  progress: Progress) -> MarkerLayer | None:
    """find_grid: gives the grid in whose pixels they are wanted; asked for where there are any."""
    if not points and not boxes:
        return None
    grid = find_grid()
    return read_points_on(points, grid, progress) if points else read_boxes_on(str(boxes), grid, progress)


@contextmanager
def _limit_area(marked: MarkerLayer | None, image: str, area: str | None, target: str,
                progress: Progress) -> Iterator[str | None]:
    """The path of the polygons to search in: the area, and what is around points or boxes; a context manager."""
    # Where what it saw is kept, the network runs once in the whole area, for all markers to come.
    if marked is None or (area and keeps_results()):
        yield area
        return
    with open_image(image) as source:
        around = marked.outline_surroundings()
        limits = read_area(area, source.grid, progress)
    if limits is not None:
        both = shapely.intersection(shapely.union_all(around.geometries), shapely.union_all(limits.geometries))
        parts = shapely.get_parts(both)
        around = replace(around, geometries=parts[shapely.area(parts) > 0])
        if not len(around):
            raise EoDeepError(f"No {marked.name} lies near the area '{name_of(str(area))}'.")
    with scratch_folder(target) as folder:
        path = str(folder / "surroundings.gpkg")
        write_vectors(path, around)
        yield path


def _describe(polygons: VectorLayer, entries: Sequence[dict], confidence: np.ndarray | None = None) -> VectorLayer:
    """The fields of objects. entries: of the card, for each band of probabilities. confidence: (N,) or None."""
    found = polygons.fields
    band = found["class"] - 1
    names = np.array([entry["name"] for entry in entries], dtype=object)
    fields: dict[str, np.ndarray] = {
        "class": np.array([entry["value"] for entry in entries], np.int64)[band],
        "class_name": names[band],
        "score": found["mean_probability"] if "mean_probability" in found else found["score"],
        **({} if confidence is None else {"confidence": confidence}),
        **{name: found[name] for name in ("area_m2", "n_vertices", "status", "sigma_m", "touches", "marker")
           if name in found},
    }  # fmt: skip
    return replace(polygons, fields=fields)


def _take_fields(polygons: VectorLayer, marked: MarkerLayer, progress: Progress) -> VectorLayer:
    """The same objects in the order of their points or boxes, with the fields of these before their own."""
    polygons = polygons.select(np.argsort(polygons.fields["marker"], kind="stable"))
    place = polygons.fields["marker"]
    own = {**polygons.fields, "marker": marked.number[place]}
    return replace(polygons, fields=marked.features.select(place).fields).add(own, progress)
