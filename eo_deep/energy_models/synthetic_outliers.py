"""Synthetic outliers: real patches, changed so that a network should give them a low log p(x)."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Generator, Tensor
from torch.nn import functional


def make_outliers(x: Tensor, generator: Generator) -> Tensor:
    """One outlier of each patch of x (B, C, H, W) float32 in -1..1; kinds follow each other in turn."""
    kinds = [kind for kind in KINDS if x.shape[1] > 1 or kind is not recolour]
    made = [kinds[i % len(kinds)](x, i, generator) for i in range(len(x))]
    return torch.stack(made).clamp_(-1, 1)


def blur(patches: Tensor, number: int, generator: Generator) -> Tensor:
    """Out of focus: a Gaussian of 1 to 5 px, often a narrow one."""
    x = patches[number]
    sigma_px = 5.0 ** _draw(generator, 0.0, 1.0)
    reach = min(x.shape[-1] - 1, math.ceil(3 * sigma_px))
    weights = torch.exp(-0.5 * (torch.arange(-reach, reach + 1) / sigma_px) ** 2)
    weights /= weights.sum()
    padded = functional.pad(x[None], (reach,) * 4, mode="reflect")[0][:, None]
    across = functional.conv2d(padded, weights.view(1, 1, 1, -1))
    return functional.conv2d(across, weights.view(1, 1, -1, 1))[:, 0]


def recolour(patches: Tensor, number: int, generator: Generator) -> Tensor:
    """Bands in another order, upside down, or mixed at random around their means."""
    x = patches[number]
    bands = len(x)
    kind = int(torch.randint(3, (), generator=generator))
    if kind == 0:
        return torch.roll(x[torch.randperm(bands, generator=generator)], 1, 0) if bands > 2 else x.flip(0)
    if kind == 1:
        flipped = torch.rand(bands, generator=generator) < 0.5
        flipped[int(torch.randint(bands, (), generator=generator))] = True
        return torch.where(flipped[:, None, None], -x, x)
    mixing = torch.linalg.qr(torch.randn(bands, bands, generator=generator))[0]
    mean = x.mean((1, 2), keepdim=True)
    moved = mean + 0.5 * torch.randn(bands, 1, 1, generator=generator)
    return torch.einsum("cd,dhw->chw", mixing, x - mean) * _draw(generator, 1.0, 2.0) + moved


def tint(patches: Tensor, number: int, generator: Generator) -> Tensor:
    """The same ground in colours of another place: each band is brighter or darker by its own amount."""
    x = patches[number]
    direction = torch.randn(len(x), 1, 1, generator=generator)
    return x + _draw(generator, 0.2, 0.7) * direction / direction.norm()


def expose_twice(patches: Tensor, number: int, generator: Generator) -> Tensor:
    """The patch seen through another one."""
    other = patches[int(torch.randint(len(patches), (), generator=generator))].flip(1)
    return torch.lerp(patches[number], other, _draw(generator, 0.35, 0.65))


def flatten(patches: Tensor, number: int, generator: Generator) -> Tensor:
    """One colour, or a smooth ramp between two."""
    bands, height, width = patches.shape[1:]
    first = 2 * torch.rand(bands, 1, 1, generator=generator) - 1
    second = first + _draw(generator, 0.0, 0.5) * torch.randn(bands, 1, 1, generator=generator)
    angle = _draw(generator, 0.0, 2 * math.pi)
    rows, columns = torch.linspace(-0.7, 0.7, height)[:, None], torch.linspace(-0.7, 0.7, width)
    return first + (second - first) * (0.5 + 0.5 * (math.cos(angle) * columns + math.sin(angle) * rows))


def add_noise(patches: Tensor, number: int, generator: Generator) -> Tensor:
    """Noise beside or instead of the image: Gaussian, uniform, or single pixels black and white."""
    x = patches[number]
    kind = int(torch.randint(3, (), generator=generator))
    if kind == 0:
        return x + _draw(generator, 0.15, 0.8) * torch.randn(x.shape, generator=generator)
    if kind == 1:
        return 2 * torch.rand(x.shape, generator=generator) - 1
    level = torch.rand(x.shape[1:], generator=generator)
    share = _draw(generator, 0.05, 0.3)
    return torch.where(level < share / 2, -1.0, torch.where(level > 1 - share / 2, 1.0, x))


def enlarge(patches: Tensor, number: int, generator: Generator) -> Tensor:
    """A part of the patch, three to ten times finer than the images are, more contrast in it."""
    x = patches[number]
    size = x.shape[-1]
    part = max(2, round(size / _draw(generator, 3.0, 10.0)))
    row, column = (int(torch.randint(size - part + 1, (), generator=generator)) for _ in range(2))
    piece = x[None, :, row : row + part, column : column + part]
    large = functional.interpolate(piece, size=(size, size), mode="bicubic", align_corners=False)[0]
    mean = large.mean((1, 2), keepdim=True)
    return mean + (large - mean) * _draw(generator, 1.0, 4.0)


def shrink(patches: Tensor, number: int, generator: Generator) -> Tensor:
    """Patches side by side, two to four times coarser than they are: different ones, or one and its mirror images."""
    x = patches[number]
    size = x.shape[-1]
    if torch.rand((), generator=generator) < 0.5:
        others = patches[torch.randint(len(patches), (5, 5), generator=generator)]
        wide = others.permute(2, 0, 3, 1, 4).reshape(len(x), 5 * size, 5 * size)
    else:
        wide = torch.cat([x, x.flip(2)], 2)
        wide = torch.cat([wide, wide.flip(1)], 1).repeat(1, 3, 3)[:, : 5 * size, : 5 * size]
    kept = round(size * _draw(generator, 2.0, 4.0))
    row, column = (int(torch.randint(size, (), generator=generator)) for _ in range(2))
    piece = wide[None, :, row : row + kept, column : column + kept]
    return functional.interpolate(piece, size=(size, size), mode="area")[0]


def shuffle(patches: Tensor, number: int, generator: Generator) -> Tensor:
    """The patch cut into squares that are laid out anew."""
    x = patches[number]
    bands, size = x.shape[0], x.shape[-1]
    count = next((n for n in (8, 4, 2) if size % n == 0), 1)
    side = size // count
    pieces = x.reshape(bands, count, side, count, side).permute(1, 3, 0, 2, 4).reshape(-1, bands, side, side)
    pieces = pieces[torch.randperm(len(pieces), generator=generator)]
    return pieces.reshape(count, count, bands, side, side).permute(2, 0, 3, 1, 4).reshape(x.shape)


def overexpose(patches: Tensor, number: int, generator: Generator) -> Tensor:
    """Two to five times the contrast, and brighter or darker."""
    x = patches[number]
    mean = x.mean((1, 2), keepdim=True)
    return mean + (x - mean) * _draw(generator, 2.0, 5.0) + _draw(generator, -0.8, 1.2)


def _draw(generator: Generator, low: float, high: float) -> float:
    return low + (high - low) * float(torch.rand((), generator=generator))


# What looks most like real patches comes most often.
KINDS: tuple[Callable[[Tensor, int, Generator], Tensor], ...] = (
    blur,
    shrink,
    recolour,
    enlarge,
    tint,
    blur,
    shrink,
    tint,
    expose_twice,
    add_noise,
    flatten,
    shuffle,
    overexpose,
)
