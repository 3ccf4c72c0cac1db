"""Networks of other software as models: ONNX files, with the metadata of Deepness, and programs of torch.export."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ..errors import EoDeepError
from ..io.card_schema import MAX_SR_RATIO, ONNX, ONNX_ENLARGEMENT
from ..io.card_summary import list_results
from ..io.files import check_distinct, check_writable
from ..io.names import name_of
from ..io.paths import NewModel
from ..models.footprint import Footprint, measure_footprint
from ..models.model_file import save_model
from ..models.networks.onnx_network import OnnxEnlargement, OnnxNetwork, lay_tiles
from ..models.onnx_footprint import Unknown, measure_program
from ..models.onnx_format import require_onnx, require_runtime
from ..models.onnx_program import Taken, find_taken, read_metadata, read_program
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from .deepness import Stated, find_normalization, read_stated
from .exported_onnx import SUFFIX, convert_exported
from .imported_card import Given, make_card, put_given, read_own_card
from .imported_detector import make_detector
from .imported_prompts import make_prompts

IMPORTED_TASKS = ("auto", "segmentation", "regression", "super-resolution", "detection", "prompts")
_KINDS = {"segmentor": "segmentation", "regressor": "regression", "superresolution": "super-resolution",
          "detector": "detection"}  # fmt: skip
OUTPUTS = ("auto", "logits", "probabilities")
_MAX_BYTES = 2_000_000_000
_TILE_PX, _OVERLAP_SHARE = 512, 0.15


@algorithm("output", resolution_m=(0.001, 100000.0), overlap_px=(0, 4096), tile_px=(16, 8192), threshold=(0.0, 1.0))
def import_model(network: str, task: str = "auto", classes: str | None = None, bands: str | None = None,
                 resolution_m: float | None = None, mean: str | None = None, std: str | None = None,
                 outputs: str = "auto", threshold: float | None = None, overlap_px: int | None = None,
                 tile_px: int | None = None, licence: str | None = None, output: NewModel | None = None,
                 decoder: str | None = None, progress: Progress = silent) -> dict:
    """Make a model of a network in an ONNX file or a program of torch.export, for all algorithms for such models.

    The metadata of Deepness in the file are read: kind of model, classes, pixel size, normalization, threshold,
    overlap. What is given here goes before them. A file of `export_model` brings its whole card. Where what each
    operator sees of a tile is known, stride and margin are measured, and the result is that of one pass over an image
    of any size. Elsewhere tiles of one size overlap, and seams between them may show.

    Parameters
    ----------
    network : str
        An ONNX file with one input (batch, bands, side, side) of float32 values and one output of the same side, or a
        multiple of it for super-resolution. Of a detector, boxes as YOLO 5 to 7 gives them, (batch, boxes, 5 +
        classes), or as YOLO 8 and later, (batch, 4 + classes, boxes): middle and size in px of the tile. Or a program
        of torch.export (.pt2, of PyTorch 2.9 or later), which becomes an ONNX program. Nothing in it is run: weights
        stored as Python objects, and operators that are not those of such networks, are refused.
    task : str
        "segmentation", "regression", "super-resolution", "detection", "prompts" (with a decoder) or "auto": as the
        metadata say, else detection for an output of three dimensions, else segmentation. A finer image is projected
        onto the images that degrade to the given one, as those of own networks; the network gives its values / 255, or
        in the units of its input where mean and std are given.
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
        Of two classes, the least probability of the second; of a detector, the least score of an object. Default: that
        of the metadata, else 0.5, of a detector 0.25.
    overlap_px : int, optional
        Margin of a tile on each side, for networks whose margin cannot be measured and detectors: half of what two
        tiles share. Default: the metadata's, else 15 % of the tile.
    tile_px : int, optional
        Side of these tiles, where the file leaves it open. Default: the metadata's, else 512, of a detector 640.
    licence : str, optional
        Licence of the network, for the card.
    output : path of a model file
        The network with its card.
    decoder : str, optional
        Of a pair that outlines what points or boxes mark, as Segment Anything, MobileSAM and SAM 2 are exported: the
        ONNX file that takes point_coords, point_labels and what the encoder gives; `network` is the encoder then. The
        model holds both.
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
    check_distinct([output], [network, decoder])
    check_writable(output, ".safetensors")
    require_onnx()
    require_runtime()
    if decoder and task not in ("auto", "prompts"):
        raise EoDeepError(f"Only a model for prompts has a decoder; leave it out for {task}.")
    if task == "prompts" and not decoder:
        raise EoDeepError("A model for prompts is made of two files, an encoder and a decoder: give both.")
    name = name_of(network)
    for path in (network, decoder):
        if path:
            _check_file(path)
    given = Given(classes, bands, resolution_m, mean, std, threshold, licence)
    if decoder:
        return _import_prompts(network, decoder, given, output, progress)
    is_exported = network.lower().endswith(SUFFIX)
    data = convert_exported(network, name) if is_exported else Path(network).read_bytes()
    program = read_program(data, name)
    stated = read_stated(read_metadata(program), name)
    model: nn.Module
    if _is_detector(program, stated, task):
        model, card = make_detector(program, data, stated, name, given, tile_px, overlap_px, progress)
        found, reason = Footprint(1, 0, 0, True), "boxes are found in tiles as a whole"
    else:
        taken = find_taken(program, name)
        kind = _find_task(stated, taken, task, name)
        tiles, reason = _find_tiles(program, taken, stated, name, tile_px, overlap_px, progress)
        own = read_own_card(read_metadata(program), name)
        card = own or make_card(taken, stated, kind, name, progress)
        put_given(card, given)
        model = _make_network(program, data, taken, card, tiles, outputs, own is not None)
        found = measure_footprint(model)
        _try(model, taken, found)
    if card["inputs"][0].get("resolution_m") is None:
        progress.warning(f"'{name}' does not state a pixel size, so images are not resampled for it; give the one that "
                         "it was trained at.")  # fmt: skip
    return _save(model, card, found, reason, output, progress)


