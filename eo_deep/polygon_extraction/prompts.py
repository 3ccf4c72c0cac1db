"""Objects under points or in boxes, outlined by a model that is asked for each, as Segment Anything.

Such a model sees a square view of an image at a time, which is encoded once; each point or box costs
no more than the decoder.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import shapely
import torch
from rasterio import Affine
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.crs import to_crs
from ..geo.grid import Grid
from ..io.card_schema import FINEST_VIEW
from ..io.class_values import PROBABILITY_OF
from ..io.files import identify_content
from ..io.raster import RasterSource, open_raster
from ..io.raster_writer import RasterWriter
from ..io.staging import scratch_folder
from ..io.surroundings import read_area
from ..io.vector_layer import VectorLayer
from ..models.image_input import ImageSettings, ModelImage, open_model_image
from ..models.model_file import Model, load_model, load_once
from ..models.networks.onnx_prompts import OnnxPrompts
from ..models.onnx_prompts import BOTTOM_RIGHT, ON, TOP_LEFT
from ..models.scaling import fit_input
from ..polygonization import PointMarkers, Tolerances, approximate_map
from ..progress import Progress, silent
from ..runtime.devices import choose_device
from ..runtime.kept import kept
from .markers import MarkerLayer

_SAME_OBJECT = 0.7  # IoU of two masks or polygons that mean one object
_MARGIN_PX = 8  # around masks
_EDGE_PX, _EDGE_SHARE = 2.0, 0.01  # of a view: what ends so close to its end is taken to be cut
_STRETCH = (2, 98)  # percentiles of values that are not of 8 bits
# Of polygons where there are none.
_FIELDS = {"class": np.int64, "marker": np.int64, "mean_probability": np.float64, "area_m2": np.float64,
           "n_vertices": np.int32, "status": object, "sigma_m": np.float64, "touches": np.int32, "cut": bool}
_BORDER_MAPS = 5  # of which the first one tells objects apart, see `approximate_map`


@dataclass(frozen=True)
class _View:
    """A part of an image that is encoded as a whole.

    numbers: of the points or boxes that are asked in it. goes_on: whether the image does, left, above, right and below.
    """

    grid: Grid
    numbers: np.ndarray
    goes_on: np.ndarray


@dataclass
class _Masks:
    """The objects of a view. owner: (h, w) int32, the position of each pixel's object in `numbers`, -1 where none.

    probability: (h, w) float32, of that object. seeds: a pixel (column, row) of each object. scores: expected IoU.
    """

    probability: np.ndarray
    owner: np.ndarray
    numbers: list[int] = field(default_factory=list)
    seeds: list[tuple[int, int]] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)


def load_marked_model(path: str, task: str) -> Model:
    """A model that answers to marks, which a process of several jobs keeps for the next; raises as `load_model`."""
    return load_once("marked", path, lambda: load_model(path, task), task)


def outline_prompted(settings: ImageSettings, model: Model, marked: MarkerLayer, area: str | None, threshold: float,
                     is_regular: bool, tolerances: Tolerances, target: str, progress: Progress = silent) -> VectorLayer:
    """One polygon for each point or box whose object the model sees, with the fields of objects.

    marked: in pixels of the image. area: path of polygons; the box around them is the view. Default: views of the
    model's size at the image's resolution, such that each point or box lies in the middle of one. threshold: of a
    pixel's probability. is_regular: whether outlines get right angles where they come near to them. score: the IoU that
    the model expects of its mask, or the mean probability. Objects of one view share their walls.
    """
    network = model.network
    assert isinstance(network, OnnxPrompts)
    device = choose_device(settings.device)
    with open_model_image(settings, model.card, progress) as image:
        views = _lay_views(image, marked, area, network.side_px, progress)
        layers, numbers = [], []
        for place, view in enumerate(views):
            part = progress.part(place / len(views), (place + 1) / len(views))
            with _encode(settings, model, image, view, device, part.part(0, 0.5)) as encoded:
                masks = _ask(network, encoded, view, image, marked, threshold, device, part.part(0.5, 0.7))
            if masks.numbers:
                found = _outline(masks, view, threshold, is_regular, tolerances, target, part.part(0.7, 1))
                numbers.append(np.array(masks.numbers)[found.fields["marker"]])
                layers.append(found)
        crs = to_crs(image.source.grid.crs)
    if not layers:
        return VectorLayer(np.zeros(0, object), {name: np.zeros(0, kind) for name, kind in _FIELDS.items()}, crs)
    return _join(layers, numbers)


def _lay_views(image: ModelImage, marked: MarkerLayer, area: str | None, side_px: int,
               progress: Progress) -> list[_View]:  # fmt: skip
    """The views in which points and boxes are asked."""
    own, work = image.source.grid, image.grid
    corners = np.concatenate([marked.bounds[:, :2], marked.bounds[:, 2:]])
    low, high = np.split(np.column_stack(~work.transform * (own.transform * tuple(corners.T))), 2)
    middle, sides = (low + high) / 2, abs(high - low).max(axis=1)
    limits = read_area(area, own, progress)
    if limits is not None:
        bounds = shapely.total_bounds(shapely.transform(
            limits.geometries, lambda xy: np.column_stack(~work.transform * tuple(xy.T))))  # fmt: skip
        (left, top), (right, bottom) = bounds[:2].clip(0), bounds[2:].clip(0, [work.width, work.height])
        view = _place_view(work, (left, top, right, bottom), max(right - left, bottom - top) / side_px, middle)
        if not len(view.numbers):
            raise EoDeepError(f"No {marked.name} lies in the view, the box around the area.")
        _state(view.grid, progress)
        return [view]
    # Twice as large until the largest side fills half of it at most; views lie on a lattice of half their side.
    scale = 2.0 ** np.ceil(np.log2(np.maximum(1, 2 * sides / side_px)))
    step = scale * side_px / 2
    cell = np.floor(middle / step[:, None] - 0.5)
    views = []
    for size, column, row in np.unique(np.column_stack([scale, cell]), axis=0):
        chosen = np.flatnonzero((scale == size) & (cell == [column, row]).all(axis=1))
        left, top = (min(max(0, each * size * side_px / 2), max(0, limit - size * side_px))
                     for each, limit in ((column, work.width), (row, work.height)))  # fmt: skip
        right, bottom = min(work.width, left + size * side_px), min(work.height, top + size * side_px)
        views.append(replace(_place_view(work, (left, top, right, bottom), size, middle), numbers=chosen))
    _state(views[0].grid, progress)
    return views


def _place_view(work: Grid, bounds: Sequence[float], scale: float, middle: np.ndarray) -> _View:
    """A view with all points or boxes in it: bounds in pixels of the working grid, of which a pixel is `scale` wide."""
    left, top, right, bottom = bounds
    scale = max(scale, 1 / FINEST_VIEW)
    width, height = (max(1, math.ceil(length / scale - 1e-6)) for length in (right - left, bottom - top))
    grid = Grid(work.crs, work.transform * Affine.translation(left, top) * Affine.scale(scale), width, height)
    inside = ((middle >= [left, top]) & (middle < [right, bottom])).all(axis=1)
    return _View(grid, np.flatnonzero(inside), np.array([left > 0, top > 0, right < work.width, bottom < work.height]))


def _state(grid: Grid, progress: Progress) -> None:
    size_m = grid.ground_resolution_m
    pixels = f"pixels of {max(size_m):.3g} m" if size_m else f"pixels of {abs(grid.transform.a):.3g} units"
    progress.message(f"The model sees {grid.width} x {grid.height} px at a time, {pixels}.")


@contextmanager
def _encode(settings: ImageSettings, model: Model, image: ModelImage, view: _View, device: torch.device,
            progress: Progress) -> Iterator[dict]:  # fmt: skip
    """A view as the decoder needs it; a process of several jobs keeps it for the next one."""
    content = identify_content([settings.path])
    # What is kept holds the model, whose number is no other one's so long.
    key = content and ("view", content, repr(settings), id(model), view.grid)

    @contextmanager
    def make() -> Iterator[tuple[Model, dict]]:
        yield model, _run_encoder(model, image, view.grid, device)

    with kept(key, make) as (_, encoded):
        progress(1.0)
        yield encoded


def _run_encoder(model: Model, image: ModelImage, grid: Grid, device: torch.device) -> dict:
    network, described = model.network, model.card["inputs"][0]
    assert isinstance(network, OnnxPrompts)
    with image.source.on(grid) as source:
        pixels, valid = source.read(Window(0, 0, grid.width, grid.height))
        if not valid.any():
            raise EoDeepError("The view holds no pixels: all are nodata.")
        values = pixels.astype(np.float32)
        if source.dtype != "uint8":
            values = _stretch(values, image.source)
        scaled = fit_input(described, source)(values, valid)
    side_px = network.side_px
    square = np.zeros((1, 3, side_px, side_px), np.float32)
    square[0, :, : grid.height, : grid.width] = scaled
    return network(torch.from_numpy(square).to(device))


def _stretch(pixels: np.ndarray, source: RasterSource) -> np.ndarray:
    """Values (C, h, w) between 0 and 255, as an image of 8 bits has them, by the percentiles of the whole image."""
    overview, valid = source.read_overview(1024)
    low, high = np.percentile(overview[:, valid].astype(np.float64), _STRETCH, axis=1)[..., None, None]
    shares = (pixels - low) / np.maximum(high - low, 1e-6 * np.maximum(np.abs(high), 1))
    return (255 * np.clip(shares, 0, 1)).astype(np.float32)


def _ask(network: OnnxPrompts, encoded: dict, view: _View, image: ModelImage, marked: MarkerLayer, threshold: float,
         device: torch.device, progress: Progress) -> _Masks:  # fmt: skip
    """The masks of all points or boxes in a view; of several that mean one object, the first."""
    grid, to_view = view.grid, ~view.grid.transform * image.source.grid.transform
    shape = grid.height, grid.width
    found = _Masks(np.zeros(shape, np.float32), np.full(shape, -1, np.int32))
    logit = math.log(threshold / (1 - threshold)) if 0 < threshold < 1 else math.copysign(math.inf, threshold - 0.5)
    known: list[tuple[tuple[slice, slice], np.ndarray]] = []
    for done, number in enumerate(view.numbers.tolist()):
        bounds = marked.bounds[number]
        corners = np.array([to_view * tuple(each) for each in (bounds[:2], bounds[2:])])
        middle = corners.mean(axis=0)
        is_point = marked.name == "point"
        # A program counts from the middle of the first pixel.
        points = (middle[None] if is_point else np.sort(corners, axis=0)) - 0.5
        labels = np.array([ON]) if is_point else np.array([TOP_LEFT, BOTTOM_RIGHT])
        logits, score = network.decode(encoded, points, labels, device)
        logits = logits[: grid.height, : grid.width]
        inside = (logits >= logit).numpy()
        progress((done + 1) / len(view.numbers))
        if not inside.any():
            continue
        rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
        place = (slice(max(0, rows[0] - _MARGIN_PX), rows[-1] + 1 + _MARGIN_PX),
                 slice(max(0, columns[0] - _MARGIN_PX), columns[-1] + 1 + _MARGIN_PX))  # fmt: skip
        inside = inside[place]
        if any(_measure_iou(place, inside, *other) >= _SAME_OBJECT for other in known):
            continue
        known.append((place, inside))
        probability = torch.sigmoid(logits[place]).numpy()
        higher = probability > found.probability[place]
        found.owner[place][higher & inside] = len(found.numbers)
        found.probability[place][higher] = probability[higher]
        found.numbers.append(number)
        found.scores.append(float(probability[inside].mean()) if score is None else score)
        found.seeds.append((int(middle[0]), int(middle[1])))
    return _place_seeds(found)


def _place_seeds(masks: _Masks) -> _Masks:
    """The same, with each seed in its own object; without objects of which others left no pixel."""
    kept_ones = []
    for place, (column, row) in enumerate(masks.seeds):
        own = masks.owner == place
        if not own.any():
            continue
        if not own[row, column]:
            best = int(np.where(own, masks.probability, -1).argmax())
            masks.seeds[place] = best % own.shape[1], best // own.shape[1]
        kept_ones.append(place)
    renamed = np.full(len(masks.seeds) + 1, -1, np.int32)
    renamed[kept_ones] = np.arange(len(kept_ones))
    return _Masks(masks.probability, renamed[masks.owner], [masks.numbers[place] for place in kept_ones],
                  [masks.seeds[place] for place in kept_ones], [masks.scores[place] for place in kept_ones])


def _measure_iou(place: tuple[slice, slice], inside: np.ndarray, other: tuple[slice, slice],
                 other_inside: np.ndarray) -> float:  # fmt: skip
    """IoU of two masks, each given where it lies."""
    first = [max(one.start, two.start) for one, two in zip(place, other)]
    last = [min(one.start + count, two.start + number)
            for one, two, count, number in zip(place, other, inside.shape, other_inside.shape)]  # fmt: skip
    if any(low >= high for low, high in zip(first, last)):
        return 0.0
    one, two = (values[tuple(slice(low - each.start, high - each.start) for low, high, each in zip(first, last, at))]
                for values, at in ((inside, place), (other_inside, other)))  # fmt: skip
    common = int((one & two).sum())
    return common / (int(inside.sum()) + int(other_inside.sum()) - common)


def _outline(masks: _Masks, view: _View, threshold: float, is_regular: bool, tolerances: Tolerances, target: str,
             progress: Progress) -> VectorLayer:  # fmt: skip
    """The polygons of a view's objects; marker: the position of each one among them."""
    inside = masks.owner >= 0
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    top, left = max(0, rows[0] - _MARGIN_PX), max(0, columns[0] - _MARGIN_PX)
    place = np.s_[top : rows[-1] + 1 + _MARGIN_PX, left : columns[-1] + 1 + _MARGIN_PX]
    probability, owner = masks.probability[place], masks.owner[place]
    grid = view.grid
    around = Grid(grid.crs, grid.transform * Affine.translation(left, top), owner.shape[1], owner.shape[0])
    border = _find_border(owner) if len(masks.numbers) > 1 else None

    def read_border(window: Window) -> np.ndarray:
        maps = np.zeros((_BORDER_MAPS, int(window.height), int(window.width)), np.float32)
        maps[0] = border[window.toslices()]  # type: ignore[index]
        return maps

    with scratch_folder(target) as folder:
        path = Path(folder, "masks.tif")
        with RasterWriter(path, around, 1, "float32", math.nan, [f"{PROBABILITY_OF}object"]) as writer:
            writer.write(probability[None], Window(0, 0, around.width, around.height))
        seeds = PointMarkers(np.array(masks.seeds, np.int64) - [left, top])
        with open_raster(path) as source:
            polygons = approximate_map(source, threshold, None, "1" if is_regular else "", tolerances, progress,
                                       maps=None if border is None else read_border, markers=seeds, with_walls=True)
    scores = np.array(masks.scores)[polygons.fields["marker"]]
    return replace(polygons, fields={**polygons.fields, "mean_probability": scores, "cut": _find_cut(polygons, view)})


