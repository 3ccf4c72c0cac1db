"""Models that outline what points or boxes mark, as Segment Anything: an encoder and a decoder become one model."""

from __future__ import annotations

import numpy as np
import torch

from ..errors import EoDeepError
from ..io.card_schema import ONNX_PROMPTS
from ..io.model_card import complete_card
from ..models.networks.onnx_prompts import OnnxPrompts
from ..models.onnx_program import read_metadata, read_program
from ..models.onnx_prompts import ON, find_pair
from ..progress import Progress
from .deepness import read_stated
from .imported_card import Given, describe_imported, list_classes, put_given

# Of the values of an 8-bit image, as Segment Anything and its successors are trained.
_MEAN, _STD = [123.675, 116.28, 103.53], [58.395, 57.12, 57.375]


def make_prompts(encoder: bytes, decoder: bytes, names: tuple[str, str], given: Given,
                 progress: Progress) -> tuple[OnnxPrompts, dict]:  # fmt: skip
    """The network and the card of a pair, tried once. EoDeepError for what is none."""
    programs = read_program(encoder, names[0]), read_program(decoder, names[1])
    pair = find_pair(*programs, names)
    card = complete_card({
        **describe_imported(3, read_stated(read_metadata(programs[0]), names[0]), names[0]), "task": "prompts",
        "classes": list_classes(["background", "object"]),
    })  # fmt: skip
    card["training"] = {"imported": " and ".join(names)}
    if given.classes and "," in given.classes:
        raise EoDeepError(f"What points or boxes mark is of one class, got the names {given.classes}.")
    scaling = {"kind": "fixed", "mean": [0.0] * 3, "std": [1.0] * 3} if pair.is_raw else {
        "kind": "fixed", "mean": _MEAN, "std": _STD}  # fmt: skip
    card["inputs"][0] |= {"scaling": scaling, "dtype": None}
    put_given(card, given)
    arguments = {"in_channels": 3, "encoder_bytes": len(encoder), "decoder_bytes": len(decoder),
                 "side_px": pair.side_px}  # fmt: skip
    card["network"] = {"name": ONNX_PROMPTS, "arguments": arguments}
    model = OnnxPrompts(**arguments)
    for buffer, data in ((model.encoder, encoder), (model.decoder, decoder)):
        buffer.copy_(torch.frombuffer(bytearray(data), dtype=torch.uint8))
    model.check_sizes()
    middle = np.full((1, 2), pair.side_px / 2)
    encoded = model(torch.zeros(1, 3, pair.side_px, pair.side_px))
    model.decode(encoded, middle, np.array([ON]), torch.device("cpu"))
    progress.message(f"The encoder takes images of {pair.side_px} px; the decoder, of {len(decoder) / 1e6:.3g} MB, "
                     f"takes {', '.join([*pair.sources, *pair.dtypes])}.")  # fmt: skip
    return model, card
