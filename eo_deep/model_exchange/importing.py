"""Networks of other software as models: ONNX files, with the metadata of Deepness where they have some."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch

from ..errors import EoDeepError
from ..io.card_schema import FORMAT_VERSION, MAX_SR_RATIO, ONNX, ONNX_ENLARGEMENT, check_card
from ..io.card_summary import list_results
from ..io.files import check_distinct, check_writable
from ..io.model_card import complete_card, parse_json
from ..io.names import name_of
from ..io.paths import NewModel
from ..io.value_rules import CardError, tidy
from ..models.footprint import Footprint, measure_footprint
from ..models.model_file import save_model
from ..models.networks.onnx_network import OnnxEnlargement, OnnxNetwork, lay_tiles
from ..models.onnx_footprint import Unknown, measure_program
from ..models.onnx_format import CARD_PROPERTY, require_onnx, require_runtime
from ..models.onnx_program import Taken, find_taken, read_metadata, read_program
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from .deepness import Stated, read_stated

IMPORTED_TASKS = ("auto", "segmentation", "regression", "super-resolution")
_KINDS = {"segmentor": "segmentation", "regressor": "regression", "superresolution": "super-resolution"}
OUTPUTS = ("auto", "logits", "probabilities")
_MAX_BYTES = 2_000_000_000
_TILE_PX, _OVERLAP_SHARE = 512, 0.15
_LEVELS = 255  # what values of 8 bits are divided by
_MAX_CARD_BYTES = 16_000_000
# Colours of classes by their number, as far apart as a few can be (Okabe and Ito).
_COLORS = ("#d9d9d9", "#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442", "#000000", "#8c564b")
_COLOR_NAMES = {1: ["gray"], 3: ["red", "green", "blue"], 4: ["red", "green", "blue", "nir"]}


@algorithm("output", resolution_m=(0.001, 100000.0), overlap_px=(0, 4096), tile_px=(16, 8192), threshold=(0.0, 1.0))
def import_model(network: str, task: str = "auto", classes: str | None = None, bands: str | None = None,
                 resolution_m: float | None = None, mean: str | None = None, std: str | None = None,
                 outputs: str = "auto", threshold: float | None = None, overlap_px: int | None = None,
                 tile_px: int | None = None, licence: str | None = None, output: NewModel | None = None,
                 progress: Progress = silent) -> dict:
    """Make a model of a network in an ONNX file, so that all algorithms for such models take it.

    The metadata of Deepness in the file are read: kind of model, classes, pixel size, normalization, threshold,
    overlap. What is given here goes before them. A file of `export_model` brings its whole card. Where what each
    operator sees of a tile is known, stride and margin are measured, and the result is that of one pass over an image
    of any size. Elsewhere tiles of one size overlap, and seams between them may show.

    Parameters
    ----------
    network : str
        An ONNX file with one input (batch, bands, side, side) of float32 values and one output of the same side, or a
        multiple of it for super-resolution.
    task : str
        "segmentation", "regression", "super-resolution" or "auto": as the metadata say, else segmentation. A finer
        image is projected onto the images that degrade to the given one, as those of own networks; the network gives
        its values / 255, or in the units of its input where mean and std are given.
    classes : str, optional
        Names of the classes, or of the values of a regression, separated by commas. Default: those of the metadata.
    bands : str, optional
        Names of the bands in the network's order, separated by commas. Default: red, green, blue (, nir).
    resolution_m : float, optional
        Pixel size on the ground in metres. Default: that of the metadata; without one, images are not resampled.
    mean, std : str, optional
        One number for each band, separated by commas: the network gets (value - mean) / std. Default: those of the
        metadata; without them value / 255.
    outputs : str
        What the network gives for classes: "logits", "probabilities", or "auto": probabilities where it ends with
        Softmax or Sigmoid.
    threshold : float, optional
        Of two classes, the least probability of the second. Default: that of the metadata, else 0.5.
    overlap_px : int, optional
        Margin of a tile on each side, for networks whose margin cannot be measured. Default: the metadata's, else 15 %
        of the tile.
    tile_px : int, optional
        Side of these tiles, where the file leaves it open. Default: the metadata's, else 512.
    licence : str, optional
        Licence of the network, for the card.
    output : path of a model file
        The network with its card.
    progress : Progress
        Receives what was read and measured, and warnings.

    Returns
    -------
    dict
        "output"; "task"; "classes" and "bands", names separated by commas; "resolution_m"; "exact", whether the margin
        was measured; "stride_px", "halo_px"; "reason", why it was not, else "".

    Raises
    ------
    EoDeepError
        For a file that is no such network, values that do not fit it, and where the packages onnx and onnxruntime are
        not installed.
    """
    assert output
    for name, value, choices in (("Task", task, IMPORTED_TASKS), ("Outputs", outputs, OUTPUTS)):
        if value not in choices:
            raise EoDeepError(f"{name} must be one of {', '.join(choices)}, got '{value}'.")
    check_distinct([output], [network])
    check_writable(output, ".safetensors")
    require_onnx()
    require_runtime()
    data = _read_file(network)
    name = name_of(network)
    program = read_program(data, name)
    taken = find_taken(program, name)
    stated = read_stated(read_metadata(program), name)
    kind = _find_task(stated, taken, task, name)
    footprint, tiles, reason = _find_footprint(program, taken, stated, tile_px, overlap_px)
    if tiles:
        progress.warning(f"The margin that '{name}' needs is not known, because {reason}; it runs on tiles of "
                         f"{tiles[0]} px with {tiles[1]} px of overlap on each side, and seams between them may show.")
    else:
        before_px, after_px = footprint.before_px, footprint.after_px
        progress.message(f"The network's stride is {footprint.stride_px} px, its margin {before_px} and {after_px} px: "
                         "tiles leave no trace.")  # fmt: skip
        if overlap_px is not None or tile_px is not None:
            progress.message("The given tile and overlap are not needed.")
    card = _read_own_card(read_metadata(program), name) or _make_card(taken, stated, kind, name, progress)
    if resolution_m is None and card["inputs"][0].get("resolution_m") is None:
        progress.warning(f"'{name}' does not state a pixel size, so images are not resampled for it; give the one that "
                         "it was trained at.")  # fmt: skip
    _put_given(card, taken, classes, bands, resolution_m, mean, std, threshold, licence)
    model = _make_network(program, data, taken, card, tiles, outputs)
    found = measure_footprint(model)
    card |= {"stride_px": found.stride_px, "halo_px": [found.before_px, found.after_px], "exact": True, "bf16": False}
    progress(0.5)
    _try(model, taken, found)
    save_model(output, model, card)
    progress.message(f"Wrote {output}.")
    progress(1.0)
    return {"output": output, "task": card["task"], "classes": ", ".join(list_results(card)),
            "bands": ", ".join(card["inputs"][0]["bands"]), "resolution_m": card["inputs"][0]["resolution_m"],
            "exact": not reason, "stride_px": found.stride_px, "halo_px": max(found.before_px, found.after_px),
            "reason": reason}  # fmt: skip


def _read_file(path: str) -> bytes:
    if not Path(path).is_file():
        raise EoDeepError(f"The ONNX file '{path}' does not exist.")
    size = Path(path).stat().st_size
    if not 0 < size <= _MAX_BYTES:
        raise EoDeepError(f"An ONNX file must hold 1 byte to {_MAX_BYTES // 10**9} GB, '{path}' holds {size} bytes.")
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise EoDeepError(f"The ONNX file '{path}' cannot be read: {error.strerror}.") from None


def _find_task(stated: Stated, taken: Taken, task: str, name: str) -> str:
    if task == "auto" and stated.kind and stated.kind not in _KINDS:
        raise EoDeepError(f"The metadata of '{name}' call it a {stated.kind}; models for segmentation, regression and "
                          "super-resolution can be imported.")  # fmt: skip
    task = _KINDS.get(stated.kind, "segmentation") if task == "auto" else task
    if (taken.ratio > 1) != (task == "super-resolution"):
        raise EoDeepError(f"'{name}' gives {taken.ratio} x {taken.ratio} px for each pixel, which is not {task}.")
    if task == "super-resolution" and (taken.outputs != taken.bands or taken.ratio > MAX_SR_RATIO):
        raise EoDeepError(f"A network for super-resolution must give its {taken.bands} bands, at most {MAX_SR_RATIO} "
                          f"times finer; '{name}' gives {taken.outputs}, {taken.ratio} times finer.")
    return task


def _make_network(program: Any, data: bytes, taken: Taken, card: dict, tiles: tuple[int, int] | None,
                  outputs: str) -> OnnxNetwork | OnnxEnlargement:
    """The network of a card, which gets its name and arguments."""
    tile_px, overlap_px = tiles or (None, None)
    shared: dict[str, Any] = {"in_channels": taken.bands, "size_bytes": len(data), "tile_px": tile_px,
                              "overlap_px": overlap_px}  # fmt: skip
    model: OnnxNetwork | OnnxEnlargement
    if card["task"] == "super-resolution":
        source = card["inputs"][0]
        mean, std = source["scaling"]["mean"], source["scaling"]["std"]
        if source["dtype"]:  # as Deepness has it: the network gives values / 255
            factor, offset = [_LEVELS / each for each in std], [-low / each for low, each in zip(mean, std)]
        else:
            factor, offset = [1.0] * taken.bands, [0.0] * taken.bands
        arguments = {**shared, "out_channels": taken.bands, "ratio": taken.ratio, "factor": factor, "offset": offset}
        name, model = ONNX_ENLARGEMENT, OnnxEnlargement(**arguments)
        card["scale"] = taken.ratio
    else:
        arguments = {**shared, "out_channels": len(list_results(card)),
                     "gives": _find_outputs(program, taken, card, outputs)}  # fmt: skip
        name, model = ONNX, OnnxNetwork(**arguments)
    card["network"] = {"name": name, "arguments": arguments}
    model.program.data.copy_(torch.frombuffer(bytearray(data), dtype=torch.uint8))
    model.check_sizes()
    return model


def _find_footprint(program: Any, taken: Taken, stated: Stated, tile_px: int | None,
                    overlap_px: int | None) -> tuple[Footprint, tuple[int, int] | None, str]:
    """The footprint, tile and overlap where it is not measured, and why it is not."""
    try:
        return measure_program(program, taken)[0], None, ""
    except Unknown as reason:
        side_px = taken.side_px or tile_px or stated.tile_px or _TILE_PX
        if taken.side_px and tile_px not in (None, taken.side_px):
            raise EoDeepError(f"The network takes tiles of {taken.side_px} px only, got {tile_px} px.") from None
        # Deepness drops half of the overlap on each side.
        share = _OVERLAP_SHARE if stated.overlap is None else stated.overlap / 200
        margin_px = round(share * side_px) if overlap_px is None else overlap_px
        return lay_tiles(side_px, margin_px), (side_px, margin_px), str(reason)


def _read_own_card(metadata: Mapping[str, str], name: str) -> dict | None:
    """The card that `export_model` has written, as one of a network that gives probabilities or values."""
    text = metadata.get(CARD_PROPERTY)
    if text is None:
        return None
    try:
        card = parse_json(text, _MAX_CARD_BYTES)
        check_card(card)
    except CardError as error:
        raise EoDeepError(f"The model card in '{name}' is wrong: {error}.") from None
    if len(card["inputs"]) > 1 or card["task"] not in ("segmentation", "translation"):
        raise EoDeepError(f"The model card in '{name}' is of no network that can be imported.")
    target = card.get("translation", {}).get("target")
    if target:  # the network gives the image's own values
        count = len(target["bands"])
        card["translation"]["target"] = {**target, "mean": [0.0] * count, "std": [1.0] * count}
    return {**complete_card(card), "format_version": FORMAT_VERSION}


def _make_card(taken: Taken, stated: Stated, task: str, name: str, progress: Progress) -> dict:
    """A card by the metadata of Deepness, or as little as is known."""
    bands = _COLOR_NAMES.get(taken.bands) or [f"band {number}" for number in range(1, taken.bands + 1)]
    mean, std = stated.mean or [0.0] * taken.bands, stated.std or [1.0] * taken.bands
    for label, values in (("standardization_mean", mean), ("standardization_std", std)):
        if len(values) not in (1, taken.bands):
            raise EoDeepError(f"The metadata '{label}' of '{name}' must be {taken.bands} numbers, one per band, got "
                              f"{len(values)}.")  # fmt: skip
    mean, std = (values * (taken.bands // len(values)) for values in (mean, std))
    if min(std) <= 0:
        raise EoDeepError(f"The metadata 'standardization_std' of '{name}' must be above 0, got {min(std):g}.")
    source = {"name": "image", "bands": bands, "resolution_m": stated.resolution_m, "dtype": "uint8", "nodata": None,
              "scaling": {"kind": "fixed", "mean": [255 * each for each in mean],
                          "std": [255 * each for each in std]}}  # fmt: skip
    card = {"name": tidy(Path(name).stem), "inputs": [source], "training": {"imported": name}, "classes": [],
            "threshold": None}  # fmt: skip
    if task == "super-resolution":
        return complete_card({**card, "task": task, "sharpness": False, "expected_error": None})
    if task == "regression":
        count = taken.outputs
        names = stated.classes if len(stated.classes) == count else [f"value {number + 1}" for number in range(count)]
        limits = {"low": [-1e30] * count, "high": [1e30] * count}
        target = {"bands": names, "dtype": "float32", "mean": [0.0] * count, "std": [stated.scaling] * count, **limits}
        return complete_card({**card, "task": "translation", "translation": {"kind": "image", "target": target}})
    count = max(2, taken.outputs)
    names = stated.classes
    if len(names) == 1 and count == 2:
        names = ["background", *names]
    if len(names) != count:
        if names:
            progress.warning(f"The metadata of '{name}' name {len(names)} classes, the network gives {count}; they are "
                             "numbered.")  # fmt: skip
        names = ["background", "object"] if count == 2 else [f"class {number}" for number in range(count)]
    threshold = stated.threshold if count == 2 and stated.threshold else None
    return complete_card({**card, "task": "segmentation", "classes": _list_classes(names), "threshold": threshold})


def _put_given(card: dict, taken: Taken, classes: str | None, bands: str | None, resolution_m: float | None,
               mean: str | None, std: str | None, threshold: float | None, licence: str | None) -> None:
    """What the user says goes before what a file says."""
    source, target = card["inputs"][0], card.get("translation", {}).get("target")
    if classes:
        names = _split(classes)
        if card["task"] == "super-resolution":
            raise EoDeepError("A network for super-resolution has no classes; leave their names out.")
        count = len(target["bands"] if target else card["classes"])
        if len(names) != count:
            raise EoDeepError(f"The network gives {count} {'values' if target else 'classes'}, got {len(names)} names.")
        if target:
            target["bands"] = names
        else:
            card["classes"] = [{**entry, "name": each} for entry, each in zip(card["classes"], names)]
    if bands:
        names = _split(bands)
        if len(names) != taken.bands:
            raise EoDeepError(f"The network takes {taken.bands} bands, got {len(names)} names.")
        source["bands"] = names
    if resolution_m is not None:
        source["resolution_m"] = resolution_m
    if mean or std:
        if not mean or not std:
            raise EoDeepError("Mean and standard deviation must be given together.")
        given = (mean, "Mean"), (std, "Standard deviation")
        values = [_read_numbers(text, label, taken.bands) for text, label in given]
        if min(values[1]) <= 0:
            raise EoDeepError(f"Standard deviation must be above 0, got {min(values[1]):g}.")
        source["scaling"] = {"kind": "fixed", "mean": values[0], "std": values[1]}
        source["dtype"] = None  # in whatever units these numbers are
    if threshold is not None:
        card["threshold"] = threshold or None
    if licence:
        card["licence"] = tidy(licence)


def _find_outputs(program: Any, taken: Taken, card: Mapping, outputs: str) -> str:
    """What the network gives: "values", "logits" or "probabilities"."""
    if not card["classes"]:
        return "values"
    if outputs != "auto":
        return outputs
    made = {name: node for node in program.graph.node for name in node.output}
    node = made.get(taken.result)
    while node is not None and node.op_type in ("Identity", "Cast"):
        node = made.get(node.input[0])
    return "probabilities" if node is not None and node.op_type in ("Softmax", "Sigmoid", "HardSigmoid") else "logits"


def _try(model: OnnxNetwork | OnnxEnlargement, taken: Taken, footprint: Footprint) -> None:
    """EoDeepError where the program does not run, before anything is written."""
    side_px = footprint.stride_px * max(1, 64 // footprint.stride_px)
    found = model(torch.zeros(1, taken.bands, side_px, side_px))
    if found.shape != (1, model.out_channels, taken.ratio * side_px, taken.ratio * side_px):
        raise EoDeepError(f"The network gives {tuple(found.shape)} for an image of {side_px} px.")


def _list_classes(names: Sequence[str]) -> list[dict]:
    return [{"value": number, "name": tidy(name), "color": _COLORS[number % len(_COLORS)]}
            for number, name in enumerate(names)]  # fmt: skip


def _split(text: str) -> list[str]:
    return [tidy(each) for each in text.split(",") if each.strip()]


def _read_numbers(text: str, label: str, count: int) -> list[float]:
    try:
        values = [float(json.loads(each)) for each in text.split(",")]
    except (ValueError, TypeError):
        raise EoDeepError(f"{label} must be numbers separated by commas, got '{text}'.") from None
    if len(values) != count:
        raise EoDeepError(f"{label} must be {count} numbers, one per band, got {len(values)}.")
    return values
