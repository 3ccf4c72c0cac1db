"""Images that look real: a second stage of a training, with a discriminator beside the loss of the first.

The first stage minimizes a loss of outputs and targets alone, and ends with the faithful weights. The second goes on
from there with `Adversarial` and ends with the sharp ones: both are weights that the loop averages. No score says when
a generator is at its best, so the second stage has a fixed length (`plan_stages`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from .batch import Batch, apply
from .discriminator import PatchDiscriminator
from .objectives import Objective, ramp
from .settings import TrainSettings

ImageLoss = Callable[[Any, Batch], Tensor]
See = Callable[[Any, Batch], tuple[Tensor, Tensor]]

_RAMP = (0.05, 0.35)  # of the stage: first the discriminator learns alone
_MEMORY = 0.9  # of running means
_STEPS_PER_RATIO = 8  # the sizes of gradients change slowly
_START_STEPS = 10
_WORSE = 2.5  # times the loss at the start
BETAS = (0.5, 0.999)  # Radford et al. 2016


@dataclass(frozen=True)
class AdversarialSettings:
    """How much a generator has to deceive a discriminator.

    Parameters
    ----------
    weight : how large the gradient of the adversarial loss is, at the network's output, compared with that of the loss
        of the first stage. So it needs no other value where images have other units or losses.
    balanced : off, the weight is the plain factor of the adversarial loss, from the first step on.
    features : weight of the distance between what the discriminator's layers see in made and in real images (Wang et
        al. 2018), compared with its scores.
    base_channels, halvings : of the discriminator.
    rate : learning rate of the discriminator, as a multiple of the network's.
    """

    weight: float = 0.5
    features: float = 1.0
    base_channels: int = 32
    halvings: int = 2
    rate: float = 1.0
    balanced: bool = True


class Adversarial(Objective):
    """A loss of outputs and targets, and a least-squares GAN (Mao et al. 2017) whose weight rises from 0.

    Each step updates the discriminator, then the network. The training returns to its last good state where the loss
    becomes much higher than at the start of the stage.

    Args:
        loss: (outputs, batch) -> scalar, that of the first stage; ``batch`` is a tuple whose first part the network
            takes.
        see: (outputs, batch) -> what the discriminator gets to see as made and as real, each (B, channels, H, W):
            images, or the detail in them, and what conditions them as further channels. Where the truth is unknown both
            must be equal.
        channels: of what ``see`` gives.
        discriminator: another one than that of the settings: images -> what its layers see, a list that ends with
            scores.
    """

    restarts = 2

    def __init__(self, loss: ImageLoss, see: See, channels: int, settings: AdversarialSettings,
                 discriminator: nn.Module | None = None) -> None:  # fmt: skip
        self._loss, self._see, self._settings = loss, see, settings
        self.discriminator = discriminator or PatchDiscriminator(channels, settings.base_channels, settings.halvings)
        self.companions = {"discriminator": self.discriminator}
        # Running means of the loss, at the start and now, and of the ratio of both losses' gradients; then their steps.
        self._means = torch.zeros(4)
        self._right: list[Tensor] = []

    def make_optimizer(self, name: str, part: nn.Module, settings: TrainSettings) -> torch.optim.Optimizer:
        if name == "network":
            return super().make_optimizer(name, part, settings)
        return torch.optim.Adam(part.parameters(), self._settings.rate * settings.learning_rate, BETAS)

    def follow(self, average: nn.Module) -> None:
        self._means = self._means.to(next(average.parameters()).device)

    def run(self, network: nn.Module, batch: Batch, step: int) -> Any:
        """The outputs that ``loss`` and ``see`` take."""
        return apply(network, batch[0]).float()

    def losses(self, network: nn.Module, batch: Batch, step: int, done: float) -> Iterator[tuple[str, Tensor]]:
        outputs = self.run(network, batch, step)
        made, real = (self._shift(each, step) for each in self._see(outputs, batch))
        yield "discriminator", self._tell_apart(made.detach(), real)
        loss = self._loss(outputs, batch)
        self._remember(loss.detach(), step)
        balanced = self._settings.balanced
        weight = self._settings.weight * (ramp(done, *_RAMP) if balanced else 1.0)
        if weight:
            deceived = self._deceive(made, real)
            if balanced and step % _STEPS_PER_RATIO == 0:
                self._compare(loss, deceived, outputs)
            loss = loss + weight * (self._means[2] if balanced else 1.0) * deceived
        yield "network", loss

    def find_divergence(self) -> str | None:
        start, now = self._means[:2].tolist()
        if now > _WORSE * start:
            return f"the loss of the network's outputs rose from {start:.3g} to {now:.3g}"
        return None

    def describe_epoch(self) -> dict:
        """{"discriminator_accuracy": 0..1, near 1 where it always wins; "gradient_ratio": see `AdversarialSettings`,
        what the adversarial loss is multiplied by for a weight of 1}."""
        accuracy = float(torch.stack(self._right).mean()) if self._right else None
        self._right = []
        return {"discriminator_accuracy": accuracy, "gradient_ratio": float(self._means[2])}

    def tensors(self) -> dict[str, Tensor]:
        return {"means": self._means}

    def load(self, tensors: Mapping[str, Tensor], record: Mapping) -> None:
        self._means = tensors["means"].to(self._means.device)

    def _shift(self, image: Tensor, step: int) -> Tensor:
        """The image from another corner in each step: always from the same, the discriminator's strides, which are
        often those of the generator's enlargement, would draw a grid."""
        stride = 2**self._settings.halvings
        row, column = divmod(7 * step % stride**2, stride)
        return image[..., row:, column:]

    def _tell_apart(self, made: Tensor, real: Tensor) -> Tensor:
        scores = self.discriminator(torch.cat([made, real]))[-1].float()
        of_made, of_real = scores.chunk(2)
        self._right.append(((of_made < 0.5).float().mean() + (of_real > 0.5).float().mean()).detach() / 2)
        return (of_made.square().mean() + (of_real - 1).square().mean()) / 2

    def _deceive(self, made: Tensor, real: Tensor) -> Tensor:
        seen = self.discriminator(made)
        loss = (seen[-1].float() - 1).square().mean() / 2
        if self._settings.features:
            with torch.no_grad():
                wanted = self.discriminator(real)
            distances = [functional.l1_loss(a.float(), b.float()) for a, b in zip(seen[:-1], wanted[:-1])]
            loss = loss + self._settings.features * torch.stack(distances).mean()
        return loss

    def _compare(self, loss: Tensor, deceived: Tensor, outputs: Tensor) -> None:
        """Remember how much larger the gradient of the loss is than that of the adversarial one; 0 before."""
        of_loss, of_deceived = (
            torch.autograd.grad(each, outputs, retain_graph=True)[0].norm() for each in (loss, deceived)
        )
        ratio = of_loss / of_deceived.clamp(min=1e-12)
        known = self._means[2] > 0
        self._means[2] = torch.where(known, torch.lerp(ratio, self._means[2], _MEMORY), ratio)

    def _remember(self, loss: Tensor, step: int) -> None:
        self._means[3] += 1
        count = self._means[3]
        self._means[1] += (loss - self._means[1]) * (1 / count).clamp(min=1 - _MEMORY)
        self._means[0] = torch.where(count <= _START_STEPS, self._means[1], self._means[0])


def plan_stages(settings: TrainSettings, share: float = 0.5, rate: float = 0.5) -> tuple[TrainSettings, TrainSettings]:
    """The settings of both stages: ``share`` of the epochs and of the time is the second's.

    rate: the second's learning rate, as a multiple of the first's. Both have an epoch at least.
    """
    epochs = max(1, round(share * settings.epochs))
    limit_s = settings.time_limit_s
    first = replace(settings, epochs=max(1, settings.epochs - epochs), time_limit_s=limit_s and (1 - share) * limit_s)
    second = replace(settings, epochs=epochs, time_limit_s=limit_s and share * limit_s, continued=True,
                     learning_rate=rate * settings.learning_rate, schedule="cosine")  # fmt: skip
    return first, second
