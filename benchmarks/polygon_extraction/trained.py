"""A part of `regression`: the networks, trained on patches for a number of seconds of one core."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from benchmarks.polygon_extraction.made_patches import SIZE_PX, Patches
from benchmarks.polygon_extraction.targets import draw_targets
from eo_deep.models.networks import UNet
from eo_deep.models.networks.polycnn import PolyCNN, cyclic_distance
from eo_deep.polygon_extraction.objective import compute_focal_loss

ALL, CENTRE, HEADS = 0, 1, slice(2, 9)
_BATCH = 32
_MARKER_PX = 5.0
_TILE_PX, _MARGIN_PX, _SHEET_TURNS = 512, 64, 2


@dataclass(frozen=True)
class Recipe:
    """How a network is trained.

    marked: whether an input channel marks the patch's centre; heads: whether it has the heads of polygon extraction;
    soft: whether the classes of pixels on walls are shares instead of 0 or 1; color: 1 to vary the bands' brightness
    and contrast, 2 their order too; unmarked: share of the batches without a mark, which learn all objects only; iou:
    weight of the soft IoU.
    """

    seconds: float = 240
    base: int = 8
    depth: int = 3
    marked: bool = False
    heads: bool = False
    soft: bool = False
    color: int = 0
    unmarked: float = 0.0
    learning_rate: float = 3e-3
    iou: float = 0.0


def make_dense(recipe: Recipe) -> nn.Module:
    """The U-Net of a recipe, with random weights."""
    torch.manual_seed(0)
    return UNet(3 + recipe.marked, 9 if recipe.heads else 2, recipe.base, recipe.depth)


def to_input(images: np.ndarray, marked: bool) -> Tensor:
    """(N, 3 or 4, S, S) float32 of images (N, 3, S, S) uint8."""
    x = torch.from_numpy(images).float() / 127.5 - 1
    if marked:
        size = x.shape[-1]
        line = torch.exp(-0.5 * ((torch.arange(size) + 0.5 - size / 2) / _MARKER_PX) ** 2)
        x = torch.cat([x, (line[:, None] * line).expand(len(x), 1, -1, -1)], 1)
    return x


def train_dense(
    patches: Patches, recipe: Recipe, kept: Path, network: nn.Module | None = None, report: Callable = print
) -> nn.Module:
    """The network of a recipe, with averaged weights; read from the file `kept` where that exists, else kept there."""
    network = network or make_dense(recipe)
    if kept.exists():
        network.load_state_dict(torch.load(kept, weights_only=True))
        return network.eval()
    targets = draw_targets(patches, recipe.heads)

    def loss(batch: np.ndarray, rng: np.random.Generator) -> Tensor:
        x, y = turn(to_input(patches.images[batch], recipe.marked), targets[batch].float() / 100, int(rng.integers(8)))
        if recipe.color:
            x = _vary(x, rng, recipe.color > 1)
        unmarked = recipe.marked and rng.random() < recipe.unmarked
        if unmarked:
            x[:, -1] = 0
        out = network(x.contiguous(memory_format=torch.channels_last)).float()
        if unmarked:
            out = torch.cat([out[:, :1], y[:, 1:2] * 40 - 20, out[:, 2:]], 1)
        return measure_dense(out, y, recipe)

    return _train(network, loss, len(patches), recipe, kept, report)


def measure_dense(out: Tensor, y: Tensor, recipe: Recipe) -> Tensor:
    """The loss of outputs (B, 2 or 9, S, S)."""
    share = y[:, :2] if recipe.soft else (y[:, :2] >= 0.5).float()
    loss = functional.binary_cross_entropy_with_logits(out[:, :2], share)
    if recipe.iou:
        p = torch.sigmoid(out[:, :2])
        common, union = (p * share).sum((2, 3)), (p + share - p * share).sum((2, 3))
        loss = loss + recipe.iou * (1 - common / union).mean()
    if recipe.heads:
        border, wall, corner, offset = y[:, 2:3], y[:, 3:5], y[:, 5:7], y[:, 7:9]
        near_wall, near_corner = wall.square().sum(1) > 0.25, corner.amax(1) > 0.05
        loss = loss + 0.2 * _focal(out[:, 2:3], border) + 0.2 * _focal(out[:, 5:7], corner)
        length = out[:, 3:5].square().sum(1).clamp(min=1e-6).sqrt()
        inner = (out[:, 3:5] * wall).sum(1) / length
        # The length says how sure the direction is: it approaches the cosine.
        direction = (1 - inner) + (length.clamp(max=1.5) - inner.detach().clamp(min=0)).square()
        loss = loss + 0.1 * (direction * near_wall).sum() / (near_wall.sum() + 1)
        loss = loss + 0.05 * ((out[:, 7:9] - offset).abs().mean(1) * near_corner).sum() / (near_corner.sum() + 1)
    return loss


def _focal(logits: Tensor, target: Tensor) -> Tensor:
    """The focal loss of shares, per positive pixel."""
    return compute_focal_loss(logits, target).sum() / (target.sum() + 1)


def make_regressor(recipe: Recipe) -> nn.Module:
    """The PolyCNN of a recipe, with random weights; its features are as many as those of the U-Net."""
    torch.manual_seed(0)
    return PolyCNN(3, 8, 2 * recipe.base, (1, 1, 1), SIZE_PX)


def train_polycnn(
    patches: Patches,
    recipe: Recipe,
    kept: Path,
    corners: np.ndarray,
    network: nn.Module | None = None,
    report: Callable = print,
) -> nn.Module:
    """A PolyCNN of the corners (N, 4, 2) px of the patches' quadrilaterals."""
    network = network or make_regressor(recipe)
    if kept.exists():
        network.load_state_dict(torch.load(kept, weights_only=True))
        return network.eval()
    reference = torch.from_numpy(corners.astype(np.float32) / SIZE_PX)

    def loss(batch: np.ndarray, rng: np.random.Generator) -> Tensor:
        number = int(rng.integers(8))
        x, _ = turn(to_input(patches.images[batch], False), None, number)
        if recipe.color:
            x = _vary(x, rng, recipe.color > 1)
        out = network(x.contiguous(memory_format=torch.channels_last)).float()
        return cyclic_distance(out, turn_points(reference[batch], number).flatten(1)).mean()

    return _train(network, loss, len(patches), recipe, kept, report)


