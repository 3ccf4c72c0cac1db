"""Models written for other software: ONNX with the metadata that Deepness reads, and a STAC item beside it."""

from __future__ import annotations

import json
import math
import tempfile
import warnings
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from ..errors import EoDeepError
from ..io.card_schema import ONNX, count_channels
from ..io.files import check_distinct, check_writable
from ..io.model_card import read_card
from ..io.names import name_of
from ..io.paths import NewJson, NewOnnx
from ..io.staging import stage
from ..models.model_file import Model, check_gives_maps, check_takes_one, keep_classes, load_model
from ..models.onnx_format import CARD_PROPERTY, IR_VERSION, OPSET, require_onnx
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from .deepness import find_normalization, write_metadata
from .stac import describe_item

EXPORTED_TASKS = ("segmentation", "polygons", "translation", "super-resolution", "scenes")
_MIN_TILE_PX, _ALIGN_PX, _TRACED_PX = 512, 32, 64
INPUT, OUTPUT = "image", "result"


class Exported(nn.Module):
    """A network that gives what a user wants: probabilities (B, K, H, W), of patches (B, K), or an image's values in
    their own units; those of a finer image / 255, as its input is."""

    def __init__(self, model: Model):
        super().__init__()
        self.network = model.network
        target, self.temperature = model.card.get("translation", {}).get("target"), model.card.get("temperature", 1.0)
        if model.card["task"] == "super-resolution":
            bands = model.card["inputs"][0]
            target = dict(zip(("mean", "std"), find_normalization(bands["scaling"], len(bands["bands"]))))
        self.is_image = target is not None
        for name in ("mean", "std"):
            values = torch.tensor(target[name] if target else [], dtype=torch.float32)
            self.register_buffer(name, values[:, None, None])

    def forward(self, image: Tensor) -> Tensor:
        scores = self.network(image)
        return scores * self.std + self.mean if self.is_image else (scores / self.temperature).softmax(1)