def _import_prompts(encoder: str, decoder: str, given: Given, output: str, progress: Progress) -> dict:
    names = name_of(encoder), name_of(decoder)
    if wrong := [name for name, path in zip(names, (encoder, decoder)) if path.lower().endswith(SUFFIX)]:
        raise EoDeepError(f"An encoder and a decoder must be ONNX files, '{wrong[0]}' is a program of torch.export.")
    model, card = make_prompts(Path(encoder).read_bytes(), Path(decoder).read_bytes(), names, given, progress)
    return _save(model, card, Footprint(1, 0, 0, True), "a view is seen as a whole", output, progress)


def _save(model: nn.Module, card: dict, found: Footprint, reason: str, output: str, progress: Progress) -> dict:
    """Write the model; what `import_model` returns."""
    card |= {"stride_px": found.stride_px, "halo_px": [found.before_px, found.after_px], "exact": True, "bf16": False}
    progress(0.5)
    save_model(output, model, card)
    progress.message(f"Wrote {output}.")
    progress(1.0)
    return {"output": output, "task": card["task"], "classes": ", ".join(list_results(card)),
            "bands": ", ".join(card["inputs"][0]["bands"]), "resolution_m": card["inputs"][0]["resolution_m"],
            "exact": not reason, "stride_px": found.stride_px, "halo_px": max(found.before_px, found.after_px),
            "reason": reason}  # fmt: skip


def _check_file(path: str) -> None:
    if not Path(path).is_file():
        raise EoDeepError(f"The file '{path}' of a network does not exist.")
    size = Path(path).stat().st_size
    if not 0 < size <= _MAX_BYTES:
        raise EoDeepError(f"The file of a network must hold 1 byte to {_MAX_BYTES // 10**9} GB, '{path}' holds {size} "
                          "bytes.")  # fmt: skip
    try:
        with open(path, "rb") as file:
            file.read(1)
    except OSError as error:
        raise EoDeepError(f"The file '{path}' of a network cannot be read: {error.strerror}.") from None


