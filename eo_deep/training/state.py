"""Everything that a training changes, and the checkpoints that hold it."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field

import torch
from torch import Tensor, nn

from ..errors import EoDeepError
from ..io.model_card import parse_json
from ..models.model_file import read_tensors, write_tensors
from ..progress import Progress
from ..runtime import ranks
from .objectives import Objective
from .settings import TrainSettings
from .split import BATCH_NORMS, add_gradients, split_batches

_RECORD_KEY = "eo_deep_training"
_FORMAT = 2  # of checkpoints: it changes where a new version cannot read those of the last
_AVERAGE_DECAY = 0.998
_NORM_MOMENTUM = 0.1
_LARGEST_RECORD_BYTES = 100_000_000


@dataclass
class Training:
    """What a training was like: mean loss and validation scores of each epoch, and the best epoch, counted from 1.

    losses: the sum over a step's updates, where it has several; each one's mean is then in ``validations``. events:
    what the user was warned of.
    """

    losses: list[float] = field(default_factory=list)
    validations: list[dict] = field(default_factory=list)
    best_epoch: int = 0
    best_score: float = -math.inf
    seconds: float = 0.0
    events: list[str] = field(default_factory=list)

    @property
    def best(self) -> dict:
        """The validation scores of the epoch that was kept."""
        return self.validations[self.best_epoch - 1]


class TrainingState:
    """Networks, optimizers, objective, running average, best weights and what happened: all that a checkpoint holds."""

    def __init__(
        self, network: nn.Module, objective: Objective, settings: TrainSettings, device: torch.device
    ) -> None:
        for module in (network, *objective.companions.values()):
            module.to(device)
            if all(parameter.ndim != 5 for parameter in module.parameters()):  # of 3-D convolutions
                module.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
            ranks.hand_out_tensors(module.state_dict().values())
        self.network, self.objective, self.settings, self.device = network, objective, settings, device
        self._parts = objective.parts(network)
        self._optimizers = {name: objective.make_optimizer(name, part, settings) for name, part in self._parts.items()}
        self._rates = {
            name: [group["lr"] for group in optimizer.param_groups] for name, optimizer in self._optimizers.items()
        }
        self.average = copy.deepcopy(network).eval().requires_grad_(False)
        objective.follow(self.average)
        self.best = {name: value.clone() for name, value in network.state_dict().items()}
        self.training = Training()
        self.steps = 0
        self.restarts = 0
        self._good: tuple = ()

    def start_epoch(self) -> None:
        """Put all networks into training mode."""
        for module in self._modules().values():
            module.train()

    def split_batches(self) -> AbstractContextManager[None]:
        """While it lasts, several processes share each batch; see `split`."""
        calls = [*self.objective.calls(self.network), (self.average, "forward")]
        return split_batches(calls, self._modules().values())

    def start_step(self, fraction: float) -> None:
        """Set the learning rates for when ``fraction`` of the training is done.

        Batch statistics are plain means at first: the arbitrary start values of a new network would spoil short
        trainings.
        """
        for name, optimizer in self._optimizers.items():
            for group, rate in zip(optimizer.param_groups, self._rates[name]):
                group["lr"] = rate * self.settings.rate_factor(fraction) / 2**self.restarts
        for network in self._modules().values():
            for module in network.modules():
                if isinstance(module, BATCH_NORMS):
                    start = 0.0 if self.settings.continued else 1 / (1 + self.steps)
                    module.momentum = max(_NORM_MOMENTUM, start)

    def update(self, name: str, loss: Tensor) -> Tensor:
        """One step of the named part's optimizer; no other weight gets a gradient. Its norm, before it is clipped."""
        optimizer = self._optimizers[name]
        parameters = [parameter for parameter in self._parts[name].parameters() if parameter.requires_grad]
        optimizer.zero_grad(set_to_none=True)
        loss.backward(inputs=parameters)
        add_gradients(parameters)
        norm = nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        return norm

    def update_average(self) -> None:
        """Exponential moving average of weights and batch statistics: what is validated and kept."""
        self.steps += 1
        decay = min(_AVERAGE_DECAY, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            for mean, value in zip(self.average.state_dict().values(), self.network.state_dict().values()):
                if mean.is_floating_point():
                    mean.lerp_(value, 1 - decay)
                else:
                    mean.copy_(value)

    def keep_best(self) -> None:
        """Remember the average as the best so far."""
        self.best = {name: value.detach().clone() for name, value in self.average.state_dict().items()}

    def keep_good(self) -> None:
        """Remember all that training changes, to return to; only for objectives that may diverge."""
        if self.objective.restarts:
            modules = [module.state_dict() for module in (*self._modules().values(), self.average)]
            optimizers = [optimizer.state_dict() for optimizer in self._optimizers.values()]
            remembered = self.objective.tensors(), self.objective.record()
            self._good = copy.deepcopy((modules, optimizers, remembered, self.steps))

    def go_back(self, reason: str, epoch: int, progress: Progress) -> None:
        """Return to the last good state and halve the learning rate. EoDeepError if that was tried often enough."""
        if self.restarts == self.objective.restarts:
            raise EoDeepError(
                f"The training diverged in epoch {epoch + 1}: {reason}; "
                f"choose a learning rate below {self.settings.learning_rate / 2**self.restarts:g}."
            )
        self.restarts += 1
        modules, optimizers, remembered, steps = copy.deepcopy(self._good)
        self.training.events.append(
            f"The training diverged in epoch {epoch + 1}: {reason}; it resumes from {self.steps - steps} steps before, "
            "with half the learning rate."
        )
        progress.warning(self.training.events[-1])
        for module, weights in zip((*self._modules().values(), self.average), modules):
            module.load_state_dict(weights)
        for optimizer, moments in zip(self._optimizers.values(), optimizers):
            optimizer.load_state_dict(moments)
        self.steps = steps
        self.objective.load(*remembered)
        self.objective.after_restart(self.restarts, progress)

    def save(self, path: str, identity: str) -> None:
        """Write a checkpoint, whole or not at all; ``identity``: text that tells data and settings from others."""
        tensors = {f"{part}/{key}": value for part, held in self._tensors().items() for key, value in held.items()}
        for name, optimizer in self._optimizers.items():
            for index, values in optimizer.state_dict()["state"].items():
                tensors |= {f"optimizer/{name}/{index}/{key}": value for key, value in values.items()}
        counts = {"steps": self.steps, "restarts": self.restarts, "objective": self.objective.record()}
        record = json.dumps({"format": _FORMAT, "identity": identity, **counts, "training": asdict(self.training)})
        contiguous = {name: value.detach().cpu().contiguous().clone() for name, value in tensors.items()}
        write_tensors(path, contiguous, {_RECORD_KEY: record})

    def load(self, path: str, identity: str) -> None:
        """Take a checkpoint's state. Raises EoDeepError for one that is damaged, or comes from another training."""
        try:
            tensors, metadata = read_tensors(path)
        except EoDeepError as error:
            raise EoDeepError(f"{str(error).rstrip('.')}; train without resuming.") from None
        try:
            record = parse_json(metadata.get(_RECORD_KEY, "{}"), _LARGEST_RECORD_BYTES, finite=False)
            if record.get("format") != _FORMAT and "identity" in record:
                raise EoDeepError(
                    f"The checkpoint '{path}' was written by another version of EO Deep; train without resuming."
                )
            if record.get("identity") != identity:
                raise EoDeepError(f"The checkpoint '{path}' comes from other data or settings; train without resuming.")
            self._take(tensors, record)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            raise EoDeepError(f"The checkpoint '{path}' is damaged; train without resuming.") from None

    def _modules(self) -> dict[str, nn.Module]:
        """The network and its companions."""
        return {"network": self.network, **self.objective.companions}

    def _tensors(self) -> dict[str, Mapping[str, Tensor]]:
        """All tensors but the optimizers', by part of the checkpoint."""
        companions = {
            f"{name}/{key}": value
            for name, module in self.objective.companions.items()
            for key, value in module.state_dict().items()
        }
        return {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "best": self.best,
            "companions": companions,
            "objective": self.objective.tensors(),
        }

    def _take(self, tensors: dict[str, Tensor], record: dict) -> None:
        """Raises ValueError, KeyError, TypeError, AttributeError or IndexError for what this training did not write."""
        parts: dict[str, dict[str, Tensor]] = {}
        for name, value in tensors.items():
            part, _, key = name.partition("/")
            parts.setdefault(part, {})[key] = value
        for part, wanted in self._tensors().items():
            held = parts.get(part, {})
            if {key: value.shape for key, value in held.items()} != {key: value.shape for key, value in wanted.items()}:
                raise ValueError(f"the {part}'s tensors have other names or shapes")
        self.training = _read_training(record)
        self.network.load_state_dict(parts["network"])
        self.average.load_state_dict(parts["average"])
        self.best = {name: value.to(self.device) for name, value in parts["best"].items()}
        for name, module in self.objective.companions.items():
            held = parts["companions"]
            module.load_state_dict({key: held[f"{name}/{key}"] for key in module.state_dict()})
        self._take_optimizers(parts["optimizer"])
        self.objective.load(parts.get("objective", {}), record["objective"])
        self.steps, self.restarts = record["steps"], record["restarts"]

    def _take_optimizers(self, tensors: Mapping[str, Tensor]) -> None:
        states: dict[str, dict] = {name: {} for name in self._optimizers}
        for key, value in tensors.items():
            name, index, moment = key.split("/")
            groups = self._optimizers[name].param_groups
            weight = [parameter for group in groups for parameter in group["params"]][int(index)]
            if value.ndim and value.shape != weight.shape:
                raise ValueError(f"the optimizer's {moment} has another shape")
            # The fused optimizer walks through memory: its state must lie there in the order of the weights.
            laid_out = torch.empty_like(weight).copy_(value) if value.ndim else value
            states[name].setdefault(int(index), {})[moment] = laid_out.detach()
        for name, optimizer in self._optimizers.items():
            optimizer.load_state_dict({**optimizer.state_dict(), "state": states[name]})


def _read_training(record: dict) -> Training:
    """The epochs of a checkpoint's record. Raises ValueError, KeyError or TypeError where it is not whole."""
    training = Training(**record["training"])
    epochs = len(training.losses)
    numbers = [record["steps"], record["restarts"], training.best_score, training.seconds, *training.losses]
    lists = (training.losses, training.validations, training.events)
    whole = len(training.validations) == epochs and 0 <= training.best_epoch <= epochs
    if not whole or not all(isinstance(each, (int, float)) for each in numbers):
        raise ValueError("the record of its epochs is not whole")
    if not all(isinstance(each, list) for each in lists):
        raise ValueError("the record of its epochs holds no lists")
    return training
