"""A classifier read as an energy-based model (Grathwohl et al. 2020): log p(x) = logsumexp of the logits + constant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Generator, Tensor, nn

from ..errors import EoDeepError
from ..runtime.devices import has_fast_bf16
from ..streaming.finite_check import WHY


@dataclass(frozen=True)
class SamplerSettings:
    """Stochastic gradient Langevin dynamics: x <- x + step_size * clamp(gradient of log p) + noise * N(0, 1).

    noise: standard deviation per step, x lies in -1..1. max_gradient: bound of each pixel's gradient.
    """

    steps: int = 5
    step_size: float = 0.04
    noise: float = 0.002
    max_gradient: float = 0.1


def log_density(network: nn.Module, x: Tensor) -> Tensor:
    """log p(x) up to a constant, (B,) float32, of x (B, C, H, W)."""
    return network(x).float().logsumexp(1)


def compute_logits(network: nn.Module, x: Tensor, batch: int = 256) -> Tensor:
    """Logits (N, K) float32 on the CPU of x (N, C, H, W), where the network is."""
    device = next(network.parameters()).device
    parts = []
    with torch.inference_mode(), torch.autocast(device.type, torch.bfloat16, enabled=has_fast_bf16(device)):
        for start in range(0, len(x), batch):
            part = x[start : start + batch].to(device, memory_format=torch.channels_last)
            parts.append(network(part).float().cpu())
    return torch.cat(parts)


def require_finite(answers: Tensor) -> Tensor:
    """The same answers, logits or images (N, ...), of a model. EoDeepError if any of them is not finite."""
    failed = int((~torch.isfinite(answers)).flatten(1).any(1).sum())
    if failed:
        raise EoDeepError(f"The model's output is not finite for {failed} of {len(answers)} patches: {WHY}.")
    return answers


def score_gradient(network: nn.Module, x: Tensor, classes: Tensor | None = None) -> Tensor:
    """The gradient of log p(x), or of log p(x, y) with ``classes`` (B,), with respect to x (B, C, H, W)."""
    x = x.detach().requires_grad_(True)
    with torch.autocast(x.device.type, torch.bfloat16, enabled=has_fast_bf16(x.device)):
        logits = network(x).float()
    density = logits.logsumexp(1) if classes is None else logits.gather(1, classes[:, None])[:, 0]
    return torch.autograd.grad(density.sum(), x)[0]


def sample_chain(
    network: nn.Module,
    x: Tensor,
    settings: SamplerSettings,
    generator: Generator,
    classes: Tensor | None = None,
    fixed: Tensor | None = None,
    gain: Tensor | None = None,
    amplitudes: Tensor | None = None,
) -> Tensor:
    """Take x (B, C, H, W) ``settings.steps`` SGLD steps; the result is detached.

    classes: (B,) int64, sample of these classes. fixed: bool, broadcastable to x; pixels that stay unchanged, bit by
    bit. generator: on the CPU, so that chains are the same on every device up to rounding. ``network`` should be in
    evaluation mode, where batch norm does not mix the chains.

    gain: (H, W // 2 + 1) float32, by which a step's frequencies are multiplied, see `GaussianInit.measure_gain`; those
    of the noise by its square root, so that what is sampled from stays the same (Girolami and Calderhead 2011).

    amplitudes: (B, C, H, W // 2 + 1) float32, which the images' frequencies get back after each step, so that only
    their phases move: what is sampled is p(x) among images of these spectra.

    Each step sees the images in another orientation, as if log p(x) were the mean over all eight: what only fools the
    network in one of them averages out (Du et al. 2021 vary their chains likewise).
    """
    start = x
    for _ in range(settings.steps):
        orientation = int(torch.randint(8, (), generator=generator))
        gradient = _turn_back(score_gradient(network, _turn(x, orientation), classes), orientation)
        gradient = gradient.clamp(-settings.max_gradient, settings.max_gradient)
        if fixed is not None:
            gradient = gradient.masked_fill(fixed, 0)
        x = x.detach() + settings.step_size * _filter(gradient, gain)
        if settings.noise:
            noise = torch.randn(x.shape, generator=generator).to(x.device)
            x += settings.noise * _filter(noise, None if gain is None else gain.sqrt())
        if amplitudes is not None:
            x = _give_amplitudes(x, amplitudes)
        x.clamp_(-1, 1)
        if fixed is not None:
            x = torch.where(fixed, start, x)
    return x.detach()


def _filter(x: Tensor, gain: Tensor | None) -> Tensor:
    """x (..., H, W) with its frequencies multiplied by ``gain`` (H, W // 2 + 1); None leaves it as it is."""
    return x if gain is None else torch.fft.irfft2(torch.fft.rfft2(x) * gain.to(x.device), s=x.shape[-2:])


def _give_amplitudes(x: Tensor, amplitudes: Tensor) -> Tensor:
    """x (B, C, H, W) with these amplitudes (B, C, H, W // 2 + 1) and its own phases."""
    return torch.fft.irfft2(torch.polar(amplitudes.to(x.device), torch.fft.rfft2(x).angle()), s=x.shape[-2:])


def _turn(x: Tensor, orientation: int) -> Tensor:
    """(..., H, W) in one of the eight orientations 0..7 of a square."""
    return torch.rot90(x.flip(-1) if orientation >= 4 else x, orientation % 4, (-2, -1))


def _turn_back(x: Tensor, orientation: int) -> Tensor:
    x = torch.rot90(x, -(orientation % 4), (-2, -1))
    return x.flip(-1) if orientation >= 4 else x


@dataclass(frozen=True)
class GaussianInit:
    """Where chains start: a stationary Gaussian field per class with the colours and textures of its images.

    It has the mean, and the spectra and cross-spectra of the bands, of the class; Yang and Ji (2021) use the full
    covariance instead, which is 12,288 numbers squared for a patch of 64 x 64 in three bands.
    mean: (K, C) float32. root: (K, H, W // 2 + 1, C, C) complex64, square roots of the spectra.
    """

    mean: Tensor
    root: Tensor

    @classmethod
    def fit(cls, x: Tensor, labels: Tensor, class_count: int) -> GaussianInit:
        """Measure the fields on x (N, C, H, W) float32 in -1..1 with labels (N,); square patches."""
        means, roots = [], []
        for label in range(class_count):
            members = x[labels == label] if bool((labels == label).any()) else x
            mean = members.mean((0, 2, 3))
            spectrum = torch.fft.rfft2(members - mean[:, None, None], norm="ortho")
            density = torch.einsum("nchw,ndhw->hwcd", spectrum, spectrum.conj()) / len(members)
            values, vectors = torch.linalg.eigh(density)
            roots.append((vectors * values.clamp(min=0).sqrt()[..., None, :]) @ vectors.mH)
            means.append(mean)
        return cls(torch.stack(means), torch.stack(roots))

    @classmethod
    def from_tensors(cls, tensors: Mapping[str, Tensor]) -> GaussianInit:
        """What `tensors` gave."""
        return cls(tensors["sampler/mean"].float(), torch.view_as_complex(tensors["sampler/root"].float()))

    def tensors(self) -> dict[str, Tensor]:
        """For a model file; half precision is much finer than the accuracy of the fields."""
        return {"sampler/mean": self.mean, "sampler/root": torch.view_as_real(self.root).half()}

    def measure_gain(self) -> Tensor:
        """(H, W // 2 + 1) float32: amplitude of the images' mean spectrum by frequency, mean 1 over all.

        Gradients of a network are as strong in the finest frequencies as in the coarse ones that images consist of:
        steps along them become noise that fools the network. Steps of the images' own spectrum move what can be seen.
        """
        power = self.root.abs().square().sum((0, 3, 4))
        gain = power.sqrt()
        # The mean colour stays as it was drawn from its distribution; it would be the first to diverge.
        gain[0, 0] = 0
        # Each frequency stands for itself and its mirror image, but for those in the first and the last column.
        mirrored = gain[:, 1 : (self.root.shape[1] + 1) // 2]
        return gain * self.root.shape[1] ** 2 / (gain.sum() + mirrored.sum())

    def draw(self, classes: Tensor, generator: Generator) -> Tensor:
        """Images (B, C, H, W) float32 in -1..1 of the given classes (B,)."""
        height = self.root.shape[1]
        noise = torch.randn(len(classes), self.mean.shape[1], height, height, generator=generator)
        spectrum = torch.fft.rfft2(noise, norm="ortho")
        field = torch.einsum("nhwcd,ndhw->nchw", self.root[classes], spectrum)
        x = torch.fft.irfft2(field, s=(height, height), norm="ortho") + self.mean[classes][:, :, None, None]
        return x.clamp_(-1, 1)