def _train(network: nn.Module, loss: Callable, count: int, recipe: Recipe, kept: Path, report: Callable) -> nn.Module:
    network = network.to(memory_format=torch.channels_last).train()
    optimizer = torch.optim.AdamW(network.parameters(), lr=recipe.learning_rate, weight_decay=1e-3)
    average = copy.deepcopy(network).eval()
    rng = np.random.default_rng(0)
    start, told = time.process_time(), 0.0
    for step, batch in enumerate(_shuffle(rng, count)):
        done = (time.process_time() - start) / recipe.seconds
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = recipe.learning_rate * min(1, step / 100 + 0.01) * 0.5 * (1 + np.cos(np.pi * done)) + 1e-6
        with torch.autocast("cpu", torch.bfloat16):
            value = loss(batch, rng)
        optimizer.zero_grad()
        value.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimizer.step()
        decay = min(0.995, (1 + step) / (10 + step))
        with torch.no_grad():
            for kept_value, new in zip(average.state_dict().values(), network.state_dict().values()):
                kept_value.lerp_(new, 1 - decay) if kept_value.is_floating_point() else kept_value.copy_(new)
        if done - told > 0.1:
            report(f"{kept.stem}: {done:.0%}, epoch {step * _BATCH / count:.1f}, loss {value.item():.4f}")
            told = done
    kept.parent.mkdir(parents=True, exist_ok=True)
    torch.save(average.state_dict(), kept)
    return average


def _shuffle(rng: np.random.Generator, count: int) -> Iterator[np.ndarray]:
    while True:
        order = rng.permutation(count)
        for first in range(0, count - _BATCH + 1, _BATCH):
            yield order[first : first + _BATCH]


def turn(x: Tensor, y: Tensor | None, number: int) -> tuple[Tensor, Tensor | None]:
    """Images (B, C, S, S), and targets, turned and mirrored in one of 8 ways."""
    if y is not None and y.shape[1] == 9 and number:
        y = y.clone()
        for bit, channel in ((1, 7), (2, 8)):
            if number & bit:
                y[:, [4, channel]] *= -1
    for bit, axis in ((1, 3), (2, 2)):
        if number & bit:
            x, y = x.flip(axis), y if y is None else y.flip(axis)
    if number & 4:
        x, y = x.transpose(2, 3), y if y is None else y.transpose(2, 3)
        if y is not None and y.shape[1] == 9:
            y = torch.cat([y[:, :4], -y[:, 4:5], y[:, 5:7], y[:, 8:9], y[:, 7:8]], 1)
    return x, y


