"""The SGLD sampler of a joint energy-based model: initial images, many Langevin steps, samples as pixel values.

SGLD: stochastic gradient Langevin dynamics; a chain is one image on its way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import torch
from torch import Generator, Tensor, nn

from ..errors import EoDeepError
from ..models.scaling import FittedScaling
from ..progress import Progress, silent
from .jem import GaussianInit, SamplerSettings, compute_logits, require_finite, sample_chain

_STEPS_AT_ONCE = 10
_BATCH = 128


def read_sampler(card: dict, steps: int) -> SamplerSettings:
    """The settings of the training's sampler with another number of steps; EoDeepError for a negative number."""
    if steps < 0:
        raise EoDeepError(f"Steps must be at least 0, got {steps}.")
    stored = {name: card.get("sampler", {}).get(name) for name in ("step_size", "noise", "max_gradient")}
    return SamplerSettings(steps, **{name: value for name, value in stored.items() if value is not None})


def read_initialization(extras: Mapping[str, Tensor], card: dict, path: str) -> GaussianInit:
    """The class-Gaussian fields among a model file's extras; EoDeepError where they are missing or not the card's."""
    classes, bands, side = len(card["classes"]), len(card["inputs"][0]["bands"]), card["patch_px"]
    count = len(extras.get("sampler/bank_classes", ()))
    wanted = {"sampler/mean": (classes, bands), "sampler/root": (classes, side, side // 2 + 1, bands, bands, 2)}
    if "sampler/bank" in extras:
        wanted |= {"sampler/bank": (count, bands, side, side), "sampler/bank_classes": (count,)}
    for name, shape in wanted.items():
        if name not in extras:
            raise EoDeepError(f"'{path}' has no start distribution for sampling; it is not a complete JEM model.")
        if extras[name].shape != shape:
            raise EoDeepError(f"'{name}' in '{path}' does not match the model's classes, bands and patch size.")
    stored = extras.get("sampler/bank_classes", torch.zeros(0))
    if count and not 0 <= int(stored.min()) <= int(stored.max()) < classes:
        raise EoDeepError(f"The stored samples in '{path}' have classes that are not on its card.")
    return GaussianInit.from_tensors(extras)


def initialize_chains(extras: Mapping[str, Tensor], start: GaussianInit, classes: Tensor, generator: Generator
                      ) -> Tensor:
    """Initial images (B, C, H, W) float32 of classes (B,): those stored in training, each once, then random fields."""
    images = start.draw(classes, generator)
    if "sampler/bank" not in extras:
        return images
    bank, bank_classes = extras["sampler/bank"], extras["sampler/bank_classes"].long()
    for label in classes.unique():
        wanted = torch.nonzero(classes == label)[:, 0]
        kept = torch.nonzero(bank_classes == label)[:, 0]
        kept = kept[torch.randperm(len(kept), generator=generator)][: len(wanted)]
        images[wanted[: len(kept)]] = bank[kept].float() / 127.5 - 1
    return images


def run_sampler(network: nn.Module, images: Tensor, settings: SamplerSettings, generator: Generator,
                classes: Tensor | None = None, gain: Tensor | None = None,
                progress: Progress = silent) -> tuple[Tensor, np.ndarray]:
    """Take all `images` (N, C, H, W) settings.steps steps; returns them and the trace of the mean log p(x), (T + 1,).

    classes (N,): sample from p(x | y) of these; None: from p(x). gain: see `sample_chain`; with it the images also keep
    the amplitudes of their frequencies: fields have those of their class, and log p(x) alone would let them grow. The
    mean is taken every ten steps, first before any.
    """
    device = next(network.parameters()).device
    amplitudes = None if gain is None else torch.fft.rfft2(images).abs()
    rounds = [min(_STEPS_AT_ONCE, settings.steps - done) for done in range(0, settings.steps, _STEPS_AT_ONCE)]
    images, trace = images.clone(), [_mean_density(network, images)]
    for number, steps in enumerate(rounds):
        for batch in range(0, len(images), _BATCH):
            part = slice(batch, batch + _BATCH)
            wanted = None if classes is None else classes[part].to(device)
            batch_images = images[part].to(device, memory_format=torch.channels_last)
            some_steps, kept = replace(settings, steps=steps), None if amplitudes is None else amplitudes[part]
            images[part] = sample_chain(network, batch_images, some_steps, generator, wanted, None, gain, kept).cpu()
            progress((number + min(1.0, (batch + _BATCH) / len(images))) / len(rounds))
        trace.append(_mean_density(network, images))
    return require_finite(images), np.array(trace)


def measure_covariance(start: GaussianInit, reach_px: int = 6) -> np.ndarray:
    """Covariance (C, C, 2 R + 1, 2 R + 1) of band c with band d at offsets up to R px, mean over the classes."""
    # The fields are S^(1/2) times white noise; S is the spectrum of E[x_c(p + offset) x_d(p)].
    spectrum = torch.einsum("khwce,khwde->dchw", start.root, start.root.conj()) / len(start.root)
    size = start.root.shape[1]
    covariance = torch.fft.irfft2(spectrum, s=(size, size)).numpy()
    offsets = np.arange(-reach_px, reach_px + 1)
    return covariance[:, :, offsets[:, None], offsets].astype(np.float64)


def to_raw(images: np.ndarray, scaling: FittedScaling, dtype: str) -> np.ndarray:
    """Network input (..., C, H, W) in -1..1 as pixel values of `dtype`: what `scaling` would turn into it."""
    shape = (-1, 1, 1)
    raw = images * scaling.spread.reshape(shape) + scaling.center.reshape(shape)
    if np.dtype(dtype).kind in "ui":
        limits = np.iinfo(dtype)
        raw = np.rint(raw).clip(limits.min, limits.max)
    return raw.astype(dtype)


def to_picture(images: np.ndarray, band_names: list[str]) -> np.ndarray:
    """Network input (..., C, H, W) in -1..1 as (..., H, W, 3) uint8: red, green, blue, or else the first bands."""
    lower = [name.lower() for name in band_names]
    colours = [lower.index(name) for name in ("red", "green", "blue") if name in lower]
    chosen = colours if len(colours) == 3 else [0, 1, 2] if len(lower) > 2 else [0, 0, 0]
    shown = np.moveaxis(images[..., chosen, :, :], -3, -1)
    return np.rint((shown + 1) * 127.5).clip(0, 255).astype(np.uint8)


def _mean_density(network: nn.Module, images: Tensor) -> float:
    return float(require_finite(compute_logits(network, images, _BATCH)).logsumexp(1).mean())
