"""Pairs of ONNX programs that outline what a point or box marks: an encoder of images and a decoder of prompts.

Their inputs and outputs are those of the exports of Segment Anything (segment_anything/utils/onnx.py, Meta 2023),
MobileSAM and SAM 2 (samexporter). Names and shapes tell which one a pair is; nothing else is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import EoDeepError
from .onnx_format import require_onnx

COORDINATES, LABELS = "point_coords", "point_labels"
# What else a decoder may ask for, by its names in the exports.
_MASK, _HAS_MASK = ("mask_input", "input_masks"), ("has_mask_input", "has_input_masks")
_SIZE = ("orig_im_size", "original_image_size")
_PROMPTS = (COORDINATES, LABELS, *_MASK, *_HAS_MASK, *_SIZE)
_MASKS, _SCORES = ("low_res_masks", "masks"), ("iou_predictions", "iou_scores", "scores")
_SIDE_PX, _MASK_SHARE = 1024, 4
# How a prompt is labelled.
AWAY, ON, TOP_LEFT, BOTTOM_RIGHT, NO_POINT = 0, 1, 2, 3, -1


@dataclass(frozen=True)
class PromptPair:
    """What an encoder and a decoder take and give.

    side_px: of the encoder's square image. is_raw: whether the encoder takes (side, side, 3) as the image's own values,
    else (1, 3, side, side). sources: the encoder's output for each of the decoder's inputs that is one. dtypes: of the
    decoder's other inputs, by name. mask_px: side of the mask that the decoder may be given, 0 if none. points: how
    many it takes, None for any number. pads: whether a point is followed by one that is none, as Segment Anything wants
    it; the exports of SAM 2 add it themselves. masks, scores: names of outputs, scores None if there are none.
    """

    side_px: int
    is_raw: bool
    sources: Mapping[str, str]
    dtypes: Mapping[str, np.dtype]
    mask_px: int
    points: int | None
    pads: bool
    masks: str
    scores: str | None

    def make_inputs(self, points: np.ndarray, labels: np.ndarray) -> dict[str, np.ndarray]:
        """The decoder's inputs beside the encoded image: points (N, 2) in px of the image, their labels (N,)."""
        if self.pads and BOTTOM_RIGHT not in labels:
            points, labels = np.vstack([points, [[0, 0]]]), np.append(labels, NO_POINT)
        missing = (self.points or len(points)) - len(points)
        if missing < 0:
            raise EoDeepError(f"The model's decoder takes {self.points} points, got {len(points)}.")
        points = np.vstack([points, np.zeros((missing, 2))])
        labels = np.append(labels, np.full(missing, NO_POINT))
        values = {COORDINATES: points[None], LABELS: labels[None]}
        values |= {name: np.zeros((1, 1, self.mask_px, self.mask_px)) for name in _MASK}
        values |= {name: np.zeros(1) for name in _HAS_MASK} | {name: np.full(2, self.side_px) for name in _SIZE}
        return {name: values[name].astype(dtype) for name, dtype in self.dtypes.items()}


