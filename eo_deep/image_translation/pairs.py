"""Windows of sources with their targets, as a translation into images is trained and judged on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor, nn

from ..io.card_schema import UNKNOWN
from ..models.noise import draw_noise
from ..runtime import ranks
from ..runtime.devices import choose_autocast
from ..sampling.windows import Sampler, ValidationSet
from ..training.batch import Batch
from ..training.losses import map_ssim

_FARTHEST = 1 << 40  # rows and columns that noise is drawn at in training


@dataclass(frozen=True)
class PairSampler:
    """Draws windows of sources, with noise beside them, and of targets, with where both are known."""

    windows: Sampler
    noise: int

    def draw(self, rng: Generator) -> Batch:
        """Source and noise (C, crop, crop) float32; (target (B, crop, crop) float32, known (1, crop, crop) bool)."""
        (source, target), classes = self.windows.draw(rng)
        row, column = rng.integers(-_FARTHEST, _FARTHEST, 2).tolist()
        return add_noise(source, self.noise, row, column), (target, (classes != UNKNOWN)[None])


@dataclass(frozen=True)
class ValidationPairs:
    """The same of the validation data, as a translated image is made: with the noise of fixed places."""

    windows: ValidationSet
    noise: int

    def __len__(self) -> int:
        return len(self.windows)

    def read(self, index: int) -> Batch:
        """As `PairSampler.draw`."""
        (source, target), classes = self.windows.read(index)
        _, _, row, column = self.windows.items[index]
        return add_noise(source, self.noise, row, column), (target, (classes != UNKNOWN)[None])


def add_noise(source: Tensor, channels: int, row: int, column: int) -> Tensor:
    """The source (C, H, W) with noise behind its bands."""
    height, width = source.shape[1:]
    noise = torch.from_numpy(draw_noise(row, column, height, width, channels, 0)) if channels else source[:0]
    return torch.cat([source, noise])


@torch.inference_mode()
def translate_pair(network: nn.Module, inputs: Tensor, device: torch.device) -> Tensor:
    """What a network makes of one window (C, H, W), in the units that it is trained in: (B, H, W) float32."""
    with choose_autocast(device)():
        return network(inputs[None].to(device).contiguous(memory_format=torch.channels_last))[0].float().cpu()


def score_images(network: nn.Module, pairs: ValidationPairs, ranges: np.ndarray, device: torch.device) -> dict:
    """{"psnr": dB, mean of the bands; "ssim"; "mae": mean absolute error in standard deviations; "score": the PSNR}.

    ranges: (C,) of each band's values, in standard deviations: the peak. Unknown pixels count nowhere. Several
    processes share the pairs, and all get the scores of all.
    """
    squares, errors, known_px, similar, compared = np.zeros(len(ranges)), 0.0, 0, 0.0, 0
    for index in ranks.share(len(pairs)):
        inputs, (target, known) = pairs.read(index)
        error = (translate_pair(network, inputs, device) - target) * known
        squares += error.square().sum((1, 2)).double().numpy()
        errors += float(error.abs().sum())
        known_px += int(known.sum())
        inner = known[:, 5:-5, 5:-5]
        ssim = map_ssim((target + error)[None], target[None], float(ranges.mean()))[0] * inner
        similar, compared = similar + float(ssim.sum()), compared + int(inner.sum())
    sums = ranks.join(np.array([[*squares, errors, known_px, similar, compared]])).sum(0)
    squares, (errors, known_px, similar, compared) = sums[: len(ranges)], sums[len(ranges) :].tolist()
    mse = np.maximum(squares / max(known_px, 1), 1e-12)
    psnr = float(np.mean(10 * np.log10(ranges**2 / mse)))
    count = len(ranges)
    return {"score": psnr, "psnr": psnr, "ssim": similar / max(compared * count, 1),
            "mae": errors / max(known_px * count, 1)}  # fmt: skip
