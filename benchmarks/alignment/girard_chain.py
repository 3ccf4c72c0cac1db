"""A small re-implementation of the published four-scale chain of alignment networks, to compare with.

    python -m benchmarks.alignment.girard_chain --data ../shared/data/buildings --work /tmp/girard [--minutes 25]

Girard, Charpiat, Tarabalka 2018 (Aligning and updating cadaster maps with aerial images by multi-task,
multi-resolution deep learning) train four networks, for pixels of 2.4, 1.2, 0.6 and 0.3 m; each sees the image and the
misaligned polygons (fill, outline, vertices), and tells for every pixel the displacement of at most 4 px and a
segmentation. Applied one after the other from coarse to fine, they move every vertex by the field that is read there.

As published: inputs, double encoder, two decoders, deep supervision, losses and their weights, displacement fields,
dropped polygons, start from the coarser scale's weights. Smaller: features (`FEATURES` instead of 32), and training
(minutes of a processor core instead of 100,000 steps of 32 patches on a GPU), with a larger learning rate to suit. In
the chain's favour: convolutions keep their size, so no border stays unpredicted, and vertices read the field
bilinearly, at the place to which the label belongs. --minutes counts the processor's time; --work takes the networks,
one per scale, and a second run goes on with those that it finds there.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
import torch
from PIL import Image, ImageDraw
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from benchmarks.alignment.sets import Town, open_towns
from eo_deep.alignment.training.random_displacements import smooth_field
from eo_deep.io.raster import open_raster

SCALES = (8, 4, 2, 1)  # px of 0.3 m per px of a network
FEATURES = 8
MOST_PX = 4.0  # that a network corrects, in its own px
_RANGE_PX = 8.0  # of its tanh: most corrections lie in the half of it that is nearly straight
_CROP_PX, _BATCH = 128, 6
_LEARNING_RATE = 1e-3
_KEPT = 0.1  # share of polygons shown, so that the network learns to see buildings and not to copy polygons
_SHOWN_WHOLE = 0.5  # share of the samples that show all polygons all the same: the training is short
_TIME_SHARES = (0.34, 0.22, 0.22, 0.22)
_LEVELS = ((0.0, (0.5, 0.35, 0.15)), (0.025, (0.75, 0.2, 0.05)), (0.05, (0.9, 0.1, 0.0)), (0.075, (1.0, 0.0, 0.0)))
_MASK_WEIGHTS = (0.1, 1.0, 10.0)  # fill, outline, vertices in the displacement's loss
_CLASS_WEIGHTS = (0.05, 0.1, 1.0, 10.0)  # background, fill, outline, vertices in the segmentation's


class AlignmentNet(nn.Module):
    """Image (B, 3, H, W) and polygons (B, 3, H, W) -> for the three finest levels, finest first, displacements
    (B, 2, h, w) in -1..1 and segmentation logits (B, 4, h, w); H and W are multiples of 8."""

    def __init__(self, features: int = FEATURES):
        super().__init__()
        image, polygons, joint = ([base * 2**level for level in range(4)] for base in
                                  (features, features // 2, features * 3 // 2))  # fmt: skip
        self.image = nn.ModuleList(_two_convs(a, b) for a, b in zip([3, *image], image))
        self.polygons = nn.ModuleList(_two_convs(a, b) for a, b in zip([3, *polygons], polygons))
        self.joint = nn.ModuleList(_two_convs(a + b, c) for a, b, c in zip(image, polygons, joint))
        self.decoders = nn.ModuleList(_Decoder(joint, channels) for channels in (2, 4))

    def forward(self, image: Tensor, polygons: Tensor) -> tuple[list[Tensor], list[Tensor]]:
        levels = []
        for level, (see, read, join) in enumerate(zip(self.image, self.polygons, self.joint)):
            if level:
                image, polygons = functional.max_pool2d(image, 2), functional.max_pool2d(polygons, 2)
            image, polygons = see(image), read(polygons)
            levels.append(join(torch.cat([image, polygons], 1)))
        displacement, segmentation = (decoder(levels) for decoder in self.decoders)
        return [torch.tanh(field) for field in displacement], segmentation


class _Decoder(nn.Module):
    """From the coarsest level up to the finest; a prediction at each of the three finer ones, finest first."""

    def __init__(self, widths: Sequence[int], channels: int):
        super().__init__()
        self.up = nn.ModuleList(nn.Conv2d(widths[i + 1], widths[i], 3, padding=1) for i in range(3))
        self.mix = nn.ModuleList(_two_convs(2 * widths[i], widths[i]) for i in range(3))
        self.tell = nn.ModuleList(nn.Conv2d(widths[i], channels, 1) for i in range(3))

    def forward(self, levels: list[Tensor]) -> list[Tensor]:
        x, told = levels[3], []
        for i in (2, 1, 0):
            x = functional.interpolate(x, scale_factor=2, mode="bilinear")
            x = self.mix[i](torch.cat([self.up[i](x), levels[i]], 1))
            told.append(self.tell[i](x))
        return told[::-1]


def _two_convs(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=1), nn.ELU(), nn.Conv2d(outputs, outputs, 3, padding=1), nn.ELU()
    )


@dataclass(frozen=True)
class Scene:
    """A town at one scale: pixels (3, H, W) float32 in -1..1, geometries in px of the scale."""

    pixels: Tensor
    geometries: np.ndarray


def read_scene(town: Town, scale: int) -> Scene:
    """A town as a network of that scale sees it."""
    with open_raster(town.image, grid=town.grid.scaled(scale), resampling="average") as source:
        pixels = torch.from_numpy(source.read()[0].astype(np.float32) / 127.5 - 1)
        ratio = np.array([source.grid.width / town.grid.width, source.grid.height / town.grid.height])
    return Scene(pixels, shapely.transform(town.geometries, lambda xy: xy * ratio))


def draw_polygons(geometries: np.ndarray, width: int, height: int) -> np.ndarray:
    """Fill, outline (3 px wide) and vertices (single px) of polygons: (3, H, W) float32, 0 or 1."""
    masks = [Image.new("1", (width, height)) for _ in range(3)]
    fill, outline, points = (ImageDraw.Draw(mask) for mask in masks)
    for polygon in shapely.get_parts(geometries):
        holes = list(polygon.interiors)
        for ring, value in [(polygon.exterior, 1), *((hole, 0) for hole in holes)]:
            xy = [tuple(point) for point in shapely.get_coordinates(ring) - 0.5]
            fill.polygon(xy, fill=value)
            outline.line(xy, fill=1, width=3)
            points.point([(round(x), round(y)) for x, y in xy], fill=1)
    return np.stack([np.asarray(mask) for mask in masks]).astype(np.float32)


def draw_sample(rng: np.random.Generator, scene: Scene, scale: int) -> tuple[Tensor, Tensor, Tensor, Tensor] | None:
    """A turned crop of a scene: image (3, S, S), misaligned polygons (3, S, S), the displacement that puts them right
    (2, S, S) in px, and the true polygons (3, S, S); None where there are no polygons."""
    height, width = scene.pixels.shape[1:]
    angle, mirror = rng.uniform(0, 2 * np.pi), rng.choice([-1.0, 1.0])
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) @ np.diag([mirror, 1.0])
    margin = np.minimum(_CROP_PX / 4, np.array([width, height]) / 2)
    middle = rng.uniform(margin, np.array([width, height]) - margin)
    true = shapely.transform(scene.geometries, lambda xy: (xy - middle) @ turn + _CROP_PX / 2)
    frame = shapely.box(0, 0, _CROP_PX, _CROP_PX)
    true = true[shapely.intersects(true, frame)]
    if not len(true):
        return None
    # The field's bumps are as wide in metres at every scale; its strength is 4 px of the scale.
    field = smooth_field(rng, (_CROP_PX * scale, _CROP_PX * scale), MOST_PX * scale)
    kept = true if rng.random() < _SHOWN_WHOLE else true[rng.random(len(true)) < _KEPT]
    wrong = shapely.transform(kept, lambda xy: field.invert(xy * scale) / scale)
    nodes = np.arange(0, _CROP_PX + 1, 16.0)
    values = field(np.stack(np.meshgrid(nodes, nodes), -1).reshape(-1, 2) * scale) / scale
    values = torch.from_numpy(values.T.reshape(1, 2, len(nodes), len(nodes)).astype(np.float32))
    label = functional.interpolate(values, (_CROP_PX + 1, _CROP_PX + 1), mode="bilinear", align_corners=True)
    label = functional.avg_pool2d(label, 2, 1)[0]  # from pixels' corners to their centres
    image = _cut(scene.pixels, middle, turn)
    image = (image * rng.uniform(0.8, 1.2) + rng.uniform(-0.25, 0.25)).clamp(-1, 1)
    shown, truth = (torch.from_numpy(draw_polygons(drawn, _CROP_PX, _CROP_PX)) for drawn in (wrong, true))
    return image, shown, label, truth


def _cut(pixels: Tensor, middle: np.ndarray, turn: np.ndarray) -> Tensor:
    """A crop turned about its middle; beyond the image it is mid grey."""
    size = np.array(pixels.shape[:0:-1])
    centres = np.arange(_CROP_PX) + 0.5 - _CROP_PX / 2
    xy = np.stack(np.meshgrid(centres, centres), -1) @ turn.T + middle
    places = torch.from_numpy((2 * xy / size - 1).astype(np.float32))
    return functional.grid_sample(pixels[None], places[None], mode="bilinear", align_corners=False)[0]


def measure_loss(network: AlignmentNet, batch: list[Tensor], levels: Sequence[float]) -> Tensor:
    """The published sum of both tasks over the three levels."""
    image, wrong, label, true = batch
    image, wrong = (x.contiguous(memory_format=torch.channels_last) for x in (image, wrong))
    with torch.autocast("cpu", torch.bfloat16):
        fields, segmentations = network(image, wrong)
    shares = wrong / wrong.sum((0, 2, 3), keepdim=True).clamp(min=1)
    weight = (shares * torch.tensor(_MASK_WEIGHTS)[:, None, None]).sum(1)
    background = (true.sum(1, keepdim=True) == 0).float()
    masks, importance = torch.cat([background, true], 1), torch.tensor(_CLASS_WEIGHTS)[:, None, None]
    total = torch.zeros(())
    for share, field, segmentation in zip(levels, fields, segmentations):
        if not share:
            continue
        field, segmentation = (
            functional.interpolate(x.float(), label.shape[2:], mode="bilinear") for x in (field, segmentation)
        )
        away = (weight * (field - label / _RANGE_PX).square().sum(1)).sum() / weight.sum().clamp(min=1e-6)
        entropy = functional.binary_cross_entropy_with_logits(segmentation, masks, reduction="none")
        total = total + share * (100 * away + 50 * (importance * entropy).mean())
    return total


def train(towns: list[Town], work: Path, minutes: float) -> None:
    """Train the four networks one after the other; writes them and what it took to `work`.

    Networks that are there go on from their weights, others start from those of the coarser scale.
    """
    network = AlignmentNet().to(memory_format=torch.channels_last)
    record = json.loads(_record(work).read_text(encoding="utf-8")) if _record(work).exists() else {}
    for scale, share in zip(SCALES, _TIME_SHARES):
        spent = record.setdefault(str(scale), {"steps": 0, "samples": 0, "processor_minutes": 0.0})
        if spent["steps"]:
            network.load_state_dict(load_file(_weights(work, scale)))
        scenes = [read_scene(town, scale) for town in towns]
        attraction = np.array([len(scene.geometries) for scene in scenes], float)
        rng = np.random.default_rng([scale, spent["steps"]])
        optimizer = torch.optim.Adam(network.parameters(), _LEARNING_RATE, weight_decay=1e-4)
        start, limit_s, steps, course = time.process_time(), 60 * minutes * share, 0, []
        while (done := (time.process_time() - start) / limit_s) < 1:
            samples: list = []
            while len(samples) < _BATCH:
                sample = draw_sample(rng, scenes[rng.choice(len(scenes), p=attraction / attraction.sum())], scale)
                samples += [sample] if sample else []
            # Only the very first network has to begin with the coarse levels; all others begin trained.
            first = scale == SCALES[0] and not spent["steps"]
            levels = [levels for begin, levels in _LEVELS if begin <= (done if first else 1)][-1]
            loss = measure_loss(network, [torch.stack(each) for each in zip(*samples)], levels)
            for group in optimizer.param_groups:
                group["lr"] = _LEARNING_RATE * (0.02 + 0.98 * math.cos(math.pi / 2 * done)) * min(1, (steps + 1) / 50)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 50.0)
            optimizer.step()
            steps += 1
            course.append(float(loss.detach()))
            if steps % 25 == 0:
                print(f"scale {scale}, step {steps}, {100 * done:.0f} %: loss {np.mean(course[-25:]):.2f}", flush=True)
        weights = {name: values.contiguous() for name, values in network.state_dict().items()}
        save_file(weights, _weights(work, scale))
        spent["steps"] += steps
        spent["samples"] += steps * _BATCH
        spent["processor_minutes"] += limit_s / 60
        _record(work).write_text(json.dumps(record, indent=1), encoding="utf-8")


def _weights(work: Path, scale: int) -> Path:
    return work / f"girard_{scale}.safetensors"


def _record(work: Path) -> Path:
    return work / "girard.json"


class Chain:
    """The trained networks: call `align` with a town and displaced geometries."""

    def __init__(self, work: Path):
        self.networks: dict[int, AlignmentNet] = {}
        self._scenes: dict[tuple[str, int], Scene] = {}
        for scale in SCALES:
            self.networks[scale] = AlignmentNet().eval()
            self.networks[scale].load_state_dict(load_file(_weights(work, scale)))
        self.record = json.loads(_record(work).read_text(encoding="utf-8"))

    def align(self, town: Town, geometries: np.ndarray) -> np.ndarray:
        """Move every vertex of geometries (N,), px of 0.3 m, by the fields of the four networks, coarse to fine."""
        whole = np.array([town.grid.width, town.grid.height])
        for scale, network in self.networks.items():
            if (town.image, scale) not in self._scenes:
                self._scenes[town.image, scale] = read_scene(town, scale)
            pixels = self._scenes[town.image, scale].pixels
            height, width = pixels.shape[1:]
            ratio = np.array([width, height]) / whole  # not quite 1 / scale, where that gives no whole pixels
            scaled = shapely.transform(geometries, lambda xy, ratio=ratio: xy * ratio)
            drawn = torch.from_numpy(draw_polygons(scaled, width, height))
            padding = (0, -width % 8, 0, -height % 8)
            image, polygons = (functional.pad(x, padding)[None] for x in (pixels, drawn))
            with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
                field = network(image, polygons)[0][0].float()[:, :, :height, :width] * _RANGE_PX

            def move(xy: np.ndarray, field: Tensor = field, ratio: np.ndarray = ratio) -> np.ndarray:
                places = torch.from_numpy((2 * xy / whole - 1).astype(np.float32))[None, None]
                read = functional.grid_sample(field, places, padding_mode="border", align_corners=False)
                return xy + read[0, :, 0].T.numpy() / ratio

            geometries = shapely.transform(geometries, move)
        return geometries


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with a folder per town")
    parser.add_argument("--work", type=Path, required=True, help="folder for the networks, one file per scale")
    parser.add_argument("--minutes", type=float, default=25, help="of one processor core, for all four networks")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    train(open_towns(arguments.data, arguments.work, training=True), arguments.work, arguments.minutes)


if __name__ == "__main__":
    main()