def find_pair(encoder: Any, decoder: Any, names: tuple[str, str]) -> PromptPair:
    """What two programs take and give. EoDeepError, with their `names`, unless they are such a pair."""
    onnx = require_onnx()
    (images, features), (prompts, results) = (_list_ends(each) for each in (encoder, decoder))
    if len(images) != 1:
        raise EoDeepError(f"The encoder '{names[0]}' must have one input, an image, got {len(images)}.")
    (image,) = images.values()
    sizes, is_raw = image.sizes, len(image.sizes) == 3
    bands, sides = (sizes[-1:], sizes[:2]) if is_raw else (sizes[1:2], sizes[2:])
    if len(sizes) not in (3, 4) or bands != [3] or sides[0] != sides[1] or image.kind != onnx.TensorProto.FLOAT:
        raise EoDeepError(f"The encoder '{names[0]}' must take an image (1, 3, side, side) or (side, side, 3) of "
                          f"float32 values, got {_describe(sizes)}.")  # fmt: skip
    if lacking := [name for name in (COORDINATES, LABELS) if name not in prompts]:
        raise EoDeepError(f"'{names[1]}' is no decoder of prompts as Segment Anything's: it has no input "
                          f"'{lacking[0]}'; its inputs are {', '.join(prompts)}.")  # fmt: skip
    if len(prompts[COORDINATES].sizes) != 3 or len(prompts[LABELS].sizes) != 2:
        raise EoDeepError(f"The decoder '{names[1]}' must take points (1, points, 2) with labels (1, points), got "
                          f"{_describe(prompts[COORDINATES].sizes)} and {_describe(prompts[LABELS].sizes)}.")
    inner = {name: each for name, each in prompts.items() if name not in _PROMPTS}
    sources = {name: _find_source(name, each, features, names) for name, each in inner.items()}
    if not sources:
        raise EoDeepError(f"The decoder '{names[1]}' takes nothing that the encoder gives.")
    masks = next((name for name in _MASKS if name in results and len(results[name].sizes) == 4), None)
    if masks is None:
        raise EoDeepError(f"The decoder '{names[1]}' must give 'masks' or 'low_res_masks' (1, masks, side, side); it "
                          f"gives {', '.join(results)}.")  # fmt: skip
    side_px = sides[0] or _SIDE_PX
    dtypes = {name: np.dtype(onnx.helper.tensor_dtype_to_np_dtype(each.kind))
              for name, each in prompts.items() if name in _PROMPTS}  # fmt: skip
    mask = next((prompts[name].sizes for name in _MASK if name in prompts), None)
    mask_px = 0 if mask is None else (mask[-1] or side_px // _MASK_SHARE)
    scores = next((name for name in _SCORES if name in results), None)
    points = prompts[COORDINATES].sizes[1]
    return PromptPair(side_px, is_raw, sources, dtypes, mask_px, points, len(sources) == 1, masks, scores)


@dataclass(frozen=True)
class _End:
    """An input or output: its sizes, None where they are open, and ONNX's number of its type."""

    sizes: list[int | None]
    kind: int


def _list_ends(program: Any) -> tuple[dict[str, _End], dict[str, _End]]:
    """The inputs and the outputs of a program, by name."""
    weights = {each.name for each in program.graph.initializer}
    found = [each for each in program.graph.input if each.name not in weights], program.graph.output
    inputs, outputs = ({each.name: _read_end(each) for each in ends} for ends in found)
    return inputs, outputs


def _read_end(value: Any) -> _End:
    kind = value.type.tensor_type
    return _End([each.dim_value if each.dim_value > 0 else None for each in kind.shape.dim], kind.elem_type)


def _find_source(name: str, wanted: _End, features: Mapping[str, _End], names: tuple[str, str]) -> str:
    """The encoder's output that a decoder's input is: of its name, else the only one of its sizes."""
    if name in features and _fits(wanted, features[name]):
        return name
    fitting = [each for each, end in features.items() if _fits(wanted, end)]
    if len(fitting) != 1:
        given = ", ".join(f"{each} {_describe(end.sizes)}" for each, end in features.items())
        raise EoDeepError(f"The decoder '{names[1]}' needs '{name}' {_describe(wanted.sizes)}, which the encoder "
                          f"'{names[0]}' does not give; it gives {given}.")  # fmt: skip
    return fitting[0]


def _fits(wanted: _End, given: _End) -> bool:
    pairs = zip(wanted.sizes, given.sizes)
    return (wanted.kind == given.kind and len(wanted.sizes) == len(given.sizes)
            and all(None in pair or pair[0] == pair[1] for pair in pairs))  # fmt: skip


def _describe(sizes: list[int | None]) -> str:
    return f"({', '.join('any' if size is None else str(size) for size in sizes)})"
