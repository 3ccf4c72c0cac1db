"""What a training of super-resolution learns from: blocks of ground at two resolutions, and patches of them.

It imports no library that reads files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor
from torch.nn import functional

from ..models.networks.degradation import Degradation

MIN_PATCH_PX = 16  # low pixels
_PATCH_PX = 24
# Of a training without fine images, whose sensor's width and noise are not known: what the degradation draws.
_SIGMAS = (0.45, 0.5, 0.55)
_NOISE = 0.03  # standard deviations of a band
# How other scenes differ in their values: gains, of all bands and of each, as standard deviations of their logarithm,
# and offsets, in standard deviations of a band. Without, a long training helps its own scenes alone.
_GAIN, _BAND_GAIN, _OFFSET = 0.35, 0.15, 0.5


@dataclass(frozen=True)
class Block:
    """high (C, ratio h, ratio w) and low (C, h, w) float32, scaled alike; known (h, w) bool: where both count.

    low is None where it is to be made of high. guide: other bands (G, ratio h, ratio w) that the network sees as fine
    as high, if it has a guide.
    """

    high: np.ndarray
    low: np.ndarray | None
    known: np.ndarray
    guide: np.ndarray | None = None


@dataclass(frozen=True)
class SuperResolutionData:
    """Everything that a training of super-resolution reads.

    sigma: of the degradation. inputs: what the card says of the network's inputs. origin: what it says of where the
    data come from. pairs: what the report says of each pair of images. gap_px: low pixels along the sides of a
    validation block that are too near to the training's to count.
    """

    training: Sequence[Block]
    validation: Sequence[Block]
    ratio: int
    sigma: float
    inputs: list[dict]
    origin: dict
    gap_px: int
    pairs: Sequence[dict] = ()
    classes: list = field(default_factory=list)

    @property
    def is_self_supervised(self) -> bool:
        """Whether the low images are made of the high ones (Wald's protocol)."""
        return self.training[0].low is None

    def read_sources(self, block: Block) -> list[Tensor]:
        """What the network sees of a block: the low image (1, C, h, w), and the guide (1, G ratio^2, h, w) if any."""
        low = block.low
        sources = [torch.from_numpy(low)[None] if low is not None else
                   Degradation(self.ratio, self.sigma)(torch.from_numpy(block.high)[None])]  # fmt: skip
        if block.guide is not None:
            sources.append(functional.pixel_unshuffle(torch.from_numpy(block.guide)[None], self.ratio))
        return sources

    def to_raw(self, pixels: np.ndarray) -> np.ndarray:
        """Scaled pixels (C, H, W) in the images' units, float64."""
        mean, std = (np.array(self.inputs[0]["scaling"][name])[:, None, None] for name in ("mean", "std"))
        return pixels * std + mean


class PatchSampler:
    """Draws patches of the training blocks: low (C, p, p); high (C, ratio p, ratio p) and known (1, ratio p, ratio p).

    With a guide (G ratio^2, p, p) beside low. Flipped and turned at random. ``draw`` may run in several threads at
    once.
    """

    def __init__(self, data: SuperResolutionData):
        self._blocks, self._ratio = data.training, data.ratio
        self.patch_px = min(_PATCH_PX, *(min(block.known.shape) for block in data.training))
        self._degradations = [Degradation(data.ratio, sigma) for sigma in _SIGMAS]

    def draw(self, rng: Generator) -> tuple[Tensor | tuple[Tensor, Tensor], tuple[Tensor, Tensor]]:
        """One sample."""
        block = self._blocks[int(rng.integers(len(self._blocks)))]
        rows, columns = (slice(start, start + self.patch_px) for start in
                         (int(rng.integers(side - self.patch_px + 1)) for side in block.known.shape))
        fine = tuple(slice(part.start * self._ratio, part.stop * self._ratio) for part in (rows, columns))
        turns, flip = int(rng.integers(4)), bool(rng.random() < 0.5)
        bands, guides = len(block.high), 0 if block.guide is None else len(block.guide)
        gains, offsets = self._draw_radiometry(bands + guides, rng)
        gain, offset = gains[:bands], offsets[:bands]
        high = _turn(torch.from_numpy(block.high[:, fine[0], fine[1]]) * gain + offset, turns, flip)
        known = torch.from_numpy(block.known[rows, columns])[None]
        known = _turn(known.repeat_interleave(self._ratio, 1).repeat_interleave(self._ratio, 2), turns, flip)
        if block.low is not None:
            low = _turn(torch.from_numpy(block.low[:, rows, columns]) * gain + offset, turns, flip)
        else:
            low = self._degradations[int(rng.integers(len(_SIGMAS)))](high[None])[0]
            noise = rng.normal(0, rng.uniform(0, _NOISE), low.shape)
            low = low + torch.from_numpy(noise.astype(np.float32))
        targets = high.contiguous(), known.contiguous()
        if block.guide is None:
            return low.contiguous(), targets
        guide = torch.from_numpy(block.guide[:, fine[0], fine[1]]) * gains[bands:] + offsets[bands:]
        return (low.contiguous(), functional.pixel_unshuffle(_turn(guide, turns, flip), self._ratio)), targets

    def _draw_radiometry(self, bands: int, rng: Generator) -> tuple[Tensor, Tensor]:
        """Gain and offset (C, 1, 1), the same for the images of both resolutions."""
        gain = np.exp(rng.normal(0, _GAIN) + rng.normal(0, _BAND_GAIN, (bands, 1, 1)))
        offset = rng.normal(0, _OFFSET, (bands, 1, 1))
        return torch.from_numpy(gain.astype(np.float32)), torch.from_numpy(offset.astype(np.float32))


def _turn(layer: Tensor, turns: int, flip: bool) -> Tensor:
    turned = torch.rot90(layer, turns, (1, 2))
    return turned.flip(2) if flip else turned
