"""One file = weights and everything needed to use them: safetensors with the model's card as JSON in its header."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Hashable, Mapping
from contextlib import nullcontext
from copy import deepcopy
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import nn

from ..errors import EoDeepError
from ..io.card_schema import (
    FOREIGN_NETWORKS,
    ONNX_DETECTOR,
    ONNX_PROMPTS,
    PATCH_NETWORKS,
    POLYCNN,
    check_card,
    describe_inputs,
)
from ..io.files import check_writable, identify_content, write_error
from ..io.model_card import CARD_KEY, complete_card, read_card, read_header
from ..io.staging import stage
from ..io.value_rules import CardError, quote, tidy
from ..runtime.kept import keeps, kept
from .footprint import Footprint, measure_footprint
from .heads import choose_outputs
from .networks import sketch

__all__ = ["Model", "load_model", "load_once", "read_card", "read_extras", "read_tensors", "save_model",
           "write_tensors"]  # fmt: skip

_EXTRA = "extra/"
_CHECKSUM_KEY = "crc32"
_DTYPES = ("F16", "F32", "I64", "I32", "U8")

Loaded = TypeVar("Loaded")


@dataclass
class Model:
    """A network in evaluation mode, float32, and its card (see save_model)."""

    network: nn.Module
    card: dict


def save_model(path: str, network: nn.Module, card: Mapping, extras: Mapping[str, torch.Tensor] | None = None) -> None:
    """Write a network and its card to one file, whole or not at all; weights in half precision.

    Parameters
    ----------
    path : str
    network : nn.Module
    card : dict
        name; task; network {name, arguments}; inputs, one per source: [{name, bands, resolution_m, ratio, scaling,
        dtype, nodata, resampling, required, date, shares}], where ratio is the side of a source's cells in pixels of
        the first one, and a source that is not required has one channel more, 1 where it is known; classes [{value,
        name, color}]; stride_px; halo_px [before, after]; exact; scale, output pixels along one
        of the input; bf16; threshold; seed_threshold; training record. Of a
        polygons model also heads, what it sees besides classes: `models/heads`.
        Field names follow the STAC Machine Learning Model extension where it has one.
    extras : dict of str to Tensor, optional
        Other tensors that belong to the model, as `read_extras` returns them.

    Raises
    ------
    EoDeepError
        If `path` cannot be written, the card is wrong, or a weight is not finite in half precision.
    """
    weights = list_weights(network)
    weights |= {_EXTRA + name: value.cpu().contiguous() for name, value in (extras or {}).items()}
    write_model(path, card, weights)


def list_weights(network: nn.Module) -> dict[str, torch.Tensor]:
    """The weights of a network as a file holds them. EoDeepError where one is not finite in half precision."""
    weights = {}
    for name, value in network.state_dict().items():
        value = value.detach().cpu().contiguous()
        # Running variances of deep features may leave half precision's range; they are few, so they stay whole.
        half = value.is_floating_point() and not name.endswith("running_var")
        weights[name] = value.half() if half else value.clone()
        if not torch.isfinite(weights[name]).all():
            raise EoDeepError(f"Weight '{name}' is not finite in half precision; the training diverged.")
    return weights


def write_model(path: str, card: Mapping, tensors: Mapping[str, torch.Tensor]) -> None:
    """Write a card and tensors to one file. Raises EoDeepError if `path` cannot be written or the card is wrong."""
    # NaN becomes null: what is free on a card may hold it, what the engine relies on may not.
    written = json.loads(json.dumps(complete_card(dict(card))), parse_constant=lambda _: None)
    _tidy(written)
    try:
        check_card(written)
    except CardError as error:
        raise EoDeepError(f"The model cannot be written: its card is wrong: {error}.") from None
    write_tensors(path, tensors, {CARD_KEY: json.dumps(written)})


def load_model(path: str, task: str | None = None, several: bool = False) -> Model:
    """Read a model file. No code in it is run, and no memory is used for what it does not hold.

    A process of several jobs keeps the network for the next (see `runtime.kept`): do not change its weights.

    Parameters
    ----------
    path : str
    task : str, optional
        "segmentation", "alignment", "scenes" or "polygons", where only such a model is of use. For "segmentation" a
        polygons model will do: its network gives the classes' logits only then, and its card is one for segmentation.
    several : bool
        Whether a model of several images is of use too.

    Returns
    -------
    Model
        The network in evaluation mode, float32, on the CPU, and the card.

    Raises
    ------
    EoDeepError
        For a missing, truncated or foreign file, one from a newer EO Deep, one made for another task or for several
        images, weights that are not finite or not those of the network, and a card that contradicts the network.
    """
    model = load_once("model", path, lambda: _load(path, task, several), task, several)
    return Model(model.network, deepcopy(model.card))


def load_once(kind: str, path: str, load: Callable[[], Loaded], *settings: Hashable) -> Loaded:
    """What `load` makes of a model file, or, in a process of several jobs, made for an earlier one (`runtime.kept`).

    kind, settings: all that it depends on beside the file.
    """
    content = identify_content([path]) if keeps() else None
    with kept(content and (kind, content, *settings), lambda: nullcontext(load())) as loaded:
        return loaded


def _load(path: str, task: str | None = None, several: bool = False) -> Model:
    card, name = read_card(path), os.path.basename(path)
    if task not in (None, "polygons"):
        check_gives_maps(path, card)
    with_heads = task == "segmentation" and card["task"] == "polygons"
    if (task or "network" not in card) and card["task"] != task and not with_heads:
        raise EoDeepError(f"'{path}' is a model for {card['task']}, this needs one for {task or 'a network'}.")
    if not several:
        check_takes_one(path, card)
    network, kind = sketch_network(path, card["network"]), card["network"]["name"]
    if card["task"] != "scenes" and kind not in (*PATCH_NETWORKS, *FOREIGN_NETWORKS):  # whose unit is a patch, or
        _check_footprint(network, card, name)  # whose layers are in the weights
    model = Model(fill_network(path, network), card)
    if kind in FOREIGN_NETWORKS:
        model.network.check_sizes()  # type: ignore[operator]
    if kind in FOREIGN_NETWORKS and kind not in (ONNX_DETECTOR, ONNX_PROMPTS):  # whose unit is a window
        _check_footprint(model.network, card, name)
    return keep_classes(model) if with_heads else model


def load_initial(path: str | None, task: str | None = None, several: bool = False) -> Model | None:
    """A model for a training to go on from, as `load_model` reads it; None without one.

    Raises EoDeepError for a network of other software too: it has no weights that a training could change.
    """
    if not path:
        return None
    model = _load(path, task, several)  # whose weights will change
    if model.card["network"]["name"] in FOREIGN_NETWORKS:
        raise EoDeepError(f"'{path}' was imported from other software and cannot be trained; leave the initial model "
                          "out.")  # fmt: skip
    return model


def sketch_network(path: str, described: Mapping) -> nn.Module:
    """The network {name, arguments} of a file without its weights. EoDeepError unless these are in the file."""
    network = sketch(described["name"], **described["arguments"])
    _check_shapes(network, path, described["name"])
    return network


def fill_network(path: str, network: nn.Module) -> nn.Module:
    """A network of `sketch_network` with the file's weights, float32, in evaluation mode. EoDeepError for damaged ones.
    """
    weights = {key: value for key, value in read_tensors(path)[0].items() if not key.startswith(_EXTRA)}
    for key, value in weights.items():
        if value.is_floating_point():
            weights[key] = value.float()
            _check_finite(weights[key], key, os.path.basename(path))
    network.load_state_dict(weights, assign=True)
    return network.eval().requires_grad_(False)


def check_gives_maps(path: str, card: Mapping) -> None:
    """EoDeepError for a model that gives no classes of pixels or patches."""
    if "network" in card and card["network"]["name"] == POLYCNN:
        raise EoDeepError(f"'{path}' is a PolyCNN, which only outlines objects that points or boxes mark; this needs a "
                          "model that finds them.")  # fmt: skip


def check_takes_one(path: str, card: Mapping) -> None:
    """EoDeepError for a model of several images."""
    if (count := len(card["inputs"])) > 1:
        raise EoDeepError(f"'{path}' is a model of {count} images: {describe_inputs(card['inputs'])}; this needs one "
                          "of a single image.")  # fmt: skip


def keep_classes(model: Model) -> Model:
    """A polygons model as a segmentation model, which gives its classes and nothing else; it shares the weights."""
    count = len(model.card["classes"])
    choose_outputs(model.network, range(count))
    arguments = {**model.card["network"]["arguments"], "out_channels": count}
    card = {name: value for name, value in model.card.items() if name != "heads"}
    card |= {"task": "segmentation", "network": {**card["network"], "arguments": arguments}}
    return Model(model.network, card)


def read_extras(path: str) -> dict[str, torch.Tensor]:
    """The tensors of a model file that are no weights; empty for most models. Raises EoDeepError as load_model does."""
    tensors = read_tensors(path)[0]
    extras = {name[len(_EXTRA) :]: value for name, value in tensors.items() if name.startswith(_EXTRA)}
    for name, value in extras.items():
        _check_finite(value, name, os.path.basename(path))
    return extras


def _check_shapes(network: nn.Module, path: str, kind: str) -> None:
    """EoDeepError unless a file holds the network's weights, by its header alone."""
    held = {name: entry for name, entry in _list_tensors(path).items() if not name.startswith(_EXTRA)}
    wanted = network.state_dict()
    fits = set(held) == set(wanted) and all(
        held[name].get("shape") == list(value.shape)
        and (held[name]["dtype"] in ("F16", "F32")) == value.is_floating_point()
        for name, value in wanted.items()
    )
    if not fits:
        raise EoDeepError(f"The weights in '{path}' do not fit its network '{kind}'.")