def _find_border(owner: np.ndarray) -> np.ndarray:
    """1 in the pixels of objects beside those of another object, (h, w) float32."""
    border = np.zeros(owner.shape, np.float32)
    for one, other in ((np.s_[1:], np.s_[:-1]), (np.s_[:, 1:], np.s_[:, :-1])):
        change = (owner[one] != owner[other]) & (owner[one] >= 0) & (owner[other] >= 0)
        border[one][change] = border[other][change] = 1
    return border


def _find_cut(polygons: VectorLayer, view: _View) -> np.ndarray:
    """Whether a polygon reaches the edge of its view where the image goes on, (N,) bool."""
    grid = view.grid
    inner = shapely.transform(polygons.geometries, lambda xy: np.column_stack(~grid.transform * tuple(xy.T)))
    low, high = np.hsplit(shapely.bounds(inner).reshape(-1, 4), 2)
    edge_px = max(_EDGE_PX, _EDGE_SHARE * max(grid.width, grid.height))
    beyond = np.hstack([low < edge_px, high > [grid.width - edge_px, grid.height - edge_px]])
    return np.asarray((beyond & view.goes_on).any(axis=1))


def _join(layers: Sequence[VectorLayer], numbers: Sequence[np.ndarray]) -> VectorLayer:
    """The polygons of all views, of those that mean one object the first one."""
    geometries = np.concatenate([layer.geometries for layer in layers])
    fields = {name: np.concatenate([layer.fields[name] for layer in layers]) for name in layers[0].fields}
    number = np.concatenate(numbers)
    joined = VectorLayer(geometries, {**fields, "marker": number}, layers[0].crs)
    if len(layers) == 1:
        return joined
    joined = joined.select(np.argsort(number, kind="stable"))
    first, second = shapely.STRtree(joined.geometries).query(joined.geometries, predicate="intersects")
    first, second = first[first < second], second[first < second]
    one, other = joined.geometries[first], joined.geometries[second]
    common = shapely.area(shapely.intersection(one, other))
    is_same = common >= _SAME_OBJECT * (shapely.area(one) + shapely.area(other) - common)
    kept_ones = np.ones(len(geometries), bool)
    for before, after in zip(first[is_same], second[is_same]):
        kept_ones[after] &= not kept_ones[before]
    return joined.select(kept_ones)
