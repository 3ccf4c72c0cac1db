"""A part of both programs: the pack, all that one training reads, in one file.

    save_pack("pack.npz", task, network, quality=90)    # any task of `eo_deep`: its data come from wherever they do
    task, network = load_pack("pack.npz")               # the same task, with its data in memory

Neither writing nor reading needs GDAL. Images are kept on the grids that the task's sampler cuts crops from, with their
labels there and the outlines of objects; patches as they are. 8-bit RGB becomes JPEG where a quality is given,
everything else stays as it is, so that without one a training from a pack has the same losses as one from files.
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass
from typing import Any

import numpy as np
import torch
from PIL import Image

from eo_deep.energy_models.jem import SamplerSettings
from eo_deep.energy_models.objective import JemSettings
from eo_deep.errors import EoDeepError
from eo_deep.io.card_schema import UNKNOWN
from eo_deep.models.scaling import FittedScaling
from eo_deep.polygon_extraction.task import HeadsTask
from eo_deep.sampling.rings import Outlines, Rings, find_in_window
from eo_deep.sampling.scene_set import SceneSet
from eo_deep.sampling.training_data import ClassLabel, TrainingData
from eo_deep.sampling.windows import OVERVIEW_PX, Block, LabelledImage, Level, OtherSource, cut
from eo_deep.scene_classification.scene_data import SceneData
from eo_deep.scene_classification.task import Phases, SceneTask
from eo_deep.segmentation.task import SegmentationTask
from eo_deep.training.session import Task
from eo_deep.training.settings import TrainSettings

MOST_BYTES = 40_000_000
_TASKS = {task.name: task for task in (SegmentationTask, HeadsTask, SceneTask)}
_SETTINGS = {each.__name__: each for each in (TrainSettings, Phases, JemSettings, SamplerSettings)}
_IMAGES = {"images": "", "clean_images": "clean"}  # and what their arrays' names start with
_BLOCK_PX = 1024


@dataclass
class PackedLevel:
    """A `Level` in memory. pixels, of each source (C, H, W); valid, alike (H, W) bool; ratios: of their cells to px.

    classes (H, W) uint8; objects (H, W) int32. outlines: in px of the image's training resolution, ``scale`` (x, y) px
    of this grid each; None: no polygons.
    """

    pixels: list[np.ndarray]
    valid: list[np.ndarray]
    ratios: list[int]
    classes: np.ndarray
    objects: np.ndarray
    outlines: Outlines | None
    scale: np.ndarray
    decoded_bytes = 0

    @property
    def height(self) -> int:
        return self.classes.shape[0]

    @property
    def width(self) -> int:
        return self.classes.shape[1]

    def keep(self) -> None:
        """It is in memory already."""

    def read(self, row: int, column: int, size_px: int, source: int = 0) -> tuple[np.ndarray, np.ndarray]:
        window = [value // self.ratios[source] for value in (row, column, size_px)]
        return cut(self.pixels[source], *window), cut(self.valid[source], *window)

    def read_labels(self, row: int, column: int, size_px: int) -> tuple[np.ndarray, np.ndarray]:
        return cut(self.classes, row, column, size_px, UNKNOWN), cut(self.objects, row, column, size_px)

    def find_rings(self, row: int, column: int, size_px: int) -> Rings:
        if self.outlines is None:
            raise EoDeepError("This training needs polygons, but the pack was made from labels that are a raster.")
        return find_in_window(self.outlines, self.scale, row, column, size_px)

    def find_polygons(self, row: int, column: int, size_px: int) -> np.ndarray:
        import shapely

        xy, starts, holes = self.find_rings(row, column, size_px)
        rings = [xy[first:last] for first, last in zip(starts, starts[1:])]
        shells = np.append(np.flatnonzero(~holes), len(rings))
        parts = [rings[first:last] for first, last in zip(shells, shells[1:])]
        return np.array([shapely.Polygon(shell, inner) for shell, *inner in parts], object)


@dataclass
class PackedImage:
    """A `LabelledImage` in memory. overview: classes and what is held out, (H, W) each, as `scan` gives them."""

    path: str
    labels_path: str
    labels_are_polygons: bool
    height: int
    width: int
    scaling: FittedScaling
    weight: float
    levels: list[PackedLevel]
    validation: PackedLevel
    held_out: np.ndarray
    overview: tuple[np.ndarray, np.ndarray]
    others: list[OtherSource]
    planes: np.ndarray
    is_file = False

    @property
    def outlines(self) -> Outlines:
        if self.levels[0].outlines is None:
            raise EoDeepError("This training needs polygons, but the pack was made from labels that are a raster.")
        return self.levels[0].outlines

    def open_levels(self, factors: Sequence[float]) -> list[Level]:
        return list(self.levels)

    def open_validation(self) -> Level:
        return self.validation

    def scan(self, size_px: int) -> Iterator[Block]:
        classes, held_out = self.overview
        for row in range(0, len(classes), _BLOCK_PX):
            for column in range(0, classes.shape[1], _BLOCK_PX):
                inner = np.s_[row : row + _BLOCK_PX, column : column + _BLOCK_PX]
                yield Block(classes[inner], held_out[inner], row, column, *classes.shape)

    def is_held_out(self, row: int, column: int, size_px: int) -> bool:
        return bool(self.held_out[row : row + size_px, column : column + size_px].any())


def save_pack(path: str, task: Task, network: Mapping, factors: Sequence[float], quality: int | None = None) -> int:
    """Write a task with its data; returns the bytes written.

    Parameters
    ----------
    network : {"name", "arguments"}, see `TrainingSession`.
    factors : of the grids that samples are cut from, see `windows.open_levels`.
    quality : of JPEG, 1 to 95. None: as the pixels are.
    """
    arrays: dict[str, np.ndarray] = {}
    data = task.data
    if isinstance(data, SceneData):
        described = _put_scenes(arrays, data, quality)
    else:
        described = {
            **{each.name: getattr(data, each.name) for each in fields(data) if each.name not in (*_IMAGES, "classes")},
            "classes": [asdict(each) for each in data.classes],
            **{
                name: [
                    _put_image(arrays, f"{part}{number}", image, factors, task.crop_px, quality)
                    for number, image in enumerate(getattr(data, name))
                ]
                for name, part in _IMAGES.items()
            },
        }
    settings = {field.name: _describe(getattr(task, field.name)) for field in fields(task) if field.name != "data"}
    record = {"task": task.name, "settings": settings, "network": network, "data": described}
    arrays["record"] = np.frombuffer(json.dumps(record).encode(), np.uint8)
    with open(path, "wb") as file:
        np.savez_compressed(file, **arrays)
        return file.tell()


def load_pack(path: str) -> tuple[Task, dict]:
    """The task of a pack and its network."""
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    record = json.loads(arrays["record"].tobytes())
    tasks, kinds = _list_kinds(record["task"])
    described = record["data"]
    classes = [ClassLabel(**each) for each in described.pop("classes")]
    data: Any
    if record["task"] == SceneTask.name:
        outliers = arrays.get("outliers")
        data = SceneData(
            **{part: _take_scenes(arrays, part, described.pop(part)) for part in ("training", "validation")},
            classes=classes,
            outliers=None if outliers is None else torch.from_numpy(_take_pixels(arrays, "outliers")) / 127.5 - 1,
            **described,
        )
    else:
        images = {
            name: [_take_image(arrays, f"{part}{n}", each) for n, each in enumerate(described.pop(name, []))]
            for name, part in _IMAGES.items()
        }
        data = TrainingData(classes=classes, **images, **described)
    settings = {name: _build(value, kinds) for name, value in record["settings"].items()}
    return tasks[record["task"]](data=data, **settings), record["network"]


def _describe(value: Any) -> Any:
    """Settings as JSON, each with the name of its class."""
    if not is_dataclass(value):
        return value
    return {"": type(value).__name__, **{each.name: _describe(getattr(value, each.name)) for each in fields(value)}}


def _build(value: Any, kinds: Mapping[str, type]) -> Any:
    if not isinstance(value, dict) or "" not in value:
        return value
    return kinds[value.pop("")](**{name: _build(each, kinds) for name, each in value.items()})


def _list_kinds(task: str) -> tuple[dict[str, type], dict[str, type]]:
    """Tasks by their name, and what their settings are made of."""
    if task != "alignment":
        return _TASKS, _SETTINGS
    # Only now: moving objects takes shapely.
    from eo_deep.alignment.training.random_displacements import DisplacementSettings
    from eo_deep.alignment.training.task import AlignmentTask

    return {task: AlignmentTask}, {**_SETTINGS, "DisplacementSettings": DisplacementSettings}


def _put_image(
    arrays: dict, name: str, image: LabelledImage, factors: Sequence[float], crop_px: int, quality: int | None
) -> dict:
    levels, ratios = image.open_levels(factors), [1, *(other.ratio for other in image.others)]
    for number, level in enumerate(levels):
        _put_level(arrays, f"{name}/{number}", level, ratios, quality)
    held_out = np.zeros((image.height, image.width), bool)
    for row in range(0, image.height, crop_px):
        for column in range(0, image.width, crop_px):
            held_out[row : row + crop_px, column : column + crop_px] = image.is_held_out(row, column, crop_px)
    if held_out.any():
        _put_level(arrays, f"{name}/validation", image.open_validation(), ratios, quality, held_out)
        arrays[f"{name}/held_out"] = np.packbits(held_out)
    blocks = list(image.scan(OVERVIEW_PX))
    shape = blocks[0].height, blocks[0].width
    classes, parts = np.zeros(shape, np.uint8), np.zeros(shape, bool)
    for block in blocks:
        inner = np.s_[block.row :, block.column :]
        rows, columns = block.classes.shape
        classes[inner][:rows, :columns], parts[inner][:rows, :columns] = block.classes, block.held_out
    arrays[f"{name}/overview"], arrays[f"{name}/parts"] = classes, np.packbits(parts)
    if image.labels_are_polygons:
        rings = image.outlines.rings
        arrays[f"{name}/xy"], arrays[f"{name}/starts"], arrays[f"{name}/holes"] = rings
    return {
        "path": _name(image.path),
        "labels_path": _name(image.labels_path),
        "labels_are_polygons": image.labels_are_polygons,
        "height": image.height,
        "width": image.width,
        "scaling": _describe_scaling(image.scaling),
        "weight": image.weight,
        "planes": image.planes.tolist(),
        "levels": len(levels),
        "others": [
            {
                **{each.name: getattr(other, each.name) for each in fields(OtherSource)},
                "scaling": _describe_scaling(other.scaling),
            }
            for other in image.others
        ],
    }


def _describe_scaling(scaling: FittedScaling) -> dict:
    limits = {"low": scaling.low, "high": scaling.high}
    return {"center": scaling.center.tolist(), "spread": scaling.spread.tolist(), **limits}


def _build_scaling(described: dict) -> FittedScaling:
    return FittedScaling(np.array(described.pop("center")), np.array(described.pop("spread")), **described)


def _put_level(
    arrays: dict,
    name: str,
    level: Level,
    ratios: Sequence[int],
    quality: int | None,
    wanted: np.ndarray | None = None,
) -> None:
    """``wanted``: (H, W) bool, the pixels that are read at all."""
    side = -(-max(level.height, level.width) // math.lcm(*ratios)) * math.lcm(*ratios)
    for source, ratio in enumerate(ratios):
        shape = -(-level.height // ratio), -(-level.width // ratio)
        pixels, valid = (layer[..., : shape[0], : shape[1]] for layer in level.read(0, 0, side, source))
        if wanted is not None:
            cells = np.pad(wanted, [(0, ratio * count - size) for count, size in zip(shape, wanted.shape)])
            cells = cells.reshape(shape[0], ratio, shape[1], ratio).any((1, 3))
            pixels, valid = np.where(cells, pixels, 0), valid & cells
        _put_pixels(arrays, f"{name}/pixels/{source}", pixels, quality)
        arrays[f"{name}/valid/{source}"] = np.packbits(valid)
    classes, objects = (layer[: level.height, : level.width] for layer in level.read_labels(0, 0, side))
    arrays[f"{name}/classes"] = classes
    arrays[f"{name}/objects"] = objects.astype(np.uint16 if objects.max(initial=0) < 65536 else np.int32)


def _take_image(arrays: dict, name: str, known: dict) -> PackedImage:
    outlines = None
    if known["labels_are_polygons"]:
        outlines = Outlines(Rings(*(arrays[f"{name}/{part}"] for part in Rings._fields)))
    shape = known["height"], known["width"]
    others = [OtherSource(**{**each, "scaling": _build_scaling(each["scaling"])}) for each in known.pop("others")]
    ratios = [1, *(other.ratio for other in others)]
    levels = [_take_level(arrays, f"{name}/{number}", ratios, outlines, shape) for number in range(known.pop("levels"))]
    if f"{name}/held_out" in arrays:
        validation = _take_level(arrays, f"{name}/validation", ratios, outlines, shape)
        held_out = _unpack(arrays[f"{name}/held_out"], shape)
    else:
        nothing = np.zeros(shape, np.uint8)
        unknown = nothing + np.uint8(UNKNOWN)
        validation = PackedLevel([nothing[None]], [nothing > 0], [1], unknown, nothing, outlines, np.ones(2))
        held_out = nothing > 0
    classes = arrays[f"{name}/overview"]
    return PackedImage(
        **{**known, "scaling": _build_scaling(known["scaling"]), "planes": np.array(known["planes"], np.float32)},
        others=others,
        levels=levels,
        validation=validation,
        held_out=held_out,
        overview=(classes, _unpack(arrays[f"{name}/parts"], classes.shape)),
    )


def _take_level(
    arrays: dict, name: str, ratios: list[int], outlines: Outlines | None, shape: tuple[int, int]
) -> PackedLevel:
    classes = arrays[f"{name}/classes"]
    scale = np.array([classes.shape[1] / shape[1], classes.shape[0] / shape[0]])
    pixels = [_take_pixels(arrays, f"{name}/pixels/{source}") for source in range(len(ratios))]
    valid = [_unpack(arrays[f"{name}/valid/{source}"], each.shape[1:]) for source, each in enumerate(pixels)]
    objects = arrays[f"{name}/objects"].astype(np.int32)
    return PackedLevel(pixels, valid, ratios, classes, objects, outlines, scale)


def _put_scenes(arrays: dict, data: SceneData, quality: int | None) -> dict:
    for part in ("training", "validation"):
        scenes = getattr(data, part)
        _put_patches(arrays, f"{part}/images", scenes.images, quality)
        arrays[f"{part}/labels"] = scenes.labels
    if data.outliers is not None:
        patches = ((data.outliers + 1) * 127.5).round().byte().numpy()
        _put_patches(arrays, "outliers", patches, quality)
    known = {
        part: {name: getattr(getattr(data, part), name) for name in ("class_names", "band_names", "resolution_m")}
        for part in ("training", "validation")
    }
    classes = [asdict(each) for each in data.classes]
    return {**known, "input": data.input, "classes": classes, "sources": data.sources}


def _take_scenes(arrays: dict, part: str, known: dict) -> SceneSet:
    labels = arrays[f"{part}/labels"]
    names = [f"{part}/{number}" for number in range(len(labels))]
    return SceneSet(images=_take_pixels(arrays, f"{part}/images"), labels=labels, names=names, **known)


def _put_patches(arrays: dict, name: str, patches: np.ndarray, quality: int | None) -> None:
    """Patches (N, C, H, W), as one image of all below each other where they become JPEG."""
    if quality is None or patches.dtype != np.uint8 or patches.shape[1] != 3:
        arrays[name] = patches
        return
    count, bands, height, width = patches.shape
    across = max(1, int(np.sqrt(count)))
    padded = np.concatenate([patches, np.zeros((-count % across, bands, height, width), np.uint8)])
    rows = padded.reshape(-1, across, bands, height, width)
    whole = rows.transpose(2, 0, 3, 1, 4).reshape(bands, -1, across * width)
    _put_pixels(arrays, name, whole, quality)
    arrays[f"{name}/shape"] = np.array([count, height, width])


def _put_pixels(arrays: dict, name: str, pixels: np.ndarray, quality: int | None) -> None:
    if quality is None or pixels.dtype != np.uint8 or len(pixels) != 3:
        arrays[name] = pixels
        return
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(np.moveaxis(pixels, 0, -1))).save(buffer, "JPEG", quality=quality)
    arrays[f"{name}/jpeg"] = np.frombuffer(buffer.getvalue(), np.uint8)


def _take_pixels(arrays: dict, name: str) -> np.ndarray:
    if name in arrays:
        return arrays[name]
    Image.MAX_IMAGE_PIXELS = None
    pixels = np.moveaxis(np.array(Image.open(io.BytesIO(arrays[f"{name}/jpeg"].tobytes()))), -1, 0)
    if f"{name}/shape" not in arrays:
        return np.ascontiguousarray(pixels)
    count, height, width = arrays[f"{name}/shape"]
    rows = pixels.reshape(len(pixels), -1, height, pixels.shape[2] // width, width)
    return np.ascontiguousarray(rows.transpose(1, 3, 0, 2, 4).reshape(-1, len(pixels), height, width)[:count])


def _unpack(bits: np.ndarray, shape: Sequence[int]) -> np.ndarray:
    return np.unpackbits(bits, count=shape[0] * shape[1]).reshape(shape).astype(bool)


def _name(path: str) -> str:
    """A file's name without its folders, which are private."""
    return path.replace("\\", "/").rpartition("/")[2]