def _check_footprint(network: nn.Module, card: dict, name: str) -> None:
    """EoDeepError for a card with another stride or halo than the network has: tiles would have seams."""
    measured = measure_footprint(network)
    before_px, after_px = card["halo_px"]
    stated = Footprint(card["stride_px"], before_px, after_px, card.get("exact", True), Fraction(card.get("scale", 1)))
    if stated != measured:
        raise EoDeepError(
            f"The model card in '{name}' contradicts its network: it states {_describe(stated)}, but the network has "
            f"{_describe(measured)}."
        )


def _describe(footprint: Footprint) -> str:
    return (
        f"stride {footprint.stride_px} px and halo {footprint.before_px} and {footprint.after_px} px, "
        f"{'exact' if footprint.exact else 'not exact'}, scale {footprint.scale}"
    )


def _check_finite(value: torch.Tensor, key: str, name: str) -> None:
    if value.is_floating_point() and not torch.isfinite(value).all():
        raise EoDeepError(f"The model in '{name}' is damaged: {quote(key)} holds values that are not finite.")


def _tidy(card: dict) -> None:
    """Bring the names on a card, which come from users' files, into one line each."""
    for each in (card, *card.get("classes", [])):
        if isinstance(each.get("name"), str):
            each["name"] = tidy(each["name"])
    for source in card.get("inputs", []):
        source["bands"] = [tidy(band) for band in source["bands"]]
        for key in ("name", "shares"):
            if isinstance(source.get(key), str):
                source[key] = tidy(source[key])


