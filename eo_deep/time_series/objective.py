"""What a disentangled series model minimizes: images painted from codes of two dates, contrast, and a bounded code.

The sample of a step is a block of two places by two dates, so that each image has beside it the same place at another
date and another place at the same date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from ..models.networks.disentangler import LOCAL_PX, SHARED_PX, Disentangler
from ..training.objectives import Objective
from ..training.split import Call

MARGIN_PX = 16  # of a window, which is seen but not scored: a window of an image has surroundings, too
_DECODED_MARGIN = 1  # cells of the shared code beyond what is scored, which its neighbours are painted from
_FREE_NATS = 0.05  # per dimension: a code is not pressed below
_STEPS_PER_CHANGE = 10


@dataclass(frozen=True)
class Weights:
    """Of the terms of the objective.

    crossed, own: absolute error of an image painted from the shared code of the other date, and of its own. swapped:
    the share of crossed images whose global code comes from another place of the same date; local_dropped: the share
    without local code. windows, cells: contrast of windows and of cells. alike: how much the details of two dates may
    differ. far_px: cells nearer than this are no negatives of each other. global_nats, local_nats: the bounds between
    which the divergences of the codes from the normal distribution are held, of an image and of a cell.
    """

    crossed: float = 1.0
    own: float = 0.5
    swapped: float = 0.5
    local_dropped: float = 0.15
    windows: float = 0.1
    cells: float = 0.1
    alike: float = 0.05
    far_px: float = 32.0
    temperature: float = 0.1
    global_nats: tuple[float, float] = (8.0, 16.0)
    local_nats: tuple[float, float] = (1.0, 1.5)


class SeriesBatch(NamedTuple):
    """planes (B, 2, 2, C + 1, H, W): two places by two dates, bands and known; cells (B, 2, 2, H/8, W/8): row and
    column of each cell's centre on the ground, in px."""

    planes: Tensor
    cells: Tensor