def turn_back(y: Tensor, number: int) -> Tensor:
    """Outputs for images turned by `turn`, as for the images themselves."""
    if number & 4:
        y = y.transpose(2, 3)
        if y.shape[1] == 9:
            y = torch.cat([y[:, :4], -y[:, 4:5], y[:, 5:7], y[:, 8:9], y[:, 7:8]], 1)
    return turn(y, y, number & 3)[1]  # type: ignore[return-value]


def turn_points(xy: Tensor, number: int) -> Tensor:
    """Points (B, n, 2) as shares of patches turned by `turn`; polygons keep their orientation."""
    for bit, axis in ((1, 0), (2, 1)):
        if number & bit:
            xy = (
                torch.cat([1 - xy[..., :1], xy[..., 1:]], -1)
                if axis == 0
                else torch.cat([xy[..., :1], 1 - xy[..., 1:]], -1)
            )
            xy = xy.flip(1)
    return xy.flip(2).flip(1) if number & 4 else xy


def turn_points_back(xy: Tensor, number: int) -> Tensor:
    """The inverse of `turn_points`."""
    if number & 4:
        xy = xy.flip(2).flip(1)
    return turn_points(xy, number & 3)


def _vary(x: Tensor, rng: np.random.Generator, reorder: bool) -> Tensor:
    """Other brightness and contrast of each band, and another order of the bands."""
    gain = torch.from_numpy(np.exp(rng.normal(0, 0.15, (len(x), 3, 1, 1))).astype(np.float32))
    offset = torch.from_numpy(rng.normal(0, 0.12, (len(x), 3, 1, 1)).astype(np.float32))
    color = x[:, :3] * gain + offset
    if reorder:
        color = color[:, rng.permutation(3)]
    return torch.cat([color, x[:, 3:]], 1)


@torch.no_grad()
def predict(network: nn.Module, images: np.ndarray, marked: bool, turns: int = 1) -> np.ndarray:
    """Outputs (N, ...) float32 of dense networks, mean over `turns` of 8 ways to turn the patch."""
    results = []
    for first in range(0, len(images), 64):
        x = to_input(images[first : first + 64], marked)
        parts = [turn_back(network(turn(x, None, number)[0]).float(), number) for number in range(turns)]
        results.append(torch.stack(parts).mean(0))
    return torch.cat(results).numpy()


@torch.no_grad()
def predict_corners(network: nn.Module, images: np.ndarray, turns: int = 1) -> np.ndarray:
    """(N, 4, 2) px; of several turns the mean, after the best cyclic shifts."""
    results = []
    for first in range(0, len(images), 64):
        x = to_input(images[first : first + 64], False)
        found = []
        for number in range(turns):
            number = (0, 5, 3, 6, 1, 2, 4, 7)[number]  # turns first, then reflections
            each = turn_points_back(network(turn(x, None, number)[0]).float().reshape(len(x), -1, 2), number)
            if found:
                shifts = torch.stack([each.roll(shift, 1) for shift in range(each.shape[1])])
                best = (shifts - found[0]).square().sum((2, 3)).argmin(0)
                each = shifts[best, torch.arange(len(x))]
            found.append(each)
        results.append(torch.stack(found).mean(0))
    return torch.cat(results).numpy() * images.shape[-1]


@torch.no_grad()
def predict_sheet(network: nn.Module, image: np.ndarray, marked: bool) -> np.ndarray:
    """Outputs (2 or 9, H, W) float32 of a whole image; a network with a channel for marks gets none."""
    height, width = image.shape[1:]
    padded = np.pad(
        image, ((0, 0), (_MARGIN_PX, _MARGIN_PX + _TILE_PX), (_MARGIN_PX, _MARGIN_PX + _TILE_PX)), "reflect"
    )
    result = None
    side = _TILE_PX + 2 * _MARGIN_PX
    for top in range(0, height, _TILE_PX):
        for left in range(0, width, _TILE_PX):
            x = to_input(padded[None, :, top : top + side, left : left + side], False)
            if marked:
                x = functional.pad(x, (0, 0, 0, 0, 0, 1))
            parts = [turn_back(network(turn(x, None, number)[0]).float(), number) for number in range(_SHEET_TURNS)]
            inner = torch.stack(parts).mean(0)[0, :, _MARGIN_PX:-_MARGIN_PX, _MARGIN_PX:-_MARGIN_PX].numpy()
            if result is None:
                result = np.zeros((len(inner), height, width), np.float32)
            target = result[:, top : top + _TILE_PX, left : left + _TILE_PX]
            target[:] = inner[:, : target.shape[1], : target.shape[2]]
    assert result is not None
    return result