@algorithm("output", tile_px=(16, 8192))
def export_model(model: str, tile_px: int | None = None, output: NewOnnx | None = None, stac: NewJson | None = None,
                 progress: Progress = silent) -> dict:
    """Write a model as ONNX, for other software that runs networks.

    The network gives class probabilities (B, K, H, W), of a model of patches (B, K), or the values of the image that it
    makes; of a finer image, they are divided by 255, as Deepness has it. Its input (B, C, H, W)
    is the image / 255, less `standardization_mean`, divided by `standardization_std`: the metadata that the QGIS plugin
    Deepness reads. The card is in the file, too, so `import_model` restores the model with all that it says.

    Parameters
    ----------
    model : str
        A model for segmentation, polygons (its classes are written), translation, super-resolution (its faithful image
        is) or scenes, of a single image.
    tile_px : int, optional
        Side of the tiles that other software gives to the network, a multiple of its stride. Default: four times the
        margin that the network needs, at least 512; of a model of patches, their side, which it must be.
    output : path of an ONNX file
        The network (opset 17) and its metadata.
    stac : path of a JSON file, optional
        STAC item with the fields of its Machine Learning Model extension, for catalogues.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "output", "stac"; "model_type", as Deepness calls it, "" where it has no such models; "tile_px";
        "overlap_percent", of tiles that give the pixels of one pass; "size_mb".

    Raises
    ------
    EoDeepError
        For a model of another task or of several images, a tile that is no multiple of the stride, and where the
        package onnx is not installed.
    """
    assert output
    check_distinct([path for path in (output, stac) if path], [model])
    for path, suffix in ((output, ".onnx"), (stac, ".json")):
        if path:
            check_writable(path, suffix)
    onnx = require_onnx()
    loaded = load_exported(model)
    if loaded.card.get("heads"):
        progress.message(f"Of '{name_of(model)}' only the classes are written, not borders, directions and corners.")
        loaded = keep_classes(loaded)
    card = loaded.card
    if card["task"] == "super-resolution":
        loaded.network.gives_errors = False  # type: ignore[assignment]
        if card["sharpness"] or card.get("expected_error"):
            progress.message(f"Of '{name_of(model)}' only the faithful image is written, not sharpness and errors.")
        card = {**card, "sharpness": False, "expected_error": None}
    if card["task"] == "scenes":
        progress.message("Deepness has no models of patches; other software gives it patches of "
                         f"{card['patch_px']} px.")  # fmt: skip
    tile_px = choose_tile(card, tile_px)
    if card["inputs"][0]["scaling"]["kind"] == "percentiles":
        scaling = card["inputs"][0]["scaling"]
        progress.warning(f"The model stretches each image between its percentiles {scaling['low']:g} and "
                         f"{scaling['high']:g}; other software must give it images with that stretch as values 0 to "
                         "255.")  # fmt: skip
    program = write_graph(onnx, Exported(loaded), card, tile_px)
    progress(0.8)
    metadata = write_metadata(card, tile_px)
    for key, value in metadata.items():
        entry = program.metadata_props.add()
        entry.key, entry.value = key, value
    entry = program.metadata_props.add()
    entry.key, entry.value = CARD_PROPERTY, json.dumps(card)
    data = program.SerializeToString()
    with stage(output) as prepared:
        prepared.write_bytes(data)
    progress.message(f"Wrote {output}.")
    if stac:
        item = describe_item(card, output, stac, tile_px, sum(each.numel() for each in loaded.network.parameters()))
        with stage(stac) as prepared:
            prepared.write_text(json.dumps(item, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        progress.message(f"Wrote {stac}.")
    progress(1.0)
    return {"output": output, "stac": stac, "model_type": json.loads(metadata.get("model_type", '""')),
            "tile_px": tile_px, "overlap_percent": json.loads(metadata["tiles_overlap"]),
            "size_mb": round(len(data) / 1e6, 3)}  # fmt: skip


def load_exported(path: str) -> Model:
    """A model that ONNX files can hold. EoDeepError for others."""
    card = read_card(path)
    if card["task"] not in EXPORTED_TASKS:
        raise EoDeepError(f"'{path}' is a model for {card['task']}; models for {', '.join(EXPORTED_TASKS[:-1])} and "
                          f"{EXPORTED_TASKS[-1]} can be exported.")  # fmt: skip
    check_gives_maps(path, card)
    check_takes_one(path, card)
    if card["network"]["name"] == ONNX:
        raise EoDeepError(f"'{path}' was imported from ONNX; use the file that it was imported from.")
    source = card["inputs"][0]
    if count_channels(source) != len(source["bands"]):
        raise EoDeepError(f"'{path}' takes more than the bands of an image (noise, or numbers of the image), which "
                          "other software cannot give it.")  # fmt: skip
    return load_model(path, card["task"])


def choose_tile(card: Mapping, tile_px: int | None) -> int:
    """The side of the tiles: as asked for, else four times the margin. EoDeepError for a wrong one."""
    if patch_px := card.get("patch_px"):
        if tile_px not in (None, patch_px):
            raise EoDeepError(f"The tile must be the model's patch of {patch_px} px, got {tile_px} px.")
        return patch_px
    stride_px, halo_px = card["stride_px"], max(card["halo_px"])
    if tile_px is None:
        step = math.lcm(stride_px, _ALIGN_PX)
        return -(-max(_MIN_TILE_PX, 4 * halo_px) // step) * step
    if tile_px % stride_px or tile_px <= 2 * halo_px:
        raise EoDeepError(f"The tile must be a multiple of {stride_px} px, the network's stride, above "
                          f"{2 * halo_px} px, twice its margin, got {tile_px} px.")  # fmt: skip
    return tile_px


def write_graph(onnx: Any, network: nn.Module, card: Mapping, tile_px: int) -> Any:
    """A network as an ONNX program (B, C, tile, tile) -> (B, K, tile, tile), finer by the card's scale or (B, K);
    checked."""
    bands = len(card["inputs"][0]["bands"])
    size_px = card.get("patch_px") or card["stride_px"] * -(-_TRACED_PX // card["stride_px"])
    sizes = {0: "batch", 2: "height", 3: "width"}
    given = {0: "batch"} if card["task"] == "scenes" else sizes
    with warnings.catch_warnings(), tempfile.TemporaryDirectory(prefix="eo_deep_onnx_") as folder:
        # The newer exporter needs one package more, and writes the same operators.
        warnings.simplefilter("ignore")
        torch.onnx.export(network.eval(), (torch.zeros(1, bands, size_px, size_px),), f"{folder}/model.onnx",
                          dynamo=False, opset_version=OPSET, input_names=[INPUT], output_names=[OUTPUT],
                          dynamic_axes={INPUT: sizes, OUTPUT: given})  # fmt: skip
        program = onnx.load(f"{folder}/model.onnx")
    program.ir_version = min(program.ir_version, IR_VERSION)
    for each, side_px in (*((each, tile_px) for each in program.graph.input),
                          *((each, tile_px * card.get("scale", 1)) for each in program.graph.output)):  # fmt: skip
        for dim in list(each.type.tensor_type.shape.dim)[2:]:
            dim.dim_value = side_px
    program.producer_name = "EO Deep"
    onnx.checker.check_model(program, full_check=True)
    return program
