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
from .deepness import write_metadata
from .stac import describe_item

EXPORTED_TASKS = ("segmentation", "polygons", "translation")
_MIN_TILE_PX, _ALIGN_PX, _TRACED_PX = 512, 32, 64
INPUT, OUTPUT = "image", "result"


class Exported(nn.Module):
    """A network that gives what a user wants: probabilities (B, K, H, W), or an image's values in their own units."""

    def __init__(self, model: Model):
        super().__init__()
        self.network = model.network
        target = model.card.get("translation", {}).get("target")
        self.is_image = target is not None
        for name in ("mean", "std"):
            values = torch.tensor(target[name] if target else [], dtype=torch.float32)
            self.register_buffer(name, values[:, None, None])

    def forward(self, image: Tensor) -> Tensor:
        scores = self.network(image)
        return scores * self.std + self.mean if self.is_image else scores.softmax(1)


@algorithm("output", tile_px=(16, 8192))
def export_model(model: str, tile_px: int | None = None, output: NewOnnx | None = None, stac: NewJson | None = None,
                 progress: Progress = silent) -> dict:
    """Write a model as ONNX, for other software that runs networks.

    The network gives class probabilities (B, K, H, W), or the values of the image that it makes. Its input (B, C, H, W)
    is the image / 255, less `standardization_mean`, divided by `standardization_std`: the metadata that the QGIS plugin
    Deepness reads. The card is in the file, too, so `import_model` restores the model with all that it says.

    Parameters
    ----------
    model : str
        A model for segmentation, polygons (its classes are written) or translation, of a single image.
    tile_px : int, optional
        Side of the tiles that other software gives to the network, a multiple of its stride. Default: four times the
        margin that the network needs, at least 512.
    output : path of an ONNX file
        The network (opset 17) and its metadata.
    stac : path of a JSON file, optional
        STAC item with the fields of its Machine Learning Model extension, for catalogues.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "output", "stac"; "model_type", as Deepness calls it; "tile_px"; "overlap_percent", of tiles that give the
        pixels of one pass; "size_mb".

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
    return {"output": output, "stac": stac, "model_type": json.loads(metadata["model_type"]), "tile_px": tile_px,
            "overlap_percent": json.loads(metadata["tiles_overlap"]), "size_mb": round(len(data) / 1e6, 3)}  # fmt: skip


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
    stride_px, halo_px = card["stride_px"], max(card["halo_px"])
    if tile_px is None:
        step = math.lcm(stride_px, _ALIGN_PX)
        return -(-max(_MIN_TILE_PX, 4 * halo_px) // step) * step
    if tile_px % stride_px or tile_px <= 2 * halo_px:
        raise EoDeepError(f"The tile must be a multiple of {stride_px} px, the network's stride, above "
                          f"{2 * halo_px} px, twice its margin, got {tile_px} px.")  # fmt: skip
    return tile_px


def write_graph(onnx: Any, network: nn.Module, card: Mapping, tile_px: int) -> Any:
    """A network as an ONNX program (B, C, tile, tile) -> (B, K, tile, tile), checked."""
    bands = len(card["inputs"][0]["bands"])
    size_px = card["stride_px"] * -(-_TRACED_PX // card["stride_px"])
    sizes = {0: "batch", 2: "height", 3: "width"}
    with warnings.catch_warnings(), tempfile.TemporaryDirectory(prefix="eo_deep_onnx_") as folder:
        # The newer exporter needs one package more, and writes the same operators.
        warnings.simplefilter("ignore")
        torch.onnx.export(network.eval(), (torch.zeros(1, bands, size_px, size_px),), f"{folder}/model.onnx",
                          dynamo=False, opset_version=OPSET, input_names=[INPUT], output_names=[OUTPUT],
                          dynamic_axes={INPUT: sizes, OUTPUT: sizes})  # fmt: skip
        program = onnx.load(f"{folder}/model.onnx")
    program.ir_version = min(program.ir_version, IR_VERSION)
    for each in (*program.graph.input, *program.graph.output):
        for axis in (2, 3):
            each.type.tensor_type.shape.dim[axis].dim_value = tile_px
    program.producer_name = "EO Deep"
    onnx.checker.check_model(program, full_check=True)
    return program