def write_tensors(path: str, tensors: Mapping[str, torch.Tensor], metadata: Mapping[str, str]) -> None:
    """Write a safetensors file with a checksum of its tensors, whole or not at all.

    Raises EoDeepError if it cannot be written.
    """
    check_writable(path)
    try:
        with stage(path) as prepared:
            prepared.touch()
            usual_mode = prepared.stat().st_mode
            save_file(dict(tensors), prepared, metadata={**metadata, _CHECKSUM_KEY: _checksum(tensors)})
            prepared.chmod(usual_mode)  # safetensors makes files that nobody else may read
    except SafetensorError as error:
        raise write_error(path, error) from None


def read_tensors(path: str) -> tuple[dict[str, torch.Tensor], dict[str, str]]:
    """The tensors and metadata of a safetensors file. Raises EoDeepError if it is missing or damaged."""
    name, entries = os.path.basename(path), _list_tensors(path)
    try:
        with safe_open(path, framework="pt") as file:
            tensors = {key: file.get_tensor(key) for key in entries}
            metadata = dict(file.metadata() or {})
    except (SafetensorError, OSError):
        raise EoDeepError(f"'{name}' is not a model of EO Deep, or is damaged.") from None
    if metadata.get(_CHECKSUM_KEY, checksum := _checksum(tensors)) != checksum:
        raise EoDeepError(f"'{name}' is damaged: its checksum does not match its numbers; copy the file again.")
    return tensors, metadata


def _list_tensors(path: str) -> dict[str, dict]:
    """The header's entry of each tensor. EoDeepError for types of numbers that models of EO Deep do not have."""
    entries = {key: entry for key, entry in read_header(path).items() if key != "__metadata__"}
    for entry in entries.values():
        if entry.get("dtype") not in _DTYPES:
            raise EoDeepError(f"'{os.path.basename(path)}' holds numbers of type {quote(entry.get('dtype'))}; "
                              f"models of EO Deep hold only {', '.join(_DTYPES)}.")  # fmt: skip
    return entries


def _checksum(tensors: Mapping[str, torch.Tensor]) -> str:
    """CRC-32 of names, types, shapes and bytes, as eight hexadecimal digits."""
    total = 0
    for name, value in sorted(tensors.items()):
        total = zlib.crc32(f"{name} {value.dtype} {list(value.shape)}".encode(), total)
        total = zlib.crc32(value.numpy().tobytes(), total)
    return f"{total:08x}"
