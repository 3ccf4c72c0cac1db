"""What Sanchez, Serrurier, Ortner (2019) minimize, with the errors of the printed equations mended.

For both images of a pair x, y of one place: 10 |x - G(sh(y), ex(x))| + .5 |sh(x) - sh(y)| + .01 KL(ex(x) || N(0, 1))
and the loss of a least-squares GAN (Mao et al. 2017) on G(sh(y), ex(x)). Eq. 4 as printed maximizes D(x)^2 of a
sigmoid, whose gradient is 0 where a discriminator calls everything false; here (D(x) - 1)^2 + D(G)^2 is minimized.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from ..models.networks.paper_disentangler import RANGE, WINDOW_PX, PaperDisentangler
from ..training.adversarial import BETAS, Adversarial, AdversarialSettings
from ..training.settings import TrainSettings
from ..training.split import Call
from .objective import MARGIN_PX, SeriesBatch, cut_inner, draw, exchange, measure_nats, seed_step

_SLOPE = 0.2


@dataclass(frozen=True)
class PaperWeights:
    """Of the terms of the objective; errors are in the range -1 to 1, the divergence is summed over a code."""

    crossed: float = 10.0
    alike: float = 0.5
    nats: float = 0.01
    adversarial: float = 1.0


class _Painted(NamedTuple):
    """Images (B, C, 64, 64) painted from the shared code of the other date, the true ones, where these are known, the
    distance of shared codes and the divergence of exclusive ones."""

    crossed: Tensor
    true: Tensor
    known: Tensor
    alike: Tensor
    nats: Tensor


class PaperObjective(Adversarial):
    """See the module. Batches are those of `SeriesObjective`, of which the inner 64 px of each window are used."""

    def __init__(self, weights: PaperWeights, bands: int, base_channels: int) -> None:
        settings = AdversarialSettings(weights.adversarial, features=0.0, halvings=0, balanced=False)
        super().__init__(self._weigh, self._show, bands, settings, PaperDiscriminator(bands, base_channels))
        self.weights = weights
        self._sums: dict[str, list[Tensor]] = {}

    def calls(self, network: nn.Module) -> Sequence[Call]:
        return [(network, "encode"), (network, "decode"), (self.discriminator, "forward")]

    def make_optimizer(self, name: str, part: nn.Module, settings: TrainSettings) -> torch.optim.Optimizer:
        return torch.optim.Adam(part.parameters(), settings.learning_rate, BETAS)

    def run(self, network: nn.Module, batch: SeriesBatch, step: int) -> _Painted:
        assert isinstance(network, PaperDisentangler)
        blocks = len(batch.planes)
        planes = cut_inner(batch.planes.flatten(0, 2), MARGIN_PX).contiguous(memory_format=torch.channels_last)
        codes = network.encode(planes)
        mean, log_variance = codes.global_.float(), codes.global_log.float()
        other = codes.shared[exchange(blocks, 2, planes.device)]
        crossed = network.decode(other, codes.skip, draw(mean, log_variance, seed_step(step, planes.device)))
        true = planes[:, :-1].clamp(-RANGE, RANGE)
        alike = (codes.shared.float() - other.float()).abs().mean()
        nats = measure_nats(mean, log_variance).sum(1).mean()
        return _Painted(crossed / RANGE, true / RANGE, planes[:, -1:], alike, nats)

    def describe_epoch(self) -> dict:
        found = {name: float(torch.stack(values).mean()) for name, values in self._sums.items()}
        self._sums = {}
        return {**super().describe_epoch(), "terms": found}

    def _weigh(self, painted: _Painted, batch: Any) -> Tensor:
        crossed, true, known, alike, nats = painted
        error = ((crossed - true).abs() * known).sum() / (known.sum() * crossed.shape[1]).clamp(min=1)
        for name, value in (("crossed", RANGE * error), ("alike", alike), ("global_nats", nats)):
            self._sums.setdefault(name, []).append(value.detach())
        weights = self.weights
        return weights.crossed * error + weights.alike * alike + weights.nats * nats

    @staticmethod
    def _show(painted: _Painted, batch: Any) -> tuple[Tensor, Tensor]:
        return painted.crossed * painted.known, painted.true * painted.known


class PaperDiscriminator(nn.Module):
    """Five convolutions of stride 2: windows (B, C, 64, 64) -> a list of scores (B, 1, 2, 2), near 1 for real ones."""

    def __init__(self, bands: int, base_channels: int) -> None:
        super().__init__()
        widths = [bands, *(base_channels * factor for factor in (1, 2, 4, 8))]
        layers: list[nn.Module] = []
        for fan_in, fan_out in zip(widths, widths[1:]):
            layers += [nn.Conv2d(fan_in, fan_out, 4, 2, 1, bias=False), nn.BatchNorm2d(fan_out), nn.LeakyReLU(_SLOPE)]
        self.layers = nn.Sequential(*layers, nn.Conv2d(widths[-1], 1, 4, 2, 1))

    def forward(self, x: Tensor) -> list[Tensor]:
        assert x.shape[-1] == WINDOW_PX
        return [self.layers(x)]
