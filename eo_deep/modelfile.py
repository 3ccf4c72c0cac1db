"""One file = weights and everything needed to use them: safetensors with the model's card as JSON in its header."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import nn

from .errors import EoDeepError
from .files import check_writable, temporary_path, write_error
from .models import build

FORMAT_VERSION = 1
_CARD_KEY = "eo_deep"
_EXTRA = "extra/"
_REQUIRED = ("task", "network", "inputs", "classes", "stride_px", "halo_px")


@dataclass
class Model:
    """A network in evaluation mode, float32, and its card (see save_model)."""

    network: nn.Module
    card: dict


def save_model(path: str, network: nn.Module, card: Mapping, extras: Mapping[str, torch.Tensor] | None = None) -> None:
    """Write `network` and `card` to `path`, whole or not at all; weights in half precision.

    extras: other tensors that belong to the model, as `read_extras` gives them back.

    card: name; task; network {name, arguments}; inputs, one per source: [{bands, resolution_m, scaling, dtype,
    nodata}]; classes [{value, name, color}]; stride_px; halo_px [before, after]; exact; bf16; threshold; training
    record. Field names follow the STAC Machine Learning Model extension where it has one. Raises EoDeepError if
    `path` cannot be written or a weight does not fit half precision.
    """
    missing = [key for key in _REQUIRED if key not in card]
    if missing:
        raise EoDeepError(f"The model card lacks {', '.join(missing)}.")
    weights = {}
    for name, value in network.state_dict().items():
        value = value.detach().cpu().contiguous()
        # Running variances of deep features may leave half precision's range; they are few, so they stay whole.
        half = value.is_floating_point() and not name.endswith("running_var")
        weights[name] = value.half() if half else value.clone()
        if half and not torch.isfinite(weights[name]).all():
            raise EoDeepError(f"Weight '{name}' is not finite in half precision; the training diverged.")
    weights |= {_EXTRA + name: value.cpu().contiguous() for name, value in (extras or {}).items()}
    write_tensors(path, weights, {_CARD_KEY: json.dumps({"format_version": FORMAT_VERSION, **card})})


def load_model(path: str, task: str | None = None) -> Model:
    """Read a model file; runs no code of the file's.

    Raises EoDeepError for a missing, truncated or foreign file, one from a newer EO Deep, or one made for another task.
    """
    card = read_card(path)
    if task and card["task"] != task:
        raise EoDeepError(f"'{path}' is a model for {card['task']}, this needs one for {task}.")
    network = build(card["network"]["name"], **card["network"]["arguments"])
    weights, _ = read_tensors(path)
    try:
        network.load_state_dict(
            {
                name: value.float() if value.is_floating_point() else value
                for name, value in weights.items()
                if not name.startswith(_EXTRA)
            }
        )
    except RuntimeError:
        raise EoDeepError(f"The weights in '{path}' do not fit its network '{card['network']['name']}'.") from None
    return Model(network.eval().requires_grad_(False), card)


def read_extras(path: str) -> dict[str, torch.Tensor]:
    """The tensors of a model file that are no weights; empty for most models. Raises EoDeepError as load_model does."""
    return {name[len(_EXTRA) :]: value for name, value in read_tensors(path)[0].items() if name.startswith(_EXTRA)}


def read_card(path: str) -> dict:
    """The card of a model file, without its weights. Raises EoDeepError as load_model does."""
    try:
        with _open(path) as file:
            text = (file.metadata() or {}).get(_CARD_KEY)
    except SafetensorError as error:
        raise _damaged(path, error) from None
    if text is None:
        raise EoDeepError(f"'{path}' is a safetensors file, but not a model of EO Deep: it has no model card.")
    try:
        card = json.loads(text)
    except ValueError as error:
        raise _damaged(path, error) from None
    if card.get("format_version", 0) > FORMAT_VERSION:
        raise EoDeepError(f"'{path}' was made by a newer EO Deep (format {card['format_version']}); update the plugin.")
    missing = [key for key in _REQUIRED if key not in card]
    if missing:
        raise EoDeepError(f"The model card in '{path}' lacks {', '.join(missing)}.")
    return card


def write_tensors(path: str, tensors: Mapping[str, torch.Tensor], metadata: Mapping[str, str]) -> None:
    """Write a safetensors file, whole or not at all. Raises EoDeepError if it cannot be written."""
    check_writable(path)
    temporary = temporary_path(path)
    try:
        temporary.touch()
        usual_mode = temporary.stat().st_mode
        save_file(dict(tensors), temporary, metadata=dict(metadata))
        temporary.chmod(usual_mode)  # safetensors makes files that nobody else may read
        os.replace(temporary, path)
    except (SafetensorError, OSError) as error:
        raise write_error(path, error) from None
    finally:
        temporary.unlink(missing_ok=True)


def read_tensors(path: str) -> tuple[dict[str, torch.Tensor], dict[str, str]]:
    """The tensors and metadata of a safetensors file. Raises EoDeepError if it is missing or damaged."""
    try:
        with _open(path) as file:
            names = list(file.keys())
            return {name: file.get_tensor(name) for name in names}, dict(file.metadata() or {})
    except SafetensorError as error:
        raise _damaged(path, error) from None


def _open(path: str):
    if not os.path.isfile(path):
        raise EoDeepError(f"The model file '{path}' does not exist.")
    try:
        return safe_open(path, framework="pt")
    except (SafetensorError, OSError) as error:
        raise _damaged(path, error) from None


def _damaged(path: str, error: Exception) -> EoDeepError:
    return EoDeepError(f"'{path}' is not a model of EO Deep, or is truncated ({error}).")
