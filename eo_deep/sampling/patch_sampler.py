"""Training samples from patches in memory: balanced over the classes, turned, mirrored and slightly varied."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor

from ..models.scaling import FittedScaling
from .scene_set import SceneSet

_NOISE = 1 << 20


@dataclass(frozen=True)
class Variation:
    """How samples are varied besides turning and mirroring; all in units of the network's input, -1 to 1.

    shift_px: moves by so many pixels at most, the rim is mirrored. light: brightness and contrast of the whole and of
    each band vary by about this much. noise: standard deviation of noise per pixel, drawn between 0 and this.
    """

    shift_px: int = 0
    light: float = 0.0
    noise: float = 0.0


class PatchSampler:
    """Draws (patch, class): a class, evenly; a patch of it; one of its eight orientations."""

    def __init__(self, scenes: SceneSet, scaling: FittedScaling, variation: Variation) -> None:
        self._scenes, self._scaling, self._variation = scenes, scaling, variation
        members = [np.flatnonzero(scenes.labels == label) for label in range(len(scenes.class_names))]
        self._members = [numbers for numbers in members if len(numbers)]
        self._valid = np.ones(scenes.images.shape[-2:], bool)
        # A random part of a long row of noise is as good as new noise, and thirty times faster.
        length = max(_NOISE, 16 * scenes.images[0].size)
        self._noise = np.random.default_rng(0).standard_normal(length if variation.noise else 0, np.float32)

    def draw(self, rng: Generator) -> tuple[Tensor, Tensor]:
        """Network input (C, H, W) float32 and class () int64; may run in several threads at once."""
        members = self._members[rng.integers(len(self._members))]
        number = members[rng.integers(len(members))]
        pixels = turn(self._scenes.images[number], int(rng.integers(8)))
        if self._variation.shift_px:
            pixels = _shift(pixels, self._variation.shift_px, rng)
        x = self._scaling(pixels, self._valid)
        if self._variation.light:
            light = self._variation.light
            contrast = 1 + light * rng.uniform(-1, 1) + light / 2 * rng.uniform(-1, 1, (len(x), 1, 1))
            x *= contrast.astype(np.float32)
            x += (light * rng.uniform(-1, 1) + light / 2 * rng.uniform(-1, 1, (len(x), 1, 1))).astype(np.float32)
            np.clip(x, -1, 1, out=x)
        if self._variation.noise:
            start = rng.integers(len(self._noise) - x.size + 1)
            x += np.float32(self._variation.noise * rng.random()) * self._noise[start : start + x.size].reshape(x.shape)
        return torch.from_numpy(x), torch.tensor(int(self._scenes.labels[number]))


class HalfVaried:
    """Draws (patch, class, plain) from two samplers in turn by chance: plain () bool is False for the second's."""

    def __init__(self, plain: PatchSampler, varied: PatchSampler) -> None:
        self._samplers = varied, plain

    def draw(self, rng: Generator) -> tuple[Tensor, Tensor, Tensor]:
        """Network input (C, H, W) float32, class () int64, plain () bool; may run in several threads at once."""
        plain = int(rng.integers(2))
        return (*self._samplers[plain].draw(rng), torch.tensor(bool(plain)))


def scale_images(images: np.ndarray, scaling: FittedScaling) -> Tensor:
    """Raw values (N, C, H, W) as network input, float32."""
    valid = np.ones(images.shape[-2:], bool)
    scaled = np.empty(images.shape, np.float32)
    for number, pixels in enumerate(images):
        scaled[number] = scaling(pixels, valid)
    return torch.from_numpy(scaled)


def turn(pixels: np.ndarray, orientation: int) -> np.ndarray:
    """(..., H, W) in one of the eight orientations 0..7 of a square."""
    if orientation >= 4:
        pixels = pixels[..., ::-1]
    return np.rot90(pixels, orientation % 4, axes=(-2, -1))


def _shift(pixels: np.ndarray, most_px: int, rng: Generator) -> np.ndarray:
    down, right = (int(value) for value in rng.integers(-most_px, most_px + 1, 2))
    moved = _move(pixels, down)
    return _move(moved.swapaxes(1, 2), right).swapaxes(1, 2)


def _move(pixels: np.ndarray, rows: int) -> np.ndarray:
    """Pixels (C, H, W) moved down by so many rows (up where negative); mirrored rows move in."""
    if rows == 0:
        return pixels
    if rows > 0:
        return np.concatenate([pixels[:, rows:0:-1], pixels[:, :-rows]], axis=1)
    return np.concatenate([pixels[:, -rows:], pixels[:, -2 : rows - 2 : -1]], axis=1)