class SeriesObjective(Objective):
    """See the module; the weights of the divergences rise and fall until these lie between their bounds."""

    def __init__(self, weights: Weights = Weights()) -> None:
        self.weights = weights
        self._log_betas = torch.log(torch.tensor([1e-3, 1e-2]))  # of global and local code
        self._nats = torch.tensor([12.0, 1.2])  # running means
        self._sums: dict[str, list[Tensor]] = {}

    def calls(self, network: nn.Module) -> Sequence[Call]:
        assert isinstance(network, Disentangler)
        return [(network, "encode"), (network, "mix"), (network.painter, "forward")]

    def compute(self, network: nn.Module, batch: SeriesBatch, step: int, done: float) -> Tensor:
        assert isinstance(network, Disentangler)
        weights, (planes, cells) = self.weights, batch
        blocks = len(planes)
        flat = planes.flatten(0, 2).contiguous(memory_format=torch.channels_last)
        known = flat[:, -1:]
        codes = network.encode(flat)
        shared, skip = codes.shared, codes.skip
        global_nats = measure_nats(codes.global_.float(), codes.global_log.float()).mean(0)
        local_nats = _average(measure_nats(codes.local.float(), codes.local_log.float()),
                              functional.avg_pool2d(known, LOCAL_PX))  # fmt: skip
        random = seed_step(step, flat.device)
        local_code = draw(codes.local, codes.local_log, random)
        global_code = draw(codes.global_, codes.global_log, random)

        other_date, other_place = (exchange(blocks, axis, flat.device) for axis in (2, 1))
        chance = torch.rand(2, len(flat), generator=random, device=flat.device)
        from_place = torch.where(chance[0] < weights.swapped, other_place, torch.arange(len(flat), device=flat.device))
        kept = (chance[1] >= weights.local_dropped)[:, None, None, None]
        code = network.mix(global_code[from_place], local_code * kept)
        crossed = self._paint(network, shared[other_date], skip[other_date], code)
        inner = cut_inner(flat, MARGIN_PX)
        errors = {"crossed": _compare(crossed, inner)}
        # Half of the images are painted from their own codes too: the first place of each block, or the second.
        half = torch.arange(len(flat), device=flat.device).reshape(blocks, 2, 2)[:, step % 2].flatten()
        code = network.mix(global_code[half], local_code[half])
        errors["own"] = _compare(self._paint(network, shared[half], skip[half], code), inner[half])

        errors |= self._contrast(shared.float(), functional.avg_pool2d(known, SHARED_PX) >= 0.75, cells.flatten(0, 1))
        details = functional.normalize(cut_inner(skip.float(), MARGIN_PX // 2), dim=1).unflatten(0, (2 * blocks, 2))
        errors["alike"] = 1 - (details[:, 0] * details[:, 1]).sum(1).mean()

        nats = torch.stack([global_nats.sum(), local_nats.sum()])
        self._control(nats.detach(), step)
        free = torch.stack([each.clamp(min=_FREE_NATS).sum() for each in (global_nats, local_nats)])
        betas = self._log_betas.exp().to(free)
        named = asdict(weights)
        loss = sum(named[name] * value for name, value in errors.items()) + (betas * free).sum()
        errors |= {"global_nats": nats[0], "local_nats": nats[1]}
        for name, value in errors.items():
            self._sums.setdefault(name, []).append(value.detach())
        return loss

    def describe_epoch(self) -> dict:
        found = {name: float(torch.stack(values).mean()) for name, values in self._sums.items()}
        self._sums = {}
        return {"terms": {**found, "betas": self._log_betas.exp().tolist()}}

    def tensors(self) -> dict[str, Tensor]:
        return {"log_betas": self._log_betas, "nats": self._nats}

    def load(self, tensors: Mapping[str, Tensor], record: Mapping) -> None:
        self._log_betas.copy_(tensors["log_betas"])
        self._nats.copy_(tensors["nats"])

    def _contrast(self, shared: Tensor, known: Tensor, centres: Tensor) -> dict[str, Tensor]:
        """Terms of shared codes (2 P, S, h, w), the dates of a place after each other, where cells are known, and of
        the cells' centres (P, 2, h, w)."""
        pairs, seen, centres = (cut_inner(each, MARGIN_PX // SHARED_PX) for each in (shared, known, centres))
        seen = seen.unflatten(0, (-1, 2)).all(1)
        of_cells, of_windows = contrast(pairs.unflatten(0, (-1, 2)), seen, centres, self.weights.far_px,
                                        self.weights.temperature)  # fmt: skip
        return {"cells": of_cells, "windows": of_windows}

    @staticmethod
    def _paint(network: Disentangler, shared: Tensor, skip: Tensor, code: Tensor) -> Tensor:
        """The inner part of images, decoded with little around it."""
        margin = MARGIN_PX // SHARED_PX - _DECODED_MARGIN
        cut = margin * SHARED_PX // 2
        image = network.painter(cut_inner(shared, margin), cut_inner(skip, cut), cut_inner(code, margin))
        return cut_inner(image, _DECODED_MARGIN * SHARED_PX)

    def _control(self, nats: Tensor, step: int) -> None:
        self._nats.mul_(0.9).add_(0.1 * nats.cpu().float())
        if (step + 1) % _STEPS_PER_CHANGE:
            return
        for place, (low, high) in enumerate((self.weights.global_nats, self.weights.local_nats)):
            value = float(self._nats[place])
            faster = 1 if low / 2 < value < 2 * high else 3  # far outside, since a short training has few changes
            self._log_betas[place] += 0.05 * faster * ((value > high) - (value < low))


def contrast(codes: Tensor, known: Tensor, centres: Tensor, far_px: float, temperature: float) -> tuple[Tensor, Tensor]:
    """InfoNCE (van den Oord et al. 2018) of cells and of windows: the same place at another date among other places.

    codes (P, 2, S, h, w) of length 1; known (P, 1, h, w) bool, in both dates; centres (P, 2, h, w) on the ground in
    px. Places nearer than ``far_px`` are no negatives of each other. A window's similarity is its cells' mean cosine.
    """
    one, other = (codes[:, date].permute(0, 2, 3, 1) for date in (0, 1))  # (P, h, w, S)
    seen = known[:, 0]
    where = centres.permute(0, 2, 3, 1)[seen]
    apart = (where[:, None] - where[None]).abs().amax(2) >= far_px
    of_cells = info_nce(one[seen] @ other[seen].T / temperature, apart)
    flat = [(each * seen[..., None]).flatten(1) for each in (one, other)]
    counts = seen.flatten(1).float()
    similar = flat[0] @ flat[1].T / (counts @ counts.T).clamp(min=1)
    middle = centres.mean((2, 3))
    apart = (middle[:, None] - middle[None]).abs().amax(2) >= far_px / 2
    return of_cells, info_nce(similar / (temperature / 2), apart)


def info_nce(logits: Tensor, apart: Tensor) -> Tensor:
    """Cross-entropy of the diagonal, along rows and columns, over what is far enough apart."""
    same = torch.eye(len(logits), dtype=torch.bool, device=logits.device)
    logits = logits.masked_fill(~(apart | same), -torch.inf)
    right = logits.diagonal()
    return ((logits.logsumexp(0) - right).mean() + (logits.logsumexp(1) - right).mean()) / 2


def exchange(blocks: int, axis: int, device: torch.device) -> Tensor:
    """The number of each image's neighbour in its block: axis 1 the other place, 2 the other date."""
    return torch.arange(4 * blocks, device=device).reshape(blocks, 2, 2).flip(axis).flatten()


def cut_inner(x: Tensor, margin: int) -> Tensor:
    """Planes or codes (..., H, W) without so much on each side."""
    return x[..., margin : x.shape[-2] - margin, margin : x.shape[-1] - margin]


def _compare(painted: Tensor, planes: Tensor) -> Tensor:
    """Mean absolute error over the known pixels."""
    known = planes[:, -1:]
    return ((painted.float() - planes[:, :-1]).abs() * known).sum() / (known.sum() * painted.shape[1]).clamp(min=1)


def measure_nats(mean: Tensor, log_variance: Tensor) -> Tensor:
    """Kullback-Leibler divergence of each dimension from the normal distribution (Kingma, Welling 2014, eq. 10)."""
    return 0.5 * (mean.square() + log_variance.exp() - 1 - log_variance)


def _average(nats: Tensor, known: Tensor) -> Tensor:
    """Of each dimension (B, L, h, w), over the known cells."""
    return (nats * known).sum((0, 2, 3)) / known.sum().clamp(min=1e-3)


def seed_step(step: int, device: torch.device) -> torch.Generator:
    """What a step draws its noise from: by its number, so that a training that was interrupted goes on as it would."""
    return torch.Generator(device).manual_seed(step)


def draw(mean: Tensor, log_variance: Tensor, random: torch.Generator) -> Tensor:
    """A code from its distribution, through which gradients go (Kingma, Welling 2014)."""
    noise = torch.randn(mean.shape, generator=random, device=mean.device)
    return mean + noise.to(mean.dtype) * (0.5 * log_variance).exp()
