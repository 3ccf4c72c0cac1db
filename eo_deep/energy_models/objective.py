"""The objective that trains a joint energy-based model: a buffer of chains, synthetic outliers, and their losses."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import torch
from torch import Generator, Tensor, nn
from torch.nn import functional

from ..errors import EoDeepError
from ..progress import Progress
from ..training.batch import Batch
from ..training.objectives import Objective, ramp
from .jem import GaussianInit, SamplerSettings, log_density, sample_chain
from .synthetic_outliers import make_outliers

# Where the mean log p(x) of chains lags behind that of the data by this much, its weight begins to fall, to 0 at twice
# as much: the chains get time to catch up.
_LAG = 1.0
# At first a classifier's log p(x) of chains is about ten too high, until it is trained on them.
_DIVERGED = 20.0
_MEMORY = 0.95
_RAMP = 0.2
_MORE_STEPS = 5


@dataclass(frozen=True)
class JemSettings:
    """How log p(x) is trained, beside the classes.

    Parameters
    ----------
    sampler : the steps of the chains in training.
    chains : number of chains (samples) in a training step; there are twice as many outliers.
    buffer : number of chains that are stored, the same number for each class.
    restart_share : share of the chains, 0..1, that start again each time they are used.
    energy_decay : weight of log p(x) squared, which keeps its level near 0.
    density_weight : weight of log p(x), compared with the cross-entropy.
    outlier_weight : weight of the separation of real patches from synthetic outliers; 0 for none.
    smoothing : label smoothing of the cross-entropy.

    Raises
    ------
    EoDeepError
        For a value out of its range.
    """

    sampler: SamplerSettings = SamplerSettings()
    chains: int = 16
    buffer: int = 500
    restart_share: float = 0.05
    energy_decay: float = 0.01
    density_weight: float = 0.1
    outlier_weight: float = 1.0
    smoothing: float = 0.05

    def __post_init__(self) -> None:
        if self.sampler.steps < 1:
            raise EoDeepError(f"Sampling steps must be at least 1, got {self.sampler.steps}.")
        if self.sampler.step_size <= 0:
            raise EoDeepError(f"The sampler's step size must be above 0, got {self.sampler.step_size}.")
        if self.sampler.noise < 0:
            raise EoDeepError(f"The sampler's noise must be at least 0, got {self.sampler.noise}.")
        if not 0 <= self.restart_share <= 1:
            raise EoDeepError(f"The share of restarted samples must be 0 to 1, got {self.restart_share}.")
        if self.buffer < self.chains:
            raise EoDeepError(
                f"The number of stored samples must be at least {self.chains}, those of one step, got {self.buffer}."
            )


class ChainBuffer:
    """Stored chains, the same number for each class: else frequent classes would replace the chains of rare ones."""

    def __init__(self, start: GaussianInit, count: int, restart_share: float, generator: Generator) -> None:
        self._start, self._restart_share = start, restart_share
        class_count = len(start.mean)
        self.classes = torch.arange(math.ceil(count / class_count) * class_count) % class_count
        # Half precision holds steps of 0.0005, 8 bits would round most of them away.
        self.images = torch.cat([start.draw(part, generator).half() for part in self.classes.split(256)])
        self.ages = torch.zeros(len(self.classes), dtype=torch.int32)

    def take(self, count: int, generator: Generator) -> tuple[Tensor, Tensor, Tensor]:
        """Numbers, images (count, C, H, W) float32 and classes of some chains, a few of them just started."""
        class_count = len(self._start.mean)
        per_class = len(self.classes) // class_count
        wanted = (torch.arange(count) + int(torch.randint(class_count, (), generator=generator))) % class_count
        places = torch.stack([torch.randperm(per_class, generator=generator)[: math.ceil(count / class_count)]
                              for _ in range(class_count)])
        numbers = places[wanted, torch.arange(count) // class_count] * class_count + wanted
        images, classes = self.images[numbers].float(), self.classes[numbers]
        new = torch.rand(count, generator=generator) < self._restart_share
        if bool(new.any()):
            images[new] = self._start.draw(classes[new], generator)
            self.ages[numbers[new]] = 0
        return numbers, images, classes

    def draw_starts(self, count: int, generator: Generator) -> Tensor:
        """New fields (count, C, H, W) float32 of random classes."""
        return self._start.draw(torch.randint(len(self._start.mean), (count,), generator=generator), generator)

    def put(self, numbers: Tensor, images: Tensor, steps: int) -> None:
        """Keep where the chains ``numbers`` have come to after ``steps`` more steps."""
        self.images[numbers] = images.to("cpu", torch.half)
        self.ages[numbers] += steps

    def oldest(self, per_class: int) -> tuple[Tensor, Tensor]:
        """The longest chains of each class: images (N, C, H, W) float32 and classes (N,)."""
        order = torch.argsort(self.ages, descending=True, stable=True)
        chosen = [order[self.classes[order] == label][:per_class] for label in range(len(self._start.mean))]
        numbers = torch.cat(chosen)
        return self.images[numbers].float(), self.classes[numbers]


class JemObjective(Objective):
    """Cross-entropy, minus log p(x) by contrast with the chains, and the odds of real patches against outliers.

    A batch is (patches, classes, plain (B,) bool): log p(x) is that of plain patches, varied ones teach classes only.
    log p(x) (Grathwohl et al. 2020): its gradient is that of f(x) on data minus that on samples, f = logsumexp of the
    logits. Chains start from class fields and go on from a buffer (Yang and Ji 2021). Outliers are separated by
    logistic regression on f, as in noise-contrastive estimation: their density is pressed below that of the data.
    outliers: further ones, (M, C, H, W) float32, or None.
    """

    restarts = 3

    def __init__(self, settings: JemSettings, start: GaussianInit, seed: int, outliers: Tensor | None = None) -> None:
        self.settings, self._seed, self._outliers = settings, seed, outliers
        self.buffer = ChainBuffer(start, settings.buffer, settings.restart_share, Generator().manual_seed(seed))
        self._gain = start.measure_gain()
        self._restarts = 0
        self._lag = 0.0
        self._sums: dict[str, float] = {}
        self._count = 0

    def compute(self, network: nn.Module, batch: Batch, step: int, done: float) -> Tensor:
        (inputs, targets, plain), settings = batch, self.settings
        generator = Generator().manual_seed((self._seed * 1_000_003 + step) * 31 + self._restarts)
        # Batch norm stands still from here on: with statistics of a batch, an image's energy would hang on the others.
        network.eval()
        logits = network(inputs)
        plain = plain | ~plain.any()  # of a small batch all may be varied: then they count
        inputs, real = inputs[plain], logits[plain].logsumexp(1)
        loss = cross_entropy = functional.cross_entropy(logits, targets, label_smoothing=settings.smoothing)
        outliers = self._make_outliers(inputs, generator)
        sampled = self._sample(network, inputs.device, generator)
        density = log_density(network, torch.cat([sampled, outliers]).to(inputs.device))
        false, strange = density[: len(sampled)], density[len(sampled) :]
        rise = ramp(done, 0.0, _RAMP)
        weight = settings.density_weight * rise * min(1.0, max(0.0, 2 - self._lag / _LAG))
        loss = loss + weight * (false.mean() - real.mean())
        loss = loss + rise * settings.energy_decay * ((real**2).mean() + (false**2).mean())
        if len(strange):
            odds = functional.softplus(-real).mean() + functional.softplus(strange).mean()
            loss = loss + rise * settings.outlier_weight * odds
        self._remember(cross_entropy, real, false, strange)
        return loss

    def find_divergence(self) -> str | None:
        if not abs(self._lag) < _DIVERGED:
            return f"the mean log p(x) of samples differs by {abs(self._lag):.0f} from that of the data"
        return None

    def after_restart(self, restarts: int, progress: Progress) -> None:
        self._restarts = restarts
        progress.message(f"Each training step now has {self._sampler().steps} sampling steps.")

    def describe_epoch(self) -> dict:
        means = {name: value / max(1, self._count) for name, value in self._sums.items()}
        self._sums, self._count = {}, 0
        return {"log_density": means}

    def tensors(self) -> dict[str, Tensor]:
        return {"images": self.buffer.images, "ages": self.buffer.ages}

    def record(self) -> dict:
        return {"restarts": self._restarts, "lag": self._lag, "sums": self._sums, "n": self._count}

    def load(self, tensors: Mapping[str, Tensor], record: Mapping) -> None:
        self.buffer.images, self.buffer.ages = tensors["images"].clone(), tensors["ages"].clone()
        self._restarts, self._lag = record["restarts"], record["lag"]
        self._sums, self._count = dict(record["sums"]), record["n"]

    def _sampler(self) -> SamplerSettings:
        return replace(self.settings.sampler, steps=self.settings.sampler.steps + _MORE_STEPS * self._restarts)

    def _sample(self, network: nn.Module, device: torch.device, generator: Generator) -> Tensor:
        numbers, images, classes = self.buffer.take(self.settings.chains, generator)
        start = images.to(device, memory_format=torch.channels_last)
        sampled = sample_chain(network, start, self._sampler(), generator, classes.to(device), gain=self._gain)
        self.buffer.put(numbers, sampled, self._sampler().steps)
        return sampled

    def _make_outliers(self, inputs: Tensor, generator: Generator) -> Tensor:
        if not self.settings.outlier_weight:
            return inputs[:0]
        count = min(2 * self.settings.chains, len(inputs))
        made = make_outliers(inputs[:count].detach().float().cpu().contiguous(), generator).float()
        places = torch.randperm(count, generator=generator)
        # An eighth are fields that chains start from: what real images have beyond them is what chains must find.
        fields = self.buffer.draw_starts(max(1, count // 8), generator)
        made[places[: len(fields)]] = fields
        if self._outliers is not None:
            chosen = torch.randint(len(self._outliers), (count // 4,), generator=generator)
            made[places[count - len(chosen) :]] = self._outliers[chosen]
        noise = 0.03 * torch.rand(count, 1, 1, 1, generator=generator) * torch.randn(made.shape, generator=generator)
        return (made + noise).to(inputs.device, memory_format=torch.channels_last)

    def _remember(self, cross_entropy: Tensor, real: Tensor, false: Tensor, strange: Tensor) -> None:
        values = {"cross_entropy": cross_entropy, "real": real.mean(), "sampled": false.mean()}
        if len(strange):
            values["outliers"] = strange.mean()
        found = {name: float(value.detach()) for name, value in values.items()}
        self._lag = _MEMORY * self._lag + (1 - _MEMORY) * (found["real"] - found["sampled"])
        for name, value in found.items():
            self._sums[name] = self._sums.get(name, 0.0) + value
        self._count += 1