def _find_task(stated: Stated, taken: Taken, task: str, name: str) -> str:
    if task == "auto" and stated.kind and stated.kind not in _KINDS:
        raise EoDeepError(f"The metadata of '{name}' call it a {stated.kind}; models for segmentation, regression, "
                          "super-resolution and detection can be imported.")  # fmt: skip
    task = _KINDS.get(stated.kind, "segmentation") if task == "auto" else task
    if (taken.ratio > 1) != (task == "super-resolution"):
        raise EoDeepError(f"'{name}' gives {taken.ratio} x {taken.ratio} px for each pixel, which is not {task}.")
    if task == "super-resolution" and (taken.outputs != taken.bands or taken.ratio > MAX_SR_RATIO):
        raise EoDeepError(f"A network for super-resolution must give its {taken.bands} bands, at most {MAX_SR_RATIO} "
                          f"times finer; '{name}' gives {taken.outputs}, {taken.ratio} times finer.")
    return task


def _make_network(program: Any, data: bytes, taken: Taken, card: dict, tiles: tuple[int, int] | None,
                  outputs: str, is_own: bool) -> OnnxNetwork | OnnxEnlargement:
    """The network of a card, which gets its name and arguments. is_own: whether `export_model` has written the card."""
    tile_px, overlap_px = tiles or (None, None)
    shared: dict[str, Any] = {"in_channels": taken.bands, "size_bytes": len(data), "tile_px": tile_px,
                              "overlap_px": overlap_px}  # fmt: skip
    model: OnnxNetwork | OnnxEnlargement
    if card["task"] == "super-resolution":
        source = card["inputs"][0]
        mean, std = find_normalization(source["scaling"], taken.bands)
        if source["dtype"] or is_own:  # as Deepness has it: the network gives values / 255
            factor, offset = [1 / each for each in std], [-low / each for low, each in zip(mean, std)]
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


def _find_tiles(program: Any, taken: Taken, stated: Stated, name: str, tile_px: int | None, overlap_px: int | None,
                progress: Progress) -> tuple[tuple[int, int] | None, str]:
    """Tile and overlap where the footprint cannot be measured, and why it cannot; says so, or what it is."""
    try:
        footprint = measure_program(program, taken)[0]
    except Unknown as reason:
        side_px = taken.side_px or tile_px or stated.tile_px or _TILE_PX
        if taken.side_px and tile_px not in (None, taken.side_px):
            raise EoDeepError(f"The network takes tiles of {taken.side_px} px only, got {tile_px} px.") from None
        # Deepness drops half of the overlap on each side.
        share = _OVERLAP_SHARE if stated.overlap is None else stated.overlap / 200
        margin_px = round(share * side_px) if overlap_px is None else overlap_px
        lay_tiles(side_px, margin_px)
        progress.warning(f"The margin that '{name}' needs is not known, because {reason}; it runs on tiles of "
                         f"{side_px} px with {margin_px} px of overlap on each side, and seams between them may show.")
        return (side_px, margin_px), str(reason)
    before_px, after_px = footprint.before_px, footprint.after_px
    progress.message(f"The network's stride is {footprint.stride_px} px, its margin {before_px} and {after_px} px: "
                     "tiles leave no trace.")  # fmt: skip
    if overlap_px is not None or tile_px is not None:
        progress.message("The given tile and overlap are not needed.")
    return None, ""


def _is_detector(program: Any, stated: Stated, task: str) -> bool:
    """Whether a network is taken to give boxes: as the user or its metadata say, else by its output's dimensions."""
    if task != "auto" or stated.kind:
        return "detection" in (task, _KINDS.get(stated.kind) if task == "auto" else "")
    return [len(each.type.tensor_type.shape.dim) for each in program.graph.output] == [3]


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
